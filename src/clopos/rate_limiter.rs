//! The call budget as arithmetic: who may call now, who a little later, who not yet. Pure; the clock is passed in.
//!
//! The API counts the calls of a sliding minute, the first generation those of an hour as well. Two counts are kept and
//! the smaller one believed: the calls that this host has sent, and what the last answer's headers said is left (other
//! hosts spend from the same budget). The last tenth of a minute is handed out at an even pace, so that a person at a
//! desk waits a moment rather than be refused. While people work, calls in the background leave half of a minute and
//! a tenth of an hour to them.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::{Gate, Readiness};

use super::rate_limit_headers::RateLimitHeaders;
use super::reachability::{CallDirection, Outcome, Reachability};

/// The window over which the API counts.
const MINUTE_MS: u64 = 60_000;
/// The second window of the first generation.
const HOUR_MS: u64 = 3_600_000;
/// The longest pause.
const MAX_PAUSE_MS: u64 = 3_600_000;

/// The limits where no answer has told one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DefaultLimits {
    pub per_minute: u32,
    /// `None` means that calls of an hour are not limited.
    pub per_hour: Option<u32>,
}

/// Who waits for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Priority {
    /// A person who needs it: made at once while there is any budget.
    #[default]
    Foreground,
    /// A person who can do without it: not made while the connection is away.
    Optional,
    /// Nobody: not made while the connection is away, and leaves a part of the budget to people.
    Background,
}

/// A call that was counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ticket {
    pub counted_at: u64,
    pub pace: Priority,
    pub way: CallDirection,
}

/// When a call may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Permit {
    /// After so long (mostly nothing); the call is counted already.
    In(Duration),
    /// At once, to see whether the connection is back; counted.
    Probe,
    /// Not before so long; nothing is counted, ask again then.
    NotBefore(Duration),
    /// The connection is away, and this call is not the one that looks whether it is back.
    Away,
}

/// What is known of the calls of an integrator and brand. All times are milliseconds since 1970.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct RateLimiter {
    /// When the calls of the last minute were sent, or will be.
    sent: Vec<u64>,
    told: Option<AnnouncedLimit>,
    /// After a 429 or a `Retry-After`.
    paused_until: u64,
    /// When that was said.
    #[serde(default)]
    paused_at: u64,
    /// The last slot of the even pace.
    slot: u64,
    /// The calls of the last hour by minute.
    #[serde(default)]
    minutes: Vec<(u64, u32)>,
    /// The last call for a person that reached the API.
    #[serde(default)]
    foreground_at: u64,
    #[serde(default)]
    contact: Reachability,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct AnnouncedLimit {
    limit: Option<u32>,
    remaining: u32,
    at: u64,
    until: u64,
}

impl RateLimiter {
    /// Asks for one call; `usual` are the limits where no answer has told one, `patience` the longest delay that is
    /// worth granting.
    pub(super) fn ask(
        &mut self,
        now: u64,
        usual: DefaultLimits,
        pace: Priority,
        way: CallDirection,
        patience: Duration,
    ) -> Permit {
        self.drop_expired(now);
        if now < self.paused_until {
            return Permit::NotBefore(millis(self.paused_until - now));
        }
        let gate = if pace == Priority::Foreground { Gate::Open } else { self.contact.gate(way, now) };
        if let Gate::Shut(_) = gate {
            return Permit::Away;
        }
        let limit = self.limit(usual);
        let left = self.left(usual);
        if let Some(wait) = self.shortage(now, usual, pace) {
            return Permit::NotBefore(wait);
        }
        if gate == Gate::Probe {
            self.contact.begin_probe(now);
            self.count(now);
            return Permit::Probe;
        }
        let at = if left > limit / 10 { now } else { now.max(self.slot.saturating_add(MINUTE_MS / limit)) };
        if millis(at - now) > patience {
            return Permit::NotBefore(millis(at - now));
        }
        if at > now || left <= limit / 10 {
            self.slot = at;
        }
        self.count(at);
        Permit::In(millis(at - now))
    }

