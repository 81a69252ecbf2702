//! A queue of processes in front of a file: each gets its turn in the order in which it asked.
//!
//! `SQLite` makes waiting processes poll. A hundred that poll on two cores keep the one that holds the lock from
//! running, and some of them never get it. Here they sleep in the kernel, which wakes them one after the other.
//!
//! The queue is advice: the file behind it has locks of its own. A process that cannot have its turn goes on without
//! one, so a process that hangs with the turn, or a file system without locks, stops no other process. The kernel takes
//! the turn from a process that ends.

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, fcntl_lock};
use rustix::io::Errno;
use rustix::process::{Flock, FlockType, Pid, fcntl_getlk};

use super::private;

/// A holder that sleeps or is stopped for this time is not waited for any longer.
const IDLE_HOLDER_TIMEOUT: Duration = Duration::from_millis(300);

/// A holder that works for longer than this with one turn counts as progress. A process that only polls a locked file
/// gives its turn back earlier.
const LONG_TURN: Duration = Duration::from_millis(150);

/// This process's place in the queue.
///
/// Uses POSIX locks, because they name the holder. They belong to the process, and closing any descriptor of the file
/// gives them up. So the file is opened once.
pub struct TurnQueue {
    path: PathBuf,
    file: Option<Arc<File>>,
    waiting: Option<Waiting>,
    /// Blocks in the kernel until the turn comes. At most one, also if nothing waits for its answer any more.
    waiter: Option<JoinHandle<()>>,
    work_seen: u64,
}

/// The turn of this process, or the permission to go on without. Given back when dropped.
pub struct Turn(Option<Arc<File>>);

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(file) = &self.0 {
            // Only fails if there was no lock.
            let _ = fcntl_lock(file, FlockOperation::Unlock);
        }
    }
}

struct Waiting {
    file: Arc<File>,
    granted: Receiver<Turn>,
    holder: Option<Pid>,
    /// When this holder was seen first.
    held_since: Instant,
    /// When this holder was last seen to use the processor or the disk.
    worked_at: Instant,
}

impl TurnQueue {
    /// Builds a queue at a file. No file is opened before the first [`wait`](Self::wait). The file is created if its
    /// directory exists.
    pub const fn new(path: PathBuf) -> Self {
        Self { path, file: None, waiting: None, waiter: None, work_seen: 0 }
    }

    /// Waits for the turn of this process. `None` means that it has not come within `timeout`; the place in the queue
    /// is kept for the next call.
    pub fn wait(&mut self, timeout: Duration) -> Option<Turn> {
        if self.waiting.is_none() {
            let Some(file) = self.file() else { return Some(Turn(None)) };
            match fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Some(Turn(Some(file))),
                Err(Errno::AGAIN | Errno::ACCESS) if self.waiter.as_ref().is_none_or(JoinHandle::is_finished) => {
                    self.start_to_wait(file);
                }
                Err(_) => return Some(Turn(None)),
            }
        }
        let Some(waiting) = &mut self.waiting else { return Some(Turn(None)) };
        let turn = match waiting.granted.recv_timeout(timeout) {
            Ok(turn) => Some(turn),
            Err(RecvTimeoutError::Disconnected) => Some(Turn(None)),
            Err(RecvTimeoutError::Timeout) => {
                self.work_seen += u64::from(waiting.has_long_turn_at_work());
                (waiting.worked_at.elapsed() >= IDLE_HOLDER_TIMEOUT).then_some(Turn(None))
            }
        };
        if turn.is_some() {
            self.leave();
        }
        turn
    }

    /// Returns true if this process has a place in the queue, and no turn.
    pub const fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Gives the place in the queue up.
    pub fn leave(&mut self) {
        self.waiting = None;
    }

    /// Returns how many times another process was seen at work during a long turn. It grows while a slow disk or a busy
    /// processor is all that is waited for.
    pub const fn work_seen(&self) -> u64 {
        self.work_seen
    }

    fn file(&mut self) -> Option<Arc<File>> {
        if self.file.is_none() {
            self.file = Some(Arc::new(private::open_file(&self.path).ok()?));
        }
        self.file.clone()
    }

    fn start_to_wait(&mut self, file: Arc<File>) {
        let (grant, granted) = sync_channel(1);
        let of_thread = Arc::clone(&file);
        let wait = move || {
            let result = loop {
                match fcntl_lock(&of_thread, FlockOperation::LockExclusive) {
                    Err(Errno::INTR) => {}
                    result => break result,
                }
            };
            if result.is_ok() {
                // If the place was given up, the turn is dropped here.
                drop(grant.send(Turn(Some(of_thread))));
            }
        };
        if let Ok(waiter) = thread::Builder::new().name("turn".into()).spawn(wait) {
            let now = Instant::now();
            self.waiter = Some(waiter);
            self.waiting = Some(Waiting { file, granted, holder: None, held_since: now, worked_at: now });
        }
    }
}

impl Waiting {
    /// Notes which process holds the turn. Returns true if it has held the turn for long and is at work.
    fn has_long_turn_at_work(&mut self) -> bool {
        let now = Instant::now();
        let lock = fcntl_getlk(&self.file, &Flock::from(FlockType::WriteLock)).ok().flatten();
        let holder = lock.and_then(|lock| lock.pid);
        if holder != self.holder {
            (self.holder, self.held_since, self.worked_at) = (holder, now, now);
            return false;
        }
        if !holder.is_some_and(is_at_work) {
            return false;
        }
        self.worked_at = now;
        self.held_since.elapsed() >= LONG_TURN
    }
}

/// Returns true if a thread of this process runs, wants to run or waits for the disk. Of a process that cannot be seen
/// it is not known, and the answer is false.
fn is_at_work(process: Pid) -> bool {
    let threads = fs::read_dir(format!("/proc/{}/task", process.as_raw_nonzero())).into_iter().flatten().flatten();
    threads.into_iter().any(|thread| {
        let stat = fs::read_to_string(thread.path().join("stat")).unwrap_or_default();
        // The name before it may have spaces and brackets.
        let state = stat.rsplit_once(')').and_then(|(_, rest)| rest.trim_start().chars().next());
        matches!(state, Some('R' | 'D'))
    })
}
