//! The decision of a rate limit, as headers and as a 429.

use std::time::UNIX_EPOCH;

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

use super::window::WindowStatus;
use crate::clock;
use crate::server::auth::Generation;
use crate::server::problem::Problem;

/// The decision of a rate limit for one request.
#[derive(Debug, Clone, Copy)]
pub enum Allowance {
    /// There is no limit, and therefore no header.
    Unlimited,
    /// The state of the window that decides.
    Limited {
        /// The window after the request.
        window: WindowStatus,
        /// False if the request is refused.
        is_allowed: bool,
    },
}

impl Allowance {
    /// Returns the 429. `None` means that the request is allowed.
    pub fn refusal(&self) -> Option<Problem> {
        match self {
            Self::Limited { window, is_allowed: false } => Some(Problem::rate_limited(window.reset_seconds())),
            _ => None,
        }
    }

    /// Returns the one of the two with fewer requests remaining.
    pub fn tighter(self, other: Self) -> Self {
        match (self, other) {
            (Self::Limited { window: one, .. }, Self::Limited { window: two, .. })
                if one.remaining <= two.remaining =>
            {
                self
            }
            (_, Self::Unlimited) => self,
            _ => other,
        }
    }

    /// Adds the headers: v2's `RateLimit-*` with the seconds until the oldest request leaves the window, v1's
    /// `X-RateLimit-*` with the time of that (seconds since 1970).
    pub fn add_headers(&self, generation: Generation, mut response: Response) -> Response {
        let Self::Limited { window, .. } = self else { return response };
        let (names, reset) = match generation {
            Generation::V1 => {
                let now = clock::system_time().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
                let names = ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"];
                (names, now.saturating_add(window.reset_seconds()))
            }
            Generation::V2 => (["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"], window.reset_seconds()),
        };
        let values = [u64::from(window.limit), u64::from(window.remaining), reset];
        for (name, value) in names.into_iter().zip(values) {
            response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from(value));
        }
        response
    }
}
