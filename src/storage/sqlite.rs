//! Opens and migrates `SQLite` files that several processes use, and empties their logs.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Error, ErrorCode, OpenFlags, TransactionBehavior};

use crate::domain::StorageError;

/// The time between two attempts to switch a file to the write-ahead log.
const WAL_RETRY_INTERVAL: Duration = Duration::from_millis(2);

/// The longest wait for readers before a log is left as it is.
const CHECKPOINT_TIMEOUT: Duration = Duration::from_millis(50);

/// Opens a file with a write-ahead log, in which every commit is on the disk when it returns. The file must exist; it
/// may be empty.
///
/// # Errors
///
/// `DatabaseBusy` if another process holds a lock for longer than `lock_timeout`, which is also the timeout of
/// everything that is done with the connection later. Otherwise the error of `SQLite`.
pub fn open(path: &Path, lock_timeout: Duration) -> rusqlite::Result<Connection> {
    let connection = connect(path, lock_timeout)?;
    use_write_ahead_log(&connection, lock_timeout)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

/// Opens a file as it is.
///
/// # Errors
///
/// The error of `SQLite`.
pub fn connect(path: &Path, lock_timeout: Duration) -> rusqlite::Result<Connection> {
    // Without SQLITE_OPEN_URI: a file may be called `file:x?mode=memory`.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(lock_timeout)?;
    Ok(connection)
}

/// Switches a file to the write-ahead log. `SQLite` does not call its busy handler for this statement: of two processes
/// that begin one file at the same time, one gets `DatabaseBusy` at once. So the timeout is implemented here.
fn use_write_ahead_log(connection: &Connection, lock_timeout: Duration) -> rusqlite::Result<()> {
    let deadline = Instant::now() + lock_timeout;
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(error) if is_busy(&error) && Instant::now() < deadline => thread::sleep(WAL_RETRY_INTERVAL),
            result => return result,
        }
    }
}

fn is_busy(error: &Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Brings a file to the latest version of its schema, in one transaction. `steps` has the SQL of each version, in
/// order; the first step is for an empty file. A released step is never changed.
///
/// Of several processes that find an empty file, one creates the tables, and the others wait and then see them.
///
/// # Errors
///
/// `Newer` if the file has a version for which there is no step. `Damaged` if its version is no version.
pub fn migrate(connection: &mut Connection, steps: &[&str]) -> Result<(), StorageError> {
    create_or_migrate(connection, steps, |_| Ok(()))
}

/// Migrates a file like [`migrate`]. If it was empty, `fill` writes its first rows in the same transaction.
///
/// # Errors
///
/// The errors of [`migrate`] and of `fill`.
pub fn create_or_migrate(
    connection: &mut Connection,
    steps: &[&str],
    fill: impl FnOnce(&Connection) -> rusqlite::Result<()>,
) -> Result<(), StorageError> {
    if schema_version(connection)? == latest_version(steps) {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (found, known) = (schema_version(&transaction)?, latest_version(steps));
    let applied = usize::try_from(found).map_err(|_| StorageError::Damaged)?;
    let pending = steps.get(applied..).ok_or(StorageError::Newer { found, known })?;
    for step in pending {
        transaction.execute_batch(step)?;
    }
    if applied == 0 {
        fill(&transaction)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    Ok(transaction.commit()?)
}

/// Checks that a newer version of the program has not migrated the file since it was opened.
///
/// # Errors
///
/// `Newer` if the file does not have the latest version of `steps`.
pub fn check_version(connection: &Connection, steps: &[&str]) -> Result<(), StorageError> {
    let (found, known) = (schema_version(connection)?, latest_version(steps));
    if found == known { Ok(()) } else { Err(StorageError::Newer { found, known }) }
}

fn schema_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn latest_version(steps: &[&str]) -> i64 {
    i64::try_from(steps.len()).unwrap_or(i64::MAX)
}

/// Moves the write-ahead log into the file and empties it, so that it has nothing that was erased in the file. Returns
/// false if another process reads it at the moment; the log is left as it is then. `lock_timeout` is the connection's
/// timeout.
///
/// # Errors
///
/// The error of `SQLite`.
pub fn truncate_log(connection: &Connection, lock_timeout: Duration) -> rusqlite::Result<bool> {
    connection.busy_timeout(CHECKPOINT_TIMEOUT)?;
    let busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    connection.busy_timeout(lock_timeout)?;
    Ok(busy? == 0)
}

impl From<Error> for StorageError {
    fn from(error: Error) -> Self {
        let Error::SqliteFailure(failure, _) = error else {
            // A column has another type than this program writes.
            return Self::Damaged;
        };
        match failure.code {
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::AuthorizationForStatementDenied => Self::NotWritable,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => Self::Locked,
            _ => Self::Database(failure.extended_code),
        }
    }
}

/// Asks the disk for the cause if `SQLite` could not make, grow or read a file in `dir`: it does not tell it.
pub fn with_cause_of_disk(error: StorageError, dir: &Path) -> StorageError {
    match error {
        // It is asked first, because a few files can be opened again: those of the database are closed.
        StorageError::NotWritable | StorageError::Database(_) | StorageError::Broken
            if error.is_of_disk() && super::private::is_out_of_files() =>
        {
            StorageError::TooManyFiles
        }
        error if error.is_of_disk() => super::private::probe(dir).err().map_or(error, Into::into),
        error => error,
    }
}

#[cfg(test)]
mod tests;
