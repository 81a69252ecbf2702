//! A line to the API on which everything goes wrong that can: it passes HTTP requests on and, by a seeded chance, breaks
//! them before or after the API has carried them out.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Longer than the desks wait for an answer.
pub const DELAY: Duration = Duration::from_millis(900);

/// What goes wrong with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    ResetBefore,
    ResetAfter,
    AnswerCut,
    GatewayBefore,
    GatewayAfter,
    HtmlAfter,
    ServerErrorBefore,
    DelayedAnswer,
    /// Carried out when the desk has long given up: after its look-up, perhaps.
    DelayedRequest,
    /// The connection is dropped at once; the request is carried out afterwards.
    CarriedOutLater,
    /// Something in between turns this one away, the first time that it comes.
    TurnedAway,
    TooMany,
    TokenExpired,
}

/// Chances in a thousand.
const CHANCES: &[(Fault, u32)] = &[
    (Fault::ResetBefore, 25),
    (Fault::ResetAfter, 30),
    (Fault::AnswerCut, 20),
    (Fault::GatewayBefore, 15),
    (Fault::GatewayAfter, 30),
    (Fault::HtmlAfter, 15),
    (Fault::ServerErrorBefore, 20),
    (Fault::DelayedAnswer, 8),
    (Fault::DelayedRequest, 8),
    (Fault::CarriedOutLater, 8),
    (Fault::TurnedAway, 10),
    (Fault::TooMany, 2),
    (Fault::TokenExpired, 4),
];

/// The proxy while it runs.
pub struct Proxy {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    upstream: SocketAddr,
    seed: u64,
    /// How often each request was seen.
    seen: Mutex<HashMap<u64, u32>>,
    faults: Mutex<Vec<Fault>>,
}

impl Proxy {
    /// Starts it on a free port, within a Tokio runtime.
    pub async fn start(upstream: SocketAddr, seed: u64) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { upstream, seed, seen: Mutex::default(), faults: Mutex::default() });
        let serving = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Ok((desk, _)) = listener.accept().await {
                let shared = Arc::clone(&serving);
                // A broken connection is what this is about.
                tokio::spawn(async move { shared.serve(desk).await.unwrap_or_default() });
            }
        });
        Ok(Self { address, shared })
    }

    /// What went wrong until now.
    pub fn faults(&self) -> Vec<Fault> {
        self.shared.faults.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What becomes of the desk's connection after a request.
enum Then {
    GoOn,
    Close,
    Reset,
}

impl Shared {
    async fn serve(&self, mut desk: TcpStream) -> std::io::Result<()> {
        desk.set_nodelay(true)?;
        while let Some(request) = message(&mut desk).await? {
            match self.pass(&request, &mut desk).await? {
                Then::GoOn => {}
                Then::Close => return desk.shutdown().await,
                // Closed with data unread or a zero linger time, a socket says so with a reset.
                Then::Reset => return desk.set_zero_linger(),
            }
        }
        Ok(())
    }

    async fn pass(&self, request: &[u8], desk: &mut TcpStream) -> std::io::Result<Then> {
        let Some(fault) = self.fault(request) else {
            let answer = self.carry_out(request).await?;
            desk.write_all(&answer).await?;
            return Ok(Then::GoOn);
        };
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
        match fault {
            Fault::ResetBefore => return Ok(Then::Reset),
            Fault::ResetAfter => {
                self.carry_out(request).await?;
                return Ok(Then::Reset);
            }
            Fault::AnswerCut => {
                let answer = self.carry_out(request).await?;
                desk.write_all(answer.get(..answer.len() - 20).unwrap_or_default()).await?;
                return Ok(Then::Close);
            }
            Fault::DelayedAnswer => {
                self.carry_out(request).await?;
                tokio::time::sleep(DELAY).await;
                return Ok(Then::Close);
            }
            Fault::DelayedRequest => {
                tokio::time::sleep(DELAY).await;
                self.carry_out(request).await?;
                return Ok(Then::Close);
            }
            Fault::CarriedOutLater => {
                let (upstream, request) = (self.upstream, request.to_vec());
                tokio::spawn(async move {
                    tokio::time::sleep(DELAY / 3).await;
                    carry_out(upstream, &request).await.map(drop).unwrap_or_default();
                });
                return Ok(Then::Reset);
            }
            Fault::GatewayAfter | Fault::HtmlAfter => drop(self.carry_out(request).await?),
            Fault::GatewayBefore
            | Fault::ServerErrorBefore
            | Fault::TurnedAway
            | Fault::TooMany
            | Fault::TokenExpired => {}
        }
        desk.write_all(said(fault).as_bytes()).await?;
        Ok(Then::GoOn)
    }

    /// The first, second, third … time that a request comes the same goes wrong with it in every run of a seed,
    /// whichever desk sends it and when.
    fn fault(&self, request: &[u8]) -> Option<Fault> {
        let (head, body) = request.split_at(head_end(request).unwrap_or_default());
        let line = head.split(|byte| *byte == b'\r').next();
        let which = hash(&(self.seed, line, body));
        let times = {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            let times = seen.entry(which).or_default();
            *times += 1;
            *times
        };
        let mut chance = StdRng::seed_from_u64(hash(&(which, times))).random_range(0..1000);
        for (fault, weight) in CHANCES {
            if chance < *weight {
                // Turned away again it would be the registration's own fault.
                return Some(*fault).filter(|fault| *fault != Fault::TurnedAway || times == 1);
            }
            chance -= weight;
        }
        None
    }

    async fn carry_out(&self, request: &[u8]) -> std::io::Result<Vec<u8>> {
        carry_out(self.upstream, request).await
    }
}

async fn carry_out(upstream: SocketAddr, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut upstream = TcpStream::connect(upstream).await?;
    upstream.set_nodelay(true)?;
    upstream.write_all(request).await?;
    message(&mut upstream).await?.ok_or_else(|| std::io::ErrorKind::UnexpectedEof.into())
}

/// What the gateway says in the place of the API.
fn said(fault: Fault) -> String {
    let (status, more, body) = match fault {
        Fault::GatewayBefore | Fault::GatewayAfter => ("504 Gateway Timeout", "", "<html>Gateway Timeout</html>"),
        Fault::HtmlAfter => ("502 Bad Gateway", "", "<html><body>Bad Gateway</body></html>"),
        Fault::TurnedAway => ("403 Forbidden", "", "<html><body>Blocked</body></html>"),
        Fault::TooMany => ("429 Too Many Requests", "retry-after: 1\r\n", r#"{"success":false,"error":"slow down"}"#),
        Fault::TokenExpired => ("401 Unauthorized", "", r#"{"success":false,"error":"Token expired"}"#),
        _ => ("500 Internal Server Error", "", r#"{"success":false}"#),
    };
    let kind = if body.starts_with('<') { "text/html" } else { "application/json" };
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\n{more}content-length: {length}\r\n\r\n{body}")
}

/// One HTTP message, head and body; nothing if the other end is done.
async fn message(stream: &mut TcpStream) -> std::io::Result<Option<Vec<u8>>> {
    let mut message = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some(end) = head_end(&message)
            && message.len() >= end + body_length(message.get(..end).unwrap_or_default())
        {
            return Ok(Some(message));
        }
        match stream.read(&mut chunk).await? {
            0 => return Ok(None),
            count => message.extend_from_slice(chunk.get(..count).unwrap_or_default()),
        }
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn head_end(message: &[u8]) -> Option<usize> {
    message.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4)
}

/// Neither end here sends chunks.
fn body_length(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    length.and_then(|length| length.trim().parse().ok()).unwrap_or_default()
}
