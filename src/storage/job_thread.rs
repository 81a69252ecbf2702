//! A thread that runs the jobs of one store, one after the other. `local_store` uses it for the outbox.
//!
//! If another process has locked the store, a job ends with [`Attempt::Locked`] after a short wait. It stays first in
//! the queue and runs again, so the order of the jobs holds. Between two attempts the thread holds no lock.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant, SystemTime};
use std::{io, thread};

/// The time between two attempts at a locked store.
const RETRY_INTERVAL: Duration = Duration::from_millis(50);

/// The time after which a lock is reported.
const LOCK_REPORT_AFTER: Duration = Duration::from_secs(2);

/// The least number of attempts at an unchanged store before a job is given up. Otherwise a process that seldom gets
/// processor time would take this for a lock.
const MIN_ATTEMPTS: u32 = 16;

/// A job. The flag is true for the last attempt.
pub type Job<S> = Box<dyn FnMut(&mut S, bool) -> Attempt + Send>;

/// The result of one attempt at a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// The job is done or has failed for good. Its caller has the answer.
    Done,
    /// Another process has locked the store. After the last attempt the caller has the error.
    Locked,
}

/// A value that changes while other processes use the store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// The times at which its files were changed.
    pub modified: Vec<Option<SystemTime>>,
    /// The number of times that another process was seen working on it.
    pub work_seen: u64,
}

/// The functions that the thread needs of a store.
pub trait Store {
    /// Returns a value that changes while other processes use the store.
    fn progress(&self) -> Progress;
    /// Returns true if the last attempt ended in the queue of processes. The next attempt waits there, so it needs no
    /// pause.
    fn is_queued(&self) -> bool;
    /// Gives up a place in the queue of processes. It is called before the thread is paused.
    fn on_hold(&mut self);
    /// Reports a lock. It is called when the store has been locked for longer than a moment, and when it is free again.
    fn on_lock(&mut self, is_locked: bool);
}

enum Order<S> {
    Run(Job<S>),
    /// Pauses the thread, which holds no lock meanwhile.
    Hold(Box<dyn FnOnce() + Send>),
    /// Ends the thread when the queue is empty, or at this time if the store is locked. The sender is dropped with the
    /// thread.
    Close(Instant, SyncSender<()>),
}

/// A handle of the thread.
pub struct JobThread<S> {
    orders: Sender<Order<S>>,
}

/// The thread is paused as long as this lives. It holds no lock and no transaction.
pub struct Held(#[expect(dead_code, reason = "dropped to resume")] Sender<()>);

impl Held {
    /// Pauses a thread: `run` passes it a function that returns when the result is dropped. `None` means that the
    /// thread does not call it within `timeout`.
    pub fn pause(run: impl FnOnce(Box<dyn FnOnce() + Send>), timeout: Duration) -> Option<Self> {
        let (ready, is_ready) = sync_channel(1);
        let (held, resume) = channel::<()>();
        run(Box::new(move || {
            // An error means that the caller does not wait any more.
            let _ = ready.send(());
            let _ = resume.recv();
        }));
        is_ready.recv_timeout(timeout).ok()?;
        Some(Self(held))
    }
}

impl<S: Store + Send + 'static> JobThread<S> {
    /// Starts the thread. A job waits until a locked store has not changed for `timeout`, and at most 25 times this
    /// time. `None` disables the timeout.
    ///
    /// # Errors
    ///
    /// The system has no thread.
    pub fn start(store: S, timeout: Option<Duration>) -> io::Result<Self> {
        let (orders, received) = channel();
        let queue = Queue { store, timeout, jobs: VecDeque::new(), locked: None, closes_at: None, closers: Vec::new() };
        thread::Builder::new().name("storage".into()).spawn(move || queue.serve(&received))?;
        Ok(Self { orders })
    }

    /// Appends a job to the queue. Jobs run in the order of the calls.
    pub fn run(&self, job: Job<S>) {
        // The thread ends only after `close`. Then the job is dropped, and its caller gets no answer.
        let _ = self.orders.send(Order::Run(job));
    }

    /// Waits for the end of the current attempt and pauses the thread. `None` means that the attempt takes longer than
    /// `timeout`.
    pub fn hold(&self, timeout: Duration) -> Option<Held> {
        Held::pause(|pause| drop(self.orders.send(Order::Hold(pause))), timeout)
    }

    /// Ends the thread when its jobs are done, and waits for it at most for `timeout`. Jobs that still wait for a
    /// locked store are dropped then.
    pub fn close(&self, timeout: Duration) {
        let (ended, has_ended) = sync_channel(1);
        if self.orders.send(Order::Close(Instant::now() + timeout, ended)).is_ok() {
            // The channel is closed when the thread ends.
            let _ = has_ended.recv_timeout(timeout);
        }
    }
}

