//! What the last calls of all desks of the host say about the connection: whether calls come through, and if not, when the
//! next one is tried. Pure; times are milliseconds since 1970.
//!
//! A first failure may be due to its own request, so the connection counts as away after a second one in a row, or at
//! once if no connection was made. While it is away one call at a time is a probe; work that can wait makes no other.
//! Reads and writes are told apart: where the API takes no registration, a look-up that succeeds proves nothing.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::{ApiError, ConnectError, Gate};

/// Failures in a row after which the connection is away.
const FAILURES_UNTIL_AWAY: u32 = 2;

/// From one probe to the next, by how long the connection has been away: soon noticed after a short outage, and at most
/// 130 calls in an hour.
const PROBE_INTERVALS: [(u64, u64); 3] = [(1_000, 1_000), (4_000, 3_000), (120_000, 8_000)];
const LAST_PROBE_INTERVAL: u64 = 32_000;

/// Which calls: a `GET`, or a `POST /customers`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallDirection {
    Read,
    Write,
}

/// How a call ended, as far as the connection is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The API itself answered it.
    Passed,
    /// It did not, or it turned the caller away.
    Failed,
    /// No connection was made, so the API was not called.
    Unconnected,
    /// It says nothing about the connection.
    Neutral,
}

/// How a call that ended with a trouble counts.
pub(super) const fn outcome(trouble: &ApiError, way: CallDirection) -> Outcome {
    match trouble {
        ApiError::Conflict { .. } | ApiError::Rejected { .. } => Outcome::Passed,
        ApiError::RateLimited { .. } => Outcome::Neutral,
        // That the API's host can be reached says nothing about the proxy.
        ApiError::NotSent(ConnectError::Tls | ConnectError::NoToken)
        | ApiError::Proxy { .. }
        | ApiError::NotFromApi(_)
        | ApiError::Unknown(_) => Outcome::Failed,
        ApiError::NotSent(_) => Outcome::Unconnected,
        ApiError::Credentials { .. }
        | ApiError::Permission { .. }
        | ApiError::Account(_)
        | ApiError::WrongAddress { .. }
        | ApiError::Settings { .. } => {
            match way {
                // It will be the same for every registration, or it is about this one.
                CallDirection::Write => Outcome::Failed,
                // A list may be forbidden that nothing else depends on.
                CallDirection::Read => Outcome::Neutral,
            }
        }
    }
}

/// The connection as all desks of the host know it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reachability {
    /// Failures in a row.
    reads: u32,
    writes: u32,
    away_since: u64,
    probe_at: u64,
    probes: u32,
    /// The last failure made no connection: trying to connect shows whether it is back.
    unconnected: bool,
}

impl Reachability {
    pub(super) const fn gate(&self, way: CallDirection, now: u64) -> Gate {
        if !self.has_lost(way) || self.probe_at <= now || self.probe_at > now.saturating_add(LAST_PROBE_INTERVAL) {
            return if self.has_lost(way) { Gate::Probe } else { Gate::Open };
        }
        Gate::Shut(Duration::from_millis(self.probe_at - now))
    }

    /// Returns true if calls of either way fail.
    pub(super) const fn is_away(&self) -> bool {
        self.has_lost(CallDirection::Read) || self.has_lost(CallDirection::Write)
    }

    /// Returns true if the connection is away and a connection attempt alone shows whether it is back.
    pub(super) const fn is_unconnected(&self) -> bool {
        self.unconnected && self.reads >= FAILURES_UNTIL_AWAY
    }

    /// Returns true if the next probe should be a write where both could be made: each of them may fail for ever.
    pub(super) const fn prefers_write(&self) -> bool {
        self.probes % 2 == 1
    }

    /// Notes that a probe begins.
    pub(super) fn begin_probe(&mut self, now: u64) {
        self.away_since = self.away_since.min(now);
        self.probes = self.probes.wrapping_add(1);
        self.probe_at = now.saturating_add(interval(now.saturating_sub(self.away_since)));
    }

    /// Notes how a call ended.
    pub(super) fn note(&mut self, way: CallDirection, outcome: Outcome, now: u64) {
        match outcome {
            Outcome::Neutral => {}
            Outcome::Passed if way == CallDirection::Write || self.writes == 0 => *self = Self::default(),
            Outcome::Passed => {
                // What came back with the reads may have come back for writes.
                if self.has_lost(CallDirection::Read) {
                    self.probe_at = now;
                }
                self.reads = 0;
                self.unconnected = false;
            }
            Outcome::Failed | Outcome::Unconnected => self.fail(way, outcome == Outcome::Unconnected, now),
        }
    }

    /// Makes the next probe due: a connection could be made, or the user asked for it.
    pub(super) const fn hint(&mut self, now: u64) {
        self.probe_at = now;
    }

    fn fail(&mut self, way: CallDirection, unconnected: bool, now: u64) {
        let was_away = self.is_away();
        self.unconnected = unconnected;
        if unconnected {
            self.reads = self.reads.saturating_add(FAILURES_UNTIL_AWAY);
            self.writes = self.writes.saturating_add(FAILURES_UNTIL_AWAY);
        } else {
            let failures = if way == CallDirection::Read { &mut self.reads } else { &mut self.writes };
            *failures = failures.saturating_add(1);
        }
        if !was_away && self.is_away() {
            self.away_since = now;
            self.probe_at = now.saturating_add(interval(0));
        } else if self.probe_at <= now {
            // A probe that took longer than its interval.
            self.probe_at = now.saturating_add(interval(0));
        }
    }

