//! `frontdesk check` and connections that fail: what is wrong, and which setting corrects it.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::Output;
use std::thread;

use crate::support::authority::{Authority, pem_file};
use crate::support::program::{Server, code, dead_address, finding, live, stdout};
use crate::support::scripted::{Reply, Request, Scripted, reply};

/// Starts a server that is given each connection.
fn listen(serve: impl Fn(TcpStream) + Clone + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let serve = serve.clone();
            thread::spawn(move || serve(stream.unwrap()));
        }
    });
    address
}

/// Answers as a server that reads one request of any protocol.
fn after_first_bytes(answer: &'static [u8]) -> SocketAddr {
    listen(move |mut stream| {
        let mut request = [0; 4096];
        let _ = stream.read(&mut request).and_then(|_| stream.write_all(answer));
    })
}

fn check(base_url: &str) -> Output {
    let home = tempfile::tempdir().unwrap();
    live(home.path(), base_url).args(["check", "--json"]).output().unwrap()
}

fn words(output: &Output, id: &str) -> String {
    let finding = finding(output, id);
    assert_eq!(finding["state"], "error", "{id}: {output:?}");
    format!("{} {}", finding["message"].as_str().unwrap(), finding["remedy"].as_str().unwrap())
}

#[test]
fn a_port_without_tls_is_named_if_the_address_is_https() {
    let home = tempfile::tempdir().unwrap();
    let served = Server::start(home.path(), &[]);
    let not_found = |_: &Request| reply(404, &[], "");
    let addresses = [
        // A real server, which rejects the greeting of TLS.
        served.address.clone(),
        // A server that waits for a whole line.
        Scripted::start(not_found).address.to_string(),
        // A server that redirects to its port with TLS.
        Scripted::start(|_| reply(301, &[("location", "https://127.0.0.1/")], "")).address.to_string(),
        // A server that answers everything with an error.
        after_first_bytes(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").to_string(),
        // A server that ends a connection without a request.
        listen(|mut stream| {
            let mut first = [0];
            if stream.read(&mut first).is_ok_and(|_| first[0].is_ascii_uppercase()) {
                let _ = stream.write_all(b"HTTP/1.0 200 OK\r\n\r\n");
            }
        })
        .to_string(),
    ];
    for address in addresses {
        let output = check(&format!("https://{address}/open-api/v2"));
        let words = words(&output, "tls");
        assert!(words.contains("answers without TLS") && words.contains("clopos.base_url"), "{address}: {words}");
        assert_eq!(code(&output), Some(7), "{output:?}");
        assert_eq!(finding(&output, "reachable")["state"], "ok", "{output:?}");
        assert_eq!(finding(&output, "credentials")["state"], "skipped", "{output:?}");
    }
}

#[test]
fn a_port_with_tls_is_named_if_the_address_is_http() {
    let authority = Authority::new();
    let addresses = [
        authority.server("localhost", true, |_| reply(200, &[], "")).address,
        authority.server("localhost", false, |_| reply(200, &[], "")).address,
        // A server that answers everything unknown with an alert.
        after_first_bytes(b"\x15\x03\x01\x00\x02\x02\x46"),
        // A server such as nginx, which answers a request without TLS in plain HTTP.
        listen(|mut stream| {
            let mut request = [0; 4096];
            let is_plain = stream.read(&mut request).is_ok_and(|_| request[0].is_ascii_uppercase());
            let answer: &[u8] = if is_plain {
                b"HTTP/1.1 400 Bad Request\r\ncontent-type: text/html\r\ncontent-length: 30\r\n\r\n<html>sent to HTTPS port</html>"
            } else {
                b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03\x00"
            };
            let _ = stream.write_all(answer);
        }),
    ];
    for address in addresses {
        let output = check(&format!("http://{address}/open-api/v2"));
        let words = words(&output, "tls");
        assert!(words.contains("answers with TLS") && words.contains("https://"), "{words}");
        assert_eq!(code(&output), Some(7), "{output:?}");
    }
}

/// The certificate is wrong, and not the protocol.
#[test]
fn an_untrusted_certificate_is_named_as_such() {
    let authority = Authority::new();
    let ca = pem_file(&authority.pem);
    for (name, is_ca_set) in [("localhost", false), ("example.com", true)] {
        let server = authority.server(name, true, |_| reply(200, &[], ""));
        let home = tempfile::tempdir().unwrap();
        let mut command = live(home.path(), &format!("https://localhost:{}/open-api/v2", server.address.port()));
        if is_ca_set {
            let file = home.path().join("settings.toml");
            std::fs::write(&file, format!("[clopos]\nca_file = \"{}\"\n", ca.path().display())).unwrap();
            command.arg("--config").arg(file);
        }
        let output = command.args(["check", "--json"]).output().unwrap();
        let words = words(&output, "tls");
        assert!(words.contains("certificate is not trusted") && words.contains("clopos.ca_file"), "{words}");
        assert!(server.requests().is_empty(), "no credential was sent");
    }
}

#[test]
fn a_port_of_another_protocol_is_not_called_tls() {
    let echo = listen(|mut stream| {
        let mut input = stream.try_clone().unwrap();
        let _ = std::io::copy(&mut input, &mut stream);
    });
    let banners: [&[u8]; 3] = [b"SSH-2.0-OpenSSH_9.2p1\r\n", b"220 mail\r\n", b""];
    for address in banners.map(after_first_bytes).into_iter().chain([echo]) {
        for scheme in ["http", "https"] {
            let output = check(&format!("{scheme}://{address}/open-api/v2"));
            assert_eq!(code(&output), Some(7), "{output:?}");
            let text = stdout(&output);
            assert!(!text.contains("answers with"), "{scheme}: {text}");
        }
    }
}

/// A web server at the address, of which the path is missing or wrong.
#[test]
fn a_base_url_without_its_path_is_named_with_the_right_one() {
    const PAGE: &str = "<html><title>Welcome</title></html>";
    type Answer = fn(&Request) -> Reply;
    let answers: [Answer; 6] = [
        |_| reply(404, &[], PAGE),
        |_| reply(200, &[("content-type", "text/html")], PAGE),
        |_| reply(405, &[], ""),
        |_| reply(302, &[("location", "/login")], ""),
        |_| reply(403, &[], PAGE),
        |_| reply(404, &[("content-type", "application/json")], r#"{"message":"no Route matched with those values"}"#),
    ];
    for answer in answers {
        let server = Scripted::start(answer);
        for path in ["", "/", "/v2", "/openapi/v2", "/open-api/v3"] {
            let output = check(&format!("http://{}{path}", server.address));
            let words = words(&output, "reachable");
            assert!(
                words.contains(&format!("Set clopos.base_url to http://{}/open-api/v2.", server.address)),
                "{words}"
            );
            assert_eq!(code(&output), Some(2), "{path}: {output:?}");
        }
        // The path is right, so it is not the cause.
        let output = check(&format!("http://{}/open-api/v2", server.address));
        assert!(!words(&output, "reachable").contains("Set clopos.base_url to"), "{output:?}");
    }
}

#[test]
fn a_dead_proxy_is_named_whatever_is_wrong_with_it() {
    let proxies = [
        (dead_address().to_string(), "refuses"),
        (
            after_first_bytes(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n").to_string(),
            "407",
        ),
        (after_first_bytes(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n").to_string(), "503"),
        (after_first_bytes(b"").to_string(), "closes"),
        (after_first_bytes(b"nonsense").to_string(), "is no proxy"),
        (listen(|mut stream| drop(std::io::copy(&mut stream, &mut std::io::sink()))).to_string(), "hangs"),
        (format!("{}.example:3128", "x".repeat(64)), "has an unknown name"),
    ];
    for (proxy, what) in proxies {
        let home = tempfile::tempdir().unwrap();
        let mut command = live(home.path(), "https://integrations.example/open-api/v2");
        command.env("HTTPS_PROXY", format!("http://user:s3cret@{proxy}"));
        let output = command.args(["check", "--json"]).output().unwrap();
        let words = words(&output, "reachable");
        assert!(words.contains(&format!("the proxy {proxy}")) && words.contains("HTTPS_PROXY"), "{what}: {words}");
        assert!(!words.contains("s3cret"), "{words}");
        assert_eq!(code(&output), Some(7), "{what}: {output:?}");
    }
}

#[test]
fn a_venue_of_another_brand_is_named_with_the_right_ones() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(home.path(), &[]);
    for (integrator, base_url) in [(true, server.v2()), (false, server.v1())] {
        let home = tempfile::tempdir().unwrap();
        let mut command = live(home.path(), &base_url);
        command.env("CLOPOS_VENUE_ID", "9");
        if !integrator {
            command.env_remove("CLOPOS_INTEGRATOR_ID");
        }
        let output = command.args(["check", "--json"]).output().unwrap();
        let words = words(&output, if integrator { "venue" } else { "credentials" });
        assert!(words.contains("clopos.venue_id"), "{words}");
        assert_eq!(words.contains("1 Main venue"), integrator, "{words}");
        assert_eq!(code(&output), Some(6), "{output:?}");
    }
}
