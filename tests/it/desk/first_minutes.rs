//! The first minutes: the invented customers of training, `training reset`, and the keys of a first start.

#![cfg(debug_assertions)] // Only a debug build takes FRONTDESK_TEST_USED.

use std::path::Path;
use std::process::Command;

use super::outbox::wait_for_draft;
use crate::support::program::{code, dead_address, json, live, program, stderr, stdout};
use crate::support::pty::{Desk, command};

const SAMPLE: &str = "Training: type phone 050 123 45 67 to see a registered customer.";
const KEYS: &str = "Press Enter to go to the next field";

/// Opens a desk in a state directory that counts as new.
fn open_new(home: &Path, arguments: &[&str]) -> Desk {
    let mut command = command(home, arguments);
    command.env_remove("FRONTDESK_TEST_USED");
    Desk::spawn(command, 80, 24)
}

fn run_new(home: &Path, arguments: &[&str]) -> Command {
    let mut command = program(home);
    command.env_remove("FRONTDESK_TEST_USED").args(arguments);
    command
}

fn customer_count(home: &Path) -> i64 {
    let database = rusqlite::Connection::open(home.join("state/training.sqlite")).unwrap();
    database.query_row("SELECT count(*) FROM customers", [], |row| row.get(0)).unwrap()
}

/// Waits for a sentence that may be in more than one line.
fn wait_for_words(desk: &mut Desk, words: &str) {
    desk.wait_until(words, |screen| screen.contents().split_whitespace().collect::<Vec<_>>().join(" ").contains(words));
}

fn quit(mut desk: Desk) {
    desk.send("\x11");
    assert!(desk.end().success());
}

#[test]
fn training_begins_with_customers_to_be_found_shown_and_in_conflict() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = open_new(home.path(), &[]);
    wait_for_words(&mut desk, SAMPLE);
    desk.types("0501234567");
    desk.wait_for("already registered: Aysel Məmmədova");
    desk.send("\x10");
    desk.wait_for("K-1001");
    desk.wait_for("Likes the table at the window.");
    desk.send("\x1b");
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    desk.send("\x0e");
    desk.wait_for("Aysel Quliyeva");
    desk.send("\x1b");
    desk.wait_for("Date of birth");
    desk.send("\x13");
    desk.wait_for("Phone: already registered. Press Ctrl-P to see who");
    desk.send("\x12");
    desk.wait_for("The form is cleared.");
    desk.goes_to("\t", "Name");
    desk.types("Samir");
    desk.send("\x13");
    desk.wait_for("REGISTERED  Samir · customer #13");
    quit(desk);
    assert_eq!(customer_count(home.path()), 13);
    // The customers come once.
    let mut next = open_new(home.path(), &[]);
    wait_for_words(&mut next, SAMPLE);
    quit(next);
    assert_eq!(customer_count(home.path()), 13);
}

#[test]
fn an_existing_training_stays_as_it_is_and_promises_no_customer() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(code(&program(home.path()).args(["add", "--name", "Rauf"]).output().unwrap()), Some(0));
    let mut desk = open_new(home.path(), &["--cashier", "aysel"]);
    desk.wait_for(KEYS);
    desk.types("0501234567");
    desk.wait_for("new customer");
    assert!(!desk.contents().contains("Training: type"), "{}", desk.contents());
    desk.send("\x12");
    quit(desk);
    assert_eq!(customer_count(home.path()), 1);
}

