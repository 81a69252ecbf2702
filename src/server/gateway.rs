//! The outermost layers: [`log_request`] and [`enforce_timeout`]. They stand for the gateway before the API, which
//! answers 504 after 8 s while the work behind it may continue.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::api::Api;
use super::problem::Problem;
use super::response::RequestStart;

/// Answers 504 after [`Config::gateway_timeout`](super::Config::gateway_timeout). A request that stores something runs in
/// a task of its own, so that neither the timeout nor a client that disconnects cancels it. A query is cancelled.
pub(super) async fn enforce_timeout(State(api): State<Arc<Api>>, request: Request, next: Next) -> Response {
    let is_safe = request.method().is_safe();
    let work = next.run(request);
    let work = async { if is_safe { Ok(work.await) } else { tokio::spawn(work).await } };
    match tokio::time::timeout(api.gateway_timeout, work).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => Problem::server_error().into_response(),
        Err(_) => Problem::GATEWAY_TIMEOUT.into_response(),
    }
}

/// Logs each request: method, route, status, time. The route is the pattern and not the path, because a client may put
/// anything into a path, for example a phone.
pub(super) async fn log_request(mut request: Request, next: Next) -> Response {
    let started = RequestStart(Instant::now());
    request.extensions_mut().insert(started);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    tracing::info!(
        %method,
        route = route.as_ref().map_or("unknown", MatchedPath::as_str),
        status = response.status().as_u16(),
        milliseconds = started.0.elapsed().as_millis(),
        "request"
    );
    response
}