/// The state while the first job finds the store locked.
struct Locked {
    since: Instant,
    /// The time of the next attempt.
    retry_at: Instant,
    is_reported: bool,
    progress: Progress,
    changed_at: Instant,
    /// The number of attempts since then.
    attempts: u32,
}

impl Locked {
    fn note(&mut self, progress: Progress) {
        if self.progress != progress {
            (self.progress, self.changed_at, self.attempts) = (progress, Instant::now(), 0);
        }
    }
}

struct Queue<S> {
    store: S,
    timeout: Option<Duration>,
    jobs: VecDeque<Job<S>>,
    locked: Option<Locked>,
    closes_at: Option<Instant>,
    closers: Vec<SyncSender<()>>,
}

impl<S: Store> Queue<S> {
    fn serve(mut self, orders: &Receiver<Order<S>>) {
        loop {
            match self.next_order(orders) {
                Ok(Order::Run(job)) => self.jobs.push_back(job),
                Ok(Order::Hold(pause)) => {
                    self.store.on_hold();
                    pause();
                }
                Ok(Order::Close(deadline, closer)) => {
                    self.closes_at.get_or_insert(deadline);
                    self.closers.push(closer);
                }
                Err(RecvTimeoutError::Disconnected) if self.closes_at.is_none() => {
                    self.closes_at = Some(Instant::now() + LOCK_REPORT_AFTER);
                }
                Err(_) => self.attempt_first(),
            }
            let gives_up = self.locked.is_some() && self.closes_at.is_some_and(|at| at <= Instant::now());
            if self.closes_at.is_some() && (self.jobs.is_empty() || gives_up) {
                return;
            }
        }
    }

    /// Returns the next request, or `Timeout` if the first job is due.
    fn next_order(&self, orders: &Receiver<Order<S>>) -> Result<Order<S>, RecvTimeoutError> {
        let pause = match &self.locked {
            None if self.jobs.is_empty() => return orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
            None => Duration::ZERO,
            Some(locked) => locked.retry_at.saturating_duration_since(Instant::now()),
        };
        let order = orders.recv_timeout(pause);
        if matches!(order, Err(RecvTimeoutError::Disconnected)) {
            thread::sleep(pause);
        }
        order
    }

    fn attempt_first(&mut self) {
        let Some(mut job) = self.jobs.pop_front() else { return };
        let is_last = self.gives_up();
        match job(&mut self.store, is_last) {
            Attempt::Done => {
                if self.locked.take().is_some_and(|locked| locked.is_reported) {
                    self.store.on_lock(false);
                }
            }
            // The other jobs need not wait as long for the same lock.
            Attempt::Locked if is_last => {}
            Attempt::Locked => {
                self.jobs.push_front(job);
                self.is_locked();
            }
        }
    }

    fn gives_up(&mut self) -> bool {
        let (Some(locked), Some(timeout)) = (&mut self.locked, self.timeout) else { return false };
        // On a busy host the attempts are far apart, and the store may have changed since the last one.
        locked.note(self.store.progress());
        let is_unchanged = locked.changed_at.elapsed() >= timeout && locked.attempts >= MIN_ATTEMPTS;
        is_unchanged || locked.since.elapsed() >= timeout * 25
    }

    fn is_locked(&mut self) {
        let now = Instant::now();
        let progress = self.store.progress();
        let locked = self.locked.get_or_insert_with(|| Locked {
            since: now,
            retry_at: now,
            is_reported: false,
            progress: progress.clone(),
            changed_at: now,
            attempts: 0,
        });
        locked.retry_at = if self.store.is_queued() { now } else { now + RETRY_INTERVAL };
        locked.note(progress);
        locked.attempts += 1;
        if !locked.is_reported && locked.since.elapsed() >= LOCK_REPORT_AFTER {
            locked.is_reported = true;
            self.store.on_lock(true);
        }
    }
}

#[cfg(test)]
mod tests;
