//! The arithmetic of the call budget: which call may be made now, which one later, and which one not. Called by
//! `budget`. Pure; the time is a parameter.
//!
//! The API counts the calls of a sliding minute, and in the first generation also those of an hour. Two counts are
//! compared and the smaller one is used: the calls that this host may still make by its own count, and the remaining
//! calls that the last answer's headers announced (other hosts use the same budget). The last tenth of a minute's calls
//! is granted at an even pace, so that a cashier waits a moment instead of being rejected. While cashiers work,
//! background calls leave half of a minute's calls and a tenth of an hour's calls to them. A host that has only a share
//! of the calls counts its own calls against this share.

mod available;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::{Gate, Readiness};

use super::call::{CallDirection, Permit, Priority, Ticket};
use super::call_log::{CallLog, DefaultLimits, MINUTE_MS};
use super::rate_limit_headers::RateLimitHeaders;
use super::reachability::{MAX_RESTART_DELAY_MS, Outcome, Reachability};
use super::shared_file::Record;
use available::paced_calls;

/// The longest pause that is respected.
const MAX_PAUSE_MS: u64 = 3_600_000;

/// The calls of one integrator and brand, and the limits that apply to them. All times are milliseconds since 1970.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct RateLimiter {
    #[serde(flatten)]
    calls: CallLog,
    #[serde(rename = "told")]
    announced: Option<AnnouncedLimit>,
    /// No call is made before this time, after a 429 or a `Retry-After`.
    paused_until: u64,
    /// When the pause was requested.
    #[serde(default)]
    paused_at: u64,
    /// The last time that was granted at the even pace.
    #[serde(rename = "slot")]
    last_slot: u64,
    /// When the last call for a person was made.
    #[serde(default)]
    foreground_at: u64,
    /// After an outage no background call is made before this time.
    #[serde(default)]
    restart_at: u64,
    #[serde(default, rename = "contact")]
    reachability: Reachability,
}

/// The rate limit that the last answer announced.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct AnnouncedLimit {
    limit: Option<u32>,
    remaining: u32,
    #[serde(rename = "at")]
    announced_at: u64,
    #[serde(rename = "until")]
    ends_at: u64,
}

impl RateLimiter {
    /// Requests one call. `defaults` are the limits if no answer has announced one. `max_delay` is the longest delay
    /// that is granted. `random` changes the time of the next probe.
    pub(super) fn try_acquire(
        &mut self,
        now: u64,
        defaults: DefaultLimits,
        priority: Priority,
        direction: CallDirection,
        max_delay: Duration,
        random: u64,
    ) -> Permit {
        if let Some(wait) = self.pause_remaining(now) {
            return Permit::Denied(wait);
        }
        let gate = if priority == Priority::Foreground { Gate::Open } else { self.reachability.gate(direction, now) };
        if let Gate::Shut(_) = gate {
            return Permit::Offline;
        }
        let limit = self.minute_limit(defaults);
        let remaining = self.remaining(defaults);
        if let Some(wait) = self.time_until_available(now, defaults, priority) {
            return Permit::Denied(wait);
        }
        if self.reachability.is_probe(direction, priority, now) {
            self.reachability.begin_probe(now, random);
        }
        let is_paced = gate != Gate::Probe && remaining <= paced_calls(limit);
        let at = if is_paced { self.next_slot(now, limit) } else { now };
        if millis(at - now) > max_delay {
            return Permit::Denied(millis(at - now));
        }
        if is_paced {
            self.last_slot = at;
        }
        self.calls.count(at);
        Permit::Granted(millis(at - now))
    }

    /// Returns the calls that background work may make now. Nothing is counted.
    pub(super) fn readiness(&mut self, now: u64, defaults: DefaultLimits) -> Readiness {
        let pause = self.pause_remaining(now);
        let (limit, remaining) = (self.minute_limit(defaults), self.remaining(defaults));
        let unpaced = remaining.saturating_sub(paced_calls(limit));
        let slot = (unpaced == 0).then(|| self.next_slot(now, limit) - now).filter(|wait| *wait > 0).map(millis);
        let wait = pause.or_else(|| self.time_until_available(now, defaults, Priority::Background)).or(slot);
        let gate = |gate| wait.map_or(gate, Gate::Shut);
        let calls_left = remaining.saturating_sub(self.reserved_calls(now, defaults, Priority::Background).0);
        Readiness {
            reads: gate(self.reachability.gate_for_settling(now)),
            writes: gate(self.reachability.gate(CallDirection::Write, now)),
            prefers_write: self.reachability.prefers_write(),
            calls_left: calls_left.min(unpaced.max(1)),
            offline_since: self.reachability.offline_since(),
            reads_fail: self.reachability.is_offline_for(CallDirection::Read),
        }
    }

