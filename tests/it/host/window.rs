//! A terminal that reports a window of any size: the desk draws at most 500 columns and 200 rows.

use std::fs;

use crate::support::pty::{Desk, command};

const MAX_COLUMNS: u32 = 500;
const MAX_ROWS: u32 = 200;

/// More than a desk needs in a build without optimisation, and less than a tenth of the memory of a 4000×4000 screen.
const MAX_MEMORY_KB: u64 = 150_000;

/// Returns the peak memory of the desk's process.
fn peak_memory_kb(desk: &Desk) -> u64 {
    let id = desk.child.process_id().unwrap();
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Returns the rows and columns to which the cursor was moved.
fn cursor_positions(bytes: &[u8]) -> Vec<(u32, u32)> {
    let text = String::from_utf8_lossy(bytes);
    let position = |sequence: &str| {
        let (position, _) = sequence.split_once('H')?;
        let (row, column) = position.split_once(';')?;
        Some((row.parse().ok()?, column.parse().ok()?))
    };
    text.split("\x1b[").filter_map(position).collect()
}

#[test]
fn a_huge_window_needs_little_memory() {
    for (columns, rows) in [(4000, 4000), (65535, 65535), (65535, 24), (80, 65535), (501, 201)] {
        let home = tempfile::tempdir().unwrap();
        let mut desk = Desk::spawn(command(home.path(), &[]), columns, rows);
        desk.wait_for("Main venue");
        desk.types("0501234567");
        let peak = peak_memory_kb(&desk);
        assert!(peak < MAX_MEMORY_KB, "{columns}x{rows}: {peak} kB");
        let outside: Vec<_> = cursor_positions(&desk.bytes)
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
fn many_resizes_need_little_memory_and_end_in_the_last_size() {
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
