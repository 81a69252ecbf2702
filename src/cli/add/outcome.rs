//! The outcome of `frontdesk add`: its exit code, its sentence and its JSON object.

use serde::Serialize;

use crate::domain::{ApiError, Cid, CustomerId, DeliveryOutcome, Field};
use crate::locale::Locale;

use super::super::customer_object::CustomerObject;
use super::super::exit::{status_of, status_of_read};
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
            Self::NotSent(error) => status_of_read(error),
            Self::Delivered(DeliveryOutcome::Refused { error, .. }) => status_of(error),
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
        let mut object = Object {
            status: self.status(),
            training: Some(training),
            cid: Some(cid),
            field: self.field().map(Field::api_name),
            message: self.in_words(),
            ..Object::default()
        };
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

/// The object that `--json` prints, on success and on failure.
#[derive(Default, Serialize)]
struct Object<'a> {
    status: &'static str,
    training: Option<bool>,
    cid: Option<Cid>,
    customer: Option<CustomerObject<'a>>,
    field: Option<&'static str>,
    by: Option<OwnerObject<'a>>,
    message: String,
}

/// The conflict owner.
#[derive(Serialize)]
struct OwnerObject<'a> {
    id: CustomerId,
    name: &'a str,
}

/// Returns the object for `--json` if nothing was tried. `status` is `usage`, `bad_settings` or `failed`.
pub(in super::super) fn not_tried(status: &'static str, words: String) -> String {
    to_json(&Object { status, message: words, ..Object::default() })
}
