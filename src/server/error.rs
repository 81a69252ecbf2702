//! The errors that keep a server from running. Each message says what to do.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use super::store;

/// The reason why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database file cannot be opened or created.
    #[error("cannot open the database {}: {source}. Name a file that you may write with --database", path.display())]
    Database {
        /// The path of the file.
        path: PathBuf,
        /// The cause.
        source: store::OpenError,
    },
    /// `Credentials::venue_id` is not a whole number from 1.
    #[error("the venue_id must be a whole number from 1, such as \"1\"")]
    InvalidVenueId,
    /// Faults are configured and the address is not loopback. Faults are only for tests on one machine.
    #[error("faults are injected only on a loopback address, not on {0}. Listen on 127.0.0.1 or leave --inject out")]
    FaultsBeyondLoopback(SocketAddr),
    /// The clock is before 1970. No response can carry such a date.
    #[error("the clock of this computer is before 1970. Set the date")]
    ClockBefore1970,
    /// The listener's own address cannot be read, or the thread that opens the database failed.
    #[error("the listening socket is unusable: {0}")]
    Listener(#[from] io::Error),
}
