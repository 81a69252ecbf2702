use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::field::deserialize_known;
use super::{AccountFault, ConnectError, DisplayText, Field, ForeignAnswer, UnknownOutcome};

/// The error of an API call, as far as a desk can act on it.
///
/// The outbox and the cache of tokens store it as JSON. Other versions of the program read it, so a name never changes.
///
/// `locale` words it for people. Its own text is for logs: the name of the variant, and nothing of the API's sentences,
/// which may repeat a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{self:?}")]
#[serde(rename_all = "snake_case")]
pub enum ApiError {
    /// 409: another customer has this value.
    #[serde(rename = "clash")]
    Conflict {
        /// The field that must be unique. `None` means that the answer names no known field.
        #[serde(deserialize_with = "deserialize_known")]
        field: Option<Field>,
    },
    /// 400 or 422: the API rejected a value.
    #[serde(rename = "refused")]
    Rejected {
        /// The field that the API's sentence names, if any.
        #[serde(deserialize_with = "deserialize_known")]
        field: Option<Field>,
        /// The API's sentence; it may be empty.
        sentence: DisplayText,
    },
    /// The API rejected the credentials, also after a new authentication.
    Credentials {
        /// The API's sentence; it may be empty.
        sentence: DisplayText,
    },
    /// 403: the credentials are valid, but they do not permit this call.
    Permission {
        /// The API's sentence; it may be empty.
        sentence: DisplayText,
    },
    /// The API rejects the account itself. This can come with any status and on any call.
    Account(#[source] AccountFault),
    /// 429, or a 5xx with `Retry-After`: the request was certainly not carried out.
    #[serde(rename = "too_many")]
    RateLimited {
        /// The minimum wait before a retry.
        #[serde(rename = "wait")]
        retry_after: Duration,
    },
    /// The request certainly never reached the API.
    #[serde(rename = "unreachable")]
    NotSent(#[source] ConnectError),
    /// No connection through the proxy of the environment: the request certainly never reached the API.
    Proxy {
        /// The proxy's host and port.
        address: DisplayText,
    },
    /// Something between this computer and the API answered: the request certainly never reached the API.
    NotFromApi(#[source] ForeignAnswer),
    /// The request may have been carried out. It must not be sent again before its outcome is settled.
    #[serde(rename = "uncertain")]
    Unknown(#[source] UnknownOutcome),
    /// 404, 405 or 410: the API has nothing at this address.
    WrongAddress {
        /// The HTTP status.
        status: u16,
    },
    /// An error that only a change of the settings corrects: a wrong address, a test integrator with a production
    /// brand.
    Settings {
        /// The API's sentence; it may be empty.
        sentence: DisplayText,
    },
}

impl ApiError {
    /// Returns true if only a change of the credentials, the permissions, the account or the settings helps.
    pub const fn needs_operator(&self) -> bool {
        matches!(
            self,
            Self::Credentials { .. }
                | Self::Permission { .. }
                | Self::Account(_)
                | Self::Settings { .. }
                | Self::WrongAddress { .. }
        )
    }

    /// Returns true if the API itself answered, and not only something at its address.
    pub const fn is_from_api(&self) -> bool {
        !self.is_connection_error() && !matches!(self, Self::WrongAddress { .. } | Self::RateLimited { .. })
    }

    /// Returns the error without the API's sentence, which may repeat a request.
    #[must_use]
    pub fn without_sentence(&self) -> Self {
        let mut error = self.clone();
        if let Self::Rejected { sentence, .. }
        | Self::Credentials { sentence }
        | Self::Permission { sentence }
        | Self::Settings { sentence } = &mut error
        {
            *sentence = DisplayText::default();
        }
        error
    }

    /// Returns true if the API could not be reached or did not answer, so that the same call may succeed later.
    pub const fn is_connection_error(&self) -> bool {
        matches!(self, Self::NotSent(_) | Self::Proxy { .. } | Self::NotFromApi(_) | Self::Unknown(_))
    }
}

/// The error of an attempt to register a customer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{self:?}")]
pub struct RegisterError {
    /// The error of the API call that failed.
    #[source]
    pub error: ApiError,
    /// True if the API, or something in between, answered the registration itself. False if there was no token for it:
    /// then the error says nothing about this customer.
    pub is_about_registration: bool,
}

impl From<ApiError> for RegisterError {
    fn from(error: ApiError) -> Self {
        Self { error, is_about_registration: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::BodyKind;

    /// The stored form is read by other versions of the program: each name is frozen.
    #[test]
    fn an_error_keeps_its_stored_form() {
        let text = || DisplayText::new("no");
        let foreign = ForeignAnswer { status: 502, kind: BodyKind::Html };
        let field = Some(Field::Phone);
        for (error, stored) in [
            (ApiError::Conflict { field }, r#"{"clash":{"field":"phone"}}"#),
            (ApiError::Rejected { field, sentence: text() }, r#"{"refused":{"field":"phone","sentence":"no"}}"#),
            (ApiError::Credentials { sentence: text() }, r#"{"credentials":{"sentence":"no"}}"#),
            (ApiError::Permission { sentence: text() }, r#"{"permission":{"sentence":"no"}}"#),
            (ApiError::Account(AccountFault::ClientDisabled), r#"{"account":"client_disabled"}"#),
            (
                ApiError::RateLimited { retry_after: Duration::from_millis(1_500) },
                r#"{"too_many":{"wait":{"secs":1,"nanos":500000000}}}"#,
            ),
            (ApiError::NotSent(ConnectError::NameUnknown), r#"{"unreachable":"name_unknown"}"#),
            (ApiError::NotSent(ConnectError::NoToken), r#"{"unreachable":"no_token"}"#),
            (ApiError::Proxy { address: text() }, r#"{"proxy":{"address":"no"}}"#),
            (ApiError::NotFromApi(foreign), r#"{"not_from_api":{"status":502,"kind":"html"}}"#),
            (ApiError::Unknown(UnknownOutcome::Timeout), r#"{"uncertain":"timeout"}"#),
            (ApiError::Unknown(UnknownOutcome::ServerError(500)), r#"{"uncertain":{"server_error":500}}"#),
            (
                ApiError::Unknown(UnknownOutcome::NotFromApi(foreign)),
                r#"{"uncertain":{"not_from_api":{"status":502,"kind":"html"}}}"#,
            ),
            (ApiError::WrongAddress { status: 404 }, r#"{"wrong_address":{"status":404}}"#),
            (ApiError::Settings { sentence: text() }, r#"{"settings":{"sentence":"no"}}"#),
        ] {
            assert_eq!(serde_json::to_string(&error).unwrap(), stored);
            assert_eq!(serde_json::from_str::<ApiError>(stored).unwrap(), error);
        }
    }

    /// Returns the texts of an error and of its sources.
    fn texts(error: &dyn std::error::Error) -> Vec<String> {
        std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect()
    }

    #[test]
    fn the_texts_of_an_error_and_its_sources_have_nothing_of_the_sentence_of_the_api() {
        let sentence = || DisplayText::new("Aysel +994501234567");
        let foreign = ForeignAnswer { status: 502, kind: BodyKind::Html };
        for (error, sources) in [
            (ApiError::Conflict { field: Some(Field::Phone) }, 0),
            (ApiError::Rejected { field: None, sentence: sentence() }, 0),
            (ApiError::Credentials { sentence: sentence() }, 0),
            (ApiError::Permission { sentence: sentence() }, 0),
            (ApiError::Account(AccountFault::TestMode), 1),
            (ApiError::RateLimited { retry_after: Duration::from_secs(3) }, 0),
            (ApiError::NotSent(ConnectError::Tls), 1),
            (ApiError::Proxy { address: sentence() }, 0),
            (ApiError::NotFromApi(foreign), 1),
            (ApiError::Unknown(UnknownOutcome::Timeout), 1),
            (ApiError::Unknown(UnknownOutcome::NotFromApi(foreign)), 2),
            (ApiError::WrongAddress { status: 404 }, 0),
            (ApiError::Settings { sentence: sentence() }, 0),
        ] {
            let error = RegisterError::from(error);
            let texts = texts(&error);
            assert_eq!(texts.len(), 2 + sources, "{texts:?}");
            let all = format!("{} {error:?}", texts.join(" "));
            assert!(!all.contains("Aysel") && !all.contains("5012"), "{all}");
        }
    }

    #[test]
    fn a_field_of_a_later_version_is_no_known_field() {
        for stored in [r#"{"clash":{"field":"nickname"}}"#, r#"{"clash":{"field":null}}"#] {
            assert_eq!(serde_json::from_str::<ApiError>(stored).unwrap(), ApiError::Conflict { field: None });
        }
    }
}
