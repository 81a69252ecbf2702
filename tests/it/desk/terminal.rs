//! The terminal and the real binary: every exit restores the terminal, frames are short, and broken input does no harm.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::pty::{Desk, RemoteDesk, command, command_under};

/// The bytes that restore the terminal: clear (for terminals without an alternate screen), leave the alternate screen,
/// paste mode off, cursor on. Raw mode has no byte.
const RESTORE: &[u8] = b"\x1b[0m\x1b[2;1H\x1b[J\x1b[H\x1b[K\x1b[?1049l\x1b[?2004l\x1b[?25h";

/// Each exit has an exit code and a message after the terminal is restored.
#[test]
fn every_exit_restores_the_terminal() {
    for (exit, code, expected_message) in [
        ("keys", 0, ""),
        ("TERM", 0, ""),
        ("INT", 0, ""),
        ("HUP", 0, ""),
        ("QUIT", 0, ""),
        ("USR1", 0, ""),
        ("error", 1, "frontdesk: asked for"),
        ("panic", 101, "frontdesk: The program crashed"),
    ] {
        let fails = matches!(exit, "error" | "panic");
        if fails && !cfg!(debug_assertions) {
            // A release build cannot trigger these.
            continue;
        }
        let home = tempfile::tempdir().unwrap();
        let mut command_with_exit = command(home.path(), &[]);
        if fails {
            command_with_exit.env("FRONTDESK_TEST_END", exit);
        }
        let mut desk = Desk::spawn(command_with_exit, 80, 24);
        desk.wait_for("Main venue");
        desk.send("050");
        if !fails {
            desk.types("050");
        }
        match exit {
            "keys" => desk.send("\x03y"),
            "error" | "panic" => {}
            name => desk.signal(name),
        }
        let status = desk.end();
        let text = String::from_utf8_lossy(&desk.bytes).into_owned();
        let (_, after) = text.split_once("\x1b[?1049l").unwrap_or_else(|| panic!("{exit}: {text:?}"));
        let restores = desk.bytes.windows(RESTORE.len()).filter(|bytes| *bytes == RESTORE).count();
        assert_eq!(restores, 1, "{exit}: once, and in order: {text:?}");
        let message = after.strip_prefix("\x1b[?2004l\x1b[?25h").unwrap();
        if expected_message.is_empty() {
            assert_eq!(message, "", "{exit}");
        } else {
            assert!(message.starts_with(expected_message), "{exit}: {message:?}");
            assert!(message.ends_with("\r\n"), "{exit}: not raw any more: {message:?}");
        }
        assert!(!message.contains("050"), "{exit}");
        assert_eq!(status.exit_code(), code, "{exit}: {status:?}");
        let mut again = Desk::open(home.path());
        again.wait_for("Press Ctrl-O to");
    }
}

/// A dropped connection closes the other end of the terminal. The system then sends SIGHUP, but only to the leader of
/// the session. In the second round the leader is a shell, and the desk receives no signal. In the third round the
/// signal is ignored.
#[test]
fn a_dropped_connection_ends_the_desk_soon_and_loses_nothing() {
    let launchers = [&[][..], &["sh", "-c", "trap '' HUP; \"$0\"; true"], &["sh", "-c", "trap '' HUP; exec \"$0\""]];
    for launcher in launchers {
        let home = tempfile::tempdir().unwrap();
        let mut remote = RemoteDesk::spawn(command_under(launcher, home.path()));
        remote.type_and_wait_for("", "Main venue");
        remote.type_and_wait_for("0501234567\tAys", "Ays");
        let elapsed = remote.disconnect();
        assert!(elapsed < Duration::from_secs(6), "{launcher:?}: {elapsed:?}");

        let mut again = Desk::open(home.path());
        again.wait_for("Press Ctrl-O to");
        again.send("\x0f");
        again.wait_for_row("Ays", "draft");
        again.send("\r");
        again.wait_for("0501234567");
        assert!(again.row("Name").contains("Ays"), "{}", again.contents());
        // Another cashier must not see the draft.
        again.send("\x03y");
        again.end();
        let mut other = Desk::spawn(command(home.path(), &["--cashier", "Rauf"]), 80, 24);
        other.wait_for("Main venue");
        other.wait_until_quiet(Duration::from_millis(500));
        assert!(!other.contents().contains("Ctrl-O"), "{}", other.contents());
    }
}

/// The other end stops the output (Ctrl-S, a connection without packets). The desk still accepts keys, writes drafts
/// and ends on signals.
#[test]
fn a_stalled_terminal_does_not_block_the_desk() {
    let home = tempfile::tempdir().unwrap();
    let cases = [("goes on", "Aysel"), ("CONT", "Ilqar"), ("TERM", "Rauf"), ("INT", "Leyla"), ("quits", "Nigar")];
    for (event, typed) in cases {
        let mut remote = RemoteDesk::spawn(command(home.path(), &["--cashier", event]));
        remote.type_and_wait_for("\t", "Main venue");
        remote.fill_output();
        remote.type_without_reading(typed);
        wait_for_draft(home.path(), typed);
        match event {
            "goes on" => {
                remote.type_and_wait_for("", typed);
                remote.disconnect();
                continue;
            }
            // A desk that was stopped meanwhile enters the terminal again as soon as possible.
            "CONT" => {
                remote.signal("CONT");
                remote.type_without_reading("x");
                wait_for_draft(home.path(), "Ilqarx");
                remote.type_and_wait_for("", "Ilqarx");
                remote.disconnect();
                continue;
            }
            "quits" => remote.type_without_reading("\x03y"),
            name => remote.signal(name),
        }
        assert_eq!(remote.wait_for_exit_without_reading().exit_code(), 0, "{event}");
    }
}

