//! Another process has locked the outbox: nothing is lost, the cashier sees a notice, and no ending waits for it.

use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::outbox::{live, saves, served};
use crate::support::program::{self, Server, dead_address, json};
use crate::support::pty::{Desk, command};
use crate::support::shim;

const TAB: &str = "\t";
const CTRL_O: &str = "\x0f";
const CTRL_Q: &str = "\x11";
const CTRL_Z: &str = "\x1a";

const TOLD: &str = "Saving waits for another program.";

/// Far below the 30 s for which a lock was waited for once, and far above what a busy machine needs.
const SOON: Duration = Duration::from_secs(12);

/// How much of the outbox another process holds.
#[derive(Clone, Copy, Debug)]
enum Lock {
    /// Nothing can be written.
    Writes,
    /// Nothing can be read either: only possible while no other process has the file.
    All,
}

/// The lock, until it is dropped.
fn lock(home: &Path, lock: Lock) -> Connection {
    let connection = Connection::open(home.join("state/outbox.sqlite")).unwrap();
    connection.busy_timeout(Duration::from_secs(30)).unwrap();
    if let Lock::All = lock {
        connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE").unwrap();
    }
    connection.execute_batch("BEGIN EXCLUSIVE").unwrap();
    connection
}

/// Begins an outbox, so that there is something to be locked.
fn begin(home: &Path) {
    let listed = program::live(home, "http://127.0.0.1:1/open-api/v2").args(["outbox", "send"]).output().unwrap();
    assert!(listed.status.success(), "{listed:?}");
}

fn rows(home: &Path) -> i64 {
    let outbox = Connection::open(home.join("state/outbox.sqlite")).unwrap();
    outbox.query_row("SELECT count(*) FROM registration", [], |row| row.get(0)).unwrap()
}

