//! `frontdesk outbox send` against a server that answers from a script: short waits, pauses, registrations that are turned
//! away.

use std::path::Path;
use std::process::Output;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::support::program::{dead_address, json, live, stdout};
use crate::support::scripted::{Reply, Request, Scripted, reply};

const GRANT: &str = r#"{"success":true,"token":"t","expires_in":3600}"#;

/// Answers `POST /customers` by the script, authenticates everybody and finds no customer.
fn server(create: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Scripted {
    Scripted::start(move |request| match (request.method.as_str(), request.path()) {
        (_, "/auth") => reply(200, &[], GRANT),
        ("POST", _) => create(request),
        _ => reply(200, &[], r#"{"success":true,"data":[],"total":0}"#),
    })
}

fn stored(request: &Request) -> Reply {
    let body = request.json();
    let answer = serde_json::json!({"success": true, "data": {"id": 7, "name": body["name"], "cid": body["cid"]}});
    reply(200, &[], &answer.to_string())
}

/// Saves customers while the API cannot be reached.
fn save(home: &Path, names: &[&str]) {
    let away = format!("http://{}", dead_address());
    for name in names {
        let output = live(home, &away).args(["add", "--name", name]).output().unwrap();
        assert_eq!(output.status.code(), Some(5), "{output:?}");
    }
}

fn send(home: &Path, server: &Scripted, more: &[&str]) -> Output {
    live(home, &format!("http://{}", server.address)).args(["outbox", "send"]).args(more).output().unwrap()
}

/// How many are registered by it.
fn send_all(home: &Path, server: &Scripted) -> u64 {
    let sent = json(&send(home, server, &["--json"]));
    sent["registered"].as_u64().unwrap()
}

#[test]
fn a_short_wait_is_waited_for() {
    let home = tempfile::tempdir().unwrap();
    save(home.path(), &["Aysel", "Rauf"]);
    for status in [429, 503] {
        let calls = AtomicUsize::new(0);
        let server = server(move |request| match calls.fetch_add(1, Ordering::SeqCst) {
            0 => reply(status, &[("retry-after", "1")], r#"{"success":false,"error":"slow down"}"#),
            _ => stored(request),
        });
        let output = send(home.path(), &server, &[]);
        assert_eq!(output.status.code(), Some(0), "{status} {output:?}");
        assert!(stdout(&output).contains(" 0 waiting."), "{output:?}");
        save(home.path(), &["Leyla", "Samir"]);
    }
}

#[test]
fn a_pause_of_an_hour_is_not_waited_for_and_now_ends_it() {
    let home = tempfile::tempdir().unwrap();
    save(home.path(), &["Aysel"]);
    let calls = AtomicUsize::new(0);
    let server = server(move |request| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => reply(429, &[("retry-after", "3600")], r#"{"success":false,"error":"slow down"}"#),
        _ => stored(request),
    });
    let begun = Instant::now();
    let output = send(home.path(), &server, &[]);
    assert_ne!(output.status.code(), Some(0), "{output:?}");
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("60 minutes"), "{words}");
    let posts = || server.to("/customers").iter().filter(|request| request.method == "POST").count();
    assert_eq!(posts(), 1);
    let output = send(home.path(), &server, &[]);
    assert_ne!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(posts(), 1, "nothing is sent during the pause");
    assert!(begun.elapsed() < Duration::from_mins(1), "nor is it waited for");
    let output = send(home.path(), &server, &["--now"]);
    assert_eq!((output.status.code(), posts()), (Some(0), 2), "{output:?}");
}

/// A wait that no program can have written: the clock was set back meanwhile.
#[test]
fn a_clock_that_was_set_back_delays_nothing() {
    let server = server(stored);
    for minutes in [2, 10, 59, 24 * 60] {
        let home = tempfile::tempdir().unwrap();
        save(home.path(), &["Aysel"]);
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
fn one_that_is_turned_away_is_refused_and_the_others_go_on() {
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
    for (row, (status, body, sentence)) in table.into_iter().enumerate() {
        // Each place in the queue with a part of the table.
        {
            let position = row % 3;
            let home = tempfile::tempdir().unwrap();
            let mut names = vec!["Leyla", "Rauf"];
            names.insert(position, "Banned");
            save(home.path(), &names);
            let (answer, location) = (body.clone(), [("location", "/elsewhere")]);
            let server = server(move |request| {
                let is_banned = String::from_utf8_lossy(&request.body).contains("Banned");
                if is_banned { reply(status, &location, &answer) } else { stored(request) }
            });
            let mut registered = send_all(home.path(), &server);
            if position == 2 {
                // No other one was sent after it, so it may be that none would pass. Now another one does.
                save(home.path(), &["Samir"]);
                registered += send_all(home.path(), &server) - 1;
            }
            assert_eq!(registered, 2, "{status} {position}");
            let list =
                json(&live(home.path(), "http://127.0.0.1:9").args(["outbox", "list", "--json"]).output().unwrap());
            assert_eq!(list[0]["state"], "refused", "{status} {list}");
            assert!(list[0]["trouble"].as_str().unwrap().contains(sentence), "{status} {list}");
        }
    }
}

/// The rights are missing, or a firewall turns every call away: no registration is at fault.
#[test]
fn where_all_are_turned_away_none_is_refused() {
    for (status, body) in [(403, r#"{"success":false,"error":"Forbidden"}"#), (403, "<html>Blocked</html>"), (302, "")]
    {
        let home = tempfile::tempdir().unwrap();
        save(home.path(), &["Leyla", "Rauf", "Aysel"]);
        let server = server(move |_| reply(status, &[], body));
        for _ in 0..2 {
            let sent = json(&send(home.path(), &server, &["--json", "--now"]));
            assert_eq!((&sent["refused"], &sent["waiting"]), (&0.into(), &3.into()), "{status} {sent}");
        }
    }
}
