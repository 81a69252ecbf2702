//! Connections: accepts them, gives each to hyper, ends them when the server stops. It must not know what the
//! requests are about; a [`Reset`] on a response is all that it looks at.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::api::Peer;
use super::faults::Reset;

/// How long a connection may be idle or take over a request's head.
const IDLE_CONNECTION_TIMEOUT: Duration = Duration::from_secs(75);

/// How long requests under way may take once the server stops: longer than the gateway lets them.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// How long to wait when no connection can be accepted because files or memory are short: others must end first.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(100);

/// Serves until `stop`, then until all requests under way are answered.
pub(super) async fn listen(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    raise_open_files();
    let mut stop = pin!(stop);
    let (stopping, stopped) = watch::channel(false);
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                connections.spawn(connection(stream, peer, router.clone(), stopped.clone()));
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no connection can be accepted for now");
                tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
            }
        }
    }
    drop(listener);
    stopping.send_replace(true);
    let finished = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(SHUTDOWN_TIMEOUT, finished).await.is_err() {
        tracing::warn!(connections = connections.len(), "stopped before all requests were answered");
    }
    connections.shutdown().await;
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, mut stopped: watch::Receiver<bool>) {
    // Without this a small answer may wait for the acknowledgement of the one before; a socket that refuses is gone.
    drop(stream.set_nodelay(true));
    let peer = Peer(peer.ip().to_canonical());
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(peer);
        let answer = router.call(request);
        async move { unless_reset(answer.await) }
    });
    let mut http = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE_CONNECTION_TIMEOUT)
        // A client that has sent its request and hangs up has still sent a request.
        .half_close(true)
        .serve_connection(TokioIo::new(stream), service);
    let ended = tokio::select! {
        ended = &mut http => Some(ended),
        _ = stopped.wait_for(|stopped| *stopped) => None,
    };
    let ended = if let Some(ended) = ended {
        ended
    } else {
        Pin::new(&mut http).graceful_shutdown();
        (&mut http).await
    };
    let is_reset = ended.is_err_and(|error| error.source().is_some_and(<dyn Error>::is::<ResetAsked>));
    if is_reset {
        // Closing a socket that does not linger sends a reset and no orderly end.
        drop(http.into_parts().io.into_inner().set_zero_linger());
    }
}

/// Why hyper is made to drop a connection without an answer.
#[derive(Debug)]
struct ResetAsked;

impl fmt::Display for ResetAsked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is reset on purpose")
    }
}

impl Error for ResetAsked {}

fn unless_reset<E>(answer: Result<Response<Body>, E>) -> Result<Response<Body>, ResetAsked> {
    match answer {
        Ok(response) if response.extensions().get::<Reset>().is_none() => Ok(response),
        _ => Err(ResetAsked),
    }
}

/// Lets this process have as many files as its hard limit says, since each idle connection is one.
fn raise_open_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current != maximum && setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).is_err() {
        tracing::debug!("the limit of open files stays as it is");
    }
}
