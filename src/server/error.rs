//! The errors that keep a server from running. `cli` words them.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::domain::StorageError;

use super::store::PostgresError;

/// The reason why a server does not start.
#[derive(Debug, thiserror::Error)]
#[error("{self:?}")]
pub enum Error {
    /// The database file cannot be opened or created.
    Database {
        /// The path of the file.
        path: PathBuf,
        /// The cause.
        source: StorageError,
    },
    /// The `PostgreSQL` database cannot be used.
    Postgres(#[source] PostgresError),
    /// `Credentials::venue_id` is not a whole number from 1.
    InvalidVenueId,
    /// Faults are configured and the address is not loopback. Faults are only for tests on one host.
    FaultsBeyondLoopback(SocketAddr),
    /// The clock is before 1970. No response can carry such a date.
    ClockBefore1970,
    /// The listener's own address cannot be read.
    System(#[from] io::Error),
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn an_error_has_its_cause() {
        let path = PathBuf::from("shop.sqlite");
        let error = Error::Database { path, source: StorageError::DiskFull };
        assert!(error.source().unwrap().is::<StorageError>());
    }
}
