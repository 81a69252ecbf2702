use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use super::*;

const BOUND: Duration = Duration::from_secs(30);

/// A store that a test locks. It notes the jobs that were done, and the reports of the lock.
#[derive(Clone, Default)]
struct Notes {
    is_locked: Arc<AtomicBool>,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Notes {
    fn note(&self, line: impl Into<String>) {
        self.lines.lock().unwrap().push(line.into());
    }

    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    fn lock(&self, is_locked: bool) {
        self.is_locked.store(is_locked, Ordering::SeqCst);
    }

    fn wait_for(&self, line: &str) {
        let deadline = Instant::now() + BOUND;
        while !self.lines().iter().any(|noted| noted == line) {
            assert!(Instant::now() < deadline, "no {line} in {:?}", self.lines());
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Store for Notes {
    fn progress(&self) -> Progress {
        Progress::default()
    }

    fn is_queued(&self) -> bool {
        false
    }

    fn on_hold(&mut self) {}

    fn on_lock(&mut self, is_locked: bool) {
        self.note(if is_locked { "locked" } else { "free" });
    }
}

/// Returns a job that notes its name. If `reads` is true, the lock does not stop it.
fn job(name: &'static str, reads: bool) -> Job<Notes> {
    Box::new(move |notes: &mut Notes, is_last| {
        if reads || !notes.is_locked.load(Ordering::SeqCst) {
            notes.note(name);
            Attempt::Done
        } else if is_last {
            notes.note(format!("{name} gave up"));
            Attempt::Locked
        } else {
            notes.note("tried");
            Attempt::Locked
        }
    })
}

fn start(timeout: Option<Duration>) -> (JobThread<Notes>, Notes) {
    let notes = Notes::default();
    (JobThread::start(notes.clone(), timeout).unwrap(), notes)
}

#[test]
fn a_locked_job_stays_first_and_the_order_holds() {
    let (thread, notes) = start(None);
    notes.lock(true);
    thread.run(job("first", false));
    notes.wait_for("tried");
    // A job that could run stays behind the locked one.
    thread.run(job("second", true));
    thread.run(job("third", false));
    notes.wait_for("locked");
    assert!(notes.lines().iter().all(|line| line == "tried" || line == "locked"), "{:?}", notes.lines());
    notes.lock(false);
    notes.wait_for("third");
    let lines = notes.lines();
    let done: Vec<&String> = lines.iter().filter(|line| *line != "tried").collect();
    assert_eq!(done, ["locked", "first", "free", "second", "third"]);
}

#[test]
fn a_short_lock_is_not_told() {
    let (thread, notes) = start(None);
    notes.lock(true);
    thread.run(job("first", false));
    notes.wait_for("tried");
    notes.lock(false);
    notes.wait_for("first");
    thread.close(BOUND);
    assert!(!notes.lines().contains(&"free".to_owned()));
}

#[test]
fn a_command_gives_up_and_its_next_job_waits_no_longer() {
    let (thread, notes) = start(Some(Duration::from_millis(100)));
    notes.lock(true);
    thread.run(job("first", false));
    thread.run(job("second", false));
    notes.wait_for("second gave up");
    assert_eq!(notes.lines().iter().filter(|line| line.ends_with("gave up")).count(), 2);
    // A job after the lock is done.
    notes.lock(false);
    thread.run(job("third", false));
    notes.wait_for("third");
}

#[test]
fn while_it_is_held_no_job_runs_also_if_the_store_is_locked() {
    let (thread, notes) = start(None);
    notes.lock(true);
    thread.run(job("first", false));
    notes.wait_for("tried");
    let held = thread.hold(BOUND).unwrap();
    notes.lock(false);
    thread.run(job("second", false));
    let before = notes.lines();
    thread::sleep(RETRY_INTERVAL * 3);
    assert_eq!(notes.lines(), before);
    drop(held);
    notes.wait_for("second");
}

#[test]
fn a_job_that_takes_long_is_not_waited_for() {
    let (thread, notes) = start(None);
    let (finish, finished) = channel::<()>();
    thread.run(Box::new(move |notes: &mut Notes, _| {
        notes.note("begun");
        let _ = finished.recv();
        Attempt::Done
    }));
    notes.wait_for("begun");
    assert!(thread.hold(Duration::from_millis(20)).is_none());
    drop(finish);
}

#[test]
fn closing_does_what_is_queued_and_leaves_a_locked_store() {
    let (thread, notes) = start(None);
    thread.run(Box::new(|_: &mut Notes, _| {
        thread::sleep(Duration::from_millis(100));
        Attempt::Done
    }));
    for name in ["first", "second", "third"] {
        thread.run(job(name, false));
    }
    thread.close(BOUND);
    assert_eq!(notes.lines(), ["first", "second", "third"]);
    // After the end no job is done, and no caller waits.
    thread.run(job("fourth", false));
    thread.close(BOUND);
    assert_eq!(notes.lines().len(), 3);

    let (thread, notes) = start(None);
    notes.lock(true);
    thread.run(job("first", false));
    thread.close(Duration::from_millis(50));
    let deadline = Instant::now() + BOUND;
    // The thread drops the store: this is the only other one.
    while Arc::strong_count(&notes.lines) > 1 {
        assert!(Instant::now() < deadline);
        thread::sleep(Duration::from_millis(5));
    }
    assert!(notes.lines().iter().all(|line| line == "tried"));
}
