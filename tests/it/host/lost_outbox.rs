//! An outbox whose file is missing or empty, as the commands and the desk report it.

use std::fs;
use std::path::Path;

use crate::desk::outbox::{live_desk, save_customer};
use crate::support::program::{dead_address, finding, program, stderr, stdout};
use crate::support::pty::Desk;

/// Creates a training outbox and deletes or empties it. "log" leaves a write-ahead log without its database.
fn lose_outbox(home: &Path, loss: &str) {
    let added = program(home).args(["add", "--name", "Aysel"]).output().unwrap();
    assert_eq!(added.status.code(), Some(0), "{added:?}");
    let path = home.join("state/training/outbox.sqlite");
    fs::remove_file(&path).unwrap();
    match loss {
        "empty" => fs::write(&path, "").unwrap(),
        "log" => fs::write(home.join("state/training/outbox.sqlite-wal"), "a log without its file").unwrap(),
        _ => {}
    }
}

/// Returns the words of the message for the loss.
fn expected_words(loss: &str) -> &'static str {
    if loss == "log" { "outbox.sqlite.damaged-" } else { "missing or empty" }
}

#[test]
fn every_command_reports_a_lost_outbox_once() {
    for loss in ["gone", "empty", "log"] {
        for command in
            [&["check"][..], &["outbox", "list"], &["outbox", "send"], &["add", "--name", "Rauf"], &["report"]]
        {
            let home = tempfile::tempdir().unwrap();
            lose_outbox(home.path(), loss);
            let output = program(home.path()).args(command).output().unwrap();
            let words = stdout(&output) + &stderr(&output);
            assert_eq!(words.matches(expected_words(loss)).count(), 1, "{loss} {command:?}: {output:?}");
            assert_eq!(output.status.code(), Some(i32::from(command[0] == "check")), "{loss} {command:?}: {output:?}");
            let again = program(home.path()).args(command).output().unwrap();
            let words = stdout(&again) + &stderr(&again);
            assert!(!words.contains(expected_words(loss)), "{loss} {command:?}: {again:?}");
        }
    }
}

#[test]
fn check_reports_a_lost_outbox_in_json() {
    let home = tempfile::tempdir().unwrap();
    lose_outbox(home.path(), "gone");
    let output = program(home.path()).args(["check", "--json"]).output().unwrap();
    let outbox = finding(&output, "outbox");
    assert_eq!(outbox["state"], "error", "{outbox}");
    assert!(outbox["remedy"].as_str().unwrap().contains("backup"), "{outbox}");
}

#[test]
fn a_write_ahead_log_without_its_database_is_kept() {
    let home = tempfile::tempdir().unwrap();
    lose_outbox(home.path(), "log");
    program(home.path()).args(["outbox", "list"]).output().unwrap();
    let is_kept = fs::read_dir(home.path().join("state/training"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| fs::read(path).ok())
        .any(|content| content == b"a log without its file");
    assert!(is_kept);
}

#[test]
fn the_desk_reports_a_lost_outbox() {
    for loss in ["gone", "empty", "log"] {
        let home = tempfile::tempdir().unwrap();
        lose_outbox(home.path(), loss);
        let mut desk = Desk::open(home.path());
        desk.wait_for(expected_words(loss));
    }
}

/// Nothing in the new directory says that there was an outbox. The desk knows, because it had it open.
#[test]
fn a_state_directory_that_is_moved_away_under_an_open_desk_is_reported() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = live_desk(home.path(), &dead_address().to_string(), &[]);
    save_customer(&mut desk, "0501234567", "Aysel");
    desk.wait_for("(1 waiting)");
    fs::rename(home.path().join("state"), home.path().join("moved")).unwrap();
    desk.wait_for("missing or empty");
}
