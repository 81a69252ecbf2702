//! The search by name, for a customer who is registered under another phone: who has the typed name? It makes one call,
//! and only if the cashier asks for it.

use crate::app::binding::{Binding, Place, bind};
use crate::app::{Effect, Intent, Model, NameSearch, Notice, Overlay, editing};
use crate::domain::{ApiError, FoundByName, Name};
use crate::form::FormField;
use crate::keys::Key;

use super::{FIRST_ROW, LAST_ROW, NEXT_ROW, OPENS_ROW, PREVIOUS_ROW};

pub(in crate::app) const KEYS: &[Binding] = &[
    OPENS_ROW,
    bind(
        &[Key::Esc, Key::Ctrl('n'), Key::Function(6), Key::Ctrl('q'), Key::Ctrl('c')],
        Intent::Dismiss,
        Place::Footer(0),
    ),
    NEXT_ROW,
    PREVIOUS_ROW,
    FIRST_ROW,
    LAST_ROW,
];

/// Looks the typed name up. Without a valid name, the focus goes to its field.
pub(super) fn open(model: &mut Model) {
    let Some(name) = model.form().name(&model.desk.rules).valid() else {
        editing::on_form(model, |form| form.focus_on(FormField::Name));
        model.notice = Some(Notice::TypeName);
        return;
    };
    let search = NameSearch { name: name.clone(), answer: None, at: 0, is_card_open: false };
    model.overlay = Some(Overlay::NameSearch(search));
    model.emit(Effect::FindByName(name));
}

pub(super) fn apply(model: &mut Model, intent: &Intent) {
    let Some(Overlay::NameSearch(search)) = &mut model.overlay else { return };
    match intent {
        Intent::Confirm => search.is_card_open = !search.customers().is_empty(),
        Intent::Dismiss if search.is_card_open => search.is_card_open = false,
        Intent::Dismiss => model.overlay = None,
        Intent::Select(selection) => {
            let last = search.customers().len().saturating_sub(1);
            search.at = selection.position(search.at, last);
        }
        _ => {}
    }
}

/// Shows the answer to a search, if it is still open.
pub(in crate::app) fn on_found(model: &mut Model, name: &Name, answer: Result<FoundByName, ApiError>) {
    if let Ok(found) = &answer {
        found.customers.iter().for_each(|customer| model.people.add_returned(customer));
    }
    if let Some(Overlay::NameSearch(search)) = model.overlay.as_mut().map(Overlay::under_help_mut)
        && search.name == *name
    {
        search.answer.get_or_insert(answer);
    }
}
