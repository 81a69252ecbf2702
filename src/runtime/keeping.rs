use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Days, Utc};

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
        let folder = folder(settings);
        let owner = Arc::new(Owner::register(&folder)?);
        let (outbox, set_aside) = Outbox::open(&folder, Arc::clone(&owner), now)?;
        if let Some(set_aside) = set_aside {
            heard(&set_aside);
        }
        let cashier = Cashier::new(&settings.cashier);
        let keeping = Self { outbox: Arc::new(outbox), cashier, owner, folder, heard: Box::new(heard) };
        if let Some(oldest) = now.checked_sub_days(Days::new(settings.keep_days.into())) {
            keeping.mended(|outbox| outbox.purge(oldest))?;
        }
        Ok(keeping)
    }

    /// Does something with the outbox. One that turns out to be damaged is set aside, and it is done with the new one.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn mended<T>(&self, work: impl Fn(&Outbox) -> Result<T, OutboxError>) -> Result<T, OutboxError> {
        match work(&self.outbox) {
            Err(OutboxError::Corrupt) if self.set_aside() => work(&self.outbox),
            done => done,
        }
    }

    /// After an operation has said that the outbox is damaged: whether there is a new one.
    pub(super) fn set_aside(&self) -> bool {
        match self.outbox.set_aside(Utc::now()) {
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

    /// Whether anything was ever written down here.
    #[must_use]
    pub fn exists(settings: &Settings) -> bool {
        folder(settings).join("outbox.sqlite").exists()
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
