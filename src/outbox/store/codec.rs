//! The JSON in the columns: a registration, a trouble, a refusal, a clash. What is written here must be readable for
//! ever: fields may be added with a default, never renamed.

use std::time::Duration;

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::domain::{
    AccountFault, BirthDate, Cid, Code, CustomerId, Email, Field, ForeignAnswer, Gender, GroupId, Holder, Name,
    NewCustomer, Note, Phone, Told, Trouble, Uncertainty, Unreached,
};

use super::super::OutboxError;
use super::super::state::{Clash, Refusal};

pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String, OutboxError> {
    // Nothing here has a map with keys that are no strings, the one thing that JSON cannot say.
    serde_json::to_string(value).map_err(|error| OutboxError::Io(error.into()))
}

/// What cannot be read was not written by this program: the file is damaged. The reason may quote a customer, so
/// it is not told.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, OutboxError> {
    serde_json::from_str(text).map_err(|_| OutboxError::Corrupt)
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
    pub fn with(self, cid: Cid) -> NewCustomer {
        let gender = |gender| match gender {
            StoredGender::Male => Gender::Male,
            StoredGender::Female => Gender::Female,
        };
        NewCustomer {
            cid,
            name: Name::restored(self.name),
            phone: self.phone.map(Phone::restored),
            email: self.email.map(Email::restored),
            code: self.code.map(Code::restored),
            birth_date: self.birth_date.map(BirthDate::restored),
            gender: self.gender.map(gender),
            group: self.group,
            note: self.note.map(Note::restored),
        }
    }
}

/// A trouble on disk. The mirrors are checked against the originals by the compiler.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredTrouble(#[serde(with = "TroubleMirror")] pub Trouble);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Trouble", rename_all = "snake_case")]
enum TroubleMirror {
    Clash {
        #[serde(with = "field")]
        field: Option<Field>,
    },
    Refused {
        #[serde(with = "field")]
        field: Option<Field>,
        #[serde(with = "told")]
        sentence: Told,
    },
    Credentials {
        #[serde(with = "told")]
        sentence: Told,
    },
    Permission {
        #[serde(with = "told")]
        sentence: Told,
    },
    Account(AccountFault),
    TooMany {
        wait: Duration,
    },
    NotFromApi(ForeignAnswer),
    Proxy {
        #[serde(with = "told")]
        address: Told,
    },
    WrongAddress {
        status: u16,
    },
    Unreachable(#[serde(with = "UnreachedMirror")] Unreached),
    Uncertain(#[serde(with = "UncertaintyMirror")] Uncertainty),
    Settings {
        #[serde(with = "told")]
        sentence: Told,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Unreached", rename_all = "snake_case")]
enum UnreachedMirror {
    NameUnknown,
    ConnectionRefused,
    ConnectTimeout,
    Tls,
    NoConnection,
    NoToken,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Uncertainty", rename_all = "snake_case")]
enum UncertaintyMirror {
    Timeout,
    ConnectionLost,
    ServerError(u16),
    Unreadable(u16),
    NotFromApi(ForeignAnswer),
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredRefusal {
    trouble: StoredTrouble,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    by: Option<StoredHolder>,
}

#[derive(Serialize, Deserialize)]
struct StoredHolder {
    id: CustomerId,
    #[serde(with = "told")]
    name: Told,
}

impl From<&Refusal> for StoredRefusal {
    fn from(refusal: &Refusal) -> Self {
        let by = refusal.by.as_ref().map(|holder| StoredHolder { id: holder.id, name: holder.name.clone() });
        Self { trouble: StoredTrouble(refusal.trouble.clone()), by }
    }
}

impl From<StoredRefusal> for Refusal {
    fn from(stored: StoredRefusal) -> Self {
        Self { trouble: stored.trouble.0, by: stored.by.map(|by| Holder { id: by.id, name: by.name }) }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredClash(#[serde(with = "field")] pub Option<Field>);

impl From<StoredClash> for Clash {
    fn from(stored: StoredClash) -> Self {
        Self { field: stored.0 }
    }
}

/// A field by the API's name of it.
mod field {
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    use super::Field;

    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    pub fn serialize<S: Serializer>(field: &Option<Field>, serializer: S) -> Result<S::Ok, S::Error> {
        field.map(Field::api_name).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Field>, D::Error> {
        let name = Option::<String>::deserialize(deserializer)?;
        Ok(name.and_then(|name| Field::ALL.into_iter().find(|field| field.api_name() == name)))
    }
}

/// A text from outside as a string.
mod told {
    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::Told;

    pub fn serialize<S: Serializer>(told: &Told, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(told.as_str())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Told, D::Error> {
        String::deserialize(deserializer).map(|text| Told::new(&text))
    }
}
