//! Invalid requests, more connections than the server has files, and ten thousand idle connections.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use serde_json::json;

use crate::server::wire::{Request, Response, Server, registration, temporary_database};
use crate::support::child::{Process, report_to_parent, task, wait_for_parent};

#[test]
fn an_invalid_request_ends_only_its_own_connection() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
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

#[test]
fn ten_thousand_idle_connections_do_not_delay_a_desk() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |_| {});
    let token = server.v2_token();
    let (mut other_process, count) =
        Process::start("server::connections::holds_idle_connections", &server.address.to_string());
    println!("{count} idle connections");
    for number in 0..10 {
        assert_eq!(server.send(&registration(&json!({"name": number.to_string()})).token(&token)).status, 200);
    }
    other_process.kill();
    assert_eq!(server.send(&Request::get("/open-api/v2/customers").token(&token)).json()["total"], 10);
}

#[test]
#[ignore = "the other process of ten_thousand_idle_connections_do_not_delay_a_desk"]
fn holds_idle_connections() {
    let Some(address) = task() else { return };
    let address: SocketAddr = address.parse().unwrap();
    // Fewer if a process may not open as many files. A quarter is left, because the server's process runs other tests too.
    let count = (raise_open_file_limit() / 4 * 3).min(10_000);
    let connections: Vec<TcpStream> = (0..count).map(|_| TcpStream::connect(address).unwrap()).collect();
    report_to_parent(&connections.len().to_string());
    wait_for_parent();
}

fn raise_open_file_limit() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).unwrap();
    maximum.unwrap_or(u64::MAX)
}

#[test]
fn a_server_without_free_files_serves_again_when_files_are_free() {
    let (_directory, file) = temporary_database();
    let (_server, address) =
        Process::start_server("server::connections::serves_with_few_files", file.to_str().unwrap());
    // More connections than the server can accept, fewer than may wait to be accepted.
    let waiting_connections: Vec<TcpStream> = (0..100).map(|_| TcpStream::connect(address).unwrap()).collect();
    let mut late = TcpStream::connect(address).unwrap();
    late.write_all(&Request::get("/nowhere").bytes()).unwrap();
    drop(waiting_connections);
    let mut bytes = Vec::new();
    late.read_to_end(&mut bytes).unwrap();
    assert_eq!(Response::parse(&bytes).unwrap().status, 404);
}

#[test]
#[ignore = "the other process of a_server_without_free_files_serves_again_when_files_are_free"]
fn serves_with_few_files() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let Some(file) = task() else { return };
    setrlimit(Resource::Nofile, Rlimit { current: Some(64), maximum: Some(64) }).unwrap();
    let server = Server::start(file.as_ref(), |_| {});
    report_to_parent(&server.address.to_string());
    wait_for_parent();
}
