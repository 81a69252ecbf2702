//! The signals that reach a desk, and the end of the process if its loop does not end after one.

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Duration;
use std::{process, thread};

use tokio::sync::Notify;

use crate::app::Msg;
use crate::runtime::event::{Event, Signals};
use crate::terminal;

use super::Worker;

/// The time in which the loop must end after a signal.
pub(super) const END_TIMEOUT: Duration = Duration::from_millis(1500);

/// The time after that for writing the drafts, and the time for restoring the terminal.
pub(super) const LEAVE_TIMEOUT: Duration = Duration::from_millis(200);

impl Worker {
    /// Sends the event of each signal to the loop, and tells the worker about those that end the desk.
    pub(super) fn watch(&mut self, signals: Signals, end_requested: &Arc<Notify>) {
        for (mut signal, event) in signals.0 {
            let (events, end_requested) = (self.context.events.clone(), Arc::clone(end_requested));
            self.tasks.spawn(async move {
                while signal.recv().await.is_some() {
                    let event = event();
                    if matches!(event, Event::Msg(Msg::HangUp)) {
                        end_requested.notify_one();
                    }
                    events.send(event);
                }
            });
        }
    }
}

/// Ends the process when the loop did not end after a signal, because it waits for an output that is not read. The
/// drafts are on the disk.
pub(super) fn exit_process() -> ! {
    let (done, given_back) = sync_channel(1);
    // Restoring the terminal may block too.
    thread::spawn(move || {
        terminal::restore();
        let _ = done.send(());
    });
    let _ = given_back.recv_timeout(LEAVE_TIMEOUT);
    process::exit(1)
}
