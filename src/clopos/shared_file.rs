//! What all desks of a host share: a JSON object in a file of the state directory, readable to its owner only,
//! replaced as a whole and changed by one process at a time.
//!
//! It knows nothing of what lies in it. A file that is missing or cannot be read as what it should be is an empty
//! one: everything in it can be had anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write};
use std::marker::PhantomData;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, UNIX_EPOCH};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock;

/// No file here grows beyond this.
const MAX_FILE_BYTES: u64 = 1_000_000;

/// A shared map from key to `T`.
pub(super) struct SharedFile<T> {
    file: PathBuf,
    lock: PathBuf,
    holds: PhantomData<fn() -> T>,
}

/// Held by one process, and in it by one task, at a time; given back when dropped, also by a crash.
pub(super) struct Lock {
    _file: File,
}

impl<T: Serialize + DeserializeOwned + Send + 'static> SharedFile<T> {
    /// `DIR/NAME.json`, guarded by `DIR/NAME.lock`; neither is touched yet.
    pub(super) fn new(dir: &Path, name: &str) -> Self {
        Self { file: dir.join(format!("{name}.json")), lock: dir.join(format!("{name}.lock")), holds: PhantomData }
    }

    /// What lies there at this moment.
    pub(super) async fn read(&self) -> BTreeMap<String, T> {
        let file = self.file.clone();
        blocking(move || Ok(read(&file))).await.unwrap_or_default()
    }

    /// The lock, if nobody has it.
    pub(super) async fn try_lock(&self) -> io::Result<Option<Lock>> {
        let path = self.lock.clone();
        blocking(move || try_lock(&path)).await
    }

    /// The lock, waited for no longer than `patience`: a process that hangs must not hang the others.
    ///
    /// It is asked for again and again because the system's lock knows no time limit, and a thread that is stuck in
    /// it would keep the program from ending.
    pub(super) async fn lock(&self, patience: Duration) -> io::Result<Option<Lock>> {
        let deadline = Instant::now() + patience;
        let mut pause = Backoff::default();
        loop {
            if let Some(lock) = self.try_lock().await? {
                return Ok(Some(lock));
            }
            if Instant::now() >= deadline {
                return Ok(None);
            }
            pause.wait().await;
        }
    }

    /// Changes what lies there and gives the lock back. Without a lock, what another process writes at the same
    /// moment may be lost.
    pub(super) async fn change<R: Send + 'static>(
        &self,
        lock: Option<Lock>,
        change: impl FnOnce(&mut BTreeMap<String, T>) -> R + Send + 'static,
    ) -> io::Result<R> {
        let file = self.file.clone();
        blocking(move || {
            let mut map = read(&file);
            let result = change(&mut map);
            write(&file, &map)?;
            drop(lock);
            Ok(result)
        })
        .await
    }
}

/// The time between two looks at something that another process will change: short at first, then longer.
pub(super) struct Backoff(Duration);

impl Default for Backoff {
    fn default() -> Self {
        Self(Duration::from_millis(1))
    }
}

impl Backoff {
    pub(super) async fn wait(&mut self) {
        tokio::time::sleep(self.0).await;
        self.0 = (self.0 * 2).min(Duration::from_millis(25));
    }
}

/// Milliseconds since 1970 by this machine's clock: the one clock that processes and restarts share.
pub(super) fn now_ms() -> u64 {
    let since = clock::system_time().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// A key that says nothing of what it was made from: SHA-256, in hex.
pub(super) fn digest<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    for part in parts {
        // The length keeps "ab"+"c" and "a"+"bc" apart.
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

async fn blocking<R: Send + 'static>(work: impl FnOnce() -> io::Result<R> + Send + 'static) -> io::Result<R> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

fn read<T: DeserializeOwned>(path: &Path) -> BTreeMap<String, T> {
    let contents = || -> io::Result<Vec<u8>> {
        let file = File::open(path)?;
        if file.metadata()?.permissions().mode() & 0o077 != 0 {
            // Others may have written it: a planted token would send customers elsewhere.
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let mut contents = Vec::new();
        file.take(MAX_FILE_BYTES).read_to_end(&mut contents)?;
        Ok(contents)
    };
    contents().ok().and_then(|contents| serde_json::from_slice(&contents).ok()).unwrap_or_default()
}

/// Nothing is synced to disk: after a power cut an old or an empty file will do.
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

fn try_lock(path: &Path) -> io::Result<Option<Lock>> {
    if let Some(dir) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    }
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock { _file: file })),
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
    async fn what_one_writes_the_other_reads_and_nobody_else() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("state/frontdesk");
        let shared = SharedFile::<u32>::new(&dir, "x");
        assert!(shared.read().await.is_empty());
        let lock = shared.try_lock().await.unwrap().unwrap();
        shared.change(Some(lock), |map| map.insert("a".into(), 7)).await.unwrap();
        assert_eq!(SharedFile::<u32>::new(&dir, "x").read().await.get("a"), Some(&7));
        assert_eq!(mode(&dir), 0o700);
        assert_eq!(mode(&dir.join("x.json")), 0o600);
        assert_eq!(mode(&dir.join("x.lock")), 0o600);
        assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 2, "a temporary file is left");
    }

    #[tokio::test]
    async fn the_lock_is_held_by_one_and_waited_for_with_a_bound() {
        let home = tempfile::tempdir().unwrap();
        let shared = SharedFile::<u32>::new(home.path(), "x");
        let first = shared.lock(Duration::ZERO).await.unwrap();
        assert!(first.is_some());
        assert!(shared.lock(Duration::from_millis(30)).await.unwrap().is_none());
        drop(first);
        assert!(shared.lock(Duration::ZERO).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn a_broken_or_open_file_counts_as_empty() {
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
    async fn a_state_directory_that_cannot_be_is_an_error() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(SharedFile::<u32>::new(file.path(), "x").try_lock().await.is_err());
    }

    #[test]
    fn a_digest_is_sha_256_over_lengths_and_parts() {
        assert_eq!(digest([]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_ne!(digest(["ab", "c"]), digest(["a", "bc"]));
    }
}
