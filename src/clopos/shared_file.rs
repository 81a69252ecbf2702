//! A JSON object in a file of the state directory that all desks of a host share ([`json_file`]). One process at a time changes
//! it. Called by `budget` and `token`; it does not know the contents.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock;
use crate::storage::locked_file::{LockError, LockedFile};
use crate::storage::{json_file, private};

/// A value that can be lost when it is expired. The default has no effect.
pub(super) trait Record: Serialize + DeserializeOwned + Default + Send + 'static {
    /// Returns true if nothing in it has an effect at this time or later.
    fn is_expired(&self, now: u64) -> bool;
}

/// The value of one key in a shared map of `T`.
pub(super) struct SharedFile<T> {
    path: PathBuf,
    key: String,
    value_type: PhantomData<fn() -> T>,
}

impl<T: Record> SharedFile<T> {
    /// Refers to a key of `DIR/NAME.json` and its lock `DIR/NAME.lock`, without opening them.
    pub(super) fn new(dir: &Path, name: &str, key: String) -> Self {
        Self { path: dir.join(name).with_extension("json"), key, value_type: PhantomData }
    }

    /// Reads the present value, without a lock.
    pub(super) async fn read(&self) -> Option<T> {
        let (path, key) = (self.path.clone(), self.key.clone());
        let read = move || Ok(json_file::read::<BTreeMap<String, T>>(&path).and_then(|mut map| map.remove(&key)));
        run_short(read).await.ok().flatten()
    }

    /// Acquires the lock. `None` means that the timeout passed, so that a process that hangs cannot block the others.
    ///
    /// # Errors
    ///
    /// The lock file cannot be made or opened.
    pub(super) async fn lock(&self, timeout: Duration) -> io::Result<Option<LockedFile>> {
        let path = self.path.clone();
        run_blocking(move || lock(&path, timeout)).await
    }

    /// Updates the value under the lock. `None` means that the timeout for the lock passed.
    ///
    /// # Errors
    ///
    /// The lock file cannot be made or opened, or the file cannot be written.
    pub(super) async fn lock_and_update<R: Send + 'static>(
        &self,
        timeout: Duration,
        change: impl FnOnce(&mut T) -> R + Send + 'static,
    ) -> io::Result<Option<R>> {
        let (path, key) = (self.path.clone(), self.key.clone());
        run_short(move || {
            let Some(_lock) = lock(&path, timeout)? else { return Ok(None) };
            update(&path, key, change).map(Some)
        })
        .await
    }

    /// Replaces the value and releases the lock. Without a lock, a change that another process makes at the same time
    /// may be lost.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub(super) async fn replace(&self, lock: Option<LockedFile>, value: T) -> io::Result<()> {
        let (path, key) = (self.path.clone(), self.key.clone());
        run_blocking(move || {
            let _lock = lock;
            update(&path, key, |present| *present = value)
        })
        .await
    }
}

/// Locks the file beside the one at `path`. `None` means that the timeout passed.
fn lock(path: &Path, timeout: Duration) -> io::Result<Option<LockedFile>> {
    private::create_dir(private::parent(path))?;
    match LockedFile::lock(&path.with_extension("lock"), timeout) {
        Ok(lock) => Ok(Some(lock)),
        Err(LockError::Timeout) => Ok(None),
        Err(LockError::Io(error)) => Err(error),
    }
}

/// Changes the value of a key, and drops those of other keys that are expired.
fn update<T: Record, R>(path: &Path, key: String, change: impl FnOnce(&mut T) -> R) -> io::Result<R> {
    let now = now_ms();
    let mut map: BTreeMap<String, T> = json_file::read(path).unwrap_or_default();
    map.retain(|other, value| *other == key || !value.is_expired(now));
    let result = change(map.entry(key).or_default());
    json_file::write(path, &map)?;
    Ok(result)
}

/// Returns the milliseconds since 1970 by this host's clock, the only clock that processes and restarts share.
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

/// Runs work that holds no lock when it ends.
async fn run_short<R: Send + 'static>(work: impl FnOnce() -> io::Result<R> + Send + 'static) -> io::Result<R> {
    // In a simulation hundreds of desks run on one thread, and handing the work to another thread takes most of its time.
    if cfg!(test) { work() } else { run_blocking(work).await }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Record for u32 {
        fn is_expired(&self, _: u64) -> bool {
            *self == 0
        }
    }

    fn mode(path: &Path) -> u32 {
        std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions()) & 0o777
    }

    #[tokio::test]
    async fn another_instance_reads_what_was_written_and_the_files_are_private() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("state/frontdesk");
        let shared = |key: &str| SharedFile::<u32>::new(&dir, "x", key.to_owned());
        assert_eq!(shared("a").read().await, None);
        let lock = shared("a").lock(Duration::ZERO).await.unwrap().unwrap();
        shared("a").replace(Some(lock), 7).await.unwrap();
        assert_eq!(shared("a").read().await, Some(7));
        shared("b").replace(None, 0).await.unwrap();
        assert_eq!(shared("a").lock_and_update(Duration::ZERO, |value| *value += 1).await.unwrap(), Some(()));
        assert_eq!((shared("a").read().await, shared("b").read().await), (Some(8), None), "0 is expired");
        assert_eq!(mode(&dir), 0o700);
        assert_eq!(mode(&dir.join("x.json")), 0o600);
        assert_eq!(mode(&dir.join("x.lock")), 0o600);
        assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 2, "a temporary file is left");
    }

    #[tokio::test]
    async fn a_state_directory_that_cannot_be_made_is_an_error() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(SharedFile::<u32>::new(file.path(), "x", String::new()).lock(Duration::ZERO).await.is_err());
    }

    #[test]
    fn a_digest_is_sha_256_over_lengths_and_parts() {
        assert_eq!(digest([]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_ne!(digest(["ab", "c"]), digest(["a", "bc"]));
    }
}
