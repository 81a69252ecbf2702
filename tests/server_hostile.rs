//! What a server must survive: bodies of all kinds, nonsense for requests, more connections than it can have.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may fail loudly"
)]

mod server_wire;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use proptest::prelude::*;
use serde_json::{Value, json};
use server_wire::child::{Process, say, task, wait_for_the_parent};
use server_wire::{Answer, Request, Server, database};

const CUSTOMERS: &str = "/open-api/v2/customers";

fn post(body: impl Into<Vec<u8>>, token: &str) -> Request {
    Request::post(CUSTOMERS, body).token(token)
}

#[test]
fn a_body_may_have_one_megabyte_and_not_a_byte_more() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    let of_length = |length: usize| format!(r#"{{"name":"{}"}}"#, "a".repeat(length - r#"{"name":""}"#.len()));
    let too_large =
        json!({"success": false, "message": "The request body is larger than 1 MB", "error": "payload_too_large"});
    assert_eq!(server.send(&post(of_length(1 << 20), &token)).status, 200);
    for length in [(1 << 20) + 1, 3 << 20, 20 << 20] {
        let answer = server.send(&post(of_length(length), &token));
        assert_eq!((answer.status, answer.json()), (413, too_large.clone()), "{length}");
    }
    let mut chunked = post("", &token).header("Transfer-Encoding", "chunked");
    for _ in 0..40 {
        chunked.body.extend_from_slice(b"8000\r\n");
        chunked.body.extend_from_slice(&[b'a'; 0x8000]);
        chunked.body.extend_from_slice(b"\r\n");
    }
    chunked.body.extend_from_slice(b"0\r\n\r\n");
    assert_eq!(server.send(&chunked).status, 413);
    assert_eq!(server.send(&Request::post("/open-api/v2/auth", of_length(2 << 20))).status, 413);
}

#[test]
fn only_json_is_read() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    let body = r#"{"name":"Aysel"}"#;
    let unsupported = json!({
        "success": false, "message": "The content type must be application/json", "error": "unsupported_media_type"
    });
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "json",
        "application/jsonx",
        "",
    ] {
        let answer = server.send(&post(body, &token).header("Content-Type", kind));
        assert_eq!((answer.status, answer.json()), (415, unsupported.clone()), "{kind}");
    }
    assert_eq!(server.send(&post(body, &token).without("Content-Type")).status, 415);
    for kind in ["application/json", "application/json; charset=utf-8", "Application/JSON ;x"] {
        assert_eq!(server.send(&post(body, &token).header("Content-Type", kind)).status, 200, "{kind}");
    }
}

#[test]
fn what_is_no_json_object_is_refused_as_such() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    let refused = json!({
        "success": false, "message": "Validation failed", "error": "The request body must be a JSON object in UTF-8."
    });
    let deep = "[".repeat(100_000);
    let deep_object = format!("{}1{}", r#"{"name":"#.repeat(5_000), "}".repeat(5_000));
    let cases: [&[u8]; 15] = [
        b"",
        b" ",
        b"null",
        b"[]",
        b"7",
        b"\"name\"",
        b"{",
        br#"{"name":"A""#,
        br#"{"name":"A"}}"#,
        br#"{name:"A"}"#,
        b"{\"name\":\"A\xff\"}",
        b"{\"name\":\"A\0\"}",
        br#"{"name":"\ud800"}"#,
        br#"{"name":"A","gender":1e999}"#,
        b"\xef\xbb\xbf{\"name\":\"A\"}",
    ];
    for body in cases.into_iter().chain([deep.as_bytes(), deep_object.as_bytes()]) {
        let answer = server.send(&post(body, &token));
        assert_eq!(
            (answer.status, answer.json()),
            (400, refused.clone()),
            "{}",
            String::from_utf8_lossy(&body[..body.len().min(40)])
        );
    }
    // A body that is announced and does not come.
    let mut stream = server.connect();
    let head = format!(
        "POST {CUSTOMERS} HTTP/1.1\r\nHost: x\r\nx-token: {token}\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{{"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut bytes = Vec::new();
    drop(stream.read_to_end(&mut bytes));
    assert!(bytes.is_empty() || bytes.starts_with(b"HTTP/1.1 400"), "{}", String::from_utf8_lossy(&bytes));
    assert_eq!(server.send(&Request::get(CUSTOMERS).token(&token)).json()["total"], 0);
}

#[test]
fn strange_texts_are_kept_as_they_are() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    for name in ["Ə\u{301}ё漢👨‍👩‍👧", "\u{202e}\u{1b}[31m", "'; DROP TABLE customers; --", "%00%_\\\"", "\u{feff}x"]
    {
        let body = json!({"name": name, "code": name, "phone": name, "description": name}).to_string();
        let answer = server.send(&post(body, &token)).json();
        for field in ["name", "code", "phone", "description"] {
            assert_eq!(answer["data"][field], name);
        }
    }
}

