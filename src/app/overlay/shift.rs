//! The shift: this cashier's registrations of today.

use crate::app::binding::{Binding, Place, bind};
use crate::app::{Effect, Intent, Model, Overlay, Selection};
use crate::keys::Key;

use super::ALSO_CLOSES;

pub(in crate::app) const KEYS: &[Binding] = &[
    bind(&[Key::Esc, Key::Ctrl('t'), Key::Function(5)], Intent::Dismiss, Place::Footer(0)),
    bind(&[Key::Up], Intent::Select(Selection::Previous), Place::Footer(1)),
    bind(&[Key::Down], Intent::Select(Selection::Next), Place::Footer(1)),
    ALSO_CLOSES,
];

pub(super) fn open(model: &mut Model) {
    model.overlay = Some(Overlay::Shift { first: 0 });
    model.emit(Effect::ListShift);
}

pub(super) fn apply(model: &mut Model, intent: &Intent, first: usize) {
    let older = if first + 1 < model.shift.rows.len() { first + 1 } else { first };
    match intent {
        Intent::Select(Selection::Previous) => model.overlay = Some(Overlay::Shift { first: older }),
        Intent::Select(Selection::Next) => model.overlay = Some(Overlay::Shift { first: first.saturating_sub(1) }),
        Intent::Dismiss => model.overlay = None,
        _ => {}
    }
}
