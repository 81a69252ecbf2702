//! The bytes that the real binary sends for each action, because each of them counts on a slow connection.

use crate::support::pty;
use serial_test::serial;
use std::fmt::Write as _;
use std::thread;
use std::time::Duration;

use crate::support::pty::Desk;

/// Longer than the desk needs for a frame, and shorter than the delay before it saves a draft or checks the connection.
const QUIET_PERIOD: Duration = Duration::from_millis(200);

struct Measurement {
    action: &'static str,
    bytes: Vec<usize>,
    /// The limit for the median.
    allowed_median: usize,
    allowed_max: usize,
}

impl Measurement {
    fn median(&self) -> usize {
        let mut sorted = self.bytes.clone();
        sorted.sort_unstable();
        sorted[sorted.len() / 2]
    }

    fn max(&self) -> usize {
        self.bytes.iter().copied().max().unwrap()
    }
}

/// Returns the bytes of a key that changes the screen: all output until the terminal is quiet again.
fn bytes_of_key(desk: &mut Desk, key: &str) -> usize {
    let before = desk.bytes.len();
    desk.send(key);
    // Even on a busy machine.
    desk.wait_for_output();
    desk.wait_until_quiet(QUIET_PERIOD);
    desk.bytes.len() - before
}

fn bytes_of_each_key(desk: &mut Desk, keys: &str) -> Vec<usize> {
    keys.chars().map(|key| bytes_of_key(desk, key.encode_utf8(&mut [0; 4]))).collect()
}

/// Waits until the phone library is loaded, which changes the hint of a phone.
fn wait_for_phone_library(desk: &mut Desk) {
    desk.send("5");
    desk.wait_for("digits missing");
    desk.send("\x7f");
    desk.wait_until("the hint stays", |screen| !screen.contents().contains("missing"));
    desk.wait_until_quiet(QUIET_PERIOD);
}

#[test]
#[serial]
fn every_action_stays_within_its_byte_budget() {
    // Each part has a separate desk, because most of the time is spent waiting for silence.
    let customer = thread::spawn(|| bytes_of_a_form(&[], &["+994501234567", "Leyla Həsənova", "40123"]));
    let details = ["15051990", "f", "regulars", "leyla@gmial.com", "VIP"];
    let details = thread::spawn(move || bytes_of_a_form(&["Name", "Code", "Date"], &details));
    let idle = thread::spawn(bytes_of_five_idle_seconds);
    let text = thread::spawn(bytes_of_a_long_note);
    let wide = thread::spawn(|| bytes_of_the_first_frame(300, 100));
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Ctrl-G");
    let first = desk.bytes.len();
    desk.wait_for("Main venue");
    wait_for_phone_library(&mut desk);
    let mut measurements =
        vec![Measurement { action: "first frame", bytes: vec![first], allowed_median: 1600, allowed_max: 1600 }];

    measurements.push(Measurement {
        action: "digit, its hint changes",
        // One digit is missing in the end: a look-up would change the hint at a time of its own.
        bytes: bytes_of_each_key(&mut desk, "50123456"),
        allowed_median: 32,
        allowed_max: 80,
    });
    measurements.push(Measurement {
        action: "Backspace, the hint changes",
        bytes: bytes_of_each_key(&mut desk, "\x7f\x7f"),
        allowed_median: 64,
        allowed_max: 64,
    });
    desk.send("567");
    desk.wait_for("new customer");
    desk.wait_until_quiet(QUIET_PERIOD);
    measurements.push(Measurement {
        action: "to the next field",
        bytes: bytes_of_each_key(&mut desk, "\t"),
        allowed_median: 160,
        allowed_max: 160,
    });
    // The first letter removes the error of the missing name or the result of the last customer.
    bytes_of_each_key(&mut desk, "A");
    let letters = bytes_of_each_key(&mut desk, "ysel Məmmədova-Hüseynzadə");
    measurements.push(Measurement {
        action: "letter in a plain field",
        bytes: letters,
        allowed_median: 1,
        allowed_max: 4,
    });
    measurements.push(Measurement {
        action: "Backspace",
        bytes: bytes_of_each_key(&mut desk, &"\x7f".repeat(9)),
        allowed_median: 24,
        allowed_max: 24,
    });
    measurements.push(Measurement {
        action: "letter in the middle",
        bytes: {
            bytes_of_each_key(&mut desk, "\x02\x02\x02");
            bytes_of_each_key(&mut desk, "xyz")
        },
        allowed_median: 24,
        allowed_max: 32,
    });
    measurements.push(Measurement {
        action: "to each of the other fields",
        bytes: bytes_of_each_key(&mut desk, "\t\t\t\t\t\t\t"),
        allowed_median: 160,
        allowed_max: 160,
    });
    let (mut letters, mut moves) = customer.join().unwrap();
    let (more_letters, more_moves) = details.join().unwrap();
    letters.extend(more_letters);
    moves.extend(more_moves);
    // The first letter of a group replaces one sentence with another.
    measurements.push(Measurement {
        action: "a letter of any field",
        bytes: letters,
        allowed_median: 1,
        allowed_max: 128,
    });
    measurements.push(Measurement {
        action: "from a field that is filled",
        bytes: moves,
        allowed_median: 160,
        allowed_max: 160,
    });
    measurements.push(Measurement {
        action: "a letter in a long text",
        bytes: text.join().unwrap(),
        allowed_median: 1,
        allowed_max: 128,
    });
    measurements.push(Measurement {
        action: "first frame at 300x100",
        bytes: vec![wide.join().unwrap()],
        allowed_median: 1600,
        allowed_max: 1600,
    });
    let before = desk.bytes.len();
    desk.send("\x1b[99~");
    desk.wait_until_quiet(QUIET_PERIOD);
    measurements.push(Measurement {
        action: "a key that means nothing",
        bytes: vec![desk.bytes.len() - before],
        allowed_median: 0,
        allowed_max: 0,
    });
    measurements.push(Measurement {
        action: "five idle seconds",
        bytes: vec![idle.join().unwrap()],
        allowed_median: 0,
        allowed_max: 0,
    });

    let mut table = format!("{:<32} {:>6} {:>6} {:>9}\n", "", "median", "most", "allowed");
    for measurement in &measurements {
        let allowed = format!("{}/{}", measurement.allowed_median, measurement.allowed_max);
        writeln!(table, "{:<32} {:>6} {:>6} {allowed:>9}", measurement.action, measurement.median(), measurement.max())
            .unwrap();
    }
    println!("{table}");
    for measurement in &measurements {
        assert!(
            measurement.median() <= measurement.allowed_median && measurement.max() <= measurement.allowed_max,
            "{}: {:?}\n{table}",
            measurement.action,
            measurement.bytes
        );
    }
}

