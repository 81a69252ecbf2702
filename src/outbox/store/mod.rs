//! The outbox on disk: `outbox.sqlite` in the state directory, shared by all desks of the host. All SQL of the outbox
//! is here.
//!
//! A change is on the disk when the call returns. `state` decides what may happen to a registration. Time is passed in,
//! and this module must not know the API.

mod codec;
mod copy;
mod finish;
mod lease;
mod look;
mod once;
mod open;
mod quarantine;
mod record;
mod salvage;
mod save;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::domain::StorageError;
use crate::storage::change_watch::ChangeWatch;
use crate::storage::private::{self, FileId};
use crate::storage::sqlite;

use super::{OutboxError, Owner};

pub use lease::Wanted;
pub use once::SavedOnce;
pub use quarantine::Quarantined;
pub use save::DiscardUncertain;

const FILE: &str = "outbox.sqlite";

/// The registrations of this host. Its calls block as long as the disk needs.
#[derive(derive_more::Debug)]
#[debug("Outbox({dir:?})")]
pub struct Outbox {
    dir: PathBuf,
    owner: Arc<Owner>,
    opened_at: DateTime<Utc>,
    lock_timeout: Duration,
    open: Mutex<Open>,
}

/// The file that this process has open.
struct Open {
    connection: Connection,
    file: FileId,
    /// True if it was found to be damaged.
    damaged: bool,
    /// True if personal data was erased and may still be in the write-ahead log.
    is_wal_dirty: bool,
    /// The report of a file that was found damaged or missing, until it is taken.
    unreported: Option<Quarantined>,
}

impl Open {
    /// Continues with another file, and keeps an earlier report.
    fn replace_with(&mut self, mut opened: Self) {
        opened.unreported = opened.unreported.or(self.unreported.take());
        *self = opened;
    }
}

/// The version of the outbox: equal versions show the same registrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutboxVersion {
    file: FileId,
    own: u64,
    /// Changes with each change by another connection.
    others: i64,
}

impl Outbox {
    /// Opens the outbox of a state directory, or creates one. A damaged one is quarantined first;
    /// [`take_unreported`](Self::take_unreported) tells. This and every later call fails with `Locked` if another
    /// process has a lock for longer than `lock_timeout`.
    ///
    /// # Errors
    ///
    /// The outbox cannot be opened. `Newer`: a newer version of the program wrote the file.
    pub fn open(
        dir: &Path,
        owner: Arc<Owner>,
        now: DateTime<Utc>,
        lock_timeout: Duration,
    ) -> Result<Self, OutboxError> {
        private::restrict_dir(dir)?;
        let open = quarantine::begin(dir, None, false, now, lock_timeout).map_err(|error| of_disk(error, dir))?;
        let outbox = Self { dir: dir.to_owned(), owner, opened_at: now, lock_timeout, open: Mutex::new(open) };
        // A process that was killed may have left erased data in the log.
        outbox.truncate_wal();
        Ok(outbox)
    }

    /// Returns true if a state directory has an outbox, or had one: its file may be gone.
    pub fn has_been_in(dir: &Path) -> bool {
        [FILE, quarantine::SALVAGE].iter().any(|name| dir.join(name).exists()) || open::has_been_used(dir)
    }

    /// Watches the changes of the outbox in a directory, by this process and by others.
    ///
    /// # Errors
    ///
    /// There is no such directory, or the system gives no more watches.
    pub fn watch(dir: &Path) -> std::io::Result<ChangeWatch> {
        ChangeWatch::new(dir, FILE)
    }

    /// Returns the path of the file.
    pub fn path(&self) -> PathBuf {
        self.dir.join(FILE)
    }

