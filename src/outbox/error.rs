use std::io;

use crate::domain::{Cid, StorageError};

use super::state::InvalidTransition;

/// Why something was not done with the outbox or a draft. No text here tells anything of a customer.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// No room on the disk; nothing was written.
    #[error("no room on the disk")]
    DiskFull,
    /// The directory or the file may not be written by this user, or is not what it should be.
    #[error("the state directory or a file in it may not be written")]
    NotWritable,
    /// A newer version of the program has changed the file's format.
    #[error("the outbox has format {found} of a newer version of the program, known here is {known}")]
    Newer {
        /// The file's.
        found: i64,
        /// The latest that this program knows.
        known: i64,
    },
    /// The file is damaged: [`Outbox::quarantine`](super::Outbox::quarantine) makes room for a new one.
    #[error("the outbox is damaged")]
    Corrupt,
    /// Another process held the file for longer than one waits.
    #[error("another process holds the outbox for too long")]
    Busy,
    /// The disk or the system said no in another way.
    #[error("the disk: {0}")]
    Io(#[source] io::Error),
    /// The database said no in another way.
    #[error("the database: error {0}")]
    Database(i32),
    /// No such registration is kept.
    #[error("no registration {0} is kept here")]
    Unknown(Cid),
    /// It is being sent at this moment: it can be neither changed nor discarded.
    #[error("registration {0} is being sent at this moment")]
    UnderWay(Cid),
    /// It is registered: it can be neither changed nor discarded.
    #[error("registration {0} is registered already")]
    Registered(Cid),
    /// It may have arrived, and is not to be forgotten then.
    #[error("registration {0} may have arrived")]
    InDoubt(Cid),
    /// The lease ran out and somebody else has the registration.
    #[error("the lease of registration {0} was taken over")]
    LeaseLost(Cid),
    /// What happened cannot happen to a registration in that state.
    #[error(transparent)]
    Unfit(#[from] InvalidTransition),
}

impl OutboxError {
    /// As far as a cashier can act on it.
    pub const fn not_kept(&self) -> StorageError {
        match self {
            Self::DiskFull => StorageError::DiskFull,
            Self::NotWritable => StorageError::NotWritable,
            Self::Newer { .. } => StorageError::Newer,
            Self::Busy => StorageError::Locked,
            _ => StorageError::Broken,
        }
    }
}

impl From<io::Error> for OutboxError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::IsADirectory
            | io::ErrorKind::AlreadyExists => Self::NotWritable,
            _ => Self::Io(error),
        }
    }
}
