//! The card of a customer who is registered already, over the form: read only, opened by one key, closed by one.

use crate::domain::{ApiError, ConflictOwner, Customer, CustomerId, Field};
use crate::form::ServerError;

use super::{Effect, Key, LookupStatus, Model, Overlay};

/// Whose card it is, and what is known of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Card {
    /// All that the API tells.
    Known(Box<Customer>),
    /// The number and the name; the rest is asked for.
    Awaited(ConflictOwner),
    /// The rest could not be had.
    Failed(ConflictOwner, ApiError),
    /// There is no such customer any more.
    Gone(ConflictOwner),
}

/// Opens the card of whoever has what is typed. Where nobody is known to, nothing happens.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let (card, command) = match holder(model) {
        Some(holder) => match model.lookups.customer(holder.id) {
            Some(customer) => (Card::Known(Box::new(customer.clone())), None),
            None => (Card::Awaited(holder.clone()), Some(Effect::FetchCustomer(holder.id))),
        },
        None => match model.lookups.verdict() {
            Some(LookupStatus::Registered(customer)) => (Card::Known(customer.clone()), None),
            _ => return Vec::new(),
        },
    };
    model.overlay = Some(Overlay::Card(card));
    command.into_iter().collect()
}

/// Whether there is a card to be opened.
pub fn is_there(model: &Model) -> bool {
    holder(model).is_some() || matches!(model.lookups.verdict(), Some(LookupStatus::Registered(_)))
}

/// Whom a save has clashed with.
fn holder(model: &Model) -> Option<ConflictOwner> {
    Field::ALL.into_iter().find_map(|field| match model.form().server_error(field) {
        Some(ServerError::AlreadyRegistered { owner: by }) => by.clone(),
        _ => None,
    })
}

/// Takes what the API told of a customer, if that card is still open.
pub(super) fn fetched(model: &mut Model, id: CustomerId, answer: Result<Option<Box<Customer>>, ApiError>) {
    let Some(Overlay::Card(card)) = &mut model.overlay else { return };
    if let Card::Awaited(holder) = card
        && holder.id == id
    {
        *card = match answer {
            Ok(Some(customer)) => Card::Known(customer),
            Ok(None) => Card::Gone(holder.clone()),
            Err(trouble) => Card::Failed(holder.clone(), trouble),
        };
    }
}

/// Whether a key only closes the card; any other closes it and does what it always does.
pub(super) const fn closed_by(key: Key) -> bool {
    matches!(key, Key::Ctrl('p' | 'q' | 'c' | 'g') | Key::Function(3) | Key::Esc | Key::Enter)
}
