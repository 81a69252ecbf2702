//! The values that the threads of a desk send each other: events that wake the loop, requests to the worker, and the
//! signals that the worker turns into events. The channel of events has a descriptor, so the loop waits for the
//! terminal and for events in one call of `poll`.

use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd as _, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};

use rustix::process::Signal as Posix;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::app::{Effect, Msg};
use crate::domain::Draft;

/// An event that does not come from the terminal's input.
#[expect(clippy::large_enum_variant, reason = "nearly every event is a message, and none is stored")]
pub(super) enum Event {
    /// A message for the state machine: an answer, a time or a signal.
    Msg(Msg),
    /// The terminal has another size.
    Resized,
    /// The system asks the program to stop until it is continued.
    Stopped,
    /// The program was stopped and continues. The terminal may be in any state.
    Continued,
}

/// Sends events to the loop and wakes it.
#[derive(Clone)]
pub(super) struct EventSender {
    events: Sender<Event>,
    wake: Arc<UnixStream>,
}

/// The loop's end of the channel.
pub(super) struct EventReceiver {
    events: Receiver<Event>,
    wake: UnixStream,
}

/// Creates a channel for events.
///
/// # Errors
///
/// The system has no descriptor left.
pub(super) fn channel() -> io::Result<(EventSender, EventReceiver)> {
    let (wake, woken) = UnixStream::pair()?;
    wake.set_nonblocking(true)?;
    woken.set_nonblocking(true)?;
    let (events, next) = mpsc::channel();
    Ok((EventSender { events, wake: Arc::new(wake) }, EventReceiver { events: next, wake: woken }))
}

impl EventSender {
    /// Sends an event. After the end of the loop it is dropped.
    pub(super) fn send(&self, event: Event) {
        let _ = self.events.send(event);
        // A full socket has woken the loop already.
        let _ = (&*self.wake).write(&[0]);
    }
}

impl EventReceiver {
    /// Returns the descriptor that is readable while events wait.
    pub(super) fn wake_fd(&self) -> BorrowedFd<'_> {
        self.wake.as_fd()
    }

    /// Empties the descriptor. It is called before the events are taken, so that an event that comes meanwhile wakes
    /// the loop again.
    pub(super) fn clear_wake(&self) {
        let mut bytes = [0; 64];
        while (&self.wake).read(&mut bytes).is_ok_and(|length| length == bytes.len()) {}
    }

    /// Takes the next event, if there is one.
    pub(super) fn next(&self) -> Option<Event> {
        self.events.try_recv().ok()
    }
}

/// A request to the worker.
pub(super) enum WorkerRequest {
    /// Carry out an effect.
    Command(Effect),
    /// Send the rows of the outbox after each change, or stop that.
    Follow(bool),
    /// Offer the drafts of an earlier run.
    DraftsLeft(Vec<Draft>),
    /// End: take no further request.
    End,
}

/// The signals that the desk handles, with the event of each.
pub(super) struct Signals(pub(super) Vec<(Signal, fn() -> Event)>);

/// The signals that would end the program without a handler. The terminal would stay in raw mode, with a customer on
/// it.
const ENDS: [Posix; 9] = [
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

/// The other signals. TSTP stops the program until it is continued, as the shell's `kill -TSTP` does.
const OTHERS: [(Posix, fn() -> Event); 3] =
    [(Posix::WINCH, || Event::Resized), (Posix::TSTP, || Event::Stopped), (Posix::CONT, || Event::Continued)];

impl Signals {
    /// Handles them from now on.
    pub(super) fn caught() -> Self {
        let ends = ENDS.map(|which| (which, (|| Event::Msg(Msg::HangUp)) as fn() -> Event));
        let caught = |(which, event): (Posix, fn() -> Event)| {
            signal(SignalKind::from_raw(which.as_raw())).ok().map(|signal| (signal, event))
        };
        Self(ends.into_iter().chain(OTHERS).filter_map(caught).collect())
    }
}
