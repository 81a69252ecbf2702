//! The outbox of this state directory on its thread. The desk, `--plain`, `add`, `outbox`, `report` and `check` use it in the
//! same way.
//!
//! A job is a closure over [`Outbox`]. [`LocalStore::run`] appends it to the queue at once and returns its answer as a future
//! ([`Answer`]); a command without a runtime calls [`Answer::wait`]. Jobs run in the order of the calls:
//!
//! ```ignore
//! let counts = store.run(|outbox| outbox.counts()).await?;
//! let counts = store.run(|outbox| outbox.counts()).wait()?;
//! ```
//!
//! - The first job opens the outbox; if that fails it has the error, and the next job tries again.
//! - Processes that change the outbox take turns, in the order in which they asked ([`TurnQueue`]). A process that hangs with
//!   its turn is not waited for; one that works or waits for the disk is.
//! - `SQLite` and the lock files are waited for 50 ms at most. If another process holds them longer the job stays first in the
//!   queue and runs again later. So a job must do no harm if it is run twice up to its first write; one write is one
//!   transaction. After 2 s [`StoreEvent::Locked`] is sent, and [`StoreEvent::Unlocked`] when the job is done.
//!   A desk waits for ever; a command's job fails with `Locked` ([`Waits`]).
//! - A damaged outbox is set aside, and the job runs again with the new one ([`StoreEvent::SetAside`]). This is the one long
//!   job: it takes as long as the rows of the damaged file take to read. Drafts are on a thread of their own and do not wait.
//! - A dropped answer does not take the job back.

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
use crate::domain::StorageError;
use crate::outbox::{Cashier, Outbox, OutboxError, Owner, Quarantined, RunJob};
use crate::settings::{ApiTarget, Settings};
use crate::storage::job_thread::{Attempt, Held, JobThread, LockTimeout, Progress, Store};
use crate::storage::private;
use crate::storage::turn::TurnQueue;

/// The longest wait for a lock inside one attempt at a job.
const LOCK_WAIT: Duration = Duration::from_millis(50);

/// The processes that change the outbox queue at this file. It is empty.
const QUEUE_FILE: &str = "outbox.queue";

/// A command gives up if a locked outbox has not changed for so long, and after 25 times as long in any case.
const COMMAND_LOCK_TIMEOUT: Duration = Duration::from_millis(1200);

/// After this time the process ends although jobs wait for a locked outbox. What they would have saved is a draft.
const CLOSE_TIMEOUT: Duration = Duration::from_millis(500);

/// Who waits for a locked outbox, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// A desk: until it is free.
    Desk,
    /// A command: its job fails with `Locked` if the outbox has not changed for 1.2 s and 16 attempts, or after 30 s.
    Command,
}

/// What happens to the outbox beside the answers to jobs.
#[derive(Debug)]
pub enum StoreEvent {
    /// It was damaged: a new one was begun.
    SetAside(Quarantined),
    /// It cannot be written, so a copy is looked at.
    Copied,
    /// Another process has held it for 2 s.
    Locked,
    /// It is free again.
    Unlocked,
}

/// The outbox of this state directory on its thread.
pub struct LocalStore {
    thread: JobThread<Files>,
    changed: Arc<Notify>,
    /// Who saves here.
    pub cashier: Cashier,
}

impl LocalStore {
    /// Starts the thread of a desk or of a command that changes the outbox. Nothing is opened before the first job.
    ///
    /// # Errors
    ///
    /// The system has no thread.
    pub fn start(
        settings: &Settings,
        waits: Waits,
        on_event: impl Fn(StoreEvent) + Send + 'static,
    ) -> io::Result<Self> {
        Self::start_with(settings, waits, false, Box::new(on_event))
    }

    /// Starts the thread of a command that only looks. On a full or read-only disk it sees a copy of the outbox.
    ///
    /// # Errors
    ///
    /// The system has no thread.
    pub fn start_to_look(settings: &Settings, on_event: impl Fn(StoreEvent) + Send + 'static) -> io::Result<Self> {
        Self::start_with(settings, Waits::Command, true, Box::new(on_event))
    }

