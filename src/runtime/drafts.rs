use std::time::Duration;

use tokio::time::Instant;

use crate::customer::NotKept;
use crate::form::Draft;
use crate::outbox::{self, Drafts, State};

use super::deliver::not_kept;
use super::keeping::Keeping;

/// How long after a key what is typed is on the disk. Keys that come meanwhile go with it.
const DELAY: Duration = Duration::from_millis(400);

/// How long after a failure it is tried again.
const AGAIN: Duration = Duration::from_secs(5);

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
        // What was saved meanwhile, and only its draft not erased, is no draft any more; what was refused and is being
        // mended is one.
        let kept = |cid| {
            let row = keeping.outbox.show(cid).ok().flatten();
            row.is_some_and(|row| !matches!(row.state, State::Refused { .. }))
        };
        let open = left.drafts.into_iter().filter(|draft| !kept(draft.cid));
        Ok(open.map(|draft| Draft { cid: draft.cid, texts: draft.texts, effort: draft.effort }).collect())
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

    /// Writes what is pending. What cannot be written is tried again after a while.
    pub(super) fn write(&mut self) -> Result<(), NotKept> {
        let Some((pending, _)) = self.pending.take() else { return Ok(()) };
        let written = match &self.drafts {
            Some(drafts) => {
                let plain =
                    |draft: &Draft| outbox::Draft { cid: draft.cid, texts: draft.texts.clone(), effort: draft.effort };
                let drafts_now: Vec<outbox::Draft> = pending.iter().map(plain).collect();
                drafts.write(&drafts_now).map_err(|error| not_kept(&error))
            }
            None => Err(NotKept::NotWritable),
        };
        if written.is_err() {
            self.pending = Some((pending, Instant::now() + AGAIN));
        }
        written
    }
}