/// Waits until a draft with this text is on disk.
fn wait_for_draft(home: &Path, text: &str) {
    let deadline = Instant::now() + Duration::from_mins(1);
    let is_on_disk = || {
        let drafts = std::fs::read_dir(home.join("state/training/drafts")).into_iter().flatten();
        drafts.flatten().any(|file| std::fs::read_to_string(file.path()).is_ok_and(|draft| draft.contains(text)))
    };
    while !is_on_disk() {
        assert!(Instant::now() < deadline, "{text} is not on the disk");
        std::thread::yield_now();
    }
}

#[test]
fn an_idle_desk_writes_nothing_and_a_typed_letter_one_byte() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    // The groups have an example, which comes when they are loaded.
    desk.wait_until_quiet(Duration::from_millis(200));
    let before = desk.bytes.len();
    desk.send("M");
    desk.wait_for("AyselM");
    assert_eq!(desk.bytes.len() - before, 1, "a letter at the end of a plain field is one byte");
    let before = desk.bytes.len();
    // A key without a change causes no frame.
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

/// Returns true if a style sequence contains one of the sixteen colours.
fn has_colours(desk: &Desk) -> bool {
    let text = String::from_utf8_lossy(&desk.bytes).into_owned();
    let styles = text.split("\x1b[").filter_map(|part| part.split_once('m').map(|(codes, _)| codes.to_owned()));
    let sgr_codes = styles.filter(|codes| codes.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'));
    sgr_codes
        .flat_map(|codes| codes.split(';').map(|code| code.parse().unwrap_or(0)).collect::<Vec<u8>>())
        .any(|code| code >= 30)
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
    assert!(!has_colours(&desk));
    let mut coloured = Desk::open(home.path());
    coloured.wait_for("Main venue");
    assert!(has_colours(&coloured));
    for term in ["vt100", "vt220", "xterm-mono"] {
        let mut old = command(home.path(), &[]);
        old.env("TERM", term);
        let mut desk = Desk::spawn(old, 80, 24);
        desk.wait_for("Main venue");
        assert!(!has_colours(&desk), "{term}");
    }
}

#[test]
fn ctrl_z_returns_the_terminal_to_the_shell_and_fg_resumes_the_desk() {
    let home = tempfile::tempdir().unwrap();
    let mut shell = portable_pty::CommandBuilder::new("sh");
    shell.args(["-i"]);
    shell.env_clear();
    for (name, value) in command(home.path(), &[]).iter_full_env_as_str() {
        shell.env(name, value);
    }
    shell.env("PS1", "ready> ");
    shell.env("DESK", env!("CARGO_BIN_EXE_frontdesk"));
    let mut desk = Desk::spawn(shell, 80, 24);
    desk.wait_for("ready>");
    desk.send("$DESK\r");
    desk.wait_for("Main venue");
    desk.types("050");
    desk.send("\x1a");
    desk.wait_for("Stopped");
    assert!(desk.bytes.windows(RESTORE.len()).any(|bytes| bytes == RESTORE));
    assert!(!desk.screen().alternate_screen() && !desk.screen().bracketed_paste() && !desk.screen().hide_cursor());
    assert!(!desk.contents().contains("Phone"), "{}", desk.contents());
    // The terminal of the shell echoes and ends lines as before.
    desk.send("echo two$((1+1))\r");
    desk.wait_for("two2");
    // The first prompt, the one after Ctrl-Z, and the one after the echo.
    let prompts = |screen: &vt100::Screen| screen.contents().matches("ready>").count();
    desk.wait_until("no prompt", |screen| prompts(screen) == 3);
    desk.send("fg\r");
    desk.wait_for("Main venue");
    desk.wait_until("not painted anew", |screen| screen.alternate_screen() && screen.bracketed_paste());
    desk.types("1234567");
    desk.wait_for("+994 50 123 45 67");
    desk.send("\x03y");
    desk.wait_until("no prompt", |screen| prompts(screen) == 4);
    desk.send("exit $?\r");
    assert!(desk.end().success());
}

#[test]
fn ctrl_z_does_nothing_without_job_control() {
    // The first program of a session, and a program below a shell without job control.
    for launcher in [&[][..], &["sh", "-c", "\"$0\"; true"]] {
        let home = tempfile::tempdir().unwrap();
        let mut desk = Desk::spawn(command_under(launcher, home.path()), 80, 24);
        desk.wait_for("Main venue");
        desk.types("050");
        let before = desk.bytes.len();
        desk.send("\x1a1");
        desk.wait_for("0501");
        let after = String::from_utf8_lossy(&desk.bytes[before..]).into_owned();
        assert!(!after.contains("\x1b[?1049l"), "{launcher:?}: {after:?}");
    }
}

#[test]
fn a_resumed_desk_redraws_itself() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.wait_until_quiet(Duration::from_millis(300));
    desk.signal("STOP");
    let before = desk.bytes.len();
    desk.signal("CONT");
    while !String::from_utf8_lossy(&desk.bytes[before..]).contains("TRAINING") {
        desk.wait_for_output();
    }
    let after = String::from_utf8_lossy(&desk.bytes[before..]).into_owned();
    assert!(after.contains("\x1b[?1049h"), "{after:?}");
    desk.types("050");
}

