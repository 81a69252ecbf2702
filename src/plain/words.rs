//! Sentences of the line front end for field status and notices: in full, and with its own commands (`o`, `k`) instead
//! of the keys of the screen.

use crate::app::{LookupStatus, Model, Notice, find_duplicate};
use crate::domain::{Customer, Phone, PhoneLookup};
use crate::form::{FieldStatus, FormField, Groups, Interpretation, ServerError, TextInput};
use crate::locale::Locale;

/// A sentence, and how serious it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sentence {
    /// Information.
    Plain(String),
    /// The cashier should look at it.
    Warning(String),
    /// The cashier must correct something or call a technician.
    Error(String),
}

use Sentence::{Error, Plain, Warning};

/// Returns the sentence for the status of a field.
pub(super) fn of_field(model: &Model, say: &Locale, field: FormField) -> Option<Sentence> {
    let form = model.form();
    let order = model.desk.rules.date_order;
    Some(match form.status(field, &model.desk.rules, &model.groups) {
        FieldStatus::Neutral => return of_empty_field(model, say, field),
        FieldStatus::Incomplete(error) => Plain(say.field_error(error, order)),
        FieldStatus::Invalid(error) => Error(say.field_error(error, order)),
        FieldStatus::Valid(value) => of_value(model, say, &value),
        FieldStatus::Doubtful(value) => doubtful(model, say, &value),
        FieldStatus::Rejected(ServerError::AlreadyRegistered { owner: None }) => Error(say.field_error_registered()),
        FieldStatus::Rejected(ServerError::AlreadyRegistered { owner: Some(owner) }) => {
            Error(say.field_error_registered_as(owner.name.as_str(), owner.id.to_string()))
        }
        FieldStatus::Rejected(ServerError::Rejected(reason)) if reason.is_empty() => Error(say.field_error_rejected()),
        FieldStatus::Rejected(ServerError::Rejected(reason)) => Error(reason.to_string()),
    })
}

/// Returns true if a field has an error.
pub(super) fn has_error(model: &Model, field: FormField) -> bool {
    let status = model.form().status(field, &model.desk.rules, &model.groups);
    matches!(status, FieldStatus::Invalid(_) | FieldStatus::Rejected(_))
}

fn of_value(model: &Model, say: &Locale, value: &Interpretation) -> Sentence {
    match value {
        Interpretation::Phone(phone) => match model.lookups.status() {
            Some(Ok(PhoneLookup::Registered(customer))) => Warning(registered_customer(say, customer)),
            status => Plain(lookup_text(say, phone, phone.international(), status)),
        },
        Interpretation::BirthDate(date) => match find_duplicate(model) {
            Some(person) => Warning(say.birth_date_of_duplicate(*date, person.name.as_str(), person.id)),
            None => Plain(say.birth_date(*date, model.desk.rules.today)),
        },
        Interpretation::Group(group) => Plain(say.group_with_discount(group)),
        Interpretation::Capitalized(name) => Plain(say.plain_name(name.as_str())),
        Interpretation::AsTyped(_) => Plain(say.plain_name_as_typed()),
        Interpretation::EmailSuggestion(email) => Plain(email.as_str().to_owned()),
    }
}

fn doubtful(model: &Model, say: &Locale, value: &Interpretation) -> Sentence {
    match value {
        Interpretation::Phone(phone) => match model.lookups.status() {
            Some(Ok(PhoneLookup::Registered(customer))) => Warning(registered_customer(say, customer)),
            status => {
                Warning(lookup_text(say, phone, say.interpretation_phone_doubtful(phone.international()), status))
            }
        },
        Interpretation::EmailSuggestion(email) => Warning(say.plain_email(email.as_str())),
        value => match of_value(model, say, value) {
            Plain(words) => Warning(words),
            sentence => sentence,
        },
    }
}

/// Returns a phone and its look-up result. Without a result only the phone: the result is printed when it comes.
fn lookup_text(say: &Locale, phone: &Phone, number: String, status: Option<&LookupStatus>) -> String {
    let found = match status {
        Some(Ok(PhoneLookup::NotRegistered)) => say.lookup_not_registered(),
        Some(Ok(PhoneLookup::NotFoundAsSent)) => say.lookup_not_found_as(phone.e164()),
        Some(Err(error)) if error.is_connection_error() => say.lookup_offline(),
        Some(Err(_)) => say.lookup_failed(),
        Some(Ok(PhoneLookup::Registered(_))) | None => return number,
    };
    format!("{number} · {found}")
}

