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

use std::process::Command;
use std::time::Duration;

use pty::{Desk, Line, command, command_under};

/// What gives the terminal back: the screen cleared, for where there is no other one; alternate screen, pastes, caret.
/// Raw mode is no byte.
const RESTORE: &[u8] = b"\x1b[0m\x1b[1;1H\x1b[2J\x1b[?1049l\x1b[?2004l\x1b[?25h";

fn signal(desk: &Desk, name: &str) {
    let id = desk.child.process_id().unwrap().to_string();
    assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
}

/// With what a way out ends: the code, and what is said after the terminal is given back.
#[test]
fn every_way_out_gives_the_terminal_back() {
    for (way, code, words) in [
        ("keys", 0, ""),
        ("TERM", 0, ""),
        ("INT", 0, ""),
        ("HUP", 0, ""),
        ("error", 1, "frontdesk: asked for"),
        ("panic", 101, "frontdesk: A defect"),
    ] {
        let fails = matches!(way, "error" | "panic");
        if fails && !cfg!(debug_assertions) {
            // What is shipped has no way to ask for these.
            continue;
        }
        let home = tempfile::tempdir().unwrap();
        let mut ending = command(home.path(), &[]);
        if fails {
            ending.env("FRONTDESK_TEST_END", way);
        }
        let mut desk = Desk::spawn(ending, 80, 24);
        desk.wait_for("Main venue");
        desk.send("050");
        if !fails {
            desk.types("050");
        }
        match way {
            "keys" => desk.send("\x03\x03"),
            "error" | "panic" => {}
            name => signal(&desk, name),
        }
        let status = desk.end();
        let text = String::from_utf8_lossy(&desk.bytes).into_owned();
        let (_, after) = text.split_once("\x1b[?1049l").unwrap_or_else(|| panic!("{way}: {text:?}"));
        let restores = desk.bytes.windows(RESTORE.len()).filter(|bytes| *bytes == RESTORE).count();
        assert_eq!(restores, 1, "{way}: once, and in order: {text:?}");
        let said = after.strip_prefix("\x1b[?2004l\x1b[?25h").unwrap();
        if words.is_empty() {
            assert_eq!(said, "", "{way}");
        } else {
            assert!(said.starts_with(words), "{way}: {said:?}");
            assert!(said.ends_with("\r\n"), "{way}: not raw any more: {said:?}");
        }
        assert!(!said.contains("050"), "{way}");
        assert_eq!(status.exit_code(), code, "{way}: {status:?}");
        let mut again = Desk::open(home.path());
        again.wait_for("Ctrl-O opens it");
    }
}

/// A network that drops the line closes the terminal's other end: with it the system sends SIGHUP, but only to
/// the session's leader: in the second round that is a shell, and nobody tells the desk. In the third the signal is
/// ignored.
#[test]
fn a_dropped_line_ends_the_desk_soon_and_loses_nothing() {
    let shields = [&[][..], &["sh", "-c", "trap '' HUP; \"$0\"; true"], &["sh", "-c", "trap '' HUP; exec \"$0\""]];
    for shield in shields {
        let home = tempfile::tempdir().unwrap();
        let mut line = Line::spawn(command_under(shield, home.path()));
        line.types("", "Main venue");
        line.types("0501234567\tAys", "Ays");
        let took = line.cut();
        assert!(took < Duration::from_secs(6), "{shield:?}: {took:?}");

        let mut again = Desk::open(home.path());
        again.wait_for("Ctrl-O opens it");
        again.send("\x0f");
        again.wait_for("0501234567");
        assert!(again.row("Name").contains("Ays"), "{}", again.contents());
        // Another cashier must not see it.
        again.send("\x03\x03");
        again.end();
        let mut other = Desk::spawn(command(home.path(), &["--cashier", "Rauf"]), 80, 24);
        other.wait_for("Main venue");
        other.until_quiet(Duration::from_millis(500));
        assert!(!other.contents().contains("Ctrl-O"), "{}", other.contents());
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
