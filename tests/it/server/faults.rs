//! What goes wrong on purpose, seen on the raw connection; the gateway's time; and how a server stops.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::server::wire::{Answer, Request, Server, database, masked};
use frontdesk::server::{Config, Error, Faults, serve};
use serde_json::{Value, json};

fn faulty(file: &Path, faults: &[&str]) -> Server {
    let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
    Server::start(file, |config| config.faults = faults)
}

fn post(name: &str, token: &str) -> Request {
    Request::post("/open-api/v2/customers", json!({"name": name}).to_string()).token(token)
}

/// The names of all customers who were stored.
fn stored(server: &Server, token: &str) -> Vec<String> {
    let request = Request::get("/open-api/v2/customers?sort[0]=id&sort[1]=1").token(token);
    let answer = server.send(&request).json();
    answer["data"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

/// Sends a request and reads until the connection ends; how it ended and what came before.
fn until_the_end(server: &Server, request: &Request) -> (Result<(), ErrorKind>, Vec<u8>) {
    let mut stream = server.connect();
    stream.write_all(&request.bytes()).unwrap();
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes).map(|_| ()).map_err(|error| error.kind());
    (end, bytes)
}

#[test]
fn an_answer_is_replaced_and_nothing_is_stored() {
    let (_directory, file) = database();
    let server = faulty(
        &file,
        &[
            "status:503@path:/customers,method:POST,nth:1",
            "status:429@method:POST,name=Second",
            "html-502@method:POST,name=Third%2C%20junior",
        ],
    );
    let token = server.token();
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
    assert_eq!(stored(&server, &token), ["Fourth"]);
}

#[test]
fn a_reset_is_a_reset_before_or_after_the_commit() {
    let (_directory, file) = database();
    let server = faulty(&file, &["reset-before@name=Lost", "reset-after@name=Kept"]);
    let token = server.token();
    for name in ["Lost", "Kept"] {
        let (end, bytes) = until_the_end(&server, &post(name, &token));
        assert_eq!((end, bytes), (Err(ErrorKind::ConnectionReset), vec![]), "{name}");
    }
    assert_eq!(stored(&server, &token), ["Kept"]);
}

#[test]
fn an_answer_is_cut_after_the_commit() {
    let (_directory, file) = database();
    let server = faulty(&file, &["cut@name=Kept"]);
    let token = server.token();
    let (end, bytes) = until_the_end(&server, &post("Kept", &token));
    assert_eq!(end, Ok(()));
    let text = String::from_utf8(bytes.clone()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    let length: usize = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
    assert_eq!(body.len(), length / 2);
    assert!(body.starts_with(r#"{"success":true,"data":{"id":1,"#), "{body}");
    assert!(Answer::read(&bytes).is_none());
    assert_eq!(stored(&server, &token), ["Kept"]);
}

#[test]
fn a_gateway_timeout_can_follow_a_commit() {
    let (_directory, file) = database();
    let server = faulty(&file, &["504-after@name=Kept"]);
    let token = server.token();
    let answer = server.send(&post("Kept", &token));
    let timeout =
        json!({"success": false, "message": "The upstream did not respond in time", "error": "gateway_timeout"});
    assert_eq!((answer.status, answer.json()), (504, timeout));
    assert_eq!(stored(&server, &token), ["Kept"]);
}

#[test]
fn delays_and_a_trickle_take_their_time_and_lose_nothing() {
    let (_directory, file) = database();
    let server = faulty(&file, &["delay:200ms@name=Before", "delay-after:0.2s@name=After", "trickle:1ms@name=Slow"]);
    let token = server.token();
    for (name, least) in [("Before", 200), ("After", 200), ("Slow", 500)] {
        let begin = Instant::now();
        let answer = server.send(&post(name, &token));
        assert!(begin.elapsed() >= Duration::from_millis(least), "{name} took {:?}", begin.elapsed());
        assert_eq!((answer.status, &answer.json()["data"]["name"]), (200, &json!(name)));
    }
    assert_eq!(stored(&server, &token), ["Before", "After", "Slow"]);
}

#[test]
fn random_faults_repeat_with_their_seed() {
    let run = || {
        let (_directory, file) = database();
        let server = faulty(&file, &["status:500@method:POST,path:/customers,random:0.5/42"]);
        let token = server.token();
        (0..32).map(|number| server.send(&post(&number.to_string(), &token)).status).collect::<Vec<_>>()
    };
    let first = run();
    assert_eq!(first, run());
    assert!(first.contains(&200) && first.contains(&500), "{first:?}");
}

#[test]
fn the_gateway_gives_up_and_the_work_goes_on() {
    let (_directory, file) = database();
    let faults = Faults::parse("delay:3s@name=Kept").unwrap();
    let server = Server::start(&file, |config| {
        config.faults = faults;
        config.gateway_timeout = Duration::from_secs(1);
    });
    let token = server.token();
    let begin = Instant::now();
    assert_eq!(server.send(&post("Kept", &token)).status, 504);
    assert!(begin.elapsed() < Duration::from_secs(3), "{:?}", begin.elapsed());
    wait_until(|| stored(&server, &token) == ["Kept"]);
}

#[test]
fn a_client_that_hangs_up_does_not_stop_the_work() {
    let (_directory, file) = database();
    let server = faulty(&file, &["delay:300ms@name=Kept"]);
    let token = server.token();
    let mut stream = server.connect();
    stream.write_all(&post("Kept", &token).bytes()).unwrap();
    drop(stream);
    wait_until(|| stored(&server, &token) == ["Kept"]);
}

/// Asks again and again, for at most ten seconds.
fn wait_until(mut is_so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < Duration::from_secs(10), "it never came to that");
        std::thread::yield_now();
    }
}

#[test]
fn stopping_answers_what_is_under_way_and_ends_what_is_idle() {
    let (_directory, file) = database();
    let mut server = faulty(&file, &["delay:500ms@name=Kept"]);
    let token = server.token();
    let mut idle = server.connect();
    let mut busy = server.connect();
    let request = post("Kept", &token).header("Expect", "100-continue").bytes();
    let body = request.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    busy.write_all(&request[..body]).unwrap();
    // The request is under way once the server asks for its body.
    let mut interim = [0; 25];
    busy.read_exact(&mut interim).unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    busy.write_all(&request[body..]).unwrap();
    server.ask_to_stop();
    let mut bytes = Vec::new();
    busy.read_to_end(&mut bytes).unwrap();
    assert_eq!(Answer::read(&bytes).expect("a whole answer").status, 200);
    assert_eq!(idle.read(&mut [0; 1]).unwrap(), 0);
    let address = server.address;
    server.stop().unwrap();
    assert_eq!(TcpStream::connect(address).unwrap_err().kind(), ErrorKind::ConnectionRefused);
}

#[test]
fn faults_are_for_loopback_only() {
    let (_directory, file) = database();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let result = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("0.0.0.0:0").await.unwrap();
        let mut config = Config::new(&file);
        config.faults = Faults::parse("cut").unwrap();
        serve(listener, config, std::future::pending()).await
    });
    let Err(error @ Error::FaultsBeyondLoopback(_)) = result else { panic!("{result:?}") };
    assert!(error.to_string().contains("Listen on 127.0.0.1"), "{error}");
    assert!(!file.exists());
}

#[test]
fn a_database_that_cannot_be_opened_is_named() {
    let (directory, file) = database();
    std::fs::write(&file, "not a database at all, however long it may be ".repeat(100)).unwrap();
    for path in [file, directory.path().to_owned()] {
        let server = Server::start(&path, |_| {});
        let error = server.stop().unwrap_err();
        assert!(matches!(error, Error::Database { .. }));
        assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    }
    let (_directory, file) = database();
    let server = Server::start(&file, |config| config.credentials.venue_id = "main".to_owned());
    assert!(matches!(server.stop(), Err(Error::Venue)));
}

#[test]
fn faults_do_not_change_what_they_let_pass() {
    let (_directory, file) = database();
    let server = faulty(&file, &["cut@name=nobody"]);
    let token = server.token();
    let broken = server.send(&Request::post("/open-api/v2/customers", r#"{"name":"#).token(&token));
    assert_eq!(broken.status, 400);
    let whole: Value = masked(server.send(&post("Aysel", &token)).json());
    assert_eq!((&whole["success"], &whole["data"]["name"]), (&json!(true), &json!("Aysel")));
}
