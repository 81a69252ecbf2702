use std::io;

use rusqlite::{Error, ErrorCode};

use super::super::OutboxError;

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
