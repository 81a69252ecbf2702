//! The outbox of this state directory, on a thread of its own. The desk, `--plain`, `add`, `outbox`, `report` and
//! `check` all use it.
//!
//! A job is a closure over [`Outbox`]. [`LocalStore::run`] appends it to the queue at once and returns its answer as a
//! future ([`Answer`]). A command without a runtime calls [`Answer::wait`]. Jobs run in the order of the calls:
//!
//! ```ignore
//! let counts = store.run(|outbox| outbox.counts()).await?;
//! let counts = store.run(|outbox| outbox.counts()).wait()?;
//! ```
//!
//! - The first job opens the outbox. If that fails, the job gets the error and the next job tries again.
//! - Processes that change the outbox take turns, in the order in which they asked ([`TurnQueue`]). A process that
//!   hangs in its turn is skipped; one that works or waits for the disk is not.
//! - A job waits at most 50 ms for `SQLite` and the lock files. If another process has them for longer, the job stays
//!   first in the queue and runs again later. So a job must do no harm if it runs twice up to its first write; one
//!   write is one transaction. After 2 s [`StoreEvent::Locked`] is sent, and [`StoreEvent::Unlocked`] when the job is
//!   done. A desk waits without a limit; a command's job fails with `Locked` ([`Access`]).
//! - A damaged outbox is quarantined, and the job runs again with the new one ([`StoreEvent::Quarantined`]). Only this job
//!   is long: it reads all rows of the damaged file. Drafts are on their own thread and do not wait for it.
//! - If an answer is dropped, its job still runs.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use std::{fs, io};

use chrono::Days;
use tempfile::TempDir;
use tokio::sync::{Notify, oneshot};

use crate::clock;
use crate::domain::{NewCustomer, StorageError};
use crate::outbox::{Cashier, Leased, Outbox, OutboxError, Owner, Quarantined};
use crate::settings::OutboxConfig;
use crate::storage::job_thread::{Attempt, Held, JobThread, Progress, Store};
use crate::storage::private;
use crate::storage::turn::TurnQueue;

use super::round::RunJob;

/// The longest wait for a lock within one attempt at a job.
const LOCK_WAIT: Duration = Duration::from_millis(50);

/// The file at which the processes that change the outbox queue. It is empty.
const QUEUE_FILE: &str = "outbox.queue";

/// A command's job fails if a locked outbox has not changed for this time, and at the latest after 25 times this time.
const COMMAND_LOCK_TIMEOUT: Duration = Duration::from_millis(1200);

/// The time after which the process ends although jobs wait for a locked outbox. Registrations that they would save are
/// drafts.
const CLOSE_TIMEOUT: Duration = Duration::from_millis(500);

/// The use of the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// By a desk: a job waits until a locked outbox is free.
    Desk,
    /// By a command that changes it. Its job fails with `Locked` if the outbox has not changed for 1.2 s and 16
    /// attempts, or after 30 s.
    Command,
    /// By a command that only reads. On a full or read-only disk it reads a copy of the outbox.
    ReadOnly,
}

/// An event of the outbox that is no answer to a job.
#[derive(Debug)]
pub enum StoreEvent {
    /// The outbox was damaged and quarantined, and a new one was begun.
    Quarantined(Quarantined),
    /// The outbox cannot be written, so a copy of it is read.
    Copied,
    /// Another process has locked it for 2 s.
    Locked,
    /// It is free again.
    Unlocked,
}

/// The outbox of this state directory on its thread.
pub struct LocalStore {
    thread: JobThread<Files>,
    changed: Arc<Notify>,
    /// The cashier who saves here.
    pub cashier: Cashier,
}

impl LocalStore {
    /// Starts the thread. No file is opened before the first job.
    ///
    /// # Errors
    ///
    /// The system has no thread.
    pub fn start(
        config: &OutboxConfig,
        access: Access,
        on_event: impl Fn(StoreEvent) + Send + 'static,
    ) -> io::Result<Self> {
        let changed = Arc::new(Notify::new());
        let files = Files {
            folder: config.paths.outbox_dir.clone(),
            reads_only: access == Access::ReadOnly,
            turns: (access != Access::ReadOnly).then(|| TurnQueue::new(config.paths.outbox_dir.join(QUEUE_FILE))),
            owner: None,
            open: None,
            on_event: Box::new(on_event),
            changed: Arc::clone(&changed),
        };
        let timeout = (access != Access::Desk).then_some(COMMAND_LOCK_TIMEOUT);
        let store = Self { thread: JobThread::start(files, timeout)?, changed, cashier: Cashier::new(&config.cashier) };
        match access {
            // A desk does this after its first frame.
            Access::Desk => {}
            Access::Command => store.tidy(config),
            Access::ReadOnly => store.redate(),
        }
        Ok(store)
    }

