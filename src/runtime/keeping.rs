use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use chrono::{DateTime, Days, Utc};
use tempfile::TempDir;

use crate::clock;
use crate::outbox::{Cashier, Drafts, Outbox, OutboxError, Owner, SetAside};
use crate::settings::{Line, Settings};

/// Who hears what became of a damaged outbox.
type Heard = Box<dyn Fn(&SetAside) + Send + Sync>;

/// Where registrations and drafts are written down.
pub struct Keeping {
    /// The registrations.
    pub outbox: Arc<Outbox>,
    /// Who saves here.
    pub cashier: Cashier,
    owner: Arc<Owner>,
    folder: PathBuf,
    heard: Heard,
    /// Where the copy lies that is looked at; it goes with this.
    copy: Option<TempDir>,
}

impl Keeping {
    /// Opens the outbox, or begins one. `heard` is told of a damaged one that was set aside, now or later. Blocks for
    /// the disk.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn open(
        settings: &Settings,
        now: DateTime<Utc>,
        heard: impl Fn(&SetAside) + Send + Sync + 'static,
    ) -> Result<Self, OutboxError> {
        let keeping = Self::open_in(folder(settings), settings, now, heard, None)?;
        if clock::is_believable(now) {
            keeping.mended(|outbox| outbox.redate(clock::before_any_version(), now))?;
        }
        if let Some(oldest) = now.checked_sub_days(Days::new(settings.keep_days.into())) {
            keeping.mended(|outbox| outbox.purge(oldest))?;
        }
        Ok(keeping)
    }

    /// Opens the outbox to look at it: where the disk is full or may not be written, a copy of it in the memory or among
    /// the temporary files, since that is when somebody wants to know what is in it.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn open_to_look(
        settings: &Settings,
        now: DateTime<Utc>,
        heard: impl Fn(&SetAside) + Send + Sync + Clone + 'static,
    ) -> Result<Self, OutboxError> {
        match Self::open(settings, now, heard.clone()) {
            Err(error @ (OutboxError::DiskFull | OutboxError::NotWritable | OutboxError::Io(_))) => {
                let Ok(copy) = copied(&folder(settings)) else { return Err(error) };
                Self::open_in(copy.path().to_owned(), settings, now, heard, Some(copy))
            }
            opened => opened,
        }
    }

    fn open_in(
        folder: PathBuf,
        settings: &Settings,
        now: DateTime<Utc>,
        heard: impl Fn(&SetAside) + Send + Sync + 'static,
        copy: Option<TempDir>,
    ) -> Result<Self, OutboxError> {
        let owner = Arc::new(Owner::register(&folder)?);
        let (outbox, set_aside) = Outbox::open(&folder, Arc::clone(&owner), now)?;
        if let Some(set_aside) = set_aside {
            heard(&set_aside);
        }
        let cashier = Cashier::new(&settings.cashier);
        Ok(Self { outbox: Arc::new(outbox), cashier, owner, folder, heard: Box::new(heard), copy })
    }

    /// Whether it is a copy that is looked at.
    #[must_use]
    pub const fn is_copy(&self) -> bool {
        self.copy.is_some()
    }

    /// Does something with the outbox. One that turns out to be damaged is set aside, and it is done with the new one.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn mended<T>(&self, work: impl Fn(&Outbox) -> Result<T, OutboxError>) -> Result<T, OutboxError> {
        let done = match work(&self.outbox) {
            Err(OutboxError::Corrupt) if self.set_aside() => work(&self.outbox),
            done => done,
        };
        if let Some(set_aside) = self.outbox.take_unreported() {
            (self.heard)(&set_aside);
        }
        done
    }

    /// After an operation has said that the outbox is damaged: whether there is a new one.
    pub(super) fn set_aside(&self) -> bool {
        match self.outbox.set_aside(clock::now()) {
            Ok(Some(set_aside)) => {
                (self.heard)(&set_aside);
                true
            }
            // Another process has done it, and says so.
            Ok(None) => true,
            Err(error) => {
                tracing::warn!(%error, "outbox");
                false
            }
        }
    }

    /// Returns true if there is an outbox, or was one.
    #[must_use]
    pub fn exists(settings: &Settings) -> bool {
        Outbox::has_been_in(&folder(settings))
    }

    /// Where this cashier's half-typed forms are kept.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn drafts(&self) -> Result<Drafts, OutboxError> {
        Drafts::open(&self.folder, Arc::clone(&self.owner), &self.cashier)
    }
}

/// What is kept in training must never be sent to the real API, nor the other way about.
pub(super) fn folder(settings: &Settings) -> PathBuf {
    match settings.line {
        Line::Training => Path::new(&settings.state_dir).join("training"),
        Line::Live(_) => settings.state_dir.clone(),
    }
}

/// The outbox's files in a directory that only this user may enter. Nothing of this process has them open: see
/// `server/store/private_file.rs` for why that matters.
fn copied(folder: &Path) -> io::Result<TempDir> {
    // What is not there is not empty: nobody knows.
    let there: Vec<&str> = COPIED.into_iter().filter(|name| folder.join(name).exists()).collect();
    if !there.iter().any(|name| DATABASES.contains(name)) {
        return Err(io::ErrorKind::NotFound.into());
    }
    let memory = tempfile::Builder::new().prefix("frontdesk-").tempdir_in("/dev/shm");
    let copy = memory.or_else(|_| tempfile::tempdir())?;
    let seen =
        || there.iter().map(|name| fs::metadata(folder.join(name)).map(|file| (file.len(), file.modified().ok())));
    for _ in 0..TRIES {
        let before: Vec<_> = seen().collect::<io::Result<_>>()?;
        for name in &there {
            let to = copy.path().join(name);
            fs::copy(folder.join(name), &to)?;
            fs::set_permissions(to, fs::Permissions::from_mode(0o600))?;
        }
        // A desk that moves its log into the file meanwhile would leave half of it out.
        if before == seen().collect::<io::Result<Vec<_>>>()? {
            return Ok(copy);
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// So often it is copied until nobody has written meanwhile.
const TRIES: u8 = 20;

const DATABASES: [&str; 2] = ["outbox.sqlite", "outbox.sqlite.salvage"];

const COPIED: [&str; 4] = ["outbox.sqlite", "outbox.sqlite-wal", "outbox.sqlite.salvage", "outbox.sqlite.salvage-wal"];
