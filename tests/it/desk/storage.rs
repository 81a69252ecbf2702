//! Another process has locked the outbox: nothing is lost, the cashier sees a notice, and no ending waits for it.

use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::outbox::{live_desk, save_customer, stored_customers};
use crate::support::program::{self, Server, dead_address, json};
use crate::support::pty::{Desk, command};
use crate::support::shim;
use crate::support::table::each_row;

const TAB: &str = "\t";
const CTRL_O: &str = "\x0f";
const CTRL_Q: &str = "\x11";
const CTRL_Z: &str = "\x1a";

const OUTBOX_IN_USE: &str = "Not saved yet, because another program is busy.";

/// Far below 30 s, the former time limit for a lock, and far above the time that a busy machine needs.
const MAX_EXIT_TIME: Duration = Duration::from_secs(12);

/// The extent to which another process locks the outbox.
#[derive(Clone, Copy, Debug)]
enum Lock {
    /// No other process can write.
    Writes,
    /// No other process can read or write. This is possible only while no other process has opened the file.
    All,
}

/// Locks the outbox until the returned connection is dropped.
fn lock_outbox(home: &Path, lock: Lock) -> Connection {
    let connection = Connection::open(home.join("state/outbox.sqlite")).unwrap();
    connection.busy_timeout(Duration::from_secs(30)).unwrap();
    if let Lock::All = lock {
        connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE").unwrap();
    }
    connection.execute_batch("BEGIN EXCLUSIVE").unwrap();
    connection
}

/// Creates an outbox, so that there is a file to lock.
fn create_outbox(home: &Path) {
    let listed = program::live(home, "http://127.0.0.1:1/open-api/v2").args(["outbox", "send"]).output().unwrap();
    assert!(listed.status.success(), "{listed:?}");
}

