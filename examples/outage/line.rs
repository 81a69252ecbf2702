//! A line between the desks and the server that can be away: it passes requests on, or refuses connections, resets them or
//! says nothing.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;

use super::http::{forward, read_message};

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It is passed on.
    Pass,
    /// Its connection is refused.
    Refused,
    /// It is read, and the connection is reset.
    Reset,
    /// It is read and not answered. When the server is back the connection is reset.
    Silent,
}

/// The line while it runs.
pub struct Line {
    pub address: SocketAddr,
    mode: watch::Sender<Mode>,
    calls: Arc<AtomicU64>,
    _reserved: TcpSocket,
}

impl Line {
    /// Starts it on a free port, within a Tokio runtime.
    pub fn start(upstream: SocketAddr) -> std::io::Result<Self> {
        // Refuses connections while nothing listens, and keeps the port from other processes.
        let reserved = bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let address = reserved.local_addr()?;
        let listener = bind(address)?.listen(256)?;
        let (mode, watched) = watch::channel(Mode::Pass);
        let calls = Arc::default();
        tokio::spawn(run(listener, address, upstream, watched, Arc::clone(&calls)));
        Ok(Self { address, mode, calls, _reserved: reserved })
    }

    /// Changes what becomes of requests, and resets the count of the calls. Returns the calls until now, without `/auth`.
    pub fn set(&self, mode: Mode) -> u64 {
        self.mode.send_replace(mode);
        self.calls.swap(0, Ordering::Relaxed)
    }

    /// Returns the calls since the last change, without `/auth`.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }
}

fn bind(address: SocketAddr) -> std::io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseport(true)?;
    socket.bind(address)?;
    Ok(socket)
}

async fn run(
    listener: TcpListener,
    address: SocketAddr,
    upstream: SocketAddr,
    mut mode: watch::Receiver<Mode>,
    calls: Arc<AtomicU64>,
) {
    let mut listener = Some(listener);
    loop {
        let is_refusing = *mode.borrow_and_update() == Mode::Refused;
        if is_refusing {
            listener = None;
        } else if listener.is_none() {
            listener = bind(address).and_then(|socket| socket.listen(256)).ok();
        }
        let Some(open) = &listener else {
            if is_refusing {
                if mode.changed().await.is_err() {
                    return;
                }
            } else {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            continue;
        };
        tokio::select! {
            changed = mode.changed() => if changed.is_err() { return },
            accepted = open.accept() => if let Ok((desk, _)) = accepted {
                // A broken connection is what this is about.
                let (mode, calls) = (mode.clone(), Arc::clone(&calls));
                tokio::spawn(async move { serve(desk, upstream, mode, &calls).await.unwrap_or_default() });
            },
        }
    }
}

async fn serve(
    mut desk: TcpStream,
    upstream: SocketAddr,
    mut mode: watch::Receiver<Mode>,
    calls: &AtomicU64,
) -> std::io::Result<()> {
    desk.set_nodelay(true)?;
    loop {
        let request = tokio::select! {
            request = read_message(&mut desk) => request?,
            _ = mode.wait_for(|mode| *mode == Mode::Refused) => return desk.set_zero_linger(),
        };
        let Some(request) = request else { return Ok(()) };
        let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
        if !line.windows(6).any(|part| part == b"/auth ") {
            calls.fetch_add(1, Ordering::Relaxed);
        }
        let now = *mode.borrow();
        match now {
            Mode::Pass => {
                let answer = forward(upstream, &request).await?;
                desk.write_all(&answer).await?;
            }
            Mode::Refused | Mode::Reset => return desk.set_zero_linger(),
            Mode::Silent => {
                // An error means that the run is over.
                let _ = mode.wait_for(|mode| *mode != Mode::Silent).await;
                return desk.set_zero_linger();
            }
        }
    }
}
