//! Desks as processes of their own: what they share, and what they take from their environment. Each process is this
//! test's own binary, started to run [`one_desk`] only.

use crate::support::client as desk;
use std::path::Path;
use std::process::{Child, Stdio};

use crate::support::child::itself;
use crate::support::program::dead_address;
use crate::support::scripted::{Scripted, reply};
use frontdesk::clopos::{Client, ClientConfig, PlainHttpPolicy};

const URL: &str = "CLOPOS_PROCESSES_URL";
const STATE: &str = "CLOPOS_PROCESSES_STATE";
const PROXIES: [&str; 6] = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"];

#[test]
#[ignore = "one of the processes that the other tests start"]
fn one_desk() {
    let work = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (url, state) = (std::env::var(URL).unwrap(), std::env::var(STATE).unwrap());
    let access = desk::access(&url, desk::v2(), Path::new(&state));
    let client = Client::new(ClientConfig { plain_http: PlainHttpPolicy::Anywhere, ..access }).unwrap();
    work.block_on(client.register(&desk::someone())).unwrap();
}

fn start(url: &str, state: &Path, environment: &[(&str, &str)]) -> Child {
    let mut command = itself("clopos::processes::one_desk");
    for proxy in PROXIES {
        command.env_remove(proxy);
    }
    command
        .env(URL, url)
        .env(STATE, state)
        .envs(environment.iter().copied())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn registering() -> Scripted {
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
    let (server, state) = (registering(), tempfile::tempdir().unwrap());
    let url = format!("http://{}", server.address);
    let desks: Vec<_> = (0..100).map(|_| start(&url, state.path(), &[])).collect();
    for mut desk in desks {
        assert!(desk.wait().unwrap().success());
    }
    assert_eq!((server.to("/auth").len(), server.to("/customers").len()), (1, 100));
}

#[test]
fn a_proxy_of_the_environment_is_used_but_not_to_this_machine() {
    let state = tempfile::tempdir().unwrap();
    let proxy = registering();
    let environment = [("http_proxy", format!("http://{}", proxy.address))];
    let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert!(start("http://clopos.invalid/api", state.path(), &environment).wait().unwrap().success());
    let targets: Vec<_> = proxy.requests().iter().map(|request| request.target.clone()).collect();
    assert_eq!(targets, ["http://clopos.invalid/api/auth", "http://clopos.invalid/api/customers"]);

    let server = registering();
    assert!(start(&format!("http://{}", server.address), state.path(), &environment).wait().unwrap().success());
    assert_eq!((server.requests().len(), proxy.requests().len()), (2, 2));
}

#[test]
fn a_machine_without_certificate_files_can_still_call() {
    let (server, state) = (registering(), tempfile::tempdir().unwrap());
    let nowhere = state.path().join("nowhere").display().to_string();
    let environment = [("SSL_CERT_FILE", nowhere.as_str()), ("SSL_CERT_DIR", nowhere.as_str())];
    assert!(start(&format!("http://{}", server.address), state.path(), &environment).wait().unwrap().success());
}

#[test]
fn a_process_that_cannot_register_fails() {
    let state = tempfile::tempdir().unwrap();
    let url = format!("http://{}", dead_address());
    assert!(!start(&url, state.path(), &[]).wait().unwrap().success());
}
