//! What runs beside the screen's thread, as that thread sees it: the worker (network, timers, signals), the storage thread
//! and the thread of the drafts.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use std::{io, thread};

use rustix::process::Signal as Posix;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{self, UnboundedSender};

use crate::app::{Effect, Msg};
use crate::delivery::{Connection, LocalStore, StoreEvent, Waits};
use crate::domain::{DisplayText, Draft};

use crate::outbox::Quarantined;
use crate::settings::Settings;
use crate::storage::job_thread::Held;

use super::drafts::{DraftEvent, DraftThread};
use super::event::{Event, EventSender};
use super::worker::{Worker, WorkerContext};

/// The longest wait for the drafts before the program stops or ends.
const DRAFTS_TIMEOUT: Duration = Duration::from_secs(2);

/// The longest wait for a job that runs before the program stops for its shell.
const HOLD_TIMEOUT: Duration = Duration::from_secs(2);

/// The longest wait for the worker to hand its last jobs to the storage thread.
const WORKER_TIMEOUT: Duration = Duration::from_millis(300);

/// An idle thread for blocking work ends after this time. It is needed at the start and for name resolution.
const BLOCKING_THREAD_LIFETIME: Duration = Duration::from_secs(2);

/// What the worker is asked for.
pub(super) enum WorkerRequest {
    /// The state machine's command.
    Command(Effect),
    /// Tell of every change of the outbox, or do not.
    Follow(bool),
    /// An earlier run has left these drafts.
    DraftsLeft(Vec<Draft>),
    /// Take no further request.
    End,
}

/// The worker and the threads of the disk; answers come back as events.
///
/// Dropped, also while a panic unwinds, it writes the drafts, and ends when the jobs for the outbox are done or half a
/// second has passed. What is being sent is given up; the outbox knows that it may have arrived.
pub(super) struct Background {
    requests: UnboundedSender<WorkerRequest>,
    drafts: DraftThread,
    store: Arc<LocalStore>,
    /// Disconnected when the worker has ended.
    worker: Receiver<()>,
}

impl Background {
    /// Starts it. From here on the signals that end a program come as messages.
    pub(super) fn start(settings: Settings, events: EventSender) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .thread_keep_alive(BLOCKING_THREAD_LIFETIME)
            .build()?;
        let (requests, received) = mpsc::unbounded_channel();
        let signals = {
            // Before the terminal is taken over: a signal must never find it unguarded.
            let _inside = runtime.enter();
            Signals::caught()
        };
        let store = Arc::new(LocalStore::start(&settings, Waits::Desk, tell_of_store(events.clone()))?);
        let drafts = DraftThread::start(&settings, tell_of_drafts(events.clone(), requests.clone()))?;
        let (running, worker) = channel();
        let (its_store, its_drafts) = (Arc::clone(&store), drafts.clone());
        thread::Builder::new().name("worker".into()).spawn(move || {
            let connection = Arc::new(Connection::new(settings.clone()));
            let context = WorkerContext { events, connection, poke: Arc::default(), alarm_after: settings.alarm_after };
            let serving = Worker::new(context, settings, its_store, its_drafts);
            runtime.block_on(serving.serve(received, signals));
            // A look-up of a host name that blocks is not waited for.
            runtime.shutdown_background();
            drop::<Sender<()>>(running);
        })?;
        Ok(Self { requests, drafts, store, worker })
    }

    /// Has an effect carried out. Drafts go to their own thread.
    pub(super) fn order(&self, effect: Effect) {
        match effect {
            Effect::SaveDrafts(drafts) => self.drafts.change(drafts),
            Effect::LoadDesk => {
                self.drafts.take_over();
                self.request(WorkerRequest::Command(Effect::LoadDesk));
            }
            effect => self.request(WorkerRequest::Command(effect)),
        }
    }

    /// Tells of every change of the outbox from now on, or no longer.
    pub(super) fn follow(&self, follows: bool) {
        self.request(WorkerRequest::Follow(follows));
    }

    /// Writes what is half typed. Returns false if it cannot be written.
    pub(super) fn keep_now(&self) -> bool {
        self.drafts.flush(DRAFTS_TIMEOUT)
    }

    /// Writes what is half typed and keeps the disk's threads from further work. They hold no lock and no transaction while
    /// the result lives. `None` means that their work takes too long.
    pub(super) fn hold(&self) -> Option<(Held, Held)> {
        // A slow disk must not keep a shell waiting: the rest is written when the program goes on.
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

fn tell_of_store(events: EventSender) -> impl Fn(StoreEvent) + Send + 'static {
    move |event| {
        let msg = match event {
            StoreEvent::SetAside(Quarantined { path, complete, .. }) => {
                let name = path.as_ref().and_then(|path| path.file_name());
                Msg::OutboxQuarantined { file: name.map(|name| DisplayText::new(&name.to_string_lossy())), complete }
            }
            StoreEvent::Locked => Msg::OutboxLocked(true),
            StoreEvent::Unlocked => Msg::OutboxLocked(false),
            // A desk opens no copy.
            StoreEvent::Copied => return,
        };
        events.send(Event::Msg(msg));
    }
}

fn tell_of_drafts(
    events: EventSender,
    requests: UnboundedSender<WorkerRequest>,
) -> impl Fn(DraftEvent) + Send + 'static {
    move |event| {
        let msg = match event {
            DraftEvent::Left(drafts) => {
                // The worker leaves out what was saved.
                let _ = requests.send(WorkerRequest::DraftsLeft(drafts));
                return;
            }
            DraftEvent::Unreadable(files) => Msg::DraftsUnreadable(files),
            DraftEvent::NotWritten(why) => Msg::DraftNotSaved(why),
            DraftEvent::Written => Msg::DraftsSaved,
        };
        events.send(Event::Msg(msg));
    }
}

/// The signals that mean something to the desk.
pub(super) struct Signals {
    /// Ask the program to end.
    pub(super) ends: Vec<io::Result<Signal>>,
    pub(super) resized: io::Result<Signal>,
    /// Ask it to stop until it is told to go on, as the shell's `kill -TSTP` does.
    pub(super) stops: io::Result<Signal>,
    pub(super) continued: io::Result<Signal>,
}

/// Those that end a program which does not look after them: the terminal would stay as the desk has it, with a customer
/// on it.
const ENDS: &[Posix] = &[
    Posix::HUP,
    Posix::TERM,
    Posix::INT,
    Posix::QUIT,
    Posix::USR1,
    Posix::USR2,
    Posix::ALARM,
    Posix::VTALARM,
    Posix::XCPU,
];

impl Signals {
    fn caught() -> Self {
        Self {
            ends: ENDS.iter().copied().map(caught).collect(),
            resized: signal(SignalKind::window_change()),
            stops: caught(Posix::TSTP),
            continued: caught(Posix::CONT),
        }
    }
}

fn caught(which: Posix) -> io::Result<Signal> {
    signal(SignalKind::from_raw(which.as_raw()))
}
