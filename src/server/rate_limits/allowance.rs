//! The decision of a rate limit, as headers and as a 429.

use std::time::UNIX_EPOCH;

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

use super::window::WindowStatus;
use crate::clock;
use crate::server::auth::Generation;
use crate::server::problem::Problem;

/// The decision of a rate limit for one request. `None` means that there is no limit.
#[derive(Debug, Clone, Copy)]
pub struct Allowance(Option<LimitStatus>);

#[derive(Debug, Clone, Copy)]
struct LimitStatus {
    window: WindowStatus,
    is_allowed: bool,
    generation: Generation,
}

impl Allowance {
    /// A decision without a limit, and therefore without headers.
    pub(super) const UNLIMITED: Self = Self(None);

    pub(super) fn new(window: WindowStatus, is_allowed: bool, generation: Generation) -> Self {
        Self(Some(LimitStatus { window, is_allowed, generation }))
    }

    /// Returns the 429. `None` means that the request is allowed.
    pub fn refusal(&self) -> Option<Problem> {
        self.0.filter(|limited| !limited.is_allowed).map(|limited| Problem::rate_limited(limited.reset_seconds()))
    }

    /// Returns the one of the two with fewer requests remaining.
    pub fn tighter(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Some(one), Some(two)) if two.window.remaining < one.window.remaining => other,
            (None, _) => other,
            _ => self,
        }
    }

    /// Adds the headers: v2's `RateLimit-*` with the seconds until the oldest request leaves the window, v1's
    /// `X-RateLimit-*` with the time of that (seconds since 1970).
    pub fn add_headers(&self, mut response: Response) -> Response {
        let Some(status) = self.0 else { return response };
        let (names, reset) = match status.generation {
            Generation::V1 => {
                let now = clock::system_time().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
                let names = ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"];
                (names, now.saturating_add(status.reset_seconds()))
            }
            Generation::V2 => (["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"], status.reset_seconds()),
        };
        let values = [u64::from(status.window.limit), u64::from(status.window.remaining), reset];
        for (name, value) in names.into_iter().zip(values) {
            response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from(value));
        }
        response
    }
}

impl LimitStatus {
    /// Returns whole seconds, rounded up and at least one, so that a request after them is surely allowed.
    fn reset_seconds(&self) -> u64 {
        let reset = self.window.resets_in;
        (reset.as_secs() + u64::from(reset.subsec_nanos() > 0)).max(1)
    }
}
