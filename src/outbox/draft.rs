//! What is half typed, on the disk: it survives a crash, a hang-up and kill -9, and is offered to the same cashier at
//! the next start. `runtime` writes it after the keys, and erases it on save or clear.
//!
//! Each desk has a file of its own, named after its cashier (hashed) and its process, because several desks may run
//! under one name: only what a process has left that has ended is offered.

use std::collections::BTreeSet;
use std::fmt::Write as _;
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
    /// Whose: the beginning of the file's name.
    cashier: String,
}

/// What an earlier run has left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeftDrafts {
    /// The half-typed forms, oldest run first. They are this desk's now.
    pub drafts: Vec<Draft>,
    /// The files that could not be read, or not wholly. They are kept under these names until a person removes them.
    pub unreadable: Vec<PathBuf>,
}

/// Larger than anything that is typed; what is larger was not written here, and is not read.
const LARGEST: u64 = 1_000_000;

impl Drafts {
    /// Those of a cashier in `DIR/drafts`.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn open(dir: &Path, owner: Arc<Owner>, cashier: &Cashier) -> Result<Self, OutboxError> {
        private::restrict_dir(dir)?;
        private::restrict_dir(&dir.join("drafts"))?;
        Ok(Self { dir: dir.to_owned(), owner, cashier: hashed(cashier) })
    }

    /// Puts these in the place of what was written before; they are on the disk when this returns. None at all
    /// erases them.
    ///
    /// # Errors
    ///
    /// What the disk says; what was written before is then still there.
    pub fn write(&self, drafts: &[Draft]) -> Result<(), OutboxError> {
        if drafts.is_empty() {
            return self.clear();
        }
        let content = serde_json::to_vec(drafts).map_err(io::Error::from)?;
        Ok(private::replace(&self.path(self.owner.id()), &content)?)
    }

    /// Erases them.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn clear(&self) -> Result<(), OutboxError> {
        Ok(private::remove(&self.path(self.owner.id()))?)
    }

    /// Takes what this cashier's desks have left that have ended. From then on it is this desk's: a crash in the
    /// middle leaves it to the next one, once. To be called before anything is written.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn take_over(&self) -> Result<LeftDrafts, OutboxError> {
        let mut left = LeftDrafts::default();
        let mut cids = BTreeSet::new();
        let mut read_files = Vec::new();
        for (number, path) in self.left_files()?.into_iter().enumerate() {
            // Renamed first: of two desks that start together one gets it.
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

    /// Keeps a file that cannot be read under a name that is no draft's and tells nothing of the cashier.
    fn quarantine(&self, path: &Path, number: usize) -> Result<PathBuf, OutboxError> {
        let dir = self.dir.join("drafts");
        let kept = dir.join(format!("unreadable-{}-{number}", self.owner.id()));
        fs::rename(path, &kept)?;
        private::sync_dir(&dir)?;
        Ok(kept)
    }

    /// Files of this cashier whose process has ended, oldest first; unfinished ones are removed.
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
                    // Another desk has it.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        files.sort();
        Ok(files.into_iter().map(|(_, path)| path).collect())
    }

    /// The process in the name of a file of this cashier: `[.]CASHIER-PROCESS…`.
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

    /// Begins with this process, so that another one finds it if this one ends here.
    fn claim_path(&self, number: usize) -> PathBuf {
        self.dir.join("drafts").join(format!("{}-{number}.draft", self.name(self.owner.id())))
    }
}

/// Reads the drafts of a file, and whether these are all that is in it.
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
    io::Read::read_to_end(&mut io::Read::take(file, LARGEST), &mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// The cashier's name may hold anything, a file's name may not.
fn hashed(cashier: &Cashier) -> String {
    let hash = ring::digest::digest(&ring::digest::SHA256, cashier.as_str().as_bytes());
    hash.as_ref().iter().take(8).fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
