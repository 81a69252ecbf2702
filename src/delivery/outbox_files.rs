//! The outbox of a state directory, as its thread uses it: opened at the first job, in turn with other processes,
//! quarantined if it is damaged, and copied if a command only reads it on a disk that cannot be written.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tokio::sync::Notify;

use crate::clock;
use crate::domain::StorageError;
use crate::outbox::{Outbox, OutboxError, Owner};
use crate::storage::job_thread::{Progress, Store};
use crate::storage::turn::TurnQueue;

use super::local_store::{Access, StoreEvent};

/// The longest wait for a lock within one attempt at a job.
const LOCK_WAIT: Duration = Duration::from_millis(50);

/// The file at which the processes that change the outbox queue. It is empty.
const QUEUE_FILE: &str = "outbox.queue";

pub(super) const LOCKED: OutboxError = OutboxError::Storage(StorageError::Locked);

const DAMAGED: OutboxError = OutboxError::Storage(StorageError::Damaged);

type OnEvent = Box<dyn Fn(StoreEvent) + Send>;

/// The files of the outbox, used by the thread.
pub(super) struct Files {
    folder: PathBuf,
    reads_only: bool,
    /// The queue of the processes that change the outbox. `None` for a command that only reads.
    turns: Option<TurnQueue>,
    /// Registered once, even if the outbox is locked when it is opened and this is repeated.
    owner: Option<Arc<Owner>>,
    /// The outbox, and the directory of the copy if this is one. It is deleted on drop.
    open: Option<(Outbox, Option<TempDir>)>,
    on_event: OnEvent,
    /// Notified of each change by this process.
    changed: Arc<Notify>,
}

impl Store for Files {
    fn progress(&self) -> Progress {
        let modified = |name: &str| fs::metadata(self.folder.join(name)).ok()?.modified().ok();
        Progress {
            modified: ["outbox.sqlite", "outbox.sqlite-wal", "outbox.lock"].map(modified).into(),
            work_seen: self.turns.as_ref().map_or(0, TurnQueue::work_seen),
        }
    }

    fn is_queued(&self) -> bool {
        self.turns.as_ref().is_some_and(TurnQueue::is_waiting)
    }

    fn on_hold(&mut self) {
        self.turns.iter_mut().for_each(TurnQueue::leave);
    }

    fn on_lock(&mut self, is_locked: bool) {
        (self.on_event)(if is_locked { StoreEvent::Locked } else { StoreEvent::Unlocked });
    }
}

impl Files {
    /// Names the files. None is opened yet.
    pub(super) fn new(folder: PathBuf, access: Access, changed: Arc<Notify>, on_event: OnEvent) -> Self {
        let reads_only = access == Access::ReadOnly;
        let turns = (!reads_only).then(|| TurnQueue::new(folder.join(QUEUE_FILE)));
        Self { folder, reads_only, turns, owner: None, open: None, on_event, changed }
    }

    /// Runs a job. If the outbox is damaged, quarantines it and runs the job again with the new one.
    pub(super) fn perform<T>(
        &mut self,
        job: &mut impl FnMut(&Outbox) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        let _turn = match &mut self.turns {
            Some(turns) => Some(turns.wait(LOCK_WAIT).ok_or(LOCKED)?),
            None => None,
        };
        let open = match self.open.take() {
            Some(open) => open,
            None => self.open()?,
        };
        let (outbox, _) = &*self.open.insert(open);
        let before = outbox.own_changes();
        let mut done = job(outbox);
        if done.as_ref().is_err_and(|error| *error == DAMAGED) {
            done = match outbox.quarantine(clock::now()) {
                Ok(()) => job(outbox),
                Err(LOCKED) => Err(LOCKED),
                Err(error) => {
                    error.log();
                    Err(DAMAGED)
                }
            };
        }
        if outbox.own_changes() != before {
            self.changed.notify_one();
        }
        if let Some(quarantined) = outbox.take_unreported() {
            (self.on_event)(StoreEvent::Quarantined(quarantined));
        }
        done
    }

    fn open(&mut self) -> Result<(Outbox, Option<TempDir>), OutboxError> {
        let owner = match &self.owner {
            Some(owner) => Ok(Arc::clone(owner)),
            None => Owner::register(&self.folder).map(|owner| Arc::clone(self.owner.insert(Arc::new(owner)))),
        };
        let open_in = |folder: &Path, owner| Outbox::open(folder, owner, clock::now(), LOCK_WAIT);
        match owner.and_then(|owner| open_in(&self.folder, owner)) {
            Err(OutboxError::Storage(error)) if self.reads_only && error.is_of_disk() => {
                let Ok(copy) = Outbox::copy(&self.folder) else { return Err(error.into()) };
                let outbox = open_in(copy.path(), Arc::new(Owner::register(copy.path())?))?;
                (self.on_event)(StoreEvent::Copied);
                Ok((outbox, Some(copy)))
            }
            opened => opened.map(|outbox| (outbox, None)),
        }
    }
}
