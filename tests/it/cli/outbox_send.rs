//! `frontdesk outbox send` with a scripted server: short waits, long waits, and rejected registrations.

use std::path::Path;
use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::support::program::{code, dead_address, json, live, stdout};
use crate::support::scripted::{Reply, Request, Scripted, reply};
use crate::support::table::each_row;

const TOKEN_RESPONSE: &str = r#"{"success":true,"token":"t","expires_in":3600}"#;

/// Starts a server that answers `POST /customers` with `create`, accepts all credentials and finds no customer.
fn start_api(create: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Scripted {
    Scripted::start(move |request| match (request.method.as_str(), request.path()) {
        (_, "/auth") => reply(200, &[], TOKEN_RESPONSE),
        ("POST", _) => create(request),
        _ => reply(200, &[], r#"{"success":true,"data":[],"total":0}"#),
    })
}

fn created(request: &Request) -> Reply {
    let body = request.json();
    let answer = serde_json::json!({"success": true, "data": {"id": 7, "name": body["name"], "cid": body["cid"]}});
    reply(200, &[], &answer.to_string())
}

/// Queues customers while the API cannot be reached.
fn queue_customers(home: &Path, names: &[&str]) {
    let unreachable = format!("http://{}", dead_address());
    for name in names {
        let output = live(home, &unreachable).args(["add", "--name", name]).output().unwrap();
        assert_eq!(output.status.code(), Some(5), "{output:?}");
    }
}

fn send(home: &Path, server: &Scripted, options: &[&str]) -> Output {
    live(home, &format!("http://{}", server.address)).args(["outbox", "send"]).args(options).output().unwrap()
}

/// Sends the outbox and returns the number of registered customers.
fn send_and_count_registered(home: &Path, server: &Scripted) -> u64 {
    let sent = json(&send(home, server, &["--json"]));
    sent["registered"].as_u64().unwrap()
}

fn list(home: &Path) -> serde_json::Value {
    json(&live(home, "http://127.0.0.1:9").args(["outbox", "list", "--json"]).output().unwrap())
}

/// Every answer leaves it open if the customer is stored, and no look-up finds him.
#[test]
fn the_reason_of_the_first_answer_is_shown_until_the_customer_is_registered() {
    let html = "<html><h1>Bad Gateway</h1></html>";
    let server_error = r#"{"error":[{"message":"SQLSTATE","type":"server_side","exception":"X","http_code":500}]}"#;
    let table = [
        (500, server_error, "Server error (500)"),
        (500, r#"{"success":false}"#, "Server error (500)"),
        (503, r#"{"success":false,"error":"maintenance"}"#, "Server error (503)"),
        (502, html, "did not come from Clopos (502, HTML)"),
        (504, "", "did not come from Clopos (504, empty)"),
        (200, html, "did not come from Clopos (200, HTML)"),
        (200, r#"{"success":true,"data":{"#, "could not be read (200)"),
        (200, r#"{"success":true,"data":{}}"#, "could not be read (200)"),
        (200, r#"{"success":"true","data":{"id":5}}"#, "could not be read (200)"),
        (201, "", "did not come from Clopos (201, empty)"),
        (204, "", "did not come from Clopos (204, empty)"),
        (999, "{}", "did not come from Clopos (999, JSON)"),
    ];
    each_row(table, |(status, body, reason)| {
        let home = tempfile::tempdir().unwrap();
        let server = start_api(move |_| reply(status, &[], body));
        let base_url = format!("http://{}", server.address);
        for (name, phone) in [("Aysel", "0501234567"), ("Rauf", "0501234568")] {
            let arguments = ["add", "--json", "--name", name, "--phone", phone];
            let added = live(home.path(), &base_url).args(arguments).output().unwrap();
            assert_eq!((code(&added), &json(&added)["status"]), (Some(5), &"kept".into()), "{status} {added:?}");
            assert!(json(&added)["message"].as_str().unwrap().contains(reason), "{status} {added:?}");
        }
        for row in list(home.path()).as_array().unwrap() {
            assert!(row["trouble"].as_str().unwrap_or_default().contains(reason), "{status} {body} {row}");
        }
        let sent = send(home.path(), &server, &["--json", "--now"]);
        assert_eq!((code(&sent), &json(&sent)["waiting"]), (Some(7), &2.into()), "{status} {sent:?}");
        assert!(json(&sent)["message"].as_str().unwrap().contains(reason), "{status} {sent:?}");
        for row in list(home.path()).as_array().unwrap() {
            assert!(row["trouble"].as_str().unwrap_or_default().contains(reason), "{status} {body} {row}");
        }
    });
}

/// The registrations failed and look-ups worked. Each mixture of customers to look up and to send is sent in one run.
#[test]
fn after_a_repair_one_run_looks_up_and_sends() {
    let table = (1..=3).flat_map(|added| (0..=1).flat_map(move |sends| [true, false].map(|now| (added, sends, now))));
    each_row(table, |(added, sends, now)| {
        let home = tempfile::tempdir().unwrap();
        let is_repaired = Arc::new(AtomicBool::new(false));
        let repaired = Arc::clone(&is_repaired);
        let server = start_api(move |request| {
            if repaired.load(Ordering::SeqCst) { created(request) } else { reply(500, &[], r#"{"success":false}"#) }
        });
        for number in 0..added {
            let phone = format!("050123456{number}");
            let arguments = ["add", "--name", "Aysel", "--phone", &phone];
            let output = live(home.path(), &format!("http://{}", server.address)).args(arguments).output().unwrap();
            assert_eq!(code(&output), Some(5), "{output:?}");
        }
        for _ in 0..sends {
            let output = send(home.path(), &server, &["--json", "--now"]);
            assert_eq!((code(&output), json(&output)["message"].is_string()), (Some(7), true), "{output:?}");
        }
        is_repaired.store(true, Ordering::SeqCst);
        let options: &[&str] = if now { &["--json", "--now"] } else { &["--json"] };
        let output = send(home.path(), &server, options);
        let sent = json(&output);
        let expected = (Some(0), &added.into(), &0.into(), &serde_json::Value::Null);
        assert_eq!((code(&output), &sent["registered"], &sent["waiting"], &sent["message"]), expected, "{sends} {now}");
    });
}

#[test]
fn outbox_send_waits_for_a_short_retry_after() {
    each_row([429, 503], |status| {
        let home = tempfile::tempdir().unwrap();
        queue_customers(home.path(), &["Aysel", "Rauf"]);
        let calls = AtomicUsize::new(0);
        let server = start_api(move |request| match calls.fetch_add(1, Ordering::SeqCst) {
            0 => reply(status, &[("retry-after", "1")], r#"{"success":false,"error":"slow down"}"#),
            _ => created(request),
        });
        let output = send(home.path(), &server, &[]);
        assert_eq!(output.status.code(), Some(0), "{status} {output:?}");
        assert!(stdout(&output).contains(" 0 waiting."), "{output:?}");
    });
}

#[test]
fn outbox_send_does_not_wait_for_an_hour_and_now_ends_the_pause() {
    let home = tempfile::tempdir().unwrap();
    queue_customers(home.path(), &["Aysel"]);
    let calls = AtomicUsize::new(0);
    let server = start_api(move |request| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => reply(429, &[("retry-after", "3600")], r#"{"success":false,"error":"slow down"}"#),
        _ => created(request),
    });
    let start = Instant::now();
    let output = send(home.path(), &server, &[]);
    assert_ne!(output.status.code(), Some(0), "{output:?}");
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("60 minutes"), "{words}");
    let posts = || server.requests_to("/customers").iter().filter(|request| request.method == "POST").count();
    assert_eq!(posts(), 1);
    let output = send(home.path(), &server, &[]);
    assert_ne!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(posts(), 1, "nothing is sent during the pause");
    assert!(start.elapsed() < Duration::from_mins(1), "nor is it waited for");
    let output = send(home.path(), &server, &["--now"]);
    assert_eq!((output.status.code(), posts()), (Some(0), 2), "{output:?}");
}

#[test]
fn outbox_send_makes_no_more_calls_than_the_share_of_the_host() {
    let home = tempfile::tempdir().unwrap();
    queue_customers(home.path(), &["Aysel", "Rauf", "Leyla", "Samir", "Nigar"]);
    let settings = home.path().join("share.toml");
    std::fs::write(&settings, "[clopos]\ncalls_per_minute = 2\n").unwrap();
    let (server, begun) = (start_api(created), Instant::now());
    let output = send(home.path(), &server, &["--config", settings.to_str().unwrap()]);
    let posts = server.requests_to("/customers").len();
    // A machine that needs a minute for this may make two more.
    assert!(posts == 2 || (posts == 4 && begun.elapsed() > Duration::from_mins(1)), "{posts} {output:?}");
    assert_eq!(output.status.code(), Some(7), "the rest waits: {output:?}");
}

/// The outbox contains a wait that no program can have written, because the clock was set back afterwards.
#[test]
fn a_clock_that_was_set_back_delays_nothing() {
    let server = start_api(created);
    for minutes in [2, 10, 59, 24 * 60] {
        let home = tempfile::tempdir().unwrap();
        queue_customers(home.path(), &["Aysel"]);
        let due = chrono::Utc::now() + chrono::TimeDelta::minutes(minutes);
        let raw = rusqlite::Connection::open(home.path().join("state/outbox.sqlite")).unwrap();
        raw.execute("UPDATE registration SET not_before = ?1", [due.timestamp_millis()]).unwrap();
        drop(raw);
        let output = send(home.path(), &server, &[]);
        assert_eq!(
            (output.status.code(), stdout(&output).as_str()),
            (Some(0), "1 registered, 0 rejected, 0 waiting.\n")
        );
    }
}

#[test]
fn a_registration_that_is_turned_away_is_rejected_and_the_others_are_sent() {
    let api = |message: &str| format!(r#"{{"success":false,"error":"{message}"}}"#);
    let table = [
        (403, "<html>Blocked</html>".to_owned(), "403"),
        (403, r#"{"code":"BLOCKED"}"#.to_owned(), "403"),
        (403, api("Forbidden here"), "Forbidden here"),
        (401, api("Invalid token"), ""),
        (401, "<html>Log in</html>".to_owned(), "401"),
        (404, "<html>Not found</html>".to_owned(), "404"),
        (404, api("No such route"), "404"),
        (302, String::new(), "302"),
        (307, "<html>Moved</html>".to_owned(), "307"),
        (407, String::new(), "407"),
        (451, "unavailable".to_owned(), "451"),
        (402, api("Pay first"), "Pay first"),
    ];
    each_row(table.into_iter().enumerate(), |(row, (status, body, sentence))| {
        // Each position in the queue is tested with a part of the table.
        let position = row % 3;
        let home = tempfile::tempdir().unwrap();
        let mut names = vec!["Leyla", "Rauf"];
        names.insert(position, "Banned");
        queue_customers(home.path(), &names);
        let (answer, location) = (body.clone(), [("location", "/elsewhere")]);
        let server = start_api(move |request| {
            let is_banned = String::from_utf8_lossy(&request.body).contains("Banned");
            if is_banned { reply(status, &location, &answer) } else { created(request) }
        });
        let mut registered = send_and_count_registered(home.path(), &server);
        if position == 2 {
            // No registration was sent after it, so perhaps all would be rejected. Now another one is accepted.
            queue_customers(home.path(), &["Samir"]);
            registered += send_and_count_registered(home.path(), &server) - 1;
        }
        assert_eq!(registered, 2, "{status} {position}");
        let list = list(home.path());
        assert_eq!(list[0]["state"], "refused", "{status} {list}");
        assert!(list[0]["trouble"].as_str().unwrap().contains(sentence), "{status} {list}");
    });
}

/// The credentials lack a permission, or a firewall blocks every call. The registrations are not the cause.
#[test]
fn if_every_registration_is_turned_away_none_is_rejected() {
    let table = [(403, r#"{"success":false,"error":"Forbidden"}"#), (403, "<html>Blocked</html>"), (302, "")];
    each_row(table, |(status, body)| {
        let home = tempfile::tempdir().unwrap();
        queue_customers(home.path(), &["Leyla", "Rauf", "Aysel"]);
        let server = start_api(move |_| reply(status, &[], body));
        for _ in 0..2 {
            let sent = json(&send(home.path(), &server, &["--json", "--now"]));
            assert_eq!((&sent["refused"], &sent["waiting"]), (&0.into(), &3.into()), "{status} {sent}");
        }
    });
}
