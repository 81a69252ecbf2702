//! Where the parts of the screen and of a field are.

use ratatui::layout::Rect;

use crate::app::{Model, WIDE_SCREEN};
use crate::form::FormField;

use super::NARROW;

/// The column at which the values begin: after the bar, the longest label, a space, its mark and a space.
pub(super) const VALUE_COLUMN: u16 = 17;

/// The column of the mark of a field with a problem.
pub(super) const MARK_COLUMN: u16 = VALUE_COLUMN - 2;

/// The greatest width of a value in columns.
pub(super) const VALUE_COLUMNS: u16 = 44;

/// The greatest width of the form in columns. Longer lines are hard to read, and each cell costs bytes.
const MAX_FORM_COLUMNS: u16 = 90;

/// The width of the form that is kept before what stands beside it gets more than its least width.
const MIN_WIDE_FORM_COLUMNS: u16 = 70;

/// The least width of what stands beside the form, the greatest one, and the space between.
const SIDE_COLUMNS: u16 = 34;
const MAX_SIDE_COLUMNS: u16 = 48;
const SIDE_GAP: u16 = 2;

/// Returns the columns of the form, and what is left beside it on a wide screen.
pub(super) fn columns(area: Rect) -> (Rect, Option<Rect>) {
    if area.width < WIDE_SCREEN {
        return (Rect { width: area.width.min(MAX_FORM_COLUMNS), ..area }, None);
    }
    let least = area.width - SIDE_GAP - SIDE_COLUMNS;
    let most = area.width.saturating_sub(SIDE_GAP + MAX_SIDE_COLUMNS).clamp(MIN_WIDE_FORM_COLUMNS, MAX_FORM_COLUMNS);
    let form = Rect { width: least.min(most), ..area };
    let x = form.right() + SIDE_GAP;
    (form, Some(Rect { x, width: (area.right() - x).min(MAX_SIDE_COLUMNS), ..area }))
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

/// The rows of the whole form: each field with its hint row, and the button.
#[expect(clippy::cast_possible_truncation, reason = "a few fields")]
pub(super) const WHOLE_FORM_ROWS: u16 = 2 * HINT_ORDER.len() as u16 + 1;

impl Layout {
    /// Only the focused field has a hint row.
    pub(super) const FOCUS_ONLY: Self = Self { hinted: 0 };

    /// Returns the layout for this number of rows for the form.
    pub(super) fn of(rows: u16) -> Self {
        let spare = usize::from(rows).saturating_sub(HINT_ORDER.len() + 2);
        Self { hinted: if spare + 1 >= HINT_ORDER.len() { HINT_ORDER.len() } else { spare } }
    }

    pub(super) fn has_hint(self, model: &Model, field: FormField) -> bool {
        let focused = field == model.form().focus() && field != FormField::Register;
        // A form with the question about consent has two more rows.
        let is_hinted_last = field == FormField::Consent && self.hinted == HINT_ORDER.len();
        focused || is_hinted_last || HINT_ORDER.iter().take(self.hinted).any(|hinted| *hinted == field)
    }
}

/// Returns the first column of the hint rows and their width.
pub(super) const fn hint_room(width: u16) -> (u16, u16) {
    let first = if width >= NARROW { VALUE_COLUMN } else { 2 };
    (first, width.saturating_sub(first + 1))
}

/// The rows of form, result and footer. The header is above them.
pub(super) struct Rows {
    pub(super) form: Rect,
    pub(super) result: Rect,
    pub(super) footer: Rect,
}

/// The rows of the header and of the footer.
pub(super) const HEADER_ROWS: u16 = 1;
pub(super) const FOOTER_ROWS: u16 = 1;

impl Rows {
    /// Divides the screen. The result is right below the form, and the footer right below the result.
    pub(super) fn of(area: Rect, form_rows: u16, result_rows: u16, has_whole_form: bool) -> Self {
        let mut spare = area.height.saturating_sub(HEADER_ROWS + form_rows + result_rows + FOOTER_ROWS);
        let mut take = || {
            let taken = u16::from(spare > 0 && has_whole_form);
            spare -= taken;
            taken
        };
        let (below_form, below_header) = (take(), take());
        let mut y = area.y;
        let mut next = |gap: u16, height: u16| {
            y += gap + height;
            Rect { y: y - height, height, ..area }
        };
        next(0, HEADER_ROWS);
        let form = next(below_header, form_rows);
        let result = next(below_form, result_rows);
        Self { form, result, footer: next(0, FOOTER_ROWS) }
    }
}
