//! A clock that is certainly wrong: a board without a battery starts in 1970, and a test can set times before that.

use std::path::Path;
use std::process::{Command, Output};
use std::time::{SystemTime, UNIX_EPOCH};

use portable_pty::CommandBuilder;
use tempfile::TempPath;

use crate::support::program::{Server, json, live, program, stderr, stdout};
use crate::support::pty::{Desk, command};
use crate::support::shim;

/// 1 January 2025. No version of the program ran before.
const FIRST_VERSION_UNIX_SECONDS: i64 = 1_735_689_600;

const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().cast_signed()
}

/// Runs programs with the clock set to a given time, by a preloaded library.
struct WrongClock(TempPath);

impl WrongClock {
    fn new() -> Self {
        Self(shim::compile("host/wrong_clock.c"))
    }

    fn run(&self, mut command: Command, time: i64) -> Output {
        command.env("LD_PRELOAD", self.0.as_os_str()).env("CLOCK_SHIFT", (time - now()).to_string()).output().unwrap()
    }

    fn desk(&self, mut command: CommandBuilder, time: i64) -> Desk {
        command.env("LD_PRELOAD", self.0.as_os_str());
        command.env("CLOCK_SHIFT", (time - now()).to_string());
        Desk::spawn(command, 80, 24)
    }
}

/// Returns times that the program does not accept. It was built not much earlier than these tests.
fn wrong_times() -> [i64; 6] {
    [-40_000 * SECONDS_PER_DAY, -1_000_000_000, -1, 1000, 946_684_800, now() - 3 * 365 * SECONDS_PER_DAY]
}

fn has_panicked(output: &Output) -> bool {
    output.status.code().is_none_or(|code| code == 101) || stderr(output).contains("panicked")
}

