//! The outcome of `frontdesk add`: its exit code, its sentence and its JSON object.

use serde::Serialize;

use crate::domain::{AccountFault, ApiError, Cid, Customer, CustomerId, DeliveryOutcome, DisplayText, Field};
use crate::locale::Locale;

use super::super::{Exit, to_json};
use super::InvalidArgument;

/// The outcome of the command.
pub(super) enum Outcome {
    /// The outcome of delivery. A rejected registration is no longer in the outbox.
    Delivered(DeliveryOutcome),
    /// A field is not valid. Nothing was sent.
    Invalid(InvalidArgument),
    /// The groups could not be listed. Nothing was sent.
    NotSent(ApiError),
}

impl Outcome {
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Delivered(DeliveryOutcome::Registered(_)) => Exit::Done,
            Self::Delivered(DeliveryOutcome::Waiting { .. }) => Exit::KeptForLater,
            Self::Delivered(DeliveryOutcome::NotStored(_)) => Exit::Failed,
            Self::Invalid(_) => Exit::Refused,
            Self::NotSent(error) | Self::Delivered(DeliveryOutcome::Refused { error, .. }) => Exit::from(error),
        }
    }

    /// Returns the status in the JSON object.
    const fn status(&self) -> &'static str {
        match self {
            Self::Delivered(DeliveryOutcome::Registered(_)) => "registered",
            Self::Delivered(DeliveryOutcome::Waiting { .. }) => "kept",
            Self::Delivered(DeliveryOutcome::NotStored(_)) => "not_kept",
            Self::Invalid(_) => "refused",
            Self::NotSent(ApiError::Unknown(_)) => "not_reachable",
            Self::NotSent(error) | Self::Delivered(DeliveryOutcome::Refused { error, .. }) => status_of(error),
        }
    }

    const fn field(&self) -> Option<Field> {
        match self {
            Self::Invalid(invalid) => Some(invalid.field()),
            Self::Delivered(DeliveryOutcome::Refused {
                error: ApiError::Conflict { field } | ApiError::Rejected { field, .. },
                ..
            }) => *field,
            _ => None,
        }
    }

    pub(super) fn in_words(&self) -> String {
        let say = Locale::english();
        match self {
            Self::Delivered(DeliveryOutcome::Registered(customer)) => {
                let mut words = say.notice_registered(customer.name.as_str(), customer.id.to_string());
                let group = customer.group.as_ref().map(|group| say.notice_registered_group(group.as_str()));
                words.extend(group.map(|group| format!(" · {group}")));
                words
            }
            Self::Invalid(invalid) => format!("{}: {invalid}", say.label(invalid.field())),
            Self::Delivered(DeliveryOutcome::Waiting { error, .. }) => say.add_waiting(say.api_error(error)),
            Self::Delivered(DeliveryOutcome::NotStored(error)) => say.notice_not_saved(say.storage_error(*error)),
            Self::NotSent(error) => say.add_not_sent(say.api_error_of_read(error)),
            Self::Delivered(DeliveryOutcome::Refused { error, owner }) => match (error, owner) {
                (ApiError::Conflict { .. }, Some(owner)) => {
                    say.field_error_registered_as(owner.name.as_str(), owner.id.to_string())
                }
                (ApiError::Conflict { .. }, None) => format!("{} {}", say.api_error(error), say.add_conflict_hidden()),
                _ => say.api_error(error),
            },
        }
    }

    /// Returns the JSON object. `cid` is that of the registration, sent or not.
    pub(super) fn as_json(&self, cid: Cid, training: bool) -> String {
        let mut object =
            Object { training: Some(training), cid: Some(cid), ..Object::new(self.status(), self.in_words()) };
        object.field = self.field().map(Field::api_name);
        match self {
            Self::Delivered(DeliveryOutcome::Registered(customer)) => {
                object.customer = Some(CustomerObject::from(customer));
            }
            Self::Delivered(DeliveryOutcome::Refused { owner: Some(owner), .. }) => {
                object.by = Some(OwnerObject { id: owner.id, name: owner.name.as_str() });
            }
            _ => {}
        }
        to_json(&object)
    }
}

const fn status_of(error: &ApiError) -> &'static str {
    match error {
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

/// The object that `--json` prints, on success and on failure.
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

/// The conflict owner.
#[derive(Serialize)]
struct OwnerObject<'a> {
    id: CustomerId,
    name: &'a str,
}

/// Returns the object for `--json` if nothing was tried. `status` is `usage`, `bad_settings` or `failed`.
pub(in super::super) fn not_tried(status: &'static str, words: String) -> String {
    to_json(&Object::new(status, words))
}
