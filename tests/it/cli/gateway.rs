//! Answers that are not the API's, on the way of the real binary: what `add`, `outbox send` and `check` make of them.

use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use crate::support::program::{Server, dead_address, json, live, program, stderr, stdout};
use crate::support::scripted::{Reply, Scripted, reply};

const HTML: &str = "<html><head><title>Blocked</title></head></html>";
const GRANT: &str = r#"{"success":true,"token":"t","expires_in":3600}"#;

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn base(server: &Scripted) -> String {
    format!("http://{}/open-api/v2", server.address)
}

/// A server that answers every call like this.
fn answering(status: u16, headers: &'static [(&'static str, &'static str)], body: &'static str) -> Scripted {
    Scripted::start(move |_| reply(status, headers, body))
}

/// A server that grants a token and answers every other call like this.
fn answering_after_auth(with: Reply) -> Scripted {
    Scripted::start(
        move |request| {
            if request.path().ends_with("/auth") { reply(200, &[], GRANT) } else { with.clone() }
        },
    )
}

/// Status, headers, body and how they are named.
type Foreign = (u16, &'static [(&'static str, &'static str)], &'static str, &'static str);

const FOREIGN: &[Foreign] = &[
    (200, &[], HTML, "(200, HTML)"),
    (302, &[("location", "http://127.0.0.1:1/login")], "", "(302, empty)"),
    (307, &[("location", "http://127.0.0.1:1/login")], HTML, "(307, HTML)"),
    (400, &[], HTML, "(400, HTML)"),
    (401, &[("www-authenticate", "Basic")], HTML, "(401, HTML)"),
    (403, &[("server", "squid")], HTML, "(403, HTML)"),
    (404, &[], "default backend - 404", "(404, text)"),
    (407, &[], HTML, "(407, HTML)"),
    (413, &[], HTML, "(413, HTML)"),
    (415, &[], HTML, "(415, HTML)"),
    (422, &[], r#"{"reason":"waf","ray":"1"}"#, "(422, JSON)"),
    (451, &[], HTML, "(451, HTML)"),
    (502, &[], HTML, "(502, HTML)"),
    (504, &[], "", "(504, empty)"),
];

#[test]
fn add_keeps_what_something_in_between_has_answered() {
    for (status, headers, body, named) in FOREIGN {
        for after_auth in [false, true] {
            let home = tempfile::tempdir().unwrap();
            let server = if after_auth {
                answering_after_auth(reply(*status, headers, body))
            } else {
                answering(*status, headers, body)
            };
            let output = live(home.path(), &base(&server)).args(["add", "--json", "--name", "Aysel"]).output().unwrap();
            assert_eq!(code(&output), Some(5), "{status} {after_auth} {output:?}");
            assert_eq!(json(&output)["status"], "kept", "{status} {after_auth}");
            let words = json(&output)["message"].to_string();
            assert!(words.contains("The answer did not come from Clopos"), "{status}: {words}");
            assert!(words.contains(named), "{status}: {words}");
            let auth_calls = server.to("/open-api/v2/auth").len();
            assert!(!after_auth || auth_calls == 1, "{status}: {auth_calls} tokens");
            let list = json(&live(home.path(), &base(&server)).args(["outbox", "list", "--json"]).output().unwrap());
            assert_eq!(list.as_array().unwrap().len(), 1, "{status}");
        }
    }
}

#[test]
fn outbox_send_reports_it_and_nothing_is_refused() {
    for status in [400, 401, 403, 404, 413, 415, 422] {
        let home = tempfile::tempdir().unwrap();
        let away = format!("http://{}/open-api/v2", dead_address());
        for name in ["Aysel", "Rauf"] {
            let kept = live(home.path(), &away).args(["add", "--name", name]).output().unwrap();
            assert_eq!(code(&kept), Some(5), "{kept:?}");
        }
        let server = answering_after_auth(reply(status, &[], HTML));
        let output = live(home.path(), &base(&server)).args(["outbox", "send", "--now"]).output().unwrap();
        assert!(matches!(code(&output), Some(5 | 7)), "{status} {output:?}");
        let named = format!("The answer did not come from Clopos ({status}, HTML)");
        assert!(stderr(&output).contains(&named), "{status} {output:?}");
        assert!(stdout(&output).contains("0 rejected, 2 waiting"), "{status} {output:?}");
        assert_eq!(server.to("/open-api/v2/auth").len(), 1, "{status}");

        let back = Server::start(home.path(), &[]);
        let mut waiting = Value::from(2);
        while waiting != 0 {
            let sent = live(home.path(), &back.v2()).args(["outbox", "send", "--now", "--json"]).output().unwrap();
            assert!(matches!(code(&sent), Some(0 | 5)), "{sent:?}");
            waiting = json(&sent)["waiting"].clone();
        }
    }
}

#[test]
fn check_names_what_is_in_between_and_not_the_credentials() {
    for (status, headers, body, named) in FOREIGN {
        let home = tempfile::tempdir().unwrap();
        let server = answering(*status, headers, body);
        let output = live(home.path(), &base(&server)).arg("check").output().unwrap();
        assert_eq!(code(&output), Some(7), "{status} {output:?}");
        let words = stdout(&output);
        let line = words.lines().find(|line| line.starts_with("✗ reachable")).unwrap_or_else(|| panic!("{words}"));
        assert!(line.contains("The answer did not come from Clopos"), "{line}");
        assert!(line.contains(named) && !line.contains("client_secret"), "{line}");
    }
}

#[test]
fn a_group_that_cannot_be_listed_sends_nothing_and_says_so() {
    let table = [
        (Reply::Cut(Vec::new()), "lost"),
        (reply(500, &[], r#"{"success":false,"error":"Server Error"}"#), "500"),
        (reply(502, &[], HTML), "(502, HTML)"),
        (reply(403, &[], HTML), "(403, HTML)"),
        (reply(200, &[], r#"{"success":tr"#), "(200)"),
    ];
    for (with, named) in table {
        let home = tempfile::tempdir().unwrap();
        let server = answering_after_auth(with);
        let arguments = ["add", "--json", "--name", "Aysel", "--group", "VIP"];
        let output = live(home.path(), &base(&server)).args(arguments).output().unwrap();
        assert_eq!(code(&output), Some(7), "{named} {output:?}");
        let object = json(&output);
        assert_eq!(object["status"], "not_reachable", "{named}");
        let words = object["message"].as_str().unwrap();
        assert!(words.starts_with("Not registered") && words.contains(named), "{words}");
        assert!(!words.contains("may be registered") && !words.contains("is checked"), "{words}");
        assert!(server.to("/open-api/v2/customers").is_empty());
    }
}

#[test]
fn a_dead_proxy_is_named_without_its_credentials() {
    let refusing = answering(403, &[], HTML);
    for proxy in [dead_address(), refusing.address] {
        for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
            let home = tempfile::tempdir().unwrap();
            let mut program = live(home.path(), "https://integrations.example/open-api/v2");
            let output = program.env(variable, format!("http://user:s3cret@{proxy}")).arg("check").output().unwrap();
            assert_eq!(code(&output), Some(7), "{output:?}");
            let words = stdout(&output);
            assert!(words.contains(&format!("the proxy {proxy}")), "{variable} {words}");
            assert!(!words.contains("s3cret") && !words.contains("user:"), "{words}");
        }
    }
    let home = tempfile::tempdir().unwrap();
    let proxy = dead_address();
    let mut program = live(home.path(), "https://integrations.example/open-api/v2");
    let kept = program.env("HTTPS_PROXY", format!("http://{proxy}")).args(["add", "--name", "Aysel"]).output().unwrap();
    assert_eq!(code(&kept), Some(5), "{kept:?}");
    assert!(stderr(&kept).contains(&format!("the proxy {proxy}")), "{kept:?}");
}

#[test]
fn check_names_the_key_that_is_wrong() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    let check = |base: &str, venue: &str| {
        let output = live(home.path(), base).env("CLOPOS_VENUE_ID", venue).arg("check").output().unwrap();
        (code(&output), stdout(&output).lines().filter(|line| line.starts_with("✗ ")).collect::<Vec<_>>().join("\n"))
    };
    let (_, venue) = check(&server.v2(), "9");
    assert!(
        venue.starts_with("✗ venue") && venue.contains("clopos.venue_id") && venue.contains("1 Main venue"),
        "{venue}"
    );
    assert_eq!(venue.lines().count(), 1, "{venue}");
    for path in ["", "/", "/api", "/open-api/v3", "/v2"] {
        let (exit, address) = check(&format!("http://{}{path}", server.address), "1");
        assert_eq!(exit, Some(2), "{path}: {address}");
        assert!(address.starts_with("✗ reachable") && address.contains("clopos.base_url"), "{path}: {address}");
        assert!(!address.contains("client_id"), "{path}: {address}");
    }
    let v1 = live(home.path(), &server.v1())
        .env_remove("CLOPOS_INTEGRATOR_ID")
        .env("CLOPOS_VENUE_ID", "9")
        .arg("check")
        .output()
        .unwrap();
    assert!(stdout(&v1).contains("that clopos.venue_id is a venue of this brand"), "{v1:?}");
    assert!(!stdout(&v1).contains("integrator_id"), "{v1:?}");
}

#[test]
fn a_fault_of_the_account_has_a_sentence_of_its_own() {
    let table = [
        ("Client is disabled", "The Open API is switched off", 6),
        ("Invalid integrator_id", "clopos.integrator_id", 6),
        ("Integrator is in test mode. But brand is not in test mode", "test mode, but the brand is not", 6),
    ];
    for (said, named, exit) in table {
        for status in [200, 400, 401, 403] {
            let home = tempfile::tempdir().unwrap();
            let body = format!(r#"{{"success":false,"error":"{said}"}}"#);
            let server = Scripted::start(move |request| match request.path() {
                "/open-api/v2/auth" => reply(200, &[], GRANT),
                _ => reply(status, &[], &body),
            });
            let check = live(home.path(), &base(&server)).arg("check").output().unwrap();
            assert_eq!(code(&check), Some(exit), "{status} {check:?}");
            assert!(stdout(&check).contains(named), "{status} {check:?}");
            let add = live(home.path(), &base(&server)).args(["add", "--name", "Aysel"]).output().unwrap();
            assert!(matches!(code(&add), Some(2 | 6)), "{status} {add:?}");
            let tokens = server.to("/open-api/v2/auth").len();
            assert_eq!(tokens, 1, "{status} {said}: no new authentication");
        }
    }
}

#[test]
fn a_server_that_asks_to_wait_is_left_alone_by_every_command() {
    for (status, value) in [(503, "120"), (503, "Fri, 01 Jan 2100 00:00:00 GMT"), (502, "120"), (504, "120")] {
        let home = tempfile::tempdir().unwrap();
        let over = Arc::new(AtomicBool::new(false));
        let (is_over, value) = (Arc::clone(&over), value.to_owned());
        let server = Scripted::start(move |request| {
            if request.path().ends_with("/auth") {
                reply(200, &[], GRANT)
            } else if is_over.load(Ordering::SeqCst) {
                reply(200, &[], r#"{"success":true,"data":[]}"#)
            } else {
                reply(status, &[("retry-after", &value)], HTML)
            }
        });
        for name in ["Aysel", "Rauf", "Leyla"] {
            let kept = live(home.path(), &base(&server)).args(["add", "--name", name]).output().unwrap();
            assert_eq!(code(&kept), Some(5), "{kept:?}");
        }
        let _ = live(home.path(), &base(&server)).args(["outbox", "send"]).output().unwrap();
        let calls = server.requests().iter().filter(|request| !request.path().ends_with("/auth")).count();
        assert_eq!(calls, 1, "{status} {:?}", server.requests().len());
        over.store(true, Ordering::SeqCst);
    }
}

#[test]
fn the_generation_follows_the_credentials_and_training_talks_v1() {
    // The credentials that make a generation: integrator_id v2, venue_id alone v1.
    for (integrator, path, headers) in
        [(true, "/open-api/v2", &["x-token"][..]), (false, "/open-api", &["x-token", "x-brand", "x-venue"])]
    {
        let home = tempfile::tempdir().unwrap();
        let server = answering_after_auth(reply(200, &[], r#"{"success":true,"data":{"id":14,"name":"Aysel"}}"#));
        let mut program = live(home.path(), &format!("http://{}{path}", server.address));
        if !integrator {
            program.env_remove("CLOPOS_INTEGRATOR_ID");
        }
        let output = program.args(["add", "--name", "Aysel"]).output().unwrap();
        assert_eq!(code(&output), Some(0), "{output:?}");
        let call = server.to(&format!("{path}/customers"))[0].clone();
        for header in headers {
            assert!(call.header(header).is_some(), "{path} {header}");
        }
        assert_eq!(call.header("idempotency-key").is_some(), !integrator);
        assert_eq!(call.header("x-brand").is_some(), !integrator);
        let keys: Vec<String> = call.json().as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["cid", "name"], "what is empty is left out");
    }
    let home = tempfile::tempdir().unwrap();
    let mut program = program(home.path());
    let training = program.env("FRONTDESK_LOG", "info").args(["add", "--json", "--name", "Aysel"]).output().unwrap();
    assert_eq!(code(&training), Some(0), "{training:?}");
    let log = std::fs::read_to_string(home.path().join("state/frontdesk.log")).unwrap();
    assert!(log.contains("/open-api/auth\"") && log.contains("/open-api/customers\"") && !log.contains("/v2"), "{log}");
}