#[test]
fn check_reports_a_wrong_clock_and_exits_with_1() {
    let clock = WrongClock::new();
    let server_home = tempfile::tempdir().unwrap();
    let server = Server::start(server_home.path(), &[]);
    for time in wrong_times() {
        let home = tempfile::tempdir().unwrap();
        let mut check = live(home.path(), &server.v2());
        check.arg("check");
        let output = clock.run(check, time);
        assert_eq!(output.status.code(), Some(1), "{time}: {output:?}");
        let words = stdout(&output);
        assert!(words.contains("✗ clock") && words.contains("was built on"), "{time}: {words}");
        assert_eq!(words.lines().filter(|line| line.contains(" clock  ")).count(), 1, "{time}: {words}");
    }
    let home = tempfile::tempdir().unwrap();
    let mut check = live(home.path(), &server.v2());
    check.arg("check");
    let output = clock.run(check, now() + 20);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

/// The files of the token, of the last minute's calls and of the backoff contain times.
#[test]
fn with_a_wrong_clock_no_command_panics_and_customers_are_registered() {
    let clock = WrongClock::new();
    let server_home = tempfile::tempdir().unwrap();
    let server = Server::start(server_home.path(), &[]);
    let home = tempfile::tempdir().unwrap();
    let mut number = 0;
    let mut add = |time: i64, address: &str| {
        number += 1;
        let mut add = live(home.path(), address);
        let birth_date = ["--birth-date", "2020-05-15"];
        add.args(["add", "--json", "--name", "Aysel", "--phone", &format!("050 123 45 {number:02}")]).args(birth_date);
        clock.run(add, time)
    };
    for time in wrong_times() {
        // The clock becomes wrong, is corrected, and becomes wrong again.
        for time in [time, now(), time] {
            let output = add(time, &server.v2());
            assert_eq!(output.status.code(), Some(0), "{time}: {output:?}");
            assert_eq!(json(&output)["status"], "registered", "{time}: {output:?}");
        }
        // The server is unreachable: the customer is queued, and delivered while the clock is still wrong.
        let output = add(time, "http://127.0.0.1:1/open-api/v2");
        assert_eq!(output.status.code(), Some(5), "{time}: {output:?}");
        for command in [&["outbox", "list"][..], &["outbox", "export"], &["report"]] {
            let mut command_with_clock = live(home.path(), &server.v2());
            command_with_clock.args(command);
            let output = clock.run(command_with_clock, time);
            assert_eq!(output.status.code(), Some(0), "{time} {command:?}: {output:?}");
            assert!(!has_panicked(&output), "{time} {command:?}: {output:?}");
        }
        let mut send = live(home.path(), &server.v2());
        send.args(["outbox", "send", "--now"]);
        let output = clock.run(send, time);
        assert_eq!(output.status.code(), Some(0), "{time}: {output:?}");
    }
}

/// A customer who was saved with a wrong clock has not waited since 1970 after the clock is corrected.
#[test]
fn a_corrected_clock_raises_no_alarm() {
    let clock = WrongClock::new();
    let server_home = tempfile::tempdir().unwrap();
    let server = Server::start(server_home.path(), &[]);
    // A later time can be correct, because another version of the program may have run then.
    for time in wrong_times().into_iter().filter(|time| *time < FIRST_VERSION_UNIX_SECONDS) {
        let home = tempfile::tempdir().unwrap();
        let mut add = live(home.path(), "http://127.0.0.1:1/open-api/v2");
        add.args(["add", "--name", "Aysel"]);
        assert_eq!(clock.run(add, time).status.code(), Some(5), "{time}");
        let output = live(home.path(), &server.v2()).arg("check").output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{time}: {output:?}");
        let output = live(home.path(), &server.v2()).args(["report", "--json"]).output().unwrap();
        assert_eq!(json(&output)["cashiers"].as_array().map(Vec::len), Some(1), "{time}: {output:?}");
    }
}

/// hyper and rustls cannot represent a time before 1970.
#[test]
fn nothing_that_needs_a_date_panics_before_1970() {
    let clock = WrongClock::new();
    let home = tempfile::tempdir().unwrap();
    for arguments in [&["add", "--name", "Aysel", "--json"][..], &["check"], &["outbox", "send"]] {
        let mut training = program(home.path());
        training.args(arguments);
        let output = clock.run(training, -5000);
        assert!(!has_panicked(&output), "training {arguments:?}: {output:?}");
        let mut encrypted = live(home.path(), "https://127.0.0.1:1/open-api/v2");
        encrypted.args(arguments);
        let output = clock.run(encrypted, -5000);
        assert!(!has_panicked(&output), "https {arguments:?}: {output:?}");
    }
    let mut serve = program(home.path());
    serve.args(["serve", "--listen", "127.0.0.1:0", "--database"]).arg(home.path().join("served.sqlite"));
    let output = clock.run(serve, -5000);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(stderr(&output).contains("clock"), "{output:?}");
}

fn live_desk(home: &Path, address: &str) -> CommandBuilder {
    let mut command = command(home, &[]);
    command.env("CLOPOS_BASE_URL", address);
    for name in ["CLIENT_ID", "CLIENT_SECRET", "BRAND", "INTEGRATOR_ID"] {
        command.env(format!("CLOPOS_{name}"), "training");
    }
    command
}

#[test]
fn the_desk_reports_a_wrong_clock_and_accepts_every_date_of_birth() {
    let clock = WrongClock::new();
    let server_home = tempfile::tempdir().unwrap();
    let server = Server::start(server_home.path(), &[]);
    for (time, number) in wrong_times().into_iter().zip(10..) {
        let home = tempfile::tempdir().unwrap();
        let mut desk = clock.desk(live_desk(home.path(), &server.v2()), time);
        desk.wait_for("wrong date, call the technician");
        desk.wait_for("The date of this computer is wrong.");
        desk.wait_for("Main venue");
        desk.types(&format!("05012345{number}"));
        desk.goes_to("\t", "Name");
        desk.types("Aysel");
        desk.goes_to("\t", "Code");
        desk.goes_to("\t", "Date of birth");
        desk.types("15052020");
        desk.wait_for("15 May 2020");
        assert!(!desk.contents().contains("year old") && !desk.contents().contains("years old"), "{}", desk.contents());
        desk.send("\x13");
        desk.wait_for("REGISTERED  Aysel");
        desk.send("\x11");
        assert!(desk.end().success(), "{time}");
    }
}

/// On a computer without a battery, the first code of every day would be the one of 1 January 1970.
#[test]
fn no_code_is_generated_with_a_wrong_clock() {
    let clock = WrongClock::new();
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join(".config/frontdesk")).unwrap();
    let settings = "[code]\ntemplate = \"W-{date}-{seq}\"\n";
    std::fs::write(home.path().join(".config/frontdesk/frontdesk.toml"), settings).unwrap();
    let mut desk = clock.desk(command(home.path(), &[]), 1000);
    desk.wait_for("wrong date");
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    desk.goes_to("\t", "Code");
    desk.send("\x13");
    desk.wait_for("REGISTERED  Aysel");
    assert!(!home.path().join("state/training/code-numbers").exists());
    let database = rusqlite::Connection::open(home.path().join("state/training.sqlite")).unwrap();
    let customers_with_code: i64 =
        database.query_row("SELECT count(*) FROM customers WHERE code IS NOT NULL", [], |row| row.get(0)).unwrap();
    assert_eq!(customers_with_code, 0);
}

