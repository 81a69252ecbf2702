//! What an answer amounts to: a value, or the trouble that it tells of. Only the API's own JSON speaks for the API, and
//! `success` decides, not the status alone.
//! Pure, so that every status and body can be tried.

use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::domain::{ApiError, BodyKind, DisplayText, ForeignAnswer, UnknownOutcome};

use super::limits::Limits;
use super::origin::Body;
use super::said::Said;

/// An answer as far as it came.
pub(super) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// Up to the size that the call allows.
    pub body: Vec<u8>,
    /// Why the body is not whole, where it is not.
    pub cut: Option<UnknownOutcome>,
    pub limits: Limits,
}

/// What a call asks for; the same status means different things to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
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
pub(super) enum Fault {
    /// The token is at fault: authenticate anew, once.
    Token {
        sentence: DisplayText,
    },
    /// The API knows no such item.
    NoSuchItem,
    Trouble(ApiError),
}

impl From<ApiError> for Fault {
    fn from(trouble: ApiError) -> Self {
        Self::Trouble(trouble)
    }
}

impl Answer {
    /// The value of a successful answer (the whole envelope, or a bare list), or what is the matter.
    pub fn judge(&self, kind: Kind) -> Result<Value, Fault> {
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
            Body::Api(body) if !too_large => self.judge_api(kind, body),
            Body::Foreign(body) if !too_large => Err(self.foreign(kind, body).into()),
            Body::Foreign(body @ BodyKind::Html) => Err(self.foreign(kind, body).into()),
            Body::Api(_) | Body::Damaged | Body::Foreign(_) => Err(self.damaged(kind).into()),
        }
    }

    /// The API's own answer.
    fn judge_api(&self, kind: Kind, body: Value) -> Result<Value, Fault> {
        let said = Said::read(&body);
        let sentence = said.sentence();
        let is_success = (200..=299).contains(&self.status);
        if let Some(fault) = said.account_fault()
            && !(is_success && body.get("success") == Some(&Value::Bool(true)))
        {
            return Err(ApiError::Account(fault).into());
        }
        if is_success {
            return self.judge_success(kind, body);
        }
        Err(Fault::Trouble(match self.status {
            400 if kind == Kind::Auth => ApiError::Settings { sentence },
            401 if kind == Kind::Auth => ApiError::Credentials { sentence },
            401 => return Err(Fault::Token { sentence }),
            402 | 403 => ApiError::Permission { sentence },
            404 if kind == Kind::One => return Err(Fault::NoSuchItem),
            404 | 405 | 410 => ApiError::WrongAddress { status: self.status },
            408 => ApiError::Unknown(UnknownOutcome::Timeout),
            409 => ApiError::Conflict { field: said.field() },
            400..=499 => refused(&said),
            500..=599 => ApiError::Unknown(UnknownOutcome::ServerError(self.status)),
            _ => ApiError::Unknown(UnknownOutcome::Unreadable(self.status)),
        }))
    }

    fn judge_success(&self, kind: Kind, body: Value) -> Result<Value, Fault> {
        match body.get("success") {
            Some(Value::Bool(true)) => Ok(body),
            Some(Value::Bool(false)) => Err(declined(&body, kind)),
            Some(_) => Err(ApiError::Unknown(UnknownOutcome::Unreadable(self.status)).into()),
            // The old shape: an error without `success`.
            None if body.get("error").is_some_and(|error| !error.is_null()) => Err(declined(&body, kind)),
            // A list in one of the forms without `success`.
            None => Ok(body),
        }
    }

    /// 429 of any origin; a 5xx with `Retry-After` where nothing can be in doubt.
    fn asks_to_wait(&self, kind: Kind) -> Option<ApiError> {
        match self.status {
            429 => Some(ApiError::RateLimited { retry_after: self.limits.wait() }),
            500..=599 if kind != Kind::Create => {
                self.limits.retry_after().map(|wait| ApiError::RateLimited { retry_after: wait })
            }
            _ => None,
        }
    }

    /// Something in between answered. Where a registration may have been passed on before that, it is uncertain.
    const fn foreign(&self, kind: Kind, body: BodyKind) -> ApiError {
        let answer = ForeignAnswer { status: self.status, kind: body };
        match (kind, self.status) {
            // 511 is a network that asks for a login. 303 and 408 may come after the work was done.
            (Kind::Create, 303 | 408) => ApiError::Unknown(UnknownOutcome::NotFromApi(answer)),
            (Kind::Create, 300..=499 | 511) | (Kind::Auth | Kind::List | Kind::One, _) => ApiError::NotFromApi(answer),
            (Kind::Create, _) => ApiError::Unknown(UnknownOutcome::NotFromApi(answer)),
        }
    }

    /// JSON that ends too early or is too large: only a success could have been the API's and still mean nothing.
    const fn damaged(&self, kind: Kind) -> ApiError {
        match self.status {
            200..=299 => ApiError::Unknown(UnknownOutcome::Unreadable(self.status)),
            500..=599 => ApiError::Unknown(UnknownOutcome::ServerError(self.status)),
            _ => self.foreign(kind, BodyKind::Json),
        }
    }
}

/// 2xx with `success: false`.
fn declined(body: &Value, kind: Kind) -> Fault {
    let said = Said::read(body);
    let sentence = said.sentence();
    if kind == Kind::Auth {
        return ApiError::Settings { sentence }.into();
    }
    if said.is_about_token() {
        return Fault::Token { sentence };
    }
    if said.is_clash() || said.is_validation() {
        return refused(&said).into();
    }
    ApiError::Settings { sentence }.into()
}

fn refused(said: &Said) -> ApiError {
    if said.is_clash() {
        ApiError::Conflict { field: said.field() }
    } else {
        ApiError::Rejected { field: said.field(), sentence: said.sentence() }
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
