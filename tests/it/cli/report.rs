//! The keys and time per registration: stored in the outbox without personal data, shown in the shift and in the report.

use std::path::Path;

use crate::support::outbox::{
    cashier, cid, customer, customer_from_api, files_with, later, lease_next, now, open_as_new_process, personal_texts,
    queue, stats,
};
use crate::support::program::{json, program, stderr, stdout};
use crate::support::pty::Desk;
use chrono::{Local, TimeDelta, Utc};
use frontdesk::domain::{ApiError, CustomerId, Progress};
use frontdesk::outbox::{AttemptReport, Cashier, Event, RowFilter};
use serde_json::json;

#[test]
fn the_outbox_keeps_cashier_time_and_entry_stats_without_personal_data() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    outbox.add_stats(cid(1), stats(30, 12_300)).unwrap();
    let leased = lease_next(&outbox);
    let registered = customer_from_api(&customer(1), 1042);
    let report = AttemptReport {
        events: vec![Event::Stored(registered.id)],
        error: None,
        customer: Some(registered),
        is_away: false,
    };
    outbox.finish(&leased, &report, later(1), 0).unwrap();

    queue(&outbox, &customer(2), &Cashier::new("leyla"), later(10)).unwrap();
    let leased = lease_next(&outbox);
    let refused = ApiError::Rejected { field: None, sentence: frontdesk::domain::DisplayText::default() };
    let report = AttemptReport {
        events: vec![Event::Rejected(refused.clone())],
        error: Some(refused),
        customer: None,
        is_away: false,
    };
    outbox.finish(&leased, &report, later(11), 0).unwrap();
    outbox.add_stats(cid(2), stats(40, 20_000)).unwrap();
    outbox.add_stats(cid(2), stats(5, 2_000)).unwrap();

    queue(&outbox, &customer(3), &cashier(), later(20)).unwrap();

    let work = outbox.list(RowFilter::SavedBetween(now(), later(21)), 9).unwrap();
    let rows: Vec<_> = work
        .iter()
        .map(|work| (work.cid, work.cashier.clone(), work.saved_at, work.id(), work.state.progress(), work.stats))
        .collect();
    assert_eq!(
        rows,
        [
            (cid(1), cashier(), now(), Some(CustomerId(1042)), Progress::Registered, Some(stats(30, 12_300))),
            (cid(2), Cashier::new("leyla"), later(10), None, Progress::Refused, Some(stats(45, 22_000))),
            (cid(3), cashier(), later(20), None, Progress::Queued, None),
        ]
    );
    let numbers = |from, before| {
        let saved = outbox.list(RowFilter::SavedBetween(from, before), 9).unwrap();
        saved.iter().map(|record| record.cid).collect::<Vec<_>>()
    };
    assert_eq!(numbers(later(1), later(20)), [cid(2)], "from a moment on, and before another");
    assert_eq!(numbers(later(21), later(99)), []);
    assert_eq!(files_with(home.path(), &personal_texts(1)), Vec::<String>::new());
}

/// Queues customers of two cashiers, as desks do.
fn queue_for_two_cashiers(home: &Path) {
    let outbox = open_as_new_process(&home.join("state/training"));
    let yesterday = Utc::now() - TimeDelta::days(1);
    for (number, name, keys, millis, at) in [
        (1, "aysel", 20, 10_000, Utc::now()),
        (2, "aysel", 30, 14_260, Utc::now()),
        (3, "aysel", 90, 60_000, Utc::now()),
        (4, "rauf, jr", 28, 9_000, Utc::now()),
        (5, "aysel", 50, 50_000, yesterday),
    ] {
        queue(&outbox, &customer(number), &Cashier::new(name), at).unwrap();
        outbox.add_stats(cid(number), stats(keys, millis)).unwrap();
    }
}

