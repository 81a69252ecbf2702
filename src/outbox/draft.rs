//! The drafts on the disk. They survive a crash, a hang-up and `kill -9`, and are offered to the same cashier at the
//! next start. `runtime` writes them after the keys and deletes them on save or clear.
//!
//! Each desk has its own file, named after its cashier (as a hash) and its process, because several desks may run under
//! one name. Only the files of ended processes are offered.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::Draft;
use crate::storage::private;

use super::OutboxError;
use super::owner::{self, Owner, OwnerId};
use super::registration::Cashier;

/// The drafts of one desk and its cashier.
#[derive(Debug)]
pub struct Drafts {
    dir: PathBuf,
    owner: Arc<Owner>,
    /// The hash of the cashier's name: the beginning of the file name.
    cashier: String,
}

/// The drafts of an earlier run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeftDrafts {
    /// The drafts, oldest run first. They belong to this desk now.
    pub drafts: Vec<Draft>,
    /// The files that could not be read, or only in part. They are kept under these names until a person removes them.
    pub unreadable: Vec<PathBuf>,
}

/// The greatest size that is read, more than a desk ever writes.
const MAX_FILE_BYTES: u64 = 1_000_000;

impl Drafts {
    /// Opens the drafts of a cashier in `DIR/drafts`.
    ///
    /// # Errors
    ///
    /// The directory cannot be created or made private.
    pub fn open(dir: &Path, owner: Arc<Owner>, cashier: &Cashier) -> Result<Self, OutboxError> {
        private::restrict_dir(dir)?;
        private::restrict_dir(&dir.join("drafts"))?;
        Ok(Self { dir: dir.to_owned(), owner, cashier: cashier.hash() })
    }

    /// Replaces the drafts of this desk. They are on the disk when this returns. An empty list deletes the file.
    ///
    /// # Errors
    ///
    /// The file cannot be written. The earlier drafts are still there.
    pub fn write(&self, drafts: &[Draft]) -> Result<(), OutboxError> {
        if drafts.is_empty() {
            return self.clear();
        }
        let content = serde_json::to_vec(drafts).map_err(io::Error::from)?;
        Ok(private::replace(&self.path(self.owner.id()), &content)?)
    }

    /// Deletes the drafts of this desk.
    ///
    /// # Errors
    ///
    /// The file cannot be deleted.
    pub fn clear(&self) -> Result<(), OutboxError> {
        Ok(private::remove(&self.path(self.owner.id()))?)
    }

    /// Takes over the drafts of this cashier's desks that have ended. After a crash in the middle, the next desk gets
    /// each draft once. It must be called before [`write`](Self::write).
    ///
    /// # Errors
    ///
    /// A file cannot be renamed, read or written.
    pub fn take_over(&self) -> Result<LeftDrafts, OutboxError> {
        let mut left = LeftDrafts::default();
        let mut cids = BTreeSet::new();
        let mut read_files = Vec::new();
        for (number, path) in self.left_files()?.into_iter().enumerate() {
            // The rename comes first: if two desks start together, only one of them gets the file.
            let claimed = self.claim_path(number);
            match fs::rename(&path, &claimed) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error.into()),
            }
            let (drafts, is_whole) = read(&claimed);
            left.drafts.extend(drafts.into_iter().filter(|draft| cids.insert(draft.cid)));
            read_files.push((claimed, is_whole));
        }
        self.write(&left.drafts)?;
        for (path, is_whole) in read_files {
            if is_whole {
                private::remove(&path)?;
            } else {
                left.unreadable.push(self.quarantine(&path, left.unreadable.len())?);
            }
        }
        Ok(left)
    }

    /// Renames a file that cannot be read. The new name is not that of a draft and does not show the cashier.
    fn quarantine(&self, path: &Path, number: usize) -> Result<PathBuf, OutboxError> {
        let dir = self.dir.join("drafts");
        let kept = dir.join(format!("unreadable-{}-{number}", self.owner.id()));
        fs::rename(path, &kept)?;
        private::sync_dir(&dir)?;
        Ok(kept)
    }

    /// Returns the files of this cashier whose process has ended, oldest first. Deletes unfinished ones.
    fn left_files(&self) -> Result<Vec<PathBuf>, OutboxError> {
        let mut files = Vec::new();
        for entry in fs::read_dir(self.dir.join("drafts"))? {
            let entry = entry?;
            let Some((name, owner)) = entry.file_name().to_str().and_then(|name| self.owner_in(name)) else { continue };
            if owner == *self.owner.id() || !owner::is_dead(&self.dir, &owner) {
                continue;
            }
            if name.starts_with('.') {
                private::remove(&entry.path())?;
            } else {
                match entry.metadata() {
                    Ok(metadata) => files.push((metadata.modified()?, entry.path())),
                    // Another desk has taken it.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        files.sort();
        Ok(files.into_iter().map(|(_, path)| path).collect())
    }

    /// Returns the process in the name of a file of this cashier: `[.]CASHIER-PROCESS…`.
    fn owner_in(&self, name: &str) -> Option<(String, OwnerId)> {
        let rest = name.trim_start_matches('.').strip_prefix(&self.cashier)?.strip_prefix('-')?;
        Some((name.to_owned(), OwnerId::read(rest.get(..32)?)?))
    }

    fn name(&self, owner: &OwnerId) -> String {
        format!("{}-{owner}", self.cashier)
    }

    fn path(&self, owner: &OwnerId) -> PathBuf {
        self.dir.join("drafts").join(format!("{}.draft", self.name(owner)))
    }

    /// Returns a name that begins with this process, so that another process finds the file if this one ends here.
    fn claim_path(&self, number: usize) -> PathBuf {
        self.dir.join("drafts").join(format!("{}-{number}.draft", self.name(self.owner.id())))
    }
}

/// Reads the drafts of a file. Returns true if these are all that is in it.
fn read(path: &Path) -> (Vec<Draft>, bool) {
    let Some(found) = read_values(path) else { return (Vec::new(), false) };
    let count = found.len();
    let drafts: Vec<Draft> = found.into_iter().filter_map(|value| serde_json::from_value(value).ok()).collect();
    let is_whole = drafts.len() == count;
    (drafts, is_whole)
}

fn read_values(path: &Path) -> Option<Vec<serde_json::Value>> {
    let file = fs::File::open(path).ok()?;
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut io::Read::take(file, MAX_FILE_BYTES), &mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}
