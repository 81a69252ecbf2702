//! The rate limits of the API: sliding windows, and the headers with their state. Called by `/auth` and by the layer
//! around all other routes. The windows are in memory: a restart clears them, and each process has its own.

mod allowance;
mod window;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use allowance::Allowance;
use uuid::Uuid;
use window::{Window, WindowStatus};

use super::auth::Generation;
use super::config::Limits;

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// With more groups of requests than this, those without a request in their windows are removed.
const MAX_GROUPS: usize = 1024;

/// Requests that are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counted {
    /// The calls of `/auth` from this address.
    Auth(IpAddr),
    /// The failed requests without a valid token from this address.
    FailedFrom(IpAddr),
    /// The failed requests with the token of this id, so that one client behind a proxy does not lock out the others.
    FailedWith(Uuid),
    /// The requests of the tenant, which is v2's integrator and brand, or v1's client. There is one of each, because a server
    /// accepts one set of credentials.
    Tenant(Generation),
}

/// All windows of one server.
pub struct RateLimits {
    limits: Limits,
    windows: Mutex<HashMap<Counted, Vec<Window>>>,
}

impl RateLimits {
    pub fn new(limits: Limits) -> Self {
        Self { limits, windows: Mutex::default() }
    }

    /// Counts a request, if it is allowed.
    pub fn take(&self, counted: Counted) -> Allowance {
        self.decide(counted, true)
    }

    /// Tells if a request is allowed, and counts nothing.
    pub fn check(&self, counted: Counted) -> Allowance {
        self.decide(counted, false)
    }

    fn decide(&self, counted: Counted, takes: bool) -> Allowance {
        let now = Instant::now();
        let mut groups = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if groups.len() >= MAX_GROUPS {
            groups.retain(|_, windows| windows.iter_mut().any(|window| !window.is_empty(now)));
        }
        let windows = groups.entry(counted).or_insert_with(|| self.new_windows(counted));
        let Some(mut window) = tightest(windows, now) else { return Allowance::Unlimited };
        let is_allowed = window.remaining > 0;
        if takes && is_allowed {
            for window in windows.iter_mut() {
                window.hit(now);
            }
            window = tightest(windows, now).unwrap_or(window);
        }
        Allowance::Limited { window, is_allowed }
    }

    fn new_windows(&self, counted: Counted) -> Vec<Window> {
        let (per_minute, per_hour) = match counted {
            Counted::Auth(_) => (self.limits.auth_per_minute, None),
            Counted::FailedFrom(_) | Counted::FailedWith(_) => (self.limits.failed_per_minute, None),
            Counted::Tenant(Generation::V1) => (self.limits.v1_per_minute, self.limits.v1_per_hour),
            Counted::Tenant(Generation::V2) => (self.limits.tenant_per_minute, None),
        };
        let limits = [(per_minute, MINUTE), (per_hour, HOUR)];
        limits.into_iter().filter_map(|(limit, span)| Some(Window::new(limit?, span))).collect()
    }
}

/// Returns the state of the window that decides: the one with the fewest remaining hits. Of several full windows it is the one
/// that stays full longest.
fn tightest(windows: &mut [Window], now: Instant) -> Option<WindowStatus> {
    windows
        .iter_mut()
        .map(|window| window.status(now))
        .min_by_key(|status| (status.remaining, Reverse(status.resets_in)))
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
            assert!(budgets.take(Counted::Tenant(Generation::V1)).refusal().is_none());
        }
        assert!(budgets.take(Counted::Tenant(Generation::V1)).refusal().is_some());
        assert!(budgets.take(Counted::Tenant(Generation::V2)).refusal().is_none());
    }

    #[test]
    fn each_address_has_windows_of_its_own() {
        let budgets = RateLimits::new(Limits { auth_per_minute: Some(1), ..Limits::default() });
        for last in 1..=200 {
            let address = Counted::Auth(IpAddr::V4(Ipv4Addr::new(10, 0, 0, last)));
            assert!(budgets.take(address).refusal().is_none());
            assert!(budgets.take(address).refusal().is_some());
        }
        let budgets = RateLimits::new(Limits { failed_per_minute: Some(1), ..Limits::default() });
        let (one, other) = (Counted::FailedWith(Uuid::from_u128(1)), Counted::FailedWith(Uuid::from_u128(2)));
        budgets.take(one);
        for (caller, is_allowed) in [(one, false), (other, true), (Counted::FailedFrom(LOCALHOST), true)] {
            assert_eq!(budgets.check(caller).refusal().is_none(), is_allowed, "{caller:?}");
        }
    }
}
