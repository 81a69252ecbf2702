//! `frontdesk report --rows`, and the report of the rows of several hosts.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use chrono::{Days, Local, Utc};
use frontdesk::outbox::Cashier;
use serde_json::{Value, json};

use crate::support::outbox::{cid, customer, open_as_new_process, personal_texts, queue, stats};
use crate::support::program::{code, json, program, stderr, stdout};

/// Saves registrations in the outbox of a host, each with its cashier, keys and milliseconds.
fn host(registrations: &[(&str, u32, u64)]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(&home.path().join("state/training"));
    for (number, (cashier, keys, ms)) in (1..).zip(registrations) {
        queue(&outbox, &customer(number), &Cashier::new(cashier), Utc::now()).unwrap();
        outbox.add_stats(cid(number), stats(*keys, *ms)).unwrap();
    }
    home
}

fn report(home: &Path, arguments: &[&str]) -> Output {
    program(home).arg("report").args(arguments).output().unwrap()
}

/// Writes the rows of a host into a file beside its state.
fn rows_file(home: &Path) -> PathBuf {
    let file = home.join("rows.jsonl");
    std::fs::write(&file, report(home, &["--rows"]).stdout).unwrap();
    file
}

fn file(home: &Path, text: impl AsRef<[u8]>) -> String {
    let path = home.join("given.jsonl");
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn row(day: &str, cashier: &str, state: &str, keys: u32, ms: u32) -> String {
    json!({"schema": 1, "day": day, "cashier": cashier, "state": state, "keys": keys, "ms": ms}).to_string()
}

#[test]
fn a_row_has_day_cashier_state_keys_and_milliseconds_and_nothing_else() {
    let home = host(&[("aysel", 30, 12_345), ("rauf, jr", 28, 9_000)]);
    let added = program(home.path()).args(["--cashier=aysel", "add", "--name", "Leyla"]).output().unwrap();
    assert!(added.status.success(), "{added:?}");
    let output = report(home.path(), &["--rows"]);
    let today = Local::now().date_naive().to_string();
    let rows: Vec<Value> = stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        rows,
        [
            json!({"schema": 1, "day": today, "cashier": "aysel", "state": "waiting", "keys": 30, "ms": 12_345}),
            json!({"schema": 1, "day": today, "cashier": "rauf, jr", "state": "waiting", "keys": 28, "ms": 9_000}),
            json!({"schema": 1, "day": today, "cashier": "aysel", "state": "registered", "keys": null, "ms": null}),
        ]
    );
    for personal in personal_texts(1).into_iter().chain(["Leyla".to_owned()]) {
        assert!(!stdout(&output).contains(&personal), "{personal}");
    }
    let tomorrow = Local::now().date_naive().checked_add_days(Days::new(1)).unwrap().to_string();
    let none = report(home.path(), &["--rows", "--from", &tomorrow]);
    assert_eq!((code(&none), stdout(&none).as_str()), (Some(0), ""), "no row is no line");
}

/// The medians of the hosts are 10 and 40, and their median is 25. The median of the rows is 10.
#[test]
fn the_report_of_several_hosts_has_the_medians_of_all_rows() {
    let one = host(&[("aysel", 10, 1_000), ("aysel", 10, 1_000), ("aysel", 10, 1_000), ("rauf", 7, 500)]);
    let other = host(&[("aysel", 40, 9_000), ("leyla", 8, 700)]);
    let files = [rows_file(one.path()), rows_file(other.path())].map(|path| path.display().to_string());
    let today = Local::now().date_naive().to_string();
    let run = |arguments: &[&str]| report(other.path(), &[arguments, &[&files[0], &files[1]]].concat());
    let cashier = |name: &str, waiting: u64, seconds: f64, keys: u64| {
        json!({"cashier": name, "registered": 0, "waiting": waiting, "refused": 0,
            "median_seconds": seconds, "median_keys": keys, "consent_yes": 0, "consent_no": 0})
    };
    let object = json(&run(&["--json"]));
    let cashiers = [cashier("aysel", 4, 1.0, 10), cashier("leyla", 1, 0.7, 8), cashier("rauf", 1, 0.5, 7)];
    assert_eq!(object, json!({"schema": 1, "from": today, "to": today, "bad_lines": 0, "cashiers": cashiers}));
    assert_eq!(stdout(&run(&["--csv"])).lines().nth(1), Some("aysel,0,4,0,1.0,10,0,0"));
    assert!(stdout(&run(&[])).starts_with("aysel: 0 registered · 4 waiting · typical: 1.0 s and 10 keys\n"));
    // The rows of all hosts in one file give the same report.
    let all = stdout(&run(&["--rows"]));
    assert_eq!(all.lines().count(), 6);
    assert_eq!(json(&report(one.path(), &["--json", &file(one.path(), all)])), object);
}