/// Sends bytes that no person types, one each 50 ms: keys over a slow connection, and late answers.
#[test]
fn nothing_of_a_split_sequence_or_a_late_answer_is_typed() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    desk.types("ab");
    for sequence in [
        "\x1b[D",
        "\x1bOC",
        "\x1b[1;5D",
        "\x1b[15~",
        "\x1b[12;40R",
        "\x1b[>0;276;0c",
        "\x1b[?62;22c",
        "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
        "\x1b]11;rgb:0/0/0\x07",
        "\x1bP>|XTerm(370)\x1b\\",
        "\x1b[M !!",
    ] {
        for byte in sequence.bytes() {
            desk.send_bytes(&[byte]);
            // The speed of the connection; not a wait for an event.
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    desk.send("\x05c");
    desk.wait_for("abc");
    assert_eq!(desk.value("Name"), "abc");
}

#[test]
fn a_long_paste_and_a_storm_of_resizes_lose_no_key() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    let mut typed = String::new();
    for round in 0..100_u16 {
        desk.resize(40 + round % 60, 12 + round % 30);
        let letter = char::from(b'a' + u8::try_from(round % 26).unwrap());
        desk.send(&letter.to_string());
        typed.push(letter);
    }
    desk.resize(200, 24);
    desk.wait_for(&typed[80..]);
    desk.send("\x01");
    desk.wait_for(&typed[..40]);
    desk.send(&format!("\x1b[200~{}\x1b[201~", "x".repeat(1_000_000)));
    desk.goes_to("\t", "Code");
    desk.types("after");
}

#[test]
fn undecodable_bytes_are_reported_on_screen() {
    for (locale, bytes) in [("C", "Ə".as_bytes()), ("C.UTF-8", b"\xff"), ("kk_KZ", b"\xf2")] {
        let home = tempfile::tempdir().unwrap();
        let mut command = command(home.path(), &[]);
        command.env("LANG", locale);
        let mut desk = Desk::spawn(command, 80, 24);
        desk.wait_for("Main venue");
        desk.goes_to("\t", "Name");
        desk.send("a");
        desk.send_bytes(bytes);
        desk.send("b");
        desk.wait_for("cannot be read");
        desk.wait_for("ab");
    }
}

#[test]
fn letters_are_decoded_by_the_charset_of_the_locale() {
    let home = tempfile::tempdir().unwrap();
    let mut koi8 = command(home.path(), &["--lang", "en"]);
    koi8.env("LANG", "ru_RU.KOI8-R");
    let mut desk = Desk::spawn(koi8, 80, 24);
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    desk.send_bytes(b"\xf2\xc1\xd5\xc6");
    // Symbols are ASCII, letters are in the charset of the locale. (The emulator expects UTF-8 and shows none of them.)
    desk.send("\x13");
    desk.wait_for("+ REGISTERED");
    desk.wait_until_quiet(Duration::from_millis(200));
    let has = |bytes: &[u8]| desk.bytes.windows(bytes.len()).any(|window| window == bytes);
    assert!(has(b"\xf2\xc1\xd5\xc6"), "{:?}", desk.contents());
    assert!(!has("Рауф".as_bytes()) && !has(b"????"));
    let database = rusqlite::Connection::open(home.path().join("state/training.sqlite")).unwrap();
    let name: String = database.query_row("SELECT name FROM customers", [], |row| row.get(0)).unwrap();
    assert_eq!(name, "Рауф");
}

#[test]
fn every_terminal_type_and_size_is_accepted() {
    for term in ["xterm", "screen", "tmux-256color", "linux", "vt100", "no-such-terminal"] {
        let home = tempfile::tempdir().unwrap();
        let mut command = command(home.path(), &[]);
        command.env("TERM", term);
        let mut desk = Desk::spawn(command, 80, 24);
        desk.wait_for("Main venue");
        assert!(!String::from_utf8_lossy(&desk.bytes).contains("\x1b[?1000h"), "{term}: selecting text must work");
        for (columns, rows) in [(1, 1), (300, 100), (40, 12), (39, 12), (2, 100), (300, 1), (80, 24)] {
            desk.resize(columns, rows);
        }
        desk.types("0501234567");
        desk.wait_for("+994 50 123 45 67");
        desk.send("\x03y");
        assert!(desk.end().success(), "{term}");
    }
}
