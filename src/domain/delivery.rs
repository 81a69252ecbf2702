use std::time::Duration;

use super::{ApiError, Cid, Customer, CustomerId, DisplayText, Progress, StorageError};

/// The outcome of a registration after it was stored and a delivery was attempted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// The API has stored it.
    Registered(Customer),
    /// The API rejected it and will reject it again unless it is changed.
    Refused {
        /// `Conflict` or `Rejected`, or an error that only an operator corrects.
        error: ApiError,
        /// The customer that has the conflicting value, if a look-up found it.
        owner: Option<ConflictOwner>,
    },
    /// It is stored in the outbox and will be sent again automatically.
    Waiting {
        /// Why it could not be delivered now.
        error: ApiError,
        /// The number of waiting registrations, this one included.
        waiting: u64,
    },
    /// It could not be stored in the outbox.
    NotStored(StorageError),
}

/// The customer that already has a value of a registration, with the data by which the cashier recognises it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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

/// The number of registrations in the outbox of this host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OutboxCounts {
    /// Registrations that are queued, being sent, or to be settled.
    pub waiting: u64,
    /// The waiting time of the oldest, if it is longer than the alarm allows.
    pub overdue: Option<Duration>,
    /// Refused registrations, which the cashier has to correct or discard.
    pub refused: u64,
}

/// One registration in the waiting list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRow {
    /// The customer's `cid`.
    pub cid: Cid,
    /// The customer's name.
    pub name: DisplayText,
    /// The progress of its delivery.
    pub state: Progress,
    /// Minutes since it was saved.
    pub age_minutes: u64,
    /// The number of delivery attempts.
    pub attempts: u32,
    /// The error of the last attempt.
    pub last_error: Option<ApiError>,
}
