//! The reports of attempts that several tests use.

use frontdesk::domain::{ApiError, ConnectError, UnknownOutcome};
use frontdesk::outbox::{AttemptReport, Event};

use crate::support::outbox::{customer, customer_from_api};

pub fn registered(number: u32) -> AttemptReport {
    let customer = customer_from_api(&customer(number), u64::from(number));
    AttemptReport { events: vec![Event::Stored(customer.id)], error: None, customer: Some(customer), is_away: false }
}

pub fn report(events: Vec<Event>, error: ApiError) -> AttemptReport {
    AttemptReport { events, error: Some(error), customer: None, is_away: false }
}

pub fn unreachable() -> AttemptReport {
    report(vec![Event::NotCarriedOut], ApiError::NotSent(ConnectError::ConnectionRefused))
}

/// Reports an attempt whose answer was lost.
pub fn lost() -> AttemptReport {
    report(vec![Event::Lost], ApiError::Unknown(UnknownOutcome::Timeout))
}
