//! The exact output for other programs: the keys of JSON objects and the columns of CSV are an interface. A snapshot has
//! every kind of object.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use regex::Regex;

use crate::support::outbox::{cid, customer, open_as_new_process, queue};
use crate::support::program::{code, dead_address, live, program, stdout};
use chrono::{TimeZone as _, Utc};
use frontdesk::domain::EntryStats;
use frontdesk::outbox::Cashier;

const EVERY_FIELD: &[&str] = &[
    "add",
    "--json",
    "--cashier",
    "aysel",
    "--name",
    "Aysel \"A\" <1>",
    "--phone",
    "0501234567",
    "--email",
    "aysel@example.com",
    "--code",
    "A1",
    "--birth-date",
    "15051990",
    "--gender",
    "f",
    "--note",
    "a, b",
];

/// The outputs of commands, with words in place of what differs from run to run.
struct Transcript<'a> {
    home: &'a Path,
    text: String,
}

impl Transcript<'_> {
    fn run(&mut self, command: &mut Command, arguments: &[&str]) {
        let output = command.args(arguments).output().unwrap();
        let mut printed = stdout(&output).replace(self.home.to_str().unwrap(), "HOME");
        for (pattern, word) in [
            ("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "CID"),
            (r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z", "TIME"),
            (r"127\.0\.0\.1:[0-9]+", "ADDRESS"),
            (r#""oldest_seconds":[0-9]+"#, r#""oldest_seconds":SECONDS"#),
            (r#""[^"]+, now [0-9: -]+ \(this computer\)""#, r#""ZONE, now TIME (this computer)""#),
            ("[0-9]+ s difference", "N s difference"),
        ] {
            printed = Regex::new(pattern).unwrap().replace_all(&printed, word).into_owned();
        }
        let words = arguments.join(" ").replace(self.home.to_str().unwrap(), "HOME");
        let words = Regex::new("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").unwrap().replace_all(&words, "CID");
        writeln!(self.text, "$ {words}\n{printed}= {}\n", code(&output).unwrap()).unwrap();
    }
}

#[test]
fn every_object_and_every_column_is_as_other_programs_know_it() {
    let home = tempfile::tempdir().unwrap();
    let mut training = Transcript { home: home.path(), text: String::new() };
    let run = |transcript: &mut Transcript, arguments: &[&str]| transcript.run(&mut program(home.path()), arguments);
    run(&mut training, &[EVERY_FIELD, &["--group", "regulars"]].concat());
    run(&mut training, &["add", "--json", "--name", "Rauf", "--phone", "0501234567"]);
    run(&mut training, &["add", "--json", "--name", "Rauf", "--phone", "05"]);
    run(&mut training, &["add", "--json", "--name", "Rauf", "--gender", "x"]);
    run(&mut training, &["add", "--json", "--nam", "Rauf"]);
    run(&mut training, &["--config", "missing.toml", "add", "--json", "--name", "Rauf"]);
    run(&mut training, &["--config", "missing.toml", "report", "--json"]);
    run(&mut training, &["outbox", "list", "--json", "--x"]);
    run(&mut training, &["check", "--json"]);
    let registered =
        open_as_new_process(&home.path().join("state/training")).list(frontdesk::outbox::RowFilter::All, 0, 9);
    let number = registered.unwrap().first().unwrap().cid.to_string();
    run(&mut training, &["outbox", "show", &number, "--json"]);
    run(&mut training, &["outbox", "show", &number]);

    let unreachable = format!("http://{}/open-api/v2", dead_address());
    let mut offline = Transcript { home: home.path(), text: training.text };
    let run = |transcript: &mut Transcript, arguments: &[&str]| {
        transcript.run(&mut live(home.path(), &unreachable), arguments);
    };
    run(&mut offline, EVERY_FIELD);
    let waiting = open_as_new_process(&home.path().join("state"));
    let number = waiting.list(frontdesk::outbox::RowFilter::Unsettled, 0, 9).unwrap()[0].cid.to_string();
    drop(waiting);
    for arguments in [
        &["add", "--json", "--name", "Rauf", "--group", "regulars"][..],
        &["outbox", "list", "--json"],
        &["outbox", "show", &number, "--json"],
        &["outbox", "show", &number],
        &["outbox", "export", "--json"],
        &["outbox", "export"],
        &["outbox", "send", "--now", "--json"],
        &["check", "--json"],
        &["outbox", "discard", &number, "--json"],
        &["outbox", "discard", &number, "--json"],
        &["outbox", "list", "--json"],
    ] {
        run(&mut offline, arguments);
    }
    insta::assert_snapshot!("output", offline.text);
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
    let mut transcript = Transcript { home: home.path(), text: String::new() };
    for format in [&[][..], &["--json"], &["--csv"]] {
        let days = ["report", "--from", "2026-11-24", "--to", "2026-11-24"];
        transcript.run(&mut program(home.path()), &[&days, format].concat());
    }
    transcript.run(&mut program(home.path()), &["report", "--csv", "--from", "2026-01-01", "--to", "2026-01-01"]);
    insta::assert_snapshot!("report", transcript.text);
}