fn wait_for_drafts(home: &Path, texts: &[&str]) {
    let deadline = Instant::now() + Duration::from_mins(1);
    let has_all = || {
        let files = std::fs::read_dir(home.join("state/drafts")).into_iter().flatten().flatten();
        let drafts: String = files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect();
        texts.iter().all(|text| drafts.contains(text))
    };
    while !has_all() {
        assert!(Instant::now() < deadline, "no draft with {texts:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_save_waits_for_the_outbox_and_the_cashier_is_told_until_it_is_free() {
    for kind in [Lock::Writes, Lock::All] {
        let home = tempfile::tempdir().unwrap();
        begin(home.path());
        let held = lock(home.path(), kind);
        let server = Server::start(home.path(), &[]);
        let mut desk = live(home.path(), &server.address, &[]);
        desk.wait_for("Main venue");
        saves(&mut desk, "0501234567", "Aysel");
        desk.wait_for(TOLD);
        assert_eq!(served(home.path()), [], "{kind:?}: nothing is sent that is not on the disk");
        drop(held);
        desk.wait_for("Registered Aysel · #1");
        assert!(!desk.contents().contains(TOLD), "{kind:?}");
        assert_eq!(served(home.path()).len(), 1);
    }
}

#[test]
fn kill_9_loses_neither_who_was_saved_into_a_locked_outbox_nor_the_next_one() {
    for kind in [Lock::Writes, Lock::All] {
        let home = tempfile::tempdir().unwrap();
        begin(home.path());
        let held = lock(home.path(), kind);
        let address = dead_address().to_string();
        let mut desk = live(home.path(), &address, &[]);
        desk.wait_for("[ Register ]");
        saves(&mut desk, "0501234567", "Aysel");
        desk.wait_for("Sending Aysel");
        desk.send("0551234567");
        desk.goes_to(TAB, "Name");
        desk.types("Rauf");
        wait_for_drafts(home.path(), &["Aysel", "Rauf"]);
        desk.child.kill().unwrap();
        desk.child.wait().unwrap();
        // They are offered while the outbox is still locked.
        let mut desk = live(home.path(), &address, &[]);
        desk.wait_for("There are drafts from last time");
        desk.send(CTRL_O);
        desk.wait_for("Aysel · draft");
        desk.wait_for("Rauf · draft");
        drop(held);
        assert_eq!(rows(home.path()), 0, "{kind:?}");
    }
}

#[test]
fn no_ending_waits_for_a_locked_outbox_and_the_draft_is_kept() {
    for (kind, way) in [
        (Lock::Writes, "TERM"),
        (Lock::All, "TERM"),
        (Lock::Writes, "HUP"),
        (Lock::All, "INT"),
        (Lock::Writes, CTRL_Q),
        (Lock::All, CTRL_Q),
    ] {
        let home = tempfile::tempdir().unwrap();
        begin(home.path());
        let held = lock(home.path(), kind);
        let address = dead_address().to_string();
        let mut desk = live(home.path(), &address, &[]);
        desk.wait_for("[ Register ]");
        saves(&mut desk, "0501234567", "Aysel");
        desk.wait_for("Sending Aysel");
        let told = Instant::now();
        if way == CTRL_Q {
            desk.send(way);
        } else {
            desk.signal(way);
        }
        let status = desk.end();
        let took = told.elapsed();
        assert!(took < SOON, "{kind:?} {way:?}: {took:?}");
        assert!(status.success(), "{kind:?} {way:?}: {status:?}");
        drop(held);
        let mut desk = live(home.path(), &address, &[]);
        desk.wait_for("There are drafts from last time");
        desk.send(CTRL_O);
        desk.wait_for("Aysel · draft");
        assert_eq!(rows(home.path()), 0, "{kind:?} {way:?}");
    }
}

#[test]
fn a_desk_that_was_just_opened_over_a_locked_outbox_ends_at_once() {
    for kind in [Lock::Writes, Lock::All] {
        for arguments in [&[][..], &["--plain"]] {
            let home = tempfile::tempdir().unwrap();
            begin(home.path());
            let _held = lock(home.path(), kind);
            let mut desk = live(home.path(), &dead_address().to_string(), arguments);
            desk.wait_for("Phone");
            let told = Instant::now();
            if arguments.is_empty() {
                desk.send(CTRL_Q);
            } else {
                desk.signal("TERM");
            }
            assert!(desk.end().success());
            assert!(told.elapsed() < SOON, "{kind:?} {arguments:?}: {:?}", told.elapsed());
        }
    }
}

#[test]
fn add_gives_up_a_locked_outbox_and_says_so() {
    let server_home = tempfile::tempdir().unwrap();
    let server = Server::start(server_home.path(), &[]);
    let url = format!("http://{}/open-api/v2", server.address);
    for kind in [Lock::Writes, Lock::All] {
        let home = tempfile::tempdir().unwrap();
        begin(home.path());
        let held = lock(home.path(), kind);
        let add = |more: &[&str]| -> Output {
            program::live(home.path(), &url).args(["add", "--name", "Aysel"]).args(more).output().unwrap()
        };
        let begun = Instant::now();
        let output = add(&[]);
        assert!(begun.elapsed() < SOON, "{kind:?}: {:?}", begun.elapsed());
        assert_eq!(output.status.code(), Some(1), "{kind:?}: {output:?}");
        let words = "frontdesk: Not saved: Saving waits for another program. Try again in a minute.\n";
        assert_eq!(program::stderr(&output), words, "{kind:?}");
        let output = add(&["--json"]);
        assert_eq!(json(&output)["status"], "not_kept", "{kind:?}: {output:?}");
        let sent = program::live(home.path(), &url).args(["outbox", "send"]).output().unwrap();
        // What can be read needs no lock: nothing waits.
        assert_eq!(sent.status.code(), Some(if let Lock::All = kind { 1 } else { 0 }), "{kind:?}: {sent:?}");
        drop(held);
        assert_eq!(rows(home.path()), 0, "{kind:?}");
        assert!(add(&[]).status.success());
    }
}

/// A shell in which the desk runs, so that it can be stopped.
fn shell(home: &Path, address: &str) -> Desk {
    let mut shell = portable_pty::CommandBuilder::new("sh");
    shell.args(["-i"]);
    shell.env_clear();
    for (name, value) in command(home, &[]).iter_full_env_as_str() {
        shell.env(name, value);
    }
    shell.env("CLOPOS_BASE_URL", format!("http://{address}/open-api/v2"));
    for name in ["CLIENT_ID", "CLIENT_SECRET", "BRAND", "INTEGRATOR_ID"] {
        shell.env(format!("CLOPOS_{name}"), "training");
    }
    shell.env("PS1", "ready> ");
    shell.env("DESK", env!("CARGO_BIN_EXE_frontdesk"));
    Desk::spawn(shell, 80, 24)
}

#[test]
fn a_stopped_desk_holds_nothing_that_another_process_needs() {
    let home = tempfile::tempdir().unwrap();
    begin(home.path());
    let address = dead_address().to_string();
    let mut desk = shell(home.path(), &address);
    desk.wait_for("ready>");
    desk.send("$DESK\r");
    desk.wait_for("[ Register ]");
    for (round, name) in ["Aysel", "Rauf", "Leyla"].into_iter().enumerate() {
        desk.types(&format!("050123456{round}"));
        desk.goes_to(TAB, "Name");
        desk.types(name);
        // In the middle of a save, as far as a test can hit it.
        desk.send(&format!("\x13{CTRL_Z}"));
        desk.wait_for("Stopped");
        let added = program::live(home.path(), &format!("http://{address}/open-api/v2"))
            .args(["add", "--name", "Another desk's"])
            .output()
            .unwrap();
        assert_eq!(added.status.code(), Some(5), "{added:?}");
        drop(lock(home.path(), Lock::Writes));
        desk.send("fg\r");
        desk.wait_for("[ Register ]");
        desk.wait_for("Saved");
        desk.wait_until("the form is not free", |screen| !screen.contents().contains(name));
    }
    assert_eq!(rows(home.path()), 6);
}

#[test]
fn no_ending_waits_for_a_name_server_that_never_answers() {
    let library = shim::compile("desk/silent_name_server.c");
    let library = library.as_os_str();
    for way in [CTRL_Q, "TERM", "HUP"] {
        let home = tempfile::tempdir().unwrap();
        let mut silent = command(home.path(), &[]);
        silent.env("CLOPOS_BASE_URL", "https://clopos.example.com/open-api/v2");
        for name in ["CLIENT_ID", "CLIENT_SECRET", "BRAND", "INTEGRATOR_ID"] {
            silent.env(format!("CLOPOS_{name}"), "training");
        }
        silent.env("LD_PRELOAD", library);
        let asked = home.path().join("asked");
        silent.env("SILENT_ASKED", &asked);
        let mut desk = Desk::spawn(silent, 80, 24);
        desk.wait_for("[ Register ]");
        desk.types("0501234567");
        desk.goes_to(TAB, "Name");
        desk.types("Aysel");
        wait_for_drafts(home.path(), &["Aysel"]);
        let deadline = Instant::now() + Duration::from_mins(1);
        while !asked.exists() {
            assert!(Instant::now() < deadline, "nothing was looked up");
            std::thread::sleep(Duration::from_millis(10));
        }
        let told = Instant::now();
        if way == CTRL_Q {
            desk.send("\x11\x11");
        } else {
            desk.signal(way);
        }
        assert!(desk.end().success(), "{way:?}");
        assert!(told.elapsed() < SOON, "{way:?}: {:?}", told.elapsed());
        wait_for_drafts(home.path(), &["Aysel"]);
    }
}

#[test]
fn a_draft_that_cannot_be_read_is_kept_and_reported() {
    for damaged in ["", "[{\"cid\":", "no draft"] {
        let home = tempfile::tempdir().unwrap();
        let address = dead_address().to_string();
        let mut desk = live(home.path(), &address, &[]);
        desk.wait_for("[ Register ]");
        desk.types("0501234567");
        wait_for_drafts(home.path(), &["0501234567"]);
        desk.child.kill().unwrap();
        desk.child.wait().unwrap();
        let files = || std::fs::read_dir(home.path().join("state/drafts")).unwrap().map(|file| file.unwrap().path());
        for file in files() {
            std::fs::write(file, damaged).unwrap();
        }
        let mut desk = live(home.path(), &address, &[]);
        desk.wait_for("A draft cannot be read.");
        let kept = files().find(|file| file.to_str().unwrap().contains("unreadable")).unwrap();
        assert_eq!(std::fs::read_to_string(kept).unwrap(), damaged);
    }
}

#[test]
fn an_open_list_follows_what_other_processes_do() {
    let home = tempfile::tempdir().unwrap();
    begin(home.path());
    let address = dead_address().to_string();
    let url = format!("http://{address}/open-api/v2");
    let mut desk = live(home.path(), &address, &[]);
    desk.wait_for("[ Register ]");
    desk.send(CTRL_O);
    desk.wait_for("Nothing is waiting.");
    let added = program::live(home.path(), &url).args(["add", "--json", "--name", "Aysel"]).output().unwrap();
    assert_eq!(added.status.code(), Some(5), "{added:?}");
    desk.wait_for("Aysel · waits");
    let cid = json(&added)["cid"].as_str().unwrap().to_owned();
    let other = program::live(home.path(), &url).args(["add", "--name", "Rauf"]).output().unwrap();
    assert_eq!(other.status.code(), Some(5), "{other:?}");
    desk.wait_for("Rauf · waits");
    // The question is about Aysel, and she goes.
    desk.send("\x04");
    desk.wait_for("▸ Aysel");
    let discard = || program::live(home.path(), &url).args(["outbox", "discard", "--force", &cid]).output().unwrap();
    let deadline = Instant::now() + Duration::from_mins(1);
    // The desk may be sending her just now.
    while !discard().status.success() {
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(20));
    }
    desk.wait_until("she is still listed", |screen| !screen.contents().contains("Aysel"));
    desk.wait_for("▸ Rauf");
    desk.wait_for("no longer in the list");
}
