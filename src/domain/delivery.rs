use std::time::Duration;

use super::{ApiError, Cid, Customer, CustomerId, DisplayText};

/// What became of a registration, once it was written down and an attempt was made to deliver it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// It is stored.
    Registered(Customer),
    /// It is not, and will not be as it is.
    Refused {
        /// `Clash` or `Refused`.
        error: ApiError,
        /// Whom it clashes with, where a look-up could tell.
        owner: Option<ConflictOwner>,
    },
    /// It is kept, and will be sent again without anybody's doing.
    Waiting {
        /// Why it could not be delivered now.
        error: ApiError,
        /// How many wait by now, this one included.
        waiting: u64,
    },
    /// It could not even be written down.
    NotStored(StorageError),
}

/// The customer who has what a registration wanted: as much of one as the cashier needs to recognise it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictOwner {
    /// The API's number.
    pub id: CustomerId,
    /// The name.
    pub name: DisplayText,
}

impl From<&Customer> for ConflictOwner {
    fn from(customer: &Customer) -> Self {
        Self { id: customer.id, name: customer.name.clone() }
    }
}

/// Why a registration or a draft could not be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StorageError {
    /// No room on the disk.
    DiskFull,
    /// The directory or file may not be written.
    NotWritable,
    /// The file was written by a newer version of the program.
    Newer,
    /// Another process holds the outbox.
    Locked,
    /// Anything else that the disk or the database says.
    Broken,
}

/// How many registrations are kept on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OutboxCounts {
    /// On their way: queued, being sent or to be settled.
    pub waiting: u64,
    /// When the oldest of these was saved: hour and minute on the wall.
    pub waiting_since: Option<chrono::NaiveTime>,
    /// How long the oldest has waited, if that is longer than it may.
    pub overdue: Option<Duration>,
    /// Refused, to be mended or discarded by somebody.
    pub refused: u64,
}

/// One registration that is kept, as the waiting list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRow {
    /// Which.
    pub cid: Cid,
    /// Whom it registers.
    pub name: DisplayText,
    /// How far it is.
    pub state: WaitingState,
    /// Minutes since it was saved.
    pub age_minutes: u64,
    /// How often it was sent.
    pub attempts: u32,
    /// What the last attempt met.
    pub last_error: Option<ApiError>,
}

/// How far a kept registration is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WaitingState {
    /// Waits for its next attempt.
    Queued,
    /// Is being sent, by this desk or another.
    Sending,
    /// May have arrived: will be looked up before anything else.
    Uncertain,
    /// Refused: somebody has to mend or discard it.
    Refused,
}
