//! Quarantine: a damaged file gets a name with the time, and a new file is begun with all rows that can still be read.
//! A missing or empty file is reported too, if there has been an outbox.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use chrono::{DateTime, Utc};

use crate::domain::StorageError;
use crate::storage::private::{self, FileId, rename_if_there, with_suffix};

use super::super::OutboxError;
use super::open::Lock;
use super::{FILE, Open, Outbox, open, salvage};

/// The report about a damaged outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// The path of the quarantined file. Its personal data stays there until a person removes it. `None` means that the
    /// file was missing or empty.
    pub path: Option<PathBuf>,
    /// The number of salvaged registrations.
    pub taken_over: u64,
    /// True if the file was read completely, so that nothing is lost.
    pub complete: bool,
}

impl Quarantined {
    /// Returns the name of the quarantined file, without its directory. `None` means that there is none.
    pub fn file_name(&self) -> Option<String> {
        Some(self.path.as_ref()?.file_name()?.to_string_lossy().into_owned())
    }
}

/// The name of a damaged file until all its readable rows are in the new file. After a kill, the next process that
/// opens the outbox continues the salvage.
pub(super) const SALVAGE: &str = "outbox.sqlite.salvage";

const EMPTY_PAGE_BYTES: usize = 4096;

impl Outbox {
    /// Quarantines the file if an operation found it to be [`Damaged`](StorageError::Damaged), and begins a new one.
    /// Does nothing if no operation did, or if another process has already done this.
    ///
    /// # Errors
    ///
    /// A file cannot be renamed or written.
    pub fn quarantine(&self, now: DateTime<Utc>) -> Result<(), OutboxError> {
        let mut open = self.as_is();
        if open.file.is_at(&self.path()) && !open.damaged {
            return Ok(());
        }
        let damaged = open.damaged.then_some(open.file);
        open.replace_with(begin(&self.dir, damaged, true, now, self.lock_timeout)?);
        Ok(())
    }
}

/// Opens the file, and quarantines a damaged one first: `damaged`, unless another process has done it, or one that is
/// found to be damaged. It holds the lock, so no other process opens a file meanwhile. `was_open` means that this process
/// had a file open: then it was there, even if nothing is left of its directory.
pub(super) fn begin(
    dir: &Path,
    damaged: Option<FileId>,
    was_open: bool,
    now: DateTime<Utc>,
    lock_timeout: Duration,
) -> Result<Open, OutboxError> {
    let lock = open::lock(dir, lock_timeout)?;
    let file = dir.join(FILE);
    let has_file = !is_blank(&file);
    // SQLite would delete the log of an empty database.
    let is_log_alone = !has_file && !is_blank(&with_suffix(&file, "-wal"));
    if dir.join(SALVAGE).exists() || is_log_alone || damaged.is_some_and(|damaged| damaged.is_at(&file)) {
        return begin_new_file(dir, &lock, now, lock_timeout);
    }
    let was_there = was_open || lock.has_been_used();
    match connect(dir, &lock, lock_timeout) {
        Err(OutboxError::Storage(StorageError::Damaged)) if has_file => begin_new_file(dir, &lock, now, lock_timeout),
        Ok(open) if !has_file && was_there => {
            Ok(Open { unreported: Some(Quarantined { path: None, taken_over: 0, complete: false }), ..open })
        }
        opened => opened,
    }
}

fn connect(dir: &Path, lock: &Lock, lock_timeout: Duration) -> Result<Open, OutboxError> {
    let open = open::connect(dir, lock_timeout)?;
    lock.note_use();
    Ok(open)
}

/// Returns true if there is no such file, or nothing in it.
fn is_blank(path: &Path) -> bool {
    fs::metadata(path).map_or_else(|error| error.kind() == io::ErrorKind::NotFound, |file| file.len() == 0)
}

/// Renames the damaged file. A process that has it open finds out after its next write, and writes again. The rename
/// comes before the salvage, so that earlier writes of that process are read.
fn move_away(dir: &Path) -> Result<(), OutboxError> {
    let (from, to) = (dir.join(FILE), dir.join(SALVAGE));
    if !to.exists() {
        if is_blank(&from) {
            // Only the log is left. SQLite reads a log only beside a file with at least one page.
            private::remove(&from)?;
            private::replace(&to, &[0; EMPTY_PAGE_BYTES])?;
        } else {
            fs::rename(&from, &to)?;
        }
    }
    // As long as no new file was begun, this log belongs to the damaged one.
    if !from.exists() {
        for suffix in ["-wal", "-shm"] {
            rename_if_there(&with_suffix(&from, suffix), &with_suffix(&to, suffix))?;
        }
    }
    Ok(private::sync_dir(dir)?)
}

/// Renames the damaged file, begins a new one or continues with one that was begun, and salvages the damaged one.
fn begin_new_file(dir: &Path, lock: &Lock, now: DateTime<Utc>, lock_timeout: Duration) -> Result<Open, OutboxError> {
    move_away(dir)?;
    let old = dir.join(SALVAGE);
    let mut new = connect(dir, lock, lock_timeout)?;
    let (taken_over, complete) = salvage::take_over_all(&old, &mut new.connection, now, lock_timeout)?;
    let path = free_name(dir, now);
    for suffix in ["-wal", "-shm", ""] {
        rename_if_there(&with_suffix(&old, suffix), &with_suffix(&path, suffix))?;
    }
    private::sync_dir(dir)?;
    Ok(Open { unreported: Some(Quarantined { path: Some(path), taken_over, complete }), ..new })
}

fn free_name(dir: &Path, now: DateTime<Utc>) -> PathBuf {
    let stem = format!("{FILE}.damaged-{}", now.format("%Y%m%dT%H%M%SZ"));
    let candidates = std::iter::once(stem.clone()).chain((2_u32..).map(|n| format!("{stem}-{n}")));
    candidates.map(|name| dir.join(name)).find(|path| !path.exists()).unwrap_or_else(|| dir.join(stem))
}