#[test]
fn the_report_sums_up_by_cashier() {
    let home = tempfile::tempdir().unwrap();
    queue_for_two_cashiers(home.path());
    let today = Local::now().date_naive();
    let run = |arguments: &[&str]| program(home.path()).arg("report").args(arguments).output().unwrap();

    let report = json(&run(&["--json"]));
    let row = |cashier: &str, waiting: u64, seconds: f64, keys: u64| {
        json!({"cashier": cashier, "registered": 0, "waiting": waiting, "refused": 0,
            "median_seconds": seconds, "median_keys": keys, "consent_yes": 0, "consent_no": 0})
    };
    assert_eq!(report["from"], today.to_string());
    assert_eq!(report["to"], today.to_string());
    assert_eq!(report["cashiers"], json!([row("aysel", 3, 14.3, 30), row("rauf, jr", 1, 9.0, 28)]));

    let csv = stdout(&run(&["--csv"]));
    let expected = "cashier,registered,waiting,refused,median_seconds,median_keys,consent_yes,consent_no\n\
                    aysel,0,3,0,14.3,30,0,0\n\"rauf, jr\",0,1,0,9.0,28,0,0\n";
    assert_eq!(csv, expected);

    let words = stdout(&run(&[]));
    assert!(words.contains("aysel: 0 registered · 3 waiting · typical: 14.3 s and 30 keys\n"), "{words}");

    let yesterday = today.pred_opt().unwrap().to_string();
    let both = json(&run(&["--json", "--from", &yesterday]));
    assert_eq!(both["cashiers"][0]["waiting"], 4);
    let before = json(&run(&["--json", "--from", &yesterday, "--to", &yesterday]));
    assert_eq!(before["cashiers"], json!([row("aysel", 1, 50.0, 50)]));
    for personal in personal_texts(1).into_iter().chain(personal_texts(5)) {
        assert!(!both.to_string().contains(&personal), "{personal}");
    }
}

#[test]
fn an_empty_report_and_a_report_of_reversed_days() {
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| program(home.path()).arg("report").args(arguments).output().unwrap();
    assert_eq!(stdout(&run(&[])), "Nothing was registered.\n");
    assert_eq!(json(&run(&["--json"]))["cashiers"], json!([]));
    assert!(!home.path().join("state/training/outbox.sqlite").exists(), "a question begins no outbox");
    let reversed = run(&["--from", "2026-11-24", "--to", "2026-11-23"]);
    assert_eq!(reversed.status.code(), Some(2));
    assert!(stderr(&reversed).contains("--from"), "{reversed:?}");
    assert_eq!(run(&["--from", "yesterday"]).status.code(), Some(2));
    assert_eq!(run(&["--json", "--csv"]).status.code(), Some(2));
}

/// A registration at the desk appears in the shift with the customer's name, and in the report without it.
#[test]
fn the_shift_of_this_desk_names_its_customers_and_the_report_does_not() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(home.path());
    desk.wait_for("Main venue");
    desk.types("0501234567");
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    desk.send("\x13");
    desk.wait_for("REGISTERED  Aysel");
    desk.send("\x14");
    desk.wait_for("1 registered · typical");
    desk.wait_until("no row", |screen| {
        screen.rows(0, 80).any(|row| row.contains("#1") && row.contains("17 keys") && row.contains("Aysel"))
    });
    desk.send("\x14");
    desk.wait_until("the form is not back", |screen| screen.contents().contains("Date of birth"));
    desk.send("\x11");
    assert!(desk.end().success());
    let report = program(home.path()).args(["report", "--json"]).output().unwrap();
    assert_eq!(json(&report)["cashiers"][0]["registered"], 1);
    assert_eq!(json(&report)["cashiers"][0]["median_keys"], 17);
    assert!(!stdout(&report).contains("Aysel"));

    let mut next = Desk::open(home.path());
    next.wait_for("Main venue");
    next.send("\x14");
    next.wait_for("1 registered");
    assert!(!next.contents().contains("Aysel"), "the name is known only to the desk that saw it");
}

/// A spreadsheet would run a cell that begins like a formula.
#[test]
fn no_cell_of_the_csv_file_is_a_formula() {
    let home = tempfile::tempdir().unwrap();
    let cashiers = ["=1+1", "+994", "-2", "@SUM(A1)", "＝1", "aysel"];
    for cashier in cashiers {
        let added =
            program(home.path()).args([&format!("--cashier={cashier}"), "add", "--name", "Aysel"]).output().unwrap();
        assert!(added.status.success(), "{added:?}");
    }
    let csv = stdout(&program(home.path()).args(["report", "--csv"]).output().unwrap());
    for cashier in cashiers {
        let cell = if cashier == "aysel" { cashier.to_owned() } else { format!("'{cashier}") };
        assert!(csv.lines().any(|line| line.starts_with(&format!("{cell},1,"))), "{cell}: {csv}");
    }
    let report = json(&program(home.path()).args(["report", "--json"]).output().unwrap());
    assert!(report["cashiers"].as_array().unwrap().iter().any(|row| row["cashier"] == "=1+1"), "{report}");
}
