//! The look-up of the typed phone: is it registered, and who has it?
//!
//! `update` calls [`sync`] after every message. It compares the phone on the screen with the one of the last look-up.
//! So no key handler needs to know of look-ups, and an answer for an older text is never shown. `runtime` does the
//! debounce.

use std::time::Duration;

use crate::domain::{ApiError, Customer, CustomerId, Field, Phone, PhoneLookup, Recent};

use super::{Effect, FormState, Model};

/// A look-up result is reused for this time.
const MAX_LOOKUP_AGE: Duration = Duration::from_mins(2);

/// A look-up that failed by a connection error is sent again with the first key after this time, if its phone is still
/// on the screen.
const LOOKUP_RETRY_DELAY: Duration = Duration::from_secs(15);

/// The result of a look-up. After an error the API decides when the customer is saved.
pub type LookupStatus = Result<PhoneLookup, ApiError>;

/// The look-up of the phone on the screen, and the results of earlier ones.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lookups {
    current: Option<Current>,
    /// More results than a cashier gets within [`MAX_LOOKUP_AGE`].
    seen: Recent<Seen, 64>,
}

/// The complete phone on the screen. Without a status its answer has not come.
#[derive(Debug, Clone, PartialEq)]
struct Current {
    phone: Phone,
    status: Option<LookupStatus>,
    asked: Duration,
}

impl Current {
    const fn has_connection_error(&self) -> bool {
        matches!(&self.status, Some(Err(error)) if error.is_connection_error())
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Seen {
    phone: Phone,
    status: LookupStatus,
    at: Duration,
}

impl Lookups {
    /// Returns the result for the phone on the screen. `None` means that there is no complete phone, or that its answer
    /// has not come.
    pub fn status(&self) -> Option<&LookupStatus> {
        self.current.as_ref()?.status.as_ref()
    }

    /// Returns true if a look-up of the phone on the screen is running.
    pub fn is_awaited(&self) -> bool {
        self.current.as_ref().is_some_and(|current| current.status.is_none())
    }

    /// Returns a looked-up customer by customer ID.
    pub(super) fn customer(&self, id: CustomerId) -> Option<&Customer> {
        self.seen.iter().find_map(|seen| match &seen.status {
            Ok(PhoneLookup::Registered(customer)) if customer.id == id => Some(&**customer),
            _ => None,
        })
    }

    /// Stores the result for a phone.
    pub(super) fn remember(&mut self, phone: Phone, status: LookupStatus, at: Duration) {
        self.forget(&phone);
        self.seen.push(Seen { phone, status, at });
    }

    fn forget(&mut self, phone: &Phone) {
        self.seen.retain(|seen| seen.phone != *phone);
    }

    /// Drops the result "not registered" of a phone, because a conflict has shown that it is wrong.
    pub(super) fn forget_absence(&mut self, phone: &Phone) {
        self.seen.retain(|seen| seen.phone != *phone || seen.status != Ok(PhoneLookup::NotRegistered));
    }

    fn fresh_status(&self, phone: &Phone, now: Duration) -> Option<LookupStatus> {
        let seen = self.seen.iter().find(|seen| seen.phone == *phone && now.saturating_sub(seen.at) < MAX_LOOKUP_AGE);
        seen.map(|seen| seen.status.clone())
    }
}

/// Returns the effect that keeps the look-up in step with the screen: looks up a new phone, retries after a connection
/// error, or cancels the look-up of a phone that is gone.
pub(super) fn sync(model: &mut Model) -> Option<Effect> {
    let wanted = on_screen(model);
    let now = model.now;
    let lookups = &mut model.lookups;
    if lookups.current.as_ref().map(|current| &current.phone) == wanted.as_ref() {
        let due = lookups.current.as_mut().filter(|current| current.has_connection_error())?;
        if now.saturating_sub(due.asked) < LOOKUP_RETRY_DELAY {
            return None;
        }
        due.asked = now;
        return Some(Effect::LookUp(due.phone.clone()));
    }
    let was_awaited = lookups.is_awaited();
    lookups.current = wanted.map(|phone| Current { status: lookups.fresh_status(&phone, now), phone, asked: now });
    match &lookups.current {
        Some(Current { phone, status: None, .. }) => Some(Effect::LookUp(phone.clone())),
        _ => was_awaited.then_some(Effect::DropLookUp),
    }
}

/// Returns the phone to look up. `None` while the form is sent, and if the API has already rejected this phone.
fn on_screen(model: &Model) -> Option<Phone> {
    match &model.stage {
        FormState::Editing { form, .. } if form.server_error(Field::Phone).is_none() => {
            form.phone(&model.desk.rules).valid()
        }
        FormState::Editing { .. } | FormState::Submitting(_) => None,
    }
}

/// Takes an answer. An answer for a phone that is no longer on the screen is only stored. An answer that may be wrong is
/// not reused.
pub(super) fn on_answer(model: &mut Model, phone: Phone, answer: LookupStatus) {
    if let Ok(PhoneLookup::Registered(customer)) = &answer {
        model.people.add_returned(customer);
    }
    if let Some(current) = model.lookups.current.as_mut().filter(|current| current.phone == phone)
        && !current.status.as_ref().is_some_and(is_certain)
    {
        current.status = Some(answer.clone());
    }
    if is_certain(&answer) {
        model.lookups.remember(phone, answer, model.now);
    }
}

const fn is_certain(status: &LookupStatus) -> bool {
    matches!(status, Ok(PhoneLookup::Registered(_) | PhoneLookup::NotRegistered))
}
