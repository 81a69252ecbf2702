//! The terminal as the real binary treats it: given back on every way out, few bytes, broken input.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    reason = "a test may fail loudly"
)]

#[path = "support/pty.rs"]
mod pty;

use std::io::Read as _;
use std::process::Command;

use portable_pty::{PtySize, native_pty_system};
use pty::{Desk, command, command_under};

/// What gives the terminal back: alternate screen, pastes, caret. Raw mode is no byte.
const RESTORE: &[u8] = b"\x1b[?1049l\x1b[?2004l\x1b[?25h";

fn signal(desk: &Desk, name: &str) {
    let id = desk.child.process_id().unwrap().to_string();
    assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
}

#[test]
fn every_way_out_gives_the_terminal_back() {
    for way in ["keys", "TERM", "INT", "HUP"] {
        let home = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(home.path());
        desk.wait_for("TRAINING");
        desk.types("050");
        match way {
            "keys" => desk.send("\x03\x03"),
            name => signal(&desk, name),
        }
        let status = desk.end();
        assert!(desk.bytes.ends_with(RESTORE), "{way}: {:?}", String::from_utf8_lossy(&desk.bytes));
        assert!(status.success(), "{way}: {status:?}");
        let restores = desk.bytes.windows(RESTORE.len()).filter(|bytes| *bytes == RESTORE).count();
        assert_eq!(restores, 1, "{way}: once");
    }
}

/// A network that drops the line closes the terminal's other end: with it the system sends SIGHUP, but only to
/// the session's leader: in the second round that is a shell, and nobody tells the desk.
#[test]
fn a_terminal_that_is_gone_ends_the_program() {
    for shield in [&[][..], &["sh", "-c", "trap '' HUP; \"$0\"; true"]] {
        let home = tempfile::tempdir().unwrap();
        let pty = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut child = pty.slave.spawn_command(command_under(shield, home.path())).unwrap();
        drop(pty.slave);
        let mut reader = pty.master.try_clone_reader().unwrap();
        let (mut shown, mut buffer) = (Vec::new(), [0; 4096]);
        while !String::from_utf8_lossy(&shown).contains("Main venue") {
            let length = reader.read(&mut buffer).unwrap();
            shown.extend_from_slice(&buffer[..length]);
        }
        drop((reader, pty.master));
        // The wait ends when the program does.
        child.wait().unwrap();
    }
}

#[test]
fn an_idle_desk_writes_nothing_and_a_key_writes_little() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    let before = desk.bytes.len();
    desk.send("M");
    desk.wait_for("AyselM");
    assert_eq!(desk.bytes.len() - before, 1, "a letter at the end of a plain field is one byte");
    let before = desk.bytes.len();
    // A key that changes nothing is no frame.
    desk.send("\x1b[99~b");
    desk.wait_for("AyselMb");
    assert_eq!(desk.bytes.len() - before, 1);
}

#[test]
fn no_query_is_sent_to_the_terminal() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    for query in [&b"\x1b[6n"[..], b"\x1b[c", b"\x1b[?u", b"\x1b]11;?"] {
        assert!(!desk.bytes.windows(query.len()).any(|bytes| bytes == query), "{query:?}");
    }
}

#[test]
fn no_colour_and_no_utf8_are_honoured() {
    let home = tempfile::tempdir().unwrap();
    let mut plain = command(home.path(), &[]);
    plain.env("NO_COLOR", "1");
    plain.env("LANG", "C");
    let mut desk = Desk::spawn(plain, 80, 24);
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.wait_for("+ +994 50 123 45 67");
    let text = String::from_utf8(desk.bytes.clone()).unwrap();
    assert!(text.is_ascii(), "{text:?}");
    for colour in ["\x1b[0;3", "\x1b[0;9", "\x1b[0;1;3", "\x1b[0;1;9"] {
        assert!(!text.contains(colour), "{colour:?} in {text:?}");
    }
}
