//! Keys of many terminals, stalled pastes and locale names, with the real binary in a pty.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::pty::{Desk, begins_with, command, value_of};
use rusqlite::Connection;

const TAB: &str = "\t";
const ESC: &str = "\x1b";
const WAITING_FOR_PASTE: &str = "The pasted text is not complete yet. Wait, or press Esc to stop.";

fn names(home: &Path) -> Vec<String> {
    let database = Connection::open(home.join("state/training.sqlite")).unwrap();
    let mut rows = database.prepare("SELECT name FROM customers").unwrap();
    rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Opens a desk with a form that is ready to save, and moves the focus to the note.
fn desk_with_complete_form(home: &Path) -> Desk {
    let mut desk = Desk::open(home);
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.goes_to(TAB, "Name");
    desk.types("Aysel");
    for label in ["Code", "Date of birth", "Gender", "Group", "Email", "Note"] {
        desk.goes_to(TAB, label);
    }
    desk
}

/// Asserts that the focus is on the note and nothing is registered.
fn assert_nothing_saved(desk: &Desk, home: &Path) {
    let (row, _) = desk.screen().cursor_position();
    let focused = desk.screen().rows(0, 300).nth(row.into()).unwrap();
    assert!(begins_with(&focused, "Note"), "{}", desk.contents());
    assert!(!desk.contents().contains("✓ REGISTERED"), "{}", desk.contents());
    assert!(names(home).is_empty());
}

#[test]
fn a_stalled_paste_saves_nothing_and_keeps_the_focus_until_its_end_mark() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = desk_with_complete_form(home.path());
    desk.send("\x1b[200~note one");
    desk.wait_for(WAITING_FOR_PASTE);
    desk.wait_for("note one");
    // Longer than every timeout of the key parser.
    desk.wait_until_quiet(Duration::from_millis(1_100));
    desk.send("\r\n");
    desk.wait_until_quiet(Duration::from_millis(500));
    desk.send("\r\n\t\x13\r");
    desk.wait_until_quiet(Duration::from_millis(500));
    assert_nothing_saved(&desk, home.path());
    assert!(desk.contents().contains(WAITING_FOR_PASTE), "{}", desk.contents());
    desk.send("rest\x1b[201~");
    desk.wait_for("rest");
    desk.wait_until("it still waits", |screen| !screen.contents().contains(WAITING_FOR_PASTE));
    assert_nothing_saved(&desk, home.path());
    assert!(desk.row("Note").contains("note one"), "{}", desk.contents());
    desk.types("!");
}

#[test]
fn escape_ends_a_stalled_paste_and_keeps_its_text() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = desk_with_complete_form(home.path());
    desk.send("\x1b[200~note one\r\n");
    desk.wait_for(WAITING_FOR_PASTE);
    // Text typed during the stall is a part of the paste.
    desk.send("\rtwo");
    desk.wait_for("two");
    assert!(desk.contents().contains(WAITING_FOR_PASTE));
    desk.send(ESC);
    desk.wait_until("it still waits", |screen| !screen.contents().contains(WAITING_FOR_PASTE));
    assert_nothing_saved(&desk, home.path());
    let note = desk.row("Note");
    assert!(note.contains("note one") && note.contains("two"), "{note}");
    desk.types(" three");
    desk.send("\x13");
    desk.wait_for("REGISTERED  Aysel");
    assert_eq!(names(home.path()), ["Aysel"]);
}

#[test]
fn a_paste_without_an_end_is_cut_and_its_rest_is_never_a_key() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = desk_with_complete_form(home.path());
    desk.send(&format!("\x1b[200~{}", "x".repeat(70_000)));
    desk.wait_for(WAITING_FOR_PASTE);
    desk.send("\r\n\x13");
    desk.wait_until_quiet(Duration::from_millis(500));
    assert_nothing_saved(&desk, home.path());
    desk.send(ESC);
    desk.wait_until("it still waits", |screen| !screen.contents().contains(WAITING_FOR_PASTE));
    desk.wait_for("Too long: only");
    assert_nothing_saved(&desk, home.path());
}

#[test]
fn an_unfinished_paste_is_saved_as_a_draft_on_hangup() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = desk_with_complete_form(home.path());
    desk.send("\x1b[200~note of Aysel");
    desk.wait_for(WAITING_FOR_PASTE);
    desk.signal("HUP");
    assert!(desk.end().success());
    let drafts = std::fs::read_dir(home.path().join("state/training/drafts")).unwrap();
    let drafts: Vec<String> = drafts.flatten().filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect();
    assert!(drafts.iter().any(|draft| draft.contains("note of Aysel")), "{} drafts", drafts.len());
}

