//! The question about consent in the real binary: form, line mode, command, outage and report.

use std::path::{Path, PathBuf};
use std::process::Output;

use frontdesk::form::TextInput;
use serde_json::json;

use crate::support::program::{Server, code, dead_address, json, live, program, stderr, stdout};
use crate::support::pty::{Desk, command};

const QUESTION: &str = "[consent]\ntext = \"May we send you messages?\"\nversion = \"2026-1\"\n";

fn settings(home: &Path, text: &str) -> PathBuf {
    let file = home.join("consent.toml");
    std::fs::write(&file, text).unwrap();
    file
}

/// Returns the names and descriptions in a database of the server, without the day.
fn descriptions(database: PathBuf) -> Vec<(String, Option<String>)> {
    let database = rusqlite::Connection::open(database).unwrap();
    let mut rows = database.prepare("SELECT name, description FROM customers ORDER BY id").unwrap();
    let today = format!(" day={}", chrono::Local::now().date_naive());
    let row = |row: &rusqlite::Row<'_>| {
        let description: Option<String> = row.get(1)?;
        Ok((row.get(0)?, description.map(|text| text.replace(&today, " day=TODAY"))))
    };
    rows.query_map([], row).unwrap().map(Result::unwrap).collect()
}

fn row(name: &str, description: &str) -> (String, Option<String>) {
    (name.to_owned(), Some(description.to_owned()))
}

#[test]
fn the_answer_is_the_last_line_of_the_description_from_every_front_end() {
    let home = tempfile::tempdir().unwrap();
    let file = settings(home.path(), QUESTION);
    let mut desk = Desk::spawn(command(home.path(), &["--config", file.to_str().unwrap()]), 80, 24);
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    for label in ["Code", "Date of birth", "Gender", "Group", "Email", "Note"] {
        desk.goes_to("\t", label);
    }
    desk.types("likes tea");
    desk.goes_to("\t", "Consent");
    desk.send("y");
    desk.wait_for("[y Yes]");
    desk.send("\x13");
    desk.wait_for("REGISTERED  Aysel");
    desk.send("\x11");
    assert!(desk.end().success());

    let plain = |lines: &str| -> Output {
        let mut command = program(home.path());
        let input = home.path().join("lines");
        std::fs::write(&input, lines).unwrap();
        command.args(["--plain", "--config", file.to_str().unwrap()]).stdin(std::fs::File::open(input).unwrap());
        command.env("LANG", "C.UTF-8").output().unwrap()
    };
    let asked = plain("0551112233\nRauf\n\n\n\n\n\n\nyox\nYes\ny\n0551112244\nLeyla\n.\n9\nn\ny\n");
    let transcript = stdout(&asked);
    // A script stops at the first error.
    assert!(
        transcript.contains("Consent, 9 of 9, now No. May we send you messages? 0 no. 1 yes. \nError: Type yes or no.\nStopped at line 9."),
        "{asked:?}"
    );
    let asked = plain("0551112233\nRauf\n\n\n\n\n\n\nYes\ny\n0551112244\nLeyla\n.\n9\nn\ny\n");
    let transcript = stdout(&asked);
    assert!(transcript.contains("\n9 Consent: Yes\n"), "{transcript}");
    assert!(transcript.contains("Consent, 9 of 9, now No. May we send you messages? 0 no. 1 yes. "), "{transcript}");

    let add = |arguments: &[&str]| {
        let mut command = program(home.path());
        command.args(["--config", file.to_str().unwrap(), "add"]).args(arguments).output().unwrap()
    };
    for arguments in [
        &["--name", "Elçin", "--consent", "yes", "--note", "window"][..],
        &["--name", "Nigar", "--consent", "no"],
        &["--name", "Orxan"],
    ] {
        assert_eq!(code(&add(arguments)), Some(0), "{arguments:?}");
    }
    assert_eq!(code(&add(&["--name", "Samir", "--consent", "maybe"])), Some(2));
    let expected = [
        row("Aysel", "likes tea\nconsent=yes version=2026-1 day=TODAY"),
        row("Rauf", "consent=yes version=2026-1 day=TODAY"),
        row("Leyla", "consent=no version=2026-1 day=TODAY"),
        row("Elçin", "window\nconsent=yes version=2026-1 day=TODAY"),
        row("Nigar", "consent=no version=2026-1 day=TODAY"),
        ("Orxan".to_owned(), None),
    ];
    assert_eq!(descriptions(home.path().join("state/training.sqlite")), expected);

    let report = |arguments: &[&str]| program(home.path()).arg("report").args(arguments).output().unwrap();
    let sums = json(&report(&["--json"]))["cashiers"][0].clone();
    assert_eq!((&sums["registered"], &sums["consent_yes"], &sums["consent_no"]), (&json!(6), &json!(3), &json!(2)));
    let words = stdout(&report(&[]));
    assert!(words.contains("6 registered") && words.contains(" · consent: 3 yes, 2 no"), "{words}");
    assert!(stdout(&report(&["--csv"])).lines().nth(1).unwrap().ends_with(",3,2"), "{words}");
    assert!(!words.contains("Aysel") && !stdout(&report(&["--json"])).contains("Aysel"));
}

