use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::clopos::customer_fields;
use crate::domain::{Cid, CustomerId, Progress};
use crate::locale::technician;
use crate::outbox::RegistrationRecord;

/// A row with the customer's name and no other personal data.
#[derive(Serialize)]
pub(super) struct Summary<'a> {
    cid: Cid,
    state: &'static str,
    saved_at: String,
    /// `None` once it is delivered: then the outbox has no personal data of it.
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
    pub(super) fn new(record: &'a RegistrationRecord) -> Self {
        let progress = record.state.progress();
        Self {
            cid: record.cid,
            state: progress.name(),
            saved_at: time(record.saved_at),
            waiting: (progress != Progress::Registered).then(|| Waiting {
                name: record.customer.as_ref().map_or("", |customer| customer.name.as_str()),
                attempts: record.attempts,
                not_before: record.not_before.map(time),
                trouble: record.last_error().map(|error| technician().api_error(error)),
            }),
        }
    }
}

fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// All data of a registration in the outbox.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    summary: Summary<'a>,
    cashier: &'a str,
    registered_at: Option<String>,
    /// With the names of the API as keys.
    customer: Option<Map<String, Value>>,
    id: Option<CustomerId>,
}

/// Returns all data of a registration as an object.
pub(super) fn whole(record: &RegistrationRecord) -> Value {
    let whole = Whole {
        summary: Summary::new(record),
        cashier: record.cashier.as_str(),
        registered_at: record.settled_at.map(time),
        customer: record.customer.as_ref().map(customer_fields),
        id: record.id(),
    };
    // A plain struct, so this cannot fail.
    serde_json::to_value(whole).unwrap_or_default()
}