#[test]
fn programs_that_start_together_make_the_customers_once() {
    let home = tempfile::tempdir().unwrap();
    let phone = home.path().join("phone");
    std::fs::write(&phone, "0501234567").unwrap();
    let lookups: Vec<_> = (0..6)
        .map(|_| {
            let mut command = run_new(home.path(), &["lookup", "--phone", "--json"]);
            command.stdin(std::fs::File::open(&phone).unwrap()).stdout(std::process::Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for lookup in lookups {
        let output = lookup.wait_with_output().unwrap();
        assert_eq!(json(&output)["customers"][0]["name"], "Aysel Məmmədova", "{output:?}");
    }
    assert_eq!(customer_count(home.path()), 12);
}

#[test]
fn the_phones_fit_the_country_of_the_desk() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("settings.toml");
    std::fs::write(&file, "[desk]\ncountry = \"UZ\"\n").unwrap();
    let mut desk = open_new(home.path(), &["--config", file.to_str().unwrap()]);
    wait_for_words(&mut desk, "Training: type phone 91 234 56 78 to see a registered customer.");
    desk.types("912345678");
    desk.wait_for("already registered: Aysel Məmmədova");
}

#[test]
fn a_first_start_shows_the_keys_once_for_each_cashier_and_the_first_key_is_typed() {
    let home = tempfile::tempdir().unwrap();
    let shown = |cashier: &str| {
        let mut desk = open_new(home.path(), &["--cashier", cashier]);
        desk.wait_for("Main venue");
        // The thread that writes the draft has looked for the cashier before.
        desk.types("050");
        wait_for_draft(home.path(), "050");
        desk.types("1");
        let shown = desk.contents().contains(KEYS);
        assert!(desk.row("Phone").contains("0501"), "{}", desk.contents());
        desk.send("\x12");
        quit(desk);
        shown
    };
    assert!(shown("aysel"));
    assert!(!shown("aysel"));
    assert!(shown("Rauf Əliyev"));
    assert!(!shown("Rauf Əliyev") && !shown("aysel"));
    let file = std::fs::read_to_string(home.path().join("state/cashiers.json")).unwrap();
    assert!(!file.contains("aysel") && !file.contains("Rauf"), "{file}");
}

#[test]
fn reset_refuses_while_a_desk_is_open_and_touches_only_training() {
    let home = tempfile::tempdir().unwrap();
    let closed = format!("http://{}/open-api/v2", dead_address());
    let live_run = |arguments: &[&str]| live(home.path(), &closed).args(arguments).output().unwrap();
    let reset = || live_run(&["training", "reset"]);
    let nothing = reset();
    assert_eq!((code(&nothing), stdout(&nothing).trim()), (Some(0), "There is no data of training."));

    assert_eq!(code(&live_run(&["add", "--name", "Live"])), Some(5));
    let mut desk = open_new(home.path(), &["--cashier", "aysel"]);
    wait_for_words(&mut desk, SAMPLE);
    desk.goes_to("\t", "Name");
    desk.types("Samir");
    let refused = reset();
    assert_eq!(code(&refused), Some(1), "{refused:?}");
    assert!(stderr(&refused).contains("A desk or a command works with training"), "{refused:?}");
    assert_eq!(customer_count(home.path()), 12);
    desk.send("\x11");
    desk.wait_for("Quit?");
    desk.send("y");
    assert!(desk.end().success());

    let done = reset();
    assert_eq!(code(&done), Some(0), "{done:?}");
    let words = stdout(&done);
    for erased in ["state/training.sqlite\n", "state/training\n"] {
        assert!(words.contains(erased), "{words}");
    }
    assert!(words.ends_with("At the next start it has its invented customers again.\n"), "{words}");
    let left: Vec<String> = std::fs::read_dir(home.path().join("state"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("training"))
        .collect();
    assert_eq!(left, [""; 0]);
    assert!(stdout(&live_run(&["outbox", "list"])).contains("Live"), "the live outbox is untouched");

    // Training begins again, without drafts and without the notice of a lost outbox.
    let mut again = open_new(home.path(), &["--cashier", "aysel"]);
    wait_for_words(&mut again, SAMPLE);
    again.types("0501234567");
    again.wait_for("already registered: Aysel Məmmədova");
    assert_eq!(customer_count(home.path()), 12);
    assert!(!again.contents().contains("waiting ("), "{}", again.contents());
}

/// A script reads exactly the lines of its questions, and the keys belong to the screen.
#[test]
fn the_line_mode_names_the_sample_to_a_person_only() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = open_new(home.path(), &["--plain"]);
    wait_for_words(&mut desk, SAMPLE);
    assert!(!desk.contents().contains(KEYS), "{}", desk.contents());
    desk.send("0501234567\n");
    desk.wait_for("Aysel Məmmədova");
    desk.send("q\n");
    assert!(desk.end().success());

    let lines = home.path().join("lines");
    std::fs::write(&lines, "0501112233\nRauf\n.\ny\n").unwrap();
    let mut script = run_new(home.path(), &["--plain"]);
    let output = script.env("LANG", "C.UTF-8").stdin(std::fs::File::open(lines).unwrap()).output().unwrap();
    let transcript = stdout(&output);
    assert!(
        transcript.contains("Registered in training: Rauf") && !transcript.contains("Training: type"),
        "{transcript}"
    );
}