    /// What work in the background may do now. Nothing is counted.
    pub(super) fn readiness(&mut self, now: u64, usual: DefaultLimits) -> Readiness {
        self.drop_expired(now);
        let pause = (now < self.paused_until).then(|| millis(self.paused_until - now));
        let wait = pause.or_else(|| self.shortage(now, usual, Priority::Background));
        let gate = |way| wait.map_or_else(|| self.contact.gate(way, now), Gate::Shut);
        let calls = self.left(usual).saturating_sub(self.reserve(now, usual, Priority::Background).0);
        let (reads, writes) = (gate(CallDirection::Read), gate(CallDirection::Write));
        let (prefers_write, is_away) = (self.contact.prefers_write(), self.contact.is_away());
        Readiness { reads, writes, prefers_write, calls_left: calls, is_offline: is_away }
    }

    /// Takes note of how the call of a ticket ended; one that was not made is given back.
    pub(super) fn settle(&mut self, now: u64, ticket: Ticket, outcome: Outcome, was_made: bool) {
        if !was_made {
            self.give_back(ticket.counted_at);
        } else if ticket.pace != Priority::Background {
            self.foreground_at = now;
        }
        self.contact.note(ticket.way, outcome, now);
    }

    fn give_back(&mut self, counted_at: u64) {
        if let Some(index) = self.sent.iter().rposition(|sent| *sent == counted_at) {
            self.sent.remove(index);
        }
        let minute = counted_at / MINUTE_MS * MINUTE_MS;
        if let Some((_, calls)) = self.minutes.iter_mut().find(|(start, _)| *start == minute) {
            *calls = calls.saturating_sub(1);
        }
    }

    /// Ends every wait that is not due to the calls that were counted: the user asked for it.
    pub(super) fn lift(&mut self, now: u64) {
        self.paused_until = 0;
        self.told = None;
        self.contact.hint(now);
    }

    /// Makes the next probe due if the connection was away only because no connection could be made.
    pub(super) fn connected(&mut self, now: u64) {
        if self.contact.is_unconnected() {
            self.contact.hint(now);
        }
    }

    /// Returns true if a connection attempt shows whether the connection is back.
    pub(super) const fn is_unconnected(&self) -> bool {
        self.contact.is_unconnected()
    }

    /// Takes note of an answer's headers.
    pub(super) fn learn(&mut self, now: u64, limits: &RateLimitHeaders) {
        let Some(remaining) = limits.remaining else { return };
        let reset = limits.reset_in.map_or(MINUTE_MS, in_millis).min(MAX_PAUSE_MS);
        self.told = Some(AnnouncedLimit { limit: limits.limit, remaining, at: now, until: now.saturating_add(reset) });
    }

    /// The rest of a pause, if there is one.
    pub(super) fn pause_left(&mut self, now: u64) -> Option<Duration> {
        self.drop_expired(now);
        (now < self.paused_until).then(|| millis(self.paused_until - now))
    }

    /// Holds every caller back after a 429 or a `Retry-After`.
    pub(super) fn pause(&mut self, now: u64, wait: Duration) {
        self.paused_at = now;
        self.paused_until = self.paused_until.max(now.saturating_add(in_millis(wait).min(MAX_PAUSE_MS)));
    }

    /// Whether it can still tell anybody anything.
    pub(super) fn is_over(&self, now: u64) -> bool {
        now >= self.paused_until
            && self.sent.iter().all(|sent| sent.saturating_add(MINUTE_MS) <= now)
            && self.told.is_none_or(|told| told.until <= now)
            && self.minutes.iter().all(|(start, _)| start.saturating_add(MINUTE_MS + HOUR_MS) <= now)
    }

