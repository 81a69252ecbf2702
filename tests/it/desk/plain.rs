//! The plain mode, as a pipe, `expect` and a screen reader use it.

use std::io::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::child::send_signal;
use crate::support::plain::{customers, run_plain, run_plain_until_error, run_with_input};
use crate::support::program::{dead_address, live, program, stderr, stdout};
use crate::support::pty::{self, Desk};

#[test]
fn lines_of_another_keyboard_layout_are_offered_their_twin_or_accepted() {
    let home = tempfile::tempdir().unwrap();
    let transcript = run_plain(home.path(), "\nAysel\nЦ-17\nk\n\nа\nмшз\n\n\ny\n");
    assert!(
        transcript.contains("Warning: Code: Ц-17. Did you mean W-17? Type k to change it to W-17."),
        "{transcript}"
    );
    assert!(transcript.contains("Registered in training: Aysel, number 1, group VIP.\n"), "{transcript}");
    let database = rusqlite::Connection::open(home.path().join("state/training.sqlite")).unwrap();
    let stored = database.query_row("SELECT code, gender FROM customers", [], |row| Ok((row.get(0)?, row.get(1)?)));
    assert_eq!(stored.unwrap(), ("W-17".to_owned(), 2));
}

#[test]
fn a_customer_is_registered_line_by_line() {
    let home = tempfile::tempdir().unwrap();
    let transcript = run_plain(home.path(), "0501234567\nAysel\n\n15051990\n1\nvip\n\n\ny\n");
    // A slow server may be reported, and the groups may have arrived before the question about them.
    let is_wait = |line: &&str| line.starts_with("The groups are still loading.");
    let mut lines: Vec<&str> = transcript.lines().filter(|line| !is_wait(line)).collect();
    lines.dedup();
    assert_eq!(
        lines.join("\n"),
        "Front desk. Type help or ? for help, quit or q to leave.\n\
         Training: nothing is sent to Clopos.\n\
         Type an answer and press Enter. Press Enter to skip a question.\n\
         Phone, 1 of 8: \n\
         Phone: +994 50 123 45 67\n\
         Name, 2 of 8, required: \n\
         Name: Aysel\n\
         Code, 3 of 8: \n\
         Date of birth, 4 of 8, day month year: \n\
         Date of birth: 15 May 1990, 36 years old\n\
         Gender, 5 of 8. 0 not given. 1 female. 2 male. \n\
         Gender: Female\n\
         Group, 6 of 8. 0 no group. 1 My Customers. 2 Regulars. 3 Staff. 4 VIP. \n\
         Group: VIP, discount 10 percent\n\
         Email, 7 of 8: \n\
         Note, 8 of 8: \n\
         Your answers:\n\
         1 Phone: +994 50 123 45 67\n2 Name: Aysel\n4 Date of birth: 15 May 1990\n5 Gender: Female\n6 Group: VIP\n\
         Empty: 3 Code, 7 Email, 8 Note.\n\
         Register? Type yes to register, no to go back and change, or the number of a question, 1 to 8: \n\
         Sending Aysel.\n\
         Registered in training: Aysel, number 1, group VIP.\n\
         Next customer.\n\
         Phone, 1 of 8: "
    );
    assert_eq!(customers(home.path()), [("Aysel".into(), Some("+994501234567".into()))]);
}

#[test]
fn a_conflict_is_reported_at_its_field_and_can_be_corrected() {
    let home = tempfile::tempdir().unwrap();
    run_plain(home.path(), "0501234567\nAysel\n.\ny\n");
    let mut desk = Desk::spawn(pty::command(home.path(), &["--plain"]), 80, 40);
    desk.wait_for("Phone, 1 of 8:");
    desk.send("0501234567\nRauf\n.\ny\n");
    desk.wait_for(
        "Error: Phone: already registered. It belongs to Aysel, number 1. Type another one, or p to hear more.",
    );
    desk.wait_for("Phone, 1 of 8, you typed +994 50 123 45 67:");
    desk.send("0551234567\n.\ny\n");
    desk.wait_for("Registered in training: Rauf");
    desk.send("q\n");
    assert!(desk.end().success());
    assert_eq!(customers(home.path()).len(), 2);
}

