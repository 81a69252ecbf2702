//! The body of a `POST`: a JSON object of at most 1 MB. Everything else ends here, in the documented envelope.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde_json::{Map, Value};

use super::problem::Problem;

/// The longest body that is read: 1 MB.
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// How much of a body that is too long is read and thrown away, so that the client is done with sending when the
/// answer comes. Whoever sends still more may lose the connection before it reads the 413.
const MAX_DISCARDED_BYTES: usize = 64 * MAX_BODY_BYTES;

/// How long a client may take to send a body.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// The body as a JSON object.
pub(super) struct JsonObject(pub Map<String, Value>);

impl<S: Sync> FromRequest<S> for JsonObject {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::unsupported_media_type());
        }
        let bytes = tokio::time::timeout(BODY_TIMEOUT, read(request.into_body()))
            .await
            .map_err(|_| Problem::request_timeout())??;
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(object)) => Ok(Self(object)),
            _ => Err(Problem::not_json()),
        }
    }
}

/// `application/json`, with or without parameters.
fn is_json(headers: &HeaderMap) -> bool {
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    declared
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// All of a body, or why not.
pub(super) async fn read(mut body: Body) -> Result<Vec<u8>, Problem> {
    if body.size_hint().lower() > MAX_DISCARDED_BYTES as u64 {
        return Err(Problem::too_large());
    }
    let mut bytes = Vec::new();
    let mut length = 0_usize;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(data) = frame.map_err(|_| Problem::not_json())?.into_data() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length > MAX_DISCARDED_BYTES {
            return Err(Problem::too_large());
        } else if length <= MAX_BODY_BYTES {
            bytes.extend_from_slice(&data);
        }
    }
    if length > MAX_BODY_BYTES { Err(Problem::too_large()) } else { Ok(bytes) }
}
