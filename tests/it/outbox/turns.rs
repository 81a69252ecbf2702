//! The queue of processes in front of the outbox. Its members are processes: a lock of this kind belongs to one.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use frontdesk::storage::turn::TurnQueue;

use crate::support::child::{Process, ignored_test, report_to_parent, task, wait_for_parent};
use crate::support::program::program;

const BOUND: Duration = Duration::from_mins(1);

/// The child that has the turn until it is killed: it sleeps, or it works.
#[test]
#[ignore = "a process that other tests start"]
fn holds_the_turn() {
    let Some(task) = task() else { return };
    let (manner, path) = task.split_once(' ').unwrap();
    let turn = TurnQueue::new(path.into()).wait(BOUND);
    report_to_parent("mine");
    if manner == "works" {
        let begun = Instant::now();
        while begun.elapsed() < BOUND {
            std::hint::spin_loop();
        }
    }
    wait_for_parent();
    drop(turn);
}

/// The child that writes its number while it has the turn.
#[test]
#[ignore = "a process that another test starts"]
fn notes_its_number() {
    let Ok(task) = std::env::var("TURN_OF") else { return };
    let (number, path) = task.split_once(' ').unwrap();
    let turn = TurnQueue::new(path.into()).wait(BOUND);
    let notes = Path::new(path).with_extension("notes");
    let mut notes = fs::OpenOptions::new().append(true).create(true).open(notes).unwrap();
    write!(notes, "{number}").unwrap();
    drop(turn);
}

/// Returns the file of the queue of an outbox.
fn queue(home: &Path) -> PathBuf {
    let folder = home.join("state/training");
    fs::create_dir_all(&folder).unwrap();
    folder.join("outbox.queue")
}

/// Returns how many processes wait in the kernel for the lock of this file.
fn waiting(path: &Path) -> usize {
    let inode = format!(":{} ", fs::metadata(path).unwrap().ino());
    let locks = fs::read_to_string("/proc/locks").unwrap();
    // While other locks come and go, a line can be in the file twice.
    let waits = locks.lines().filter(|line| line.contains(&inode)).filter_map(|line| line.split_once("->"));
    waits.map(|(_, lock)| lock).collect::<BTreeSet<_>>().len()
}

#[test]
fn the_turns_are_given_in_the_order_in_which_they_were_asked_for() {
    let home = tempfile::tempdir().unwrap();
    let path = queue(home.path());
    let mut own = TurnQueue::new(path.clone());
    let turn = own.wait(BOUND).unwrap();
    let children: Vec<Child> = (1..=6)
        .map(|number| {
            let mut child = ignored_test("outbox::turns::notes_its_number");
            child.env("TURN_OF", format!("{number} {}", path.display())).stdout(Stdio::null());
            let child = child.spawn().unwrap();
            let deadline = Instant::now() + BOUND;
            while waiting(&path) < number {
                assert!(Instant::now() < deadline, "child {number} does not wait");
                std::thread::sleep(Duration::from_millis(5));
            }
            child
        })
        .collect();
    drop(turn);
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(fs::read_to_string(path.with_extension("notes")).unwrap(), "123456");
}

#[test]
fn a_holder_that_works_is_progress_and_kill_9_frees_the_turn() {
    let home = tempfile::tempdir().unwrap();
    let path = queue(home.path());
    let (mut holder, _) = Process::start("outbox::turns::holds_the_turn", &format!("works {}", path.display()));
    let mut own = TurnQueue::new(path);
    let deadline = Instant::now() + BOUND;
    while own.work_seen() < 3 {
        assert!(Instant::now() < deadline, "no progress is seen: {}", own.work_seen());
        // On a very busy computer the holder may not be seen at work for a while, and is passed by.
        drop(own.wait(Duration::from_millis(50)));
    }
    holder.kill();
    while own.wait(Duration::from_millis(50)).is_none() {
        assert!(Instant::now() < deadline, "the turn of a process that has ended");
    }
}

#[test]
fn a_process_that_hangs_with_the_turn_stops_no_other() {
    let home = tempfile::tempdir().unwrap();
    let task = format!("sleeps {}", queue(home.path()).display());
    let (_holder, _) = Process::start("outbox::turns::holds_the_turn", &task);
    let added = program(home.path()).args(["add", "--name", "Aysel"]).output().unwrap();
    assert!(added.status.success(), "{added:?}");
}

#[test]
fn a_desk_or_command_without_a_directory_goes_on_without_a_turn() {
    let home = tempfile::tempdir().unwrap();
    let mut queue = TurnQueue::new(home.path().join("missing/outbox.queue"));
    assert!(queue.wait(Duration::ZERO).is_some() && !queue.is_waiting());
}
