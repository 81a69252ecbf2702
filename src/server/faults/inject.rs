//! Makes faults happen: a layer around all routes, inside the gateway.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Map, Value};

use super::broken_body::BrokenBody;
use super::{Faults, Kind};
use crate::server::api::Api;
use crate::server::body;
use crate::server::problem::Problem;

/// An extension of a response: the connection is to be reset in its place.
#[derive(Debug, Clone, Copy)]
pub struct Reset;

const BAD_GATEWAY: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
    <center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

/// Lets a request pass, or lets happen to it what was asked for.
pub async fn inject(State(api): State<Arc<Api>>, request: Request, next: Next) -> Response {
    if api.faults.is_empty() {
        return next.run(request).await;
    }
    let (kind, request) = match choose(&api.faults, request).await {
        Ok(chosen) => chosen,
        Err(problem) => return problem.into_response(),
    };
    match kind {
        None => next.run(request).await,
        Some(Kind::Status(status)) => Problem::injected(status).into_response(),
        Some(Kind::Html502) => (StatusCode::BAD_GATEWAY, Html(BAD_GATEWAY)).into_response(),
        Some(Kind::ResetBefore) => reset(),
        Some(Kind::ResetAfter) => {
            next.run(request).await;
            reset()
        }
        Some(Kind::TimeoutAfter) => {
            next.run(request).await;
            Problem::gateway_timeout().into_response()
        }
        Some(Kind::Delay(time)) => {
            tokio::time::sleep(time).await;
            next.run(request).await
        }
        Some(Kind::DelayAfter(time)) => {
            let response = next.run(request).await;
            tokio::time::sleep(time).await;
            response
        }
        Some(Kind::Cut) => broken(next.run(request).await, None).await,
        Some(Kind::Trickle(time)) => broken(next.run(request).await, Some(time)).await,
    }
}

fn reset() -> Response {
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(Reset);
    response
}

/// Which fault happens to this request, and the request again: its body may have been looked at.
async fn choose(faults: &Faults, request: Request) -> Result<(Option<Kind>, Request), Problem> {
    let looks = request.method() == Method::POST && faults.0.iter().any(|fault| fault.when.looks_at_body());
    let (request, object) = if looks { look(request).await? } else { (request, None) };
    let chosen = faults.0.iter().find(|fault| fault.when.happens(request.method(), request.uri(), object.as_ref()));
    Ok((chosen.map(|fault| fault.kind), request))
}

/// Reads the body; a body that is no JSON object has no fields.
async fn look(request: Request) -> Result<(Request, Option<Map<String, Value>>), Problem> {
    let (parts, body) = request.into_parts();
    let bytes = body::read(body).await?;
    let object = serde_json::from_slice(&bytes).ok();
    Ok((Request::from_parts(parts, Body::from(bytes)), object))
}

/// The same response with a body that ends in the middle, or comes byte by byte.
async fn broken(response: Response, trickle: Option<Duration>) -> Response {
    let (mut parts, body) = response.into_parts();
    // Our own answers are in memory already, so this cannot fail.
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.insert(header::CONTENT_LENGTH, bytes.len().into());
    let body = match trickle {
        None => BrokenBody::cut(bytes),
        Some(time) => BrokenBody::trickle(bytes, time),
    };
    Response::from_parts(parts, Body::new(body))
}