/// A name in small letters has a preview below it, which waits for a pause in the typing.
#[test]
#[serial]
fn a_letter_of_a_name_in_small_letters_is_one_letter() {
    let mut table = format!("{:<52} {:>6} {:>6}\n", "", "median", "mean");
    let mut figures = Vec::new();
    for (letters, name, preview) in [
        ("Latin", "aysel mammadova abbasova", "Aysel Mammadova Abbasova"),
        ("Cyrillic", "шерзамат навруз алиев", "Шерзамат Навруз Алиев"),
        ("with diacritics", "şəhriyar çətinoğlu ömər", "Şəhriyar Çətinoğlu Ömər"),
        ("Latin in capitals", "LEYLA BRUN", "Leyla Brun"),
    ] {
        let bytes = bytes_of_name(name, preview);
        let mut sorted = bytes.clone();
        sorted.sort_unstable();
        let (median, mean) = (sorted[sorted.len() / 2], bytes.iter().sum::<usize>() / bytes.len());
        writeln!(table, "{:<52} {median:>6} {mean:>6}", format!("{letters}: {name}")).unwrap();
        figures.push((median, mean));
    }
    println!("{table}");
    assert!(figures.iter().all(|(median, mean)| *median <= 2 && *mean <= 12), "{table}");
}

/// Returns the bytes of each letter of a name that is typed without a pause. Those of the preview are the last letter's.
fn bytes_of_name(name: &str, preview: &str) -> Vec<usize> {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    desk.wait_until_quiet(QUIET_PERIOD);
    let mut bytes = Vec::new();
    for letter in name.chars() {
        let (before, column) = (desk.bytes.len(), desk.screen().cursor_position().1);
        desk.send(letter.encode_utf8(&mut [0; 4]));
        desk.wait_until("the letter was not typed", |screen| screen.cursor_position().1 > column);
        bytes.push(desk.bytes.len() - before);
    }
    let before = desk.bytes.len();
    desk.wait_for(preview);
    *bytes.last_mut().unwrap() += desk.bytes.len() - before;
    bytes
}

/// Returns the bytes of an open desk that is not used.
fn bytes_of_five_idle_seconds() -> usize {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    wait_for_phone_library(&mut desk);
    let before = desk.bytes.len();
    desk.wait_until_quiet(Duration::from_secs(5));
    desk.bytes.len() - before
}

/// Returns the bytes of each letter of values after these fields, and of each move to the next field.
fn bytes_of_a_form(fields_before: &[&str], values: &[&str]) -> (Vec<usize>, Vec<usize>) {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    wait_for_phone_library(&mut desk);
    for field in fields_before {
        desk.goes_to("\t", field);
    }
    desk.wait_until_quiet(QUIET_PERIOD);
    let (mut letters, mut moves) = (Vec::new(), Vec::new());
    for text in values {
        letters.extend(bytes_of_each_key(&mut desk, text));
        moves.push(bytes_of_key(&mut desk, "\t"));
    }
    (letters, moves)
}

/// Returns the bytes of each letter of a text that is wider than its field.
fn bytes_of_a_long_note() -> Vec<usize> {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    for field in ["Name", "Code", "Date", "Gender", "Group", "Email", "Note"] {
        desk.goes_to("\t", field);
    }
    bytes_of_each_key(&mut desk, &"A long note for a customer. ".repeat(3))
}

fn bytes_of_the_first_frame(columns: u16, rows: u16) -> usize {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::spawn(pty::command(home.path(), &[]), columns, rows);
    desk.wait_for("Ctrl-G");
    desk.bytes.len()
}
