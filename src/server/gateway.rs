//! The gateway before the API: it waits 8 s, then answers 504 while the work behind it goes on. The outermost
//! layers: [`log`] and [`gateway`].

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::answer::Started;
use super::api::Api;
use super::problem::Problem;

/// Works on the request in a task of its own, so that neither a late answer nor a client that has gone ends it.
pub(super) async fn gateway(State(api): State<Arc<Api>>, request: Request, next: Next) -> Response {
    let work = tokio::spawn(next.run(request));
    match tokio::time::timeout(api.gateway_timeout, work).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => Problem::server_error().into_response(),
        Err(_) => Problem::gateway_timeout().into_response(),
    }
}

/// Notes each request: method, route, status, time. The route is the pattern and not the path: a path may carry
/// anything that a client puts there, a phone as well.
pub(super) async fn log(mut request: Request, next: Next) -> Response {
    let started = Started(Instant::now());
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