/// Lines for a second customer are in the pipe before the first one is rejected. None of them may become a field of the
/// first.
#[test]
fn an_error_stops_a_pipe_and_mixes_no_customers() {
    let second = "0551112233\nRauf\n\n01011980\nm\n\nrauf@example.com\nnote of Rauf\ny\n";
    let rows = [
        // Already registered: 409.
        ("0501234567\nLeyla\n\n\n\n\n\n\ny\n", "Stopped at line 9.", 4),
        // Rejected by the program itself.
        ("05012\nLeyla\n", "Stopped at line 1.", 3),
        ("0509999999\nLeyla\n\n31.02.1990\n", "Stopped at line 4.", 3),
        ("0509999999\nLeyla\n\n\n7\n", "Stopped at line 5.", 3),
        ("0509999999\nLeyla\n\n\n\nno such group\n", "Stopped at line 6.", 3),
        // Several groups have an `s` in their name.
        ("0509999999\nLeyla\n\n\n\ns\n", "Stopped at line 6.", 3),
        ("0509999999\nLeyla\n\n\n\n\nleyla@\n", "Stopped at line 7.", 3),
        ("0509999999\nLeyla\n.\nperhaps\n", "Stopped at line 4.", 3),
        ("0509999999\n\n", "Stopped at line 2.", 3),
        ("0509999999\n.\ny\n", "Stopped at line 3.", 3),
        // No registration is waiting, so this line is a phone.
        ("o\n9\n", "Stopped at line 2.", 3),
    ];
    for (first, stop_message, code) in rows {
        let home = tempfile::tempdir().unwrap();
        run_plain(home.path(), "0501234567\nAysel\n.\ny\n");
        for end in ["\n", "\r\n"] {
            let mut command = program(home.path());
            command.args(["--plain", "--cashier", if end == "\n" { "first" } else { "second" }]);
            let lines = format!("{first}{second}").replace('\n', end);
            let output = run_with_input(command, lines.as_bytes());
            let transcript = stdout(&output);
            assert_eq!(output.status.code(), Some(code), "{first:?} {transcript}");
            assert!(transcript.contains(stop_message), "{first:?} {transcript}");
            assert!(
                transcript.contains("What you typed is saved as a draft. Next time, type o to open it."),
                "{first:?} {transcript}"
            );
            assert_eq!(
                customers(home.path()),
                [("Aysel".into(), Some("+994501234567".into()))],
                "{first:?} {transcript}"
            );
            assert!(!transcript.contains("Rauf"), "{first:?} {transcript}");
        }
    }
}

