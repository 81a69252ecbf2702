//! When a registration is looked at again. Pure: time and randomness are passed in.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::customer::Trouble;

use super::state::State;

const FIRST_WAIT: Duration = Duration::from_millis(500);
const LAST_WAIT: Duration = Duration::from_secs(30);

/// No wait is longer, whatever the API says; what is due later than this was written by a clock that was wrong.
pub const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// How long to wait after so many setbacks in a row: a random time (full jitter, so that many desks do not come back
/// together) below a ceiling that doubles from 0.5 s to 30 s.
#[must_use]
pub fn backoff(setbacks: u32, random: u64) -> Duration {
    let ceiling = FIRST_WAIT.saturating_mul(1 << setbacks.min(10)).min(LAST_WAIT);
    let millis = u64::try_from(ceiling.as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(random % (millis + 1))
}

/// When a registration is due after a step; nothing if at once.
pub(super) fn not_before(
    state: &State,
    trouble: Option<&Trouble>,
    setbacks: u32,
    now: DateTime<Utc>,
    random: u64,
) -> Option<DateTime<Utc>> {
    if !matches!(state, State::Queued { .. } | State::Uncertain { .. }) {
        return None;
    }
    let wait = match trouble {
        Some(Trouble::TooMany { wait }) => (*wait).min(LONGEST_WAIT),
        // It cannot be known when the operator changes something; the caller stops until then.
        Some(trouble) if trouble.needs_operator() => return None,
        // A look-up found nothing and no clash speaks against it, so it is sent again; or an attempt was broken off.
        None => return None,
        Some(_) => backoff(setbacks, random),
    };
    Some(now + wait)
}
