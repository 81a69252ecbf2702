//! The loop of the desk, on one thread. It waits for the terminal and for events, lets the front end handle them and
//! show the result, and then passes the effects to the background. No other thread runs between a key and its letter.
//!
//! Both front ends (`screen` and `plain`) run in it. Suspension, drafts and shutdown are here.

use std::io;
use std::os::fd::BorrowedFd;
use std::time::Instant;

use crate::app::{Effect, Exit, Outcome};
use crate::terminal::{has_input, has_job_control, poll};

use super::background::Background;
use super::event::{Event, EventReceiver};

/// The effect of Ctrl-Z and SIGTSTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuspendPolicy {
    /// They stop the program if a shell waits for it.
    Allow,
    /// They do nothing: a kiosk has no shell.
    Ignore,
}

/// A front end: it shows the desk and reads input.
pub(super) trait FrontEnd {
    /// True if [`FrontEnd::show`] may block on an output that is not read. Then the effects are passed on before it.
    const SHOW_MAY_BLOCK: bool;

    /// Returns true if input is read now.
    fn is_reading(&self) -> bool;

    /// Returns the terminal if it has not accepted all output yet.
    fn pending_output(&self) -> Option<BorrowedFd<'_>>;

    /// Returns when to call [`FrontEnd::on_timeout`] if nothing else happens. `None` means never.
    fn deadline(&self) -> Option<Instant>;

    fn on_timeout(&mut self, now: Instant, outcome: &mut Outcome);

    /// Reads one piece of input that came at `now`.
    fn on_input(&mut self, now: Instant, outcome: &mut Outcome);

    fn on_event(&mut self, event: Event, outcome: &mut Outcome);

    /// Shows the changes. Returns [`Exit::Quit`] if the terminal is gone.
    ///
    /// # Errors
    ///
    /// The output cannot be written, and the program must report this.
    fn show(&mut self) -> anyhow::Result<Option<Exit>>;

    /// Stops the program until a shell continues it. `prepare` returns `None` if it cannot be stopped now.
    ///
    /// # Errors
    ///
    /// As for [`FrontEnd::show`].
    fn suspend<T>(&mut self, prepare: impl FnOnce() -> Option<T>) -> anyhow::Result<Option<Exit>>;

    /// Returns true if rows of the outbox are shown and must follow its changes.
    fn follows_outbox(&self) -> bool;
}

/// The number of pieces of input that are read before a frame is shown. Without a limit a long paste would hide the
/// desk.
const MAX_PIECES_PER_FRAME: usize = 16;

/// Runs the desk until the cashier quits or the terminal goes away.
///
/// # Errors
///
/// Those of the front end, and of a system that cannot wait for its descriptors.
pub(super) fn run<F: FrontEnd>(
    front: &mut F,
    events: &EventReceiver,
    background: &Background,
    suspend: SuspendPolicy,
) -> anyhow::Result<()> {
    let mut outgoing = Outgoing { background, effects: Vec::new() };
    let mut follows = false;
    loop {
        let outcome = wait_and_handle(front, events)?;
        outgoing.effects = outcome.effects;
        if F::SHOW_MAY_BLOCK {
            outgoing.send();
        }
        let shown = front.show();
        outgoing.send();
        if follows != front.follows_outbox() {
            follows = !follows;
            background.follow(follows);
        }
        let mut exit = outcome.exit.max(shown?);
        if exit == Some(Exit::Suspend) && suspend == SuspendPolicy::Allow && has_job_control() {
            exit = front.suspend(|| background.hold())?;
        }
        if exit == Some(Exit::Quit) {
            return Ok(());
        }
    }
}

/// Waits until something happens, then handles everything that has happened: a burst of keys gives one frame.
fn wait_and_handle(front: &mut impl FrontEnd, events: &EventReceiver) -> io::Result<Outcome> {
    let mut outcome = Outcome::default();
    let timeout = front.deadline().map(|deadline| deadline.saturating_duration_since(Instant::now()));
    let ready = poll(front.is_reading(), events.wake_fd(), front.pending_output(), timeout)?;
    let now = Instant::now();
    if ready.input {
        // More input that is already there came with the first piece: it may be one pasted block.
        for piece in 0..MAX_PIECES_PER_FRAME {
            if piece > 0 && !(front.is_reading() && has_input()) {
                break;
            }
            front.on_input(now, &mut outcome);
            if outcome.exit.is_some() {
                return Ok(outcome);
            }
        }
    }
    if ready.wake {
        events.clear_wake();
        while let Some(event) = events.next() {
            front.on_event(event, &mut outcome);
            if outcome.exit.is_some() {
                return Ok(outcome);
            }
        }
    }
    if !ready.input && front.deadline().is_some_and(|deadline| deadline <= now) {
        front.on_timeout(now, &mut outcome);
    }
    Ok(outcome)
}

/// The effects that were not passed to the background yet. They are also passed on drop, for example while a panic
/// unwinds: an error while drawing loses no typed text.
struct Outgoing<'a> {
    background: &'a Background,
    effects: Vec<Effect>,
}

impl Outgoing<'_> {
    fn send(&mut self) {
        for effect in self.effects.drain(..) {
            self.background.order(effect);
        }
    }
}

impl Drop for Outgoing<'_> {
    fn drop(&mut self) {
        self.send();
    }
}
