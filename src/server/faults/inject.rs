//! Injects faults: a layer around all routes, inside the gateway.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Map, Value};

use super::FaultKind;
use super::broken_body::BrokenBody;
use crate::server::api::Api;
use crate::server::body;
use crate::server::problem::Problem;

/// An extension of a response. The connection is reset instead of sending the response.
#[derive(Debug, Clone, Copy)]
pub struct ResetConnection;

const BAD_GATEWAY_PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
    <center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

/// Injects the first fault that applies to the request, or forwards the request unchanged.
pub async fn inject(State(api): State<Arc<Api>>, request: Request, next: Next) -> Response {
    let (kind, request) = match choose_fault(&api, request).await {
        Ok(chosen) => chosen,
        Err(problem) => return problem.into_response(),
    };
    match kind {
        None => next.run(request).await,
        Some(FaultKind::Status(status)) => Problem::injected(status).into_response(),
        Some(FaultKind::ClientDisabled) => Problem::CLIENT_DISABLED.into_response(),
        Some(FaultKind::InvalidIntegrator) => Problem::INVALID_INTEGRATOR.into_response(),
        Some(FaultKind::Html502) => (StatusCode::BAD_GATEWAY, Html(BAD_GATEWAY_PAGE)).into_response(),
        Some(FaultKind::ResetBefore) => reset_response(),
        Some(FaultKind::ResetAfter) => {
            next.run(request).await;
            reset_response()
        }
        Some(FaultKind::TimeoutAfter) => {
            next.run(request).await;
            Problem::GATEWAY_TIMEOUT.into_response()
        }
        Some(FaultKind::Delay(time)) => {
            tokio::time::sleep(time).await;
            next.run(request).await
        }
        Some(FaultKind::DelayAfter(time)) => {
            let response = next.run(request).await;
            tokio::time::sleep(time).await;
            response
        }
        Some(FaultKind::Cut) => break_body(next.run(request).await, None).await,
        Some(FaultKind::Trickle(time)) => break_body(next.run(request).await, Some(time)).await,
    }
}

fn reset_response() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, Extension(ResetConnection)).into_response()
}

/// Chooses the fault for a request. Returns the request as well, because its body may have been read.
async fn choose_fault(api: &Api, request: Request) -> Result<(Option<FaultKind>, Request), Problem> {
    let needs_body = request.method() == Method::POST && api.faults.iter().any(|fault| fault.conditions.needs_body());
    let (request, object) =
        if needs_body { read_json_object(request, api.gateway_timeout).await? } else { (request, None) };
    let chosen =
        api.faults.iter().find(|fault| fault.conditions.applies_to(request.method(), request.uri(), object.as_ref()));
    Ok((chosen.map(|fault| fault.kind), request))
}

/// Reads the body. `None` means that it is not a JSON object.
async fn read_json_object(
    request: Request,
    gateway_timeout: Duration,
) -> Result<(Request, Option<Map<String, Value>>), Problem> {
    let (parts, body) = request.into_parts();
    let bytes = body::read_limited(body, gateway_timeout).await?;
    let object = serde_json::from_slice(&bytes).ok();
    Ok((Request::from_parts(parts, Body::from(bytes)), object))
}

/// Replaces the body by one that arrives byte by byte. If `trickle` is `None`, by one that ends in the middle.
async fn break_body(response: Response, trickle: Option<Duration>) -> Response {
    let (mut parts, body) = response.into_parts();
    // The server's own responses are already in memory, so this cannot fail.
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.insert(header::CONTENT_LENGTH, bytes.len().into());
    let body = match trickle {
        None => BrokenBody::cut(bytes),
        Some(time) => BrokenBody::trickle(bytes, time),
    };
    Response::from_parts(parts, Body::new(body))
}
