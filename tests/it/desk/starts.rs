//! Many desks that start together list venues and groups only once.

use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serial_test::serial;

use crate::support::program::{json, live};
use crate::support::scripted::{Reply, Scripted, json_reply, reply};

/// The desks of a large restaurant.
const DESK_COUNT: usize = 50;

/// The desks of a small one.
const FEW: usize = 6;

const VENUES: &str = r#"{"success":true,"data":[{"id":1,"name":"Sahil","is_main":true}],"total":1}"#;
const GROUPS: &str = r#"{"success":true,"data":[{"id":2,"name":"Regulars"}],"total":1}"#;
const FORBIDDEN: &str = r#"{"success":false,"error":"no module","message":"Forbidden"}"#;
const INVALID: &str = r#"{"success":false,"message":"Validation failed","error":"The name is invalid."}"#;
const MISSING: &str = r#"{"success":false,"error":"not_found","message":"No such resource"}"#;

fn server(venues: (u16, &'static str), groups: (u16, &'static str)) -> Scripted {
    Scripted::start(move |request| match request.path() {
        "/auth" => json_reply(&serde_json::json!({"success": true, "token": "t", "expires_in": 3600})),
        "/venues" => answer(venues),
        _ => answer(groups),
    })
}

fn answer((status, body): (u16, &str)) -> Reply {
    reply(status, &[], body)
}

fn start(home: &Path, server: &Scripted) -> Child {
    let mut desk = live(home, &format!("http://{}", server.address));
    desk.arg("--plain").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn wait_for(what: &str, done: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(2);
    while !done() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Starts desks, and one more when all have started; returns the calls that they made.
fn calls_of(desks: usize, server: &Scripted) -> Vec<String> {
    let home = tempfile::tempdir().unwrap();
    let mut running: Vec<_> = (0..desks).map(|_| start(home.path(), server)).collect();
    wait_for("nothing was listed", || home.path().join("state/groups-live.json").exists());
    // A desk that starts later makes no request. It has started when its owner file is in the state directory.
    let owners = || std::fs::read_dir(home.path().join("state/owners")).map_or(0, Iterator::count);
    wait_for("not all started", || owners() >= desks);
    running.push(start(home.path(), server));
    wait_for("the last one did not start", || owners() > desks);
    for desk in &mut running {
        drop(desk.stdin.take());
        desk.wait().unwrap();
    }
    server.requests().iter().map(|request| request.path().to_owned()).collect()
}

#[test]
#[serial]
fn desks_that_start_together_list_venues_and_groups_once() {
    let server = server((200, VENUES), (200, GROUPS));
    let calls = calls_of(DESK_COUNT, &server);
    assert!(calls.len() <= 4, "{calls:?}");
    assert!(server.requests_to("/customer-groups").len() == 1 && server.requests_to("/venues").len() == 1, "{calls:?}");
}

#[test]
fn what_cannot_be_listed_is_asked_for_once_as_well() {
    let empty = r#"{"success":true,"data":[],"total":0}"#;
    let table = [
        ((403, FORBIDDEN), (200, GROUPS)),
        ((404, MISSING), (200, GROUPS)),
        ((500, "{}"), (200, GROUPS)),
        ((200, empty), (200, empty)),
        ((200, VENUES), (403, FORBIDDEN)),
        ((403, FORBIDDEN), (403, FORBIDDEN)),
        ((403, FORBIDDEN), (404, MISSING)),
    ];
    for (venues, groups) in table {
        let server = server(venues, groups);
        let calls = calls_of(FEW, &server);
        let of = |path: &str| server.requests_to(path).len();
        assert!(of("/customer-groups") == 1 && of("/venues") == 1, "{venues:?} {groups:?}: {calls:?}");
        assert!(calls.len() <= 4, "{calls:?}");
    }
}

#[test]
fn the_groups_of_another_brand_in_the_same_directory_are_not_used() {
    let home = tempfile::tempdir().unwrap();
    let is_away = Arc::new(AtomicBool::new(false));
    let away = Arc::clone(&is_away);
    let server = Scripted::start(move |request| match request.path() {
        _ if away.load(Ordering::Relaxed) => Reply::Cut(Vec::new()),
        "/auth" => json_reply(&serde_json::json!({"success": true, "token": "t", "expires_in": 3600})),
        "/customer-groups" => answer((200, GROUPS)),
        _ => answer((400, INVALID)),
    });
    let run = |brand: &str, arguments: &[&str]| {
        let mut command = live(home.path(), &format!("http://{}", server.address));
        command.env("CLOPOS_BRAND", brand).args(arguments).output().unwrap()
    };
    let add = ["add", "--name", "Aysel", "--group", "Regulars"];
    run("one", &add);
    is_away.store(true, Ordering::Relaxed);
    // The first brand's cashier has the group also without a connection; the second one's has none of this name.
    let refused = run("two", &add);
    assert_eq!(refused.status.code(), Some(7), "{refused:?}");
    assert_eq!(json(&run("two", &["outbox", "list", "--json"])).as_array().map(Vec::len), Some(0));
    assert_eq!(run("one", &add).status.code(), Some(5));
    let stored = std::fs::read_to_string(home.path().join("state/groups-live.json")).unwrap();
    assert!(stored.contains("Regulars") && !stored.contains("one"), "{stored}");
}
