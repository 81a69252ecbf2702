//! How often who may ask: the API's sliding windows, and the headers that tell a client where it stands. Called
//! by the gate and by `/auth`. In memory: a restart forgets, and each process counts for itself.

mod allowance;
mod window;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub(super) use allowance::Allowance;
use window::Window;

use super::auth::Generation;
use super::config::Limits;

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// How many addresses are remembered before those that have nothing in their window are forgotten.
const MAX_ADDRESSES: usize = 1024;

/// All windows of one server.
pub struct RateLimits {
    limits: Limits,
    auth: Mutex<HashMap<IpAddr, Window>>,
    failed: Mutex<HashMap<IpAddr, Window>>,
    v1: Mutex<Vec<Window>>,
    v2: Mutex<Vec<Window>>,
}

impl RateLimits {
    pub fn new(limits: Limits) -> Self {
        let windows = |limits: [(Option<u32>, Duration); 2]| {
            let limited = limits.into_iter().filter_map(|(limit, span)| Some(Window::new(limit?, span)));
            Mutex::new(limited.collect())
        };
        Self {
            limits,
            auth: Mutex::default(),
            failed: Mutex::default(),
            v1: windows([(limits.v1_per_minute, MINUTE), (limits.v1_per_hour, HOUR)]),
            v2: windows([(limits.tenant_per_minute, MINUTE), (None, HOUR)]),
        }
    }

    /// Takes one call of `/auth` from the address's budget.
    pub fn auth(&self, address: IpAddr, generation: Generation) -> Allowance {
        let Some(limit) = self.limits.auth_per_minute else {
            return Allowance::unlimited();
        };
        let mut windows = of_addresses(&self.auth);
        let window = windows.entry(address).or_insert_with(|| Window::new(limit, MINUTE));
        take(std::slice::from_mut(window), generation)
    }

    /// Where the address stands with its failures. Takes nothing: only a failure counts, see [`Self::failed`].
    pub fn failures(&self, address: IpAddr, generation: Generation) -> Allowance {
        let Some(limit) = self.limits.failed_per_minute else {
            return Allowance::unlimited();
        };
        let standing = match of_addresses(&self.failed).get_mut(&address) {
            Some(window) => window.standing(Instant::now()),
            None => Window::new(limit, MINUTE).standing(Instant::now()),
        };
        Allowance::new(standing, standing.remaining > 0, generation)
    }

    /// Counts a failed request.
    pub fn failed(&self, address: IpAddr) {
        if let Some(limit) = self.limits.failed_per_minute {
            let mut windows = of_addresses(&self.failed);
            windows.entry(address).or_insert_with(|| Window::new(limit, MINUTE)).hit(Instant::now());
        }
    }

    /// Takes one request from the budget of the tenant: v2's integrator and brand, or v1's client. There is one of
    /// each, since a server accepts one set of credentials.
    pub fn tenant(&self, generation: Generation) -> Allowance {
        let windows = match generation {
            Generation::V1 => &self.v1,
            Generation::V2 => &self.v2,
        };
        take(&mut windows.lock().unwrap_or_else(PoisonError::into_inner), generation)
    }
}

/// Takes one hit from each window if none is full, and tells of the tightest.
fn take(windows: &mut [Window], generation: Generation) -> Allowance {
    let now = Instant::now();
    let full = windows.iter_mut().map(|window| window.standing(now)).filter(|standing| standing.remaining == 0);
    // Of several full windows the one that is full for longest.
    if let Some(standing) = full.max_by_key(|standing| standing.reset) {
        return Allowance::new(standing, false, generation);
    }
    for window in windows.iter_mut() {
        window.hit(now);
    }
    let tightest = windows.iter_mut().map(|window| window.standing(now)).min_by_key(|standing| standing.remaining);
    tightest.map_or_else(Allowance::unlimited, |standing| Allowance::new(standing, true, generation))
}

fn of_addresses(windows: &Mutex<HashMap<IpAddr, Window>>) -> MutexGuard<'_, HashMap<IpAddr, Window>> {
    let mut windows = windows.lock().unwrap_or_else(PoisonError::into_inner);
    if windows.len() >= MAX_ADDRESSES {
        let now = Instant::now();
        windows.retain(|_, window| !window.is_empty(now));
    }
    windows
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn the_hour_of_v1_ends_before_its_minutes_do() {
        let budgets = RateLimits::new(Limits { v1_per_minute: Some(5), v1_per_hour: Some(3), ..Limits::none() });
        for _ in 0..3 {
            assert!(budgets.tenant(Generation::V1).refusal().is_none());
        }
        assert!(budgets.tenant(Generation::V1).refusal().is_some());
        assert!(budgets.tenant(Generation::V2).refusal().is_none());
    }

    #[test]
    fn addresses_do_not_share_and_are_forgotten_when_there_are_many() {
        let budgets = RateLimits::new(Limits { auth_per_minute: Some(1), ..Limits::none() });
        for last in 1..=200 {
            let address = IpAddr::V4(Ipv4Addr::new(10, 0, 0, last));
            assert!(budgets.auth(address, Generation::V2).refusal().is_none());
            assert!(budgets.auth(address, Generation::V2).refusal().is_some());
        }
        let budgets = RateLimits::new(Limits { failed_per_minute: Some(1), ..Limits::none() });
        assert!(budgets.failures(HERE, Generation::V2).refusal().is_none());
        budgets.failed(HERE);
        assert!(budgets.failures(HERE, Generation::V2).refusal().is_some());
    }
}
