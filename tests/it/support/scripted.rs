//! A scripted server for tests of the client. It sends raw bytes over TCP, so that an answer may be truncated, slow,
//! missing or not HTTP at all. It shares no code with the client or the product's server, and records every request.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A recorded request.
#[derive(Clone)]
pub struct Request {
    /// `POST`
    pub method: String,
    /// Path and query as sent.
    pub target: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl Request {
    /// Returns the path without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    /// Returns the value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// The reaction of the server to a request.
#[derive(Clone)]
pub enum Reply {
    /// Sends these bytes and keeps the connection open.
    Raw(Vec<u8>),
    /// Sends these bytes and closes the connection.
    Cut(Vec<u8>),
    /// Sends these bytes one by one with this pause between them, then closes the connection.
    Trickle(Vec<u8>, Duration),
    /// Sends nothing until the client closes the connection.
    Hang,
}

/// Creates an answer with a status, headers, a body and its correct length.
pub fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
    Reply::Raw(reply_bytes(status, headers, body))
}

/// Returns the bytes of [`reply`].
pub fn reply_bytes(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        text.extend([name, ": ", value, "\r\n"]);
    }
    text.push_str("\r\n");
    text.push_str(body);
    text.into_bytes()
}

/// Creates a JSON answer with status 200.
pub fn json_reply(body: &serde_json::Value) -> Reply {
    reply(200, &[("content-type", "application/json")], &body.to_string())
}

/// Both directions of a connection, plain or TLS.
pub trait Stream: Read + Write + Send {}
impl<T: Read + Write + Send> Stream for T {}

/// A function that makes a stream of an accepted connection.
type Accept = Arc<dyn Fn(TcpStream) -> Box<dyn Stream> + Send + Sync>;

/// A scripted server. It listens until the process ends.
pub struct Scripted {
    /// The address on which it listens.
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Scripted {
    /// Starts a server that answers each request with `script`.
    pub fn start(script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_with(Arc::new(|stream| Box::new(stream)), script)
    }

    /// Starts a server over another kind of stream.
    pub fn start_with(accept: Accept, script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let script: Arc<dyn Fn(&Request) -> Reply + Send + Sync> = Arc::new(script);
        let log = Arc::clone(&requests);
        thread::spawn(move || {
            for connection in listener.incoming() {
                let (accept, script, log) = (Arc::clone(&accept), Arc::clone(&script), Arc::clone(&log));
                thread::spawn(move || {
                    // Some tests end the client during a request on purpose.
                    let _ = serve_connection(accept(connection.unwrap()), &*script, &log);
                });
            }
        });
        Self { address, requests }
    }

    /// Returns every request so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// Returns the requests to a path with any query.
    pub fn requests_to(&self, path: &str) -> Vec<Request> {
        self.requests().into_iter().filter(|request| request.path() == path).collect()
    }
}

fn serve_connection(
    stream: Box<dyn Stream>,
    script: &(dyn Fn(&Request) -> Reply + Send + Sync),
    log: &Mutex<Vec<Request>>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some(request) = read_request(&mut stream)? {
        log.lock().unwrap().push(request.clone());
        match script(&request) {
            Reply::Raw(bytes) => {
                stream.get_mut().write_all(&bytes)?;
                stream.get_mut().flush()?;
            }
            Reply::Cut(bytes) => {
                stream.get_mut().write_all(&bytes)?;
                return stream.get_mut().flush();
            }
            Reply::Trickle(bytes, pause) => {
                for byte in bytes {
                    stream.get_mut().write_all(&[byte])?;
                    stream.get_mut().flush()?;
                    thread::sleep(pause);
                }
                return Ok(());
            }
            Reply::Hang => {
                // Returns when the client closes the connection.
                std::io::copy(&mut stream, &mut std::io::sink())?;
                return Ok(());
            }
        }
    }
    Ok(())
}

fn read_request(stream: &mut BufReader<Box<dyn Stream>>) -> std::io::Result<Option<Request>> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut parts = line.split_whitespace();
    let (method, target) = (parts.next().unwrap().to_owned(), parts.next().unwrap().to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length").map_or(0, |(_, n)| n.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(Some(Request { method, target, headers, body }))
}
