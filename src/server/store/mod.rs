//! Where the server keeps what it knows: one `SQLite` file, and the only place in the server with SQL.
//!
//! The rest of the server calls [`Store`]'s few methods, all of which block; it must not know that there is a
//! database file behind them, so that another database can stand here. What is unique (phone, code, cid) is
//! decided by constraints of the database, never by looking first: two writers at once cannot both succeed.

mod customers;
mod groups;
mod open;
mod private_file;
mod records;
mod search;
mod venues;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{io, path::PathBuf};

use rusqlite::Connection;

pub(super) use records::{Balance, Created, Customer, Group, NewCustomer, Unique, Venue};
pub(super) use search::{CustomerSearch, Filter, GroupSearch, Page, Paging, Sort};

/// How many connections are kept for readers to come; more of them at once open their own.
const MAX_IDLE_READERS: usize = 16;

/// The database, open. Shared by all requests.
pub struct Store {
    path: PathBuf,
    writer: Mutex<Connection>,
    /// Connections that wait for the next reader.
    readers: Mutex<Vec<Connection>>,
    token_key: [u8; 32],
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The directory or the file cannot be made or made private.
    #[error(transparent)]
    File(#[from] io::Error),
    /// `SQLite` refuses it: not a database, damaged, no space, locked by somebody.
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
    /// A later version of this program wrote it.
    #[error("the file was written by a newer version of this program (schema {found}, known up to {known})")]
    Newer {
        /// The file's schema version.
        found: i64,
        /// The highest schema version that this program knows.
        known: i64,
    },
}

/// The database failed while it was in use. Its text names no values, so it may be logged.
#[derive(Debug, thiserror::Error)]
#[error("the database failed: {0}")]
pub struct Failure(#[from] rusqlite::Error);

impl Store {
    /// The key with which this database's tokens are signed: 32 random bytes, made with the file.
    pub fn token_key(&self) -> &[u8; 32] {
        &self.token_key
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        // A panic while the lock was held has rolled its transaction back: the connection is as good as new.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `read` on a connection that no writer holds up.
    fn read<T>(&self, read: impl FnOnce(&mut Connection) -> Result<T, rusqlite::Error>) -> Result<T, Failure> {
        let waiting = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match waiting {
            Some(connection) => connection,
            None => open::connect(&self.path)?,
        };
        let answer = read(&mut connection);
        let mut waiting = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MAX_IDLE_READERS {
            waiting.push(connection);
        }
        drop(waiting);
        Ok(answer?)
    }
}
