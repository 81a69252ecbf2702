//! A customer who has waited too long: an error of `check`, of the timer's unit and on the desk.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::program::{Server, dead_address, finding, json, live, stderr, stdout};
use crate::support::pty::{Desk, command};

/// Queues a customer who has waited for this number of hours.
fn queue_waiting_customer(home: &Path, hours: u32) {
    let added = live(home, &format!("http://{}/open-api/v2", dead_address())).args(["add", "--name", "Aysel"]).output();
    assert_eq!(added.unwrap().status.code(), Some(5));
    let outbox = rusqlite::Connection::open(home.join("state/outbox.sqlite")).unwrap();
    // One minute more, so that a slow test does not change the result. The next attempt is due in 25 seconds.
    let changed = outbox.execute(
        "UPDATE registration SET saved_at = saved_at - ?1 * 3600000 - 60000, not_before = (unixepoch() + 25) * 1000",
        [hours],
    );
    assert_eq!(changed.unwrap(), 1);
}

fn write_settings(home: &Path, alarm_hours: Option<u32>) {
    fs::create_dir_all(home.join(".config/frontdesk")).unwrap();
    let text = alarm_hours.map(|hours| format!("[outbox]\nalarm_hours = {hours}\n")).unwrap_or_default();
    fs::write(home.join(".config/frontdesk/frontdesk.toml"), text).unwrap();
}

#[test]
fn check_and_send_fail_when_a_customer_has_waited_for_too_long() {
    let server_home = tempfile::tempdir().unwrap();
    let server = Server::start(server_home.path(), &[]);
    for (hours, alarm_hours, alarmed) in [
        (0, None, false),
        (23, None, false),
        (24, None, true),
        (240, None, true),
        (2, Some(1), true),
        (25, Some(48), false),
        (24 * 365, Some(0), false),
    ] {
        let case = format!("{hours} hours, alarm {alarm_hours:?}");
        let home = tempfile::tempdir().unwrap();
        write_settings(home.path(), alarm_hours);
        queue_waiting_customer(home.path(), hours);

        let check = live(home.path(), &server.v2()).args(["check", "--json"]).output().unwrap();
        let (outbox, alarm) = (finding(&check, "outbox"), finding(&check, "alarm"));
        assert_eq!(check.status.code(), Some(if alarmed { 8 } else { 0 }), "{case}: {check:?}");
        assert_eq!(alarm["state"], if alarmed { "error" } else { "ok" }, "{case}: {alarm}");
        let limit = alarm_hours.unwrap_or(24);
        let limit = if limit == 0 { Value::Null } else { (u64::from(limit) * 3600).into() };
        assert_eq!((&alarm["limit_seconds"], &outbox["state"]), (&limit, &Value::from("ok")), "{case}: {alarm}");
        let oldest = outbox["oldest_seconds"].as_u64().unwrap();
        assert!((u64::from(hours) * 3600 + 60..u64::from(hours) * 3600 + 3600).contains(&oldest), "{case}: {outbox}");
        let lines = live(home.path(), &server.v2()).arg("check").output().unwrap();
        assert_eq!(stdout(&lines).contains("✗ alarm"), alarmed, "{case}: {lines:?}");

        // Without the alarm, an unreachable server is no failure of the timer's unit.
        let address = format!("http://{}/open-api/v2", dead_address());
        let sent = live(home.path(), &address).args(["outbox", "send", "--now"]).output().unwrap();
        assert_eq!(sent.status.code(), Some(if alarmed { 8 } else { 7 }), "{case}: {sent:?}");
        assert_eq!(stderr(&sent).contains("has been waiting for"), alarmed, "{case}: {sent:?}");
        let sent = live(home.path(), &address).args(["outbox", "--json", "send", "--now"]).output().unwrap();
        assert_eq!(sent.status.code(), Some(if alarmed { 8 } else { 7 }), "{case}: {sent:?}");
        assert!(json(&sent)["oldest_seconds"].as_u64().unwrap() >= oldest, "{case}: {sent:?}");

        // The alarm ends when the customer is delivered.
        let sent = live(home.path(), &server.v2()).args(["outbox", "send", "--now"]).output().unwrap();
        assert_eq!(sent.status.code(), Some(0), "{case}: {sent:?}");
        let check = live(home.path(), &server.v2()).args(["check", "--json"]).output().unwrap();
        assert_eq!(
            (check.status.code(), &finding(&check, "outbox")["oldest_seconds"]),
            (Some(0), &Value::Null),
            "{case}"
        );
    }
}

#[test]
fn the_cause_of_the_waiting_decides_the_exit_code_of_check() {
    let home = tempfile::tempdir().unwrap();
    queue_waiting_customer(home.path(), 240);
    let check = live(home.path(), &format!("http://{}/open-api/v2", dead_address())).arg("check").output().unwrap();
    assert_eq!(check.status.code(), Some(7), "{check:?}");
    let words = stdout(&check);
    assert!(words.contains("✗ alarm") && words.contains("10 days") && words.contains("✗ reachable"), "{words}");
}

#[test]
fn the_desk_shows_the_alarm_on_the_screen_and_with_plain() {
    for (arguments, hours, words) in [
        (&[][..], 25, "1 not sent for 25 hours, call the technician"),
        (&[][..], 24 * 10, "1 not sent for 10 days, call the technician"),
        (&["--plain"][..], 24 * 10, "1 customer has not been sent for 10 days. Call the technician."),
    ] {
        let home = tempfile::tempdir().unwrap();
        queue_waiting_customer(home.path(), hours);
        let mut command = command(home.path(), arguments);
        command.env("CLOPOS_BASE_URL", format!("http://{}/open-api/v2", dead_address()));
        for name in ["CLIENT_ID", "CLIENT_SECRET", "BRAND", "INTEGRATOR_ID"] {
            command.env(format!("CLOPOS_{name}"), "training");
        }
        let mut desk = Desk::spawn(command, 80, 24);
        desk.wait_for(words);
    }
}
