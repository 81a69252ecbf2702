//! The real binary with its own training server, driven by keys in a real pty.

use crate::support::pty::{Desk, command};
use rusqlite::Connection;

const TAB: &str = "\t";
const CTRL_C: &str = "\x03";
const CTRL_Q: &str = "\x11";
const CTRL_S: &str = "\x13";

/// Returns the number in `Registered NAME · #ID ·`.
fn id_on_screen(desk: &Desk) -> i64 {
    let contents = desk.contents();
    let after = contents.split_once('#').expect("no number").1;
    after.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

fn customers(state: &std::path::Path) -> Vec<(i64, String, Option<String>)> {
    let database = Connection::open(state.join("state/training.sqlite")).unwrap();
    let mut rows = database.prepare("SELECT id, name, phone FROM customers ORDER BY id").unwrap();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_customer_is_registered_and_the_same_phone_conflicts_at_its_field() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("TRAINING");
    desk.wait_for("Main venue");

    desk.types("0501234567");
    desk.goes_to(TAB, "Name");
    desk.types("Aysel Məmmədova");
    desk.send(CTRL_S);
    desk.wait_for("REGISTERED  Aysel Məmmədova · customer #");
    let id = id_on_screen(&desk);
    assert!(customers(home.path()).contains(&(id, "Aysel Məmmədova".into(), Some("+994501234567".into()))));
    desk.wait_until("the form is not blank", |screen| !screen.contents().contains("0501234567"));
    assert_eq!(desk.value("Phone"), "", "the form is blank again");

    desk.types("50 123 45 67");
    desk.goes_to(TAB, "Name");
    desk.types("Rauf");
    desk.goes_to(TAB, "Code");
    desk.types("CARD-1");
    desk.send(CTRL_S);
    desk.wait_for("✗ already registered");
    assert!(desk.row_below("Phone").contains("✗ already registered"), "{}", desk.contents());
    assert!(desk.row("Phone").contains("50 123 45 67"));
    assert!(desk.row("Name").contains("Rauf"));
    assert!(desk.row("Code").contains("CARD-1"));
    let cursor = desk.screen().cursor_position();
    assert_eq!(cursor, (2, 17 + 12), "the caret is behind the phone");
    assert_eq!(customers(home.path()).len(), 1);
}

/// The phone library is loaded after the first frame.
#[test]
fn a_customer_typed_at_the_first_frame_is_registered() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("TRAINING");
    desk.send("0501234567\tAysel");
    desk.send(CTRL_S);
    desk.wait_for("REGISTERED  Aysel · customer #");
    assert_eq!(customers(home.path()), [(id_on_screen(&desk), "Aysel".into(), Some("+994501234567".into()))]);
}

#[test]
fn training_customers_persist_across_runs() {
    let home = tempfile::tempdir().unwrap();
    for (count, name) in [(1, "Aysel"), (2, "Rauf")] {
        let mut desk = Desk::open(home.path());
        desk.wait_for("Main venue");
        desk.goes_to(TAB, "Name");
        desk.types(name);
        desk.send(CTRL_S);
        desk.wait_for("✓ REGISTERED");
        desk.send(CTRL_Q);
        assert!(desk.end().success());
        assert_eq!(customers(home.path()).len(), count);
    }
}

#[test]
fn enter_moves_through_the_form_and_saves_on_the_button() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.types("0551234567");
    desk.goes_to("\r", "Name");
    desk.types("Leyla");
    for label in ["Code", "Date of birth", "Gender", "Group"] {
        desk.goes_to("\r", label);
    }
    desk.types("vip");
    desk.wait_for("✓ VIP");
    for label in ["Email", "Note", "[ Register ]"] {
        desk.goes_to("\r", label);
    }
    // A person does not press a key again sooner: a shorter pause would be the repeat of the keyboard.
    std::thread::sleep(std::time::Duration::from_millis(300));
    desk.send("\r");
    desk.wait_for("group VIP");
}

