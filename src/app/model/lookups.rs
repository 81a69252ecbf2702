//! The look-up of the phone on the screen, and the results of earlier ones.

use std::time::Duration;

use crate::domain::{ApiError, Customer, CustomerId, Phone, PhoneLookup, Recent};

use crate::app::effect::Effect;

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
    pub(in crate::app) fn customer(&self, id: CustomerId) -> Option<&Customer> {
        self.seen.iter().find_map(|seen| match &seen.status {
            Ok(PhoneLookup::Registered(customer)) if customer.id == id => Some(&**customer),
            _ => None,
        })
    }

    /// Returns the effect that keeps the look-up in step with the phone on the screen: looks up a new phone, retries
    /// after a connection error, or cancels the look-up of a phone that is gone.
    pub(in crate::app) fn follow(&mut self, wanted: Option<Phone>, now: Duration) -> Option<Effect> {
        if self.current.as_ref().map(|current| &current.phone) == wanted.as_ref() {
            let has_failed = matches!(self.status(), Some(Err(error)) if error.is_connection_error());
            let due = self.current.as_mut().filter(|_| has_failed)?;
            if now.saturating_sub(due.asked) < LOOKUP_RETRY_DELAY {
                return None;
            }
            due.asked = now;
            return Some(Effect::LookUp(due.phone.clone()));
        }
        let was_awaited = self.is_awaited();
        self.current = wanted.map(|phone| Current { status: self.fresh_status(&phone, now), phone, asked: now });
        match &self.current {
            Some(Current { phone, status: None, .. }) => Some(Effect::LookUp(phone.clone())),
            _ => was_awaited.then_some(Effect::DropLookUp),
        }
    }

    /// Takes an answer. An answer for a phone that is no longer on the screen is only stored. An answer that may be
    /// wrong is not reused.
    pub(in crate::app) fn take_answer(&mut self, phone: Phone, answer: LookupStatus, at: Duration) {
        if let Some(current) = self.current.as_mut().filter(|current| current.phone == phone)
            && !current.status.as_ref().is_some_and(is_certain)
        {
            current.status = Some(answer.clone());
        }
        if is_certain(&answer) {
            self.remember(phone, answer, at);
        }
    }

    /// Stores the result for a phone.
    pub(in crate::app) fn remember(&mut self, phone: Phone, status: LookupStatus, at: Duration) {
        self.seen.retain(|seen| seen.phone != phone);
        self.seen.push(Seen { phone, status, at });
    }

    /// Drops the result "not registered" of a phone, because a conflict has shown that it is wrong.
    pub(in crate::app) fn forget_absence(&mut self, phone: &Phone) {
        self.seen.retain(|seen| seen.phone != *phone || seen.status != Ok(PhoneLookup::NotRegistered));
    }

    fn fresh_status(&self, phone: &Phone, now: Duration) -> Option<LookupStatus> {
        let seen = self.seen.iter().find(|seen| seen.phone == *phone && now.saturating_sub(seen.at) < MAX_LOOKUP_AGE);
        seen.map(|seen| seen.status.clone())
    }
}

const fn is_certain(status: &LookupStatus) -> bool {
    matches!(status, Ok(PhoneLookup::Registered(_) | PhoneLookup::NotRegistered))
}
