//! How many bytes the real binary sends for what one does, over a line where each of them counts.

use crate::support::pty;
use serial_test::serial;
use std::fmt::Write as _;
use std::thread;
use std::time::Duration;

use crate::support::pty::Desk;

/// Longer than the desk takes for a frame, and shorter than it keeps a draft or looks at the line.
const QUIET: Duration = Duration::from_millis(200);

struct Row {
    what: &'static str,
    bytes: Vec<usize>,
    /// The most that half of them may cost, and each.
    median: usize,
    most: usize,
}

impl Row {
    fn median(&self) -> usize {
        let mut sorted = self.bytes.clone();
        sorted.sort_unstable();
        sorted[sorted.len() / 2]
    }

    fn most(&self) -> usize {
        self.bytes.iter().copied().max().unwrap()
    }
}

/// What a key costs that shows something: everything that comes until the terminal is quiet again.
fn cost(desk: &mut Desk, key: &str) -> usize {
    let before = desk.bytes.len();
    desk.send(key);
    // However busy the machine is.
    desk.until_some();
    desk.until_quiet(QUIET);
    desk.bytes.len() - before
}

fn costs(desk: &mut Desk, keys: &str) -> Vec<usize> {
    keys.chars().map(|key| cost(desk, key.encode_utf8(&mut [0; 4]))).collect()
}

#[test]
#[serial]
fn few_bytes_are_sent() {
    // Each has a desk of its own: what takes its time is to wait for silence.
    let customer = thread::spawn(whole_customer);
    let text = thread::spawn(long_text);
    let wide = thread::spawn(|| first_frame(300, 100));
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Ctrl-G");
    let first = desk.bytes.len();
    desk.wait_for("Main venue");
    desk.until_quiet(QUIET);
    let mut rows = vec![Row { what: "first frame", bytes: vec![first], median: 2048, most: 2048 }];

    rows.push(Row { what: "digit, its hint changes", bytes: costs(&mut desk, "501234567"), median: 64, most: 64 });
    rows.push(Row { what: "Backspace, the hint changes", bytes: costs(&mut desk, "\x7f\x7f"), median: 64, most: 64 });
    costs(&mut desk, "67");
    rows.push(Row { what: "to the next field", bytes: costs(&mut desk, "\t"), median: 200, most: 200 });
    // The first letter takes away that a name is missing, or whatever was said of the last customer.
    costs(&mut desk, "A");
    let letters = costs(&mut desk, "ysel Məmmədova-Hüseynzadə");
    rows.push(Row { what: "letter in a plain field", bytes: letters, median: 4, most: 16 });
    rows.push(Row { what: "Backspace", bytes: costs(&mut desk, &"\x7f".repeat(9)), median: 24, most: 24 });
    rows.push(Row {
        what: "letter in the middle",
        bytes: {
            costs(&mut desk, "\x02\x02\x02");
            costs(&mut desk, "xyz")
        },
        median: 24,
        most: 32,
    });
    rows.push(Row {
        what: "to each of the other fields",
        bytes: costs(&mut desk, "\t\t\t\t\t\t\t"),
        median: 200,
        most: 200,
    });
    let (letters, moves) = customer.join().unwrap();
    // The first letter of a name and of a group replace one sentence by another.
    rows.push(Row { what: "a letter of any field", bytes: letters, median: 24, most: 80 });
    rows.push(Row { what: "from a field that is filled", bytes: moves, median: 120, most: 200 });
    rows.push(Row { what: "a letter in a long text", bytes: text.join().unwrap(), median: 4, most: 64 });
    rows.push(Row { what: "first frame at 300x100", bytes: vec![wide.join().unwrap()], median: 2048, most: 2048 });
    let before = desk.bytes.len();
    desk.send("\x1b[99~");
    desk.until_quiet(QUIET);
    rows.push(Row { what: "a key that means nothing", bytes: vec![desk.bytes.len() - before], median: 0, most: 0 });
    let before = desk.bytes.len();
    desk.until_quiet(Duration::from_secs(5));
    rows.push(Row { what: "five idle seconds", bytes: vec![desk.bytes.len() - before], median: 0, most: 0 });

    let mut table = format!("{:<32} {:>6} {:>6} {:>9}\n", "", "median", "most", "allowed");
    for row in &rows {
        let allowed = format!("{}/{}", row.median, row.most);
        writeln!(table, "{:<32} {:>6} {:>6} {allowed:>9}", row.what, row.median(), row.most()).unwrap();
    }
    println!("{table}");
    for row in &rows {
        assert!(row.median() <= row.median && row.most() <= row.most, "{}: {:?}\n{table}", row.what, row.bytes);
    }
}

/// Every letter of a customer with everything, and every move to the next field.
fn whole_customer() -> (Vec<usize>, Vec<usize>) {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.until_quiet(QUIET);
    let (mut letters, mut moves) = (Vec::new(), Vec::new());
    for text in ["+994501234567", "leyla həsənova", "40123", "15051990", "f", "regulars", "leyla@gmial.com", "VIP"] {
        letters.extend(costs(&mut desk, text));
        moves.push(cost(&mut desk, "\t"));
    }
    (letters, moves)
}

/// More letters than the field has columns.
fn long_text() -> Vec<usize> {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    for field in ["Name", "Code", "Date", "Gender", "Group", "Email", "Note"] {
        desk.goes_to("\t", field);
    }
    costs(&mut desk, &"A long note for a customer. ".repeat(4))
}

fn first_frame(columns: u16, rows: u16) -> usize {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::spawn(pty::command(home.path(), &[]), columns, rows);
    desk.wait_for("Ctrl-G");
    desk.bytes.len()
}
