//! Injected faults, observed on the raw connection; the gateway's timeout; the end of a server.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::server::wire::{Request, Response, Server, masked, temporary_database};
use frontdesk::server::{Config, Error, serve};
use serde_json::{Value, json};

fn server_with_faults(file: &Path, faults: &[&str]) -> Server {
    let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
    Server::start(file, |config| config.faults = faults)
}

fn post(name: &str, token: &str) -> Request {
    Request::post("/open-api/v2/customers", json!({"name": name}).to_string()).token(token)
}

/// Returns the names of all stored customers.
fn stored_names(server: &Server, token: &str) -> Vec<String> {
    let request = Request::get("/open-api/v2/customers?sort[0]=id&sort[1]=1").token(token);
    let answer = server.send(&request).json();
    answer["data"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

/// Sends a request and reads until the connection ends. Returns how it ended, and the bytes before.
fn send_and_read_to_end(server: &Server, request: &Request) -> (Result<(), ErrorKind>, Vec<u8>) {
    let mut stream = server.connect();
    stream.write_all(&request.bytes()).unwrap();
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes).map(|_| ()).map_err(|error| error.kind());
    (end, bytes)
}

#[test]
fn a_disabled_client_and_an_unknown_integrator_are_told_on_any_call() {
    for (fault, status, error) in
        [("client-disabled", 403, "Client is disabled"), ("invalid-integrator", 401, "Invalid integrator_id")]
    {
        for path in ["/auth", "/venues", "/customer-groups", "/customers"] {
            let (_directory, file) = temporary_database();
            let server = server_with_faults(&file, &[&format!("{fault}@path:{path}")]);
            let answer = if path == "/auth" {
                server.send(&Request::post("/open-api/v2/auth", "{}".to_owned()))
            } else {
                server.send(&Request::get(&format!("/open-api/v2{path}")).token(&server.v2_token()))
            };
            assert_eq!((answer.status, answer.json()), (status, json!({"success": false, "error": error})), "{path}");
        }
    }
}

#[test]
fn a_request_with_a_replaced_response_stores_nothing() {
    let (_directory, file) = temporary_database();
    let server = server_with_faults(
        &file,
        &[
            "status:503@path:/customers,method:POST,nth:1",
            "status:429@method:POST,name=Second",
            "html-502@method:POST,name=Third%2C%20junior",
        ],
    );
    let token = server.v2_token();
    let answer = server.send(&post("First", &token));
    let entry = json!({"message": "Service Unavailable", "type": "server_side", "exception": "HttpException", "http_code": 503});
    assert_eq!((answer.status, answer.json()), (503, json!({"success": false, "error": [entry]})));

    let answer = server.send(&post("Second", &token));
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("1")));
    let too_many = json!({"success": false, "message": "Too many requests", "error": "too_many_requests"});
    assert_eq!(answer.json(), too_many);

    let answer = server.send(&post("Third, junior", &token));
    assert_eq!((answer.status, answer.header("content-type")), (502, Some("text/html; charset=utf-8")));
    assert!(answer.body.starts_with(b"<html>"));

    assert_eq!(server.send(&post("Fourth", &token)).status, 200);
    assert_eq!(stored_names(&server, &token), ["Fourth"]);
}

#[test]
fn the_connection_is_reset_before_or_after_the_commit() {
    let (_directory, file) = temporary_database();
    let server = server_with_faults(&file, &["reset-before@name=Lost", "reset-after@name=Kept"]);
    let token = server.v2_token();
    for name in ["Lost", "Kept"] {
        let (end, bytes) = send_and_read_to_end(&server, &post(name, &token));
        assert_eq!((end, bytes), (Err(ErrorKind::ConnectionReset), vec![]), "{name}");
    }
    assert_eq!(stored_names(&server, &token), ["Kept"]);
}

