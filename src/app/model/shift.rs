//! The outbox has only `cid`s, numbers and times, because it erases names after the delivery. The names are here, in
//! memory.

use crate::domain::{Cid, DisplayText, Recent, ShiftRow};

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