#[test]
fn a_rejection_stops_a_pipe_with_the_exit_codes_of_add() {
    use crate::support::scripted::{Scripted, json_reply, reply};
    let rejections: [(u16, &str, i32); 3] = [
        (400, r#"{"success":false,"error":"Validation failed","message":"The name is not allowed."}"#, 3),
        (422, r#"{"success":false,"error":"Validation failed","message":"The email is not allowed."}"#, 3),
        (409, r#"{"success":false,"error":"duplicate_phone","message":"phone"}"#, 4),
    ];
    for (status, body, code) in rejections {
        let home = tempfile::tempdir().unwrap();
        let server = Scripted::start(move |request| match (request.method.as_str(), request.path()) {
            (_, path) if path.ends_with("/auth") => {
                json_reply(&serde_json::json!({"success": true, "token": "t", "expires_in": 3600}))
            }
            ("POST", path) if path.ends_with("/customers") => reply(status, &[], body),
            _ => json_reply(&serde_json::json!({"success": true, "data": []})),
        });
        let mut command = live(home.path(), &format!("http://{}/open-api/v2", server.address));
        command.arg("--plain");
        let second = "0551112233\nRauf\n\n01011980\nm\n\nrauf@example.com\nnote\ny\n";
        let output = run_with_input(command, format!("0501234567\nLeyla\n\n\n\n\n\n\ny\n{second}").as_bytes());
        let transcript = stdout(&output);
        assert_eq!(output.status.code(), Some(code), "{status} {transcript}");
        assert!(transcript.contains("Error: ") && transcript.contains("Stopped at line 9."), "{status} {transcript}");
        assert!(!transcript.contains("Rauf"), "{status} {transcript}");
        assert_eq!(server.requests_to("/open-api/v2/customers").iter().filter(|call| call.method == "POST").count(), 1);
    }
}

#[test]
fn a_pipe_registers_two_customers_and_accepts_an_unterminated_last_line() {
    let home = tempfile::tempdir().unwrap();
    let transcript = run_plain(home.path(), "0501234567\r\nAysel\r\n.\r\ny\r\n0551234567\r\nRauf\r\n.\r\ny");
    assert!(!transcript.contains("Stopped"), "{transcript}");
    let expected = [("Aysel", "+994501234567"), ("Rauf", "+994551234567")];
    assert_eq!(customers(home.path()), expected.map(|(name, phone)| (name.into(), Some(phone.into()))));
}

#[test]
fn lines_typed_before_an_answer_are_dropped_and_counted() {
    let home = tempfile::tempdir().unwrap();
    run_plain(home.path(), "0501234567\nAysel\n.\ny\n");
    let mut desk = Desk::spawn(pty::command(home.path(), &["--plain"]), 100, 60);
    desk.wait_for("Phone, 1 of 8:");
    // A second customer is typed while the first one is being saved.
    desk.send("0501234567\nLeyla\n.\ny\n0551112233\nRauf\n\n01011980\nm\n");
    desk.wait_for(
        "Error: Phone: already registered. It belongs to Aysel, number 1. Type another one, or p to hear more.",
    );
    desk.wait_for("5 lines came too early and were not used.");
    desk.wait_for("Phone, 1 of 8, you typed +994 50 123 45 67:");
    desk.send("0559999999\n.\n");
    desk.wait_for("2 Name: Leyla");
    desk.wait_for("Empty: 3 Code, 4 Date of birth,");
    desk.send("y\n0551112233\n");
    desk.wait_for("Registered in training: Leyla");
    desk.wait_for("1 line came too early and was not used.");
    desk.send("q\n");
    assert!(desk.end().success());
    let expected = [("Aysel", "+994501234567"), ("Leyla", "+994559999999")];
    assert_eq!(customers(home.path()), expected.map(|(name, phone)| (name.into(), Some(phone.into()))));
}

#[test]
fn a_registered_phone_is_reported_before_saving() {
    let home = tempfile::tempdir().unwrap();
    run_plain(home.path(), "0501234567\nAysel\n.\ny\n");
    let mut desk = Desk::spawn(pty::command(home.path(), &["--plain"]), 80, 40);
    desk.wait_for("Phone, 1 of 8:");
    desk.send("0501234567\n");
    desk.wait_for("Warning: Phone: already registered. This phone belongs to Aysel, number 1, ");
    desk.send("\x04");
    desk.end();
}

#[test]
fn commands_go_back_erase_and_help_and_a_space_before_one_types_it() {
    let home = tempfile::tempdir().unwrap();
    let transcript = run_plain(home.path(), "0501234567\nb\n-\n b\nk\nb\n?\n.\n1\n0551234567\n.\ny\n");
    assert!(transcript.contains("Type back or b for the question before.\n"), "{transcript}");
    assert!(
        transcript.contains("Name: B. Big and small letters are changed. Type k to keep what you typed.\n"),
        "{transcript}"
    );
    // The screen's keys for a choice are not pressed here.
    let help = run_plain(home.path(), "\nAysel\n\n\n?\n\n?\n");
    assert!(help.contains("Type spelling or k ") && !help.contains("Left") && !help.contains("Ctrl"), "{help}");
    assert_eq!(customers(home.path()), [("b".into(), Some("+994551234567".into()))]);
}

#[test]
fn missing_values_are_reported_and_asked_for_again() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::spawn(pty::command(home.path(), &["--plain"]), 100, 60);
    desk.wait_for("Phone, 1 of 8:");
    desk.send("0501234567\n\n");
    desk.wait_for("Error: Name: Required. Type a name.");
    desk.wait_for("Code, 3 of 8:");
    desk.send("\n31.02.1990\n");
    desk.wait_for("Error: Date of birth: Date does not exist.");
    desk.wait_for("Date of birth, 4 of 8, day month year, you typed 31.02.1990:");
    desk.send("-\n.\n");
    desk.wait_for("Register?");
    desk.send("y\n");
    desk.wait_until("the name is not asked for", |screen| {
        screen.contents().trim_end().ends_with("Name, 2 of 8, required:")
    });
    desk.send("q\n");
    assert!(desk.end().success());
    assert!(
        run_plain_until_error(home.path(), "\n\n").ends_with("Stopped at line 2. The lines after it were not used.\n")
    );
}

#[test]
fn a_draft_that_cannot_be_saved_is_reported_as_lost() {
    let home = tempfile::tempdir().unwrap();
    // A file in the place of the directory: no process can write there, not even root.
    std::fs::write(home.path().join("state"), "").unwrap();
    for last in ["q\n", ""] {
        let mut command = live(home.path(), "http://127.0.0.1:1/open-api/v2");
        command.arg("--plain");
        let output = run_with_input(command, format!("0501234567\nAysel\n{last}").as_bytes());
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert!(!stdout(&output).contains("Next time, type o"), "{output:?}");
        assert!(stderr(&output).contains("cannot be saved and is lost"), "{output:?}");
    }
}

#[test]
fn a_closed_output_pipe_is_not_an_error() {
    let home = tempfile::tempdir().unwrap();
    let mut command = program(home.path());
    command.arg("--plain").env("LANG", "C.UTF-8").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all("?\n".repeat(100).as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()));
}

#[test]
fn text_beyond_the_limit_of_a_field_is_reported() {
    let home = tempfile::tempdir().unwrap();
    let transcript = run_plain_until_error(home.path(), &format!("0501234567\n{}\n", "x".repeat(64_000)));
    assert!(transcript.contains("Error: Too long: only 940 characters fit."), "{transcript}");
    assert!(!run_plain(home.path(), "0501234567\nAysel\n").contains("Too long"));
}

#[test]
fn a_pasted_block_saves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let transcript =
        run_plain_until_error(home.path(), &"0501234567\nAysel\n\n\n\n\n\n\n\n\n\nMain Street 1\n12345\n\n".repeat(3));
    assert!(!transcript.contains("Sending"), "{transcript}");
}