    /// Records how the call of a ticket ended. A call that was not made is refunded.
    ///
    /// After an outage background calls begin at a random time.
    pub(super) fn settle(&mut self, now: u64, ticket: Ticket, outcome: Outcome, was_made: bool, random: u64) {
        if !was_made {
            self.calls.refund(ticket.counted_at);
        } else if ticket.priority != Priority::Background {
            self.foreground_at = now;
        }
        if let Some(delay) = self.reachability.record(ticket.direction, outcome, now, random) {
            self.restart_at = now.saturating_add(delay);
        }
    }

    /// Ends every wait except those due to the calls that were counted, because the user asked for it.
    pub(super) fn lift_pause(&mut self, now: u64) {
        (self.paused_until, self.restart_at) = (0, 0);
        self.announced = None;
        self.make_probe_due(now);
    }

    /// Makes the next probe due.
    pub(super) const fn make_probe_due(&mut self, now: u64) {
        self.reachability.make_probe_due(now);
    }

    /// Makes the next probe due if the desk was offline only because no connection could be made.
    pub(super) fn record_connected(&mut self, now: u64) {
        if self.reachability.can_probe_by_connecting() {
            self.make_probe_due(now);
        }
    }

    /// Returns true if a connection attempt alone shows whether the desk is online again.
    pub(super) const fn can_probe_by_connecting(&self) -> bool {
        self.reachability.can_probe_by_connecting()
    }

    /// Records the rate limits of an answer's headers.
    pub(super) fn record_limits(&mut self, now: u64, limits: &RateLimitHeaders) {
        let Some(remaining) = limits.remaining else { return };
        let reset = limits.reset_in.map_or(MINUTE_MS, as_millis).min(MAX_PAUSE_MS);
        self.announced = Some(AnnouncedLimit {
            limit: limits.limit,
            remaining,
            announced_at: now,
            ends_at: now.saturating_add(reset),
        });
    }

    /// Returns the rest of a pause. `None` means that there is no pause.
    pub(super) fn pause_remaining(&mut self, now: u64) -> Option<Duration> {
        self.drop_expired(now);
        (now < self.paused_until).then(|| millis(self.paused_until - now))
    }

    /// Begins a pause for every caller, after a 429 or a `Retry-After`.
    pub(super) fn pause(&mut self, now: u64, wait: Duration) {
        self.paused_at = now;
        self.paused_until = self.paused_until.max(now.saturating_add(as_millis(wait).min(MAX_PAUSE_MS)));
    }

    /// Drops entries that have expired, and entries so far in the future that the clock must have been set back.
    fn drop_expired(&mut self, now: u64) {
        self.calls.drop_expired(now);
        self.announced = self
            .announced
            .filter(|announced| now < announced.ends_at && announced.announced_at <= now.saturating_add(MINUTE_MS));
        if self.paused_until > now.saturating_add(MAX_PAUSE_MS) || self.paused_at > now.saturating_add(MINUTE_MS) {
            self.paused_until = 0;
        }
        let drop_future =
            |time: &mut u64, max_ms: u64| *time = if *time > now.saturating_add(max_ms) { 0 } else { *time };
        drop_future(&mut self.last_slot, MINUTE_MS);
        drop_future(&mut self.foreground_at, MINUTE_MS);
        drop_future(&mut self.restart_at, MAX_RESTART_DELAY_MS);
    }
}

impl Record for RateLimiter {
    fn is_expired(&self, now: u64) -> bool {
        now >= self.paused_until
            && self.calls.is_expired(now)
            && self.announced.is_none_or(|announced| announced.ends_at <= now)
    }
}

const fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

pub(super) fn as_millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
