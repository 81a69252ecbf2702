use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use crate::clock;
use crate::domain::{
    ApiError, BirthDate, Cid, Code, CustomerId, Email, Gender, GroupId, NewCustomer, Note, Phone, WaitingRow,
    WaitingState,
};
use crate::locale::Locale;
use crate::outbox::{Row, State};

/// The row without the customer's data, but the name that tells whom it is about.
#[derive(Serialize)]
pub(super) struct Summary<'a> {
    cid: Cid,
    state: &'static str,
    saved_at: String,
    /// Once it is delivered, nothing personal is kept.
    #[serde(flatten)]
    waiting: Option<Waiting<'a>>,
}

#[derive(Serialize)]
struct Waiting<'a> {
    name: &'a str,
    attempts: u32,
    not_before: Option<String>,
    trouble: Option<String>,
}

impl<'a> Summary<'a> {
    pub(super) fn new(row: &Row, kept: Option<&'a WaitingRow>) -> Self {
        Self {
            cid: row.cid,
            state: kept.map_or("registered", |kept| state_name(kept.state)),
            saved_at: time(row.saved_at),
            waiting: kept.map(|kept| Waiting {
                name: kept.name.as_str(),
                attempts: row.attempts,
                not_before: row.not_before.map(time),
                trouble: kept.last_error.as_ref().map(|trouble: &ApiError| Locale::english().api_error(trouble)),
            }),
        }
    }
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

/// Everything that is kept of a registration.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    summary: Summary<'a>,
    cashier: &'a str,
    registered_at: Option<String>,
    customer: Option<CustomerObject<'a>>,
    id: Option<CustomerId>,
}

/// Returns everything that is kept of a registration as an object.
pub(super) fn whole(row: &Row) -> serde_json::Value {
    let kept = row.kept(clock::now());
    let whole = Whole {
        summary: Summary::new(row, kept.as_ref()),
        cashier: row.cashier.as_str(),
        registered_at: row.settled_at.map(time),
        customer: row.customer.as_ref().map(CustomerObject::from),
        id: match &row.state {
            State::Registered { id } => *id,
            _ => None,
        },
    };
    // No part of it can fail.
    serde_json::to_value(whole).unwrap_or_default()
}

/// A customer with the keys of the API.
#[derive(Serialize)]
struct CustomerObject<'a> {
    name: &'a str,
    phone: Option<&'a str>,
    email: Option<&'a str>,
    code: Option<&'a str>,
    date_of_birth: Option<String>,
    gender: Option<u8>,
    group_id: Option<GroupId>,
    description: Option<&'a str>,
}

impl<'a> From<&'a NewCustomer> for CustomerObject<'a> {
    fn from(customer: &'a NewCustomer) -> Self {
        Self {
            name: customer.name.as_str(),
            phone: customer.phone.as_ref().map(Phone::e164),
            email: customer.email.as_ref().map(Email::as_str),
            code: customer.code.as_ref().map(Code::as_str),
            date_of_birth: customer.birth_date.map(BirthDate::iso),
            gender: customer.gender.map(Gender::api_number),
            group_id: customer.group,
            description: customer.note.as_ref().map(Note::as_str),
        }
    }
}
