//! Desks in separate processes: what they share, and what they read from their environment. Each process is the binary
//! of this test, started to run only [`one_desk`].

use crate::support::client as setup;
use std::path::Path;
use std::process::{Child, Stdio};

use crate::support::child::ignored_test;
use crate::support::program::dead_address;
use crate::support::scripted::{Scripted, reply};
use frontdesk::clopos::{Client, ClientConfig, PlainHttpPolicy};

const URL_VARIABLE: &str = "CLOPOS_PROCESSES_URL";
const STATE_DIR_VARIABLE: &str = "CLOPOS_PROCESSES_STATE";
const PROXY_VARIABLES: [&str; 6] = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"];

#[test]
#[ignore = "one of the processes that the other tests start"]
fn one_desk() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (url, state) = (std::env::var(URL_VARIABLE).unwrap(), std::env::var(STATE_DIR_VARIABLE).unwrap());
    let config = setup::config(&url, setup::v2_credentials(), Path::new(&state));
    let client = Client::new(ClientConfig { plain_http: PlainHttpPolicy::Anywhere, ..config }).unwrap();
    runtime.block_on(client.register(&setup::minimal_customer())).unwrap();
}

fn start(url: &str, state: &Path, environment: &[(&str, &str)]) -> Child {
    let mut command = ignored_test("clopos::processes::one_desk");
    for proxy in PROXY_VARIABLES {
        command.env_remove(proxy);
    }
    command
        .env(URL_VARIABLE, url)
        .env(STATE_DIR_VARIABLE, state)
        .envs(environment.iter().copied())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn registering_server() -> Scripted {
    Scripted::start(|request| {
        if request.target.ends_with("/auth") {
            reply(200, &[], r#"{"success":true,"token":"t","expires_in":3600}"#)
        } else {
            reply(200, &[], r#"{"success":true,"data":{"id":14,"name":"Aysel"}}"#)
        }
    })
}

#[test]
fn a_hundred_processes_started_together_make_one_auth_call() {
    let (server, state) = (registering_server(), tempfile::tempdir().unwrap());
    let url = format!("http://{}", server.address);
    let desks: Vec<_> = (0..100).map(|_| start(&url, state.path(), &[])).collect();
    for mut desk in desks {
        assert!(desk.wait().unwrap().success());
    }
    assert_eq!((server.requests_to("/auth").len(), server.requests_to("/customers").len()), (1, 100));
}

#[test]
fn a_proxy_of_the_environment_is_used_except_to_this_machine() {
    let state = tempfile::tempdir().unwrap();
    let proxy = registering_server();
    let environment = [("http_proxy", format!("http://{}", proxy.address))];
    let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert!(start("http://clopos.invalid/api", state.path(), &environment).wait().unwrap().success());
    let targets: Vec<_> = proxy.requests().iter().map(|request| request.target.clone()).collect();
    assert_eq!(targets, ["http://clopos.invalid/api/auth", "http://clopos.invalid/api/customers"]);

    let server = registering_server();
    assert!(start(&format!("http://{}", server.address), state.path(), &environment).wait().unwrap().success());
    assert_eq!((server.requests().len(), proxy.requests().len()), (2, 2));
}

#[test]
fn a_machine_without_certificate_files_can_still_call() {
    let (server, state) = (registering_server(), tempfile::tempdir().unwrap());
    let missing_path = state.path().join("nowhere").display().to_string();
    let environment = [("SSL_CERT_FILE", missing_path.as_str()), ("SSL_CERT_DIR", missing_path.as_str())];
    assert!(start(&format!("http://{}", server.address), state.path(), &environment).wait().unwrap().success());
}

#[test]
fn a_process_that_cannot_register_fails() {
    let state = tempfile::tempdir().unwrap();
    let url = format!("http://{}", dead_address());
    assert!(!start(&url, state.path(), &[]).wait().unwrap().success());
}
