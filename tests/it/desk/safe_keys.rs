//! The real binary in a pty: keys that must not act by accident, and questions that ignore other keys.

use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::support::pty::{Desk, command};
use crate::support::table::each_row;
use rusqlite::Connection;

const CTRL_C: &str = "\x03";
const CTRL_D: &str = "\x04";
const CTRL_O: &str = "\x0f";
const CTRL_Q: &str = "\x11";
const CTRL_R: &str = "\x12";
const CTRL_S: &str = "\x13";
const CTRL_X: &str = "\x18";
const ESC: &str = "\x1b";

fn customers(home: &Path) -> Vec<String> {
    let database = Connection::open(home.join("state/training.sqlite")).unwrap();
    // A desk that ends at once may not have created the table.
    let Ok(mut rows) = database.prepare("SELECT name FROM customers ORDER BY id") else { return Vec::new() };
    rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Returns the entry statistics of each registration in the outbox: keys and milliseconds.
fn entry_stats(home: &Path) -> Vec<(Option<u32>, Option<u32>)> {
    let outbox = Connection::open(home.join("state/training/outbox.sqlite")).unwrap();
    let mut rows = outbox.prepare("SELECT keys, millis FROM registration ORDER BY id").unwrap();
    rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
}

/// Opens a desk with a form that is ready to save, and moves the focus to a field.
fn desk_with_form(home: &Path, focus: &str) -> Desk {
    let mut desk = Desk::open(home);
    fill_form(&mut desk, focus);
    desk
}

fn fill_form(desk: &mut Desk, focus: &str) {
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    for label in ["Code", "Date of birth", "Gender", "Group", "Email", "Note", "[ Register ]"] {
        desk.goes_to("\t", label);
        if label == focus {
            return;
        }
    }
    for label in ["Note", "Email", "Group", "Gender", "Date of birth", "Code", "Name", "Phone"] {
        desk.goes_to("\x1b[Z", label);
        if label == focus {
            return;
        }
    }
}

/// Ends the desk, and confirms its question if it asks one.
fn quit(mut desk: Desk) {
    desk.send(CTRL_Q);
    desk.send("y");
    assert!(desk.end().success());
}

/// Holds a key down. The interval between the repeats is the subject of the test.
fn hold_key(desk: &mut Desk, key: &str, times: usize, interval: Duration) {
    for _ in 0..times {
        desk.send(key);
        thread::sleep(interval);
    }
}

#[test]
fn a_held_enter_does_not_register_and_a_second_press_does() {
    for (focus, interval_ms) in [("Phone", 33), ("Email", 15), ("Note", 90)] {
        let home = tempfile::tempdir().unwrap();
        let mut desk = desk_with_form(home.path(), focus);
        hold_key(&mut desk, "\r", 30, Duration::from_millis(interval_ms));
        desk.wait_for("Press Enter again to register.");
        quit(desk);
        assert_eq!(customers(home.path()), Vec::<String>::new(), "from {focus}");
    }
    let home = tempfile::tempdir().unwrap();
    let mut desk = desk_with_form(home.path(), "Note");
    desk.goes_to("\r", "[ Register ]");
    thread::sleep(Duration::from_millis(300));
    desk.send("\r");
    desk.wait_for("REGISTERED  Aysel");
}

#[test]
fn a_repeated_ctrl_s_keeps_the_result_on_screen() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = desk_with_form(home.path(), "Note");
    desk.send(CTRL_S);
    desk.wait_for("✓ REGISTERED  Aysel · customer #1");
    hold_key(&mut desk, CTRL_S, 20, Duration::from_millis(33));
    desk.goes_to("\t", "Name");
    desk.send(CTRL_S);
    desk.goes_to("\t", "Code");
    assert!(desk.contents().contains("✓ REGISTERED  Aysel · customer #1"), "{}", desk.contents());
    assert!(!desk.contents().contains("Not saved"), "{}", desk.contents());
    assert!(!desk.contents().contains("balance"), "{}", desk.contents());
    quit(desk);
    assert_eq!(customers(home.path()), ["Aysel"]);
}

