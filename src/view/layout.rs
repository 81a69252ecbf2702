//! Where the parts of a field are: the column of its value, the row of its hint.

use crate::app::Model;
use crate::form::FormField;

use super::{NARROW, WHOLE_FORM_ROWS};

/// The column at which the values begin, after the longest label.
pub(super) const VALUE_COLUMN: u16 = 16;
const VALUE_COLUMN_NARROW: u16 = 15;

pub(super) const fn value_column(width: u16) -> u16 {
    if width < NARROW { VALUE_COLUMN_NARROW } else { VALUE_COLUMN }
}

/// The fields that have a row for their hint below them. The row is there even without a hint: rows must not jump while
/// the cashier types. The focused field always has one.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    hinted: usize,
}

/// The order in which fields get a hint row if there are not enough rows for all.
const HINT_ORDER: [FormField; 8] = [
    FormField::Phone,
    FormField::BirthDate,
    FormField::Email,
    FormField::Name,
    FormField::Code,
    FormField::Group,
    FormField::Note,
    FormField::Gender,
];

impl Layout {
    /// Only the focused field has a hint row.
    pub(super) const FOCUS_ONLY: Self = Self { hinted: 0 };

    /// Returns the layout for this number of rows for the form.
    pub(super) fn of(rows: u16) -> Self {
        let spare = rows.saturating_sub(WHOLE_FORM_ROWS - 7);
        Self { hinted: if spare >= 7 { HINT_ORDER.len() } else { spare.into() } }
    }

    pub(super) fn has_hint(self, model: &Model, field: FormField) -> bool {
        let focused = field == model.form().focus() && field != FormField::Register;
        focused || HINT_ORDER.iter().take(self.hinted).any(|hinted| *hinted == field)
    }
}

/// Returns the first column of a hint row and its width. A long text begins further left instead of being cut. The list
/// of groups uses the whole width.
pub(super) const fn hint_room(width: u16, field: FormField) -> (u16, u16) {
    let least = if width >= NARROW && matches!(field, FormField::Group) { VALUE_COLUMN } else { 3 };
    (least, width.saturating_sub(least + 1))
}
