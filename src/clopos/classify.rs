//! What an answer amounts to: a value, or the trouble that it tells of. Only the API's own JSON speaks for the API, and
//! `success` decides, not the status alone.
//! Pure, so that every status and body can be tried.

use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::domain::{ApiError, BodyKind, DisplayText, ForeignAnswer, UnknownOutcome};

use super::answer_origin::Body;
use super::error_body::ErrorBody;
use super::rate_limit_headers::RateLimitHeaders;

/// An answer as far as it came.
pub(super) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// Up to the size that the call allows.
    pub body: Vec<u8>,
    /// Why the body is not whole, where it is not.
    pub cut: Option<UnknownOutcome>,
    pub limits: RateLimitHeaders,
}

/// What a call asks for; the same status means different things to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallKind {
    /// `POST /auth`
    Auth,
    /// `POST /customers`
    Create,
    /// A list, in any of its three forms.
    List,
    /// One item by its id.
    One,
}

/// Why there is no value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CallError {
    /// The token is at fault: authenticate anew, once.
    Token {
        sentence: DisplayText,
    },
    /// The API knows no such item.
    NoSuchItem,
    Api(ApiError),
}

impl From<ApiError> for CallError {
    fn from(trouble: ApiError) -> Self {
        Self::Api(trouble)
    }
}

impl Answer {
    /// The value of a successful answer (the whole envelope, or a bare list), or what is the matter.
    pub(super) fn classify(&self, kind: CallKind) -> Result<Value, CallError> {
        if let Some(trouble) = self.asks_to_wait(kind) {
            return Err(trouble.into());
        }
        let too_large = match self.cut {
            Some(UnknownOutcome::Unreadable(_)) => true,
            Some(cut) => return Err(ApiError::Unknown(cut).into()),
            None => false,
        };
        match Body::read(&self.body, &self.headers, self.status, kind) {
            // A redirect is not in the API's language, whatever its body says.
            Body::Api(_) if (300..=399).contains(&self.status) => Err(self.foreign(kind, BodyKind::Json).into()),
            Body::Api(body) if !too_large => self.classify_api(kind, body),
            Body::Foreign(body) if !too_large => Err(self.foreign(kind, body).into()),
            Body::Foreign(body @ BodyKind::Html) => Err(self.foreign(kind, body).into()),
            Body::Api(_) | Body::Damaged | Body::Foreign(_) => Err(self.damaged(kind).into()),
        }
    }

    /// The API's own answer.
    fn classify_api(&self, kind: CallKind, body: Value) -> Result<Value, CallError> {
        let said = ErrorBody::read(&body);
        let sentence = said.sentence();
        let is_success = (200..=299).contains(&self.status);
        if let Some(fault) = said.account_fault()
            && !(is_success && body.get("success") == Some(&Value::Bool(true)))
        {
            return Err(ApiError::Account(fault).into());
        }
        if is_success {
            return self.classify_success(kind, body);
        }
        Err(CallError::Api(match self.status {
            400 if kind == CallKind::Auth => ApiError::Settings { sentence },
            401 if kind == CallKind::Auth => ApiError::Credentials { sentence },
            401 => return Err(CallError::Token { sentence }),
            402 | 403 => ApiError::Permission { sentence },
            404 if kind == CallKind::One => return Err(CallError::NoSuchItem),
            404 | 405 | 410 => ApiError::WrongAddress { status: self.status },
            408 => ApiError::Unknown(UnknownOutcome::Timeout),
            409 => ApiError::Conflict { field: said.field() },
            400..=499 => rejected(&said),
            500..=599 => ApiError::Unknown(UnknownOutcome::ServerError(self.status)),
            _ => ApiError::Unknown(UnknownOutcome::Unreadable(self.status)),
        }))
    }

    fn classify_success(&self, kind: CallKind, body: Value) -> Result<Value, CallError> {
        match body.get("success") {
            Some(Value::Bool(true)) => Ok(body),
            Some(Value::Bool(false)) => Err(from_success_false(&body, kind)),
            Some(_) => Err(ApiError::Unknown(UnknownOutcome::Unreadable(self.status)).into()),
            // The old shape: an error without `success`.
            None if body.get("error").is_some_and(|error| !error.is_null()) => Err(from_success_false(&body, kind)),
            // A list in one of the forms without `success`.
            None => Ok(body),
        }
    }

    /// 429 of any origin; a 5xx with `Retry-After` where nothing can be in doubt.
    fn asks_to_wait(&self, kind: CallKind) -> Option<ApiError> {
        match self.status {
            429 => Some(ApiError::RateLimited { retry_after: self.limits.wait() }),
            500..=599 if kind != CallKind::Create => {
                self.limits.retry_after().map(|wait| ApiError::RateLimited { retry_after: wait })
            }
            _ => None,
        }
    }

    /// Something in between answered. Where a registration may have been passed on before that, it is uncertain.
    const fn foreign(&self, kind: CallKind, body: BodyKind) -> ApiError {
        let answer = ForeignAnswer { status: self.status, kind: body };
        match (kind, self.status) {
            // 511 is a network that asks for a login. 303 and 408 may come after the work was done.
            (CallKind::Create, 303 | 408) => ApiError::Unknown(UnknownOutcome::NotFromApi(answer)),
            (CallKind::Create, 300..=499 | 511) | (CallKind::Auth | CallKind::List | CallKind::One, _) => {
                ApiError::NotFromApi(answer)
            }
            (CallKind::Create, _) => ApiError::Unknown(UnknownOutcome::NotFromApi(answer)),
        }
    }

    /// JSON that ends too early or is too large: only a success could have been the API's and still mean nothing.
    const fn damaged(&self, kind: CallKind) -> ApiError {
        match self.status {
            200..=299 => ApiError::Unknown(UnknownOutcome::Unreadable(self.status)),
            500..=599 => ApiError::Unknown(UnknownOutcome::ServerError(self.status)),
            _ => self.foreign(kind, BodyKind::Json),
        }
    }
}

/// 2xx with `success: false`.
fn from_success_false(body: &Value, kind: CallKind) -> CallError {
    let said = ErrorBody::read(body);
    let sentence = said.sentence();
    if kind == CallKind::Auth {
        return ApiError::Settings { sentence }.into();
    }
    if said.is_about_token() {
        return CallError::Token { sentence };
    }
    if said.is_conflict() || said.is_validation() {
        return rejected(&said).into();
    }
    ApiError::Settings { sentence }.into()
}

fn rejected(said: &ErrorBody) -> ApiError {
    if said.is_conflict() {
        ApiError::Conflict { field: said.field() }
    } else {
        ApiError::Rejected { field: said.field(), sentence: said.sentence() }
    }
}

#[cfg(test)]
mod tests;
