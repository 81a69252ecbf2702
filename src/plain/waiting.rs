use crate::app::{Effect, Key};
use crate::form::FormField;
use crate::view::of_waiting;

use super::Conversation;
use super::conversation::Step;

impl Conversation {
    /// Opens the waiting list.
    pub(super) fn open_list(&mut self) {
        self.press(Key::Ctrl('o'));
        if self.lists() {
            self.step = Step::AwaitList;
        }
    }

    /// What is kept is known now.
    pub(super) fn listed(&mut self) {
        // Whatever was to be said of the list, here it is.
        self.told.clone_from(&self.model.notice);
        // The numbers were not known before.
        self.reply.drops_typed_ahead = true;
        let rows = of_waiting(&self.model, self.brush);
        if rows.is_empty() {
            self.say(&self.brush.say.waiting_none());
            self.leave_list();
            return;
        }
        for (at, row) in rows.iter().enumerate() {
            self.say(&self.brush.say.plain_row(at + 1, row.as_str()));
        }
        self.listed = (0..rows.len()).filter_map(|at| self.model.waiting_row(at)).collect();
        self.step = Step::Row;
    }

    /// The row that was chosen.
    pub(super) fn row(&mut self, line: &str) {
        let number = line.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let chosen = number.and_then(|at| self.listed.get(at)).copied();
        let position = |cid| (0..self.model.waiting_rows()).find(|at| self.model.waiting_row(*at) == Some(cid));
        match chosen.map(position) {
            _ if line.is_empty() || line == "b" => self.leave_list(),
            None => self.error(&self.brush.say.plain_which_again()),
            Some(Some(at)) => self.open_row(at),
            // It was sent or discarded since the list was printed.
            Some(None) => self.error(&self.brush.say.plain_not_openable()),
        }
    }

    fn open_row(&mut self, at: usize) {
        let form = self.model.form().cid();
        self.is_opening = true;
        self.press(Key::Home);
        for _ in 0..at {
            self.press(Key::Down);
        }
        self.press(Key::Enter);
        if self.model.form().cid() != form {
            self.opened();
        } else if self.reply.commands.iter().any(|command| matches!(command, Effect::OpenKept(_))) {
            // It comes as a message. A line that is taken before would be one for the form that is there.
            self.step = Step::AwaitOpened;
        } else {
            self.is_opening = false;
            self.error(&self.brush.say.notice_not_editable());
        }
    }

    fn leave_list(&mut self) {
        self.press(Key::Esc);
        self.step = Step::Field(field(self.model.form().focus()));
    }

    /// The registration of the row is not rejected any more, or cannot be read.
    pub(super) fn not_opened(&mut self) {
        self.is_opening = false;
        self.error(&self.brush.say.plain_not_openable());
        self.step = Step::Field(field(self.model.form().focus()));
    }

    /// Another form is the one that is typed now.
    pub(super) fn opened(&mut self) {
        self.say("");
        let spot = self.model.form().focus();
        self.what_is_said_of(spot);
        self.reply.drops_typed_ahead = true;
        if std::mem::take(&mut self.is_opening) {
            self.reply.failure = None;
        }
        self.step = match spot {
            FormField::Register => Step::Confirm,
            spot => Step::Field(spot),
        };
    }
}

/// The button is no field that could be asked for.
const fn field(spot: FormField) -> FormField {
    match spot {
        FormField::Register => FormField::Note,
        spot => spot,
    }
}
