//! A JSON object in a file of the state directory that all desks of a host share. Only its owner can read it. One
//! process at a time changes it, and each change replaces the whole file.
//!
//! Called by `budget` and `token`. It does not know the contents. A file that is missing or cannot be read as expected
//! counts as empty, because everything in it can be requested again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write};
use std::marker::PhantomData;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::Instant;

use crate::clock;

/// Only this part of a file is read, so a larger file counts as empty.
const MAX_FILE_BYTES: u64 = 1_000_000;

/// A shared map from key to `T`.
pub(super) struct SharedFile<T> {
    path: PathBuf,
    lock_path: PathBuf,
    value_type: PhantomData<fn() -> T>,
}

/// The lock of a shared file. One task of one process can hold it. It is released when it is dropped, and after a
/// crash.
pub(super) struct FileLock {
    _file: File,
}

impl<T: Serialize + DeserializeOwned + Send + 'static> SharedFile<T> {
    /// Refers to `DIR/NAME.json` and its lock `DIR/NAME.lock`, without opening them.
    pub(super) fn new(dir: &Path, name: &str) -> Self {
        Self {
            path: dir.join(format!("{name}.json")),
            lock_path: dir.join(format!("{name}.lock")),
            value_type: PhantomData,
        }
    }

    /// Reads the present contents, without a lock.
    pub(super) async fn read(&self) -> BTreeMap<String, T> {
        let path = self.path.clone();
        run_blocking(move || Ok(read(&path))).await.unwrap_or_default()
    }

    /// Acquires the lock. `None` means that another task or process holds it.
    ///
    /// # Errors
    ///
    /// The lock file cannot be made or opened.
    pub(super) async fn try_lock(&self) -> io::Result<Option<FileLock>> {
        let path = self.lock_path.clone();
        run_blocking(move || try_lock(&path)).await
    }

    /// Acquires the lock. `None` means that the timeout passed, so that a process that hangs cannot block the others.
    ///
    /// It polls, because the system's blocking lock has no timeout and a thread that waits in it would keep the program
    /// from ending.
    ///
    /// # Errors
    ///
    /// The lock file cannot be made or opened.
    pub(super) async fn lock(&self, timeout: Duration) -> io::Result<Option<FileLock>> {
        let deadline = Instant::now() + timeout;
        let mut backoff = Backoff::default();
        loop {
            if let Some(lock) = self.try_lock().await? {
                return Ok(Some(lock));
            }
            if Instant::now() >= deadline {
                return Ok(None);
            }
            backoff.wait().await;
        }
    }

    /// Updates the contents and releases the lock. Without a lock, a change that another process makes at the same time
    /// may be lost.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub(super) async fn update<R: Send + 'static>(
        &self,
        lock: Option<FileLock>,
        change: impl FnOnce(&mut BTreeMap<String, T>) -> R + Send + 'static,
    ) -> io::Result<R> {
        let path = self.path.clone();
        run_blocking(move || {
            let mut map = read(&path);
            let result = change(&mut map);
            write(&path, &map)?;
            drop(lock);
            Ok(result)
        })
        .await
    }
}

/// The time between two polls of a file that another process will change. It begins at 1 ms and doubles up to 25 ms.
pub(super) struct Backoff(Duration);

impl Default for Backoff {
    fn default() -> Self {
        Self(Duration::from_millis(1))
    }
}

impl Backoff {
    /// Waits, and doubles the next wait.
    pub(super) async fn wait(&mut self) {
        tokio::time::sleep(self.0).await;
        self.0 = (self.0 * 2).min(Duration::from_millis(25));
    }
}

/// Returns the milliseconds since 1970 by this machine's clock, the only clock that processes and restarts share.
pub(super) fn now_ms() -> u64 {
    let since_epoch = clock::system_time().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX)
}

/// Returns a key that does not reveal the parts from which it was made: SHA-256, in hex.
pub(super) fn digest<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    for part in parts {
        // The length makes "ab"+"c" different from "a"+"bc".
        context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(part.as_bytes());
    }
    let hash = context.finish();
    let mut hex = String::with_capacity(64);
    for byte in hash.as_ref() {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

async fn run_blocking<R: Send + 'static>(work: impl FnOnce() -> io::Result<R> + Send + 'static) -> io::Result<R> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

fn read<T: DeserializeOwned>(path: &Path) -> BTreeMap<String, T> {
    let contents = || -> io::Result<Vec<u8>> {
        let file = File::open(path)?;
        if file.metadata()?.permissions().mode() & 0o077 != 0 {
            // Another user may have written it: a planted token would send customers to another account.
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let mut contents = Vec::new();
        file.take(MAX_FILE_BYTES).read_to_end(&mut contents)?;
        Ok(contents)
    };
    contents().ok().and_then(|contents| serde_json::from_slice(&contents).ok()).unwrap_or_default()
}

/// Replaces the file. It is not synced to disk: after a power cut an old or an empty file is good enough.
fn write<T: Serialize>(path: &Path, map: &BTreeMap<String, T>) -> io::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".clopos-")
        .permissions(std::fs::Permissions::from_mode(0o600))
        .tempfile_in(dir)?;
    file.write_all(&serde_json::to_vec(map)?)?;
    file.persist(path)?;
    Ok(())
}

fn try_lock(path: &Path) -> io::Result<Option<FileLock>> {
    if let Some(dir) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    }
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(FileLock { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o777
    }

    #[tokio::test]
    async fn another_instance_reads_what_was_written_and_the_files_are_private() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("state/frontdesk");
        let shared = SharedFile::<u32>::new(&dir, "x");
        assert!(shared.read().await.is_empty());
        let lock = shared.try_lock().await.unwrap().unwrap();
        shared.update(Some(lock), |map| map.insert("a".into(), 7)).await.unwrap();
        assert_eq!(SharedFile::<u32>::new(&dir, "x").read().await.get("a"), Some(&7));
        assert_eq!(mode(&dir), 0o700);
        assert_eq!(mode(&dir.join("x.json")), 0o600);
        assert_eq!(mode(&dir.join("x.lock")), 0o600);
        assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 2, "a temporary file is left");
    }

    #[tokio::test]
    async fn the_lock_has_one_owner_and_waiting_for_it_times_out() {
        let home = tempfile::tempdir().unwrap();
        let shared = SharedFile::<u32>::new(home.path(), "x");
        let first = shared.lock(Duration::ZERO).await.unwrap();
        assert!(first.is_some());
        assert!(shared.lock(Duration::from_millis(30)).await.unwrap().is_none());
        drop(first);
        assert!(shared.lock(Duration::ZERO).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn a_damaged_file_or_one_that_others_can_read_counts_as_empty() {
        let home = tempfile::tempdir().unwrap();
        let shared = SharedFile::<u32>::new(home.path(), "x");
        let path = home.path().join("x.json");
        std::fs::write(&path, r#"{"a":1}"#).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(shared.read().await.is_empty());
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(shared.read().await.len(), 1);
        std::fs::write(&path, r#"{"a":"#).unwrap();
        assert!(shared.read().await.is_empty());
    }

    #[tokio::test]
    async fn a_state_directory_that_cannot_be_made_is_an_error() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(SharedFile::<u32>::new(file.path(), "x").try_lock().await.is_err());
    }

    #[test]
    fn a_digest_is_sha_256_over_lengths_and_parts() {
        assert_eq!(digest([]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_ne!(digest(["ab", "c"]), digest(["a", "bc"]));
    }
}
