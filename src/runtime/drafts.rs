use std::time::Duration;

use tokio::time::Instant;

use crate::customer::NotKept;
use crate::form::Draft;
use crate::outbox::{self, Drafts};

use super::deliver::not_kept;
use super::keeping::Keeping;

/// How long after a key what is typed is on the disk. Keys that come meanwhile go with it.
const DELAY: Duration = Duration::from_millis(400);

/// Writes the half-typed forms soon after they change.
#[derive(Default)]
pub(super) struct DraftKeeper {
    drafts: Option<Drafts>,
    /// What is not on the disk yet, and when it is to be.
    pending: Option<(Vec<Draft>, Instant)>,
}

impl DraftKeeper {
    /// Opens the place for them, and takes over what an earlier run of this cashier has left there.
    pub(super) fn open(&mut self, keeping: &Keeping) -> Result<Vec<Draft>, NotKept> {
        let drafts = keeping.drafts().map_err(|error| not_kept(&error))?;
        let left = drafts.take_over().map_err(|error| not_kept(&error));
        self.drafts = Some(drafts);
        let left = left?;
        // What was saved meanwhile, and only its draft not erased, is no draft any more.
        let kept = |cid| keeping.outbox.show(cid).is_ok_and(|row| row.is_some());
        let open = left.drafts.into_iter().filter(|draft| !kept(draft.cid));
        Ok(open.map(|draft| Draft { cid: draft.cid, texts: draft.texts }).collect())
    }

    /// These are half typed now.
    pub(super) fn change(&mut self, drafts: Vec<Draft>) {
        let due = self.pending.as_ref().map_or_else(|| Instant::now() + DELAY, |(_, due)| *due);
        // What is gone from the screen goes from the disk at once.
        let due = if drafts.is_empty() { Instant::now() } else { due };
        self.pending = Some((drafts, due));
    }

    /// Done when something is to be written; never, if nothing is.
    pub(super) async fn due(&self) {
        match &self.pending {
            Some((_, due)) => tokio::time::sleep_until(*due).await,
            None => std::future::pending().await,
        }
    }

    /// Writes what is pending.
    pub(super) fn write(&mut self) -> Result<(), NotKept> {
        let (Some(drafts), Some((pending, _))) = (&self.drafts, self.pending.take()) else { return Ok(()) };
        let pending: Vec<outbox::Draft> =
            pending.into_iter().map(|draft| outbox::Draft { cid: draft.cid, texts: draft.texts }).collect();
        drafts.write(&pending).map_err(|error| not_kept(&error))
    }
}
