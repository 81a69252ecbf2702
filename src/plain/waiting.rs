//! The waiting list: printed with numbers, opened by a number.

use crate::app::{Effect, Intent, OverlayKind, Selection};
use crate::domain::{ApiError, Cid};
use crate::form::{Form, FormField};

use super::Conversation;
use super::conversation::{Awaited, Step};

impl Conversation {
    /// Opens the waiting list.
    pub(super) fn open_list(&mut self) {
        self.intend(Intent::Open(OverlayKind::WaitingList));
        if self.is_list_open() {
            self.has_rows = false;
            self.step = Step::Await(Awaited::List);
        }
    }

    /// Prints the waiting list, which has come.
    pub(super) fn print_list(&mut self) {
        // The list shows what the notice says.
        self.printed_notice.clone_from(&self.model.notice);
        // A line typed before cannot have known the numbers.
        self.reply.drops_typed_ahead = true;
        let worded = |(row, error): (String, Option<&ApiError>)| {
            error.map_or_else(|| row.clone(), |error| format!("{row} · {}", self.say.api_error(error)))
        };
        let rows: Vec<String> = self.wording().waiting_rows().map(worded).collect();
        if rows.is_empty() {
            self.print_line(&self.say.waiting_none());
            self.leave_overlay();
            return;
        }
        for (at, row) in rows.iter().enumerate() {
            self.print_line(&self.say.plain_row(at + 1, row.as_str()));
        }
        self.listed = (0..rows.len()).filter_map(|at| self.model.waiting_row(at)).collect();
        self.step = Step::Row;
    }

    /// Takes the number of a row.
    pub(super) fn answer_row(&mut self, line: &str) {
        let number = line.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let chosen = number.and_then(|at| self.listed.get(at)).copied();
        let is_listed = |cid| (0..self.model.waiting_rows()).any(|at| self.model.waiting_row(at) == Some(cid));
        match chosen {
            _ if line.is_empty() || line == "b" => self.leave_overlay(),
            None => self.error(&self.say.plain_which_again()),
            Some(cid) if is_listed(cid) => self.open_row(cid),
            // It was sent or deleted since the list was printed.
            Some(_) => self.error(&self.say.plain_not_openable()),
        }
    }

    fn open_row(&mut self, cid: Cid) {
        let form = self.model.form().cid();
        self.is_opening = true;
        self.intend(Intent::Select(Selection::Row(cid)));
        self.intend(Intent::Confirm);
        if self.model.form().cid() != form {
            self.on_opened();
        } else if self.reply.outcome.effects.iter().any(|effect| matches!(effect, Effect::OpenRefused(_))) {
            // The form comes as a message. A line before it would go into the form that is open now.
            self.step = Step::Await(Awaited::Opened);
        } else {
            self.is_opening = false;
            self.error(&self.say.notice_not_editable());
        }
    }

    /// Closes the list or the search, and goes back to the form.
    pub(super) fn leave_overlay(&mut self) {
        self.intend(Intent::Dismiss);
        self.step = Step::Field(field_to_ask(self.model.form()));
    }

    /// Reports that the registration of the row is not rejected any more, or cannot be read.
    pub(super) fn on_not_opened(&mut self) {
        self.is_opening = false;
        self.error(&self.say.plain_not_openable());
        self.step = Step::Field(field_to_ask(self.model.form()));
    }

    /// Asks for the fields of the form that was opened.
    pub(super) fn on_opened(&mut self) {
        self.print_line("");
        let field = self.model.form().focus();
        self.print_status(field);
        self.reply.drops_typed_ahead = true;
        if std::mem::take(&mut self.is_opening) {
            self.reply.failure = None;
        }
        self.step = match field {
            FormField::Register => Step::Confirm,
            field => Step::Field(field),
        };
    }
}

/// Returns the field to ask for. The button is not a question, so the last field is asked instead.
fn field_to_ask(form: &Form) -> FormField {
    match form.focus() {
        FormField::Register => form.field_before(FormField::Register),
        field => field,
    }
}
