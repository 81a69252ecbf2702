//! A lock that processes and threads share, as a locked file. The system releases it when its owner ends.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::domain::StorageError;

use super::private;

/// Between two attempts at the lock. The first pause is the shortest, and each is twice as long as the one before.
const RETRY_INTERVALS: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(8));

/// A file that is locked until this is dropped.
#[derive(Debug)]
pub struct LockedFile(File);

/// The reason why a file is not locked.
#[derive(Debug)]
pub enum LockError {
    /// Another process or thread has held the lock for the whole timeout.
    Timeout,
    /// The file cannot be opened, or its file system has no locks.
    Io(io::Error),
}

impl LockedFile {
    /// Locks a file, or fails at once. A missing file is created, readable by its owner only.
    ///
    /// # Errors
    ///
    /// `Timeout` if another process or thread holds the lock.
    pub fn try_lock(path: &Path) -> Result<Self, LockError> {
        Self::lock(path, Duration::ZERO)
    }

    /// Locks a file like [`try_lock`](Self::try_lock), but waits for the lock. Blocks.
    ///
    /// It polls, because the system's blocking lock has no timeout.
    ///
    /// # Errors
    ///
    /// `Timeout` if the lock is not free within `timeout`: one hung process must not block the others.
    pub fn lock(path: &Path, timeout: Duration) -> Result<Self, LockError> {
        Self::wait(private::open_file(path)?, timeout)
    }

    /// Locks a directory like [`lock`](Self::lock), without a file in it.
    ///
    /// # Errors
    ///
    /// `Timeout` if the lock is not free within `timeout`.
    pub fn lock_dir(dir: &Path, timeout: Duration) -> Result<Self, LockError> {
        Self::wait(File::open(dir)?, timeout)
    }

    fn wait(file: File, timeout: Duration) -> Result<Self, LockError> {
        let deadline = Instant::now() + timeout;
        let (mut pause, longest_pause) = RETRY_INTERVALS;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::Error(error)) => return Err(error.into()),
                Err(TryLockError::WouldBlock) if Instant::now() >= deadline => return Err(LockError::Timeout),
                Err(TryLockError::WouldBlock) => thread::sleep(pause),
            }
            pause = (pause * 2).min(longest_pause);
        }
    }

    /// Returns the file, to read and write it.
    pub const fn file(&self) -> &File {
        &self.0
    }
}

impl From<io::Error> for LockError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<LockError> for StorageError {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Timeout => Self::Locked,
            LockError::Io(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_has_one_owner_and_waiting_for_it_times_out() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("lock");
        let first = LockedFile::try_lock(&path).unwrap();
        assert!(matches!(LockedFile::try_lock(&path), Err(LockError::Timeout)));
        assert!(matches!(LockedFile::lock(&path, Duration::from_millis(20)), Err(LockError::Timeout)));
        drop(first);
        LockedFile::try_lock(&path).unwrap();
    }

    #[test]
    fn a_waiting_thread_gets_the_lock_when_it_is_released() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("lock");
        let first = LockedFile::try_lock(&path).unwrap();
        thread::scope(|scope| {
            let waiting = scope.spawn(|| LockedFile::lock(&path, Duration::from_secs(30)).is_ok());
            drop(first);
            assert!(waiting.join().unwrap());
        });
    }

    #[test]
    fn a_file_that_cannot_be_made_is_no_timeout() {
        let home = tempfile::tempdir().unwrap();
        let error = LockedFile::lock(&home.path().join("missing/lock"), Duration::from_secs(30)).unwrap_err();
        assert!(matches!(error, LockError::Io(_)), "{error:?}");
    }
}