#[test]
fn an_answer_survives_an_outage_and_is_counted_when_the_customer_is_registered() {
    let home = tempfile::tempdir().unwrap();
    let file = settings(home.path(), QUESTION);
    let closed = format!("http://{}/open-api/v2", dead_address());
    let arguments = ["--config", file.to_str().unwrap(), "add", "--name", "Aysel", "--note", "tea", "--consent", "yes"];
    assert_eq!(code(&live(home.path(), &closed).args(arguments).output().unwrap()), Some(5));
    let run = |arguments: &[&str]| live(home.path(), &closed).args(arguments).output().unwrap();
    let exported = json(&run(&["outbox", "export"]));
    let description = exported["customer"]["description"].as_str().unwrap().to_owned();
    assert!(description.starts_with("tea\nconsent=yes version=2026-1 day=20"), "{description}");
    assert_eq!(json(&run(&["report", "--json"]))["cashiers"][0]["consent_yes"], 0, "it is not registered yet");

    let other_host = tempfile::tempdir().unwrap();
    let server = Server::start(other_host.path(), &[]);
    let sent = live(home.path(), &server.v2()).args(["outbox", "send", "--now"]).output().unwrap();
    assert!(stdout(&sent).contains("1 registered"), "{sent:?}");
    let stored = descriptions(other_host.path().join("served.sqlite"));
    assert_eq!(stored[0].1.as_ref().map(|text| text.lines().count()), Some(2), "{stored:?}");
    assert_eq!(json(&run(&["report", "--json"]))["cashiers"][0]["consent_yes"], 1);
}

#[test]
fn an_answer_without_a_question_and_half_a_question_are_errors() {
    let home = tempfile::tempdir().unwrap();
    let output = program(home.path()).args(["add", "--name", "Aysel", "--consent", "yes", "--json"]).output().unwrap();
    assert_eq!((code(&output), &json(&output)["field"]), (Some(3), &json!("description")), "{output:?}");
    for (text, words) in [
        ("[consent]\ntext = \"May we?\"\n", "consent.text: consent.text and consent.version belong together."),
        ("[consent]\nversion = \"1\"\n", "consent.version: consent.text and consent.version belong together."),
        ("[consent]\ntext = \"May we?\"\nversion = \"a b\"\n", "consent.version: is not a version."),
        (
            "[consent]\ntext = \"May we send you messages about everything that our shop offers?\"\nversion = \"1\"\n",
            "consent.text: is not a question.",
        ),
    ] {
        let file = settings(home.path(), text);
        let output = program(home.path()).arg("--config").arg(&file).args(["outbox", "list"]).output().unwrap();
        assert_eq!(code(&output), Some(2), "{text}");
        assert!(stderr(&output).contains(words), "{}", stderr(&output));
    }
}

/// The server accepts at most 1,000 characters.
#[test]
fn the_longest_note_has_room_for_the_answer() {
    let home = tempfile::tempdir().unwrap();
    let file = settings(home.path(), "[consent]\ntext = \"May we?\"\nversion = \"12345678901234567890\"\n");
    let note = "ə".repeat(TextInput::MAX_CHARS);
    let arguments = ["--config", file.to_str().unwrap(), "add", "--name", "Aysel", "--note", &note, "--consent", "yes"];
    let output = program(home.path()).args(arguments).output().unwrap();
    assert_eq!(code(&output), Some(0), "{output:?}");
}
