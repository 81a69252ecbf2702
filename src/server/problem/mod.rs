//! The responses to failed requests. The documented forms are `{success, message, error}`, where `message` or `error` may
//! be missing, and an `error` that is a list of `{message, type, exception, http_code}`.

mod documented;

use std::borrow::Cow;

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::domain::StorageError;

/// The response to a failed request. It never repeats text of the request, except a customer's id.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    body: Box<Body>,
    retry_after: Option<u64>,
}

type Text = Cow<'static, str>;

#[derive(Debug, Clone, Serialize)]
struct Body {
    success: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorField>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum ErrorField {
    Text(Text),
    List([ServerSide; 1]),
}

#[derive(Debug, Clone, Serialize)]
struct ServerSide {
    message: Text,
    r#type: &'static str,
    exception: &'static str,
    http_code: u16,
}

impl Problem {
    fn new(status: StatusCode, message: Option<&'static str>, error: Option<ErrorField>) -> Self {
        let body = Body { success: false, message: message.map(Text::Borrowed), error, expires_at: None };
        Self { status, body: Box::new(body), retry_after: None }
    }

    fn text(status: StatusCode, message: &'static str, error: &'static str) -> Self {
        Self::new(status, Some(message), Some(ErrorField::Text(error.into())))
    }

    fn server_side(status: StatusCode, message: impl Into<Text>, exception: &'static str) -> Self {
        let entry =
            ServerSide { message: message.into(), r#type: "server_side", exception, http_code: status.as_u16() };
        Self::new(status, None, Some(ErrorField::List([entry])))
    }
}

impl From<StorageError> for Problem {
    fn from(failure: StorageError) -> Self {
        tracing::error!(%failure, "the store failed");
        Self::server_error()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
