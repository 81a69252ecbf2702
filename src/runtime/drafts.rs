//! The thread that writes the drafts soon after they change. It does not wait for the outbox, so drafts are safe also
//! while the outbox is locked, damaged or slow.

mod pending;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{io, thread};

use tokio::sync::mpsc::UnboundedSender;

use crate::app::Msg;
use crate::delivery::counts_as_used;
use crate::domain::{Cid, Draft, StorageError};
use crate::outbox::{Cashier, Drafts, LeftDrafts, OutboxError, Owner};
use crate::settings::OutboxConfig;
use crate::storage::job_thread::Held;
use crate::storage::json_file;

use super::event::{Event, EventSender, WorkerRequest};
use super::language::ChosenLanguages;
use pending::Pending;

/// The time from a failed write to the next attempt.
const RETRY_INTERVAL: Duration = Duration::from_secs(5);

type Job = Box<dyn FnOnce(&mut Writer) + Send>;

/// A handle of the thread.
#[derive(Clone)]
pub(super) struct DraftThread {
    pending: Arc<Mutex<Pending>>,
    jobs: Sender<Job>,
}

impl DraftThread {
    /// Starts the thread. It opens no file yet.
    ///
    /// # Errors
    ///
    /// The system has no thread.
    pub(super) fn start(
        config: &OutboxConfig,
        events: EventSender,
        requests: UnboundedSender<WorkerRequest>,
    ) -> io::Result<Self> {
        let (jobs, received) = channel();
        let pending = Arc::<Mutex<Pending>>::default();
        let writer = Writer {
            folder: config.paths.outbox_dir.clone(),
            known_cashiers: config.paths.state_dir.join("cashiers.json"),
            cashier: Cashier::new(&config.cashier),
            languages: ChosenLanguages::new(config),
            drafts: None,
            pending: Arc::clone(&pending),
            has_failed: false,
            events,
            requests,
        };
        thread::Builder::new().name("drafts".into()).spawn(move || writer.serve(&received))?;
        Ok(Self { pending, jobs })
    }

    /// Finds the drafts of earlier runs of this cashier.
    pub(super) fn take_over(&self) {
        self.run(Writer::take_over);
    }

    /// Sends [`Msg::FirstStart`] if this cashier sees the desk for the first time.
    pub(super) fn find_first_start(&self) {
        self.run(|writer| {
            if !counts_as_used() && !writer.known_cashiers().contains(&writer.cashier.hash()) {
                writer.send(Msg::FirstStart);
            }
        });
    }

    /// Remembers that this cashier has seen the keys. If this fails, the keys are shown again.
    pub(super) fn remember_keys(&self) {
        self.run(|writer| {
            let mut known = writer.known_cashiers();
            known.insert(writer.cashier.hash());
            if let Err(error) = json_file::write(&writer.known_cashiers, &known) {
                tracing::info!(%error, "known cashiers");
            }
        });
    }

    /// Remembers the code of the language that this cashier has chosen.
    pub(super) fn remember_language(&self, code: &'static str) {
        self.run(move |writer| writer.languages.remember(code));
    }

    /// Replaces the drafts of the desk. The thread is woken only if it must write earlier than it planned: not for each
    /// key.
    pub(super) fn change(&self, drafts: Vec<Draft>) {
        if lock(&self.pending).change(drafts, Instant::now()) {
            self.run(|_| {});
        }
    }

    /// Removes drafts of an earlier run that were saved as registrations.
    pub(super) fn forget(&self, saved: Vec<Cid>) {
        self.run(move |writer| lock(&writer.pending).forget(&saved, Instant::now()));
    }

    /// Writes what is pending, and waits for it at most for `timeout`. Returns false if it could not be written, and
    /// true if it takes longer.
    pub(super) fn flush(&self, timeout: Duration) -> bool {
        let (done, is_written) = sync_channel(1);
        self.run(move |writer| {
            writer.write();
            // An error means that the caller does not wait any more.
            let _ = done.send(!writer.has_failed);
        });
        !matches!(is_written.recv_timeout(timeout), Ok(false) | Err(RecvTimeoutError::Disconnected))
    }

    /// Pauses the thread as long as the result lives. `None` means that a write takes longer than `timeout`.
    pub(super) fn hold(&self, timeout: Duration) -> Option<Held> {
        Held::pause(|pause| self.run(move |_| pause()), timeout)
    }

    fn run(&self, job: impl FnOnce(&mut Writer) + Send + 'static) {
        // The thread ends only after the last sender.
        let _ = self.jobs.send(Box::new(job));
    }
}

fn lock(pending: &Mutex<Pending>) -> MutexGuard<'_, Pending> {
    pending.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Writer {
    folder: PathBuf,
    /// The file with the cashiers who know the keys, by their hashes. Training and the live desk share it.
    known_cashiers: PathBuf,
    languages: ChosenLanguages,
    cashier: Cashier,
    /// Opened at the first job that needs it.
    drafts: Option<Drafts>,
    pending: Arc<Mutex<Pending>>,
    has_failed: bool,
    events: EventSender,
    requests: UnboundedSender<WorkerRequest>,
}

impl Writer {
    fn serve(mut self, jobs: &Receiver<Job>) {
        loop {
            let due = lock(&self.pending).due;
            let job = match due {
                None => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => jobs.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match job {
                Ok(job) => job(&mut self),
                Err(RecvTimeoutError::Timeout) => self.write(),
                Err(RecvTimeoutError::Disconnected) => return self.write(),
            }
        }
    }

    fn known_cashiers(&self) -> BTreeSet<String> {
        json_file::read(&self.known_cashiers).unwrap_or_default()
    }

    fn send(&self, msg: Msg) {
        self.events.send(Event::Msg(msg));
    }

    fn open(&mut self) -> Result<&Drafts, OutboxError> {
        if self.drafts.is_none() {
            let owner = Arc::new(Owner::register(&self.folder)?);
            self.drafts = Some(Drafts::open(&self.folder, owner, &self.cashier)?);
        }
        self.drafts.as_ref().ok_or(StorageError::Broken.into())
    }

    /// Takes over the drafts of an earlier run, perhaps none. The worker removes those that were saved as
    /// registrations, and offers the others.
    fn take_over(&mut self) {
        let left = self.open().and_then(Drafts::take_over).unwrap_or_else(|error| {
            self.send(Msg::DraftNotSaved(error.log()));
            LeftDrafts::default()
        });
        if !left.unreadable.is_empty() {
            self.send(Msg::DraftsUnreadable(left.unreadable.len()));
        }
        lock(&self.pending).left.clone_from(&left.drafts);
        let _ = self.requests.send(WorkerRequest::DraftsLeft(left.drafts));
    }

    /// Writes what is pending. After an error it is repeated after [`RETRY_INTERVAL`].
    fn write(&mut self) {
        let drafts = {
            let mut pending = lock(&self.pending);
            if pending.due.take().is_none() {
                return;
            }
            pending.all()
        };
        match self.open().and_then(|open| open.write(&drafts)) {
            Ok(()) if std::mem::take(&mut self.has_failed) => self.send(Msg::DraftsSaved),
            Ok(()) => {}
            Err(error) => {
                lock(&self.pending).due.get_or_insert(Instant::now() + RETRY_INTERVAL);
                self.has_failed = true;
                self.send(Msg::DraftNotSaved(error.log()));
            }
        }
    }
}
