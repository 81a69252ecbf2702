use std::time::Duration;

use chrono::{DateTime, Utc};

use super::Customer;

/// Whether calls that can wait may be made now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// As many as the budget allows.
    Open,
    /// One, to see whether the connection is back.
    Probe,
    /// None before this time has passed.
    Shut(Duration),
}

impl Gate {
    /// Returns true if no call may be made now.
    pub const fn is_shut(self) -> bool {
        matches!(self, Self::Shut(_))
    }
}

/// What work in the background may do now, by the call budget and the connection of all desks of the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readiness {
    /// Look-ups.
    pub reads: Gate,
    /// Registrations.
    pub writes: Gate,
    /// Which of the two should be the next probe.
    pub prefers_write: bool,
    /// Calls that the budget has left for it.
    pub calls_left: u64,
    /// The connection is away: calls fail, or the API turns every registration away.
    pub is_offline: bool,
}

impl Readiness {
    /// No limit at all.
    pub const UNLIMITED: Self =
        Self { reads: Gate::Open, writes: Gate::Open, prefers_write: false, calls_left: u64::MAX, is_offline: false };

    /// The time before which not every call may be made; `None` if all may be made now.
    pub fn shut_for(self) -> Option<Duration> {
        let wait = |gate| match gate {
            Gate::Shut(wait) => Some(wait),
            Gate::Open | Gate::Probe => None,
        };
        wait(self.reads).into_iter().chain(wait(self.writes)).min()
    }
}

/// A list of the newest customers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewestCustomers {
    /// The newest first.
    pub customers: Vec<Customer>,
    /// Every customer stored after this moment is in the list. `None` means that this is not known.
    pub complete_since: Option<DateTime<Utc>>,
}
