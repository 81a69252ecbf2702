//! The errors that keep a server from running. `cli` words them.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use super::store;

/// The reason why a server does not start. `Display` is for logs; `cli` words it for people.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database file cannot be opened or created.
    #[error("database")]
    Database {
        /// The path of the file.
        path: PathBuf,
        /// The cause.
        source: store::OpenError,
    },
    /// `Credentials::venue_id` is not a whole number from 1.
    #[error("invalid venue id")]
    InvalidVenueId,
    /// Faults are configured and the address is not loopback. Faults are only for tests on one machine.
    #[error("faults beyond loopback")]
    FaultsBeyondLoopback(SocketAddr),
    /// The clock is before 1970. No response can carry such a date.
    #[error("clock before 1970")]
    ClockBefore1970,
    /// The listener's own address cannot be read, or the thread that opens the database failed.
    #[error("system")]
    System(#[source] io::Error),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// The reason why an address cannot be listened on. `Display` is for logs; `cli` words it for people.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Another program listens there.
    #[error("address in use")]
    InUse,
    /// The address is not one of this host.
    #[error("address of another host")]
    NotThisHost,
    /// This account may not listen there. Ports below 1024 belong to root.
    #[error("not allowed")]
    NotAllowed,
    /// Another error of the operating system.
    #[error("system")]
    System(#[source] io::Error),
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
