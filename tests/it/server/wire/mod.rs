//! A running server, and a small HTTP client over a socket. The client shares no code with the program's own client, so
//! that the same mistake cannot be in both.

mod database;
mod mask;

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::thread::JoinHandle;
use std::time::Duration;

use frontdesk::server::{Config, Database, Error, Limits, bind, serve};
use serde_json::Value;
use tokio::sync::oneshot;

pub use database::{POSTGRES, temporary_database};
pub use mask::masked;

/// A server in a thread. Dropping it stops it.
pub struct Server {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Result<(), Error>>>,
}

impl Server {
    /// Starts a server on a free port, without rate limits unless `configure` sets some. Its database is the file, or the
    /// one of `PostgreSQL` that belongs to this path.
    pub fn start(file: &Path, configure: impl FnOnce(&mut Config)) -> Self {
        Self::start_on(database::database(file), configure)
    }

    /// Starts a server like [`Self::start`] with this database.
    pub fn start_on(database: Database, configure: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config { limits: Limits::default(), ..Config::default() };
        configure(&mut config);
        let (stop, stopped) = oneshot::channel();
        let (bound, address) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = bind("127.0.0.1:0".parse().unwrap()).unwrap();
                bound.send(listener.local_addr().unwrap()).unwrap();
                serve(listener, database, config, async { drop(stopped.await) }).await
            })
        });
        Self { address: address.recv().unwrap(), stop: Some(stop), thread: Some(thread) }
    }

    /// Stops the server and waits until it has answered the requests in flight.
    pub fn stop(mut self) -> Result<(), Error> {
        self.stop_and_join()
    }

    /// Asks the server to stop and does not wait.
    pub fn request_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _: Result<(), ()> = stop.send(());
        }
    }

    fn stop_and_join(&mut self) -> Result<(), Error> {
        self.request_stop();
        self.thread.take().map_or(Ok(()), |thread| thread.join().unwrap())
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream
    }

    /// Sends a request on a connection of its own and reads the whole answer.
    pub fn send(&self, request: &Request) -> Response {
        send_to(self.address, request).expect("an HTTP answer")
    }

    /// Returns a v2 token for the training credentials.
    pub fn v2_token(&self) -> String {
        let answer = self.send(&Request::post("/open-api/v2/auth", V2_CREDENTIALS));
        answer.json()["token"].as_str().expect("a token").to_owned()
    }

    /// Returns a v1 token for the training credentials.
    pub fn v1_token(&self) -> String {
        let answer = self.send(&Request::post("/open-api/auth", V1_CREDENTIALS));
        answer.json()["token"].as_str().expect("a token").to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop_and_join());
    }
}

pub const V1_CREDENTIALS: &str =
    r#"{"client_id":"training","client_secret":"training","brand":"training","venue_id":"1"}"#;
pub const V2_CREDENTIALS: &str =
    r#"{"client_id":"training","client_secret":"training","brand":"training","integrator_id":"training"}"#;

/// Sends a request to any server. `None` means that no complete answer came back.
pub fn send_to(address: SocketAddr, request: &Request) -> Option<Response> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    // The server may answer and close the connection before it has read everything.
    drop(stream.write_all(&request.bytes()));
    let mut bytes = Vec::new();
    drop(stream.read_to_end(&mut bytes));
    Response::parse(&bytes)
}

/// A request to be sent.
#[derive(Clone)]
pub struct Request {
    pub method: &'static str,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn get(target: &str) -> Self {
        Self { method: "GET", target: target.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    pub fn post(target: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        Self { method: "POST", target: target.to_owned(), headers, body: body.into() }
    }

    pub fn method(mut self, method: &'static str) -> Self {
        self.method = method;
        self
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }

    pub fn token(self, token: &str) -> Self {
        self.header("x-token", token)
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        if self.method == "POST" && !self.headers.iter().any(|(name, _)| name == "Transfer-Encoding") {
            write!(head, "Content-Length: {}\r\n", self.body.len()).unwrap();
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

/// A complete answer.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    /// Parses an answer. `None` means that it is not complete.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&bytes[..end]).ok()?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let body = bytes[end + 4..].to_vec();
        let answer = Self { status, headers, body };
        let length: usize = answer.header("content-length")?.parse().ok()?;
        (length == answer.body.len()).then_some(answer)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no JSON: {}", String::from_utf8_lossy(&self.body)))
    }
}

/// Returns the v2 request that registers a customer.
pub fn registration(body: &Value) -> Request {
    Request::post("/open-api/v2/customers", body.to_string())
}