#[test]
fn the_input_that_unmasks_the_screen_does_nothing_else() {
    each_row(["\r", CTRL_S, "n", "4006381333931\r", "\x1b[200~Leyla\r\n\x1b[201~"], |input| {
        let home = tempfile::tempdir().unwrap();
        let settings = home.path().join("desk.toml");
        std::fs::write(&settings, "[privacy]\nhide_seconds = 5\nput_away_seconds = 0\n").unwrap();
        let arguments = ["--training", "--config", settings.to_str().unwrap()];
        let mut desk = Desk::spawn(command(home.path(), &arguments), 80, 24);
        desk.wait_for("Main venue");
        desk.send("0501234567\tAysel\t\t\t\t\t\t\t");
        desk.wait_for("Hidden for privacy.");
        let (row, _) = desk.screen().cursor_position();
        let sentence = desk.screen().rows(0, 80).nth(row.into()).unwrap();
        assert!(sentence.contains("Hidden for privacy."), "the cursor is on: {sentence}");
        desk.send(input);
        desk.wait_for("[ Register ]");
        for (label, text) in [("Phone", "0501234567"), ("Name", "Aysel"), ("Code", ""), ("Note", "")] {
            assert_eq!(desk.value(label), text, "{input:?}:\n{}", desk.contents());
        }
        desk.signal("TERM");
        desk.end();
        assert_eq!(customers(home.path()), Vec::<String>::new(), "{input:?}");
    });
}

#[test]
fn a_screen_that_is_too_small_accepts_only_the_quit_key() {
    for (columns, rows) in [(39, 12), (40, 11), (20, 6)] {
        let home = tempfile::tempdir().unwrap();
        let mut desk = Desk::spawn(command(home.path(), &[]), columns, rows);
        desk.wait_for("This window");
        desk.send("0501234567\tAysel\x13");
        desk.send("\x1b[200~Rauf\x1b[201~");
        desk.send(CTRL_S);
        desk.send(CTRL_Q);
        assert!(desk.end().success(), "{columns}x{rows}: nothing was typed, so nothing is asked");
        assert_eq!(customers(home.path()), Vec::<String>::new(), "{columns}x{rows}");
    }
    // A screen that becomes too small.
    let home = tempfile::tempdir().unwrap();
    let mut desk = desk_with_form(home.path(), "Note");
    desk.resize(39, 12);
    desk.wait_for("This window");
    desk.send("tea\x13\r\r\x12");
    desk.send(CTRL_Q);
    desk.wait_for("Quit?");
    desk.send("n");
    desk.wait_for("This window");
    desk.resize(80, 24);
    desk.wait_for("[ Register ]");
    assert_eq!(desk.value("Note"), "");
    assert_eq!(customers(home.path()), Vec::<String>::new());
    desk.send(CTRL_S);
    desk.wait_for("REGISTERED  Aysel");
}

#[test]
fn the_quit_question_ignores_every_other_key() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.types("050");
    for no in ["n", "N", ESC] {
        desk.send(CTRL_Q);
        desk.wait_for("Quit?  Your form is saved as a draft.");
        for other in ["x", "1", "\r", "\t", CTRL_S, CTRL_R, "\x1b[200~y\r\x1b[201~", "400ny6381333931\r", "abc"] {
            desk.send(other);
        }
        desk.send(no);
        desk.wait_for("[ Register ]");
        assert_eq!(desk.value("Phone"), "050", "after {no:?}");
    }
    desk.send(CTRL_C);
    desk.wait_for("Quit?");
    desk.send(CTRL_Q);
    assert!(desk.end().success());
}

#[test]
fn a_held_quit_key_does_not_quit() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.types("050");
    hold_key(&mut desk, CTRL_Q, 15, Duration::from_millis(33));
    desk.wait_for("Quit?  Your form is saved as a draft.");
    desk.send("n");
    desk.wait_for("[ Register ]");
    assert!(desk.row("Phone").contains("050"));
}

