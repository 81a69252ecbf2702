//! A damaged file is moved aside, named after the time, and a new one begun with whatever of it can still be read.

use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::{fs, io};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _};

use super::super::{OutboxError, disk};
use super::record::{COLUMNS, Record, TABLES};
use super::{FILE, Open, Outbox, open, schema, transfer};

/// What became of a damaged outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Where it lies now. What it holds of customers stays there until somebody removes it.
    pub path: PathBuf,
    /// How many registrations could be taken over into the new one.
    pub taken_over: u64,
    /// Whether it was read to its end, so that nothing in it is lost.
    pub complete: bool,
}

/// A damaged file has this name until all of it that can be read is in the new one. Whoever opens the outbox and
/// finds it goes on where a process was killed.
const SALVAGE: &str = "outbox.sqlite.salvage";

impl Outbox {
    /// Sets the file aside if an operation has said [`OutboxError::Corrupt`] of it, and begins a new one. Nothing if
    /// none has, or where another process has done so already.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn set_aside(&self, now: DateTime<Utc>) -> Result<Option<SetAside>, OutboxError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let is_current = open.file.is_at(&self.path());
        if is_current && !open.damaged {
            return Ok(None);
        }
        let _lock = open::lock(&self.dir)?;
        // Another process may have done it while this one waited for the lock.
        let (opened, aside) = if open.file.is_at(&self.path()) {
            move_away(&self.dir)?;
            salvage(&self.dir, now).map(|(open, aside)| (open, Some(aside)))?
        } else {
            begin(&self.dir, now)?
        };
        *open = opened;
        Ok(aside)
    }
}

/// Opens the file; a damaged one is set aside first. Called under the lock: nobody else opens a file meanwhile.
pub(super) fn begin(dir: &Path, now: DateTime<Utc>) -> Result<(Open, Option<SetAside>), OutboxError> {
    if !dir.join(SALVAGE).exists() {
        match open::connect(dir) {
            Err(OutboxError::Corrupt) => {}
            opened => return Ok((opened?, None)),
        }
    }
    move_away(dir)?;
    salvage(dir, now).map(|(open, aside)| (open, Some(aside)))
}

/// Opens the file that has taken the place of the one that this process had. Called under the lock.
pub(super) fn follow(dir: &Path) -> Result<Open, OutboxError> {
    if dir.join(SALVAGE).exists() {
        move_away(dir)?;
    }
    open::connect(dir)
}

/// A process that still has the file open finds out after its next write, and writes again. Before anything is read
/// here: what it wrote earlier is read.
fn move_away(dir: &Path) -> Result<(), OutboxError> {
    let (from, to) = (dir.join(FILE), dir.join(SALVAGE));
    if !to.exists() {
        fs::rename(&from, &to)?;
    }
    // With no new file begun, the log that lies there is the damaged one's.
    if !from.exists() {
        for suffix in ["-wal", "-shm"] {
            rename_if_there(&with_suffix(&from, suffix), &with_suffix(&to, suffix))?;
        }
    }
    Ok(disk::sync_dir(dir)?)
}

/// Begins a new file, or goes on with the one that was begun, and takes over what can be read.
fn salvage(dir: &Path, now: DateTime<Utc>) -> Result<(Open, SetAside), OutboxError> {
    let old = dir.join(SALVAGE);
    let mut new = open::connect(dir)?;
    let (taken_over, complete) = read_all(&old, &mut new.connection)?;
    let path = free_name(dir, now);
    for suffix in ["-wal", "-shm", ""] {
        rename_if_there(&with_suffix(&old, suffix), &with_suffix(&path, suffix))?;
    }
    disk::sync_dir(dir)?;
    Ok((new, SetAside { path, taken_over, complete }))
}

fn rename_if_there(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        renamed => renamed,
    }
}

fn free_name(dir: &Path, now: DateTime<Utc>) -> PathBuf {
    let stem = format!("{FILE}.damaged-{}", now.format("%Y%m%dT%H%M%SZ"));
    let candidates = std::iter::once(stem.clone()).chain((2_u32..).map(|n| format!("{stem}-{n}")));
    candidates.map(|name| dir.join(name)).find(|path| !path.exists()).unwrap_or_else(|| dir.join(stem))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Takes over what can be read: from the beginning to the first damage, then from the end back to the last. How
/// many these were, and whether they are all.
fn read_all(aside: &Path, new: &mut Connection) -> Result<(u64, bool), OutboxError> {
    let Ok(mut old) = open::connection(aside) else { return Ok((0, false)) };
    // An older format is brought up to date first; if that is impossible, so is reading.
    if schema::migrate(&mut old).is_err() {
        return Ok((0, false));
    }
    let transaction = new.transaction()?;
    let mut taken_over = 0;
    let (mut last, mut damaged, mut unreadable) = (0, false, false);
    for (order, past) in [("ASC", "r.id > ?1"), ("DESC", "r.id < ?1")] {
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE {past} ORDER BY r.id {order} LIMIT 1");
        let mut at = if order == "ASC" { 0 } else { i64::MAX };
        loop {
            match next(&old, &sql, at) {
                Ok(Some((number, _))) if order == "DESC" && number <= last => break,
                Ok(Some((number, record))) => {
                    at = number;
                    match record {
                        Ok(record) => taken_over += u64::from(transfer::take_over(&transaction, &record)?),
                        // One row is lost, and none of the others with it.
                        Err(_) => unreadable = true,
                    }
                }
                Ok(None) => break,
                Err(_) => {
                    damaged = true;
                    break;
                }
            }
        }
        if !damaged {
            break;
        }
        last = last.max(at);
    }
    transaction.commit()?;
    Ok((taken_over, !damaged && !unreadable))
}

/// A row's number, and what it holds.
type Found = (i64, Result<Record, OutboxError>);

/// The next row behind, or before, a number.
fn next(old: &Connection, sql: &str, at: i64) -> Result<Option<Found>, OutboxError> {
    let mut statement = old.prepare_cached(sql)?;
    Ok(statement.query_row([at], |row| Ok((row.get("id")?, Record::read(row)))).optional()?)
}
