//! The shift: what this cashier has registered today.
//!
//! The outbox has numbers and times. Names are only here, in memory, because the outbox erases them after the delivery.

use crate::app::binding::{Binding, Place, bind};
use crate::app::{Effect, Intent, Model, Selection};
use crate::domain::{Cid, DisplayText, ShiftRow};
use crate::keys::Key;

use super::Overlay;

pub(in crate::app) const KEYS: &[Binding] = &[
    bind(
        &[
            Key::Esc,
            Key::Ctrl('t'),
            Key::Function(5),
            Key::Enter,
            Key::Ctrl('j'),
            Key::Ctrl('m'),
            Key::Ctrl('q'),
            Key::Ctrl('c'),
        ],
        Intent::Dismiss,
        Place::Footer(0),
    ),
    bind(&[Key::Up], Intent::Select(Selection::Previous), Place::Footer(1)),
    bind(&[Key::Down], Intent::Select(Selection::Next), Place::Footer(1)),
];

/// The registrations of the shift.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shift {
    /// The registrations of the day, in the order of arrival, as listed last.
    pub rows: Vec<ShiftRow>,
    names: Vec<(Cid, DisplayText)>,
}

/// More names than a day has customers.
const REMEMBERED: usize = 2_000;

impl Shift {
    /// Returns the name in a registration that was saved since the desk was opened.
    pub fn name(&self, cid: Cid) -> Option<&DisplayText> {
        self.names.iter().find(|(known, _)| *known == cid).map(|(_, name)| name)
    }

    /// Stores the name of a form that was saved.
    pub(in crate::app) fn saved(&mut self, cid: Cid, name: DisplayText) {
        self.names.retain(|(known, _)| *known != cid);
        if self.names.len() >= REMEMBERED {
            self.names.remove(0);
        }
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
