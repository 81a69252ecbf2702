//! The documented failures of the API, and a few that every server needs, in the same form.

use axum::http::StatusCode;

use super::{ErrorField, Problem, Text};
use crate::server::store::UniqueField;

impl Problem {
    /// 400: a sentence for each invalid field.
    pub fn validation(sentences: &[String]) -> Self {
        let error = ErrorField::Text(sentences.join(" ").into());
        Self::new(StatusCode::BAD_REQUEST, Some("Validation failed"), Some(error))
    }

    /// 400: the body is not a JSON object.
    pub fn not_json() -> Self {
        Self::text(StatusCode::BAD_REQUEST, "Validation failed", "The request body must be a JSON object in UTF-8.")
    }

    /// 400 of `/auth`: an `error` only.
    pub fn bad_auth_request(error: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, None, Some(ErrorField::Text(error.into())))
    }

    /// 401 of v1's `/auth`.
    pub fn authentication_failed() -> Self {
        Self::text(StatusCode::UNAUTHORIZED, "Invalid credentials", "authentication_failed")
    }

    /// 401 of v2's `/auth`: a `message` only.
    pub fn invalid_credentials() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, Some("Invalid credentials"), None)
    }

    /// 200: a failure of `/auth`. Only `success` shows the failure, not the status.
    pub fn brand_not_in_test_mode() -> Self {
        let error = ErrorField::Text("Integrator is in test mode. But brand is not in test mode".into());
        Self::new(StatusCode::OK, None, Some(error))
    }

    /// 401: no `x-token` (v1: or no `x-brand` or `x-venue`).
    pub fn headers_missing() -> Self {
        Self::text(StatusCode::UNAUTHORIZED, "Missing authentication headers", "Headers are missing")
    }

    /// 401: not a token of this server and generation.
    pub fn invalid_token() -> Self {
        Self::text(StatusCode::UNAUTHORIZED, "The token is not valid", "Invalid token")
    }

    /// 401: a token that expired at `expires_at` (ISO 8601).
    pub fn token_expired(expires_at: String) -> Self {
        let mut problem = Self::text(StatusCode::UNAUTHORIZED, "The token has expired", "Token expired");
        problem.body.expires_at = Some(expires_at);
        problem
    }

    /// 401: a valid token with another brand or an unknown venue.
    pub fn unauthorized() -> Self {
        Self::text(StatusCode::UNAUTHORIZED, "The brand or venue does not belong to the token", "unauthorized")
    }

    /// 403: the restaurant has switched the Open API module off.
    pub fn client_disabled() -> Self {
        Self::new(StatusCode::FORBIDDEN, None, Some(ErrorField::Text("Client is disabled".into())))
    }

    /// 401 of any call: the integrator of the token is unknown. `/auth` answers 400.
    pub fn invalid_integrator() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, None, Some(ErrorField::Text("Invalid integrator_id".into())))
    }

    /// 404: no customer has this id.
    pub fn customer_not_found(id: Option<i64>) -> Self {
        let message: Text = match id {
            Some(id) => format!("No query results for model [Customer] {id}").into(),
            None => "No query results for model [Customer]".into(),
        };
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

    /// 408: the body did not arrive in time.
    pub fn request_timeout() -> Self {
        Self::text(StatusCode::REQUEST_TIMEOUT, "The request body did not arrive in time", "request_timeout")
    }

    /// 409: another customer has this phone, code or cid.
    pub fn duplicate(field: UniqueField) -> Self {
        let (message, slug) = match field {
            UniqueField::Phone => ("Customer with this phone number already exists", "duplicate_phone"),
            UniqueField::Code => ("Customer with this code already exists", "duplicate_code"),
            UniqueField::Cid => ("Customer with this cid already exists", "duplicate_cid"),
        };
        Self::text(StatusCode::CONFLICT, message, slug)
    }

    /// 413: the body is larger than 1 MB.
    pub fn body_too_large() -> Self {
        Self::text(StatusCode::PAYLOAD_TOO_LARGE, "The request body is larger than 1 MB", "payload_too_large")
    }

    /// 415: the content type is not JSON.
    pub fn unsupported_media_type() -> Self {
        let message = "The content type must be application/json";
        Self::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, message, "unsupported_media_type")
    }

    /// 429: the client must wait for `retry_after` seconds.
    pub fn rate_limited(retry_after: u64) -> Self {
        let mut problem = Self::text(StatusCode::TOO_MANY_REQUESTS, "Too many requests", "too_many_requests");
        problem.retry_after = Some(retry_after);
        problem
    }

    /// 504: the request takes longer than the gateway's timeout. The work continues.
    pub fn gateway_timeout() -> Self {
        Self::text(StatusCode::GATEWAY_TIMEOUT, "The upstream did not respond in time", "gateway_timeout")
    }

    /// 500: a defect or a failing database.
    pub fn server_error() -> Self {
        Self::server_side(StatusCode::INTERNAL_SERVER_ERROR, "Server Error", "HttpException")
    }

    /// Builds the answer of an injected fault.
    pub fn injected(status: StatusCode) -> Self {
        match status {
            StatusCode::TOO_MANY_REQUESTS => Self::rate_limited(1),
            StatusCode::GATEWAY_TIMEOUT => Self::gateway_timeout(),
            StatusCode::UNAUTHORIZED => Self::invalid_token(),
            _ => Self::server_side(status, status.canonical_reason().unwrap_or("Injected"), "HttpException"),
        }
    }
}