    /// Drops what is past, and what lies so far ahead that the clock must have been set back.
    fn drop_expired(&mut self, now: u64) {
        self.sent.retain(|sent| sent.saturating_add(MINUTE_MS) > now && *sent <= now.saturating_add(MINUTE_MS));
        self.told = self.told.filter(|told| now < told.until && told.at <= now.saturating_add(MINUTE_MS));
        if self.paused_until > now.saturating_add(MAX_PAUSE_MS) || self.paused_at > now.saturating_add(MINUTE_MS) {
            self.paused_until = 0;
        }
        if self.slot > now.saturating_add(MINUTE_MS) {
            self.slot = 0;
        }
        if self.foreground_at > now.saturating_add(MINUTE_MS) {
            self.foreground_at = 0;
        }
        self.minutes.retain(|(start, _)| {
            start.saturating_add(MINUTE_MS + HOUR_MS) > now && *start <= now.saturating_add(MINUTE_MS)
        });
    }

    fn count(&mut self, at: u64) {
        self.sent.push(at);
        let minute = at / MINUTE_MS * MINUTE_MS;
        match self.minutes.iter_mut().find(|(start, _)| *start == minute) {
            Some((_, calls)) => *calls = calls.saturating_add(1),
            None => self.minutes.push((minute, 1)),
        }
    }

    /// How long until there is a call for this pace; `None` if there is one now.
    fn shortage(&self, now: u64, usual: DefaultLimits, pace: Priority) -> Option<Duration> {
        let (of_minute, of_hour) = self.reserve(now, usual, pace);
        if self.left(usual) <= of_minute {
            return Some(millis(self.next_change(now)));
        }
        let per_hour = u64::from(usual.per_hour?);
        if per_hour.saturating_sub(self.calls_of_hour()) > of_hour {
            return None;
        }
        let first = self.minutes.iter().filter(|(_, calls)| *calls > 0).map(|(start, _)| *start).min();
        Some(millis(first.map_or(1, |start| (start + MINUTE_MS + HOUR_MS).saturating_sub(now).max(1))))
    }

    /// What this pace leaves of a minute and of an hour to people who work now.
    fn reserve(&self, now: u64, usual: DefaultLimits, pace: Priority) -> (u64, u64) {
        let is_at_work = self.foreground_at > 0 && now < self.foreground_at.saturating_add(MINUTE_MS);
        if pace != Priority::Background || !is_at_work {
            return (0, 0);
        }
        (self.limit(usual) / 2, u64::from(usual.per_hour.unwrap_or_default()) / 10)
    }

    fn calls_of_hour(&self) -> u64 {
        self.minutes.iter().map(|(_, calls)| u64::from(*calls)).sum()
    }

    fn limit(&self, usual: DefaultLimits) -> u64 {
        let told = self.told.and_then(|told| told.limit);
        // Where an hour is limited as well, a larger number is the one of the hour.
        let told = told.filter(|limit| usual.per_hour.is_none() || *limit <= usual.per_minute);
        u64::from(told.unwrap_or(usual.per_minute).max(1))
    }

    fn left(&self, usual: DefaultLimits) -> u64 {
        let ours = self.limit(usual).saturating_sub(count(self.sent.iter()));
        let theirs = self.told.map_or(u64::MAX, |told| {
            u64::from(told.remaining).saturating_sub(count(self.sent.iter().filter(|sent| **sent > told.at)))
        });
        ours.min(theirs)
    }

    /// Milliseconds until something becomes free: a call falls out of the window or what was told runs out.
    fn next_change(&self, now: u64) -> u64 {
        let ends = self.sent.iter().map(|sent| sent.saturating_add(MINUTE_MS));
        let ends = ends.chain(self.told.map(|told| told.until));
        ends.min().unwrap_or(now).saturating_sub(now).max(1)
    }
}

fn count<'a>(calls: impl Iterator<Item = &'a u64>) -> u64 {
    u64::try_from(calls.count()).unwrap_or(u64::MAX)
}

const fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

fn in_millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
