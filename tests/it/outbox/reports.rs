//! What an attempt may report.

use frontdesk::domain::{ApiError, ConnectError, UnknownOutcome};
use frontdesk::outbox::{Event, Report};

use crate::support::outbox::{customer, stored};

pub fn registered(number: u32) -> Report {
    let customer = stored(&customer(number), u64::from(number));
    Report { events: vec![Event::Stored(customer.id)], trouble: None, customer: Some(customer), is_away: false }
}

pub fn report(events: Vec<Event>, trouble: ApiError) -> Report {
    Report { events, trouble: Some(trouble), customer: None, is_away: false }
}

pub fn unreachable() -> Report {
    report(vec![Event::NotCarriedOut], ApiError::NotSent(ConnectError::ConnectionRefused))
}

pub fn lost() -> Report {
    report(vec![Event::Lost], ApiError::Unknown(UnknownOutcome::Timeout))
}
