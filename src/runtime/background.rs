//! The threads beside the loop, as the loop sees them: the worker (network, timers, signals), the storage thread and
//! the thread of the drafts.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use std::{io, thread};

use tokio::runtime::Runtime;
use tokio::sync::mpsc::{self, UnboundedSender};

use crate::app::{Effect, Msg};
use crate::delivery::{Access, LocalStore, StoreEvent};
use crate::domain::DisplayText;
use crate::settings::{ApiTarget, DeskConfig, OutboxConfig};
use crate::storage::job_thread::Held;

use super::drafts::DraftThread;
use super::event::{Event, EventSender, Signals, WorkerRequest};
use super::worker::Worker;

/// The longest wait for the drafts before the program stops or ends.
const DRAFTS_TIMEOUT: Duration = Duration::from_secs(2);

/// The longest wait for a job that runs before the program stops for its shell.
const HOLD_TIMEOUT: Duration = Duration::from_secs(2);

/// The longest wait for the worker to pass its last jobs to the storage thread.
const WORKER_TIMEOUT: Duration = Duration::from_millis(300);

/// An idle thread for blocking work ends after this time. It is needed at the start and for name resolution.
const BLOCKING_THREAD_LIFETIME: Duration = Duration::from_secs(2);

/// The worker and the threads of the disk. Answers come back as events.
///
/// On drop (also while a panic unwinds) it writes the drafts, and waits until the jobs for the outbox are done, but at
/// most half a second. Calls in flight are cancelled; the outbox knows that they may have arrived.
pub(super) struct Background {
    requests: UnboundedSender<WorkerRequest>,
    drafts: DraftThread,
    store: Arc<LocalStore>,
    /// Disconnected when the worker has ended.
    worker: Receiver<()>,
}

/// The runtime of the worker before it runs, and the signals that it will turn into events.
///
/// It exists before the terminal is set to raw mode, so that a signal never leaves it in that mode.
pub(super) struct WorkerRuntime {
    runtime: Runtime,
    signals: Signals,
}

impl WorkerRuntime {
    /// Catches the signals that end a program. From here on they come as messages.
    ///
    /// # Errors
    ///
    /// The system has no descriptor left.
    pub(super) fn new() -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .thread_keep_alive(BLOCKING_THREAD_LIFETIME)
            .build()?;
        let signals = {
            let _inside = runtime.enter();
            Signals::caught()
        };
        Ok(Self { runtime, signals })
    }
}

impl Background {
    /// Starts the threads.
    ///
    /// # Errors
    ///
    /// The system has no thread left.
    pub(super) fn start(
        WorkerRuntime { runtime, signals }: WorkerRuntime,
        config: DeskConfig,
        api: ApiTarget,
        outbox: OutboxConfig,
        events: EventSender,
    ) -> io::Result<Self> {
        let (requests, received) = mpsc::unbounded_channel();
        let store = Arc::new(LocalStore::start(&outbox, Access::Desk, store_event_handler(events.clone()))?);
        let drafts = DraftThread::start(&outbox, events.clone(), requests.clone())?;
        let (running, worker) = channel();
        let (its_store, its_drafts) = (Arc::clone(&store), drafts.clone());
        thread::Builder::new().name("worker".into()).spawn(move || {
            let worker = Worker::new(events, api, config, outbox, its_store, its_drafts);
            runtime.block_on(worker.serve(received, signals));
            // A name resolution that hangs must not delay the end.
            runtime.shutdown_background();
            drop::<Sender<()>>(running);
        })?;
        Ok(Self { requests, drafts, store, worker })
    }

    /// Starts an effect. Drafts go to their own thread.
    pub(super) fn order(&self, effect: Effect) {
        match effect {
            Effect::SaveDrafts(drafts) => self.drafts.change(drafts),
            Effect::LoadDesk => {
                self.drafts.take_over();
                self.request(WorkerRequest::Command(Effect::LoadDesk));
            }
            Effect::FindFirstStart => self.drafts.find_first_start(),
            Effect::RememberKeys => self.drafts.remember_keys(),
            Effect::RememberLanguage(code) => self.drafts.remember_language(code),
            effect => self.request(WorkerRequest::Command(effect)),
        }
    }

    /// Starts or stops following the outbox: with true, its rows are sent after each change.
    pub(super) fn follow(&self, follows: bool) {
        self.request(WorkerRequest::Follow(follows));
    }

    /// Writes the drafts to the disk. Returns false if they cannot be written.
    pub(super) fn keep_now(&self) -> bool {
        self.drafts.flush(DRAFTS_TIMEOUT)
    }

    /// Writes the drafts and pauses the threads of the disk. They hold no lock and no transaction as long as the result
    /// lives. `None` means that their current work takes longer than [`HOLD_TIMEOUT`].
    pub(super) fn hold(&self) -> Option<(Held, Held)> {
        // The shell must not wait for a slow disk. The rest is written when the program continues.
        self.keep_now();
        Some((self.drafts.hold(HOLD_TIMEOUT)?, self.store.hold(HOLD_TIMEOUT)?))
    }

    fn request(&self, request: WorkerRequest) {
        // The worker ends only after `End`.
        let _ = self.requests.send(request);
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.request(WorkerRequest::End);
        self.keep_now();
        let _ = self.worker.recv_timeout(WORKER_TIMEOUT);
        self.store.close();
    }
}

fn store_event_handler(events: EventSender) -> impl Fn(StoreEvent) + Send + 'static {
    move |event| {
        let msg = match event {
            StoreEvent::Quarantined(quarantined) => {
                let file = quarantined.file_name().map(|name| DisplayText::new(&name));
                Msg::OutboxQuarantined { file, complete: quarantined.complete }
            }
            StoreEvent::Locked => Msg::OutboxLocked(true),
            StoreEvent::Unlocked => Msg::OutboxLocked(false),
            // A desk never opens a copy.
            StoreEvent::Copied => return,
        };
        events.send(Event::Msg(msg));
    }
}
