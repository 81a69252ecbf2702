//! Many desks that start together: what they need of the API is listed once for all of them.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::program::live;
use crate::support::scripted::{Scripted, reply};

/// In the tests of every change fewer than in a large restaurant.
const DESKS: usize = 12;

#[test]
fn desks_that_start_together_list_venues_and_groups_once() {
    let home = tempfile::tempdir().unwrap();
    let server = Scripted::start(|request| match request.path() {
        "/auth" => reply(200, &[], r#"{"success":true,"token":"t","expires_in":3600}"#),
        "/venues" => reply(200, &[], r#"{"success":true,"data":[{"id":1,"name":"Sahil","is_main":true}],"total":1}"#),
        _ => reply(200, &[], r#"{"success":true,"data":[{"id":2,"name":"Regulars"}],"total":1}"#),
    });
    let start = || {
        let mut desk = live(home.path(), &format!("http://{}", server.address));
        desk.arg("--plain").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let mut desks: Vec<_> = (0..DESKS).map(|_| start()).collect();
    let deadline = Instant::now() + Duration::from_mins(1);
    let wait_for = |what: &str, done: &dyn Fn() -> bool| {
        while !done() {
            assert!(Instant::now() < deadline, "{what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    wait_for("nothing was listed", &|| home.path().join("state/groups-live.json").exists());
    // A desk that starts later asks for nothing; it has started when it owns its part of the state directory.
    let owners = || std::fs::read_dir(home.path().join("state/owners")).map_or(0, Iterator::count);
    wait_for("not all started", &|| owners() >= DESKS);
    desks.push(start());
    wait_for("the last one did not start", &|| owners() > DESKS);
    for desk in &mut desks {
        drop(desk.stdin.take());
        desk.wait().unwrap();
    }
    let calls: Vec<_> = server.requests().iter().map(|request| request.path().to_owned()).collect();
    assert!(calls.len() <= 4, "{calls:?}");
    assert!(server.to("/customer-groups").len() == 1 && server.to("/venues").len() == 1, "{calls:?}");
}
