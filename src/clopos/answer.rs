//! What an answer amounts to: a value, or the trouble that it tells of. `success` decides, not the status alone.
//! Pure, so that every status and body can be tried.

use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::customer::{Told, Trouble, Uncertainty, Unreached};

use super::limits::Limits;
use super::said::Said;

/// An answer as far as it came.
pub(super) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// Up to the size that the call allows.
    pub body: Vec<u8>,
    /// Why the body is not whole, where it is not.
    pub cut: Option<Uncertainty>,
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
        sentence: Told,
    },
    /// The API knows no such item.
    NoSuchItem,
    Trouble(Trouble),
}

impl From<Trouble> for Fault {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl Answer {
    /// The value of a successful answer (the whole envelope, or a bare list), or what is the matter.
    pub fn judge(&self, kind: Kind) -> Result<Value, Fault> {
        let body = self.json();
        if let 200..=299 = self.status {
            return self.judge_success(kind, body);
        }
        let said = body.as_ref().map(Said::read).unwrap_or_default();
        let from_api = body.as_ref().is_some_and(|body| body.get("success").is_some() || said.anything());
        let sentence = said.sentence();
        Err(Fault::Trouble(match self.status {
            // What was sent was taken, and the answer lies elsewhere.
            303 if kind == Kind::Create => Trouble::Uncertain(Uncertainty::Unreadable(303)),
            300..=399 => Trouble::Settings { sentence: Told::new(&format!("HTTP {}", self.status)) },
            400 if kind == Kind::Auth => Trouble::Settings { sentence },
            401 if kind == Kind::Auth => Trouble::Credentials { sentence },
            401 => return Err(Fault::Token { sentence }),
            402 | 403 => Trouble::Permission { sentence },
            404 if kind == Kind::One && from_api => return Err(Fault::NoSuchItem),
            404 | 405 | 410 => Trouble::Settings { sentence: or_status(sentence, self.status) },
            407 => Trouble::Unreachable(Unreached::NoConnection),
            409 => Trouble::Clash { field: said.field() },
            429 => Trouble::TooMany { wait: self.limits.wait() },
            400 | 413 | 415 | 422 => refused(&said),
            408 => Trouble::Uncertain(Uncertainty::Timeout),
            400..=499 if from_api => refused(&said),
            500..=599 => Trouble::Uncertain(Uncertainty::ServerError(self.status)),
            _ => Trouble::Uncertain(Uncertainty::Unreadable(self.status)),
        }))
    }

    fn judge_success(&self, kind: Kind, body: Option<Value>) -> Result<Value, Fault> {
        if let Some(cut) = self.cut {
            return Err(Trouble::Uncertain(cut).into());
        }
        let unreadable = || Fault::from(Trouble::Uncertain(Uncertainty::Unreadable(self.status)));
        let body = body.ok_or_else(unreadable)?;
        match body.get("success") {
            Some(Value::Bool(true)) => Ok(body),
            Some(Value::Bool(false)) => Err(declined(&body, kind)),
            // The old shape: an error without `success`.
            None if body.get("error").is_some_and(|error| !error.is_null()) => Err(declined(&body, kind)),
            None if kind == Kind::List && (body.is_array() || body.get("data").is_some_and(Value::is_array)) => {
                Ok(body)
            }
            Some(_) | None => Err(unreadable()),
        }
    }

    /// The body as JSON. A byte that is no UTF-8 must not cost the whole answer.
    fn json(&self) -> Option<Value> {
        let text = String::from_utf8_lossy(&self.body);
        serde_json::from_str(text.trim_start_matches('\u{FEFF}')).ok()
    }
}

/// 2xx with `success: false`.
fn declined(body: &Value, kind: Kind) -> Fault {
    let said = Said::read(body);
    let sentence = said.sentence();
    if kind == Kind::Auth {
        return Trouble::Settings { sentence }.into();
    }
    if said.is_about_token() {
        return Fault::Token { sentence };
    }
    if said.is_clash() || said.is_validation() {
        return refused(&said).into();
    }
    Trouble::Settings { sentence }.into()
}

fn refused(said: &Said) -> Trouble {
    if said.is_clash() {
        Trouble::Clash { field: said.field() }
    } else {
        Trouble::Refused { field: said.field(), sentence: said.sentence() }
    }
}

/// An answer without a word still says its status.
fn or_status(sentence: Told, status: u16) -> Told {
    if sentence.is_empty() { Told::new(&format!("HTTP {status}")) } else { sentence }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