#[test]
fn nonsense_in_place_of_a_request_ends_one_connection_only() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    let long = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(1 << 20));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(1000));
    let token_of_bytes =
        b"GET /open-api/v2/venues HTTP/1.1\r\nConnection: close\r\nx-token: \xff\xfe\x80\r\n\r\n".to_vec();
    let cases: [Vec<u8>; 6] = [
        vec![0; 4096],
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        long.into_bytes(),
        many.into_bytes(),
        b"POST /open-api/auth HTTP/1.1\r\nContent-Length: -1\r\n\r\n".to_vec(),
        token_of_bytes,
    ];
    for bytes in cases {
        let mut stream = server.connect();
        drop(stream.write_all(&bytes));
        drop(stream.shutdown(std::net::Shutdown::Write));
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"), "{}", String::from_utf8_lossy(&answer));
        assert_eq!(server.send(&Request::get("/open-api/v2/venues").token(&token)).status, 200);
    }
}

/// Values that a client might put into a field, rightly or wrongly.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[0-9+ ()-]{0,20}".prop_map(Value::from),
        "[12][0-9]{3}-[01][0-9]-[0-3][0-9]".prop_map(Value::from),
        (0_i64..5).prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| prop::collection::vec(inner, 0..4).prop_map(Value::from))
}

const FIELDS: &str = "name|email|phone|code|cid|description|group_id|gender|date_of_birth|other";

#[test]
fn any_object_is_stored_refused_or_a_clash() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    proptest!(ProptestConfig::with_cases(500), |(body in prop::collection::hash_map(FIELDS, any_json(), 0..6))| {
        let answer = server.send(&post(json!(body).to_string(), &token));
        let json = answer.json();
        match answer.status {
            200 => prop_assert_eq!(&json["success"], &json!(true)),
            400 => {
                prop_assert_eq!(&json["message"], &json!("Validation failed"));
                prop_assert!(json["error"].as_str().is_some_and(|error| error.ends_with('.')));
            }
            409 => prop_assert!(json["error"].as_str().is_some_and(|error| error.starts_with("duplicate_"))),
            other => prop_assert!(false, "status {}", other),
        }
    });
}

#[test]
fn any_query_is_answered() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    assert_eq!(server.send(&post(r#"{"name":"Aysel","phone":"+994501234567"}"#, &token)).status, 200);
    let part = prop_oneof![
        "[a-z0-9%=&\\[\\]+.-]{0,20}",
        "(filters|sort|with|page|limit)(\\[[0-9]{0,2}\\]){0,2}=[a-z0-9%-]{0,12}&",
        "%[0-9A-F]{2}",
        "filters\\[[0-9]\\]\\[0\\]=(name|phones|group_id)&filters\\[[0-9]\\]\\[1\\]=[a-z0-9%]{0,9}&",
    ];
    proptest!(ProptestConfig::with_cases(500), |(parts in prop::collection::vec(part, 0..6))| {
        let answer = server.send(&Request::get(&format!("{CUSTOMERS}?{}", parts.concat())).token(&token));
        prop_assert_eq!(answer.status, 200);
        prop_assert!(answer.json()["total"].as_u64().is_some_and(|total| total <= 1));
    });
}

#[test]
fn ten_thousand_idle_connections_do_not_keep_a_desk_waiting() {
    let (_directory, file) = database();
    let server = Server::start(&file, |_| {});
    let token = server.token();
    let (mut holder, held) = Process::start("holds_idle_connections", &server.address.to_string());
    println!("{held} idle connections");
    for number in 0..10 {
        assert_eq!(server.send(&post(format!(r#"{{"name":"{number}"}}"#), &token)).status, 200);
    }
    holder.kill();
    assert_eq!(server.send(&Request::get(CUSTOMERS).token(&token)).json()["total"], 10);
}

#[test]
#[ignore = "the other process of ten_thousand_idle_connections_do_not_keep_a_desk_waiting"]
fn holds_idle_connections() {
    let Some(address) = task() else { return };
    let address: SocketAddr = address.parse().unwrap();
    // Where a process may not have so many files, as many as it may.
    let count = usize::try_from(raise_open_files()).unwrap_or(usize::MAX).saturating_sub(100).min(10_000);
    let held: Vec<TcpStream> = (0..count).map(|_| TcpStream::connect(address).unwrap()).collect();
    say(&held.len().to_string());
    wait_for_the_parent();
}

fn raise_open_files() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).unwrap();
    maximum.unwrap_or(u64::MAX)
}

#[test]
fn a_server_that_runs_out_of_files_serves_again_when_it_has_some() {
    let (_directory, file) = database();
    let (_server, address) = Process::serving("serves_with_few_files", file.to_str().unwrap());
    // More than it can accept, fewer than may wait before the door.
    let crowd: Vec<TcpStream> = (0..100).map(|_| TcpStream::connect(address).unwrap()).collect();
    let mut late = TcpStream::connect(address).unwrap();
    late.write_all(&Request::get("/nowhere").bytes()).unwrap();
    drop(crowd);
    let mut bytes = Vec::new();
    late.read_to_end(&mut bytes).unwrap();
    assert_eq!(Answer::read(&bytes).unwrap().status, 404);
}

#[test]
#[ignore = "the other process of a_server_that_runs_out_of_files_serves_again_when_it_has_some"]
fn serves_with_few_files() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let Some(file) = task() else { return };
    setrlimit(Resource::Nofile, Rlimit { current: Some(64), maximum: Some(64) }).unwrap();
    let server = Server::start(file.as_ref(), |_| {});
    say(&server.address.to_string());
    wait_for_the_parent();
}
