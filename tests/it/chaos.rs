//! A small run of `cargo run --release --example chaos`, which registers 10,000 customers: no registration is lost or
//! doubled.

use std::fs;

use serial_test::serial;

use crate::support::child::ignored_test;
use crate::support::shim;

#[path = "../../examples/chaos/desk.rs"]
mod desk;
#[path = "../../examples/chaos/host.rs"]
mod host;
#[path = "../../examples/outage/http.rs"]
mod http;
#[path = "../../examples/chaos/proxy.rs"]
mod proxy;
#[path = "../../examples/chaos/run.rs"]
mod run;

/// Not a test: the desk process that another test kills.
#[test]
#[ignore = "is run by another test, in a process of its own"]
fn desk_process() {
    if let Some(task) = desk::DeskTask::from_env() {
        desk::run(&task).unwrap();
    }
}

/// Runs in a separate process, because the log is global to a process, at the most verbose level.
#[test]
#[ignore = "is run by another test, in a process of its own"]
fn run_process() {
    let home = tempfile::tempdir().unwrap();
    let state = home.path().join("state");
    fs::create_dir(&state).unwrap();
    run::start_log(&state.join("server.log")).unwrap();
    let desk = || ignored_test("chaos::desk_process");
    let plan = run::Plan { customers: 300, desks: 4, kills: 20, seed: 2_026 };
    let outcome = run::run(plan, home.path(), &desk).unwrap();
    assert!(
        outcome.is_correct(),
        "{outcome}, traces {:?}, after {:?}",
        outcome.files_with_personal_data,
        outcome.faults
    );
    assert_eq!(outcome.to_string(), "submitted 300, stored 300, duplicates 0, lost 0");
    assert!(outcome.kills > 0 && outcome.faults.len() > 5, "{} kills, {:?}", outcome.kills, outcome.faults);
    assert!(outcome.clock_steps > 0 && outcome.locks > 0, "{} steps, {} locks", outcome.clock_steps, outcome.locks);
    // The search covered the files of the desks.
    assert!(fs::metadata(state.join("frontdesk.log")).unwrap().len() > 10_000);
    assert!(state.join("outbox.sqlite").exists());
}

#[test]
#[serial]
fn no_registration_is_lost_or_doubled_and_no_personal_data_is_left() {
    let output = ignored_test("chaos::run_process").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
