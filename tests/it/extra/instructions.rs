//! How many instructions of the processor a letter costs, in all threads, counted by callgrind: the same on every machine of
//! one kind, however busy it is. The release build is measured; `just ci-extra` builds it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use portable_pty::CommandBuilder;

use crate::support::files::project_root;
use crate::support::pty::{Desk, command_under};

/// What was measured last. A figure may be exceeded by 5 %. A change that lowers a figure records it here.
const RECORDED: &[(&str, u64)] = &[("a letter of a name", 92_500), ("a letter of a note", 81_500)];

/// Longer than a desk under callgrind takes for a frame.
const QUIET: Duration = Duration::from_millis(700);

fn under_callgrind(home: &Path, output: &Path) -> CommandBuilder {
    let mut command = command_under(&[], home);
    let binary = project_root().join("target/release/frontdesk");
    assert!(binary.is_file(), "{} is missing: `just ci-extra` builds it", binary.display());
    let output = format!("--callgrind-out-file={}", output.display());
    command.get_argv_mut().splice(.., ["valgrind".into(), "--tool=callgrind".into(), output.into(), binary.into()]);
    command
}

/// Returns the instructions of a whole run in which this is typed, letter by letter.
fn instructions(keys: &str, letters: &str) -> u64 {
    let home = tempfile::tempdir().unwrap();
    let output = home.path().join("callgrind.out");
    let mut desk = Desk::spawn(under_callgrind(home.path(), &output), 80, 24);
    desk.wait_for("Main venue");
    desk.wait_until_quiet(QUIET * 3);
    desk.send(keys);
    desk.wait_until_quiet(QUIET);
    for letter in letters.chars() {
        desk.send(letter.encode_utf8(&mut [0; 4]));
        desk.wait_for_output();
    }
    desk.wait_until_quiet(QUIET * 3);
    desk.signal("TERM");
    desk.end();
    let counts = fs::read_to_string(output).unwrap();
    let total = counts.lines().find_map(|line| line.strip_prefix("totals: ").or(line.strip_prefix("summary: ")));
    total.unwrap().trim().parse().unwrap()
}

#[test]
#[ignore = "second tier"]
fn a_letter_costs_no_more_than_recorded() {
    const LETTERS: &str = "aysel mamedova aliyeva qizi ";
    let measured = [("a letter of a name", "\tAb"), ("a letter of a note", "\t\t\t\t\t\t\tAb")].map(|(what, keys)| {
        let (few, many) = (instructions(keys, LETTERS), instructions(keys, &LETTERS.repeat(3)));
        (what, many.saturating_sub(few) / (2 * LETTERS.len() as u64))
    });
    for (what, count) in measured {
        println!("{what}: {count} instructions");
    }
    for (what, count) in measured {
        let recorded = RECORDED.iter().find(|(recorded, _)| *recorded == what).unwrap().1;
        assert!(count <= recorded + recorded / 20, "{what}: {count} instructions, recorded are {recorded}");
    }
}