    /// Returns the open file, even if another process has quarantined it.
    fn as_is(&self) -> MutexGuard<'_, Open> {
        // After a panic in a transaction, the transaction was rolled back.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the open file. If another process has quarantined it, opens the new one.
    fn current(&self) -> Result<MutexGuard<'_, Open>, OutboxError> {
        let mut open = self.as_is();
        if !open.file.is_at(&self.path()) {
            open.replace_with(quarantine::begin(&self.dir, None, true, self.opened_at, self.lock_timeout)?);
        }
        Ok(open)
    }

    /// Returns a value that changes with every change of the outbox, by this process or another one.
    ///
    /// # Errors
    ///
    /// The outbox cannot be read.
    pub fn version(&self) -> Result<OutboxVersion, OutboxError> {
        let file = self.current()?.file;
        self.read(|connection| {
            let others = connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
            Ok(OutboxVersion { file, own: connection.total_changes(), others })
        })
    }

    /// Returns the number of rows that this process has changed since it opened the file.
    pub fn own_changes(&self) -> u64 {
        self.as_is().connection.total_changes()
    }

    /// Takes the report of a file that was found damaged or missing and was replaced by a new one.
    pub fn take_unreported(&self) -> Option<Quarantined> {
        self.as_is().unreported.take()
    }

    fn read<T>(&self, look: impl FnOnce(&Connection) -> Result<T, OutboxError>) -> Result<T, OutboxError> {
        let mut open = self.current()?;
        // A newer version may have changed what the columns mean.
        let result = sqlite::check_version(&open.connection, &open::SCHEMA).map_err(Into::into);
        let result = result.and_then(|()| look(&open.connection));
        open.damaged |= matches!(result, Err(OutboxError::Storage(StorageError::Damaged)));
        result
    }

    /// Changes the file in one transaction. If the file was quarantined in between, the change is made again in the new
    /// file, because no process reads the old one any more.
    fn write<T>(&self, mut change: impl FnMut(&Transaction<'_>) -> Result<T, OutboxError>) -> Result<T, OutboxError> {
        const TRIES: u8 = 3;
        for _ in 0..TRIES {
            let mut open = self.current()?;
            let result = transact(&mut open.connection, &mut change);
            open.damaged |= matches!(result, Err(OutboxError::Storage(StorageError::Damaged)));
            let result = result.map_err(|error| of_disk(error, &self.dir))?;
            if open.file.is_at(&self.path()) {
                return Ok(result);
            }
        }
        Err(StorageError::Locked.into())
    }

    /// Changes the file like [`write`](Self::write), for a change that erases personal data.
    fn erase<T>(&self, change: impl FnMut(&Transaction<'_>) -> Result<T, OutboxError>) -> Result<T, OutboxError> {
        let result = self.write(change)?;
        self.truncate_wal();
        Ok(result)
    }

    /// Removes erased data from the write-ahead log too. If another process reads at the moment, this is repeated after
    /// the next erasure or when the outbox is opened.
    fn truncate_wal(&self) {
        let Ok(mut open) = self.current() else { return };
        open.is_wal_dirty = !sqlite::truncate_log(&open.connection, self.lock_timeout).unwrap_or(false);
    }

    /// Removes erased data that is still in the write-ahead log. Returns true if none is left.
    pub fn truncate_wal_if_dirty(&self) -> bool {
        // Another process may have left some and ended. Only the length of the file is read.
        let log = std::fs::metadata(self.dir.join(format!("{FILE}-wal"))).is_ok_and(|log| log.len() > 0);
        if log || self.current().is_ok_and(|open| open.is_wal_dirty) {
            self.truncate_wal();
        }
        self.current().is_ok_and(|open| !open.is_wal_dirty)
    }
}

impl From<rusqlite::Error> for OutboxError {
    fn from(error: rusqlite::Error) -> Self {
        StorageError::from(error).into()
    }
}

fn of_disk(error: OutboxError, dir: &Path) -> OutboxError {
    if let OutboxError::Storage(error) = error { sqlite::with_cause_of_disk(error, dir).into() } else { error }
}

fn transact<T>(
    connection: &mut Connection,
    change: &mut impl FnMut(&Transaction<'_>) -> Result<T, OutboxError>,
) -> Result<T, OutboxError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    sqlite::check_version(&transaction, &open::SCHEMA)?;
    let result = change(&transaction)?;
    transaction.commit()?;
    Ok(result)
}

fn millis(time: DateTime<Utc>) -> i64 {
    time.timestamp_millis()
}

fn time(millis: i64) -> Result<DateTime<Utc>, OutboxError> {
    DateTime::from_timestamp_millis(millis).ok_or(StorageError::Damaged.into())
}