fn registered_customer(say: &Locale, customer: &Customer) -> String {
    let mut words = say.lookup_registered(customer.name.as_str(), customer.id.to_string());
    let since = customer.since_year.map(|year| say.lookup_since(year.to_string()));
    for part in customer.group.iter().map(ToString::to_string).chain(since) {
        words += " · ";
        words += &part;
    }
    words
}

/// Returns what can be typed into an empty field.
fn of_empty_field(model: &Model, say: &Locale, field: FormField) -> Option<Sentence> {
    if model.form().focus() != field || model.form().text(field).is_some_and(|text| !text.is_blank()) {
        return None;
    }
    let words = match (field, &model.groups) {
        (FormField::Phone, _) => {
            let example = model.desk.rules.country.phone_example()?;
            say.hint_phone(example.national, example.calling_code)
        }
        (FormField::Code, _) => say.hint_code_template(model.made_code()?),
        (FormField::BirthDate, _) => say.date_order(model.desk.rules.date_order),
        (FormField::Group, Groups::Loading) => say.hint_groups_loading(),
        (FormField::Group, Groups::Failed(error)) => say.hint_groups_failed(say.api_error_of_read(error)),
        _ => return None,
    };
    Some(Plain(words))
}

/// Returns the sentence for a notice. `None` means that the field's sentence says it, or that it is about keys of the
/// screen.
pub(super) fn of_notice(say: &Locale, notice: &Notice) -> Option<Sentence> {
    Some(match notice {
        Notice::FixField | Notice::EnterAgain | Notice::Cleared | Notice::Restored => return None,
        Notice::SavesWhenLoaded(_) => Plain(say.notice_saves_when_loaded()),
        Notice::Registered { customer, took } => {
            let mut words = say.notice_registered(customer.name.as_str(), customer.id.to_string());
            let group = customer.group.as_ref().map(|group| say.notice_registered_group(group.as_str()));
            let seconds = say.notice_registered_seconds(format!("{:.1}", took.as_secs_f64()));
            for part in group.into_iter().chain([seconds]) {
                words += " · ";
                words += &part;
            }
            Plain(words)
        }
        Notice::Waiting { error, waiting } if error.needs_operator() => Error(say.queued(error, *waiting)),
        Notice::Waiting { error, waiting } => Warning(say.queued(error, *waiting)),
        Notice::AllSent => Plain(say.notice_all_sent()),
        Notice::NotEditable => Plain(say.notice_not_editable()),
        Notice::Refused(error) => Error(say.api_error(error)),
        Notice::RefusedEarlier { name, error, .. } => {
            Error(say.plain_rejected_earlier(name.as_str(), say.api_error(error)))
        }
        Notice::NotSaved(why) => Error(say.notice_not_saved(say.storage_error(*why))),
        Notice::NotSavedEarlier { name, why } => {
            Error(say.plain_not_saved_earlier(name.as_str(), say.storage_error(*why)))
        }
        Notice::DraftNotSaved(why) => Warning(say.notice_draft_not_saved(say.storage_error(*why))),
        Notice::Disk(why) => Warning(say.storage_error(*why)),
        Notice::OutboxQuarantined { file: None, .. } => Error(say.notice_outbox_missing()),
        Notice::OutboxQuarantined { file: Some(file), complete: true } => {
            Warning(say.notice_outbox_quarantined(file.as_str()))
        }
        Notice::OutboxQuarantined { file: Some(file), complete: false } => {
            Error(say.notice_outbox_damaged(file.as_str()))
        }
        Notice::Overdue { waiting, age } => Error(say.notice_overdue(*waiting, say.long_time(*age))),
        Notice::ClockWrong => Error(say.notice_clock_wrong()),
        Notice::OutboxLocked => Warning(say.notice_outbox_locked()),
        Notice::DraftsUnreadable(files) => Warning(say.notice_drafts_unreadable(*files)),
        Notice::RowGone => Warning(say.notice_row_gone()),
        Notice::DraftsFound => Plain(say.plain_drafts_found()),
        Notice::Full => Warning(say.notice_field_full(TextInput::MAX_CHARS)),
        Notice::Unreadable => Warning(say.notice_letter_unreadable()),
        Notice::Shelved => Warning(say.plain_draft_saved()),
        Notice::SetAside { form, refused } => {
            let set_aside = match &form.name {
                Some(name) => say.plain_interrupted(name.as_str()),
                None => say.plain_interrupted_nameless(),
            };
            match refused {
                Some(error) => Error(format!("{} {set_aside}", say.api_error(error))),
                None => Plain(set_aside),
            }
        }
    })
}
