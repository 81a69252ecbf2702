use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::clock;
use crate::domain::{ApiError, BirthDate, Code, Email, Gender, NewCustomer, Note, Phone, WaitingRow, WaitingState};
use crate::locale::Locale;
use crate::outbox::{Row, State};

/// The row without the customer's data, but the name that tells whom it is about.
pub(super) fn summary(row: &Row, kept: &WaitingRow) -> Value {
    json!({
        "cid": kept.cid,
        "name": kept.name.as_str(),
        "state": state_name(kept.state),
        "saved_at": time(row.saved_at),
        "attempts": row.attempts,
        "not_before": row.not_before.map(time),
        "trouble": kept.last_error.as_ref().map(|trouble: &ApiError| Locale::english().api_error(trouble)),
    })
}

const fn state_name(state: WaitingState) -> &'static str {
    match state {
        WaitingState::Queued => "queued",
        WaitingState::Sending => "sending",
        WaitingState::Uncertain => "uncertain",
        WaitingState::Refused => "refused",
    }
}

fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Everything that is kept of a registration; once it is delivered nothing personal is.
pub(super) fn whole(row: &Row) -> Value {
    let mut object = match row.kept(clock::now()) {
        Some(kept) => summary(row, &kept),
        None => json!({ "cid": row.cid, "state": "registered", "saved_at": time(row.saved_at) }),
    };
    let more = [
        ("cashier", Value::from(row.cashier.as_str())),
        ("registered_at", row.settled_at.map(time).into()),
        ("customer", row.customer.as_ref().map(customer).unwrap_or_default()),
        (
            "id",
            match &row.state {
                State::Registered { id } => json!(id),
                _ => Value::Null,
            },
        ),
    ];
    if let Some(map) = object.as_object_mut() {
        map.extend(more.map(|(key, value)| (key.to_owned(), value)));
    }
    object
}

fn customer(customer: &NewCustomer) -> Value {
    json!({
        "name": customer.name.as_str(),
        "phone": customer.phone.as_ref().map(Phone::e164),
        "email": customer.email.as_ref().map(Email::as_str),
        "code": customer.code.as_ref().map(Code::as_str),
        "date_of_birth": customer.birth_date.map(BirthDate::iso),
        "gender": customer.gender.map(Gender::api_number),
        "group_id": customer.group,
        "description": customer.note.as_ref().map(Note::as_str),
    })
}
