//! Accepts connections, passes each to hyper, and ends them when the server stops. This module must not know the
//! requests' content; it looks only for a [`ResetConnection`] on a response.

use std::error::Error;
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
use super::connection::Connection;
use super::faults::ResetConnection;

/// The longest time that a connection may be idle or need for the head of a request.
const IDLE_CONNECTION_TIMEOUT: Duration = Duration::from_secs(75);

/// The longest wait for requests in flight when the server stops. It is longer than the gateway's timeout.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// The wait after a failed `accept`: without free files or memory, another connection must end first.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(100);

/// Serves connections until `stop` is done, then waits for the requests in flight, at most [`SHUTDOWN_TIMEOUT`].
pub(super) async fn serve_connections(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    raise_open_file_limit();
    let mut stop = pin!(stop);
    let (stop_sender, stop_receiver) = watch::channel(false);
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                connections.spawn(serve_connection(stream, peer, router.clone(), stop_receiver.clone()));
            }
            Err(error) if affects_one_connection(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no connection can be accepted for now");
                tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
            }
        }
    }
    drop(listener);
    stop_sender.send_replace(true);
    let finished = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(SHUTDOWN_TIMEOUT, finished).await.is_err() {
        tracing::warn!(connections = connections.len(), "stopped before all requests were answered");
    }
    connections.shutdown().await;
}

fn affects_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

async fn serve_connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    mut stop_receiver: watch::Receiver<bool>,
) {
    // Without this a small response may wait for the acknowledgement of the previous one. An error means that the socket
    // is closed.
    drop(stream.set_nodelay(true));
    let peer = Peer(peer.ip().to_canonical());
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(peer);
        let answer = router.call(request);
        async move { reset_as_error(answer.await) }
    });
    let mut http = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE_CONNECTION_TIMEOUT)
        .serve_connection(TokioIo::new(Connection::new(stream)), service);
    let mut serving = Pin::new(&mut http);
    let result = tokio::select! {
        ended = serving.as_mut() => ended,
        () = async { drop(stop_receiver.wait_for(|stopped| *stopped).await) } => {
            serving.as_mut().graceful_shutdown();
            serving.await
        }
    };
    let reset_requested = result.is_err_and(|error| error.source().is_some_and(<dyn Error>::is::<ResetRequested>));
    if reset_requested {
        // Closing a socket with a linger time of zero sends a reset instead of an orderly end.
        drop(http.into_parts().io.into_inner().into_inner().set_zero_linger());
    }
}

/// The error that makes hyper drop a connection without a response.
#[derive(Debug, thiserror::Error)]
#[error("{self:?}")]
struct ResetRequested;

fn reset_as_error<E>(answer: Result<Response<Body>, E>) -> Result<Response<Body>, ResetRequested> {
    match answer {
        Ok(response) if response.extensions().get::<ResetConnection>().is_none() => Ok(response),
        _ => Err(ResetRequested),
    }
}

/// Raises the limit of open files to its hard limit, because each idle connection uses a file.
fn raise_open_file_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current != maximum && setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).is_err() {
        tracing::debug!("the limit of open files stays as it is");
    }
}
