//! The errors that keep a server from running. `cli` words them.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::domain::StorageError;

/// The reason why a server does not start.
#[derive(Debug)]
pub enum Error {
    /// The database file cannot be opened or created.
    Database {
        /// The path of the file.
        path: PathBuf,
        /// The cause.
        source: StorageError,
    },
    /// `Credentials::venue_id` is not a whole number from 1.
    InvalidVenueId,
    /// Faults are configured and the address is not loopback. Faults are only for tests on one host.
    FaultsBeyondLoopback(SocketAddr),
    /// The clock is before 1970. No response can carry such a date.
    ClockBefore1970,
    /// The listener's own address cannot be read, or the thread that opens the database failed.
    System(io::Error),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// The reason why an address cannot be listened on.
#[derive(Debug)]
pub enum BindError {
    /// Another program listens there.
    InUse,
    /// The address is not one of this host.
    NotThisHost,
    /// This account may not listen there. Ports below 1024 belong to root.
    NotAllowed,
    /// Another error of the operating system.
    System(io::Error),
}

impl From<io::Error> for BindError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::AddrInUse => Self::InUse,
            io::ErrorKind::AddrNotAvailable => Self::NotThisHost,
            io::ErrorKind::PermissionDenied => Self::NotAllowed,
            _ => Self::System(error),
        }
    }
}
