//! The thread in which everything runs that may take time, as the screen's thread sees it.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, SyncSender, sync_channel};
use std::time::Duration;
use std::{io, thread};

use rustix::process::Signal as Posix;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{self, UnboundedSender};

use crate::app::Command;
use crate::form::Draft;
use crate::settings::Settings;

use super::feed::Feed;
use super::office::Office;
use super::{Connection, Wake};

/// The longest that the screen waits for the disk before the program is stopped by its shell.
const DISK_PATIENCE: Duration = Duration::from_secs(2);

/// What the screen's thread asks for.
pub(super) enum Order {
    /// The state machine's command.
    Command(Command),
    /// These forms are half typed now.
    Drafts(Vec<Draft>),
    /// Write what is pending, and say whether it is on the disk.
    WriteNow(SyncSender<bool>),
}

/// The thread in which everything runs that may take time; answers come back as wakes.
///
/// Dropped, it ends when everything that was ordered is written down, also while a panic unwinds. What is being sent
/// is given up; the outbox knows that it may have arrived.
pub(super) struct Background {
    /// Taken to close it.
    orders: Option<UnboundedSender<Order>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Background {
    /// Starts it. From here on the signals that end a program come as messages.
    pub(super) fn start(settings: Settings, wake: Sender<Wake>) -> io::Result<Self> {
        let work = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (orders, received) = mpsc::unbounded_channel();
        let signals = {
            // Before the terminal is taken over: a signal must never find it unguarded.
            let _inside = work.enter();
            Signals::caught()
        };
        let thread = thread::Builder::new().name("background".into()).spawn(move || {
            let connection = Arc::new(Connection::new(settings.clone()));
            let feed = Feed { wake, connection, poke: Arc::default(), alarm_after: settings.alarm_after };
            let office = Office::new(feed, settings);
            work.block_on(office.serve(received, signals));
        })?;
        Ok(Self { orders: Some(orders), thread: Some(thread) })
    }

    pub(super) fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // Nobody receives only after the end.
            let _ = orders.send(order);
        }
    }

    /// What was ordered is on the disk when this returns, unless the disk takes too long or does not take it: whether it
    /// is.
    pub(super) fn keep_now(&self) -> bool {
        let (done, written) = sync_channel(1);
        self.order(Order::WriteNow(done));
        // A slow disk must not keep a shell waiting; it is written when the program goes on, or before it ends.
        !matches!(written.recv_timeout(DISK_PATIENCE), Ok(false) | Err(RecvTimeoutError::Disconnected))
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has ended as well, and the panic was told when it happened.
            let _ = thread.join();
        }
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
