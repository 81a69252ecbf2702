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
//! - Processes that change the outbox take turns, in the order in which they asked (`outbox_files`). A process that
//!   hangs in its turn is skipped; one that works or waits for the disk is not.
//! - A job waits at most 50 ms for each lock: its turn, the lock file, `SQLite`. If another process has one for longer,
//!   the job stays first in the queue and runs again later. So a job must do no harm if it runs twice up to its first write; one
//!   write is one transaction. After 2 s [`StoreEvent::Locked`] is sent, and [`StoreEvent::Unlocked`] when the job is
//!   done. A desk waits without a limit; a command's job fails with `Locked` ([`Access`]).
//! - A damaged outbox is quarantined, and the job runs again with the new one ([`StoreEvent::Quarantined`]). Only this
//!   job is long: it reads all rows of the damaged file. Drafts are on their own thread and do not wait for it.
//! - If an answer is dropped, its job still runs.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use chrono::Days;
use tokio::sync::{Notify, oneshot};

use crate::clock;
use crate::domain::{NewCustomer, StorageError};
use crate::outbox::{Cashier, Leased, Outbox, OutboxError, Quarantined};
use crate::settings::OutboxConfig;
use crate::storage::job_thread::{Attempt, Held, JobThread};

use super::outbox_files::{Files, LOCKED};
use super::round::RunJob;

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
        let folder = config.paths.outbox_dir.clone();
        let files = Files::new(folder, access, Arc::clone(&changed), Box::new(on_event));
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

const CLOSED: OutboxError = OutboxError::Storage(StorageError::Broken);
