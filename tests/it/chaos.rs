//! Nothing lost, nothing twice, in small: what `cargo run --release --example chaos` does with 10,000 registrations.

use std::fs;

use serial_test::serial;

use crate::support::child::itself;

#[path = "../../examples/chaos/desk.rs"]
mod desk;
#[path = "../../examples/chaos/proxy.rs"]
mod proxy;
#[path = "../../examples/chaos/run.rs"]
mod run;

/// Not a test: a desk that another test kills.
#[test]
#[ignore = "is run by another test, in a process of its own"]
fn the_desk() {
    if let Some(orders) = desk::Orders::read() {
        desk::run(&orders).unwrap();
    }
}

/// Runs in a process of its own: its log is the process's, at the most verbose level.
#[test]
#[ignore = "is run by another test, in a process of its own"]
fn the_run() {
    let home = tempfile::tempdir().unwrap();
    let state = home.path().join("state");
    fs::create_dir(&state).unwrap();
    run::log_into(&state.join("server.log")).unwrap();
    let desk = || itself("chaos::the_desk");
    let plan = run::Plan { customers: 300, desks: 4, kills: 20, seed: 2_026 };
    let outcome = run::run(plan, home.path(), &desk).unwrap();
    assert!(outcome.is_sound(), "{outcome}, traces {:?}, after {:?}", outcome.traces, outcome.faults);
    assert_eq!(outcome.to_string(), "submitted 300, stored 300, duplicates 0, lost 0");
    assert!(outcome.kills > 0 && outcome.faults.len() > 5, "{} kills, {:?}", outcome.kills, outcome.faults);
    // The search was made where the desks wrote.
    assert!(fs::metadata(state.join("frontdesk.log")).unwrap().len() > 10_000);
    assert!(state.join("outbox.sqlite").exists());
}

#[test]
#[serial]
fn nothing_lost_nothing_twice_and_nothing_personal_left() {
    let output = itself("chaos::the_run").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
