//! Decides from the last calls of all desks of the host if the API can be reached, and when the next probe is due.
//! Called by `rate_limiter` and `client`. Pure; times are milliseconds since 1970.
//!
//! A first failure may be due to its own request. So the desks count as offline after a second failure in a row, or at
//! once if no connection was made. While offline, one call at a time is a probe, and work that can wait makes no other
//! call. Reads and writes are counted separately: if the API accepts no registration, a look-up that succeeds proves
//! nothing.
//!
//! The intervals are random within bounds, and background calls begin again at a random time after the outage, so that
//! the hosts of a brand do not return together.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{ApiError, ConnectError, Gate};

use super::call::{CallDirection, Priority};
use super::jitter;

/// The number of failures in a row after which the desks are offline.
const FAILURES_UNTIL_OFFLINE: u32 = 2;

const FIRST_PROBE_INTERVAL_MS: u64 = 1_000;
/// The time offline up to which each probe interval applies, and the interval. The end of a short outage is noticed
/// soon, and an hour has at most 130 probes.
const PROBE_INTERVALS_MS: [(u64, u64); 3] = [(1_000, FIRST_PROBE_INTERVAL_MS), (4_000, 3_000), (120_000, 8_000)];
/// The probe interval after that.
const LATE_PROBE_INTERVAL_MS: u64 = 35_000;
/// The same while only writes fail: each person's registration is followed by up to three look-ups then, and a look-up
/// of `outbox send` by a registration.
const WRITE_PROBE_INTERVAL_MS: u64 = 60_000;
/// More than the longest interval with its random part.
const MAX_PROBE_INTERVAL_MS: u64 = WRITE_PROBE_INTERVAL_MS / 8 * 10;

/// After an outage background calls wait for at most this part of its length, and at most for this time.
const RESTART_DELAY_DIVISOR: u64 = 100;
pub(super) const MAX_RESTART_DELAY_MS: u64 = 20_000;

/// The result of a call, as far as it shows the state of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The API answered.
    Passed,
    /// The API did not answer, or it turned the caller away.
    Failed,
    /// No connection was made, so the API was not called.
    Unconnected,
    /// The end of the call shows nothing about the connection.
    Neutral,
}

/// Returns the outcome of a call that ended with an error.
pub(super) const fn outcome(error: &ApiError, direction: CallDirection) -> Outcome {
    match error {
        ApiError::Conflict { .. } | ApiError::Rejected { .. } => Outcome::Passed,
        // Not `Unconnected`: a direct connection to the API's host shows nothing about the proxy.
        ApiError::NotSent(ConnectError::Tls | ConnectError::NoToken)
        | ApiError::Proxy { .. }
        | ApiError::NotFromApi(_)
        | ApiError::Unknown(_) => Outcome::Failed,
        ApiError::NotSent(_) => Outcome::Unconnected,
        // Every registration will fail in this way, or the error is about this one. A list may be forbidden on which no
        // other call depends.
        error if error.needs_operator() && matches!(direction, CallDirection::Write) => Outcome::Failed,
        _ => Outcome::Neutral,
    }
}

/// The state of the connection, shared by all desks of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reachability {
    /// Failures in a row.
    #[serde(rename = "reads")]
    failed_reads: u32,
    #[serde(rename = "writes")]
    failed_writes: u32,
    #[serde(rename = "away_since")]
    offline_since: u64,
    /// When the next probe is due.
    probe_at: u64,
    /// The number of probes since the desks are offline.
    probes: u32,
    /// The last failure made no connection. So a connection attempt shows whether the desks are online again.
    #[serde(rename = "unconnected")]
    no_connection_made: bool,
}

impl Reachability {
    /// Returns which calls that can wait may be made now.
    pub(super) const fn gate(&self, direction: CallDirection, now: u64) -> Gate {
        if !self.is_offline_for(direction)
            || self.probe_at <= now
            || self.probe_at > now.saturating_add(MAX_PROBE_INTERVAL_MS)
        {
            return if self.is_offline_for(direction) { Gate::Probe } else { Gate::Open };
        }
        Gate::Shut(Duration::from_millis(self.probe_at - now))
    }

    /// Returns which look-ups of uncertain registrations may be made now. If only writes fail, they share the probes with the
    /// writes: each registration that is found not to be stored is sent again, and becomes uncertain again.
    pub(super) const fn gate_for_settling(&self, now: u64) -> Gate {
        if self.is_offline_for(CallDirection::Read) {
            self.gate(CallDirection::Read, now)
        } else {
            self.gate(CallDirection::Write, now)
        }
    }

    /// Returns true if a call that is about to be made counts as a probe. A person's call is not delayed, but takes the place
    /// of the next probe.
    pub(super) fn is_probe(&self, direction: CallDirection, priority: Priority, now: u64) -> bool {
        match priority {
            Priority::Foreground => self.is_offline_for(direction),
            Priority::Background if direction == CallDirection::Read => self.gate_for_settling(now) == Gate::Probe,
            Priority::Background | Priority::Optional => self.gate(direction, now) == Gate::Probe,
        }
    }

