//! A copy of an outbox on a disk that cannot be written, for a command that only reads.

use std::path::Path;
use std::{fs, io};

use tempfile::TempDir;

use crate::storage::private;

use super::quarantine::SALVAGE;
use super::{FILE, Outbox};

/// The most copies that are made until no process has written meanwhile.
const MAX_COPY_ATTEMPTS: u8 = 20;

const FILES: [&str; 4] = [FILE, "outbox.sqlite-wal", SALVAGE, "outbox.sqlite.salvage-wal"];

impl Outbox {
    /// Copies the files of the outbox in `dir` to a directory that only this user may enter. This process must not have
    /// any of them open; [`private::create_file`] says why that matters.
    ///
    /// # Errors
    ///
    /// The files cannot be read or written. `NotFound`: a missing outbox is not an empty one.
    pub fn copy(dir: &Path) -> io::Result<TempDir> {
        let existing: Vec<&str> = FILES.into_iter().filter(|name| dir.join(name).exists()).collect();
        if ![FILE, SALVAGE].iter().any(|name| existing.contains(name)) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let memory = tempfile::Builder::new().prefix("frontdesk-").tempdir_in("/dev/shm");
        let copy = memory.or_else(|_| tempfile::tempdir())?;
        let seen =
            || existing.iter().map(|name| fs::metadata(dir.join(name)).map(|file| (file.len(), file.modified().ok())));
        for _ in 0..MAX_COPY_ATTEMPTS {
            let before: Vec<_> = seen().collect::<io::Result<_>>()?;
            for name in &existing {
                let to = copy.path().join(name);
                fs::copy(dir.join(name), &to)?;
                private::restrict_file(&to)?;
            }
            // A desk may move its log into the database during the copy. Then the copy is not consistent.
            if before == seen().collect::<io::Result<Vec<_>>>()? {
                return Ok(copy);
            }
        }
        Err(io::ErrorKind::ResourceBusy.into())
    }
}
