//! A damaged file is moved aside, named after the time, and a new one begun with whatever of it can still be read. A
//! file that is gone or empty, though there had been one, is reported as well.

use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::Duration;
use std::{fs, io};

use chrono::{DateTime, Utc};

use crate::domain::StorageError;
use crate::storage::private::{self, rename_if_there, with_suffix};

use super::super::OutboxError;
use super::open::Lock;
use super::{FILE, Open, Outbox, open, salvage};

/// What became of a damaged outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Where it is now. What it holds of customers stays there until a person removes it. `None` means that its file was
    /// gone or empty, and there is nothing to keep.
    pub path: Option<PathBuf>,
    /// How many registrations could be taken over into the new one.
    pub taken_over: u64,
    /// Whether it was read to its end, so that nothing in it is lost.
    pub complete: bool,
}

/// A damaged file has this name until all of it that can be read is in the new one. Whoever opens the outbox and
/// finds it goes on where a process was killed.
pub(super) const SALVAGE: &str = "outbox.sqlite.salvage";

const EMPTY_PAGE_BYTES: usize = 4096;

impl Outbox {
    /// Sets the file aside if an operation has found it to be [`Damaged`](StorageError::Damaged), and begins a new one. Nothing if
    /// none has, or where another process has done so already.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn quarantine(&self, now: DateTime<Utc>) -> Result<Option<Quarantined>, OutboxError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let is_current = open.file.is_at(&self.path());
        if is_current && !open.damaged {
            return Ok(None);
        }
        let lock = open::lock(&self.dir, self.lock_timeout)?;
        // Another process may have done it while this one waited for the lock.
        let (opened, aside) = if open.file.is_at(&self.path()) {
            move_away(&self.dir)?;
            begin_anew(&self.dir, &lock, now, self.lock_timeout).map(|(open, aside)| (open, Some(aside)))?
        } else {
            begin(&self.dir, &lock, now, self.lock_timeout)?
        };
        *open = opened;
        Ok(aside)
    }
}

/// Opens the file; a damaged one is set aside first. Called under the lock: no other process opens a file meanwhile.
pub(super) fn begin(
    dir: &Path,
    lock: &Lock,
    now: DateTime<Utc>,
    lock_timeout: Duration,
) -> Result<(Open, Option<Quarantined>), OutboxError> {
    if !dir.join(SALVAGE).exists() {
        let file = dir.join(FILE);
        if is_blank(&file) {
            if !is_blank(&with_suffix(&file, "-wal")) {
                // SQLite would delete the log of a database that is empty.
                move_away(dir)?;
                return begin_anew(dir, lock, now, lock_timeout).map(|(open, aside)| (open, Some(aside)));
            }
            let was_there = lock.has_been_used();
            let missing = Quarantined { path: None, taken_over: 0, complete: false };
            return Ok((connect(dir, lock, lock_timeout)?, was_there.then_some(missing)));
        }
        match connect(dir, lock, lock_timeout) {
            Err(OutboxError::Storage(StorageError::Damaged)) => {}
            opened => return Ok((opened?, None)),
        }
    }
    move_away(dir)?;
    begin_anew(dir, lock, now, lock_timeout).map(|(open, aside)| (open, Some(aside)))
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

/// A process that still has the file open finds out after its next write, and writes again. Before anything is read
/// here: what it wrote earlier is read.
fn move_away(dir: &Path) -> Result<(), OutboxError> {
    let (from, to) = (dir.join(FILE), dir.join(SALVAGE));
    if !to.exists() {
        if is_blank(&from) {
            // Only the log is left. SQLite reads it beside a file that has at least a page.
            private::remove(&from)?;
            private::replace(&to, &[0; EMPTY_PAGE_BYTES])?;
        } else {
            fs::rename(&from, &to)?;
        }
    }
    // With no new file begun, the log that is there is the damaged one's.
    if !from.exists() {
        for suffix in ["-wal", "-shm"] {
            rename_if_there(&with_suffix(&from, suffix), &with_suffix(&to, suffix))?;
        }
    }
    Ok(private::sync_dir(dir)?)
}

/// Begins a new file, or goes on with the one that was begun, and takes over what can be read.
fn begin_anew(
    dir: &Path,
    lock: &Lock,
    now: DateTime<Utc>,
    lock_timeout: Duration,
) -> Result<(Open, Quarantined), OutboxError> {
    let old = dir.join(SALVAGE);
    let mut new = connect(dir, lock, lock_timeout)?;
    let (taken_over, complete) = salvage::take_over_all(&old, &mut new.connection, now, lock_timeout)?;
    let path = free_name(dir, now);
    for suffix in ["-wal", "-shm", ""] {
        rename_if_there(&with_suffix(&old, suffix), &with_suffix(&path, suffix))?;
    }
    private::sync_dir(dir)?;
    Ok((new, Quarantined { path: Some(path), taken_over, complete }))
}

fn free_name(dir: &Path, now: DateTime<Utc>) -> PathBuf {
    let stem = format!("{FILE}.damaged-{}", now.format("%Y%m%dT%H%M%SZ"));
    let candidates = std::iter::once(stem.clone()).chain((2_u32..).map(|n| format!("{stem}-{n}")));
    candidates.map(|name| dir.join(name)).find(|path| !path.exists()).unwrap_or_else(|| dir.join(stem))
}
