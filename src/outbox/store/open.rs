//! Opens the file: its permissions, its pragmas, and the lock under which one process at a time opens it.

use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use crate::domain::StorageError;
use crate::storage::locked_file::LockedFile;
use crate::storage::private::{self, FileId};
use crate::storage::sqlite;

use super::super::OutboxError;
use super::{FILE, Open};

/// The SQL of each version of the schema.
pub(super) const SCHEMA: [&str; 7] = [
    include_str!("../../../assets/schema/outbox/0001.sql"),
    include_str!("../../../assets/schema/outbox/0002.sql"),
    include_str!("../../../assets/schema/outbox/0003.sql"),
    include_str!("../../../assets/schema/outbox/0004.sql"),
    include_str!("../../../assets/schema/outbox/0005.sql"),
    include_str!("../../../assets/schema/outbox/0006.sql"),
    include_str!("../../../assets/schema/outbox/0007.sql"),
];

/// The greatest size of a file that is checked completely when it is opened, which takes some milliseconds. The file of
/// a shop is far smaller. Damage in a larger file is found later, by the query that reads it.
const CHECKED_BYTES: i64 = 4 * 1024 * 1024;

/// The lock file. It is not empty if there has been an outbox.
const LOCK_FILE: &str = "outbox.lock";

/// The lock for opening or quarantining a file. It is released on drop.
pub(super) struct Lock(LockedFile);

impl Lock {
    /// Returns true if there has been an outbox here. Its file may be missing now.
    pub(super) fn has_been_used(&self) -> bool {
        self.0.file().metadata().is_ok_and(|file| file.len() > 0)
    }

    /// Notes that there is an outbox here. A full disk does not prevent opening. Waiting processes see by the time of
    /// the file that the lock changes its owner.
    pub(super) fn note_use(&self) {
        let is_new = !self.has_been_used();
        let written = self.0.file().write_all_at(b"used\n", 0);
        if is_new {
            let _ = written.and_then(|()| self.0.file().sync_all());
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
/// `Locked` if another process has it for longer than `timeout`, so that one hung process cannot block the others.
pub(super) fn lock(dir: &Path, timeout: Duration) -> Result<Lock, OutboxError> {
    Ok(Lock(LockedFile::lock(&dir.join(LOCK_FILE), timeout)?))
}

/// Opens or creates the file. The caller has the lock.
pub(super) fn connect(dir: &Path, lock_timeout: Duration) -> Result<Open, OutboxError> {
    let path = dir.join(FILE);
    private::create_file(&path)?;
    private::restrict_file(&path)?;
    let mut connection = connection(&path, lock_timeout)?;
    sqlite::migrate(&mut connection, &SCHEMA)?;
    check(&connection)?;
    // The key of the phone hashes that earlier formats had. If it cannot be removed now, the next opening tries again.
    let _ = private::remove(&dir.join("phone.key"));
    // The directory is synced, because the file name must survive a power cut.
    private::sync_dir(dir)?;
    Ok(Open { connection, file: FileId::of_path(&path)?, damaged: false, is_wal_dirty: false, unreported: None })
}

pub(super) fn connection(path: &Path, lock_timeout: Duration) -> Result<Connection, OutboxError> {
    let connection = sqlite::open(path, lock_timeout)?;
    // cell_size_check finds damage before SQLite uses it. temp_store keeps personal data out of temporary files, which
    // are not erased.
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
    if verdict == "ok" { Ok(()) } else { Err(StorageError::Damaged.into()) }
}
