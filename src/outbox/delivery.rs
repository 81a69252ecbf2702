//! One attempt to deliver a registration: it is sent if it is certainly not stored, and looked up if it may be stored.
//!
//! The `cid` decides. It was made on this host before the first attempt, so a record with this `cid` is the
//! registration, and a record without it is another customer. `crate::delivery` calls this module and passes in the
//! API. This module must not know a clock or randomness.

use std::future::Future;

use chrono::TimeDelta;

use crate::domain::{
    ApiError, ConflictOwner, Customer, Field, Gate, Name, NewCustomer, NewestCustomers, Phone, Readiness, RegisterError,
};

use super::event::{Event, LookupResult};
use super::registration::Leased;
use super::state::{Conflict, State};

/// The calls of the API that the outbox needs.
pub trait Api: Sync {
    /// Registers a customer. After the error `Unknown` the registration may have arrived. After any other error this
    /// attempt has stored nothing.
    fn register(&self, customer: &NewCustomer) -> impl Future<Output = Result<Customer, RegisterError>> + Send;

    /// Returns all customers with this phone, in any spelling, and no others.
    fn find_by_phone(&self, phone: &Phone) -> impl Future<Output = Result<Vec<Customer>, ApiError>> + Send;

    /// Returns customers whose name is or contains this one, at least the newest.
    fn find_by_name(&self, name: &Name) -> impl Future<Output = Result<Vec<Customer>, ApiError>> + Send;

    /// Returns the newest customers, at least this many if there are as many, with one call.
    fn newest(&self, at_least: usize) -> impl Future<Output = Result<NewestCustomers, ApiError>> + Send;

    /// Returns what the background may do at the moment.
    fn readiness(&self) -> impl Future<Output = Readiness> + Send;
}

/// The report of one attempt.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AttemptReport {
    /// The events for the state machine, in order.
    pub events: Vec<Event>,
    /// Why it was not registered. `None` also if a look-up found that it must be sent.
    pub error: Option<ApiError>,
    /// The customer, if the record has our `cid`.
    pub customer: Option<Customer>,
    /// True if the error is about the connection, and so concerns all registrations.
    pub is_away: bool,
}

impl AttemptReport {
    /// Returns the report of an attempt that was not made, or whose look-up failed: nothing is known or stored.
    pub fn not_made(leased: &Leased, error: Option<ApiError>, is_away: bool) -> Self {
        let event = match leased.state {
            State::Uncertain { .. } => Event::ReadBack(LookupResult::Failed),
            _ => Event::NotCarriedOut,
        };
        Self { events: vec![event], error, customer: None, is_away }
    }

    /// Returns true if the API has looked at the registration that was sent, so it processes registrations.
    pub fn has_passed(&self) -> bool {
        self.events
            .iter()
            .any(|event| matches!(event, Event::Stored(_) | Event::Rejected(_) | Event::Conflicted { .. }))
    }
}

/// The greatest difference between the clocks of this host and the API. A registration that was saved this time after
/// the oldest record of a list would be in the list.
const CLOCK_DIFFERENCE: TimeDelta = TimeDelta::minutes(5);

/// Returns what a list of the newest customers shows about an uncertain registration. `None` means that it needs a
/// look-up of its own: the list does not reach back to its first attempt, or a conflict must be explained.
pub fn settle_by_list(newest: &NewestCustomers, leased: &Leased) -> Option<AttemptReport> {
    if let Some(own) = newest.customers.iter().find(|record| record.cid == Some(leased.cid())) {
        let event = Event::ReadBack(LookupResult::Ours(own.id));
        return Some(AttemptReport { events: vec![event], customer: Some(own.clone()), ..AttemptReport::default() });
    }
    let reaches_back = newest
        .complete_since
        .is_some_and(|since| since.checked_add_signed(CLOCK_DIFFERENCE).is_some_and(|since| since <= leased.saved_at));
    let is_absent = reaches_back && matches!(leased.state, State::Uncertain { conflict: None, .. });
    is_absent
        .then(|| AttemptReport { events: vec![Event::ReadBack(LookupResult::NotFound)], ..AttemptReport::default() })
}

/// Makes one attempt with a leased registration. The caller writes the report to the disk with [`Outbox::finish`](super::Outbox::finish).
pub async fn attempt<A: Api>(api: &A, leased: &Leased) -> AttemptReport {
    let (mut report, is_write) = match leased.state {
        State::Uncertain { conflict, .. } => (settle(api, leased, conflict).await, false),
        _ => (send(api, leased).await, true),
    };
    if report.error.is_some() && !report.has_passed() {
        let readiness = api.readiness().await;
        report.is_away = if is_write { readiness.writes } else { readiness.reads } != Gate::Open;
    }
    report
}

