//! The settings for cashiers who hear the desk: who gets the line mode, the bell, and hints that stay the same.

use std::path::Path;

use portable_pty::CommandBuilder;

use crate::support::plain::{run_plain, run_with_input};
use crate::support::program::program;
use crate::support::pty::{Desk, command};

fn settings(home: &Path, text: &str) -> String {
    let file = home.join("frontdesk.toml");
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

/// Opens a desk and returns true if it asks line by line.
fn is_plain(command: CommandBuilder) -> bool {
    let mut desk = Desk::spawn(command, 100, 30);
    desk.wait_until("no desk", |screen| {
        screen.contents().contains("Phone, 1 of 8:") || screen.contents().contains("[ Register ]")
    });
    let is_plain = desk.contents().contains("Phone, 1 of 8:");
    desk.signal("TERM");
    desk.end();
    is_plain
}

#[test]
fn the_variable_the_setting_and_the_cashier_choose_the_line_mode() {
    for (text, accessible, cashier, expected) in [
        ("", None, "aysel", false),
        ("", Some("1"), "aysel", true),
        ("", Some("yes"), "aysel", true),
        ("", Some(""), "aysel", false),
        ("", Some("0"), "aysel", false),
        ("plain = true", None, "aysel", true),
        ("plain = true", Some("0"), "aysel", false),
        ("plain_cashiers = \"rauf, aysel\"", None, "aysel", true),
        ("plain_cashiers = \"rauf, aysel\"", None, "leyla", false),
        ("plain_cashiers = \"rauf\"", Some("1"), "leyla", true),
    ] {
        let home = tempfile::tempdir().unwrap();
        let file = settings(home.path(), &format!("[desk]\n{text}\n"));
        let mut command = command(home.path(), &["--config", &file, "--cashier", cashier]);
        if let Some(value) = accessible {
            command.env("ACCESSIBLE", value);
        }
        assert_eq!(is_plain(command), expected, "{text} {accessible:?} {cashier}");
    }
}

/// The forced command of a cashier's key has `--plain`, or the settings name the cashier.
#[test]
#[cfg(debug_assertions)] // Only a debug build takes FRONTDESK_TEST_ROOT in place of the system's directories.
fn a_cashier_of_a_kiosk_gets_the_line_mode() {
    for (arguments, accessible, expected) in [
        (&["--kiosk", "--cashier", "aysel", "--plain"][..], false, true),
        (&["--kiosk", "--cashier", "aysel"], true, true),
        (&["--kiosk", "--cashier", "rauf"], false, true),
        (&["--kiosk", "--cashier", "aysel"], false, false),
    ] {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("etc/frontdesk")).unwrap();
        std::fs::create_dir_all(root.path().join("var/lib/frontdesk")).unwrap();
        std::fs::write(root.path().join("etc/frontdesk/frontdesk.toml"), "[desk]\nplain_cashiers = \"rauf\"\n")
            .unwrap();
        let mut command = command(root.path(), arguments);
        if accessible {
            command.env("ACCESSIBLE", "1");
        }
        assert_eq!(is_plain(command), expected, "{arguments:?}");
    }
}

#[test]
fn the_bell_rings_with_each_error_and_only_if_it_is_set() {
    for (text, rings) in [("bell = \"errors\"", true), ("bell = \"never\"", false), ("", false)] {
        let home = tempfile::tempdir().unwrap();
        run_plain(home.path(), "0501234567\nAysel\n.\ny\n");
        let file = settings(home.path(), &format!("[desk]\n{text}\n"));
        let bells = |desk: &Desk| String::from_utf8_lossy(&desk.bytes).matches('\u{7}').count();

        let mut desk = Desk::spawn(command(home.path(), &["--plain", "--config", &file]), 100, 60);
        desk.wait_for("Phone, 1 of 8:");
        desk.send("050\n");
        desk.wait_for("Error: Phone: 7 digits missing.");
        desk.send("0501234567\nRauf\n");
        desk.wait_for("Name: Rauf");
        assert_eq!(bells(&desk), usize::from(rings), "{text}");
        desk.send("q\n");
        assert!(desk.end().success());

        let mut desk = Desk::spawn(command(home.path(), &["--config", &file]), 80, 24);
        desk.wait_for("Main venue");
        desk.types("050123");
        assert_eq!(bells(&desk), 0, "typing makes no sound");
        desk.goes_to("\t", "Name");
        desk.wait_for("4 digits missing");
        desk.goes_to("\x1b[Z", "Phone");
        desk.types("4567");
        desk.send("\t");
        desk.types("Leyla");
        desk.send("\x13");
        desk.wait_for("Phone: already registered.");
        desk.wait_until_quiet(std::time::Duration::from_millis(300));
        // The phone, the name that was left empty, and the conflict.
        assert_eq!(bells(&desk), if rings { 3 } else { 0 }, "{text}");
    }
}

#[test]
fn a_quiet_desk_repaints_no_hint_while_a_field_is_typed() {
    let home = tempfile::tempdir().unwrap();
    for (text, has_countdown) in [("", true), ("quiet = true", false)] {
        let file = settings(home.path(), &format!("[desk]\n{text}\n"));
        let mut desk = Desk::spawn(command(home.path(), &["--config", &file]), 80, 24);
        desk.wait_for("Main venue");
        desk.wait_for("e.g. ");
        let example = desk.row_below("Phone");
        for (typed, missing) in [("0", 9), ("50", 7), ("123", 4)] {
            desk.types(typed);
            desk.wait_until_quiet(std::time::Duration::from_millis(200));
            let hint = desk.row_below("Phone");
            assert_eq!(hint.contains(&format!("{missing} digits missing")), has_countdown, "{text} {hint}");
            assert_eq!(hint == example, !has_countdown, "{text} {hint}");
        }
        // After the field the number of missing digits is an error, as always.
        desk.goes_to("\t", "Name");
        desk.wait_for("4 digits missing");
        desk.signal("TERM");
        desk.end();
    }
}

#[test]
fn a_wrong_value_names_the_possible_ones() {
    let home = tempfile::tempdir().unwrap();
    let file = settings(home.path(), "[desk]\nbell = \"always\"\n");
    let mut command = program(home.path());
    command.args(["--plain", "--config", &file]);
    let output = run_with_input(command, b"");
    assert_eq!(output.status.code(), Some(2));
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(words.contains("desk.bell: is not known. Use \"never\" or \"errors\"."), "{words}");
}
