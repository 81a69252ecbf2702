//! The calls of the last minute and of the last hour, and their usual limits, for `rate_limiter`. Pure; times are milliseconds since 1970.

use serde::{Deserialize, Serialize};

/// The window in which the API counts calls.
pub(super) const MINUTE_MS: u64 = 60_000;
/// The second window of the first generation.
pub(super) const HOUR_MS: u64 = 3_600_000;

/// The limits if no answer has announced one, and the part of them that this host may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DefaultLimits {
    pub per_minute: u32,
    /// `None` means that the calls of an hour are not limited.
    pub per_hour: Option<u32>,
    /// The calls of a minute that this host may make, whatever the API announces. `None` means all of them.
    pub host_share: Option<u32>,
}

impl DefaultLimits {
    /// Limits a host to a part of the calls of a minute, and to ten times as many in an hour if those are limited: the
    /// same ratio as in the API.
    pub(super) fn with_host_share(self, host_share: Option<u32>) -> Self {
        let share_of_hour = host_share.map_or(u32::MAX, |calls| calls.saturating_mul(10));
        Self { host_share, per_hour: self.per_hour.map(|calls| calls.min(share_of_hour)), ..self }
    }
}

/// The calls that were counted.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct CallLog {
    /// When the calls of the last minute were sent, or will be.
    pub sent: Vec<u64>,
    /// The start of each minute of the last hour, and its number of calls.
    #[serde(default, rename = "minutes")]
    by_minute: Vec<(u64, u32)>,
}

impl CallLog {
    /// Counts a call.
    pub(super) fn count(&mut self, at: u64) {
        self.sent.push(at);
        match self.minute_of(at) {
            Some(calls) => *calls = calls.saturating_add(1),
            None => self.by_minute.push((at / MINUTE_MS * MINUTE_MS, 1)),
        }
    }

    /// Removes a call that was counted and not made.
    pub(super) fn refund(&mut self, counted_at: u64) {
        if let Some(index) = self.sent.iter().rposition(|sent| *sent == counted_at) {
            self.sent.remove(index);
        }
        if let Some(calls) = self.minute_of(counted_at) {
            *calls = calls.saturating_sub(1);
        }
    }

    fn minute_of(&mut self, at: u64) -> Option<&mut u32> {
        let minute = at / MINUTE_MS * MINUTE_MS;
        self.by_minute.iter_mut().find(|(start, _)| *start == minute).map(|(_, calls)| calls)
    }

    /// Drops calls that left their window, and calls so far in the future that the clock must have been set back.
    pub(super) fn drop_expired(&mut self, now: u64) {
        let is_plausible = |at: u64| at <= now.saturating_add(MINUTE_MS);
        self.sent.retain(|sent| sent.saturating_add(MINUTE_MS) > now && is_plausible(*sent));
        self.by_minute.retain(|(start, _)| end_of_hour(*start) > now && is_plausible(*start));
    }

    /// Returns true if no call has an effect on a later one.
    pub(super) fn is_expired(&self, now: u64) -> bool {
        self.sent.iter().all(|sent| sent.saturating_add(MINUTE_MS) <= now)
            && self.by_minute.iter().all(|(start, _)| end_of_hour(*start) <= now)
    }

    /// Returns the number of calls of the last minute that were sent after a time.
    pub(super) fn in_minute_after(&self, time: Option<u64>) -> u64 {
        let calls = self.sent.iter().filter(|sent| time.is_none_or(|time| **sent > time)).count();
        u64::try_from(calls).unwrap_or(u64::MAX)
    }

    /// Returns the number of calls of the last hour.
    pub(super) fn in_hour(&self) -> u64 {
        self.by_minute.iter().map(|(_, calls)| u64::from(*calls)).sum()
    }

    /// Returns the time at which the first calls leave the window of an hour.
    pub(super) fn first_end_of_hour(&self) -> Option<u64> {
        self.by_minute.iter().filter(|(_, calls)| *calls > 0).map(|(start, _)| end_of_hour(*start)).min()
    }
}

/// Returns the time at which the calls of a minute have all left the window of an hour.
const fn end_of_hour(minute: u64) -> u64 {
    minute.saturating_add(MINUTE_MS + HOUR_MS)
}
