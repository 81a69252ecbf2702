//! The server's data in one `SQLite` file. This is the only module of the server with SQL.
//!
//! The rest of the server calls the few methods of [`Store`], which all block. It must not know that they use a database
//! file, so that another database can replace it. Constraints of the database keep phone, code and cid unique. The code
//! never checks before it writes, so two writers at the same time cannot both succeed.

mod customers;
mod groups;
mod open;
mod records;
mod search;
mod venues;

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use crate::domain::StorageError;

pub(super) use records::{Balance, CreateOutcome, Customer, CustomerDetails, Group, UniqueField, Venue};
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
    fn with_reader<T>(&self, read: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> Result<T, StorageError> {
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
