//! How many calls are available now, and when the next one is. Called by `rate_limiter`.

use std::time::Duration;

use super::super::call::Priority;
use super::super::call_log::{DefaultLimits, MINUTE_MS};
use super::{RateLimiter, millis};

/// The longest time from one paced call to the next. `budget` grants no longer wait.
const MAX_PACE_MS: u64 = 3_000;

impl RateLimiter {
    /// Returns the time until a call of this priority is available. `None` means that one is available now.
    pub(super) fn time_until_available(
        &self,
        now: u64,
        defaults: DefaultLimits,
        priority: Priority,
    ) -> Option<Duration> {
        if priority == Priority::Background && !self.reachability.is_offline() && now < self.restart_at {
            return Some(millis(self.restart_at - now));
        }
        let (reserved_in_minute, reserved_in_hour) = self.reserved_calls(now, defaults, priority);
        if self.remaining(defaults) <= reserved_in_minute {
            return Some(millis(self.ms_until_change(now)));
        }
        let per_hour = u64::from(defaults.per_hour?);
        if per_hour.saturating_sub(self.calls.in_hour()) > reserved_in_hour {
            return None;
        }
        Some(millis(self.calls.first_end_of_hour().map_or(1, |end| end.saturating_sub(now).max(1))))
    }

    /// Returns the calls of a minute and of an hour that this priority leaves to cashiers who work now.
    pub(super) fn reserved_calls(&self, now: u64, defaults: DefaultLimits, priority: Priority) -> (u64, u64) {
        let is_foreground_active = self.foreground_at > 0 && now < self.foreground_at.saturating_add(MINUTE_MS);
        if priority != Priority::Background || !is_foreground_active {
            return (0, 0);
        }
        (self.minute_limit(defaults) / 2, u64::from(defaults.per_hour.unwrap_or_default()) / 10)
    }

    /// Returns the next time of the even pace.
    pub(super) fn next_slot(&self, now: u64, limit: u64) -> u64 {
        now.max(self.last_slot.saturating_add(MINUTE_MS / limit))
    }

    pub(super) fn minute_limit(&self, defaults: DefaultLimits) -> u64 {
        let announced = self.announced.and_then(|announced| announced.limit);
        // If the calls of an hour are limited too, a larger number is the limit of the hour.
        let announced = announced.filter(|limit| defaults.per_hour.is_none() || *limit <= defaults.per_minute);
        let limit = announced.unwrap_or(defaults.per_minute).min(defaults.host_share.unwrap_or(u32::MAX));
        u64::from(limit.max(1))
    }

    pub(super) fn remaining(&self, defaults: DefaultLimits) -> u64 {
        let by_own_count = self.minute_limit(defaults).saturating_sub(self.calls.in_minute_after(None));
        let by_announcement = self.announced.map_or(u64::MAX, |announced| {
            u64::from(announced.remaining).saturating_sub(self.calls.in_minute_after(Some(announced.announced_at)))
        });
        by_own_count.min(by_announcement)
    }

    /// Returns the milliseconds until more calls may be available: a call leaves the window, or the announced limit
    /// ends.
    fn ms_until_change(&self, now: u64) -> u64 {
        let change_times = self.calls.sent.iter().map(|sent| sent.saturating_add(MINUTE_MS));
        let change_times = change_times.chain(self.announced.map(|announced| announced.ends_at));
        change_times.min().unwrap_or(now).saturating_sub(now).max(1)
    }
}

/// Returns the number of the last calls of a minute that are made at an even pace: a tenth, but none if a person would
/// have to wait longer than for anything else here.
pub(super) const fn paced_calls(limit: u64) -> u64 {
    if MINUTE_MS / limit > MAX_PACE_MS { 0 } else { limit / 10 }
}