    /// Returns true if reads or writes fail.
    pub(super) const fn is_offline(&self) -> bool {
        self.is_offline_for(CallDirection::Read) || self.is_offline_for(CallDirection::Write)
    }

    /// Returns since when the desks are offline. `None` means online.
    pub(super) fn offline_since(&self) -> Option<DateTime<Utc>> {
        let at = i64::try_from(self.offline_since).ok().and_then(DateTime::from_timestamp_millis);
        at.filter(|_| self.is_offline())
    }

    /// Returns true if the desks are offline and a connection attempt alone shows whether they are online again.
    pub(super) const fn can_probe_by_connecting(&self) -> bool {
        self.no_connection_made && self.failed_reads >= FAILURES_UNTIL_OFFLINE
    }

    /// Returns true if the next probe should be a write when both could be made. They alternate because reads or writes
    /// may fail for ever.
    pub(super) const fn prefers_write(&self) -> bool {
        self.probes % 2 == 1
    }

    /// Records that a probe begins.
    pub(super) fn begin_probe(&mut self, now: u64, random: u64) {
        self.offline_since = self.offline_since.min(now);
        self.probes = self.probes.wrapping_add(1);
        let reads_fail = self.is_offline_for(CallDirection::Read);
        let interval = probe_interval_ms(now.saturating_sub(self.offline_since), reads_fail);
        self.probe_at = now.saturating_add(jitter::around(interval, random));
    }

    /// Records how a call ended. Returns the delay of background calls if that was the end of an outage.
    pub(super) fn record(&mut self, direction: CallDirection, outcome: Outcome, now: u64, random: u64) -> Option<u64> {
        let offline_for = self.is_offline().then(|| now.saturating_sub(self.offline_since));
        self.record_outcome(direction, outcome, now, random);
        let max_delay = (offline_for? / RESTART_DELAY_DIVISOR).min(MAX_RESTART_DELAY_MS);
        (!self.is_offline()).then(|| jitter::up_to(max_delay, random))
    }

    fn record_outcome(&mut self, direction: CallDirection, outcome: Outcome, now: u64, random: u64) {
        match outcome {
            Outcome::Neutral => {}
            Outcome::Passed if direction == CallDirection::Write || self.failed_writes == 0 => *self = Self::default(),
            Outcome::Passed => {
                // If reads pass again, writes may pass too.
                if self.is_offline_for(CallDirection::Read) {
                    self.probe_at = now;
                }
                self.failed_reads = 0;
                self.no_connection_made = false;
            }
            Outcome::Failed | Outcome::Unconnected => {
                self.record_failure(direction, outcome == Outcome::Unconnected, now, random);
            }
        }
    }

    /// Makes the next probe due, because a connection could be made or the user asked for it.
    pub(super) const fn make_probe_due(&mut self, now: u64) {
        self.probe_at = now;
    }

    fn record_failure(&mut self, direction: CallDirection, no_connection_made: bool, now: u64, random: u64) {
        let was_offline = self.is_offline();
        self.no_connection_made = no_connection_made;
        if no_connection_made {
            self.failed_reads = self.failed_reads.saturating_add(FAILURES_UNTIL_OFFLINE);
            self.failed_writes = self.failed_writes.saturating_add(FAILURES_UNTIL_OFFLINE);
        } else {
            let failures =
                if direction == CallDirection::Read { &mut self.failed_reads } else { &mut self.failed_writes };
            *failures = failures.saturating_add(1);
        }
        if !was_offline && self.is_offline() {
            self.offline_since = now;
            self.probe_at = now.saturating_add(jitter::around(FIRST_PROBE_INTERVAL_MS, random));
        } else if self.probe_at <= now {
            // The probe took longer than its interval.
            self.probe_at = now.saturating_add(jitter::around(FIRST_PROBE_INTERVAL_MS, random));
        }
    }

    pub(super) const fn is_offline_for(&self, direction: CallDirection) -> bool {
        match direction {
            CallDirection::Read => self.failed_reads >= FAILURES_UNTIL_OFFLINE,
            CallDirection::Write => self.failed_writes >= FAILURES_UNTIL_OFFLINE,
        }
    }
}

fn probe_interval_ms(offline_for_ms: u64, reads_fail: bool) -> u64 {
    let step = PROBE_INTERVALS_MS.iter().find(|(up_to, _)| offline_for_ms < *up_to);
    let late = if reads_fail { LATE_PROBE_INTERVAL_MS } else { WRITE_PROBE_INTERVAL_MS };
    step.map_or(late, |(_, interval)| *interval)
}

#[cfg(test)]
mod tests;
