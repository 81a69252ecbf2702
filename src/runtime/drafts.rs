//! The thread that writes the drafts soon after they change. It does not wait for the outbox, so drafts are safe also
//! while the outbox is locked, damaged or slow.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};
use std::{io, thread};

use crate::delivery::first_attempt::not_kept;
use crate::domain::{Cid, Draft, StorageError};
use crate::outbox::{Cashier, Drafts, OutboxError, Owner};
use crate::settings::OutboxConfig;
use crate::storage::job_thread::Held;

/// Drafts are on the disk this time after a change. Later changes do not delay it.
const WRITE_DELAY: Duration = Duration::from_millis(400);

/// The time from a failed write to the next attempt.
const RETRY_INTERVAL: Duration = Duration::from_secs(5);

/// An event about drafts.
pub(super) enum DraftEvent {
    /// The drafts of an earlier run of this cashier, perhaps none. Now this desk owns them.
    Left(Vec<Draft>),
    /// The number of draft files of an earlier run that cannot be read. They are kept.
    Unreadable(usize),
    /// The drafts could not be written. The write is repeated.
    NotWritten(StorageError),
    /// The drafts were written after a failure.
    Written,
}

enum Request {
    /// Find the drafts of earlier runs.
    TakeOver,
    /// The current drafts.
    Change(Vec<Draft>),
    /// These drafts of an earlier run were saved as registrations, so they are no drafts.
    Forget(Vec<Cid>),
    /// Write what is pending, and answer true if it is on the disk.
    Flush(SyncSender<bool>),
    Hold {
        ready: SyncSender<()>,
        resume: Receiver<()>,
    },
}

/// A handle of the thread.
#[derive(Clone)]
pub(super) struct DraftThread {
    requests: Sender<Request>,
}

impl DraftThread {
    /// Starts the thread. It opens no file yet.
    ///
    /// # Errors
    ///
    /// The system has no thread.
    pub(super) fn start(config: &OutboxConfig, on_event: impl Fn(DraftEvent) + Send + 'static) -> io::Result<Self> {
        let (requests, received) = channel();
        let writer = Writer {
            folder: config.paths.outbox_dir.clone(),
            cashier: Cashier::new(&config.cashier),
            drafts: None,
            pending: Pending::default(),
            has_failed: false,
            on_event: Box::new(on_event),
        };
        thread::Builder::new().name("drafts".into()).spawn(move || writer.serve(&received))?;
        Ok(Self { requests })
    }

    pub(super) fn take_over(&self) {
        self.send(Request::TakeOver);
    }

    pub(super) fn change(&self, drafts: Vec<Draft>) {
        self.send(Request::Change(drafts));
    }

    pub(super) fn forget(&self, saved: Vec<Cid>) {
        self.send(Request::Forget(saved));
    }

    /// Writes what is pending, and waits for it at most for `timeout`. Returns false if it could not be written, and
    /// true if it takes longer.
    pub(super) fn flush(&self, timeout: Duration) -> bool {
        let (done, is_written) = sync_channel(1);
        self.send(Request::Flush(done));
        !matches!(is_written.recv_timeout(timeout), Ok(false) | Err(RecvTimeoutError::Disconnected))
    }

    /// Pauses the thread as long as the result lives. `None` means that a write takes longer than `timeout`.
    pub(super) fn hold(&self, timeout: Duration) -> Option<Held> {
        let (ready, is_ready) = sync_channel(1);
        let (held, resume) = channel();
        self.send(Request::Hold { ready, resume });
        is_ready.recv_timeout(timeout).ok()?;
        Some(Held::new(held))
    }

    fn send(&self, request: Request) {
        // The thread ends only after the last sender.
        let _ = self.requests.send(request);
    }
}

struct Writer {
    folder: PathBuf,
    cashier: Cashier,
    /// Opened at the first request that needs it.
    drafts: Option<Drafts>,
    pending: Pending,
    has_failed: bool,
    on_event: Box<dyn Fn(DraftEvent) + Send>,
}

/// The drafts to write, and the time.
#[derive(Default)]
struct Pending {
    /// The drafts of the desk.
    current: Vec<Draft>,
    /// The drafts of an earlier run that the desk does not have yet. They stay in the file until then.
    left: Vec<Draft>,
    due: Option<Instant>,
}

impl Pending {
    fn change(&mut self, drafts: Vec<Draft>, now: Instant) {
        // If the last draft is gone from the screen, it is deleted from the disk at once.
        let due = if drafts.is_empty() { now } else { self.due.unwrap_or(now + WRITE_DELAY) };
        self.left.retain(|left| drafts.iter().all(|draft| draft.cid != left.cid));
        self.current = drafts;
        self.due = Some(due);
    }

