//! Line by line, in a terminal: the line that is being typed. Nothing is printed into it, and nothing of it is lost.

use std::time::Duration;

use crate::support::plain::{
    Gate, conflict, customers, is_registration, open_plain, open_plain_live, run_plain, scripted,
};
use crate::support::pty::{RemoteDesk, command};
use crate::support::scripted::json_reply;

/// Long enough for an answer to come to the desk, if one comes.
const QUIET: Duration = Duration::from_millis(700);

#[test]
fn a_look_up_that_answers_while_a_line_is_typed_is_printed_after_the_line() {
    let home = tempfile::tempdir().unwrap();
    let gate = Gate::default();
    let server = scripted({
        let gate = gate.clone();
        move |request| {
            let is_look_up = request.method == "GET" && request.target.contains("filters");
            is_look_up.then(|| {
                gate.pass();
                let customer = serde_json::json!({"id": 1, "name": "Aysel", "phone": "+994501234567"});
                json_reply(&serde_json::json!({"success": true, "data": [customer]}))
            })
        }
    });
    let mut desk = open_plain_live(home.path(), &server);
    desk.wait_for("Phone, 1 of 8:");
    desk.send("0501234567\n");
    desk.wait_for("Name, 2 of 8, required:");
    desk.types("Leyla Has");
    gate.open();
    desk.wait_until_quiet(QUIET);
    desk.send("anova\n");
    desk.wait_for(
        "Warning: Phone: already registered. This phone belongs to Aysel, number 1. Clopos will probably reject it.",
    );
    desk.wait_for("Code, 3 of 8:");
    let shown = desk.contents();
    assert!(shown.contains("Name, 2 of 8, required: Leyla Hasanova\nName: Leyla Hasanova\nWarning: Phone:"), "{shown}");
    // While no line is begun, news is printed at once, and the question again.
    assert_eq!(shown.matches("Name, 2 of 8").count(), 1, "{shown}");
}

#[test]
fn news_is_printed_at_once_if_no_line_is_begun() {
    let home = tempfile::tempdir().unwrap();
    run_plain(home.path(), "0501234567\nAysel\n.\ny\n");
    let mut desk = open_plain(home.path());
    desk.wait_for("Phone, 1 of 8:");
    desk.send("0501234567\n");
    desk.wait_for("Warning: Phone: already registered. This phone belongs to Aysel, number 1, ");
    desk.wait_until("the question is not repeated", |screen| {
        screen.contents().trim_end().ends_with("Name, 2 of 8, required:")
    });
    // A line that was begun and erased is not begun any more.
    desk.types("Le");
    desk.send("\x15");
    desk.wait_until("the line is not erased", |screen| screen.contents().trim_end().ends_with("required:"));
}

/// The next customer is asked for before the answer. What is typed for the next customer never goes into the rejected
/// form.
#[test]
fn a_rejection_while_the_next_customer_is_typed_mixes_no_customers() {
    for begun in ["0551112233", "x", " "] {
        let home = tempfile::tempdir().unwrap();
        let gate = Gate::default();
        let server = scripted({
            let gate = gate.clone();
            move |request| {
                (is_registration(request) && request.json()["name"] == "Leyla").then(|| {
                    gate.pass();
                    conflict()
                })
            }
        });
        let mut desk = open_plain_live(home.path(), &server);
        desk.wait_for("Phone, 1 of 8:");
        desk.send("0501234567\nLeyla\ng 7\nleyla@example.com\n.\ny\n");
        desk.wait_for("Sending Leyla.");
        desk.wait_until("the next customer is not asked for", |screen| {
            screen.contents().trim_end().ends_with("Sending Leyla.\nNext customer.\nPhone, 1 of 8:")
        });
        desk.send(begun);
        desk.wait_until_quiet(Duration::from_millis(100));
        gate.open();
        desk.wait_until_quiet(QUIET);
        assert!(!desk.contents().contains("already registered"), "{}", desk.contents());
        desk.send("\x150551112233\n");
        desk.wait_for("Error: Leyla is not registered. Phone: already registered.");
        desk.wait_for("Type o to open it.");
        desk.send("Rauf\n.\ny\n");
        desk.wait_for("Registered Rauf, number 14.");
        let sent = server.requests().into_iter().rfind(is_registration).unwrap().json();
        assert_eq!((&sent["name"], &sent["phone"]), (&"Rauf".into(), &"+994551112233".into()), "{begun:?}");
        assert!(sent.get("email").is_none(), "{begun:?} {sent}");
        desk.send("q\n");
        assert!(desk.end().success());
    }
}