async fn send<A: Api>(api: &A, leased: &Leased) -> AttemptReport {
    let RegisterError { error, is_about_registration } = match api.register(&leased.customer).await {
        Ok(customer) => {
            let events = vec![Event::Stored(customer.id)];
            return AttemptReport { events, customer: Some(customer), ..AttemptReport::default() };
        }
        Err(error) => error,
    };
    let event = match &error {
        // Without a token the API was not asked about this customer. Other registrations get the same error.
        _ if !is_about_registration => Event::NotCarriedOut,
        ApiError::Conflict { field } => {
            return after_conflict(api, leased, Conflict { field: *field }).await;
        }
        ApiError::Rejected { .. } => Event::Rejected(error.clone()),
        ApiError::Unknown(_) => Event::Lost,
        ApiError::Credentials { .. }
        | ApiError::Permission { .. }
        | ApiError::Account(_)
        | ApiError::NotFromApi(_)
        | ApiError::WrongAddress { .. }
        | ApiError::Settings { .. } => Event::TurnedAway(error.clone()),
        ApiError::RateLimited { .. } | ApiError::NotSent(_) | ApiError::Proxy { .. } => Event::NotCarriedOut,
    };
    AttemptReport { events: vec![event], error: Some(error), ..AttemptReport::default() }
}

/// Returns the report after a 409. Usually the record belongs to another customer, and one look-up finds out whom; if
/// the look-up fails, the conflict is reported without the owner. If an earlier attempt may have arrived, or if the
/// `cid` itself conflicts, only a look-up can settle it.
async fn after_conflict<A: Api>(api: &A, leased: &Leased, conflict: Conflict) -> AttemptReport {
    let in_doubt = leased.state.doubt().is_some() || conflict.field == Some(Field::Cid);
    if in_doubt {
        let mut report = settle(api, leased, Some(conflict)).await;
        report.events.insert(0, Event::Conflicted { conflict, by: None });
        return report;
    }
    let seen = match (conflict.field, &leased.customer.phone) {
        (None, _) | (Some(Field::Phone), Some(_)) => look(api, leased).await,
        _ => Seen { sight: LookupResult::Failed, error: None, customer: None },
    };
    let (conflict, by) = match seen.sight {
        // The record with the phone has our `cid`, although this outbox did not send it: for example, the outbox was
        // copied.
        LookupResult::Ours(_) => {
            let own = Conflict { field: Some(Field::Cid) };
            let events = vec![Event::Conflicted { conflict: own, by: None }, Event::ReadBack(seen.sight)];
            return AttemptReport { events, customer: seen.customer, ..AttemptReport::default() };
        }
        LookupResult::OtherCustomer { by, .. } => (Conflict { field: Some(Field::Phone) }, Some(by)),
        LookupResult::NotFound | LookupResult::Failed => (conflict, None),
    };
    let error = Some(ApiError::Conflict { field: conflict.field });
    AttemptReport { events: vec![Event::Conflicted { conflict, by }], error, ..AttemptReport::default() }
}

/// Looks up a registration that may be stored.
async fn settle<A: Api>(api: &A, leased: &Leased, conflict: Option<Conflict>) -> AttemptReport {
    let seen = look(api, leased).await;
    let error = match &seen.sight {
        LookupResult::Ours(_) => None,
        LookupResult::OtherCustomer { .. } => Some(ApiError::Conflict { field: Some(Field::Phone) }),
        LookupResult::NotFound => conflict.map(|conflict| ApiError::Conflict { field: conflict.field }),
        LookupResult::Failed => seen.error,
    };
    AttemptReport { events: vec![Event::ReadBack(seen.sight)], error, customer: seen.customer, is_away: false }
}

struct Seen {
    sight: LookupResult,
    error: Option<ApiError>,
    customer: Option<Customer>,
}

/// Looks for everything that was sent with this `cid`. A record with our `cid` settles the registration. Another
/// customer with the phone counts only for the current text, and only if nothing that was sent before can be ours.
async fn look<A: Api>(api: &A, leased: &Leased) -> Seen {
    let mut sight = LookupResult::NotFound;
    let mut error = None;
    for sent in std::iter::once(&leased.customer).chain(&leased.earlier) {
        let is_current = std::ptr::eq(sent, &raw const leased.customer);
        let found = match &sent.phone {
            Some(phone) => api.find_by_phone(phone).await,
            None => api.find_by_name(&sent.name).await,
        };
        match found {
            Err(why) => error = error.or(Some(why)),
            Ok(records) => {
                if let Some(own) = records.iter().find(|record| record.cid == Some(leased.cid())) {
                    return Seen { sight: LookupResult::Ours(own.id), error: None, customer: Some(own.clone()) };
                }
                if let (true, Some(_), Some(other)) = (is_current, &sent.phone, records.first()) {
                    sight = LookupResult::OtherCustomer {
                        by: ConflictOwner::from(other),
                        alone: leased.earlier.is_empty(),
                    };
                }
            }
        }
    }
    if error.is_some() {
        sight = LookupResult::Failed;
    }
    Seen { sight, error, customer: None }
}
