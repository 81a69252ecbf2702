//! Where a client stands, as headers and as a 429.

use std::time::UNIX_EPOCH;

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

use super::window::Standing;
use crate::clock;
use crate::server::auth::Generation;
use crate::server::problem::Problem;

/// What a budget says to one request.
#[derive(Debug, Clone, Copy)]
pub struct Allowance(Option<Limited>);

#[derive(Debug, Clone, Copy)]
struct Limited {
    standing: Standing,
    allowed: bool,
    generation: Generation,
}

impl Allowance {
    pub(super) fn new(standing: Standing, allowed: bool, generation: Generation) -> Self {
        Self(Some(Limited { standing, allowed, generation }))
    }

    /// There is no limit, so there is nothing to say.
    pub(super) fn unlimited() -> Self {
        Self(None)
    }

    /// The 429, unless the request is allowed.
    pub fn refusal(&self) -> Option<Problem> {
        self.0.filter(|limited| !limited.allowed).map(|limited| Problem::too_many(limited.reset_seconds()))
    }

    /// The one of two that has less left.
    pub fn tighter(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Some(one), Some(two)) if two.standing.remaining < one.standing.remaining => other,
            (None, _) => other,
            _ => self,
        }
    }

    /// Adds the headers: v2's `RateLimit-*` with the seconds until the window moves, v1's `X-RateLimit-*` with the
    /// time (seconds since 1970) at which it does.
    pub fn mark(&self, mut response: Response) -> Response {
        let Some(limited) = self.0 else { return response };
        let (names, reset) = match limited.generation {
            Generation::V1 => {
                let now = clock::system_time().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
                let names = ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"];
                (names, now.saturating_add(limited.reset_seconds()))
            }
            Generation::V2 => (["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"], limited.reset_seconds()),
        };
        let values = [u64::from(limited.standing.limit), u64::from(limited.standing.remaining), reset];
        for (name, value) in names.into_iter().zip(values) {
            response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from(value));
        }
        response
    }
}

impl Limited {
    /// Whole seconds, at least one: after so many there is room for sure.
    fn reset_seconds(&self) -> u64 {
        let reset = self.standing.reset;
        (reset.as_secs() + u64::from(reset.subsec_nanos() > 0)).max(1)
    }
}