    fn forget(&mut self, saved: &[Cid], now: Instant) {
        self.left.retain(|left| !saved.contains(&left.cid));
        self.due = Some(now);
    }

    fn all(&self) -> Vec<Draft> {
        self.left.iter().chain(&self.current).cloned().collect()
    }
}

impl Writer {
    fn serve(mut self, requests: &Receiver<Request>) {
        loop {
            let request = match self.pending.due {
                None => requests.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => requests.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match request {
                Ok(Request::TakeOver) => self.take_over(),
                Ok(Request::Change(drafts)) => self.pending.change(drafts, Instant::now()),
                Ok(Request::Forget(saved)) => self.pending.forget(&saved, Instant::now()),
                Ok(Request::Flush(done)) => {
                    self.write();
                    // An error means that the caller does not wait any more.
                    let _ = done.send(!self.has_failed);
                }
                Ok(Request::Hold { ready, resume }) => {
                    let _ = ready.send(());
                    let _ = resume.recv();
                }
                Err(RecvTimeoutError::Timeout) => self.write(),
                Err(RecvTimeoutError::Disconnected) => return self.write(),
            }
        }
    }

    fn open(&mut self) -> Result<&Drafts, OutboxError> {
        if self.drafts.is_none() {
            let owner = Arc::new(Owner::register(&self.folder)?);
            self.drafts = Some(Drafts::open(&self.folder, owner, &self.cashier)?);
        }
        self.drafts.as_ref().ok_or(StorageError::Broken.into())
    }

    fn take_over(&mut self) {
        let left = match self.open().and_then(Drafts::take_over) {
            Ok(left) => left,
            Err(error) => {
                (self.on_event)(DraftEvent::NotWritten(not_kept(&error)));
                return (self.on_event)(DraftEvent::Left(Vec::new()));
            }
        };
        if !left.unreadable.is_empty() {
            (self.on_event)(DraftEvent::Unreadable(left.unreadable.len()));
        }
        self.pending.left.clone_from(&left.drafts);
        (self.on_event)(DraftEvent::Left(left.drafts));
    }

    /// Writes what is pending. After an error it is repeated after [`RETRY_INTERVAL`].
    fn write(&mut self) {
        if self.pending.due.take().is_none() {
            return;
        }
        let drafts = self.pending.all();
        match self.open().and_then(|open| open.write(&drafts)) {
            Ok(()) if std::mem::take(&mut self.has_failed) => (self.on_event)(DraftEvent::Written),
            Ok(()) => {}
            Err(error) => {
                self.pending.due = Some(Instant::now() + RETRY_INTERVAL);
                self.has_failed = true;
                (self.on_event)(DraftEvent::NotWritten(not_kept(&error)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn draft(number: u8) -> Draft {
        Draft { cid: Cid::from_random_bytes([number; 16]), texts: BTreeMap::new(), stats: None }
    }

    fn cids(pending: &Pending) -> Vec<Cid> {
        pending.all().iter().map(|draft| draft.cid).collect()
    }

    #[test]
    fn what_an_earlier_run_left_stays_in_the_file_until_the_desk_has_it() {
        let now = Instant::now();
        let mut pending = Pending { left: vec![draft(1), draft(2), draft(3)], ..Pending::default() };
        // Typed before anything was offered.
        pending.change(vec![draft(9)], now);
        assert_eq!(cids(&pending), [1, 2, 3, 9].map(|number| draft(number).cid));
        // One was saved, and the desk takes another.
        pending.forget(&[draft(2).cid], now);
        pending.change(vec![draft(1), draft(9)], now);
        assert_eq!(cids(&pending), [3, 1, 9].map(|number| draft(number).cid));
        // The desk clears what it has; what it was not offered stays.
        pending.change(Vec::new(), now);
        assert_eq!(cids(&pending), [draft(3).cid]);
    }

    #[test]
    fn keys_do_not_put_the_writing_off_and_what_is_gone_goes_at_once() {
        let now = Instant::now();
        let mut pending = Pending::default();
        pending.change(vec![draft(1)], now);
        let due = pending.due;
        assert_eq!(due, Some(now + WRITE_DELAY));
        pending.change(vec![draft(1)], now + WRITE_DELAY / 2);
        assert_eq!(pending.due, due);
        pending.change(Vec::new(), now + WRITE_DELAY / 2);
        assert_eq!(pending.due, Some(now + WRITE_DELAY / 2));
    }
}