    fn start_with(
        settings: &Settings,
        waits: Waits,
        looks_only: bool,
        on_event: Box<dyn Fn(StoreEvent) + Send>,
    ) -> io::Result<Self> {
        let timeout = match waits {
            Waits::Desk => LockTimeout::Never,
            Waits::Command => LockTimeout::Unchanged(COMMAND_LOCK_TIMEOUT),
        };
        let changed = Arc::new(Notify::new());
        let files = Files {
            folder: folder(settings),
            looks_only,
            turns: (!looks_only).then(|| TurnQueue::new(folder(settings).join(QUEUE_FILE))),
            owner: None,
            open: None,
            on_event,
            changed: Arc::clone(&changed),
        };
        let thread = JobThread::start(files, timeout)?;
        let store = Self { thread, changed, cashier: Cashier::new(&settings.cashier) };
        match waits {
            Waits::Command if looks_only => store.redate(),
            Waits::Command => store.tidy(settings),
            // The first frame comes before that.
            Waits::Desk => {}
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
            let attempt = match done {
                Err(LOCKED) if !is_last => return Attempt::Locked,
                Err(LOCKED) => Attempt::GaveUp,
                _ => Attempt::Done,
            };
            // An error means that its caller does not wait any more.
            let _ = answer.take().map(|answer| answer.send(done));
            attempt
        }));
        Answer(receiver)
    }

    /// Replaces the dates of a wrong clock. Mostly there are none, and this is a look. What fails is done again at the next
    /// start.
    fn redate(&self) {
        if clock::is_plausible(clock::now()) {
            drop(self.run(|outbox| outbox.redate(clock::earliest_possible_time(), clock::now())));
        }
    }

    /// Replaces the dates of a wrong clock, and forgets what was registered longer ago than the settings say. What fails is
    /// done again at the next start.
    pub fn tidy(&self, settings: &Settings) {
        self.redate();
        if let Some(oldest) = clock::now().checked_sub_days(Days::new(settings.keep_days.into())) {
            drop(self.run(move |outbox| outbox.purge(oldest)));
        }
    }

    /// Returns when this process has changed the outbox since the last call.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Keeps the thread from its next job. It holds no lock and no transaction while the result lives. `None` means that the
    /// current job takes longer than `timeout`.
    pub fn hold(&self, timeout: Duration) -> Option<Held> {
        self.thread.hold(timeout)
    }

    /// Ends the thread when its jobs are done. Those that wait for a locked outbox are dropped after half a second.
    pub fn close(&self) {
        self.thread.close(CLOSE_TIMEOUT);
    }

    /// Returns true if there is an outbox, or was one.
    pub fn exists(settings: &Settings) -> bool {
        Outbox::has_been_in(&folder(settings))
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
    /// Waits for it. For threads without a runtime.
    ///
    /// # Errors
    ///
    /// The job's.
    pub fn wait(self) -> Result<T, OutboxError> {
        self.0.blocking_recv().unwrap_or_else(|_| Err(closed()))
    }

    /// Waits for it, but not long.
    ///
    /// # Errors
    ///
    /// The job's; `Locked` if it is not done after `timeout`. It is done later.
    pub async fn within(self, timeout: Duration) -> Result<T, OutboxError> {
        tokio::time::timeout(timeout, self).await.unwrap_or(Err(LOCKED))
    }
}

impl<T> Future for Answer<T> {
    type Output = Result<T, OutboxError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(|answer| answer.unwrap_or_else(|_| Err(closed())))
    }
}

const LOCKED: OutboxError = OutboxError::Storage(StorageError::Locked);

const DAMAGED: OutboxError = OutboxError::Storage(StorageError::Damaged);

/// Returns true if the files may be intact, and this disk or this account cannot write them.
fn is_of_disk(error: StorageError) -> bool {
    matches!(error, StorageError::DiskFull | StorageError::NotWritable) || error.is_io()
}

fn closed() -> OutboxError {
    StorageError::Broken.into()
}

/// The files of the outbox, as the thread has them.
struct Files {
    folder: PathBuf,
    looks_only: bool,
    /// The queue of the processes that change the outbox.
    turns: Option<TurnQueue>,
    /// Registered once, however often the outbox is locked when it is to be opened.
    owner: Option<Arc<Owner>>,
    open: Option<Open>,
    on_event: Box<dyn Fn(StoreEvent) + Send>,
    /// Notified of each change by this process.
    changed: Arc<Notify>,
}

