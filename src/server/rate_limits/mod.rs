//! The rate limits of the API: sliding windows, and the headers with their state. Called by `/auth` and by the layer
//! around all other routes. The windows are in memory: a restart clears them, and each process has its own.

mod allowance;
mod window;

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub(super) use allowance::Allowance;
use uuid::Uuid;
use window::Window;

use super::auth::Generation;
use super::config::Limits;

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// With more callers than this, those with an empty window are removed.
const MAX_CALLERS: usize = 1024;

/// Whose failed requests are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Failing {
    /// The requests without a valid token from this address.
    Address(IpAddr),
    /// The requests with the token of this id, so that one client behind a proxy does not lock out the others.
    Token(Uuid),
}

/// All windows of one server.
pub struct RateLimits {
    limits: Limits,
    auth_windows: Mutex<HashMap<IpAddr, Window>>,
    failure_windows: Mutex<HashMap<Failing, Window>>,
    v1_windows: Mutex<Vec<Window>>,
    v2_windows: Mutex<Vec<Window>>,
}

impl RateLimits {
    pub fn new(limits: Limits) -> Self {
        let windows = |limits: [(Option<u32>, Duration); 2]| {
            let limited = limits.into_iter().filter_map(|(limit, span)| Some(Window::new(limit?, span)));
            Mutex::new(limited.collect())
        };
        Self {
            limits,
            auth_windows: Mutex::default(),
            failure_windows: Mutex::default(),
            v1_windows: windows([(limits.v1_per_minute, MINUTE), (limits.v1_per_hour, HOUR)]),
            v2_windows: windows([(limits.tenant_per_minute, MINUTE), (None, HOUR)]),
        }
    }

    /// Counts a call of `/auth` by this address, if it is allowed.
    pub fn take_auth_call(&self, address: IpAddr, generation: Generation) -> Allowance {
        let Some(limit) = self.limits.auth_per_minute else {
            return Allowance::unlimited();
        };
        let mut windows = lock_and_prune(&self.auth_windows);
        let window = windows.entry(address).or_insert_with(|| Window::new(limit, MINUTE));
        take_call(std::slice::from_mut(window), generation)
    }

    /// Checks the failures of a caller and counts nothing. [`Self::count_failure`] counts them.
    pub fn check_failures(&self, caller: Failing, generation: Generation) -> Allowance {
        let Some(limit) = self.limits.failed_per_minute else {
            return Allowance::unlimited();
        };
        let window = match lock_and_prune(&self.failure_windows).get_mut(&caller) {
            Some(window) => window.status(Instant::now()),
            None => Window::new(limit, MINUTE).status(Instant::now()),
        };
        Allowance::new(window, window.remaining > 0, generation)
    }

    /// Counts a failed request of this caller.
    pub fn count_failure(&self, caller: Failing) {
        if let Some(limit) = self.limits.failed_per_minute {
            let mut windows = lock_and_prune(&self.failure_windows);
            windows.entry(caller).or_insert_with(|| Window::new(limit, MINUTE)).hit(Instant::now());
        }
    }

    /// Counts a request of the tenant, if it is allowed. The tenant is v2's integrator and brand, or v1's client. There is
    /// one of each, because a server accepts one set of credentials.
    pub fn take_tenant_call(&self, generation: Generation) -> Allowance {
        let windows = match generation {
            Generation::V1 => &self.v1_windows,
            Generation::V2 => &self.v2_windows,
        };
        take_call(&mut windows.lock().unwrap_or_else(PoisonError::into_inner), generation)
    }
}

/// Adds a hit to each window if none is full. Returns the decision of the window with the fewest remaining hits.
fn take_call(windows: &mut [Window], generation: Generation) -> Allowance {
    let now = Instant::now();
    let full = windows.iter_mut().map(|window| window.status(now)).filter(|standing| standing.remaining == 0);
    // Of several full windows, the one that stays full longest decides.
    if let Some(standing) = full.max_by_key(|standing| standing.resets_in) {
        return Allowance::new(standing, false, generation);
    }
    for window in windows.iter_mut() {
        window.hit(now);
    }
    let tightest = windows.iter_mut().map(|window| window.status(now)).min_by_key(|standing| standing.remaining);
    tightest.map_or_else(Allowance::unlimited, |standing| Allowance::new(standing, true, generation))
}

fn lock_and_prune<K: Eq + Hash>(windows: &Mutex<HashMap<K, Window>>) -> MutexGuard<'_, HashMap<K, Window>> {
    let mut windows = windows.lock().unwrap_or_else(PoisonError::into_inner);
    if windows.len() >= MAX_CALLERS {
        let now = Instant::now();
        windows.retain(|_, window| !window.is_empty(now));
    }
    windows
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn the_hourly_limit_of_v1_applies_beside_its_minute_limit() {
        let budgets = RateLimits::new(Limits { v1_per_minute: Some(5), v1_per_hour: Some(3), ..Limits::default() });
        for _ in 0..3 {
            assert!(budgets.take_tenant_call(Generation::V1).refusal().is_none());
        }
        assert!(budgets.take_tenant_call(Generation::V1).refusal().is_some());
        assert!(budgets.take_tenant_call(Generation::V2).refusal().is_none());
    }

    #[test]
    fn each_address_has_windows_of_its_own() {
        let budgets = RateLimits::new(Limits { auth_per_minute: Some(1), ..Limits::default() });
        for last in 1..=200 {
            let address = IpAddr::V4(Ipv4Addr::new(10, 0, 0, last));
            assert!(budgets.take_auth_call(address, Generation::V2).refusal().is_none());
            assert!(budgets.take_auth_call(address, Generation::V2).refusal().is_some());
        }
        let budgets = RateLimits::new(Limits { failed_per_minute: Some(1), ..Limits::default() });
        let (one, other) = (Failing::Token(Uuid::from_u128(1)), Failing::Token(Uuid::from_u128(2)));
        budgets.count_failure(one);
        for (caller, is_allowed) in [(one, false), (other, true), (Failing::Address(LOCALHOST), true)] {
            assert_eq!(budgets.check_failures(caller, Generation::V2).refusal().is_none(), is_allowed, "{caller:?}");
        }
    }
}
