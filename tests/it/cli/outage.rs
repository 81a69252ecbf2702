//! The end of commands while the name server, the API or the disk does not answer.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::support::child::send_signal;
use crate::support::program::{code, json, live};
use crate::support::scripted::{Reply, Scripted};
use crate::support::shim;

/// More than the documented 2 s, because the machine may be very busy. `extra::silent_dns` measures the 2 s.
const MAX_EXIT_TIME: Duration = Duration::from_secs(10);

pub const ADD: &[&str] = &["add", "--json", "--name", "Aysel", "--phone", "0501234567"];

/// Returns a command whose look-ups of host names never return.
pub fn silent_dns(home: &Path, library: &Path, arguments: &[&str]) -> Command {
    let mut command = live(home, "https://clopos.example.com/open-api/v2");
    command.env("LD_PRELOAD", library).env("SILENT_ASKED", home.join("asked")).args(arguments);
    command
}

fn waiting_count(home: &Path) -> usize {
    let listed =
        live(home, "https://clopos.example.com/open-api/v2").args(["outbox", "list", "--json"]).output().unwrap();
    json(&listed).as_array().map(Vec::len).unwrap()
}

fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !done() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn with_a_silent_name_server_the_row_is_saved_and_the_command_reports_it() {
    let library = shim::compile("desk/silent_name_server.c");
    let home = tempfile::tempdir().unwrap();
    let start = Instant::now();
    let added = silent_dns(home.path(), &library, ADD).output().unwrap();
    assert!(start.elapsed() < MAX_EXIT_TIME, "{:?}", start.elapsed());
    assert_eq!(code(&added), Some(5), "{added:?}");
    assert_eq!(json(&added)["status"], "kept", "{added:?}");
    assert_eq!(waiting_count(home.path()), 1);
    let start = Instant::now();
    let sent = silent_dns(home.path(), &library, &["outbox", "send", "--json"]).output().unwrap();
    assert!(start.elapsed() < MAX_EXIT_TIME, "{:?}", start.elapsed());
    assert_eq!(code(&sent), Some(7), "{sent:?}");
    assert_eq!(json(&sent)["waiting"], 1, "{sent:?}");
    assert_eq!(waiting_count(home.path()), 1);
}

/// The table: each command, each signal, and the reason for which the command waits.
#[test]
fn a_signal_ends_every_waiting_command_at_once_and_no_row_is_lost() {
    let library = shim::compile("desk/silent_name_server.c");
    let silent = Scripted::start(|_| Reply::Hang);
    let _interrupts = receive_interrupts();
    for arguments in [ADD, &["outbox", "send"]] {
        for name in ["TERM", "INT", "HUP"] {
            for waits_for in ["name server", "API", "lock"] {
                let home = tempfile::tempdir().unwrap();
                let case = format!("{arguments:?} {name} {waits_for}");
                // One customer waits for `outbox send`.
                assert_eq!(code(&live(home.path(), "http://127.0.0.1:9").args(ADD).output().unwrap()), Some(5));
                let mut lock = None;
                let mut command = if waits_for == "name server" {
                    silent_dns(home.path(), &library, arguments)
                } else {
                    let mut command = live(home.path(), &format!("http://{}", silent.address));
                    command.args(arguments);
                    command
                };
                if waits_for == "lock" {
                    let outbox = Connection::open(home.path().join("state/outbox.sqlite")).unwrap();
                    outbox.execute_batch("BEGIN EXCLUSIVE").unwrap();
                    lock = Some(outbox);
                }
                let before = silent.requests().len();
                let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
                match waits_for {
                    "name server" => wait_for(&case, || home.path().join("asked").exists()),
                    "API" => wait_for(&case, || silent.requests().len() > before),
                    // The command registers itself as an owner before it opens the outbox.
                    _ => wait_for(&case, || owners(home.path()) > 0),
                }
                let signalled_at = Instant::now();
                send_signal(child.id(), name);
                child.wait().unwrap();
                assert!(signalled_at.elapsed() < MAX_EXIT_TIME, "{case}: {:?}", signalled_at.elapsed());
                drop(lock);
                let remaining = waiting_count(home.path());
                let has_saved = arguments == ADD && waits_for != "lock";
                assert_eq!(remaining, if has_saved { 2 } else { 1 }, "{case}");
            }
        }
    }
}

/// Handles SIGINT and SIGHUP in this process. A shell starts its background jobs with SIGINT ignored and `nohup` a program with
/// SIGHUP ignored, and so would be the commands that a test starts there; a signal with a handler has its default action in
/// a new program.
fn receive_interrupts() -> (tokio::runtime::Runtime, [Signal; 2]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let received = {
        let _inside = runtime.enter();
        [SignalKind::interrupt(), SignalKind::hangup()].map(|kind| signal(kind).unwrap())
    };
    (runtime, received)
}

fn owners(home: &Path) -> usize {
    std::fs::read_dir(home.join("state/owners")).map_or(0, Iterator::count)
}