struct Open {
    outbox: Outbox,
    /// The directory of the copy, if it is one. It goes with this.
    _copy: Option<TempDir>,
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
    /// Runs a job, with a new outbox if this one turns out to be damaged.
    fn perform<T>(&mut self, job: &mut impl FnMut(&Outbox) -> Result<T, OutboxError>) -> Result<T, OutboxError> {
        let _turn = match &mut self.turns {
            Some(turns) => Some(turns.wait(LOCK_WAIT).ok_or(LOCKED)?),
            None => None,
        };
        let outbox = self.outbox()?;
        let before = outbox.own_changes();
        let done = match job(outbox) {
            Err(DAMAGED) => match outbox.quarantine(clock::now()) {
                Ok(set_aside) => {
                    let done = job(outbox);
                    self.report(set_aside);
                    done
                }
                Err(LOCKED) => Err(LOCKED),
                Err(error) => {
                    tracing::warn!(%error, "outbox");
                    Err(DAMAGED)
                }
            },
            done => done,
        };
        let (changes, unreported) = self
            .open
            .as_ref()
            .map(|open| (open.outbox.own_changes(), open.outbox.take_unreported()))
            .unwrap_or_default();
        self.report(unreported);
        if changes != before {
            self.changed.notify_one();
        }
        done
    }

    fn report(&self, set_aside: Option<Quarantined>) {
        if let Some(set_aside) = set_aside {
            (self.on_event)(StoreEvent::SetAside(set_aside));
        }
    }

    /// Returns the outbox, opened if it is not open yet.
    fn outbox(&mut self) -> Result<&Outbox, OutboxError> {
        if self.open.is_none() {
            let (open, set_aside) = self.opened()?;
            self.report(set_aside);
            self.open = Some(open);
        }
        self.open.as_ref().map(|open| &open.outbox).ok_or_else(closed)
    }

    fn open_here(&mut self) -> Result<(Outbox, Option<Quarantined>), OutboxError> {
        let owner = match &self.owner {
            Some(owner) => Arc::clone(owner),
            None => Arc::clone(self.owner.insert(Arc::new(Owner::register(&self.folder)?))),
        };
        open_in(&self.folder, owner)
    }

    fn opened(&mut self) -> Result<(Open, Option<Quarantined>), OutboxError> {
        match self.open_here() {
            Err(OutboxError::Storage(error)) if self.looks_only && is_of_disk(error) => {
                let Ok(copy) = copied(&self.folder) else { return Err(error.into()) };
                let owner = Arc::new(Owner::register(copy.path())?);
                let (outbox, set_aside) = open_in(copy.path(), owner)?;
                (self.on_event)(StoreEvent::Copied);
                Ok((Open { outbox, _copy: Some(copy) }, set_aside))
            }
            opened => opened.map(|(outbox, set_aside)| (Open { outbox, _copy: None }, set_aside)),
        }
    }
}

fn open_in(folder: &Path, owner: Arc<Owner>) -> Result<(Outbox, Option<Quarantined>), OutboxError> {
    Outbox::open_within(folder, owner, clock::now(), LOCK_WAIT)
}

/// Returns the directory of the outbox and the drafts. What is saved in training must never be sent to the real API, nor the
/// other way about.
pub fn folder(settings: &Settings) -> PathBuf {
    match settings.api {
        ApiTarget::Training => Path::new(&settings.state_dir).join("training"),
        ApiTarget::Live(_) => settings.state_dir.clone(),
    }
}

/// The outbox's files in a directory that only this user may enter. Nothing of this process has them open: see
/// [`private::create_file`] for why that matters.
fn copied(folder: &Path) -> io::Result<TempDir> {
    // A missing outbox is not an empty one.
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
            private::restrict_file(&to)?;
        }
        // A desk that moves its log into the file meanwhile would leave half of it out.
        if before == seen().collect::<io::Result<Vec<_>>>()? {
            return Ok(copy);
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// The most copies that are made until no process has written meanwhile.
const TRIES: u8 = 20;

const DATABASES: [&str; 2] = ["outbox.sqlite", "outbox.sqlite.salvage"];

const COPIED: [&str; 4] = ["outbox.sqlite", "outbox.sqlite-wal", "outbox.sqlite.salvage", "outbox.sqlite.salvage-wal"];
