//! Why a server did not start or did not go on. Each sentence says what to do.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use super::store;

/// A server that cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database file cannot be opened or made.
    #[error("cannot open the database {}: {source}. Name a file that you may write with --database", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: store::OpenError,
    },
    /// `Credentials::venue_id` cannot be a venue's number.
    #[error("the venue_id must be a whole number from 1, such as \"1\"")]
    Venue,
    /// Faults are for the machine they are tried on.
    #[error("faults are injected only on a loopback address, not on {0}. Listen on 127.0.0.1 or leave --inject out")]
    FaultsBeyondLoopback(SocketAddr),
    /// No answer can carry a date before 1970.
    #[error("the clock of this computer is before 1970. Set the date")]
    Clock,
    /// The listener does not tell its own address.
    #[error("the listening socket is unusable: {0}")]
    Listener(#[from] io::Error),
}