#[test]
fn a_rejection_comes_back_to_the_form_if_nothing_is_begun() {
    let home = tempfile::tempdir().unwrap();
    let gate = Gate::default();
    let server = scripted({
        let gate = gate.clone();
        move |request| {
            is_registration(request).then(|| {
                gate.pass();
                conflict()
            })
        }
    });
    let mut desk = open_plain_live(home.path(), &server);
    desk.wait_for("Phone, 1 of 8:");
    desk.send("0501234567\nLeyla\n.\ny\n");
    desk.wait_until("the next customer is not asked for", |screen| {
        screen.contents().trim_end().ends_with("Sending Leyla.\nNext customer.\nPhone, 1 of 8:")
    });
    gate.open();
    desk.wait_for("Leyla is not registered.\nError: Phone: already registered, maybe in another venue or deleted.");
    desk.wait_until("the phone is not asked for", |screen| {
        screen.contents().trim_end().ends_with("Phone, 1 of 8, you typed +994 50 123 45 67:")
    });
}

/// Ends the desk in a way while a line is begun. Returns what the next run finds.
fn found_after(begun: &str, end: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    if end == "disconnect" {
        let mut desk = RemoteDesk::spawn(command(home.path(), &["--plain"]));
        desk.type_and_wait_for("0501234567\n", "Name, 2 of 8");
        desk.type_and_wait_for(begun, begun);
        desk.disconnect();
    } else {
        let mut desk = open_plain(home.path());
        desk.wait_for("Phone, 1 of 8:");
        desk.send("0501234567\n");
        desk.wait_for("Name, 2 of 8");
        match end {
            // In one piece: the terminal must not drop the letters before the key.
            "\x03" | "\x04" => desk.send(&format!("{begun}{end}")),
            signal => {
                desk.types(begun);
                desk.signal(signal);
            }
        }
        assert!(desk.end().success(), "{end:?}");
        assert!(desk.contents().contains("What you typed is saved as a draft."), "{end:?} {}", desk.contents());
    }
    run_plain(home.path(), "o\n1\n.\nq\n")
}

#[test]
fn every_end_keeps_the_line_that_is_being_typed() {
    for end in ["\x03", "\x04", "INT", "HUP", "TERM", "disconnect"] {
        let transcript = found_after("Leyla Hasanova", end);
        assert!(transcript.contains("This is the form of Leyla Hasanova."), "{end:?} {transcript}");
        assert!(transcript.contains("1 Phone: +994 50 123 45 67\n2 Name: Leyla Hasanova\n"), "{end:?} {transcript}");
    }
    // A command is no name.
    assert!(found_after("q", "\x03").contains("This is the form of 0501234567."));
}

#[test]
fn a_line_can_be_corrected_before_enter() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = open_plain(home.path());
    desk.wait_for("Phone, 1 of 8:");
    desk.send("12\x150501234568\x7f7\r");
    desk.wait_for("Phone: +994 50 123 45 67");
    desk.wait_for("Name, 2 of 8");
    desk.types("Aysel Məmmədx");
    desk.send("\x7f");
    desk.wait_until("nothing is erased", |screen| screen.contents().trim_end().ends_with(": Aysel Məmməd"));
    desk.send("\x17");
    desk.wait_until("the word is not erased", |screen| screen.contents().trim_end().ends_with(": Aysel"));
    desk.send("漢\x08\x08Rauf\n");
    desk.wait_for("Name: AyselRauf");
    desk.send("q\n");
    assert!(desk.end().success());
}

#[test]
fn keys_that_do_nothing_are_reported() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = open_plain(home.path());
    desk.wait_for("Phone, 1 of 8:");
    desk.send("0501234567\nAy\x1b[A\x1b[Dsel\n");
    desk.wait_for("Arrow keys and other control keys do nothing here. They were left out.\nName: Aysel");
    desk.send("\x1b[B\n");
    desk.wait_until("only the keys are reported", |screen| {
        screen.contents().matches("Arrow keys").count() == 2 && screen.contents().contains("Date of birth, 4 of 8")
    });
    desk.send("q\n");
    assert!(desk.end().success());
    let transcript = run_plain(home.path(), "0551234567\nRa\x1b[Cuf\n.\ny\n");
    assert!(transcript.contains("They were left out.\nName: Rauf\n"), "{transcript}");
    assert_eq!(customers(home.path()).len(), 1);
}

#[test]
fn the_terminal_is_as_before_at_the_end() {
    let home = tempfile::tempdir().unwrap();
    let mut shell = command(home.path(), &[]);
    *shell.get_argv_mut() = ["sh", "-c", "stty -a >before; \"$0\" --plain; stty -a >after"].map(Into::into).to_vec();
    shell.arg(env!("CARGO_BIN_EXE_frontdesk"));
    shell.cwd(home.path());
    let mut desk = crate::support::pty::Desk::spawn(shell, 80, 24);
    desk.wait_for("Phone, 1 of 8:");
    desk.send("q\n");
    assert!(desk.end().success());
    let mode = |file| std::fs::read_to_string(home.path().join(file)).unwrap();
    assert!(mode("before").contains(" icanon") && mode("before") == mode("after"), "{}", mode("after"));
}
