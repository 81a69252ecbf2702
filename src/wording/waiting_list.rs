use crate::app::SetAside;
use crate::domain::ApiError;

use super::{Wording, clip};

/// The columns of a name in a row. A longer one is cut.
const MAX_NAME_COLUMNS: usize = 30;

impl<'a> Wording<'a> {
    /// Returns the rows of the waiting list: drafts, then registrations with their last error.
    pub fn waiting_rows(self) -> impl Iterator<Item = (String, Option<&'a ApiError>)> {
        let Self { model, say, .. } = self;
        let drafts = model.listed_drafts.iter().map(move |form| {
            let name = SetAside::from(form).name;
            (say.waiting_draft(name.map_or_else(|| say.waiting_nameless(), |name| name.to_string())), None)
        });
        let rows = model.outbox_rows().map(move |row| {
            let name = clip::end(row.name.as_str(), MAX_NAME_COLUMNS);
            let (state, age) = (say.progress(row.state), say.age(row.age_minutes));
            (say.waiting_row(name, state, age, say.waiting_attempts(row.attempts)), row.last_error.as_ref())
        });
        drafts.chain(rows)
    }
}
