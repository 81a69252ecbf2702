//! A file system without file locks: no customer can be saved there, and `check` reports it.

use std::fs;

use rustix::io::Errno;

use crate::support::program::{finding, json, program, stdout};
use crate::support::shim;

#[test]
fn check_reports_that_files_cannot_be_locked() {
    let library = shim::compile("host/no_locks.c");
    for (call, errnos) in [
        ("flock", &[Errno::NOLCK, Errno::OPNOTSUPP, Errno::NOSYS, Errno::INVAL][..]),
        ("fcntl", &[Errno::NOLCK, Errno::OPNOTSUPP, Errno::NOSYS, Errno::INVAL]),
    ] {
        for errno in errnos {
            let home = tempfile::tempdir().unwrap();
            let run = |arguments: &[&str]| {
                let mut command = program(home.path());
                command.args(arguments).env("LD_PRELOAD", library.as_os_str());
                command.env("LOCKS_FAIL", call).env("LOCKS_ERRNO", errno.raw_os_error().to_string());
                command.output().unwrap()
            };
            let output = run(&["check"]);
            assert_eq!(output.status.code(), Some(1), "{call} {errno:?}: {output:?}");
            let words = stdout(&output);
            let line = words.lines().find(|line| line.starts_with("✗ file locks")).unwrap_or_else(|| panic!("{words}"));
            assert!(line.contains("cannot be locked") && line.contains("local disk"), "{call} {errno:?}: {line}");
            let output = run(&["check", "--json"]);
            assert_eq!(json(&output)["ok"], false, "{call} {errno:?}: {output:?}");
            // The files of the check are deleted.
            let leftovers: Vec<_> = fs::read_dir(home.path().join("state"))
                .unwrap()
                .map(|entry| entry.unwrap().file_name())
                .filter(|name| name.to_string_lossy().contains("check"))
                .collect();
            assert!(leftovers.is_empty(), "{call} {errno:?}: {leftovers:?}");
        }
    }
}

/// A file system that grants every lock: two desks would both be the only one.
#[test]
fn check_reports_that_locks_have_no_effect() {
    let library = shim::compile("host/no_locks.c");
    let home = tempfile::tempdir().unwrap();
    let mut command = program(home.path());
    command.args(["check", "--json"]).env("LD_PRELOAD", library.as_os_str());
    let output = command.env("LOCKS_FAIL", "flock").env("LOCKS_ERRNO", "0").output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let finding = finding(&output, "file_locks");
    assert_eq!(finding["state"], "error", "{finding}");
    assert!(finding["message"].as_str().unwrap().contains("two programs can lock the same file"), "{finding}");
    assert!(finding["remedy"].as_str().unwrap().contains("local disk"), "{finding}");
}

#[test]
fn with_file_locks_the_check_passes_and_leaves_no_file() {
    let home = tempfile::tempdir().unwrap();
    let output = program(home.path()).arg("check").output().unwrap();
    let words = stdout(&output);
    assert!(words.contains("✓ state") && words.contains("✓ file locks"), "{words}");
    let names: Vec<_> = fs::read_dir(home.path().join("state"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(names.iter().all(|name| !name.contains("check")), "{names:?}");
    assert!(stdout(&output).contains("not created yet"), "the check creates no outbox: {output:?}");
}