#[test]
fn keys_in_every_keyboard_mode_type_their_labels() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.goes_to(TAB, "Name");
    for (number, (bytes, expected)) in [
        ("1\x1bOn5\x1bOn1990", "1.5.1990"),
        ("\x1bOq\x1bOl\x1bOm\x1bOo\x1bOk\x1bOj\x1bOX", "1,-/+*="),
        ("\x1b[57400u\x1b[57409u", "1."),
        ("ab\x1b[7$x", "xab"),
        ("ab\x1b[8^x", "abx"),
        ("ab cd\x1bOdx", "ab xcd"),
        ("ab cd\x1bO5Dx", "ab xcd"),
        ("ab cd\x1b[1;5Dx", "ab xcd"),
        ("ab\x1bO2Px", "abx"),
        ("ab\x1bOPx", "abx"),
        ("ab\x1b[99;9ux", "abx"),
        ("ab\x1b[27;9;99~x", "abx"),
        ("ab\x1b[99;1:3ux", "abx"),
        ("ab\x1b[[Ax", "abx"),
        ("ab\x1b[<0;3;4Mx", "abx"),
        ("ab\x1b[Ix", "abx"),
        ("\x1bOlga", "Olga"),
        ("\x1bOrxan", "Orxan"),
        ("\x1b[Rauf]", "[Rauf]"),
    ]
    .into_iter()
    .enumerate()
    {
        // Clears the field; a mark shows that the old text is gone.
        let mark = format!("mark{number}");
        desk.send(&format!("\x05\x15{mark}"));
        desk.wait_until("no mark", |screen| screen.contents().lines().any(|row| row.trim_end().ends_with(&mark)));
        desk.send("\x05\x15");
        desk.wait_until("the mark stays", |screen| !screen.contents().contains(&mark));
        desk.send(bytes);
        desk.wait_until(&format!("{bytes:?} is not {expected}"), |screen| {
            let row = screen.contents().lines().find(|row| begins_with(row, "Name")).map(str::to_owned);
            row.is_some_and(|row| value_of(&row).starts_with(expected))
        });
    }
}

#[test]
fn an_incomplete_answer_delays_keys_by_at_most_a_second() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.goes_to(TAB, "Name");
    let started = Instant::now();
    desk.send("\x1b]11;rgb:1e1e/1e");
    while started.elapsed() < Duration::from_millis(1_300) {
        desk.wait_until_quiet(Duration::from_millis(100));
    }
    desk.types("Aysel");
}

#[test]
fn the_locale_name_decides_even_if_the_locale_is_not_installed() {
    let utf8: [&[(&str, &str)]; 6] = [
        &[("LC_CTYPE", "UTF-8")],
        &[("LC_CTYPE", "utf8"), ("LANG", "C")],
        &[("LC_ALL", ""), ("LC_CTYPE", ""), ("LANG", "az_AZ")],
        &[("LC_ALL", "xx_XX.UTF8"), ("LC_CTYPE", "C")],
        &[("LANG", "az_AZ.utf8@x")],
        &[("LANG", "uz_UZ@cyrillic")],
    ];
    for variables in utf8 {
        let home = tempfile::tempdir().unwrap();
        let mut command = command(home.path(), &["--lang", "en"]);
        command.env_remove("LANG");
        for (name, value) in variables {
            command.env(name, value);
        }
        let mut desk = Desk::spawn(command, 80, 24);
        desk.wait_for("Main venue");
        desk.goes_to(TAB, "Name");
        desk.types("Əliyeva");
        assert!(!desk.contents().contains("cannot be read"), "{variables:?}");
    }
}

#[test]
fn a_locale_without_a_codeset_has_the_charset_of_the_system_list() {
    for (locale, bytes, name) in [
        ("ru_RU", b"\xc0\xd0\xe3\xe4".as_slice(), "Рауф"),
        ("tr_TR", b"\xdeule", "Şule"),
        ("uk_UA", b"\xf2\xc1\xd5\xc6", "Рауф"),
        ("de_DE", b"J\xf6rg", "Jörg"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let mut command = command(home.path(), &["--lang", "en"]);
        command.env("LANG", locale);
        let mut desk = Desk::spawn(command, 80, 24);
        desk.wait_for("Main venue");
        desk.goes_to(TAB, "Name");
        desk.send_bytes(bytes);
        desk.send("\x13");
        desk.wait_for(" REGISTERED");
        assert_eq!(names(home.path()), [name], "{locale}");
    }
}

/// Returns how many times the thread of the drafts has gone to sleep: how many times it was woken.
fn sleeps_of_drafts_thread(process: u32) -> u64 {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let statuses = threads.map(|thread| std::fs::read_to_string(thread.unwrap().path().join("status")).unwrap());
    let status = statuses.into_iter().find(|status| status.starts_with("Name:\tdrafts\n")).unwrap();
    let sleeps = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")).unwrap();
    sleeps.trim().parse().unwrap()
}

#[test]
fn a_letter_does_not_wake_the_thread_of_the_drafts() {
    const LETTERS: u32 = 300;
    /// More than the sleeps of the thread while it writes the drafts once.
    const MAX_SLEEPS_PER_WRITE: u128 = 10;
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    let process = desk.child.process_id().unwrap();
    let (before, begun) = (sleeps_of_drafts_thread(process), Instant::now());
    for _ in 0..LETTERS / 2 {
        for key in ["a", "\x7f"] {
            let position = desk.screen().cursor_position();
            desk.send(key);
            desk.wait_until("the cursor does not move", |screen| screen.cursor_position() != position);
        }
    }
    // The drafts are written every 0.4 s. On a busy machine the letters take longer, and there are more writes.
    let writes = begun.elapsed().as_millis() / 400 + 2;
    let sleeps = sleeps_of_drafts_thread(process) - before;
    println!("{sleeps} in {:?}", begun.elapsed());
    assert!(u128::from(sleeps) <= writes * MAX_SLEEPS_PER_WRITE, "{LETTERS} letters and {writes} writes: {sleeps}");
}
