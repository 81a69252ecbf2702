//! Wrong credentials, settings and accounts: the messages of the real binary, and the generation that credentials choose.

use crate::support::program::{Server, code, dead_address, live, program, stdout};
use crate::support::scripted::{Scripted, reply};

use super::foreign_answers::{TOKEN_RESPONSE, base_url, server_answering_after_auth};

#[test]
fn check_names_the_wrong_setting() {
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
    // Venue 2 is inactive: it is neither accepted nor offered.
    let (exit, inactive) = check(&server.v2(), "2");
    assert_eq!(exit, Some(6), "{inactive}");
    assert!(inactive.starts_with("✗ venue") && inactive.contains("one of: 1 Main venue."), "{inactive}");
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
fn each_account_fault_has_a_sentence_of_its_own() {
    let table = [
        ("Client is disabled", "The Open API is switched off"),
        ("Invalid integrator_id", "clopos.integrator_id"),
        ("Integrator is in test mode. But brand is not in test mode", "test mode, but the brand is not"),
    ];
    for (message, named) in table {
        for status in [200, 400, 401, 403] {
            let home = tempfile::tempdir().unwrap();
            let body = format!(r#"{{"success":false,"error":"{message}"}}"#);
            let server = server_answering_after_auth(reply(status, &[], &body));
            let check = live(home.path(), &base_url(&server)).arg("check").output().unwrap();
            assert!(stdout(&check).contains(named), "{status} {check:?}");
            let tokens = server.requests_to("/open-api/v2/auth").len();
            assert_eq!(tokens, 1, "{status} {message}: no new authentication");
        }
    }
}

/// Only an operator can help: nothing is queued, and a script reads from the exit code whom to call.
#[test]
fn add_check_and_outbox_send_end_with_the_same_code_after_the_same_error() {
    let table = [
        (401, "Unauthenticated", 6),
        (403, "No permission", 6),
        (200, "Client is disabled", 6),
        (403, "Client is disabled", 6),
        (200, "Invalid integrator_id", 2),
        (401, "Invalid integrator_id", 2),
        (400, "Integrator is in test mode. But brand is not in test mode", 2),
        (404, "Not found", 2),
        (405, "Method not allowed", 2),
        (410, "Gone", 2),
    ];
    for (status, message, exit) in table {
        for in_auth in [false, true] {
            let home = tempfile::tempdir().unwrap();
            let closed = format!("http://{}/open-api/v2", dead_address());
            let queued = live(home.path(), &closed).args(["add", "--name", "Rauf"]).output().unwrap();
            assert_eq!(code(&queued), Some(5), "{queued:?}");
            let answer = reply(status, &[], &format!(r#"{{"success":false,"error":"{message}"}}"#));
            let server = Scripted::start(move |request| match request.path() {
                "/open-api/v2/auth" if !in_auth => reply(200, &[], TOKEN_RESPONSE),
                _ => answer.clone(),
            });
            for arguments in [
                &["check"][..],
                &["add", "--name", "Aysel"],
                &["add", "--name", "Aysel", "--group", "VIP"],
                &["outbox", "send", "--now"],
            ] {
                let output = live(home.path(), &base_url(&server)).args(arguments).output().unwrap();
                assert_eq!(code(&output), Some(exit), "{status} {message}, auth {in_auth}: {arguments:?} {output:?}");
            }
        }
    }
}

#[test]
fn the_credentials_choose_the_generation_and_training_uses_v1() {
    // The credentials that make a generation: integrator_id v2, venue_id alone v1.
    for (integrator, path, headers) in
        [(true, "/open-api/v2", &["x-token"][..]), (false, "/open-api", &["x-token", "x-brand", "x-venue"])]
    {
        let home = tempfile::tempdir().unwrap();
        let server =
            server_answering_after_auth(reply(200, &[], r#"{"success":true,"data":{"id":14,"name":"Aysel"}}"#));
        let mut program = live(home.path(), &format!("http://{}{path}", server.address));
        if !integrator {
            program.env_remove("CLOPOS_INTEGRATOR_ID");
        }
        let output = program.args(["add", "--name", "Aysel"]).output().unwrap();
        assert_eq!(code(&output), Some(0), "{output:?}");
        let call = server.requests_to(&format!("{path}/customers"))[0].clone();
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
