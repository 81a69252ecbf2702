//! The card: the registered customer who has the typed phone. It is read-only.

use crate::app::binding::{Binding, Place, bind};
use crate::app::{Card, Effect, Intent, Model, Overlay};
use crate::domain::{ApiError, ConflictOwner, Customer, CustomerId, PhoneLookup};
use crate::form::{FormField, ServerError};
use crate::keys::Key;

use super::ALSO_CLOSES;

pub(in crate::app) const KEYS: &[Binding] =
    &[bind(&[Key::Esc, Key::Ctrl('p'), Key::Function(3)], Intent::Dismiss, Place::Footer(0)), ALSO_CLOSES];

/// Opens the card of the customer who has the typed phone or caused the conflict. If none is known, it does nothing.
pub(super) fn open(model: &mut Model) {
    let Some(card) = found_card(model) else { return };
    if let Card::Awaited(owner) = &card {
        model.emit(Effect::FetchCustomer(owner.id));
    }
    model.overlay = Some(Overlay::Card(card));
}

/// Returns the card of the customer who has the typed phone or caused the conflict, as far as it is known.
pub fn found_card(model: &Model) -> Option<Card> {
    if let Some(owner) = owner(model) {
        let known = model.lookups.customer(owner.id).map(|customer| Card::Known(Box::new(customer.clone())));
        return Some(known.unwrap_or(Card::Awaited(owner)));
    }
    match model.lookups.status() {
        Some(Ok(PhoneLookup::Registered(customer))) => Some(Card::Known(customer.clone())),
        _ => None,
    }
}

/// Returns true if there is a card that can be opened.
pub fn has_card(model: &Model) -> bool {
    owner(model).is_some() || matches!(model.lookups.status(), Some(Ok(PhoneLookup::Registered(_))))
}

/// Returns the conflict owner of a field, if the API named one.
fn owner(model: &Model) -> Option<ConflictOwner> {
    FormField::ALL.into_iter().find_map(|field| match model.form().server_error(field) {
        Some(ServerError::AlreadyRegistered { owner: by }) => by.clone(),
        _ => None,
    })
}

/// Shows the API’s answer about a customer, if that card is still open.
pub(in crate::app) fn on_fetched(model: &mut Model, id: CustomerId, answer: Result<Option<Box<Customer>>, ApiError>) {
    let Some(Overlay::Card(card)) = model.overlay.as_mut().map(Overlay::under_help_mut) else { return };
    if let Card::Awaited(owner) = card
        && owner.id == id
    {
        *card = match answer {
            Ok(Some(customer)) => Card::Known(customer),
            Ok(None) => Card::Gone(owner.clone()),
            Err(error) => Card::Failed(owner.clone(), error),
        };
    }
}