#[test]
fn a_half_typed_form_is_offered_at_the_next_start() {
    let home = tempfile::tempdir().unwrap();
    let transcript = run_plain(home.path(), "0501234567\nAys\n");
    assert!(
        transcript.ends_with("What you typed is saved as a draft. Next time, type o to open it.\n"),
        "{transcript}"
    );
    let mut desk = Desk::spawn(pty::command(home.path(), &["--plain"]), 80, 40);
    desk.wait_for("Type o to hear them");
    desk.send("o\n");
    desk.wait_for("Which number?");
    desk.send("1\n");
    desk.wait_for("Phone, 1 of 8, now +994 50 123 45 67:");
    desk.send(".\ny\n");
    desk.wait_for("Registered in training: Ays");
    desk.send("q\n");
    assert!(desk.end().success());
}

/// The lines of a pipe come before the drafts are read.
#[test]
fn the_first_line_of_a_pipe_finds_the_drafts_of_an_earlier_run() {
    let home = tempfile::tempdir().unwrap();
    assert!(run_plain(home.path(), "o\n").contains("Nothing is waiting."));
    run_plain(home.path(), "0501234567\nAys\n");
    let transcript = run_plain(home.path(), "o\n1\n.\ny\n");
    assert!(transcript.contains("1 Ays, draft.\n"), "{transcript}");
    assert!(transcript.contains("Registered in training: Ays"), "{transcript}");
    assert!(run_plain(home.path(), "o\n").contains("Nothing is waiting."));
}

#[test]
fn without_a_connection_the_registration_is_queued() {
    let home = tempfile::tempdir().unwrap();
    let address = dead_address();
    let mut command = live(home.path(), &format!("http://{address}/open-api/v2"));
    command.arg("--plain");
    let transcript = stdout(&run_with_input(command, b"0501234567\nAysel\n.\ny\no\n1\n\n"));
    assert!(
        transcript.contains(
            "Aysel is saved on this computer, not sent yet. It is sent when the connection is back. 1 customer is waiting.\n\
             Next customer.\nPhone, 1 of 8: "
        ),
        "{transcript}"
    );
    assert!(transcript.contains("1 Aysel, waiting, "), "{transcript}");
    assert!(transcript.contains("\nWaiting customers are sent automatically. They cannot be opened."), "{transcript}");
    assert!(
        transcript.contains("Error: This customer will be sent automatically. You cannot change it now.\n"),
        "{transcript}"
    );
    assert!(!transcript.contains("Training"), "{transcript}");
    let mut command = live(home.path(), &format!("http://{address}/open-api/v2"));
    command.arg("--plain");
    let next = stdout(&run_with_input(command, b"0551234567\nRauf\ng 6\n.\nno\nc\nq\n"));
    for sentence in [
        "6 of 8. Groups are not loaded. Press Enter to skip.",
        "Everything that you typed is still there.\nBack to question 1, Phone.\n",
        "The desk is closed.\n",
    ] {
        assert!(next.contains(sentence), "{sentence} {next}");
    }
}

/// A terminal that cannot draw, and a pipe, receive no escape sequence.
#[test]
fn plain_mode_is_automatic_if_the_terminal_cannot_draw() {
    let home = tempfile::tempdir().unwrap();
    for term in ["dumb", ""] {
        let mut command = pty::command(home.path(), &[]);
        command.env("TERM", term);
        let mut desk = Desk::spawn(command, 80, 24);
        desk.wait_for("Phone, 1 of 8:");
        desk.send("0501234567\n");
        desk.wait_for("Phone: +994 50 123 45 67");
        desk.send("\x04");
        assert!(desk.end().success());
        assert!(!desk.bytes.contains(&0x1b), "{:?}", String::from_utf8_lossy(&desk.bytes));
    }
    let output = run_with_input(program(home.path()), b"");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(stdout(&output).contains("\nPhone, 1 of 8: "), "{output:?}");
    assert_eq!(stderr(&output), "");
}

