//! `frontdesk check --probe`: read-only calls, and a transcript without data of customers.

use std::process::Output;

use serde_json::json;

use crate::support::program::{Server, code, dead_address, live, program, stderr, stdout};
use crate::support::scripted::{Reply, Request, Scripted, json_reply, reply};

/// What no transcript may contain: values of the customers that are stored below.
const SECRETS: [&str; 9] =
    ["Aysel", "Məmmədova", "050123", "994501", "aysel@", "CARD-77", "a private note", "1990-05-15", "hunter2"];

fn probe(base_url: &str, with_integrator: bool) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command = live(home.path(), base_url);
    if !with_integrator {
        command.env_remove("CLOPOS_INTEGRATOR_ID");
    }
    command.args(["check", "--probe"]).output().unwrap()
}

fn assert_is_private(text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
}

fn findings(text: &str) -> Vec<&str> {
    text.lines().skip_while(|line| *line != "Findings").skip(1).map(|line| line.strip_prefix("- ").unwrap()).collect()
}

/// Starts a server of training with a customer who has every field.
fn server_with_customer(home: &std::path::Path, filter: &str) -> Server {
    std::fs::create_dir_all(home.join(".config/frontdesk")).unwrap();
    std::fs::write(
        home.join(".config/frontdesk/frontdesk.toml"),
        format!("[server]\nphone_filter = \"{filter}\"\nclient_secret = \"hunter2\"\n"),
    )
    .unwrap();
    let server = Server::start(home, &[]);
    for (name, phone) in [("Rauf", ""), ("Aysel Məmmədova", "+994501234567")] {
        let mut add = live(home, &server.v2());
        add.env("CLOPOS_CLIENT_SECRET", "hunter2");
        add.args(["add", "--name", name, "--note", "a private note", "--birth-date", "15051990"]);
        if !phone.is_empty() {
            add.args(["--phone", phone, "--email", "aysel@example.com", "--code", "CARD-77"]);
        }
        let output = add.output().unwrap();
        assert_eq!(code(&output), Some(0), "{output:?}");
    }
    server
}

#[test]
fn the_probe_tells_the_generation_the_phone_filter_the_fields_and_the_limits() {
    for (filter, phone_finding) in
        [("substring", "compares by substring: a part"), ("exact", "compares exactly: all digits")]
    {
        let home = tempfile::tempdir().unwrap();
        let server = server_with_customer(home.path(), filter);
        for (base_url, is_v1) in [(server.v2(), false), (server.v1(), true)] {
            let home = tempfile::tempdir().unwrap();
            let mut command = live(home.path(), &base_url);
            command.env("CLOPOS_CLIENT_SECRET", "hunter2");
            if is_v1 {
                command.env_remove("CLOPOS_INTEGRATOR_ID");
            }
            let output = command.args(["check", "--probe"]).output().unwrap();
            let text = stdout(&output);
            assert_eq!(code(&output), Some(0), "{output:?}");
            assert_is_private(&text);
            let findings = findings(&text).join("\n");
            assert!(findings.contains(phone_finding), "{filter} {is_v1}: {text}");
            let v2 = if is_v1 { "v2 answers and does not accept the credentials" } else { "v2 answers and accepts" };
            assert!(findings.contains("v1 answers and accepts") && findings.contains(v2), "{text}");
            assert!(findings.contains("ratelimit-remaining: ") && findings.contains("sorted by newest"), "{text}");
            for line in [
                "data[].phone: null or string(13) like \"+999999999999\"",
                "data[].name: string(4 to 15)",
                "data[].cid: string(36)",
                "data[].date_of_birth: string(10) like \"9999-99-99\"",
                "success: true",
                "total: integer",
                "filters[0][0]=phones&filters[0][1]=999999",
                "/customers/{id}",
            ] {
                assert!(text.contains(line), "{line}: {text}");
            }
            assert_eq!(text.contains("data[].balance_id: integer"), is_v1, "{text}");
            // Few calls.
            let calls = text.lines().filter(|line| line.contains(". GET /") || line.contains(". POST /")).count();
            assert!((9..=13).contains(&calls), "{calls}: {text}");
            assert_eq!(text.matches("POST").count(), 2, "only /auth is posted to: {text}");
        }
    }
}

const TOKEN: &str = r#"{"success":true,"token":"tok.en","expires_in":3600}"#;

/// A server whose list of customers depends on the filter.
fn filtering(finds: impl Fn(&str) -> bool + Send + Sync + 'static) -> Scripted {
    Scripted::start(move |request| {
        let path = request.path();
        if path.ends_with("/auth") {
            return reply(200, &[], TOKEN);
        }
        let query = request.target.split_once('?').map_or("", |(_, query)| query);
        let wanted = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "filters[0][1]");
        let listed = path.ends_with("/customers") && wanted.is_none_or(|(_, wanted)| finds(&wanted));
        let customer = json!({"id": 7, "name": "Aysel", "phone": "+994 50 123 45 67"});
        json_reply(&json!({"success": true, "data": if listed { vec![customer] } else { Vec::new() }}))
    })
}