    /// Appends a job to the queue.
    pub fn run<T: Send + 'static>(
        &self,
        mut job: impl FnMut(&Outbox) -> Result<T, OutboxError> + Send + 'static,
    ) -> Answer<T> {
        let (answer, receiver) = oneshot::channel();
        let mut answer = Some(answer);
        self.thread.run(Box::new(move |files, is_last| {
            let done = files.perform(&mut job);
            let attempt =
                if done.as_ref().is_err_and(|error| *error == LOCKED) { Attempt::Locked } else { Attempt::Done };
            if attempt == Attempt::Done || is_last {
                // An error means that the caller does not wait any more.
                let _ = answer.take().map(|answer| answer.send(done));
            }
            attempt
        }));
        Answer(receiver)
    }

    /// Saves a registration and leases it. It is on the disk when the answer comes. `None` means that another process
    /// delivers it.
    pub fn save(&self, customer: NewCustomer) -> Answer<Option<Leased>> {
        let cashier = self.cashier.clone();
        self.run(move |outbox| outbox.save_and_lease(&customer, &cashier, clock::now()))
    }

    /// Replaces the dates that a wrong clock wrote. Usually there are none. After an error this is repeated at the next
    /// start.
    fn redate(&self) {
        if clock::is_plausible(clock::now()) {
            drop(self.run(|outbox| outbox.redate(clock::earliest_possible_time(), clock::now())));
        }
    }

    /// Replaces the dates that a wrong clock wrote, and deletes registered rows older than the settings allow. After an
    /// error this is repeated at the next start.
    pub fn tidy(&self, config: &OutboxConfig) {
        self.redate();
        if let Some(oldest) = clock::now().checked_sub_days(Days::new(config.keep_days.into())) {
            drop(self.run(move |outbox| outbox.purge(oldest)));
        }
    }

    /// Waits until this process changes the outbox. A change since the last call counts.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Pauses the thread. It holds no lock and no transaction as long as the result lives. `None` means that the
    /// current job takes longer than `timeout`.
    pub fn hold(&self, timeout: Duration) -> Option<Held> {
        self.thread.hold(timeout)
    }

    /// Ends the thread when its jobs are done. Jobs that wait for a locked outbox are dropped after half a second.
    pub fn close(&self) {
        self.thread.close(CLOSE_TIMEOUT);
    }

    /// Returns true if there is an outbox, or was one.
    pub fn exists(config: &OutboxConfig) -> bool {
        Outbox::has_been_in(&config.paths.outbox_dir)
    }
}

impl Drop for LocalStore {
    fn drop(&mut self) {
        self.close();
    }
}

impl RunJob for LocalStore {
    async fn run<T: Send + 'static>(
        &self,
        job: impl FnMut(&Outbox) -> Result<T, OutboxError> + Send + 'static,
    ) -> Result<T, OutboxError> {
        Self::run(self, job).await
    }
}

/// The answer to a job.
#[must_use = "a job's error is here"]
pub struct Answer<T>(oneshot::Receiver<Result<T, OutboxError>>);

impl<T> Answer<T> {
    /// Waits for the answer, on a thread without a runtime.
    ///
    /// # Errors
    ///
    /// The error of the job.
    pub fn wait(self) -> Result<T, OutboxError> {
        self.0.blocking_recv().unwrap_or(Err(CLOSED))
    }
}

impl<T> Future for Answer<T> {
    type Output = Result<T, OutboxError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(|answer| answer.unwrap_or(Err(CLOSED)))
    }
}

const LOCKED: OutboxError = OutboxError::Storage(StorageError::Locked);

const CLOSED: OutboxError = OutboxError::Storage(StorageError::Broken);

const DAMAGED: OutboxError = OutboxError::Storage(StorageError::Damaged);

/// The files of the outbox, used by the thread.
struct Files {
    folder: PathBuf,
    reads_only: bool,
    /// The queue of the processes that change the outbox. `None` for a command that only reads.
    turns: Option<TurnQueue>,
    /// Registered once, even if the outbox is locked when it is opened and this is repeated.
    owner: Option<Arc<Owner>>,
    /// The outbox, and the directory of the copy if this is one. It is deleted on drop.
    open: Option<(Outbox, Option<TempDir>)>,
    on_event: Box<dyn Fn(StoreEvent) + Send>,
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
    /// Runs a job. If the outbox is damaged, quarantines it and runs the job again with the new one.
    fn perform<T>(&mut self, job: &mut impl FnMut(&Outbox) -> Result<T, OutboxError>) -> Result<T, OutboxError> {
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
                let Ok(copy) = copy_outbox(&self.folder) else { return Err(error.into()) };
                let outbox = open_in(copy.path(), Arc::new(Owner::register(copy.path())?))?;
                (self.on_event)(StoreEvent::Copied);
                Ok((outbox, Some(copy)))
            }
            opened => opened.map(|outbox| (outbox, None)),
        }
    }
}

/// Copies the outbox's files to a directory that only this user may enter. This process has none of these files open;
/// [`private::create_file`] says why that matters.
fn copy_outbox(folder: &Path) -> io::Result<TempDir> {
    // A missing outbox is not an empty one.
    let existing: Vec<&str> = COPIED_FILES.into_iter().filter(|name| folder.join(name).exists()).collect();
    if !existing.iter().any(|name| DATABASES.contains(name)) {
        return Err(io::ErrorKind::NotFound.into());
    }
    let memory = tempfile::Builder::new().prefix("frontdesk-").tempdir_in("/dev/shm");
    let copy = memory.or_else(|_| tempfile::tempdir())?;
    let seen =
        || existing.iter().map(|name| fs::metadata(folder.join(name)).map(|file| (file.len(), file.modified().ok())));
    for _ in 0..MAX_COPY_ATTEMPTS {
        let before: Vec<_> = seen().collect::<io::Result<_>>()?;
        for name in &existing {
            let to = copy.path().join(name);
            fs::copy(folder.join(name), &to)?;
            private::restrict_file(&to)?;
        }
        // A desk may move its log into the database during the copy. Then the copy is not consistent.
        if before == seen().collect::<io::Result<Vec<_>>>()? {
            return Ok(copy);
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// The most copies that are made until no process has written meanwhile.
const MAX_COPY_ATTEMPTS: u8 = 20;

const DATABASES: [&str; 2] = ["outbox.sqlite", "outbox.sqlite.salvage"];

const COPIED_FILES: [&str; 4] =
    ["outbox.sqlite", "outbox.sqlite-wal", "outbox.sqlite.salvage", "outbox.sqlite.salvage-wal"];
