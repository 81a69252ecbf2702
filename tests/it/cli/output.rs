//! The exact output of `report` for other programs: the columns of CSV are an interface. `json` has the objects.

use std::fmt::Write as _;
use std::process::Command;

use crate::support::outbox::{cid, customer, open_as_new_process, queue};
use crate::support::program::{code, program, stdout};
use chrono::{TimeZone as _, Utc};
use frontdesk::domain::EntryStats;
use frontdesk::outbox::Cashier;

/// The outputs of commands.
#[derive(Default)]
struct Transcript {
    text: String,
}

impl Transcript {
    fn run(&mut self, command: &mut Command, arguments: &[&str]) {
        let output = command.args(arguments).output().unwrap();
        let printed = stdout(&output);
        let words = arguments.join(" ");
        writeln!(self.text, "$ {words}\n{printed}= {}\n", code(&output).unwrap()).unwrap();
    }
}

#[test]
fn a_cashier_of_any_name_is_one_cell() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(&home.path().join("state/training"));
    let day = Utc.with_ymd_and_hms(2026, 11, 24, 12, 0, 0).unwrap();
    let names = ["aysel", "rauf, jr", "the \"boss\"", "", "Məmmədova Ş.", "a;b", "'x'", " x ", "=1+1"];
    for (number, name) in (1..).zip(names) {
        queue(&outbox, &customer(number), &Cashier::new(name), day).unwrap();
        if number != 2 {
            let time = std::time::Duration::from_millis(u64::from(number) * 1_230);
            outbox.add_stats(cid(number), EntryStats { keys: number, time }).unwrap();
        }
    }
    drop(outbox);
    let mut transcript = Transcript::default();
    for format in [&[][..], &["--json"], &["--csv"]] {
        let days = ["report", "--from", "2026-11-24", "--to", "2026-11-24"];
        transcript.run(&mut program(home.path()), &[&days, format].concat());
    }
    transcript.run(&mut program(home.path()), &["report", "--csv", "--from", "2026-01-01", "--to", "2026-01-01"]);
    insta::assert_snapshot!("report", transcript.text);
}