#[test]
fn ctrl_o_lists_even_a_single_draft_and_no_letter_deletes_it() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    desk.types("Leyla");
    desk.send(CTRL_Q);
    desk.wait_for("Quit?");
    desk.send("y");
    assert!(desk.end().success());

    let mut desk = Desk::open(home.path());
    desk.wait_for("Press Ctrl-O to");
    desk.types("055");
    desk.send(CTRL_O);
    desk.wait_for_row("┃ Leyla", "draft");
    desk.send(CTRL_D);
    desk.wait_for("Delete for ever?");
    for other in ["y", "x", "d", "\r", "\x1b[200~n\x1b[201~", CTRL_D] {
        desk.send(other);
    }
    desk.send("n");
    desk.wait_until("the question stays", |screen| !screen.contents().contains("Delete for ever?"));
    assert!(desk.has_row("┃ Leyla", "draft"));
    desk.send("\r");
    desk.wait_for("055 is in the waiting list. Press Ctrl-O to open it.");
    assert!(desk.row("Name").contains("Leyla"));
    assert_eq!(desk.value("Phone"), "", "nothing of the answers was typed");
    desk.send(CTRL_O);
    desk.wait_for_row("┃ 055", "draft");
    desk.send(CTRL_D);
    desk.wait_for("Delete for ever?");
    desk.send(CTRL_X);
    desk.wait_for("Nothing is waiting.");
}

#[test]
fn a_cleared_conflict_leaves_the_waiting_list() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = desk_with_form(home.path(), "Note");
    desk.send(CTRL_S);
    desk.wait_for("REGISTERED  Aysel");
    desk.types("0501234567");
    desk.goes_to("\t", "Name");
    desk.types("Rauf");
    desk.send(CTRL_S);
    desk.wait_for("Press Ctrl-P to see who, Ctrl-R");
    desk.wait_for("waiting (1)");
    desk.send(CTRL_R);
    desk.wait_for("The form is cleared.");
    desk.wait_until("it waits", |screen| !screen.contents().contains("waiting ("));
    desk.types("7");
    assert!(!desk.contents().contains("waiting ("), "{}", desk.contents());
}

/// Types a phone, ends the desk with a hang-up, and opens a second desk with this draft on the screen. `change` edits
/// the stored draft in between.
fn desk_with_resumed_draft(home: &Path, change: impl Fn(String) -> String) -> Desk {
    let mut desk = Desk::open(home);
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.signal("HUP");
    desk.end();
    let drafts = std::fs::read_dir(home.join("state/training/drafts")).unwrap();
    for file in drafts.map(|file| file.unwrap().path()) {
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, change(text)).unwrap();
    }
    let mut desk = Desk::open(home);
    desk.wait_for("Press Ctrl-O to");
    desk.send(CTRL_O);
    desk.wait_for_row("┃ 0501234567", "draft");
    desk.send("\r");
    desk.wait_for("[ Register ]");
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    desk
}

/// Waits for the statistics, which are written separately from the delivery.
fn wait_for_entry_stats(home: &Path) -> (Option<u32>, Option<u32>) {
    loop {
        if let [stats @ (Some(_), Some(_))] = entry_stats(home)[..] {
            return stats;
        }
        thread::yield_now();
    }
}

#[test]
fn the_entry_stats_of_a_customer_continue_across_runs() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = desk_with_resumed_draft(home.path(), |text| {
        assert!(text.contains("\"keys\":10"), "{text}");
        text.replace("\"secs\":0", "\"secs\":100")
    });
    desk.send(CTRL_S);
    desk.wait_for("REGISTERED  Aysel");
    let (keys, millis) = wait_for_entry_stats(home.path());
    assert_eq!(keys, Some(10 + 1 + 5 + 1), "ten digits, Tab, the name, Ctrl-S");
    assert!(millis.is_some_and(|millis| (100_000..160_000).contains(&millis)), "{millis:?}");
}

#[test]
fn a_draft_of_an_older_version_opens_without_entry_stats() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = desk_with_resumed_draft(home.path(), |text| {
        let mut drafts: serde_json::Value = serde_json::from_str(&text).unwrap();
        drafts[0].as_object_mut().unwrap().remove("effort").unwrap();
        drafts.to_string()
    });
    desk.send(CTRL_S);
    desk.wait_for("REGISTERED  Aysel");
    desk.send(CTRL_Q);
    assert!(desk.end().success());
    assert_eq!(entry_stats(home.path()), [(None, None)]);
}
