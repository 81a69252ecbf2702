//! What an attempt may report.

use frontdesk::domain::{Trouble, Uncertainty, Unreached};
use frontdesk::outbox::{Event, Report};

use crate::support::outbox::{customer, stored};

pub fn registered(number: u32) -> Report {
    let customer = stored(&customer(number), u64::from(number));
    Report { events: vec![Event::Stored(customer.id)], trouble: None, customer: Some(customer), is_away: false }
}

pub fn report(events: Vec<Event>, trouble: Trouble) -> Report {
    Report { events, trouble: Some(trouble), customer: None, is_away: false }
}

pub fn unreachable() -> Report {
    report(vec![Event::NotCarriedOut], Trouble::Unreachable(Unreached::ConnectionRefused))
}

pub fn lost() -> Report {
    report(vec![Event::Lost], Trouble::Uncertain(Uncertainty::Timeout))
}
