//! The server's log: every request, and no personal data.

use std::io;
use std::sync::{Arc, Mutex};

use crate::server::wire::{Request, Server, V1_CREDENTIALS, V2_CREDENTIALS, temporary_database};
use crate::support::child::ignored_test;
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[test]
fn the_log_names_requests_and_no_customer() {
    let output = ignored_test("server::log::logs_at_the_most_detailed_level").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// Runs in a process of its own, because the log belongs to the process.
#[test]
#[ignore = "the other process of the_log_names_requests_and_no_customer"]
fn logs_at_the_most_detailed_level() {
    let log = Log::default();
    // The most detailed level that a technician can select, not only the usual one.
    let subscriber =
        tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false).with_max_level(tracing::Level::TRACE);
    tracing::subscriber::set_global_default(subscriber.finish()).unwrap();

    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |config| {
        config.faults = ["status:500@name=Faulty-Person".parse().unwrap()].into_iter().collect();
    });
    let (v1, v2) = (server.v1_token(), server.v2_token());
    let customer = r#"{"name":"Secret-Name","phone":"+994501112233","email":"secret@mail.az","code":"Secret-Code",
        "description":"Secret-Note","date_of_birth":"1991-02-03","cid":"0f9654bc-9520-43d7-8109-317d9820f54c"}"#;
    let requests = [
        (200, Request::post("/open-api/auth", V1_CREDENTIALS)),
        (
            401,
            Request::post(
                "/open-api/v2/auth",
                V2_CREDENTIALS.replace(r#"secret":"training"#, r#"secret":"Secret-Guess"#),
            ),
        ),
        (200, Request::post("/open-api/v2/customers", customer).token(&v2)),
        (409, Request::post("/open-api/v2/customers", customer).token(&v2)),
        (400, Request::post("/open-api/v2/customers", r#"{"email":"Secret-Mail","phone":"+994501112233"}"#).token(&v2)),
        (400, Request::post("/open-api/v2/customers", r#"{"name":"Secret-Name"#).token(&v2)),
        (500, Request::post("/open-api/v2/customers", r#"{"name":"Faulty-Person"}"#).token(&v2)),
        (200, Request::get("/open-api/v2/customers?filters[0][0]=phones&filters[0][1]=994501112233").token(&v2)),
        (200, Request::get("/open-api/v2/customers/1?with[0]=group").token(&v2)),
        (404, Request::get("/open-api/v2/customers/+994501112233").token(&v2)),
        (404, Request::get("/open-api/v2/Secret-Name").token(&v2)),
        (401, Request::get("/open-api/v2/customers").token("Secret-Token")),
    ];
    for (status, request) in &requests {
        assert_eq!(server.send(request).status, *status, "{} {}", request.method, request.target);
    }
    server.stop().unwrap();

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let contains_all = |line: &str, words: &[&str]| words.iter().all(|word| line.contains(word));
    for words in [
        ["POST", "route=\"/open-api/v2/customers\"", "status=409"],
        ["GET", "route=\"/open-api/v2/customers/{id}\"", "status=404"],
        ["GET", "route=\"unknown\"", "status=404"],
    ] {
        assert!(log.lines().any(|line| contains_all(line, &words)), "{words:?} is not in {log}");
    }
    assert_eq!(log.lines().filter(|line| line.contains("milliseconds=")).count(), requests.len() + 2);
    let personal_or_secret = ["Secret", "secret", "Faulty", "4501112233", "1991-", "0f9654bc", "training", &v1, &v2];
    for word in personal_or_secret {
        assert!(!log.contains(word), "{word} is in {log}");
    }
}
