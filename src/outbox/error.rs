use std::io;

use crate::domain::StorageError;
use crate::storage::locked_file::LockError;

use super::state::InvalidTransition;

/// The error of an operation on the outbox or on drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{self:?}")]
pub enum OutboxError {
    /// The disk, the system or the database failed. After `Damaged`, [`Outbox::quarantine`](super::Outbox::quarantine)
    /// begins a new file.
    Storage(#[from] StorageError),
    /// There is no such registration.
    Unknown,
    /// The registration is being sent at this moment, so it can be neither changed nor discarded.
    UnderWay,
    /// The registration is registered, so it can be neither changed nor discarded.
    Registered,
    /// The registration may have arrived, and the caller does not want to discard it then.
    InDoubt,
    /// The lease has ended, and another process has leased the registration.
    LeaseLost,
    /// The event cannot happen to a registration in that state.
    InvalidTransition(#[from] InvalidTransition),
}

impl OutboxError {
    /// Logs it, and returns the error that the cashier sees.
    pub fn log(self) -> StorageError {
        tracing::warn!(error = %self, "outbox");
        self.into()
    }
}

impl From<OutboxError> for StorageError {
    /// Returns the storage error that the cashier sees.
    fn from(error: OutboxError) -> Self {
        if let OutboxError::Storage(error) = error { error } else { Self::Broken }
    }
}

impl From<io::Error> for OutboxError {
    fn from(error: io::Error) -> Self {
        StorageError::from(error).into()
    }
}

impl From<LockError> for OutboxError {
    fn from(error: LockError) -> Self {
        StorageError::from(error).into()
    }
}
