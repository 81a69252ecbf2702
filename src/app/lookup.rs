//! The look-up of the typed phone: is it registered, and who has it?
//!
//! `update` calls [`sync`] after every message. It compares the phone on the screen with the one of the last look-up.
//! So no key handler needs to know of look-ups, and an answer for an older text is never shown. `runtime` does the
//! debounce.

use crate::domain::{Phone, PhoneLookup};
use crate::form::FormField;

use super::{Effect, FormState, LookupStatus, Model};

/// Returns the effect that keeps the look-up in step with the screen.
pub(super) fn sync(model: &mut Model) -> Option<Effect> {
    let wanted = on_screen(model);
    model.lookups.follow(wanted, model.now)
}

/// Returns the phone to look up. `None` while the form is sent, and if the API has already rejected this phone.
fn on_screen(model: &Model) -> Option<Phone> {
    match &model.stage {
        FormState::Editing { form, .. } if form.server_error(FormField::Phone).is_none() => {
            form.phone(&model.desk.rules).valid()
        }
        FormState::Editing { .. } | FormState::Submitting(_) => None,
    }
}

/// Takes an answer, and remembers the customer for the warning about duplicates.
pub(super) fn on_answer(model: &mut Model, phone: Phone, answer: LookupStatus) {
    if let Ok(PhoneLookup::Registered(customer)) = &answer {
        model.people.add_returned(customer);
    }
    model.lookups.take_answer(phone, answer, model.now);
}
