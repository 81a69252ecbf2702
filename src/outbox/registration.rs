use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::domain::{
    ApiError, Cid, CustomerId, DisplayText, EntryStats, NewCustomer, Progress, WaitingRow, sanitize_line,
};

use super::state::State;

/// Who was at the desk: `--cashier NAME` or the login name. Nobody's `Debug` shows it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Cashier(String);

impl Cashier {
    const LONGEST: usize = 64;

    /// From a name: one line, without blanks at its ends, at most 64 characters.
    pub fn new(name: &str) -> Self {
        Self(sanitize_line(name).trim().chars().take(Self::LONGEST).collect())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Cashier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cashier(…)")
    }
}

/// A registration as it is stored and listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationRecord {
    /// Its number in the order of arrival.
    pub number: i64,
    /// The natural key.
    pub cid: Cid,
    /// Who saved it.
    pub cashier: Cashier,
    /// When it was saved first.
    pub saved_at: DateTime<Utc>,
    /// How far it is.
    pub state: State,
    /// How often it was sent.
    pub attempts: u32,
    /// Not to be worked on before; nothing if it is due.
    pub not_before: Option<DateTime<Utc>>,
    /// When it was registered.
    pub settled_at: Option<DateTime<Utc>>,
    /// What is to be sent; nothing once it is registered.
    pub customer: Option<NewCustomer>,
    /// What was sent under the same `cid`, may have arrived and was changed since, oldest first.
    pub earlier: Vec<NewCustomer>,
    /// What the last attempt met.
    pub trouble: Option<ApiError>,
    /// The keys and time that it took the cashier. `None` means unknown.
    pub stats: Option<EntryStats>,
}

impl RegistrationRecord {
    /// Returns its row of the waiting list. `None` means that it is registered.
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

    /// Returns why it is not registered, as far as that is known.
    pub const fn last_error(&self) -> Option<&ApiError> {
        match &self.state {
            State::Refused { refusal, .. } => Some(&refusal.error),
            _ => self.trouble.as_ref(),
        }
    }

    /// Returns the API's number, once it has one.
    pub const fn id(&self) -> Option<CustomerId> {
        if let State::Registered { id } = self.state { id } else { None }
    }
}

/// A registration in the hands of this process, to be sent or to be looked up.
#[derive(Debug, Clone)]
pub struct Leased {
    pub(super) number: i64,
    pub(super) lease: i64,
    pub(super) setbacks: u32,
    /// When it was saved first: it was not sent before that.
    pub(super) saved_at: DateTime<Utc>,
    /// When it was leased.
    pub(super) since: DateTime<Utc>,
    /// `Sending`: to be sent. `Uncertain`: to be looked up.
    pub state: State,
    /// What is to be sent or looked for.
    pub customer: NewCustomer,
    /// What may have arrived before, under the same `cid`.
    pub earlier: Vec<NewCustomer>,
}

impl Leased {
    /// Which registration.
    pub const fn cid(&self) -> Cid {
        self.customer.cid
    }
}

/// How many registrations are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// On their way: queued, being sent or to be looked up.
    pub waiting: u64,
    /// When the oldest of these was saved.
    pub oldest: Option<DateTime<Utc>>,
    /// To be mended or discarded by somebody.
    pub refused: u64,
    /// The next moment at which one that waits for its time is due; nothing if none waits for one.
    pub next_due: Option<DateTime<Utc>>,
}

impl Counts {
    /// Returns how long the oldest has waited. `None` means that none waits, or that the clock is behind.
    pub fn oldest_age(&self, now: DateTime<Utc>) -> Option<Duration> {
        (now - self.oldest?).to_std().ok()
    }

    /// Returns how long the oldest has waited, if that is longer than the limit.
    pub fn overdue(&self, now: DateTime<Utc>, limit: Option<Duration>) -> Option<Duration> {
        self.oldest_age(now).filter(|age| limit.is_some_and(|limit| *age > limit))
    }
}

/// Which registrations are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFilter {
    /// On their way or refused.
    Unsettled,
    /// Refused ones alone.
    Refused,
    /// Those that were saved from a moment on and before another one.
    SavedBetween(DateTime<Utc>, DateTime<Utc>),
    /// All of them, also the registered ones that are not forgotten yet.
    All,
}

/// How long a process has a registration for itself: longer than the slowest attempt with all its look-ups.
pub const LEASE_DURATION: Duration = Duration::from_mins(2);