#[test]
fn a_signal_ends_plain_mode_and_saves_a_draft() {
    let home = tempfile::tempdir().unwrap();
    for signal in ["INT", "HUP", "TERM"] {
        let mut desk = Desk::spawn(pty::command(home.path(), &["--plain"]), 80, 24);
        desk.wait_for("Phone, 1 of 8:");
        desk.send("0501234567\n");
        desk.wait_for("Name, 2 of 8");
        desk.signal(signal);
        assert!(desk.end().success(), "{signal}");
        assert!(desk.contents().contains("What you typed is saved as a draft."), "{signal}: {}", desk.contents());
    }
}

#[test]
fn hostile_lines_are_shown_without_control_characters() {
    let home = tempfile::tempdir().unwrap();
    let unreadable = b"\n\x1b]0;owned\x07\x1b[31mA\x9b31m\n".to_vec();
    let mut readable = b"\n\x1b[A\x1b[1;5CAysel\x1b]52;c;aGk=\x07\n".to_vec();
    readable.extend("\u{202e}\u{200b}\u{9b}31mB\n".as_bytes());
    let mut long = b"\nAysel\n".to_vec();
    long.extend(vec![b'x'; 1_000_000]);
    for (lines, code, expected) in [
        (unreadable, 3, "cannot be read"),
        ([readable, b".\n".to_vec()].concat(), 0, "2 Name: Aysel"),
        (long, 3, "Stopped at line 3."),
    ] {
        let mut command = program(home.path());
        command.arg("--plain");
        let output = run_with_input(command, &lines);
        let transcript = stdout(&output);
        assert_eq!(output.status.code(), Some(code), "{transcript}");
        assert!(transcript.contains(expected), "{transcript}");
        let is_raw = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{200b}');
        assert!(!transcript.contains(is_raw), "{transcript:?}");
    }
}

/// The output is a full pipe: a signal still ends the program, and the draft is saved.
#[test]
fn an_unread_output_does_not_prevent_the_exit() {
    let home = tempfile::tempdir().unwrap();
    let mut command = program(home.path());
    command.arg("--plain").env("LANG", "C.UTF-8");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut keys = child.stdin.take().unwrap();
    // Far more help than fits into a pipe.
    keys.write_all(format!("0501234567\n{}", "?\n".repeat(2_000)).as_bytes()).unwrap();
    let drafts = home.path().join("state/training/drafts");
    let deadline = Instant::now() + Duration::from_mins(1);
    while !std::fs::read_dir(&drafts).is_ok_and(|mut drafts| drafts.next().is_some()) {
        assert!(Instant::now() < deadline, "nothing was kept");
        std::thread::yield_now();
    }
    send_signal(child.id(), "TERM");
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn a_customer_is_found_by_name_and_shown_by_number() {
    let home = tempfile::tempdir().unwrap();
    run_plain(home.path(), "0501234567\nAysel\n.\ny\n0551234567\nAysel\n.\ny\n");
    let transcript = run_plain(home.path(), "\nAysel\n/\n2\n\n-\nq\n");
    let (_, found) = transcript.split_once("Searching.\n").expect(&transcript);
    let year = chrono::Utc::now().format("20%y").to_string();
    let rows =
        format!("1 Aysel, +994 55 123 45 67, since {year}.\n2 Aysel, +994 50 123 45 67, since {year}.\nWhich number?");
    assert!(found.starts_with(&rows), "{transcript}");
    let card = "Name: Aysel\nCustomer ID: 1\nPhone: +994 50 123 45 67\n";
    assert!(found.contains(card) && found.contains(&format!("Customer since: {year}\n")), "{transcript}");
    assert!(found.contains("Which number? Press Enter to go back: \nCode, 3 of 8: "), "the form goes on: {transcript}");
}

#[test]
fn a_search_without_a_name_or_without_a_customer_says_so() {
    let home = tempfile::tempdir().unwrap();
    let found = run_plain(home.path(), "\nZzyzx Qqq\n/\nq\n");
    assert!(
        found.contains("No customer has this name. Try another spelling, or a part of it.\nCode, 3 of 8: "),
        "{found}"
    );
    let nameless = run_plain_until_error(home.path(), "/\n");
    assert!(nameless.contains("Error: Type the name first."), "{nameless}");
}
