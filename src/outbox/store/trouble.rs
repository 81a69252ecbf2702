use std::io;
use std::path::Path;

use rusqlite::{Error, ErrorCode};

use super::super::{OutboxError, disk};

impl From<Error> for OutboxError {
    /// The database's own words may quote what is stored: only its number is kept.
    fn from(error: Error) -> Self {
        let Error::SqliteFailure(failure, _) = error else {
            // A column has another type than this program writes.
            return Self::Corrupt;
        };
        match failure.code {
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::AuthorizationForStatementDenied => Self::NotWritable,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => Self::Busy,
            ErrorCode::SystemIoFailure => Self::Io(io::Error::other(format!("SQLite error {}", failure.extended_code))),
            _ => Self::Database(failure.extended_code),
        }
    }
}

/// The database does not say why it could not make or grow a file. The disk does, if it is asked.
pub(super) fn of_disk(error: OutboxError, dir: &Path) -> OutboxError {
    match error {
        OutboxError::NotWritable | OutboxError::Io(_) => disk::probe(dir).err().map_or(error, Into::into),
        _ => error,
    }
}