/// Writes a settings file with a time zone, and returns the next time at which it is 21:30 in UTC and 01:30 of the next
/// day in Baku.
fn night_in_baku(home: &Path) -> i64 {
    std::fs::create_dir_all(home.join(".config/frontdesk")).unwrap();
    let settings = "[desk]\ntime_zone = \"Asia/Baku\"\n[code]\ntemplate = \"K-{date}-{seq}\"\n";
    std::fs::write(home.join(".config/frontdesk/frontdesk.toml"), settings).unwrap();
    now() - now() % SECONDS_PER_DAY + SECONDS_PER_DAY + 21 * 3600 + 1800
}

/// Returns the date in UTC, as it is typed.
fn date(time: i64) -> String {
    chrono::DateTime::from_timestamp(time, 0).unwrap().format("%Y-%m-%d").to_string()
}

/// A host in a data centre has UTC. A baby that is born today in Baku is not yet to come.
#[test]
fn the_day_is_that_of_the_time_zone_in_the_settings() {
    let clock = WrongClock::new();
    let home = tempfile::tempdir().unwrap();
    let time = night_in_baku(home.path());
    let (today, tomorrow) = (date(time + SECONDS_PER_DAY), date(time + 2 * SECONDS_PER_DAY));
    let run = |home: &Path, arguments: &[&str]| {
        let mut command = program(home);
        command.args(arguments).env("TZ", "UTC");
        clock.run(command, time)
    };
    let add = |home: &Path, day: &str| run(home, &["add", "--json", "--name", "Aysel", "--birth-date", day]);
    assert_eq!(add(home.path(), &today).status.code(), Some(0));
    assert_eq!(add(home.path(), &tomorrow).status.code(), Some(3));
    let report = json(&run(home.path(), &["report", "--json"]));
    assert_eq!((&report["from"], &report["cashiers"][0]["registered"]), (&today.clone().into(), &1.into()), "{report}");
    let yesterday = json(&run(home.path(), &["report", "--json", "--from", &date(time), "--to", &date(time)]));
    assert_eq!(yesterday["cashiers"], serde_json::json!([]), "the day began at 20:00 in UTC");
    let check = stdout(&run(home.path(), &["check"]));
    assert!(check.contains(&format!("Asia/Baku, now {today} 01:30 (desk.time_zone)")), "{check}");

    let elsewhere = tempfile::tempdir().unwrap();
    assert_eq!(add(elsewhere.path(), &today).status.code(), Some(3), "without the setting the host decides");
    assert_eq!(add(elsewhere.path(), &date(time)).status.code(), Some(0));
    let check = stdout(&run(elsewhere.path(), &["check"]));
    assert!(check.contains(&format!("UTC, now {} 21:30 (this computer)", date(time))), "{check}");
}

#[test]
fn a_desk_uses_the_time_zone_of_the_settings() {
    let clock = WrongClock::new();
    let home = tempfile::tempdir().unwrap();
    let time = night_in_baku(home.path());
    let mut desk = command(home.path(), &[]);
    desk.env("TZ", "UTC");
    let mut desk = clock.desk(desk, time);
    desk.wait_for("Main venue");
    desk.goes_to("\t", "Name");
    desk.types("Aysel");
    desk.goes_to("\t", "Code");
    desk.goes_to("\t", "Date of birth");
    let today = date(time + SECONDS_PER_DAY);
    desk.types(&today);
    desk.wait_for("less than 1 year old");
    desk.send("\x13");
    desk.wait_for("REGISTERED  Aysel");
    let database = rusqlite::Connection::open(home.path().join("state/training.sqlite")).unwrap();
    let code: String = database.query_row("SELECT code FROM customers", [], |row| row.get(0)).unwrap();
    assert_eq!(code, format!("K-{}-001", today.replace('-', "")));
    desk.send("\x14");
    desk.wait_for("01:3");
    desk.send("\x14");
    desk.wait_for("Register ]");
    desk.send("\x11");
    assert!(desk.end().success());
}