#[test]
fn a_response_is_cut_after_the_commit() {
    let (_directory, file) = temporary_database();
    let server = server_with_faults(&file, &["cut@name=Kept"]);
    let token = server.v2_token();
    let (end, bytes) = send_and_read_to_end(&server, &post("Kept", &token));
    assert_eq!(end, Ok(()));
    let text = String::from_utf8(bytes.clone()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    let length: usize = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
    assert_eq!(body.len(), length / 2);
    assert!(body.starts_with(r#"{"success":true,"data":{"id":1,"#), "{body}");
    assert!(Response::parse(&bytes).is_none());
    assert_eq!(stored_names(&server, &token), ["Kept"]);
}

#[test]
fn a_gateway_timeout_can_follow_a_commit() {
    let (_directory, file) = temporary_database();
    let server = server_with_faults(&file, &["504-after@name=Kept"]);
    let token = server.v2_token();
    let answer = server.send(&post("Kept", &token));
    let timeout =
        json!({"success": false, "message": "The upstream did not respond in time", "error": "gateway_timeout"});
    assert_eq!((answer.status, answer.json()), (504, timeout));
    assert_eq!(stored_names(&server, &token), ["Kept"]);
}

#[test]
fn delays_and_a_trickle_take_their_time_and_lose_nothing() {
    let (_directory, file) = temporary_database();
    let server =
        server_with_faults(&file, &["delay:200ms@name=Before", "delay-after:0.2s@name=After", "trickle:1ms@name=Slow"]);
    let token = server.v2_token();
    for (name, min_millis) in [("Before", 200), ("After", 200), ("Slow", 500)] {
        let begin = Instant::now();
        let answer = server.send(&post(name, &token));
        assert!(begin.elapsed() >= Duration::from_millis(min_millis), "{name} took {:?}", begin.elapsed());
        assert_eq!((answer.status, &answer.json()["data"]["name"]), (200, &json!(name)));
    }
    assert_eq!(stored_names(&server, &token), ["Before", "After", "Slow"]);
}

#[test]
fn random_faults_repeat_with_their_seed() {
    let run = || {
        let (_directory, file) = temporary_database();
        let server = server_with_faults(&file, &["status:500@method:POST,path:/customers,random:0.5/42"]);
        let token = server.v2_token();
        (0..32).map(|number| server.send(&post(&number.to_string(), &token)).status).collect::<Vec<_>>()
    };
    let first = run();
    assert_eq!(first, run());
    assert!(first.contains(&200) && first.contains(&500), "{first:?}");
}

#[test]
fn the_gateway_times_out_and_the_work_continues() {
    let (_directory, file) = temporary_database();
    let faults = ["delay:3s@name=Kept".parse().unwrap()].into_iter().collect::<Vec<_>>();
    let server = Server::start(&file, |config| {
        config.faults = faults;
        config.gateway_timeout = Duration::from_secs(1);
    });
    let token = server.v2_token();
    let begin = Instant::now();
    assert_eq!(server.send(&post("Kept", &token)).status, 504);
    assert!(begin.elapsed() < Duration::from_secs(3), "{:?}", begin.elapsed());
    wait_until(|| stored_names(&server, &token) == ["Kept"]);
}

#[test]
fn a_client_that_disconnects_does_not_cancel_the_work() {
    let (_directory, file) = temporary_database();
    let server = server_with_faults(&file, &["delay:300ms@name=Kept"]);
    let token = server.v2_token();
    let mut stream = server.connect();
    stream.write_all(&post("Kept", &token).bytes()).unwrap();
    drop(stream);
    wait_until(|| stored_names(&server, &token) == ["Kept"]);
}

/// Checks the condition repeatedly, for at most ten seconds.
fn wait_until(mut condition: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < Duration::from_secs(10), "the condition did not become true");
        std::thread::yield_now();
    }
}

#[test]
fn stopping_answers_requests_in_flight_and_closes_idle_connections() {
    let (_directory, file) = temporary_database();
    let mut server = server_with_faults(&file, &["delay:500ms@name=Kept"]);
    let token = server.v2_token();
    let mut idle = server.connect();
    let mut busy = server.connect();
    let request = post("Kept", &token).header("Expect", "100-continue").bytes();
    let body = request.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    busy.write_all(&request[..body]).unwrap();
    // The request is in flight when the server asks for its body.
    let mut interim = [0; 25];
    busy.read_exact(&mut interim).unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    busy.write_all(&request[body..]).unwrap();
    server.request_stop();
    let mut bytes = Vec::new();
    busy.read_to_end(&mut bytes).unwrap();
    assert_eq!(Response::parse(&bytes).expect("a complete answer").status, 200);
    assert_eq!(idle.read(&mut [0; 1]).unwrap(), 0);
    let address = server.address;
    server.stop().unwrap();
    assert_eq!(TcpStream::connect(address).unwrap_err().kind(), ErrorKind::ConnectionRefused);
}

#[test]
fn faults_require_a_loopback_address() {
    let (_directory, file) = temporary_database();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let result = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("0.0.0.0:0").await.unwrap();
        let config = Config { faults: vec!["cut".parse().unwrap()], ..Config::default() };
        serve(listener, file.clone(), config, std::future::pending()).await
    });
    assert!(matches!(result, Err(Error::FaultsBeyondLoopback(_))), "{result:?}");
    assert!(!file.exists());
}

#[test]
fn a_database_that_cannot_be_opened_is_named() {
    let (directory, file) = temporary_database();
    std::fs::write(&file, "not a database at all, however long it may be ".repeat(100)).unwrap();
    for path in [file, directory.path().to_owned()] {
        let server = Server::start(&path, |_| {});
        let error = server.stop().unwrap_err();
        assert!(matches!(&error, Error::Database { path: named, .. } if *named == path), "{error:?}");
    }
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |config| config.credentials.venue_id = "main".to_owned());
    assert!(matches!(server.stop(), Err(Error::InvalidVenueId)));
}

#[test]
fn a_request_without_a_fault_is_unchanged() {
    let (_directory, file) = temporary_database();
    let server = server_with_faults(&file, &["cut@name=Unused"]);
    let token = server.v2_token();
    let broken = server.send(&Request::post("/open-api/v2/customers", r#"{"name":"#).token(&token));
    assert_eq!(broken.status, 400);
    let answer: Value = masked(server.send(&post("Aysel", &token)).json());
    assert_eq!((&answer["success"], &answer["data"]["name"]), (&json!(true), &json!("Aysel")));
}
