use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Days, Utc};

use crate::outbox::{Cashier, Drafts, Outbox, OutboxError, Owner, SetAside};
use crate::settings::{Line, Settings};

/// Where registrations and drafts are written down.
pub struct Keeping {
    /// The registrations.
    pub outbox: Arc<Outbox>,
    /// Who saves here.
    pub cashier: Cashier,
    owner: Arc<Owner>,
    folder: PathBuf,
}

impl Keeping {
    /// Opens the outbox, or begins one; gives back too what became of a damaged one. Blocks for the disk.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn open(settings: &Settings, now: DateTime<Utc>) -> Result<(Self, Option<SetAside>), OutboxError> {
        let folder = folder(settings);
        let owner = Arc::new(Owner::register(&folder)?);
        let (outbox, set_aside) = Outbox::open(&folder, Arc::clone(&owner), now)?;
        if let Some(oldest) = now.checked_sub_days(Days::new(settings.keep_days.into())) {
            outbox.purge(oldest)?;
        }
        let cashier = Cashier::new(&settings.cashier);
        Ok((Self { outbox: Arc::new(outbox), cashier, owner, folder }, set_aside))
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
