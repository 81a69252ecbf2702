use unicode_width::UnicodeWidthStr as _;

use crate::app::SetAside;
use crate::domain::ApiError;

use super::{Wording, clip};

/// The width of a name.
const NAME_COLUMNS: usize = 28;
/// The width of a name on a narrow screen, which shows only name and state.
const NARROW_NAME_COLUMNS: usize = 18;
/// The least width of a state, and on a narrow screen: usual states do not move the columns behind them.
const MIN_STATE_COLUMNS: usize = 18;
const NARROW_MIN_STATE_COLUMNS: usize = 16;
/// The width of an age.
const AGE_COLUMNS: usize = 10;

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
        let is_wide = self.columns >= NAME_COLUMNS + self.state_columns().max(MIN_STATE_COLUMNS) + AGE_COLUMNS;
        let state = self.state_columns().max(if is_wide { MIN_STATE_COLUMNS } else { NARROW_MIN_STATE_COLUMNS });
        let name = if is_wide { NAME_COLUMNS } else { NARROW_NAME_COLUMNS.min(self.columns.saturating_sub(state)) };
        if !is_wide {
            cells.truncate(2);
        }
        if let Some(first) = cells.first_mut() {
            *first = clip::end(first, name.saturating_sub(1));
        }
        clip::in_columns(cells.into_iter().zip([name, state, AGE_COLUMNS, 0]))
    }

    /// Returns the width of the longest state of the rows, and a space.
    fn state_columns(self) -> usize {
        let states = self.model.outbox_rows().map(|row| self.say.progress(row.state));
        states.chain([self.say.waiting_draft()]).map(|state| state.width()).max().unwrap_or_default() + 1
    }
}
