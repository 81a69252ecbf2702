//! Owners: the processes that work on registrations and drafts. Each process locks a file of its own, and the system
//! releases the lock when the process ends, also after `kill -9`. The store and the drafts use this.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::storage::locked_file::{LockError, LockedFile};
use crate::storage::private::{self, FileId};

use super::OutboxError;

/// This process, as other processes see it in the state directory.
#[derive(Debug)]
pub struct Owner {
    id: OwnerId,
    path: PathBuf,
    _lock: LockedFile,
}

/// A random name for a process: 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OwnerId(String);

impl fmt::Display for OwnerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl OwnerId {
    /// Parses a stored name.
    pub fn read(text: &str) -> Option<Self> {
        let is_one = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_one.then(|| Self(text.to_owned()))
    }
}

impl Owner {
    /// Registers this process in `DIR/owners`.
    ///
    /// # Errors
    ///
    /// The lock file cannot be created, or the file system has no locks.
    pub fn register(dir: &Path) -> Result<Self, OutboxError> {
        private::restrict_dir(dir)?;
        let owners = owners(dir);
        private::restrict_dir(&owners)?;
        sweep(&owners);
        loop {
            let id = OwnerId(uuid::Uuid::new_v4().simple().to_string());
            let path = lock_path(dir, &id);
            match LockedFile::try_lock(&path) {
                Ok(lock) if is_the_file_at(lock.file(), &path) => return Ok(Self { id, path, _lock: lock }),
                // Another process has removed the file before it was locked, or is about to.
                Ok(_) | Err(LockError::Timeout) => {}
                // For example, the file system has no locks. The file would stay for ever.
                Err(LockError::Io(error)) => {
                    let _ = fs::remove_file(&path);
                    return Err(error.into());
                }
            }
        }
    }

    /// Returns its name.
    pub const fn id(&self) -> &OwnerId {
        &self.id
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        // If it stays, another process removes it.
        let _ = fs::remove_file(&self.path);
    }
}

/// Returns true if a process has certainly ended. Otherwise the end of the lease decides. The lock is only taken
/// shared, so that two processes that ask at the same time do not take each other for the owner.
pub(super) fn is_dead(dir: &Path, id: &OwnerId) -> bool {
    match File::open(lock_path(dir, id)) {
        Ok(file) => file.try_lock_shared().is_ok(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// Returns true if a process works on registrations or drafts in `dir`.
pub fn is_used(dir: &Path) -> bool {
    let is_alive = |entry: fs::DirEntry| File::open(entry.path()).is_ok_and(|file| file.try_lock_shared().is_err());
    fs::read_dir(owners(dir)).into_iter().flatten().flatten().any(is_alive)
}

/// Removes the files of processes that have ended. A file that cannot be removed does no harm.
fn sweep(owners: &Path) {
    for entry in fs::read_dir(owners).into_iter().flatten().flatten() {
        let path = entry.path();
        let Ok(file) = File::open(&path) else { continue };
        if file.try_lock_shared().is_ok() && is_the_file_at(&file, &path) {
            let _ = fs::remove_file(&path);
        }
    }
}

fn is_the_file_at(file: &File, path: &Path) -> bool {
    FileId::of_file(file).is_ok_and(|held| held.is_at(path))
}

fn owners(dir: &Path) -> PathBuf {
    dir.join("owners")
}

fn lock_path(dir: &Path, id: &OwnerId) -> PathBuf {
    owners(dir).join(format!("{id}.lock"))
}
