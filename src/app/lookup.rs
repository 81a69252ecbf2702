//! The look-up of the phone that is being typed: whether it is registered, and to whom.
//!
//! `update` calls [`follow`] after every message. It compares the number on the screen with the one that was looked up
//! last, so that no key needs to know of look-ups and no answer belongs to an older text. The pause before one is
//! sent is the edge's business.

use std::time::Duration;

use crate::domain::{ApiError, Customer, CustomerId, Field, Phone};

use super::{Effect, FormState, Model};

/// How long an answer is as good as a new one.
const FRESH: Duration = Duration::from_mins(2);

/// How long after it was asked for what the line has failed is asked for again, while the number stands there and keys
/// come.
const AGAIN: Duration = Duration::from_secs(15);

/// More numbers than are typed within [`FRESH`].
const REMEMBERED: usize = 64;

/// What a look-up said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookupStatus {
    /// No customer has this number.
    NotRegistered,
    /// A customer has this number.
    Registered(Box<Customer>),
    /// It did not succeed; the API will decide when the customer is saved.
    Failed(ApiError),
}

/// The look-up of the number on the screen, and what earlier ones have said.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lookups {
    current: Option<Current>,
    seen: Vec<Seen>,
}

/// The complete number on the screen; without a verdict the answer is awaited.
#[derive(Debug, Clone, PartialEq)]
struct Current {
    phone: Phone,
    verdict: Option<LookupStatus>,
    asked: Duration,
}

impl Current {
    const fn failed_on_the_line(&self) -> bool {
        matches!(&self.verdict, Some(LookupStatus::Failed(error)) if error.is_connection_error())
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Seen {
    phone: Phone,
    verdict: LookupStatus,
    at: Duration,
}

impl Lookups {
    /// What is known of the number on the screen; nothing while its answer is awaited.
    pub fn status(&self) -> Option<&LookupStatus> {
        self.current.as_ref()?.verdict.as_ref()
    }

    /// Whether the answer for the number on the screen is awaited.
    pub fn is_awaited(&self) -> bool {
        self.current.as_ref().is_some_and(|current| current.verdict.is_none())
    }

    /// A customer that was looked up, by number.
    pub(super) fn customer(&self, id: CustomerId) -> Option<&Customer> {
        self.seen.iter().rev().find_map(|seen| match &seen.verdict {
            LookupStatus::Registered(customer) if customer.id == id => Some(&**customer),
            _ => None,
        })
    }

    /// Takes note of who has a number, or that nobody has.
    pub(super) fn remember(&mut self, phone: Phone, verdict: LookupStatus, at: Duration) {
        self.forget(&phone);
        if self.seen.len() >= REMEMBERED {
            self.seen.remove(0);
        }
        self.seen.push(Seen { phone, verdict, at });
    }

    fn forget(&mut self, phone: &Phone) {
        self.seen.retain(|seen| seen.phone != *phone);
    }

    /// That nobody has a number has turned out to be wrong.
    pub(super) fn forget_absence(&mut self, phone: &Phone) {
        self.seen.retain(|seen| seen.phone != *phone || seen.verdict != LookupStatus::NotRegistered);
    }

    fn fresh(&self, phone: &Phone, now: Duration) -> Option<LookupStatus> {
        let seen = self.seen.iter().find(|seen| seen.phone == *phone && now.saturating_sub(seen.at) < FRESH);
        seen.map(|seen| seen.verdict.clone())
    }
}

/// Looks up the number on the screen if it has become another one, or if that failed a while ago; drops the look-up of
/// one that is gone.
pub(super) fn sync(model: &mut Model) -> Option<Effect> {
    let wanted = on_screen(model);
    let now = model.now;
    let lookups = &mut model.lookups;
    if lookups.current.as_ref().map(|current| &current.phone) == wanted.as_ref() {
        let due = lookups.current.as_mut().filter(|current| current.failed_on_the_line())?;
        if now.saturating_sub(due.asked) < AGAIN {
            return None;
        }
        due.asked = now;
        return Some(Effect::LookUp(due.phone.clone()));
    }
    let was_awaited = lookups.is_awaited();
    lookups.current = wanted.map(|phone| Current { verdict: lookups.fresh(&phone, now), phone, asked: now });
    match &lookups.current {
        Some(Current { phone, verdict: None, .. }) => Some(Effect::LookUp(phone.clone())),
        _ => was_awaited.then_some(Effect::DropLookUp),
    }
}

/// The number that it is worth to look up: not while it is sent, nor where the API has already said what it is.
fn on_screen(model: &Model) -> Option<Phone> {
    match &model.stage {
        FormState::Editing { form, .. } if form.server_error(Field::Phone).is_none() => {
            form.phone(&model.desk.rules).valid()
        }
        FormState::Editing { .. } | FormState::Submitting(_) => None,
    }
}

/// Takes an answer. One for another number than that on the screen is only remembered.
pub(super) fn answered(model: &mut Model, phone: Phone, answer: Result<Option<Box<Customer>>, ApiError>) {
    let verdict = match answer {
        Ok(Some(customer)) => {
            model.people.add_returned(&customer);
            LookupStatus::Registered(customer)
        }
        Ok(None) => LookupStatus::NotRegistered,
        Err(error) => LookupStatus::Failed(error),
    };
    if let Some(current) = model.lookups.current.as_mut().filter(|current| current.phone == phone)
        && !matches!(current.verdict, Some(LookupStatus::NotRegistered | LookupStatus::Registered(_)))
    {
        current.verdict = Some(verdict.clone());
    }
    if !matches!(verdict, LookupStatus::Failed(_)) {
        model.lookups.remember(phone, verdict, model.now);
    }
}
