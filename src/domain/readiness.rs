use std::time::Duration;

use chrono::{DateTime, NaiveTime, Utc};

use super::Customer;

/// The permission for background calls, which can wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// As many calls as the budget allows.
    Open,
    /// One call, to find out if the connection is back.
    Probe,
    /// No call before this time has passed.
    Shut(Duration),
}

impl Gate {
    /// Returns the time until it opens. `None` means that it is not shut.
    pub const fn shut_for(self) -> Option<Duration> {
        match self {
            Self::Shut(wait) => Some(wait),
            Self::Open | Self::Probe => None,
        }
    }
}

/// The calls that background work may make now. They depend on the call budget and the connection, which all desks of
/// the host share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readiness {
    /// Look-ups.
    pub reads: Gate,
    /// Registrations.
    pub writes: Gate,
    /// True if the next probe should be a registration, false if it should be a look-up.
    pub prefers_write: bool,
    /// The calls that are left in the budget.
    pub calls_left: u64,
    /// The time since which calls fail or the API rejects every registration. `None` means online.
    pub offline_since: Option<DateTime<Utc>>,
    /// Look-ups fail. If only registrations fail, [`reads`](Self::reads) may be shut as well: each look-up would be
    /// followed by one that fails.
    pub reads_fail: bool,
}

impl Readiness {
    /// All calls without a limit.
    pub const UNLIMITED: Self = Self {
        reads: Gate::Open,
        writes: Gate::Open,
        prefers_write: false,
        calls_left: u64::MAX,
        offline_since: None,
        reads_fail: false,
    };

    /// Returns the time until the first of the closed gates opens. `None` means that no gate is closed.
    pub fn shut_for(self) -> Option<Duration> {
        self.reads.shut_for().into_iter().chain(self.writes.shut_for()).min()
    }
}

/// The state of the connection, for the cashier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Connectivity {
    /// No call has ended yet.
    #[default]
    Unknown,
    /// The API answers.
    Connected,
    /// Calls fail, or the API rejects every registration.
    Offline {
        /// The local time of the first failure.
        since: NaiveTime,
    },
}

/// A list of the newest customers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewestCustomers {
    /// The customers, the newest first.
    pub customers: Vec<Customer>,
    /// The moment since which the list is complete: it has every customer stored later. `None` means unknown.
    pub complete_since: Option<DateTime<Utc>>,
}
