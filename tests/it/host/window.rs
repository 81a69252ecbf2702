//! A client that claims a window of any size: the desk draws at most 500 columns and 200 rows of it.

use std::fs;

use crate::support::pty::{Desk, command};

const MAX_COLUMNS: u32 = 500;
const MAX_ROWS: u32 = 200;

/// More than a desk needs in a build that is not optimised, and less than a tenth of what a screen of 4000×4000 took.
const MAX_MEMORY_KB: u64 = 150_000;

/// The most that a process has had in memory at once.
fn peak_memory_kb(desk: &Desk) -> u64 {
    let id = desk.child.process_id().unwrap();
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Where the caret was sent by row and column.
fn positions(bytes: &[u8]) -> Vec<(u32, u32)> {
    let text = String::from_utf8_lossy(bytes);
    let position = |sequence: &str| {
        let (position, _) = sequence.split_once('H')?;
        let (row, column) = position.split_once(';')?;
        Some((row.parse().ok()?, column.parse().ok()?))
    };
    text.split("\x1b[").filter_map(position).collect()
}

#[test]
fn a_window_of_any_claimed_size_costs_little() {
    for (columns, rows) in [(4000, 4000), (65535, 65535), (65535, 24), (80, 65535), (501, 201)] {
        let home = tempfile::tempdir().unwrap();
        let mut desk = Desk::spawn(command(home.path(), &[]), columns, rows);
        desk.wait_for("Main venue");
        desk.types("0501234567");
        let peak = peak_memory_kb(&desk);
        assert!(peak < MAX_MEMORY_KB, "{columns}x{rows}: {peak} kB");
        let outside: Vec<_> = positions(&desk.bytes)
            .into_iter()
            .filter(|(row, column)| *row > MAX_ROWS || *column > MAX_COLUMNS)
            .collect();
        assert!(outside.is_empty(), "{columns}x{rows}: {outside:?}");
        desk.send("\x03");
        desk.send("\x11y");
        assert!(desk.end().success());
    }
}

#[test]
fn a_storm_of_resizes_costs_little_and_ends_in_the_last_size() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    for step in 0..60 {
        let (columns, rows) = [(65535, 65535), (4000, 4000), (1, 1), (80, 24)][step % 4];
        desk.resize(columns, rows);
    }
    desk.resize(100, 30);
    desk.types("0501234567");
    desk.wait_for("Main venue");
    let peak = peak_memory_kb(&desk);
    assert!(peak < MAX_MEMORY_KB, "{peak} kB");
}
