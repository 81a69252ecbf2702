//! Reads the body of a `POST`: a JSON object of at most 1 MB. Any other body is rejected with a [`Problem`].

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde_json::{Map, Value};

use super::api::Api;
use super::problem::Problem;

const MAX_BODY_BYTES: usize = 1024 * 1024;

/// A body that is too long is read and discarded up to this size, so that the client has finished sending when the
/// response comes. A client that sends more may lose the connection before it reads the 413.
const MAX_DISCARDED_BYTES: usize = 64 * MAX_BODY_BYTES;

/// The share of the gateway's timeout in which a body must arrive, so that a slow body always has the same answer, the
/// 408: 6 s of 8.
const BODY_SHARE: f64 = 0.75;

/// A request body that is a JSON object.
pub(super) struct JsonObject(pub Map<String, Value>);

impl FromRequest<Arc<Api>> for JsonObject {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &Arc<Api>) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::UNSUPPORTED_MEDIA_TYPE);
        }
        let bytes = read_limited(request.into_body(), api.gateway_timeout).await?;
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(object)) => Ok(Self(object)),
            _ => Err(Problem::NOT_JSON),
        }
    }
}

/// Returns true for `application/json`, with or without parameters.
fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type
        .and_then(|value| value.split(';').next())
        .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case("application/json"))
}

/// Reads a whole body within its share of the gateway's timeout.
///
/// # Errors
///
/// [`Problem::REQUEST_TIMEOUT`] if it takes longer, [`Problem::BODY_TOO_LARGE`] for more than [`MAX_BODY_BYTES`],
/// [`Problem::NOT_JSON`] if the body does not arrive.
pub(super) async fn read_limited(body: Body, gateway_timeout: Duration) -> Result<Vec<u8>, Problem> {
    tokio::time::timeout(gateway_timeout.mul_f64(BODY_SHARE), read_all(body))
        .await
        .unwrap_or(Err(Problem::REQUEST_TIMEOUT))
}

async fn read_all(mut body: Body) -> Result<Vec<u8>, Problem> {
    if body.size_hint().lower() > MAX_DISCARDED_BYTES as u64 {
        return Err(Problem::BODY_TOO_LARGE);
    }
    let mut bytes = Vec::new();
    let mut received_bytes = 0_usize;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(data) = frame.map_err(|_| Problem::NOT_JSON)?.into_data() else {
            continue;
        };
        received_bytes = received_bytes.saturating_add(data.len());
        if received_bytes > MAX_DISCARDED_BYTES {
            return Err(Problem::BODY_TOO_LARGE);
        } else if received_bytes <= MAX_BODY_BYTES {
            bytes.extend_from_slice(&data);
        }
    }
    if received_bytes > MAX_BODY_BYTES { Err(Problem::BODY_TOO_LARGE) } else { Ok(bytes) }
}