#[test]
fn every_way_of_comparing_phones_is_recognised() {
    const STORED: &str = "+994 50 123 45 67";
    const DIGITS: &str = "994501234567";
    type Finds = fn(&str) -> bool;
    let cases: [(Finds, &str); 6] = [
        (|_| true, "finds every customer"),
        (|text| DIGITS.contains(text), "a part of the digits finds"),
        (|text| STORED.contains(text), "a part with its spaces finds"),
        (|text| text == DIGITS, "all digits find the phone, a part of them does not"),
        (|text| text == STORED, "only the stored text finds"),
        (|_| false, "does not find a phone that is listed"),
    ];
    for (finds, finding) in cases {
        let output = probe(&format!("http://{}/open-api/v2", filtering(finds).address), true);
        let text = stdout(&output);
        assert!(findings(&text).join("\n").contains(finding), "{finding}: {text}");
        assert!(text.contains("no header is about rate limits") && text.contains("the list has no total"), "{text}");
        assert!(text.contains("the list does not have: cid, phones"), "{text}");
        assert_is_private(&text);
    }
}

#[test]
fn a_hostile_answer_shows_nothing_of_a_customer() {
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    let wide: serde_json::Map<_, _> = (0..5_000).map(|n| (format!("+99450123{n:04}"), json!("Aysel"))).collect();
    let bodies = [
        json!({"success": true, "data": [{"id": 1, "+994501234567": "x", "Aysel Məmmədova": {"CARD-77": 1}, "phone": ["050123"]}]}).to_string(),
        json!({"success": true, "data": wide}).to_string(),
        json!({"success": false, "error": "Aysel Məmmədova +994501234567 hunter2", "message": "a private note"}).to_string(),
        json!({"success": true, "data": ["Aysel", "\u{1b}[2J", "994501234567"]}).to_string(),
        "<html>Aysel +994501234567</html>".to_owned(),
        format!("{{\"success\":true,\"data\":{deep}}}"),
        "{\"success\":true,\"data\":[{\"id\":1,\"name\":\"Ays".to_owned(),
        String::new(),
    ];
    for body in bodies {
        for status in [200, 400, 404, 500] {
            let answer = body.clone();
            let headers = [
                ("x-customer-994501234567", "Aysel"),
                ("set-cookie", "hunter2"),
                ("ratelimit-limit", "300"),
                ("x-ratelimit-reset", "Aysel"),
                ("ratelimit-994501234567", "1"),
                ("content-type", "aysel@example.com"),
                ("date", "Aysel"),
            ];
            let script = move |request: &Request| -> Reply {
                if request.path().ends_with("/auth") {
                    reply(200, &[], TOKEN)
                } else {
                    reply(status, &headers, &answer)
                }
            };
            let server = Scripted::start(script);
            let output = probe(&format!("http://{}/open-api/v2", server.address), true);
            let text = stdout(&output);
            assert_is_private(&format!("{text}{}", stderr(&output)));
            assert!(text.contains("Findings") && !text.contains("tok.en"), "{text}");
            assert!(text.contains("ratelimit-limit: 300"), "{text}");
            assert!(text.lines().count() < 2_500, "{}", text.lines().count());
        }
    }
}

/// An error of `/auth` may repeat the request.
#[test]
fn the_probe_ends_with_the_code_of_the_first_error_and_repeats_no_credential() {
    let rejected =
        |status: u16| Scripted::start(move |request| reply(status, &[], &String::from_utf8_lossy(&request.body)));
    let limited = Scripted::start(|_| reply(429, &[("retry-after", "60")], r#"{"success":false}"#));
    let unauthorized = Scripted::start(|_| {
        reply(401, &[], r#"{"success":false,"error":"authentication_failed","message":"hunter2"}"#)
    });
    for (address, exit, calls) in
        [(dead_address(), 7, 2), (rejected(400).address, 7, 2), (limited.address, 7, 2), (unauthorized.address, 6, 2)]
    {
        let home = tempfile::tempdir().unwrap();
        let mut command = live(home.path(), &format!("http://{address}/open-api/v2"));
        command.env("CLOPOS_CLIENT_SECRET", "hunter2").env("CLOPOS_CLIENT_ID", "CARD-77");
        let output = command.args(["check", "--probe"]).output().unwrap();
        let text = stdout(&output);
        assert_eq!(code(&output), Some(exit), "{output:?}");
        assert_is_private(&text);
        assert!(findings(&text).last().unwrap().starts_with("stopped: "), "{text}");
        let made = text.lines().filter(|line| line.contains(". GET /") || line.contains(". POST /")).count();
        assert_eq!(made, calls, "{text}");
    }
}

#[test]
fn a_probe_needs_credentials_and_prints_no_json() {
    let home = tempfile::tempdir().unwrap();
    let training = program(home.path()).args(["check", "--probe"]).output().unwrap();
    assert_eq!((code(&training), stdout(&training).as_str()), (Some(2), ""), "{training:?}");
    assert!(stderr(&training).contains("credentials"), "{training:?}");
    let both = program(home.path()).args(["check", "--probe", "--json"]).output().unwrap();
    assert_eq!(code(&both), Some(2), "{both:?}");
}
