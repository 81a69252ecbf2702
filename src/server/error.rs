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

/// The reason why an address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("{self:?}")]
pub enum BindError {
    /// Another program listens there.
    InUse(#[source] io::Error),
    /// The address is not one of this host.
    NotThisHost(#[source] io::Error),
    /// This account may not listen there. Ports below 1024 belong to root.
    NotAllowed(#[source] io::Error),
    /// Another error of the operating system.
    System(#[source] io::Error),
}

impl From<io::Error> for BindError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::AddrInUse => Self::InUse(error),
            io::ErrorKind::AddrNotAvailable => Self::NotThisHost(error),
            io::ErrorKind::PermissionDenied => Self::NotAllowed(error),
            _ => Self::System(error),
        }
    }
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
        for kind in [io::ErrorKind::AddrInUse, io::ErrorKind::AddrNotAvailable, io::ErrorKind::Other] {
            let error = BindError::from(io::Error::from(kind));
            assert_eq!(error.source().unwrap().downcast_ref::<io::Error>().unwrap().kind(), kind);
        }
    }
}
