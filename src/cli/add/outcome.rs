//! The outcome of `frontdesk add`: its exit code, its sentence and its JSON object.

use serde::Serialize;

use crate::domain::{ApiError, Cid, ConflictOwner, CustomerId, DeliveryOutcome, Field, NewCustomer};
use crate::locale::{Locale, technician};

use super::super::customer_object::CustomerObject;
use super::super::status::Status;
use super::super::{Exit, to_json};
use super::customer::InvalidValue;
use super::json_line::BrokenLine;

/// The answer for one customer.
pub(super) struct Answer {
    /// The number of the line on standard input, from 1.
    pub(super) line: Option<u64>,
    /// The `cid` of the registration, sent or not. `None` for a line that is no customer.
    pub(super) cid: Option<Cid>,
    pub(super) outcome: Outcome,
    /// A letter of the name that is of another alphabet than the rest of its word.
    pub(super) warning: Option<char>,
}

/// The outcome for one customer.
pub(super) enum Outcome {
    /// The outcome of delivery. A rejected registration is no longer in the outbox.
    Delivered(DeliveryOutcome),
    /// A field is not valid. Nothing was sent.
    Invalid(InvalidValue),
    /// The groups could not be listed. Nothing was sent.
    NotSent(ApiError),
    /// The customer was registered by an earlier call with this `cid`.
    RegisteredBefore(Box<NewCustomer>, Option<CustomerId>),
    /// The `cid` was used for other values. Nothing was sent.
    OtherValues,
    /// A line of standard input is no customer.
    Broken(BrokenLine),
    /// A line of standard input is empty.
    Empty,
}

impl Answer {
    pub(super) const fn new(cid: Option<Cid>, outcome: Outcome) -> Self {
        Self { line: None, cid, outcome, warning: None }
    }

    /// Returns the sentence about two alphabets in the name.
    pub(super) fn warning_in_words(&self, say: &Locale) -> Option<String> {
        self.warning.map(|letter| say.interpretation_two_alphabets(letter.to_string()))
    }

    /// Returns the sentence of the outcome.
    pub(super) fn in_words(&self, say: &Locale) -> String {
        let cid = self.cid.map(|cid| cid.to_string()).unwrap_or_default();
        self.outcome.in_words(cid, say)
    }

    /// Returns the JSON object, whose sentences are in English.
    pub(super) fn as_json(&self, training: bool) -> String {
        let mut object = Object {
            line: self.line,
            status: self.outcome.status().name,
            training: Some(training),
            cid: self.cid,
            field: self.outcome.field(),
            message: self.in_words(Locale::english()),
            warning: self.warning_in_words(Locale::english()),
            ..Object::default()
        };
        match &self.outcome {
            Outcome::Delivered(DeliveryOutcome::Registered(customer)) => {
                object.customer = Some(CustomerObject::from(customer));
            }
            Outcome::RegisteredBefore(customer, Some(id)) => {
                object.customer = Some(CustomerObject::as_sent(customer, *id));
            }
            Outcome::Delivered(DeliveryOutcome::Refused { owner: Some(owner), .. }) => {
                object.by = Some(owner);
            }
            _ => {}
        }
        to_json(&object)
    }
}

impl Outcome {
    pub(super) const fn status(&self) -> Status {
        let (name, exit) = match self {
            Self::Delivered(DeliveryOutcome::Registered(_)) | Self::RegisteredBefore(..) => ("registered", Exit::Done),
            Self::Delivered(DeliveryOutcome::Waiting { .. }) => ("kept", Exit::KeptForLater),
            Self::Delivered(DeliveryOutcome::NotStored(_)) => ("not_kept", Exit::Failed),
            Self::Invalid(_) => ("refused", Exit::Refused),
            Self::OtherValues => ("other_values", Exit::Refused),
            Self::Broken(_) => ("broken_line", Exit::Refused),
            Self::Empty => ("empty_line", Exit::Done),
            Self::NotSent(error) => return Status::of_read(error),
            Self::Delivered(DeliveryOutcome::Refused { error, .. }) => return Status::of(error),
        };
        Status::new(name, exit)
    }

    const fn field(&self) -> Option<Field> {
        match self {
            Self::Invalid(invalid) => Some(invalid.field()),
            Self::OtherValues => Some(Field::Cid),
            Self::Delivered(DeliveryOutcome::Refused {
                error: ApiError::Conflict { field } | ApiError::Rejected { field, .. },
                ..
            }) => *field,
            _ => None,
        }
    }

    /// Sentences that are about a `cid` or a line of a file are in English: only a developer meets them.
    fn in_words(&self, cid: String, say: &Locale) -> String {
        match self {
            Self::RegisteredBefore(customer, Some(id)) => say.notice_registered(customer.name.as_str(), id.to_string()),
            Self::RegisteredBefore(_, None) => technician().outbox_registered(cid),
            Self::OtherValues => technician().add_other_values(cid),
            Self::Broken(broken) => broken.to_string(),
            Self::Empty => technician().add_line_empty(),
            Self::Delivered(DeliveryOutcome::Registered(customer)) => {
                let mut words = say.notice_registered(customer.name.as_str(), customer.id.to_string());
                let group = customer.group.as_ref().map(|group| say.notice_registered_group(group.as_str()));
                words.extend(group.map(|group| format!(" · {group}")));
                words
            }
            Self::Invalid(invalid) => format!("{}: {}", say.label(invalid.field()), invalid.in_words(say)),
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
}

/// The object that `--json` prints, on success and on failure.
#[derive(Default, Serialize)]
struct Object<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    status: &'static str,
    training: Option<bool>,
    cid: Option<Cid>,
    customer: Option<CustomerObject<'a>>,
    field: Option<Field>,
    /// The conflict owner.
    by: Option<&'a ConflictOwner>,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<String>,
}

/// Returns the object for `--json` if nothing was tried. `status` is `usage`, `bad_settings` or `failed`.
pub(in super::super) fn not_tried(status: &'static str, words: String) -> String {
    to_json(&Object { status, message: words, ..Object::default() })
}