#[test]
fn the_days_choose_rows_of_the_files() {
    let home = tempfile::tempdir().unwrap();
    let days = ["2026-11-23", "2026-11-24", "2026-11-24", "2026-11-26"];
    let lines: Vec<_> = days.iter().map(|day| row(day, "aysel", "registered", 9, 900)).collect();
    let file = file(home.path(), lines.join("\r\n"));
    for (days, expected) in [
        (&[][..], ("2026-11-23", "2026-11-26", 4)),
        (&["--from", "2026-11-24"], ("2026-11-24", "2026-11-26", 3)),
        (&["--to", "2026-11-24"], ("2026-11-23", "2026-11-24", 3)),
        (&["--from", "2026-11-24", "--to", "2026-11-25"], ("2026-11-24", "2026-11-25", 2)),
    ] {
        let object = json(&report(home.path(), &[&["--json", &file], days].concat()));
        let (from, to, count) = expected;
        assert_eq!(
            (&object["from"], &object["to"], &object["cashiers"][0]["registered"]),
            (&json!(from), &json!(to), &json!(count)),
            "{days:?}"
        );
    }
    let reversed = report(home.path(), &[&file, "--from", "2026-11-24", "--to", "2026-11-23"]);
    assert_eq!(code(&reversed), Some(2), "{reversed:?}");
}

#[test]
fn a_bad_line_is_named_and_the_others_are_counted() {
    let home = tempfile::tempdir().unwrap();
    let good = row("2026-11-24", "aysel", "registered", 9, 900);
    let changed = |from: &str, to: &str| good.replace(from, to);
    let bad = [
        "Aysel Canary".to_owned(),
        good[..good.len() - 1].to_owned(),
        format!("{good}{good}"),
        "{}".to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        changed("\"schema\":1,", ""),
        changed("\"schema\":1", "\"schema\":2"),
        changed("\"schema\":1", "\"schema\":\"1\""),
        changed("2026-11-24", "2026-02-30"),
        changed("2026-11-24", "24.11.2026"),
        changed("registered", "sold"),
        changed("\"aysel\"", "7"),
        changed(",\"cashier\":\"aysel\"", "").replace("\"cashier\":\"aysel\",", ""),
        changed("\"keys\":9", "\"keys\":-9"),
        changed("\"keys\":9", "\"keys\":9.5"),
        changed("\"keys\":9", "\"keys\":null"),
        changed("\"ms\":900", "\"ms\":null"),
        changed("\"ms\":900", "\"ms\":1e99"),
    ];
    for line in &bad {
        let file = file(home.path(), format!("\u{feff}{good}\n\n{line}\n{good}"));
        let output = report(home.path(), &["--json", &file]);
        assert_eq!(code(&output), Some(1), "{line}: {output:?}");
        let object = json(&output);
        assert_eq!((&object["bad_lines"], &object["cashiers"][0]["registered"]), (&json!(1), &json!(2)), "{line}");
        assert!(stderr(&output).contains(&format!("{file}, line 3: ")), "{line}: {output:?}");
        assert!(!stderr(&output).contains("Canary"), "the text may be a customer's: {output:?}");
    }
    let not_utf8 = [good.as_bytes(), b"\n\xff\xfe\n"].concat();
    let output = report(home.path(), &[&file(home.path(), not_utf8)]);
    assert_eq!(code(&output), Some(1), "{output:?}");
    assert!(stderr(&output).contains("line 2: ") && stdout(&output).starts_with("aysel: 1 registered"), "{output:?}");
    // A file of another kind has no end of bad lines.
    let output = report(home.path(), &[&file(home.path(), "no row\n".repeat(1_000))]);
    assert_eq!((code(&output), stderr(&output).lines().count()), (Some(1), 21), "{output:?}");
    assert!(stderr(&output).contains("980 more lines") && stdout(&output) == "Nothing was registered.\n", "{output:?}");
}

