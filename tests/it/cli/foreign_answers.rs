//! `add`, `outbox send` and `check` of the real binary, if an answer is not from Clopos.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use crate::support::program::{Server, code, dead_address, json, live, stderr, stdout};
use crate::support::scripted::{Reply, Scripted, reply};
use crate::support::table::each_row;

const HTML: &str = "<html><head><title>Blocked</title></head></html>";
pub(super) const TOKEN_RESPONSE: &str = r#"{"success":true,"token":"t","expires_in":3600}"#;

pub(super) fn base_url(server: &Scripted) -> String {
    format!("http://{}/open-api/v2", server.address)
}

/// Starts a server that gives the same answer to every call.
fn server_answering(status: u16, headers: &'static [(&'static str, &'static str)], body: &'static str) -> Scripted {
    Scripted::start(move |_| reply(status, headers, body))
}

/// Starts a server that issues a token and gives the same answer to every other call.
pub(super) fn server_answering_after_auth(answer: Reply) -> Scripted {
    Scripted::start(
        move |request| {
            if request.path().ends_with("/auth") { reply(200, &[], TOKEN_RESPONSE) } else { answer.clone() }
        },
    )
}

/// Status, headers, body, and their description in a message.
type ForeignAnswer = (u16, &'static [(&'static str, &'static str)], &'static str, &'static str);

const FOREIGN_ANSWERS: &[ForeignAnswer] = &[
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
fn add_queues_after_an_answer_that_is_not_from_clopos() {
    each_row(FOREIGN_ANSWERS, |(status, headers, body, named)| {
        for after_auth in [false, true] {
            let home = tempfile::tempdir().unwrap();
            let server = if after_auth {
                server_answering_after_auth(reply(*status, headers, body))
            } else {
                server_answering(*status, headers, body)
            };
            let output =
                live(home.path(), &base_url(&server)).args(["add", "--json", "--name", "Aysel"]).output().unwrap();
            assert_eq!(code(&output), Some(5), "{status} {after_auth} {output:?}");
            assert_eq!(json(&output)["status"], "kept", "{status} {after_auth}");
            let words = json(&output)["message"].to_string();
            assert!(words.contains("The answer did not come from Clopos"), "{status}: {words}");
            assert!(words.contains(named), "{status}: {words}");
            let auth_calls = server.requests_to("/open-api/v2/auth").len();
            assert!(!after_auth || auth_calls == 1, "{status}: {auth_calls} tokens");
            let list =
                json(&live(home.path(), &base_url(&server)).args(["outbox", "list", "--json"]).output().unwrap());
            assert_eq!(list.as_array().unwrap().len(), 1, "{status}");
        }
    });
}

/// `success: false` with any status is an error of this customer, unless its words are about the account.
#[test]
fn success_false_rejects_the_customer_and_not_the_settings() {
    let no_reason = "Clopos rejected this customer without a reason.";
    let code_500 = r#"{"success":false,"error":[{"message":"SQLSTATE","type":"server_side","http_code":500}]}"#;
    let table = [
        (200, r#"{"success":false}"#, (3, "refused"), no_reason),
        (201, r#"{"success":false,"error":[]}"#, (3, "refused"), no_reason),
        (400, r#"{"success":false}"#, (3, "refused"), no_reason),
        (422, r#"{"success":false,"message":null}"#, (3, "refused"), no_reason),
        (200, r#"{"success":false,"error":"Something went wrong"}"#, (3, "refused"), "Something went wrong"),
        (200, r#"{"success":false,"error":"Brand not found"}"#, (2, "bad_settings"), "Brand not found"),
        (400, r#"{"success":false,"error":"Brand not found"}"#, (2, "bad_settings"), "Brand not found"),
        (200, r#"{"success":false,"error":"Client is disabled"}"#, (6, "not_permitted"), "Client is disabled"),
        (200, code_500, (5, "kept"), "Server error (500)"),
    ];
    each_row(table, |(status, body, (exit, name), words)| {
        let home = tempfile::tempdir().unwrap();
        let server = Scripted::start(move |request| match request.method.as_str() {
            _ if request.path().ends_with("/auth") => reply(200, &[], TOKEN_RESPONSE),
            "POST" => reply(status, &[], body),
            _ => reply(200, &[], r#"{"success":true,"data":[],"total":0}"#),
        });
        let output = live(home.path(), &base_url(&server)).args(["add", "--json", "--name", "Aysel"]).output().unwrap();
        assert_eq!((code(&output), &json(&output)["status"]), (Some(exit), &name.into()), "{status} {body} {output:?}");
        assert!(json(&output)["message"].as_str().unwrap().contains(words), "{status} {body} {output:?}");
        if exit == 3 {
            assert_eq!(server.requests_to("/open-api/v2/customers").len(), 1, "{status} {body}");
        }
    });
}

#[test]
fn outbox_send_reports_a_foreign_answer_and_rejects_nothing() {
    for status in [400, 401, 403, 404, 413, 415, 422] {
        let home = tempfile::tempdir().unwrap();
        let unreachable = format!("http://{}/open-api/v2", dead_address());
        for name in ["Aysel", "Rauf"] {
            let queued = live(home.path(), &unreachable).args(["add", "--name", name]).output().unwrap();
            assert_eq!(code(&queued), Some(5), "{queued:?}");
        }
        let server = server_answering_after_auth(reply(status, &[], HTML));
        let output = live(home.path(), &base_url(&server)).args(["outbox", "send", "--now"]).output().unwrap();
        assert!(matches!(code(&output), Some(5 | 7)), "{status} {output:?}");
        let named = format!("The answer did not come from Clopos ({status}, HTML)");
        assert!(stderr(&output).contains(&named), "{status} {output:?}");
        assert!(stdout(&output).contains("0 rejected, 2 waiting"), "{status} {output:?}");
        assert_eq!(server.requests_to("/open-api/v2/auth").len(), 1, "{status}");

        let reachable = Server::start(home.path(), &[]);
        let mut waiting = Value::from(2);
        while waiting != 0 {
            let sent = live(home.path(), &reachable.v2()).args(["outbox", "send", "--now", "--json"]).output().unwrap();
            assert!(matches!(code(&sent), Some(0 | 5)), "{sent:?}");
            waiting = json(&sent)["waiting"].clone();
        }
    }
}

#[test]
fn check_reports_a_foreign_answer_and_not_the_credentials() {
    for (status, headers, body, named) in FOREIGN_ANSWERS {
        let home = tempfile::tempdir().unwrap();
        let server = server_answering(*status, headers, body);
        let output = live(home.path(), &base_url(&server)).arg("check").output().unwrap();
        assert_eq!(code(&output), Some(7), "{status} {output:?}");
        let words = stdout(&output);
        let line = words.lines().find(|line| line.starts_with("✗ reachable")).unwrap_or_else(|| panic!("{words}"));
        assert!(line.contains("The answer did not come from Clopos"), "{line}");
        assert!(line.contains(named) && !line.contains("client_secret"), "{line}");
    }
}

#[test]
fn add_sends_nothing_if_the_groups_cannot_be_listed() {
    let table = [
        (Reply::Cut(Vec::new()), "lost"),
        (reply(500, &[], r#"{"success":false,"error":"Server Error"}"#), "500"),
        (reply(502, &[], HTML), "(502, HTML)"),
        (reply(403, &[], HTML), "(403, HTML)"),
        (reply(200, &[], r#"{"success":tr"#), "(200)"),
    ];
    for (answer, named) in table {
        let home = tempfile::tempdir().unwrap();
        let server = server_answering_after_auth(answer);
        let arguments = ["add", "--json", "--name", "Aysel", "--group", "VIP"];
        let output = live(home.path(), &base_url(&server)).args(arguments).output().unwrap();
        assert_eq!(code(&output), Some(7), "{named} {output:?}");
        let object = json(&output);
        assert_eq!(object["status"], "not_reachable", "{named}");
        let words = object["message"].as_str().unwrap();
        assert!(words.starts_with("Not registered") && words.contains(named), "{words}");
        assert!(!words.contains("Maybe the customer") && !words.contains("the program checks"), "{words}");
        assert!(server.requests_to("/open-api/v2/customers").is_empty());
    }
}

#[test]
fn an_unreachable_proxy_is_named_without_its_credentials() {
    let refusing = server_answering(403, &[], HTML);
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
    let queued =
        program.env("HTTPS_PROXY", format!("http://{proxy}")).args(["add", "--name", "Aysel"]).output().unwrap();
    assert_eq!(code(&queued), Some(5), "{queued:?}");
    assert!(stderr(&queued).contains(&format!("the proxy {proxy}")), "{queued:?}");
}

#[test]
fn every_command_respects_retry_after() {
    let table = [(503, "120"), (503, "Fri, 01 Jan 2100 00:00:00 GMT"), (502, "120"), (504, "120")];
    each_row(table, |(status, value)| {
        let home = tempfile::tempdir().unwrap();
        let wait_over = Arc::new(AtomicBool::new(false));
        let (is_over, value) = (Arc::clone(&wait_over), value.to_owned());
        let server = Scripted::start(move |request| {
            if request.path().ends_with("/auth") {
                reply(200, &[], TOKEN_RESPONSE)
            } else if is_over.load(Ordering::SeqCst) {
                reply(200, &[], r#"{"success":true,"data":[]}"#)
            } else {
                reply(status, &[("retry-after", &value)], HTML)
            }
        });
        for name in ["Aysel", "Rauf", "Leyla"] {
            let queued = live(home.path(), &base_url(&server)).args(["add", "--name", name]).output().unwrap();
            assert_eq!(code(&queued), Some(5), "{queued:?}");
        }
        let _ = live(home.path(), &base_url(&server)).args(["outbox", "send"]).output().unwrap();
        let calls = server.requests().iter().filter(|request| !request.path().ends_with("/auth")).count();
        assert_eq!(calls, 1, "{status} {:?}", server.requests().len());
        wait_over.store(true, Ordering::SeqCst);
    });
}
