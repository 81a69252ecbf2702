//! The server's data in one `SQLite` file. This is the only module of the server with SQL.
//!
//! The rest of the server calls the few methods of [`Store`], which all block. It must not know that they use a database
//! file, so that another database can replace it. Constraints of the database keep phone, code and cid unique. The code
//! never checks before it writes, so two writers at the same time cannot both succeed.

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

pub(super) use records::{Balance, CreateOutcome, Customer, Group, NewCustomer, UniqueField, Venue};
pub(super) use search::{CustomerSearch, Filter, GroupSearch, Page, Paging, Sort};

/// The maximum of idle connections for later readers. More readers at the same time open their own.
const MAX_IDLE_READERS: usize = 16;

/// The open database. All requests share it.
pub struct Store {
    path: PathBuf,
    writer: Mutex<Connection>,
    idle_readers: Mutex<Vec<Connection>>,
    token_key: [u8; 32],
}

/// The reason why the database cannot be opened.
#[derive(Debug)]
pub enum OpenError {
    /// The directory or the file cannot be created or made private.
    File(io::Error),
    /// An error of `SQLite`: not a database, damaged, no space, locked by another process.
    Database(rusqlite::Error),
    /// A newer version of this program wrote the file.
    Newer {
        /// The file's schema version.
        found: i64,
        /// The highest schema version that this program knows.
        known: i64,
    },
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

/// A database error while a request is processed. Its text contains no values, so it may be logged.
#[derive(Debug, thiserror::Error)]
#[error("the database failed: {0}")]
pub struct StoreError(#[from] rusqlite::Error);

impl Store {
    /// Returns the key that signs this database's tokens: 32 random bytes, created with the file.
    pub fn token_key(&self) -> &[u8; 32] {
        &self.token_key
    }

    fn lock_writer(&self) -> MutexGuard<'_, Connection> {
        // A panic while the lock was held has rolled its transaction back, so the connection can be used again.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `read` on a connection that does not wait for writers.
    fn with_reader<T>(
        &self,
        read: impl FnOnce(&mut Connection) -> Result<T, rusqlite::Error>,
    ) -> Result<T, StoreError> {
        let idle = self.idle_readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => open::connect(&self.path)?,
        };
        let result = read(&mut connection);
        let mut idle = self.idle_readers.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MAX_IDLE_READERS {
            idle.push(connection);
        }
        drop(idle);
        Ok(result?)
    }
}