    const fn has_lost(&self, way: CallDirection) -> bool {
        match way {
            CallDirection::Read => self.reads >= FAILURES_UNTIL_AWAY,
            CallDirection::Write => self.writes >= FAILURES_UNTIL_AWAY,
        }
    }
}

fn interval(away_for: u64) -> u64 {
    let known = PROBE_INTERVALS.iter().find(|(up_to, _)| away_for < *up_to);
    known.map_or(LAST_PROBE_INTERVAL, |(_, interval)| *interval)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_767_853_132_000;

    /// Fails every probe for so long after both ways failed; when they were made.
    fn probes(seconds: u64, outcome: Outcome) -> Vec<u64> {
        let mut contact = Reachability::default();
        for way in [CallDirection::Read, CallDirection::Read, CallDirection::Write, CallDirection::Write] {
            contact.note(way, outcome, NOW);
        }
        let mut made = Vec::new();
        for now in (NOW..NOW + seconds * 1000).step_by(100) {
            if contact.gate(CallDirection::Read, now) == Gate::Probe {
                contact.begin_probe(now);
                contact.note(CallDirection::Read, outcome, now);
                made.push(now - NOW);
            }
        }
        made
    }

    #[test]
    fn an_hour_away_makes_few_probes_and_a_short_outage_is_noticed_soon() {
        for outcome in [Outcome::Failed, Outcome::Unconnected] {
            let made = probes(3600, outcome);
            assert!(made.len() <= 126, "{}", made.len());
            let mut before = 0;
            for at in made {
                let most = if before < 120_000 { 8_000 } else { 32_000 };
                assert!(at - before <= most, "{before} to {at}");
                before = at;
            }
        }
    }

    #[test]
    fn one_failure_is_forgiven_a_second_one_is_not() {
        let mut contact = Reachability::default();
        contact.note(CallDirection::Write, Outcome::Failed, NOW);
        assert_eq!(contact.gate(CallDirection::Write, NOW), Gate::Open);
        contact.note(CallDirection::Write, Outcome::Neutral, NOW);
        contact.note(CallDirection::Write, Outcome::Failed, NOW);
        assert_eq!(contact.gate(CallDirection::Write, NOW), Gate::Shut(Duration::from_secs(1)));
        assert_eq!(contact.gate(CallDirection::Read, NOW), Gate::Open);
        assert_eq!(contact.gate(CallDirection::Write, NOW + 1_000), Gate::Probe);
        contact.begin_probe(NOW + 1_000);
        assert_eq!(contact.gate(CallDirection::Write, NOW + 1_000), Gate::Shut(Duration::from_secs(3)));
        contact.note(CallDirection::Write, Outcome::Passed, NOW + 1_100);
        assert_eq!(contact, Reachability::default());
    }

    #[test]
    fn a_read_proves_nothing_for_writes_but_is_a_hint() {
        let mut contact = Reachability::default();
        contact.note(CallDirection::Read, Outcome::Unconnected, NOW);
        assert!(contact.is_unconnected());
        contact.begin_probe(NOW + 2_000);
        contact.note(CallDirection::Read, Outcome::Passed, NOW + 2_100);
        assert_eq!(contact.gate(CallDirection::Read, NOW + 2_100), Gate::Open);
        assert_eq!(contact.gate(CallDirection::Write, NOW + 2_100), Gate::Probe);
        contact.begin_probe(NOW + 2_100);
        contact.note(CallDirection::Write, Outcome::Failed, NOW + 2_200);
        contact.note(CallDirection::Read, Outcome::Passed, NOW + 2_300);
        assert!(matches!(contact.gate(CallDirection::Write, NOW + 2_300), Gate::Shut(_)), "further reads are no hint");
    }

    #[test]
    fn a_foreground_failure_does_not_delay_the_probe() {
        let mut contact = Reachability::default();
        contact.note(CallDirection::Write, Outcome::Unconnected, NOW);
        let shut = contact.gate(CallDirection::Write, NOW + 500);
        contact.note(CallDirection::Write, Outcome::Unconnected, NOW + 500);
        assert_eq!(contact.gate(CallDirection::Write, NOW + 500), shut);
    }

    #[test]
    fn a_clock_that_was_set_makes_a_probe_due() {
        let mut contact = Reachability::default();
        contact.note(CallDirection::Read, Outcome::Unconnected, NOW);
        for step in [2 * 60, 59 * 60, 24 * 3600] {
            assert_eq!(contact.gate(CallDirection::Read, NOW - step * 1000), Gate::Probe, "{step} s back");
            assert_eq!(contact.gate(CallDirection::Read, NOW + step * 1000), Gate::Probe, "{step} s forward");
        }
        contact.begin_probe(NOW - 3_600_000);
        assert_eq!(contact.gate(CallDirection::Read, NOW - 3_600_000), Gate::Shut(Duration::from_secs(1)));
    }
}
