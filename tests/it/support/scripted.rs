//! A scripted other end for the client: raw bytes over TCP, so that an answer may be cut, trickle, hang or be no
//! HTTP at all. It shares no code with the client nor with the product's own server, and records what it was sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A request as it came.
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
    /// The path without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// What the other end does with a request.
#[derive(Clone)]
pub enum Reply {
    /// Sends these bytes and keeps the connection.
    Raw(Vec<u8>),
    /// Sends these bytes and closes.
    Cut(Vec<u8>),
    /// Sends these bytes one by one with this pause between them, then closes.
    Trickle(Vec<u8>, Duration),
    /// Says nothing until the client hangs up.
    Hang,
}

/// An answer with a status, headers and a body, and its right length.
pub fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
    Reply::Raw(bytes(status, headers, body))
}

/// The bytes of [`reply`].
pub fn bytes(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        text.extend([name, ": ", value, "\r\n"]);
    }
    text.push_str("\r\n");
    text.push_str(body);
    text.into_bytes()
}

/// JSON with status 200.
pub fn ok(body: &serde_json::Value) -> Reply {
    reply(200, &[("content-type", "application/json")], &body.to_string())
}

/// A connection's two directions in one, plain or TLS.
pub trait Stream: Read + Write + Send {}
impl<T: Read + Write + Send> Stream for T {}

/// How an accepted connection becomes a stream.
type Accept = Arc<dyn Fn(TcpStream) -> Box<dyn Stream> + Send + Sync>;

/// The other end; it listens for as long as the process lives.
pub struct Scripted {
    /// Where.
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Scripted {
    /// Answers each request by the script.
    pub fn start(script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_with(Arc::new(|stream| Box::new(stream)), script)
    }

    /// Like [`Scripted::start`], over another kind of stream.
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
                    // A client that goes away in the middle is what some tests want.
                    let _ = talk(accept(connection.unwrap()), &*script, &log);
                });
            }
        });
        Self { address, requests }
    }

    /// Every request so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The requests to a path, whatever the query.
    pub fn to(&self, path: &str) -> Vec<Request> {
        self.requests().into_iter().filter(|request| request.path() == path).collect()
    }
}

fn talk(
    stream: Box<dyn Stream>,
    script: &(dyn Fn(&Request) -> Reply + Send + Sync),
    log: &Mutex<Vec<Request>>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some(request) = read(&mut stream)? {
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
                // Ends when the client closes.
                std::io::copy(&mut stream, &mut std::io::sink())?;
                return Ok(());
            }
        }
    }
    Ok(())
}

fn read(stream: &mut BufReader<Box<dyn Stream>>) -> std::io::Result<Option<Request>> {
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
