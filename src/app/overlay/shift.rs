//! The shift: this cashier's registrations of today.
//!
//! The outbox has only `cid`s, numbers and times, because it erases names after the delivery. The names are here, in
//! memory.

use crate::app::binding::{Binding, Place, bind};
use crate::app::{Effect, Intent, Model, Selection};
use crate::domain::{Cid, DisplayText, Recent, ShiftRow};
use crate::keys::Key;

use super::{ALSO_CLOSES, Overlay};

pub(in crate::app) const KEYS: &[Binding] = &[
    bind(&[Key::Esc, Key::Ctrl('t'), Key::Function(5)], Intent::Dismiss, Place::Footer(0)),
    bind(&[Key::Up], Intent::Select(Selection::Previous), Place::Footer(1)),
    bind(&[Key::Down], Intent::Select(Selection::Next), Place::Footer(1)),
    ALSO_CLOSES,
];

/// The rows of the shift, and their names.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shift {
    /// The rows, in the order of arrival, as listed last.
    pub rows: Vec<ShiftRow>,
    /// The number of changes. In one model, equal numbers mean equal rows and names.
    pub changes: u64,
    /// More names than a day has customers.
    names: Recent<(Cid, DisplayText), 2_000>,
}

impl Shift {
    /// Returns the name of a registration that was saved since the desk was opened.
    pub fn name(&self, cid: Cid) -> Option<&DisplayText> {
        self.names.iter().find(|(known, _)| *known == cid).map(|(_, name)| name)
    }

    /// Replaces the rows.
    pub(in crate::app) fn set_rows(&mut self, rows: Vec<ShiftRow>) {
        self.rows = rows;
        self.changes += 1;
    }

    /// Stores the name of a saved form.
    pub(in crate::app) fn add_name(&mut self, cid: Cid, name: DisplayText) {
        self.changes += 1;
        self.names.retain(|(known, _)| *known != cid);
        self.names.push((cid, name));
    }
}

pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Overlay::Shift { first: 0 });
    vec![Effect::ListShift]
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
