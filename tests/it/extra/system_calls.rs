//! The system calls between a key and its letter, and what a key wakes. The release build is traced; `just ci-extra` builds
//! it.

use std::fs;
use std::time::Duration;

use crate::support::files::project_root;
use crate::support::pty::{Desk, command_under};

const LETTERS: &str = "aysel mamedova";

/// The main thread waits, asks for the size that keys are typed at, reads the key, looks for a second one that came with
/// it, and writes the letter.
const CALLS: [&str; 5] = ["ppoll", "ioctl", "read", "ppoll", "write"];

#[test]
#[ignore = "second tier"]
fn a_letter_needs_five_system_calls() {
    let home = tempfile::tempdir().unwrap();
    let binary = project_root().join("target/release/frontdesk");
    assert!(binary.is_file(), "{} is missing: `just ci-extra` builds it", binary.display());
    let output = format!("--output={}", home.path().join("trace").display());
    let mut command = command_under(&[], home.path());
    // Memory and locks are asked for now and then, and not for each key.
    let calls = "--trace=!futex,brk,mmap,munmap,mremap,madvise";
    let strace = ["strace", "--follow-forks", "--output-separately", calls, &output].map(Into::into);
    command.get_argv_mut().splice(.., strace.into_iter().chain([binary.into()]));
    let mut desk = Desk::spawn(command, 80, 24);
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    // The groups and the state of the connection come after the venue, and wake the loop.
    desk.wait_until_quiet(Duration::from_secs(2));
    for letter in LETTERS.chars() {
        let (row, column) = desk.screen().cursor_position();
        desk.send(letter.encode_utf8(&mut [0; 4]));
        desk.wait_until("no letter", |screen| screen.cursor_position() == (row, column + 1));
    }
    // The last calls are in the trace when the desk has ended.
    desk.send("\x11");
    desk.wait_for("Quit?");
    desk.send("y");
    desk.end();

    let threads = fs::read_dir(home.path()).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
    let calls = threads.filter_map(|path| fs::read_to_string(path).ok()).find(|calls| calls.contains("read(0, "));
    let calls = calls.expect("no thread has read a key");
    let lines: Vec<&str> = calls.lines().collect();
    let letters = LETTERS.chars().scan(0, |from, letter| {
        let read = format!("read(0, \"{letter}\"");
        *from += lines[*from..].iter().position(|line| line.starts_with(&read)).unwrap() + 1;
        Some(*from - 1)
    });
    for read in letters {
        let around = &lines[read - 2..=read + 2];
        let names: Vec<&str> = around.iter().filter_map(|line| line.split_once('(')).map(|(name, _)| name).collect();
        assert_eq!(names, CALLS, "{around:#?}");
    }
}
