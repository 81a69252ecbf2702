use crate::app::SetAside;
use crate::domain::ApiError;

use super::{Wording, clip};

/// The widths of name, state and age.
const COLUMNS: [usize; 3] = [28, 18, 10];
/// The widths on a narrow screen, which shows only name and state.
const NARROW_COLUMNS: [usize; 2] = [18, 16];

impl<'a> Wording<'a> {
    /// Returns the rows of the waiting list in columns: drafts, then registrations with their last error.
    pub fn waiting_rows(self) -> impl Iterator<Item = (String, Option<&'a ApiError>)> {
        let Self { model, say, .. } = self;
        let drafts = model.listed_drafts.iter().map(move |form| {
            let name = SetAside::from(form).name.map_or_else(|| say.waiting_nameless(), |name| name.to_string());
            (self.in_columns(vec![name, say.waiting_draft()]), None)
        });
        let rows = model.outbox_rows().map(move |row| {
            let (state, age) = (say.progress(row.state), say.age(row.age_minutes));
            let cells = vec![row.name.to_string(), state, age, say.waiting_attempts(row.attempts)];
            (self.in_columns(cells), row.last_error.as_ref())
        });
        drafts.chain(rows)
    }

    /// Returns cells in columns, as many as there is room for.
    fn in_columns(self, mut cells: Vec<String>) -> String {
        let is_wide = self.columns >= COLUMNS.iter().sum();
        let widths: &[usize] = if is_wide { &COLUMNS } else { &NARROW_COLUMNS };
        if !is_wide {
            cells.truncate(widths.len());
        }
        if let (Some(name), Some(width)) = (cells.first_mut(), widths.first()) {
            *name = clip::end(name, width - 1);
        }
        clip::in_columns(cells.into_iter().zip(widths.iter().copied().chain([0])))
    }
}
