//! What became of a registration without a screen: as an exit code, in words, as an object.

use serde::Serialize;

use crate::domain::{
    AccountFault, ApiError, Cid, ConflictOwner, Customer, CustomerId, DisplayText, Field, StorageError,
};
use crate::locale::Locale;

use super::super::{Exit, to_json};
use super::InvalidArgument;

/// What became of it.
pub(super) enum Outcome {
    Registered(Box<Customer>),
    /// A field that was not even sent.
    Flawed(InvalidArgument),
    /// Kept in the outbox, to be delivered later.
    Kept(ApiError),
    /// The groups could not be listed, so it was not sent.
    NotSent(ApiError),
    /// Not registered and not kept, and because of whom, where it was looked up.
    Troubled(ApiError, Option<ConflictOwner>),
    /// It could not be written down, so it was not sent.
    NotKept(StorageError),
}

impl Outcome {
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Registered(_) => Exit::Done,
            Self::Kept(_) => Exit::KeptForLater,
            Self::NotKept(_) => Exit::Failed,
            Self::Flawed(_) => Exit::Refused,
            Self::NotSent(trouble) | Self::Troubled(trouble, _) => Exit::from(trouble),
        }
    }

    /// The word for it in the JSON object.
    const fn status(&self) -> &'static str {
        match self {
            Self::Registered(_) => "registered",
            Self::Kept(_) => "kept",
            Self::NotKept(_) => "not_kept",
            Self::Flawed(_) => "refused",
            Self::NotSent(ApiError::Unknown(_)) => "not_reachable",
            Self::NotSent(trouble) | Self::Troubled(trouble, _) => status_of(trouble),
        }
    }

    const fn field(&self) -> Option<Field> {
        match self {
            Self::Flawed(invalid) => Some(invalid.field()),
            Self::Troubled(ApiError::Conflict { field } | ApiError::Rejected { field, .. }, _) => *field,
            Self::Registered(_) | Self::Kept(_) | Self::NotKept(_) | Self::NotSent(_) | Self::Troubled(..) => None,
        }
    }

    pub(super) fn in_words(&self) -> String {
        let say = Locale::english();
        match self {
            Self::Registered(customer) => {
                let mut words = say.notice_registered(customer.name.as_str(), customer.id.to_string());
                let group = customer.group.as_ref().map(|group| say.notice_registered_group(group.as_str()));
                words.extend(group.map(|group| format!(" · {group}")));
                words
            }
            Self::Flawed(invalid) => format!("{}: {invalid}", say.label(invalid.field())),
            Self::Kept(trouble) => say.add_waiting(say.api_error(trouble)),
            Self::NotKept(why) => say.notice_not_saved(say.storage_error(*why)),
            Self::NotSent(trouble) => say.add_not_sent(say.api_error_of_read(trouble)),
            Self::Troubled(ApiError::Conflict { .. }, Some(by)) => {
                say.field_error_registered_as(by.name.as_str(), by.id.to_string())
            }
            Self::Troubled(trouble @ ApiError::Conflict { .. }, None) => {
                format!("{} {}", say.api_error(trouble), say.add_conflict_hidden())
            }
            Self::Troubled(trouble, _) => say.api_error(trouble),
        }
    }

    /// `cid` is the key under which it was sent, or would have been: the outbox knows it by that.
    pub(super) fn as_json(&self, cid: Cid, training: bool) -> String {
        let mut object =
            Object { training: Some(training), cid: Some(cid), ..Object::new(self.status(), self.in_words()) };
        object.field = self.field().map(Field::api_name);
        match self {
            Self::Registered(customer) => object.customer = Some(CustomerObject::from(&**customer)),
            Self::Troubled(_, Some(by)) => object.by = Some(OwnerObject { id: by.id, name: by.name.as_str() }),
            Self::Flawed(_) | Self::Kept(_) | Self::NotKept(_) | Self::NotSent(_) | Self::Troubled(_, None) => {}
        }
        to_json(&object)
    }
}

const fn status_of(trouble: &ApiError) -> &'static str {
    match trouble {
        ApiError::Rejected { .. } => "refused",
        ApiError::Conflict { .. } => "already_registered",
        ApiError::Credentials { .. } => "credentials_refused",
        ApiError::Permission { .. } | ApiError::Account(AccountFault::ClientDisabled) => "not_permitted",
        ApiError::Settings { .. } | ApiError::WrongAddress { .. } | ApiError::Account(_) => "bad_settings",
        ApiError::NotSent(_) | ApiError::Proxy { .. } | ApiError::NotFromApi(_) => "not_reachable",
        ApiError::Unknown(_) => "uncertain",
        ApiError::RateLimited { .. } => "too_many_requests",
    }
}

/// The object that `--json` prints on every exit.
#[derive(Serialize)]
struct Object<'a> {
    status: &'static str,
    training: Option<bool>,
    cid: Option<Cid>,
    customer: Option<CustomerObject<'a>>,
    field: Option<&'static str>,
    by: Option<OwnerObject<'a>>,
    message: String,
}

impl Object<'_> {
    const fn new(status: &'static str, message: String) -> Self {
        Self { status, training: None, cid: None, customer: None, field: None, by: None, message }
    }
}

#[derive(Serialize)]
struct CustomerObject<'a> {
    id: CustomerId,
    cid: Option<Cid>,
    name: &'a str,
    phone: Option<&'a str>,
    code: Option<&'a str>,
    balance_id: Option<u64>,
    group: Option<&'a str>,
}

impl<'a> From<&'a Customer> for CustomerObject<'a> {
    fn from(customer: &'a Customer) -> Self {
        Self {
            id: customer.id,
            cid: customer.cid,
            name: customer.name.as_str(),
            phone: customer.phone.as_ref().map(DisplayText::as_str),
            code: customer.code.as_ref().map(DisplayText::as_str),
            balance_id: customer.balance_id,
            group: customer.group.as_ref().map(DisplayText::as_str),
        }
    }
}

/// The customer who has the same value.
#[derive(Serialize)]
struct OwnerObject<'a> {
    id: CustomerId,
    name: &'a str,
}

/// What `--json` prints if nothing was tried: `status` is `usage`, `bad_settings` or `failed`.
pub(in super::super) fn not_tried(status: &'static str, words: String) -> String {
    to_json(&Object::new(status, words))
}
