use std::fmt::Write as _;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::domain::{
    ApiError, Cid, CustomerId, DisplayText, EntryStats, NewCustomer, Progress, WaitingRow, sanitize_line,
};

use super::state::State;

/// The cashier: `--cashier NAME` or the login name. `Debug` does not show it.
#[derive(derive_more::Debug, Clone, PartialEq, Eq, Hash)]
#[debug("Cashier(…)")]
pub struct Cashier(String);

impl Cashier {
    const MAX_CHARS: usize = 64;

    /// Builds it from a name: one line, without spaces at its ends, at most 64 characters.
    pub fn new(name: &str) -> Self {
        Self(sanitize_line(name).trim().chars().take(Self::MAX_CHARS).collect())
    }

    /// Returns a hash of the name, for names of files, which may not have all characters and must not show the cashier.
    pub fn hash(&self) -> String {
        let hash = ring::digest::digest(&ring::digest::SHA256, self.0.as_bytes());
        hash.as_ref().iter().take(8).fold(String::new(), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A registration as it is stored and listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationRecord {
    /// Its row number, in the order of arrival.
    pub number: i64,
    /// Its `cid`.
    pub cid: Cid,
    /// The cashier who saved it.
    pub cashier: Cashier,
    /// The time at which it was first saved.
    pub saved_at: DateTime<Utc>,
    /// Its state.
    pub state: State,
    /// The number of times that it was sent.
    pub attempts: u32,
    /// The time before which no attempt is made. `None` means that it is due.
    pub not_before: Option<DateTime<Utc>>,
    /// The time at which it was registered. `None` until then.
    pub settled_at: Option<DateTime<Utc>>,
    /// The customer to register. `None` once it is registered: then personal data is erased.
    pub customer: Option<NewCustomer>,
    /// Earlier texts that were sent with the same `cid`, may have arrived and were corrected since, oldest first.
    pub earlier: Vec<NewCustomer>,
    /// The last error. It stays after an attempt without an error, e.g. a look-up that found no customer.
    pub error: Option<ApiError>,
    /// The keys and the time that it took the cashier. `None` means unknown.
    pub stats: Option<EntryStats>,
    /// The answer about consent; true means yes. `None` means that the customer was not asked.
    pub consent: Option<bool>,
}

impl RegistrationRecord {
    /// Returns its row for the waiting list. `None` means that it is registered.
    pub fn waiting_row(&self, now: DateTime<Utc>) -> Option<WaitingRow> {
        let row = WaitingRow {
            cid: self.cid,
            name: DisplayText::new(self.customer.as_ref().map_or("", |customer| customer.name.as_str())),
            state: self.state.progress(),
            age_minutes: u64::try_from((now - self.saved_at).num_minutes()).unwrap_or(0),
            attempts: self.attempts,
            last_error: self.last_error().cloned(),
        };
        (row.state != Progress::Registered).then_some(row)
    }

    /// Returns the error for which it is not registered, if known.
    pub const fn last_error(&self) -> Option<&ApiError> {
        match &self.state {
            State::Refused { refusal, .. } => Some(&refusal.error),
            _ => self.error.as_ref(),
        }
    }

    /// Returns the customer ID. `None` until it is registered.
    pub const fn id(&self) -> Option<CustomerId> {
        if let State::Registered { id } = self.state { id } else { None }
    }
}

/// A registration that this process has leased, to be sent or looked up.
#[derive(Debug, Clone)]
pub struct Leased {
    pub(super) number: i64,
    pub(super) lease: i64,
    /// The number of failed attempts in a row.
    pub failed_attempts: u32,
    /// The time at which it was first saved. It was not sent before.
    pub(super) saved_at: DateTime<Utc>,
    /// The time of the lease.
    pub(super) since: DateTime<Utc>,
    /// `Sending` means to be sent, `Uncertain` to be looked up.
    pub state: State,
    /// The customer to send or to look for.
    pub customer: NewCustomer,
    /// Earlier texts with the same `cid` that may have arrived.
    pub earlier: Vec<NewCustomer>,
}

impl Leased {
    /// Returns the `cid` of the registration.
    pub const fn cid(&self) -> Cid {
        self.customer.cid
    }
}

/// The numbers of registrations in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Waiting: queued, being sent or uncertain.
    pub waiting: u64,
    /// The time at which the oldest of these was saved.
    pub oldest: Option<DateTime<Utc>>,
    /// Rejected, to be corrected or discarded.
    pub refused: u64,
    /// The time at which the next delayed registration is due. `None` means that none is delayed.
    pub next_due: Option<DateTime<Utc>>,
}

impl Counts {
    /// Returns the age of the oldest waiting registration. `None` means that none is waiting, or that the clock is
    /// behind.
    pub fn oldest_age(&self, now: DateTime<Utc>) -> Option<Duration> {
        (now - self.oldest?).to_std().ok()
    }

    /// Returns the age of the oldest waiting registration, if it is greater than the limit.
    pub fn overdue(&self, now: DateTime<Utc>, limit: Option<Duration>) -> Option<Duration> {
        self.oldest_age(now).filter(|age| limit.is_some_and(|limit| *age > limit))
    }
}

/// A filter for the list of registrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFilter {
    /// Waiting or rejected.
    Unsettled,
    /// Only rejected.
    Refused,
    /// Saved from the first time on and before the second one.
    SavedBetween(DateTime<Utc>, DateTime<Utc>),
    /// All, also registered ones that were not deleted yet.
    All,
}

/// The duration of a lease: longer than the slowest attempt with all its look-ups.
pub const LEASE_DURATION: Duration = Duration::from_mins(2);
