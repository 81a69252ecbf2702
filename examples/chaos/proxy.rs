//! A proxy to the API that injects faults: it forwards HTTP requests and, by a seeded chance, breaks them before or
//! after the API has processed them.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};

use super::http::{forward, head_end, read_message};

/// Longer than the timeout of the desks for an answer.
pub const DELAY: Duration = Duration::from_millis(900);

/// The fault of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    ResetBefore,
    ResetAfter,
    TruncatedAnswer,
    GatewayBefore,
    GatewayAfter,
    HtmlAfter,
    ServerErrorBefore,
    DelayedAnswer,
    /// Forwarded after the timeout of the desk, perhaps after its look-up.
    DelayedRequest,
    /// The connection is dropped at once; the request is forwarded afterwards.
    ForwardedLater,
    /// A gateway blocks this request the first time that it arrives.
    Blocked,
    RateLimited,
    TokenExpired,
}

/// The chance of each fault, in a thousand.
const FAULT_WEIGHTS_PER_MILLE: &[(Fault, u32)] = &[
    (Fault::ResetBefore, 25),
    (Fault::ResetAfter, 30),
    (Fault::TruncatedAnswer, 20),
    (Fault::GatewayBefore, 15),
    (Fault::GatewayAfter, 30),
    (Fault::HtmlAfter, 15),
    (Fault::ServerErrorBefore, 20),
    (Fault::DelayedAnswer, 8),
    (Fault::DelayedRequest, 8),
    (Fault::ForwardedLater, 8),
    (Fault::Blocked, 10),
    (Fault::RateLimited, 2),
    (Fault::TokenExpired, 4),
];

/// A running proxy.
pub struct Proxy {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    upstream: SocketAddr,
    seed: u64,
    /// The number of times that each request has arrived.
    request_counts: Mutex<HashMap<u64, u32>>,
    faults: Mutex<Vec<Fault>>,
    have_faults_ended: AtomicBool,
}

impl Proxy {
    /// Starts a proxy on a free port, within a Tokio runtime.
    pub async fn start(upstream: SocketAddr, seed: u64) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            upstream,
            seed,
            request_counts: Mutex::default(),
            faults: Mutex::default(),
            have_faults_ended: AtomicBool::new(false),
        });
        let serving = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Ok((desk, _)) = listener.accept().await {
                let shared = Arc::clone(&serving);
                // Broken connections are the purpose of the proxy.
                tokio::spawn(async move { shared.serve(desk).await.unwrap_or_default() });
            }
        });
        Ok(Self { address, shared })
    }

    /// Forwards every further request.
    pub fn end_faults(&self) {
        self.shared.have_faults_ended.store(true, Ordering::Relaxed);
    }

    /// Returns the faults so far.
    pub fn faults(&self) -> Vec<Fault> {
        self.shared.faults.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The action on the desk's connection after a request.
enum ConnectionAction {
    KeepOpen,
    Close,
    Reset,
}

impl Shared {
    async fn serve(&self, mut desk: TcpStream) -> std::io::Result<()> {
        desk.set_nodelay(true)?;
        while let Some(request) = read_message(&mut desk).await? {
            match self.handle_request(&request, &mut desk).await? {
                ConnectionAction::KeepOpen => {}
                ConnectionAction::Close => return desk.shutdown().await,
                // A socket that is closed with unread data or a zero linger time sends a reset.
                ConnectionAction::Reset => return desk.set_zero_linger(),
            }
        }
        Ok(())
    }

    async fn handle_request(&self, request: &[u8], desk: &mut TcpStream) -> std::io::Result<ConnectionAction> {
        let Some(fault) = self.choose_fault(request) else {
            let answer = self.forward(request).await?;
            desk.write_all(&answer).await?;
            return Ok(ConnectionAction::KeepOpen);
        };
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
        match fault {
            Fault::ResetBefore => return Ok(ConnectionAction::Reset),
            Fault::ResetAfter => {
                self.forward(request).await?;
                return Ok(ConnectionAction::Reset);
            }
            Fault::TruncatedAnswer => {
                let answer = self.forward(request).await?;
                desk.write_all(answer.get(..answer.len() - 20).unwrap_or_default()).await?;
                return Ok(ConnectionAction::Close);
            }
            Fault::DelayedAnswer => {
                self.forward(request).await?;
                tokio::time::sleep(DELAY).await;
                return Ok(ConnectionAction::Close);
            }
            Fault::DelayedRequest => {
                tokio::time::sleep(DELAY).await;
                self.forward(request).await?;
                return Ok(ConnectionAction::Close);
            }
            Fault::ForwardedLater => {
                let (upstream, request) = (self.upstream, request.to_vec());
                tokio::spawn(async move {
                    tokio::time::sleep(DELAY / 3).await;
                    forward(upstream, &request).await.map(drop).unwrap_or_default();
                });
                return Ok(ConnectionAction::Reset);
            }
            Fault::GatewayAfter | Fault::HtmlAfter => drop(self.forward(request).await?),
            Fault::GatewayBefore
            | Fault::ServerErrorBefore
            | Fault::Blocked
            | Fault::RateLimited
            | Fault::TokenExpired => {}
        }
        desk.write_all(gateway_response(fault).as_bytes()).await?;
        Ok(ConnectionAction::KeepOpen)
    }

    /// Chooses the fault of a request. In every run with the same seed, the first, second, third … arrival of an equal
    /// request has the same fault, whichever desk sends it and when.
    fn choose_fault(&self, request: &[u8]) -> Option<Fault> {
        let (head, body) = request.split_at(head_end(request).unwrap_or_default());
        let line = head.split(|byte| *byte == b'\r').next();
        let request_hash = hash(&(self.seed, line, body));
        let count = {
            let mut seen = self.request_counts.lock().unwrap_or_else(PoisonError::into_inner);
            let times = seen.entry(request_hash).or_default();
            *times += 1;
            *times
        };
        if self.have_faults_ended.load(Ordering::Relaxed) {
            return None;
        }
        let mut chance = StdRng::seed_from_u64(hash(&(request_hash, count))).random_range(0..1000);
        for (fault, weight) in FAULT_WEIGHTS_PER_MILLE {
            if chance < *weight {
                // If it were blocked again, the registration itself would be at fault.
                return Some(*fault).filter(|fault| *fault != Fault::Blocked || count == 1);
            }
            chance -= weight;
        }
        None
    }

    async fn forward(&self, request: &[u8]) -> std::io::Result<Vec<u8>> {
        forward(self.upstream, request).await
    }
}

/// Returns the answer of the gateway in the place of the API.
fn gateway_response(fault: Fault) -> String {
    let (status, extra_headers, body) = match fault {
        Fault::GatewayBefore | Fault::GatewayAfter => ("504 Gateway Timeout", "", "<html>Gateway Timeout</html>"),
        Fault::HtmlAfter => ("502 Bad Gateway", "", "<html><body>Bad Gateway</body></html>"),
        Fault::Blocked => ("403 Forbidden", "", "<html><body>Blocked</body></html>"),
        Fault::RateLimited => {
            ("429 Too Many Requests", "retry-after: 1\r\n", r#"{"success":false,"error":"slow down"}"#)
        }
        Fault::TokenExpired => ("401 Unauthorized", "", r#"{"success":false,"error":"Token expired"}"#),
        _ => ("500 Internal Server Error", "", r#"{"success":false}"#),
    };
    let kind = if body.starts_with('<') { "text/html" } else { "application/json" };
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\n{extra_headers}content-length: {length}\r\n\r\n{body}")
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
