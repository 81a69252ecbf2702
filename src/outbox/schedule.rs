//! The time of the next attempt. Pure: time and randomness are passed in.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::domain::ApiError;

use super::delivery::AttemptReport;
use super::state::State;

const FIRST_WAIT: Duration = Duration::from_millis(500);

/// The longest backoff of a registration. A later time was written by a wrong clock. Pauses that the API asks for, and
/// probes while offline, are handled by the client for all desks.
pub const MAX_RETRY_DELAY: Duration = Duration::from_secs(30);

/// The delay of a registration whose attempt failed because the connection is offline. It is not sent before the
/// connection is back, even if it is due.
const CONNECTION_WAIT: Duration = Duration::from_secs(1);

/// Returns the backoff after this number of failed attempts in a row: a random time (full jitter, so that many desks do
/// not retry together) below a ceiling that doubles from 0.5 s to 30 s.
pub fn backoff(failed_attempts: u32, random: u64) -> Duration {
    let ceiling = FIRST_WAIT.saturating_mul(1 << failed_attempts.min(10)).min(MAX_RETRY_DELAY);
    let millis = u64::try_from(ceiling.as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(random % (millis + 1))
}

/// Returns the time at which a registration is due after an attempt. `None` means at once.
pub(super) fn not_before(
    state: &State,
    report: &AttemptReport,
    failed_attempts: u32,
    now: DateTime<Utc>,
    random: u64,
) -> Option<DateTime<Utc>> {
    if !matches!(state, State::Queued { .. } | State::Uncertain { .. }) {
        return None;
    }
    // Without an error, a look-up found that it must be sent, or an attempt was cancelled.
    let wait = match report.error.as_ref()? {
        ApiError::RateLimited { retry_after: wait } => (*wait).min(MAX_RETRY_DELAY),
        _ if report.is_away => CONNECTION_WAIT,
        _ => backoff(failed_attempts, random),
    };
    Some(now + wait)
}