#[test]
fn the_terminal_is_restored_on_exit() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("TRAINING");
    desk.send(CTRL_C);
    assert!(desk.end().success());
    let bytes = String::from_utf8_lossy(&desk.bytes).into_owned();
    assert!(bytes.ends_with("\x1b[?1049l\x1b[?2004l\x1b[?25h"), "{:?}", &bytes[bytes.len().saturating_sub(60)..]);
}

#[test]
fn quitting_a_half_typed_form_asks_first() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("TRAINING");
    desk.types("050");
    desk.send(CTRL_Q);
    desk.wait_for("Quit?");
    desk.send("n");
    desk.wait_for("050");
    desk.send(CTRL_Q);
    desk.wait_for("Quit?");
    desk.send("y");
    assert!(desk.end().success());
}

#[test]
fn a_paste_with_line_breaks_goes_into_one_field_and_saves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.goes_to(TAB, "Name");
    desk.send("\x1b[200~Aysel\r\nMəmmədova\r\x1b]52;c;aGk=\x07\x1b[201~");
    desk.wait_for("Aysel Məmmədova ]52;c;aGk=");
    desk.goes_to(TAB, "Code");
    assert!(customers(home.path()).is_empty());
    assert!(!desk.bytes.windows(4).any(|window| window == b"\x1b]52"), "nothing pasted is obeyed by the terminal");
}

#[test]
fn a_resize_keeps_typed_text() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("TRAINING");
    desk.types("0 50");
    let mut typed = "0 50".to_owned();
    for (columns, rows) in [(40, 12), (120, 40), (80, 24)] {
        // A form that cannot be seen takes no key.
        desk.resize(20, 5);
        desk.wait_for("This window");
        desk.resize(columns, rows);
        desk.send("1");
        typed.push('1');
        desk.wait_for(&typed);
    }
}

#[test]
fn a_wrong_setting_prints_one_line_and_leaves_the_terminal_unchanged() {
    let home = tempfile::tempdir().unwrap();
    let mut command_with_wrong_setting = command(home.path(), &[]);
    command_with_wrong_setting.env("CLOPOS_CLIENT_ID", "shop");
    let mut desk = Desk::spawn(command_with_wrong_setting, 200, 24);
    let status = desk.end();
    assert_eq!(status.exit_code(), 2);
    assert!(!desk.bytes.contains(&0x1b), "{}", desk.contents());
    let message = desk.contents();
    assert!(message.contains("clopos.client_secret") && message.contains("CLOPOS_CLIENT_SECRET"), "{message}");
    assert_eq!(message.trim().lines().count(), 1, "{message}");
}

#[test]
fn values_in_other_notations_are_registered_in_one_form() {
    const CTRL_Y: &str = "\x19";
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.types("8 50 123 45 67");
    desk.wait_for("+994 50 123 45 67");
    desk.goes_to(TAB, "Name");
    desk.types("NIGAR");
    desk.wait_for("Nigar or Nıgar?");
    desk.send(CTRL_Y);
    desk.wait_for("✓ Nigar");
    desk.goes_to(TAB, "Code");
    desk.types("E\u{301}-1");
    desk.goes_to(TAB, "Date of birth");
    desk.types("15,05,1990,");
    desk.wait_for("15 May 1990");
    desk.goes_to("\t\t\t", "Email");
    desk.types("<aysel@mail.az>");
    desk.wait_for("✓ aysel@mail.az");
    desk.send(CTRL_S);
    desk.wait_for("REGISTERED  Nigar · customer #");
    let database = Connection::open(home.path().join("state/training.sqlite")).unwrap();
    let columns = "name, phone, code, date_of_birth, email";
    let row: [String; 5] = database
        .query_row(&format!("SELECT {columns} FROM customers"), [], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?])
        })
        .unwrap();
    assert_eq!(row, ["Nigar", "+994501234567", "É-1", "1990-05-15", "aysel@mail.az"]);
}