fn registration_count(home: &Path) -> i64 {
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
fn a_save_waits_for_a_locked_outbox_and_the_screen_says_so() {
    each_row([Lock::Writes, Lock::All], |kind| {
        let home = tempfile::tempdir().unwrap();
        create_outbox(home.path());
        let outbox_lock = lock_outbox(home.path(), kind);
        let server = Server::start(home.path(), &[]);
        let mut desk = live_desk(home.path(), &server.address, &[]);
        desk.wait_for("Main venue");
        save_customer(&mut desk, "0501234567", "Aysel");
        desk.wait_for(OUTBOX_IN_USE);
        assert_eq!(stored_customers(home.path()), [], "{kind:?}: nothing is sent that is not on the disk");
        drop(outbox_lock);
        desk.wait_for("REGISTERED  Aysel · customer #1");
        assert!(!desk.contents().contains(OUTBOX_IN_USE), "{kind:?}");
        assert_eq!(stored_customers(home.path()).len(), 1);
    });
}

#[test]
fn kill_9_with_a_locked_outbox_loses_neither_the_saved_customer_nor_the_next() {
    for kind in [Lock::Writes, Lock::All] {
        let home = tempfile::tempdir().unwrap();
        create_outbox(home.path());
        let outbox_lock = lock_outbox(home.path(), kind);
        let address = dead_address().to_string();
        let mut desk = live_desk(home.path(), &address, &[]);
        desk.wait_for("[ Register ]");
        save_customer(&mut desk, "0501234567", "Aysel");
        desk.wait_for("Sending Aysel");
        desk.send("0551234567");
        desk.goes_to(TAB, "Name");
        desk.types("Rauf");
        wait_for_drafts(home.path(), &["Aysel", "Rauf"]);
        desk.child.kill().unwrap();
        desk.child.wait().unwrap();
        // The drafts are offered while the outbox is still locked.
        let mut desk = live_desk(home.path(), &address, &[]);
        desk.wait_for("There are drafts from last time");
        desk.send(CTRL_O);
        desk.wait_for_row("Aysel", "draft");
        desk.wait_for_row("Rauf", "draft");
        drop(outbox_lock);
        assert_eq!(registration_count(home.path()), 0, "{kind:?}");
    }
}

#[test]
fn no_exit_waits_for_a_locked_outbox_and_the_draft_is_saved() {
    for (kind, exit) in [
        (Lock::Writes, "TERM"),
        (Lock::All, "TERM"),
        (Lock::Writes, "HUP"),
        (Lock::All, "INT"),
        (Lock::Writes, CTRL_Q),
        (Lock::All, CTRL_Q),
    ] {
        let home = tempfile::tempdir().unwrap();
        create_outbox(home.path());
        let outbox_lock = lock_outbox(home.path(), kind);
        let address = dead_address().to_string();
        let mut desk = live_desk(home.path(), &address, &[]);
        desk.wait_for("[ Register ]");
        save_customer(&mut desk, "0501234567", "Aysel");
        desk.wait_for("Sending Aysel");
        let started = Instant::now();
        if exit == CTRL_Q {
            desk.send(exit);
        } else {
            desk.signal(exit);
        }
        let status = desk.end();
        let elapsed = started.elapsed();
        assert!(elapsed < MAX_EXIT_TIME, "{kind:?} {exit:?}: {elapsed:?}");
        assert!(status.success(), "{kind:?} {exit:?}: {status:?}");
        drop(outbox_lock);
        let mut desk = live_desk(home.path(), &address, &[]);
        desk.wait_for("There are drafts from last time");
        desk.send(CTRL_O);
        desk.wait_for_row("Aysel", "draft");
        assert_eq!(registration_count(home.path()), 0, "{kind:?} {exit:?}");
    }
}

#[test]
fn a_desk_just_started_with_a_locked_outbox_exits_at_once() {
    for kind in [Lock::Writes, Lock::All] {
        for arguments in [&[][..], &["--plain"]] {
            let home = tempfile::tempdir().unwrap();
            create_outbox(home.path());
            let _outbox_lock = lock_outbox(home.path(), kind);
            let mut desk = live_desk(home.path(), &dead_address().to_string(), arguments);
            desk.wait_for("Phone");
            let started = Instant::now();
            if arguments.is_empty() {
                desk.send(CTRL_Q);
            } else {
                desk.signal("TERM");
            }
            assert!(desk.end().success());
            assert!(started.elapsed() < MAX_EXIT_TIME, "{kind:?} {arguments:?}: {:?}", started.elapsed());
        }
    }
}

#[test]
fn add_fails_with_a_message_if_the_outbox_stays_locked() {
    let server_home = tempfile::tempdir().unwrap();
    let server = Server::start(server_home.path(), &[]);
    let url = format!("http://{}/open-api/v2", server.address);
    each_row([Lock::Writes, Lock::All], |kind| {
        let home = tempfile::tempdir().unwrap();
        create_outbox(home.path());
        let outbox_lock = lock_outbox(home.path(), kind);
        let add = |options: &[&str]| -> Output {
            program::live(home.path(), &url).args(["add", "--name", "Aysel"]).args(options).output().unwrap()
        };
        let started = Instant::now();
        let output = add(&[]);
        assert!(started.elapsed() < MAX_EXIT_TIME, "{kind:?}: {:?}", started.elapsed());
        assert_eq!(output.status.code(), Some(1), "{kind:?}: {output:?}");
        let message =
            "frontdesk: Not saved. Another program is using the list of waiting customers. Try again in a minute.\n";
        assert_eq!(program::stderr(&output), message, "{kind:?}");
        let output = add(&["--json"]);
        assert_eq!(json(&output)["status"], "not_kept", "{kind:?}: {output:?}");
        let sent = program::live(home.path(), &url).args(["outbox", "send"]).output().unwrap();
        // Reading needs no lock, and no registration is waiting.
        assert_eq!(sent.status.code(), Some(if let Lock::All = kind { 1 } else { 0 }), "{kind:?}: {sent:?}");
        drop(outbox_lock);
        assert_eq!(registration_count(home.path()), 0, "{kind:?}");
        assert!(add(&[]).status.success());
    });
}

/// Starts a shell in which the desk can be stopped.
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
fn a_stopped_desk_holds_no_lock_that_another_process_needs() {
    let home = tempfile::tempdir().unwrap();
    create_outbox(home.path());
    let address = dead_address().to_string();
    let mut desk = shell(home.path(), &address);
    desk.wait_for("ready>");
    desk.send("$DESK\r");
    desk.wait_for("[ Register ]");
    for (round, name) in ["Aysel", "Rauf", "Leyla"].into_iter().enumerate() {
        desk.types(&format!("050123456{round}"));
        desk.goes_to(TAB, "Name");
        desk.types(name);
        // As close to the middle of a save as a test can get.
        desk.send(&format!("\x13{CTRL_Z}"));
        desk.wait_for("Stopped");
        let added = program::live(home.path(), &format!("http://{address}/open-api/v2"))
            .args(["add", "--name", "Another desk's"])
            .output()
            .unwrap();
        assert_eq!(added.status.code(), Some(5), "{added:?}");
        drop(lock_outbox(home.path(), Lock::Writes));
        desk.send("fg\r");
        desk.wait_for("[ Register ]");
        desk.wait_for(&format!("SAVED, NOT SENT YET  {name}"));
    }
    assert_eq!(registration_count(home.path()), 6);
}

#[test]
fn no_exit_waits_for_a_name_server_that_never_answers() {
    let library = shim::compile("desk/silent_name_server.c");
    let library = library.as_os_str();
    for exit in [CTRL_Q, "TERM", "HUP"] {
        let home = tempfile::tempdir().unwrap();
        let mut command = command(home.path(), &[]);
        command.env("CLOPOS_BASE_URL", "https://clopos.example.com/open-api/v2");
        for name in ["CLIENT_ID", "CLIENT_SECRET", "BRAND", "INTEGRATOR_ID"] {
            command.env(format!("CLOPOS_{name}"), "training");
        }
        command.env("LD_PRELOAD", library);
        let query_marker = home.path().join("asked");
        command.env("SILENT_ASKED", &query_marker);
        let mut desk = Desk::spawn(command, 80, 24);
        desk.wait_for("[ Register ]");
        desk.types("0501234567");
        desk.goes_to(TAB, "Name");
        desk.types("Aysel");
        wait_for_drafts(home.path(), &["Aysel"]);
        let deadline = Instant::now() + Duration::from_mins(1);
        while !query_marker.exists() {
            assert!(Instant::now() < deadline, "nothing was looked up");
            std::thread::sleep(Duration::from_millis(10));
        }
        let started = Instant::now();
        if exit == CTRL_Q {
            desk.send("\x11y");
        } else {
            desk.signal(exit);
        }
        assert!(desk.end().success(), "{exit:?}");
        assert!(started.elapsed() < MAX_EXIT_TIME, "{exit:?}: {:?}", started.elapsed());
        wait_for_drafts(home.path(), &["Aysel"]);
    }
}

#[test]
fn a_desk_of_the_old_version_says_what_to_do_and_loses_nothing() {
    const UPDATED: &str = "The program was updated. Quit, then open the desk again.";
    for is_typed in [true, false] {
        let home = tempfile::tempdir().unwrap();
        create_outbox(home.path());
        let address = dead_address().to_string();
        let mut desk = live_desk(home.path(), &address, &[]);
        desk.wait_for("[ Register ]");
        save_customer(&mut desk, "0501234567", "Aysel");
        desk.wait_for("SAVED, NOT SENT YET  Aysel");
        // A newer version is started beside it and converts the file.
        let outbox = Connection::open(home.path().join("state/outbox.sqlite")).unwrap();
        let known: i64 = outbox.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        outbox.pragma_update(None, "user_version", known + 1).unwrap();
        // The background looks at the outbox again.
        desk.wait_for(UPDATED);
        if is_typed {
            save_customer(&mut desk, "0551234567", "Rauf");
            // The answer to the registration, which brings the form back.
            desk.wait_for("NOT REGISTERED");
        }
        desk.send(CTRL_Q);
        if is_typed {
            desk.wait_for("Your form is saved as a draft.");
            desk.send("y");
        }
        assert!(desk.end().success());
        // The newer version knows this format.
        outbox.pragma_update(None, "user_version", known).unwrap();
        drop(outbox);
        let mut desk = live_desk(home.path(), &address, &[]);
        desk.wait_for(" · 1 waiting");
        desk.send(CTRL_O);
        desk.wait_for_row("Aysel", "waiting");
        if is_typed {
            desk.wait_for_row("Rauf", "draft");
        }
    }
}

#[test]
fn an_unreadable_draft_is_preserved_and_reported() {
    for damaged in ["", "[{\"cid\":", "no draft"] {
        let home = tempfile::tempdir().unwrap();
        let address = dead_address().to_string();
        let mut desk = live_desk(home.path(), &address, &[]);
        desk.wait_for("[ Register ]");
        desk.types("0501234567");
        wait_for_drafts(home.path(), &["0501234567"]);
        desk.child.kill().unwrap();
        desk.child.wait().unwrap();
        let files = || std::fs::read_dir(home.path().join("state/drafts")).unwrap().map(|file| file.unwrap().path());
        for file in files() {
            std::fs::write(file, damaged).unwrap();
        }
        let mut desk = live_desk(home.path(), &address, &[]);
        desk.wait_for("A draft cannot be read.");
        let quarantined = files().find(|file| file.to_str().unwrap().contains("unreadable")).unwrap();
        assert_eq!(std::fs::read_to_string(quarantined).unwrap(), damaged);
    }
}

#[test]
fn an_open_list_follows_the_changes_of_other_processes() {
    let home = tempfile::tempdir().unwrap();
    create_outbox(home.path());
    let address = dead_address().to_string();
    let url = format!("http://{address}/open-api/v2");
    let mut desk = live_desk(home.path(), &address, &[]);
    desk.wait_for("[ Register ]");
    desk.send(CTRL_O);
    desk.wait_for("Nothing is waiting.");
    let added = program::live(home.path(), &url).args(["add", "--json", "--name", "Aysel"]).output().unwrap();
    assert_eq!(added.status.code(), Some(5), "{added:?}");
    desk.wait_for_row("Aysel", "waiting");
    let cid = json(&added)["cid"].as_str().unwrap().to_owned();
    let other = program::live(home.path(), &url).args(["add", "--name", "Rauf"]).output().unwrap();
    assert_eq!(other.status.code(), Some(5), "{other:?}");
    desk.wait_for_row("Rauf", "waiting");
    // The question is about Aysel, and another process discards her.
    desk.send("\x04");
    desk.wait_for("┃ Aysel");
    let discard = || program::live(home.path(), &url).args(["outbox", "discard", "--force", &cid]).output().unwrap();
    let deadline = Instant::now() + Duration::from_mins(1);
    // The desk may be sending her at this moment.
    while !discard().status.success() {
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(20));
    }
    desk.wait_until("she is still listed", |screen| !screen.contents().contains("Aysel"));
    desk.wait_for("┃ Rauf");
    desk.wait_for("no longer in the list");
}
