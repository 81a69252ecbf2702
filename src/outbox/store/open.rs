//! Opening the file: its modes, its pragmas, the lock under which processes open it one after the other.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::os::unix::fs::{FileExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::storage::sqlite;

use super::super::{OutboxError, disk};
use super::{FILE, Open, schema};

/// How long to wait for readers before the log is left as it is: the next erasure empties it as well.
const CHECKPOINT_TIMEOUT: Duration = Duration::from_millis(50);

/// A file up to this size is checked as a whole when it is opened, which takes some milliseconds. That of a shop is
/// far smaller; in a larger one damage is found when it is met.
const CHECKED_BYTES: i64 = 4 * 1024 * 1024;

/// Which file it is, whatever its name is by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    fn of(path: &Path) -> Result<Self, OutboxError> {
        let metadata = fs::metadata(path)?;
        Ok(Self { device: metadata.dev(), inode: metadata.ino() })
    }

    pub(super) fn is_at(self, path: &Path) -> bool {
        Self::of(path).is_ok_and(|file| file == self)
    }
}

/// Is not empty once there has been an outbox.
const LOCK_FILE: &str = "outbox.lock";

/// Held while a file is opened or set aside. Given back when dropped.
pub(super) struct Lock {
    file: File,
}

impl Lock {
    /// Returns true if there has been an outbox here: its file may be gone since.
    pub(super) fn has_been_used(&self) -> bool {
        self.file.metadata().is_ok_and(|file| file.len() > 0)
    }

    /// Notes that there is an outbox here. A full disk does not keep it from being opened. Processes that wait see by the
    /// file's time that the lock changes hands.
    pub(super) fn note_use(&self) {
        let is_new = !self.has_been_used();
        let written = self.file.write_all_at(b"used\n", 0);
        if is_new {
            let _ = written.and_then(|()| self.file.sync_all());
        }
    }
}

/// Returns true if there has been an outbox in this directory.
pub(super) fn has_been_used(dir: &Path) -> bool {
    [LOCK_FILE.to_owned(), format!("{FILE}-wal")]
        .iter()
        .any(|name| fs::metadata(dir.join(name)).is_ok_and(|file| file.len() > 0))
}

/// Acquires the lock.
///
/// # Errors
///
/// `Busy` if another process holds it for longer than `timeout`: one hung process must not block the others.
pub(super) fn lock(dir: &Path, timeout: Duration) -> Result<Lock, OutboxError> {
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(dir.join(LOCK_FILE))?;
    let deadline = Instant::now() + timeout;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { file }),
            Err(TryLockError::Error(error)) => return Err(error.into()),
            Err(TryLockError::WouldBlock) if Instant::now() > deadline => return Err(OutboxError::Busy),
            // The system's lock knows no time limit, so it is asked for again.
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// Opens the file, or begins one. Called under the lock.
pub(super) fn connect(dir: &Path, lock_timeout: Duration) -> Result<Open, OutboxError> {
    let path = dir.join(FILE);
    disk::private_file(&path)?;
    let mut connection = connection(&path, lock_timeout)?;
    schema::migrate(&mut connection)?;
    check(&connection)?;
    // The key of the phone hashes that earlier formats had. If it cannot be removed now, the next opening tries again.
    let _ = disk::remove(&dir.join("phone.key"));
    // The file's name must outlive a power cut, or what is in it does not.
    disk::sync_dir(dir)?;
    Ok(Open { connection, file: FileId::of(&path)?, damaged: false, remnants: false, unreported: None })
}

pub(super) fn connection(path: &Path, lock_timeout: Duration) -> Result<Connection, OutboxError> {
    let connection = sqlite::open(path, lock_timeout)?;
    // cell_size_check: damage is found before it is followed. temp_store: nothing personal in files that are not erased.
    connection.execute_batch(
        "PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;",
    )?;
    Ok(connection)
}

fn check(connection: &Connection) -> Result<(), OutboxError> {
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    if number("page_count")?.saturating_mul(number("page_size")?) > CHECKED_BYTES {
        return Ok(());
    }
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(OutboxError::Corrupt) }
}

/// Moves the write-ahead log into the file and cuts it to nothing; whether that was possible.
pub(super) fn truncate_log(connection: &Connection, lock_timeout: Duration) -> Result<bool, OutboxError> {
    connection.busy_timeout(CHECKPOINT_TIMEOUT)?;
    let busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    connection.busy_timeout(lock_timeout)?;
    Ok(busy? == 0)
}
