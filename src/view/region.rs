//! The view-models: all values from which a region of the screen is drawn. Equal view-models give equal cells.

use ratatui::text::Line;

use crate::app::{Card, FormState, LookupStatus, Mode, Model, Overlay, Person, find_duplicate, found_card, has_card};
use crate::domain::{Connectivity, DisplayText, Gender, OutboxCounts, Spellings};
use crate::form::{FieldInput, FormField, Groups, ParseContext};

use super::footer::can_find;

/// The view-model of a region.
#[derive(Debug, PartialEq)]
pub(super) enum Region {
    /// The bar at the top.
    Header {
        mode: Mode,
        venue: Option<DisplayText>,
        cashier: DisplayText,
        connectivity: Connectivity,
        counts: OutboxCounts,
        is_clock_wrong: bool,
    },
    /// A field: its label, its value and its hint.
    Field(Box<FieldRegion>),
    /// The button that registers.
    Button { is_focused: bool, is_sending: bool },
    /// The result.
    Lines(Vec<Line<'static>>),
    /// What stands beside the form: the card, else the shift after this number of changes.
    Side { card: Option<Card>, shift_changes: u64 },
    /// The keys.
    Footer { is_on_button: bool, is_asked: bool, waiting: u64, has_card: bool, can_find: bool },
}

/// The view-model of a field.
#[derive(Debug, PartialEq)]
pub(super) struct FieldRegion {
    pub(super) field: FormField,
    pub(super) is_focused: bool,
    is_sending: bool,
    has_hint: bool,
    pub(super) input: FieldInput,
    gender: Option<Gender>,
    context: ParseContext,
    more: More,
}

/// More values for the hint of a field.
#[derive(Debug, PartialEq)]
enum More {
    Nothing,
    /// The look-up of the phone.
    Lookup {
        status: Option<LookupStatus>,
        is_awaited: bool,
    },
    /// The name as it will be saved.
    Preview(Option<Spellings>),
    /// The code that is made if none is typed.
    Code(Option<String>),
    /// Another customer with this name and birth date.
    Duplicate(Option<Person>),
    Groups(Groups),
}

impl Region {
    pub(super) fn header(model: &Model) -> Self {
        let desk = &model.desk;
        Self::Header {
            mode: desk.mode,
            venue: desk.venue.clone(),
            cashier: desk.cashier.clone(),
            connectivity: model.connectivity,
            counts: model.counts,
            is_clock_wrong: desk.rules.today.known().is_none(),
        }
    }

    pub(super) fn field(model: &Model, field: FormField, has_hint: bool) -> Self {
        let form = model.form();
        let more = match field {
            FormField::Phone => {
                More::Lookup { status: model.lookups.status().cloned(), is_awaited: model.lookups.is_awaited() }
            }
            FormField::Name => More::Preview(model.name_preview().cloned()),
            FormField::Code => More::Code(model.made_code()),
            FormField::BirthDate => More::Duplicate(find_duplicate(model).cloned()),
            FormField::Group => More::Groups(model.groups.clone()),
            _ => More::Nothing,
        };
        Self::Field(Box::new(FieldRegion {
            field,
            is_focused: has_focus(model, field),
            is_sending: is_sending(model),
            has_hint,
            input: form.input(field),
            gender: form.gender().filter(|_| field == FormField::Gender),
            context: model.desk.rules,
            more,
        }))
    }

    pub(super) fn button(model: &Model) -> Self {
        Self::Button { is_focused: has_focus(model, FormField::Register), is_sending: is_sending(model) }
    }

    pub(super) fn side(model: &Model) -> Self {
        Self::Side { card: found_card(model), shift_changes: model.shift.changes }
    }

    pub(super) fn footer(model: &Model) -> Self {
        let is_on_button = model.form().focus() == FormField::Register;
        let is_asked = matches!(model.overlay, Some(Overlay::QuitQuestion));
        Self::Footer {
            is_on_button,
            is_asked,
            waiting: model.waiting(),
            has_card: has_card(model),
            can_find: can_find(model),
        }
    }
}

pub(super) const fn is_sending(model: &Model) -> bool {
    matches!(model.stage, FormState::Submitting(_))
}

/// Returns true if a field has the focus. During a question and while the form is being sent none has it.
pub(super) fn has_focus(model: &Model, field: FormField) -> bool {
    model.form().focus() == field && model.overlay.is_none() && !is_sending(model)
}
