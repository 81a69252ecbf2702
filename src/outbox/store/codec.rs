//! The JSON in the columns: a registration, a trouble, a refusal, a clash. What is written here must be readable for
//! ever: fields may be added with a default, never renamed.

use std::time::Duration;

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::domain::{
    AccountFault, ApiError, BirthDate, Cid, Code, ConflictOwner, ConnectError, CustomerId, DisplayText, Email, Field,
    ForeignAnswer, Gender, GroupId, Name, NewCustomer, Note, Phone, StorageError, UnknownOutcome,
};

use super::super::OutboxError;
use super::super::state::{Conflict, Refusal};

pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String, OutboxError> {
    // Nothing here has a map with keys that are no strings, the one thing that JSON cannot say.
    serde_json::to_string(value).map_err(|_| StorageError::Broken.into())
}

/// What cannot be read was not written by this program: the file is damaged. The reason may quote a customer, so
/// it is not told.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, OutboxError> {
    serde_json::from_str(text).map_err(|_| StorageError::Damaged.into())
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredCustomer {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    birth_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    gender: Option<StoredGender>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    group: Option<GroupId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    note: Option<String>,
}

#[derive(Serialize, Deserialize)]
enum StoredGender {
    #[serde(rename = "male")]
    Male,
    #[serde(rename = "female")]
    Female,
}

impl From<&NewCustomer> for StoredCustomer {
    fn from(customer: &NewCustomer) -> Self {
        let gender = |gender| match gender {
            Gender::Male => StoredGender::Male,
            Gender::Female => StoredGender::Female,
        };
        Self {
            name: customer.name.as_str().to_owned(),
            phone: customer.phone.as_ref().map(|phone| phone.e164().to_owned()),
            email: customer.email.as_ref().map(|email| email.as_str().to_owned()),
            code: customer.code.as_ref().map(|code| code.as_str().to_owned()),
            birth_date: customer.birth_date.map(BirthDate::date),
            gender: customer.gender.map(gender),
            group: customer.group,
            note: customer.note.as_ref().map(|note| note.as_str().to_owned()),
        }
    }
}

impl StoredCustomer {
    pub(super) fn with(self, cid: Cid) -> NewCustomer {
        let gender = |gender| match gender {
            StoredGender::Male => Gender::Male,
            StoredGender::Female => Gender::Female,
        };
        NewCustomer {
            cid,
            name: Name::from_stored(self.name),
            phone: self.phone.map(Phone::from_stored),
            email: self.email.map(Email::from_stored),
            code: self.code.map(Code::from_stored),
            birth_date: self.birth_date.map(BirthDate::from_stored),
            gender: self.gender.map(gender),
            group: self.group,
            note: self.note.map(Note::from_stored),
        }
    }
}

/// An error of the API on disk, under the names that older versions wrote. The mirrors are checked against the originals by the compiler.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredApiError(#[serde(with = "ApiErrorMirror")] pub ApiError);

#[derive(Serialize, Deserialize)]
#[serde(remote = "ApiError", rename_all = "snake_case")]
enum ApiErrorMirror {
    #[serde(rename = "clash")]
    Conflict {
        #[serde(with = "field")]
        field: Option<Field>,
    },
    #[serde(rename = "refused")]
    Rejected {
        #[serde(with = "field")]
        field: Option<Field>,
        #[serde(with = "display_text")]
        sentence: DisplayText,
    },
    Credentials {
        #[serde(with = "display_text")]
        sentence: DisplayText,
    },
    Permission {
        #[serde(with = "display_text")]
        sentence: DisplayText,
    },
    Account(AccountFault),
    #[serde(rename = "too_many")]
    RateLimited {
        #[serde(rename = "wait")]
        retry_after: Duration,
    },
    NotFromApi(ForeignAnswer),
    Proxy {
        #[serde(with = "display_text")]
        address: DisplayText,
    },
    WrongAddress {
        status: u16,
    },
    #[serde(rename = "unreachable")]
    NotSent(#[serde(with = "ConnectErrorMirror")] ConnectError),
    #[serde(rename = "uncertain")]
    Unknown(#[serde(with = "UnknownOutcomeMirror")] UnknownOutcome),
    Settings {
        #[serde(with = "display_text")]
        sentence: DisplayText,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ConnectError", rename_all = "snake_case")]
enum ConnectErrorMirror {
    NameUnknown,
    ConnectionRefused,
    ConnectTimeout,
    Tls,
    NoConnection,
    NoToken,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "UnknownOutcome", rename_all = "snake_case")]
enum UnknownOutcomeMirror {
    Timeout,
    ConnectionLost,
    ServerError(u16),
    Unreadable(u16),
    NotFromApi(ForeignAnswer),
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredRefusal {
    trouble: StoredApiError,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    by: Option<StoredOwner>,
}

#[derive(Serialize, Deserialize)]
struct StoredOwner {
    id: CustomerId,
    #[serde(with = "display_text")]
    name: DisplayText,
}

impl From<&Refusal> for StoredRefusal {
    fn from(refusal: &Refusal) -> Self {
        let by = refusal.owner.as_ref().map(|holder| StoredOwner { id: holder.id, name: holder.name.clone() });
        Self { trouble: StoredApiError(refusal.error.clone()), by }
    }
}

impl From<StoredRefusal> for Refusal {
    fn from(stored: StoredRefusal) -> Self {
        Self { error: stored.trouble.0, owner: stored.by.map(|by| ConflictOwner { id: by.id, name: by.name }) }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredClash(#[serde(with = "field")] pub Option<Field>);

impl From<StoredClash> for Conflict {
    fn from(stored: StoredClash) -> Self {
        Self { field: stored.0 }
    }
}

/// A field by the API's name of it.
mod field {
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    use super::Field;

    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    pub(super) fn serialize<S: Serializer>(field: &Option<Field>, serializer: S) -> Result<S::Ok, S::Error> {
        field.map(Field::api_name).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Field>, D::Error> {
        let name = Option::<String>::deserialize(deserializer)?;
        Ok(name.and_then(|name| Field::ALL.into_iter().find(|field| field.api_name() == name)))
    }
}

/// A text from outside as a string.
mod display_text {
    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::DisplayText;

    pub(super) fn serialize<S: Serializer>(text: &DisplayText, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DisplayText, D::Error> {
        String::deserialize(deserializer).map(|text| DisplayText::new(&text))
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
            assert_eq!(to_json(&StoredApiError(error.clone())).ok().as_deref(), Some(stored));
            assert_eq!(from_json::<StoredApiError>(stored).ok().map(|stored| stored.0), Some(error));
        }
    }
}
