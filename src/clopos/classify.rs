//! Classifies an answer: a value, or an error. Only JSON from the API counts as the API's answer, and `success`
//! decides, not the status alone. Called by `client`. Pure, so that tests can try every status and body.

use std::time::Duration;

use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::domain::{ApiError, BodyKind, DisplayText, ForeignAnswer, UnknownOutcome};

use super::answer_origin::Body;
use super::call::CallKind;
use super::error_body::ErrorBody;
use super::rate_limit_headers::RateLimitHeaders;

/// An answer, or the part of it that arrived.
pub(super) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// Bytes up to the size limit of the call.
    pub body: Vec<u8>,
    /// Why the body is incomplete. `None` means that it is complete.
    pub cut_off_by: Option<UnknownOutcome>,
    pub rate_limits: RateLimitHeaders,
}

/// The error of a call, before the client has handled it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CallError {
    /// The API rejected the token. Authenticate again, once.
    TokenRejected { sentence: DisplayText },
    /// The API has no such item.
    NoSuchItem,
    /// There is no token: the call was not made.
    NoToken(ApiError),
    /// Every other error.
    Api(ApiError),
}

impl From<ApiError> for CallError {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl Answer {
    /// Returns the value of a successful answer: the whole envelope, or a bare list.
    ///
    /// # Errors
    ///
    /// The meaning of every other answer.
    pub(super) fn classify(&self, kind: CallKind) -> Result<Value, CallError> {
        // After a 5xx, a registration may have been stored.
        let retry_after = self.requested_pause().filter(|_| self.status == 429 || kind != CallKind::Create);
        if let Some(retry_after) = retry_after {
            return Err(ApiError::RateLimited { retry_after }.into());
        }
        let too_large = match self.cut_off_by {
            Some(UnknownOutcome::Unreadable(_)) => true,
            Some(outcome) => return Err(ApiError::Unknown(outcome).into()),
            None => false,
        };
        match Body::read(&self.body, &self.headers, self.status, kind) {
            // The API does not redirect, so a redirect is not from the API, whatever its body is.
            Body::Api(_) if (300..=399).contains(&self.status) => Err(self.not_from_api(kind, BodyKind::Json).into()),
            Body::Api(body) if !too_large => self.classify_api(kind, body),
            Body::Foreign(body) if !too_large => Err(self.not_from_api(kind, body).into()),
            Body::Foreign(body @ BodyKind::Html) => Err(self.not_from_api(kind, body).into()),
            Body::Api(_) | Body::Damaged | Body::Foreign(_) => Err(self.damaged_json(kind).into()),
        }
    }

    /// Classifies an answer that is from the API.
    fn classify_api(&self, kind: CallKind, body: Value) -> Result<Value, CallError> {
        let error_body = ErrorBody::read(&body);
        let is_success = (200..=299).contains(&self.status);
        if let Some(fault) = error_body.account_fault()
            && !(is_success && body.get("success") == Some(&Value::Bool(true)))
        {
            return Err(ApiError::Account(fault).into());
        }
        if is_success {
            return self.classify_success(kind, body);
        }
        Err(self.classify_failure(self.status, kind, &error_body))
    }

    /// Classifies a failure by its status, which may be inside the body of a 2xx.
    fn classify_failure(&self, status: u16, kind: CallKind, error_body: &ErrorBody) -> CallError {
        let sentence = error_body.sentence();
        CallError::Api(match status {
            400 if kind == CallKind::Auth => ApiError::Settings { sentence },
            401 if kind == CallKind::Auth => ApiError::Credentials { sentence },
            401 => return CallError::TokenRejected { sentence },
            402 | 403 => ApiError::Permission { sentence },
            404 if kind == CallKind::One => return CallError::NoSuchItem,
            404 | 405 | 410 => ApiError::WrongAddress { status },
            408 => ApiError::Unknown(UnknownOutcome::Timeout),
            409 => ApiError::Conflict { field: error_body.field() },
            429 => ApiError::RateLimited { retry_after: self.rate_limits.wait_after_429() },
            400..=499 if error_body.is_conflict() => ApiError::Conflict { field: error_body.field() },
            400..=499 if error_body.is_about_settings() => ApiError::Settings { sentence },
            // A call that sends no customer.
            400..=499 if matches!(kind, CallKind::List | CallKind::One) && sentence.is_empty() => {
                ApiError::Unknown(UnknownOutcome::Unreadable(self.status))
            }
            400..=499 => ApiError::Rejected { field: error_body.field(), sentence },
            500..=599 => ApiError::Unknown(UnknownOutcome::ServerError(status)),
            _ => ApiError::Unknown(UnknownOutcome::Unreadable(status)),
        })
    }

    fn classify_success(&self, kind: CallKind, body: Value) -> Result<Value, CallError> {
        match body.get("success") {
            Some(Value::Bool(true)) => Ok(body),
            Some(Value::Bool(false)) => Err(self.classify_success_false(kind, &body)),
            Some(_) => Err(ApiError::Unknown(UnknownOutcome::Unreadable(self.status)).into()),
            // The old shape: an error without `success`.
            None if body.get("error").is_some_and(|error| !error.is_null()) => {
                Err(self.classify_success_false(kind, &body))
            }
            // A list in one of the forms without `success`.
            None => Ok(body),
        }
    }

    /// Classifies a 2xx with `success: false`: the status in its body counts, else it is like a 400.
    fn classify_success_false(&self, kind: CallKind, body: &Value) -> CallError {
        let error_body = ErrorBody::read(body);
        if kind != CallKind::Auth && error_body.is_about_token() {
            return CallError::TokenRejected { sentence: error_body.sentence() };
        }
        self.classify_failure(error_body.status().unwrap_or(400), kind, &error_body)
    }

    /// Returns the pause that the answer asks for: a 429 of any origin, or a 5xx with `Retry-After`.
    pub(super) fn requested_pause(&self) -> Option<Duration> {
        match self.status {
            429 => Some(self.rate_limits.wait_after_429()),
            500..=599 => self.rate_limits.retry_after(),
            _ => None,
        }
    }

    /// Returns the error for an answer of a device in between. It is `Unknown` if a registration may have been passed
    /// on to the API before the device answered.
    const fn not_from_api(&self, kind: CallKind, body: BodyKind) -> ApiError {
        let answer = ForeignAnswer { status: self.status, kind: body };
        match (kind, self.status) {
            // 511 is a network that requires a login. 303 and 408 may come after the customer was stored.
            (CallKind::Create, 303 | 408) => ApiError::Unknown(UnknownOutcome::NotFromApi(answer)),
            (CallKind::Create, 300..=499 | 511) | (CallKind::Auth | CallKind::List | CallKind::One, _) => {
                ApiError::NotFromApi(answer)
            }
            (CallKind::Create, _) => ApiError::Unknown(UnknownOutcome::NotFromApi(answer)),
        }
    }

    /// Returns the error for JSON that is cut off or too large. With a 2xx it may be the API's success, and with a 5xx
    /// the outcome is unknown as well. With any other status it is treated as not from the API.
    const fn damaged_json(&self, kind: CallKind) -> ApiError {
        match self.status {
            200..=299 => ApiError::Unknown(UnknownOutcome::Unreadable(self.status)),
            500..=599 => ApiError::Unknown(UnknownOutcome::ServerError(self.status)),
            _ => self.not_from_api(kind, BodyKind::Json),
        }
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