#[test]
fn the_answers_about_consent_are_merged() {
    let home = tempfile::tempdir().unwrap();
    let with = |consent: bool| {
        row("2026-11-24", "aysel", "registered", 9, 900).replace('}', &format!(",\"consent\":{consent}}}"))
    };
    let lines = [with(true), with(false), with(true), row("2026-11-24", "aysel", "registered", 9, 900)];
    let file = file(home.path(), lines.join("\n"));
    let object = json(&report(home.path(), &["--json", &file]));
    let cashier = &object["cashiers"][0];
    assert_eq!(
        (&cashier["registered"], &cashier["consent_yes"], &cashier["consent_no"]),
        (&json!(4), &json!(2), &json!(1))
    );
    assert_eq!(stdout(&report(home.path(), &["--rows", &file])).matches("\"consent\":true").count(), 2);
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_gives_no_report() {
    let home = tempfile::tempdir().unwrap();
    let good = file(home.path(), row("2026-11-24", "aysel", "registered", 9, 900));
    for missing in [home.path().join("no/such.jsonl"), home.path().to_owned()] {
        let missing = missing.display().to_string();
        let output = report(home.path(), &[&good, &missing]);
        assert_eq!((code(&output), stdout(&output).as_str()), (Some(1), ""), "{output:?}");
        assert!(stderr(&output).contains(&format!("{missing}: cannot be read")), "{output:?}");
        let object = json(&report(home.path(), &["--json", &good, &missing]));
        assert!(object["message"].as_str().unwrap().contains(&missing), "{object}");
    }
}

#[test]
fn rows_are_read_from_standard_input() {
    let home = tempfile::tempdir().unwrap();
    let on_disk = file(home.path(), row("2026-11-24", "aysel", "registered", 9, 900));
    let mut command = program(home.path());
    command.args(["report", "-", &on_disk]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let lines = format!("{}\nno row\n", row("2026-11-24", "aysel", "refused", 19, 1_900));
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), Some(1), "{output:?}");
    assert_eq!(stdout(&output), "aysel: 1 registered · 1 rejected · typical: 1.4 s and 14 keys\n");
    assert!(stderr(&output).contains("standard input, line 2: "), "{output:?}");
}

/// The computer of the technician has no outbox and perhaps no settings that can be used.
#[test]
fn the_report_of_files_needs_no_settings_and_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let settings = home.path().join("broken.toml");
    std::fs::write(&settings, "[clopos]\nbrand = 7\n").unwrap();
    let file = file(home.path(), row("2026-11-24", "\u{1b}]0;x\u{7}\u{202e}aysel", "registered", 9, 900));
    let mut command: Command = program(home.path());
    let output = command.arg("--config").arg(&settings).args(["report", &file]).output().unwrap();
    assert_eq!((code(&output), stderr(&output).as_str()), (Some(0), ""), "{output:?}");
    let printed = stdout(&output);
    assert!(!printed.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{printed:?}");
    assert!(!home.path().join("state").exists(), "no state directory");
    for options in [["--rows", "--json"], ["--rows", "--csv"]] {
        assert_eq!(code(&report(home.path(), &options)), Some(2), "{options:?}");
    }
}
