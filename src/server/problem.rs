//! The responses to failed requests. The documented forms are `{success, message, error}`, where `message` or `error` may
//! be missing, and an `error` that is a list of `{message, type, exception, http_code}`.

use std::borrow::Cow;

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::store::{StoreError, UniqueField};

/// The response to a failed request. It never repeats text of the request, except a customer's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    #[serde(skip)]
    status: StatusCode,
    success: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    message: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorField>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
    #[serde(skip)]
    retry_after: Option<u64>,
}

type Text = Cow<'static, str>;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
enum ErrorField {
    Text(Text),
    List([ServerSide; 1]),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "server_side")]
struct ServerSide {
    message: Text,
    exception: &'static str,
    http_code: u16,
}

/// The documented failures of the API, and a few that every server needs, in the same form.
impl Problem {
    /// The body is not a JSON object.
    pub const NOT_JSON: Self = Self::new(
        StatusCode::BAD_REQUEST,
        "Validation failed",
        Some("The request body must be a JSON object in UTF-8."),
    );
    /// v2's `/auth`: another integrator.
    pub const UNKNOWN_INTEGRATOR: Self = Self::new(StatusCode::BAD_REQUEST, "", Some("Invalid integrator_id"));
    /// v1's `/auth`.
    pub const AUTHENTICATION_FAILED: Self =
        Self::new(StatusCode::UNAUTHORIZED, "Invalid credentials", Some("authentication_failed"));
    /// v2's `/auth`: a `message` only.
    pub const INVALID_CREDENTIALS: Self = Self::new(StatusCode::UNAUTHORIZED, "Invalid credentials", None);
    /// A failure of `/auth` that only `success` shows, not the status.
    pub const BRAND_NOT_IN_TEST_MODE: Self =
        Self::new(StatusCode::OK, "", Some("Integrator is in test mode. But brand is not in test mode"));
    /// No `x-token` (v1: or no `x-brand` or `x-venue`).
    pub const HEADERS_MISSING: Self =
        Self::new(StatusCode::UNAUTHORIZED, "Missing authentication headers", Some("Headers are missing"));
    /// Not a token of this server and generation.
    pub const INVALID_TOKEN: Self =
        Self::new(StatusCode::UNAUTHORIZED, "The token is not valid", Some("Invalid token"));
    /// A valid token with another brand or an unknown venue.
    pub const UNAUTHORIZED: Self =
        Self::new(StatusCode::UNAUTHORIZED, "The brand or venue does not belong to the token", Some("unauthorized"));
    /// The restaurant has switched the Open API module off.
    pub const CLIENT_DISABLED: Self = Self::new(StatusCode::FORBIDDEN, "", Some("Client is disabled"));
    /// On any call: the integrator of the token is unknown. `/auth` answers [`Self::UNKNOWN_INTEGRATOR`].
    pub const INVALID_INTEGRATOR: Self = Self::new(StatusCode::UNAUTHORIZED, "", Some("Invalid integrator_id"));
    /// The body did not arrive in time.
    pub const REQUEST_TIMEOUT: Self =
        Self::new(StatusCode::REQUEST_TIMEOUT, "The request body did not arrive in time", Some("request_timeout"));
    /// The body is larger than 1 MB.
    pub const BODY_TOO_LARGE: Self =
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "The request body is larger than 1 MB", Some("payload_too_large"));
    /// The content type is not JSON.
    pub const UNSUPPORTED_MEDIA_TYPE: Self = Self::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "The content type must be application/json",
        Some("unsupported_media_type"),
    );
    /// The request takes longer than the gateway's timeout. The work continues.
    pub const GATEWAY_TIMEOUT: Self =
        Self::new(StatusCode::GATEWAY_TIMEOUT, "The upstream did not respond in time", Some("gateway_timeout"));

    const fn new(status: StatusCode, message: &'static str, error: Option<&'static str>) -> Self {
        let error = match error {
            Some(error) => Some(ErrorField::Text(Cow::Borrowed(error))),
            None => None,
        };
        Self { status, success: false, message, error, expires_at: None, retry_after: None }
    }

    fn server_side(status: StatusCode, message: impl Into<Text>, exception: &'static str) -> Self {
        let entry = ServerSide { message: message.into(), exception, http_code: status.as_u16() };
        Self { error: Some(ErrorField::List([entry])), ..Self::new(status, "", None) }
    }

    /// 400: a sentence for each invalid field.
    pub fn validation(sentences: &[String]) -> Self {
        let error = Some(ErrorField::Text(sentences.join(" ").into()));
        Self { error, ..Self::new(StatusCode::BAD_REQUEST, "Validation failed", None) }
    }

    /// 400 of `/auth`: a field is missing. `last_field` is the one in which the generations differ.
    pub fn missing_credentials(last_field: &str) -> Self {
        let error = Some(ErrorField::Text(format!("Missing client_id, client_secret, brand, or {last_field}").into()));
        Self { error, ..Self::new(StatusCode::BAD_REQUEST, "", None) }
    }

    /// 401: a token that expired at `expires_at` (ISO 8601).
    pub fn token_expired(expires_at: String) -> Self {
        let problem = Self::new(StatusCode::UNAUTHORIZED, "The token has expired", Some("Token expired"));
        Self { expires_at: Some(expires_at), ..problem }
    }

    /// 404: no customer has this id.
    pub fn customer_not_found(id: Option<i64>) -> Self {
        let id = id.map(|id| format!(" {id}")).unwrap_or_default();
        let message = format!("No query results for model [Customer]{id}");
        Self::server_side(StatusCode::NOT_FOUND, message, "NotFoundHttpException")
    }

    /// 404: no such path.
    pub fn route_not_found() -> Self {
        Self::server_side(StatusCode::NOT_FOUND, "The route could not be found.", "NotFoundHttpException")
    }

    /// 405: the path does not support this method.
    pub fn method_not_allowed() -> Self {
        let message = "The method is not supported for this route.";
        Self::server_side(StatusCode::METHOD_NOT_ALLOWED, message, "MethodNotAllowedHttpException")
    }

    /// 409: another customer has this phone, code or cid.
    pub const fn duplicate(field: UniqueField) -> Self {
        let (message, slug) = match field {
            UniqueField::Phone => ("Customer with this phone number already exists", "duplicate_phone"),
            UniqueField::Code => ("Customer with this code already exists", "duplicate_code"),
            UniqueField::Cid => ("Customer with this cid already exists", "duplicate_cid"),
        };
        Self::new(StatusCode::CONFLICT, message, Some(slug))
    }

    /// 429: the client must wait for `retry_after` seconds.
    pub fn rate_limited(retry_after: u64) -> Self {
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests", Some("too_many_requests"));
        Self { retry_after: Some(retry_after), ..problem }
    }

    /// 500: a defect or a failing database.
    pub fn server_error() -> Self {
        Self::server_side(StatusCode::INTERNAL_SERVER_ERROR, "Server Error", "HttpException")
    }

    /// 503: a customer was not stored. The client can send it again.
    pub fn not_stored(failure: &StoreError) -> Self {
        tracing::error!(%failure, "a customer was not stored");
        let message = if failure.may_have_stored() {
            "The database did not answer. The customer may have been stored"
        } else {
            "The customer was not stored. Try again"
        };
        Self::server_side(StatusCode::SERVICE_UNAVAILABLE, message, "HttpException")
    }

    /// Builds the answer of an injected fault.
    pub fn injected(status: StatusCode) -> Self {
        match status {
            StatusCode::TOO_MANY_REQUESTS => Self::rate_limited(1),
            StatusCode::GATEWAY_TIMEOUT => Self::GATEWAY_TIMEOUT,
            StatusCode::UNAUTHORIZED => Self::INVALID_TOKEN,
            _ => Self::server_side(status, status.canonical_reason().unwrap_or("Injected"), "HttpException"),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(failure: StoreError) -> Self {
        tracing::error!(%failure, "the store failed");
        if failure.is_temporary() {
            Self::server_side(
                StatusCode::SERVICE_UNAVAILABLE,
                "The database is not available. Try again",
                "HttpException",
            )
        } else {
            Self::server_error()
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let retry_after = self.retry_after.map(|seconds| [(header::RETRY_AFTER, seconds.to_string())]);
        (self.status, retry_after, Json(self)).into_response()
    }
}
