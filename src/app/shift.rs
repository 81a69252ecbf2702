//! The shift so far: what this cashier has registered today, over the form.
//!
//! The outbox has numbers and times; names stand here alone, in memory, because it erases them with the delivery.

use crate::domain::{Cid, DisplayText, ShiftRow};

use super::{Effect, Key, Model, Overlay};

/// What was registered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shift {
    /// The registrations of the day, in the order of arrival, as listed last.
    pub rows: Vec<ShiftRow>,
    names: Vec<(Cid, DisplayText)>,
}

/// More names than a day has customers.
const REMEMBERED: usize = 2_000;

impl Shift {
    /// Whom a registration was for, if it was saved since the desk was opened.
    pub fn name(&self, cid: Cid) -> Option<&DisplayText> {
        self.names.iter().find(|(known, _)| *known == cid).map(|(_, name)| name)
    }

    /// A form was saved for this person.
    pub(super) fn saved(&mut self, cid: Cid, name: DisplayText) {
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

/// Where the list begins after a key, counted back from its end, or that it is closed. A key that means nothing here
/// closes it and does what it always does.
pub(super) const fn turned(key: Key, first: usize, rows: usize) -> Option<Overlay> {
    let back = if first + 1 < rows { first + 1 } else { first };
    match key {
        Key::Up => Some(Overlay::Shift { first: back }),
        Key::Down => Some(Overlay::Shift { first: first.saturating_sub(1) }),
        _ => None,
    }
}

pub(super) const fn closed_by(key: Key) -> bool {
    matches!(key, Key::Ctrl('t' | 'q' | 'c' | 'g') | Key::Function(5) | Key::Esc | Key::Enter)
}
