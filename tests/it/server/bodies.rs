//! Bodies and queries that are too long, not JSON or unusual.

use std::io::{Read, Write};
use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::server::wire::{Request, Server, temporary_database};

const CUSTOMERS: &str = "/open-api/v2/customers";

fn post(body: impl Into<Vec<u8>>, token: &str) -> Request {
    Request::post(CUSTOMERS, body).token(token)
}

#[test]
fn a_body_of_more_than_one_megabyte_is_rejected() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    let body_of_length = |length: usize| {
        format!(r#"{{"name":"A","unknown":"{}"}}"#, "a".repeat(length - r#"{"name":"A","unknown":""}"#.len()))
    };
    let too_large =
        json!({"success": false, "message": "The request body is larger than 1 MB", "error": "payload_too_large"});
    assert_eq!(server.send(&post(body_of_length(1 << 20), &token)).status, 200);
    for length in [(1 << 20) + 1, 3 << 20, 20 << 20] {
        let answer = server.send(&post(body_of_length(length), &token));
        assert_eq!((answer.status, answer.json()), (413, too_large.clone()), "{length}");
    }
    let mut chunked = post("", &token).header("Transfer-Encoding", "chunked");
    for _ in 0..40 {
        chunked.body.extend_from_slice(b"8000\r\n");
        chunked.body.extend_from_slice("a".repeat(0x8000).as_bytes());
        chunked.body.extend_from_slice(b"\r\n");
    }
    chunked.body.extend_from_slice(b"0\r\n\r\n");
    assert_eq!(server.send(&chunked).status, 413);
    assert_eq!(server.send(&Request::post("/open-api/v2/auth", body_of_length(2 << 20))).status, 413);
}

#[test]
fn only_the_content_type_json_is_accepted() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    let body = r#"{"name":"Aysel"}"#;
    let unsupported = json!({
        "success": false, "message": "The content type must be application/json", "error": "unsupported_media_type"
    });
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "json",
        "application/jsonx",
        "",
    ] {
        let answer = server.send(&post(body, &token).header("Content-Type", content_type));
        assert_eq!((answer.status, answer.json()), (415, unsupported.clone()), "{content_type}");
    }
    assert_eq!(server.send(&post(body, &token).without("Content-Type")).status, 415);
    for content_type in ["application/json", "application/json; charset=utf-8", "Application/JSON ;x"] {
        assert_eq!(server.send(&post(body, &token).header("Content-Type", content_type)).status, 200, "{content_type}");
    }
}

#[test]
fn a_body_that_is_not_a_json_object_is_rejected() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    let not_an_object = json!({
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
            (400, not_an_object.clone()),
            "{}",
            String::from_utf8_lossy(&body[..body.len().min(40)])
        );
    }
    // A body that is announced and does not arrive.
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
fn a_body_that_comes_too_slowly_has_one_answer() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |config| config.gateway_timeout = Duration::from_secs(2));
    let token = server.v2_token();
    for (path, token) in [(CUSTOMERS, token.as_str()), ("/open-api/v2/auth", "")] {
        let mut stream = server.connect();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nx-token: {token}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 99\r\n\r\n{{"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        drop(stream.read_to_end(&mut bytes));
        let answer = String::from_utf8_lossy(&bytes);
        assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("request_timeout"), "{path} {answer}");
    }
}

#[test]
fn unusual_texts_are_stored_unchanged() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    for name in ["Ə\u{301}ё漢👨‍👩‍👧", "\u{202e}\u{1b}[31m", "'; DROP TABLE customers; --", "%00%_\\\"", "\u{feff}x"]
    {
        let body = json!({"name": name, "code": name, "phone": name, "description": name}).to_string();
        let answer = server.send(&post(body, &token)).json();
        for field in ["name", "code", "phone", "description"] {
            assert_eq!(answer["data"][field], name);
        }
    }
}

/// Valid and invalid values that a client might send in a field.
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
fn every_json_object_is_stored_rejected_or_a_conflict() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
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
fn every_query_is_answered_with_200() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
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
