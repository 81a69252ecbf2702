//! The call budget as arithmetic: who may call now, who a little later, who not yet. Pure; the clock is passed in.
//!
//! The API counts the calls of a sliding minute. Two counts are kept and the smaller one believed: the calls that
//! this host has sent within the last minute, and what the last answer's headers said is left (other hosts
//! spend from the same budget). The last tenth is handed out at an even pace, so that a person at a desk waits
//! a moment rather than be refused; work in the background stays out of the last half.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::limits::Limits;

/// The window over which the API counts.
const WINDOW: u64 = 60_000;
/// The longest that anybody is held back.
const LONGEST: u64 = 3_600_000;

/// Who waits for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pace {
    /// A person: quick for as long as there is any budget.
    #[default]
    Foreground,
    /// Nobody: leaves half of the budget to those who wait.
    Background,
}

/// When a call may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Permit {
    /// After so long (mostly nothing); the call is counted already.
    In(Duration),
    /// Not before so long; nothing is counted, ask again then.
    NotBefore(Duration),
}

/// What is known of the calls of an integrator and brand. All times are milliseconds since 1970.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Ledger {
    /// When the calls of the last minute were sent, or will be.
    sent: Vec<u64>,
    told: Option<Told>,
    /// After a 429 or a `Retry-After`.
    paused_until: u64,
    /// When that was said.
    #[serde(default)]
    paused_at: u64,
    /// The last slot of the even pace.
    slot: u64,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Told {
    limit: Option<u32>,
    remaining: u32,
    at: u64,
    until: u64,
}

impl Ledger {
    /// Asks for one call; `usual` is the limit where no answer has told one, `patience` the longest delay that is
    /// worth granting.
    pub fn ask(&mut self, now: u64, usual: u32, pace: Pace, patience: Duration) -> Permit {
        self.forget(now);
        if now < self.paused_until {
            return Permit::NotBefore(millis(self.paused_until - now));
        }
        let limit = u64::from(self.told.and_then(|told| told.limit).unwrap_or(usual).max(1));
        let left = self.left(limit);
        let reserve = match pace {
            Pace::Foreground => 0,
            Pace::Background => limit / 2,
        };
        if left <= reserve {
            return Permit::NotBefore(millis(self.next_change(now)));
        }
        let at = if left > limit / 10 { now } else { now.max(self.slot.saturating_add(WINDOW / limit)) };
        if millis(at - now) > patience {
            return Permit::NotBefore(millis(at - now));
        }
        if at > now || left <= limit / 10 {
            self.slot = at;
        }
        self.sent.push(at);
        Permit::In(millis(at - now))
    }

    /// Takes note of an answer's headers.
    pub fn learn(&mut self, now: u64, limits: &Limits) {
        let Some(remaining) = limits.remaining else { return };
        let reset = limits.reset_in.map_or(WINDOW, in_millis).min(LONGEST);
        self.told = Some(Told { limit: limits.limit, remaining, at: now, until: now.saturating_add(reset) });
    }

    /// The rest of a pause, if there is one.
    pub fn pause_left(&mut self, now: u64) -> Option<Duration> {
        self.forget(now);
        (now < self.paused_until).then(|| millis(self.paused_until - now))
    }

    /// Holds every caller back after a 429 or a `Retry-After`.
    pub fn pause(&mut self, now: u64, wait: Duration) {
        self.paused_at = now;
        self.paused_until = self.paused_until.max(now.saturating_add(in_millis(wait).min(LONGEST)));
    }

    /// Whether it can still tell anybody anything.
    pub fn is_over(&self, now: u64) -> bool {
        now >= self.paused_until
            && self.sent.iter().all(|sent| sent.saturating_add(WINDOW) <= now)
            && self.told.is_none_or(|told| told.until <= now)
    }

    /// Drops what is past, and what lies so far ahead that the clock must have been set back.
    fn forget(&mut self, now: u64) {
        self.sent.retain(|sent| sent.saturating_add(WINDOW) > now && *sent <= now.saturating_add(WINDOW));
        self.told = self.told.filter(|told| now < told.until && told.at <= now.saturating_add(WINDOW));
        if self.paused_until > now.saturating_add(LONGEST) || self.paused_at > now.saturating_add(WINDOW) {
            self.paused_until = 0;
        }
        if self.slot > now.saturating_add(WINDOW) {
            self.slot = 0;
        }
    }

    fn left(&self, limit: u64) -> u64 {
        let ours = limit.saturating_sub(count(self.sent.iter()));
        let theirs = self.told.map_or(u64::MAX, |told| {
            u64::from(told.remaining).saturating_sub(count(self.sent.iter().filter(|sent| **sent > told.at)))
        });
        ours.min(theirs)
    }

    /// Milliseconds until something becomes free: a call falls out of the window or what was told runs out.
    fn next_change(&self, now: u64) -> u64 {
        let ends = self.sent.iter().map(|sent| sent.saturating_add(WINDOW));
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
#[path = "ledger_tests.rs"]
mod tests;
