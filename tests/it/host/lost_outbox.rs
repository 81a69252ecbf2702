//! An outbox whose file is gone or empty, as the commands and the desk say it.

use std::fs;
use std::path::Path;

use crate::support::program::{json, program, stderr, stdout};
use crate::support::pty::Desk;

/// A training outbox that is lost; with a log that is left without its file, if asked for.
fn lost(home: &Path, how: &str) {
    let added = program(home).args(["add", "--name", "Aysel"]).output().unwrap();
    assert_eq!(added.status.code(), Some(0), "{added:?}");
    let path = home.join("state/training/outbox.sqlite");
    fs::remove_file(&path).unwrap();
    match how {
        "empty" => fs::write(&path, "").unwrap(),
        "log" => fs::write(home.join("state/training/outbox.sqlite-wal"), "a log without its file").unwrap(),
        _ => {}
    }
}

/// What is said of it.
fn words(how: &str) -> &'static str {
    if how == "log" { "outbox.sqlite.damaged-" } else { "missing or empty" }
}

#[test]
fn every_command_says_it_once() {
    for how in ["gone", "empty", "log"] {
        for command in
            [&["check"][..], &["outbox", "list"], &["outbox", "send"], &["add", "--name", "Rauf"], &["report"]]
        {
            let home = tempfile::tempdir().unwrap();
            lost(home.path(), how);
            let output = program(home.path()).args(command).output().unwrap();
            let said = stdout(&output) + &stderr(&output);
            assert_eq!(said.matches(words(how)).count(), 1, "{how} {command:?}: {output:?}");
            assert_eq!(output.status.code(), Some(i32::from(command[0] == "check")), "{how} {command:?}: {output:?}");
            let again = program(home.path()).args(command).output().unwrap();
            let said = stdout(&again) + &stderr(&again);
            assert!(!said.contains(words(how)), "{how} {command:?}: {again:?}");
        }
    }
}

#[test]
fn check_says_it_in_json_too() {
    let home = tempfile::tempdir().unwrap();
    lost(home.path(), "gone");
    let output = program(home.path()).args(["check", "--json"]).output().unwrap();
    let checks = json(&output)["checks"].as_array().unwrap().clone();
    let outbox = checks.iter().find(|check| check["check"] == "outbox").unwrap();
    assert_eq!(outbox["ok"], false, "{outbox}");
}

#[test]
fn a_log_that_is_left_without_its_file_is_kept() {
    let home = tempfile::tempdir().unwrap();
    lost(home.path(), "log");
    program(home.path()).args(["outbox", "list"]).output().unwrap();
    let kept = fs::read_dir(home.path().join("state/training"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| fs::read(path).ok())
        .any(|content| content == b"a log without its file");
    assert!(kept);
}

#[test]
fn the_desk_says_it() {
    for how in ["gone", "empty", "log"] {
        let home = tempfile::tempdir().unwrap();
        lost(home.path(), how);
        let mut desk = Desk::open(home.path());
        desk.wait_for(words(how));
    }
}
