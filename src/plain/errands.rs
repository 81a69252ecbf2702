//! The commands at a question, and what they read: the card, today's registrations, the search by name.

use crate::app::{Card, FormState, Intent, NameSearch, Overlay, OverlayKind};
use crate::domain::Customer;
use crate::form::FormField;
use crate::wording::{Severity, customer_rows};

use super::Conversation;
use super::command::Command;
use super::step::{Awaited, Step};

impl Conversation {
    /// Carries out a command at the question for a field, or at “Register?”.
    pub(super) fn carry_out(&mut self, command: Command) {
        if !matches!(command, Command::Waiting | Command::Shift(_)) {
            self.begin_next_form();
        }
        self.return_to = self.step;
        let field = self.asked_field().unwrap_or(FormField::Register);
        match command {
            Command::Back => self.step = Step::Field(self.model.form().field_before(field)),
            Command::Erase if field == FormField::Register => self.error(&self.say.plain_confirm_again()),
            Command::Erase => self.erase(field),
            Command::End => self.step = Step::Confirm,
            Command::Go(number) => self.go_to(number),
            Command::Suggestion => self.accept_suggestion(),
            Command::Undo => self.undo(),
            Command::Clear => self.clear(),
            Command::Card => self.read_card(),
            Command::Find => self.find_by_name(),
            Command::Waiting => self.open_list(),
            Command::Shift(page) => {
                self.intend(Intent::Open(OverlayKind::Shift));
                self.step = Step::Await(Awaited::Shift(page.max(1)));
            }
            // Every step has these.
            Command::Help | Command::Quit | Command::Language => {}
        }
    }

    /// Returns the field of the current question.
    const fn asked_field(&self) -> Option<FormField> {
        match self.step {
            Step::Field(field) => Some(field),
            _ => None,
        }
    }

    fn go_to(&mut self, number: Option<usize>) {
        match number.and_then(|number| self.field_of_number(number)) {
            Some(field) => self.step = Step::Field(field),
            None => self.error(&self.say.plain_no_field(self.fields().len())),
        }
    }

    /// Uses the suggestion for the field that was filled last: another spelling of a name, or a code or an address.
    fn accept_suggestion(&mut self) {
        let statuses = |it: &Self| it.fields().into_iter().map(|field| (field, it.status(field))).collect::<Vec<_>>();
        let before = statuses(self);
        if let Some(field) = self.filled.or(self.asked_field()) {
            self.focus(field);
        }
        self.intend(Intent::AcceptSuggestion);
        let changed: Vec<_> = statuses(self).into_iter().filter(|status| !before.contains(status)).collect();
        if changed.is_empty() {
            self.print_line(&self.say.plain_no_suggestion());
        }
        for (field, status) in changed {
            let is_valid = status.as_ref().is_none_or(|(severity, _)| *severity != Severity::Bad);
            if let Some(message) = status {
                self.print_message(message);
            }
            if self.step == Step::Field(field) && is_valid {
                self.ask_next(field);
            }
        }
    }

    /// Restores a cleared form, or the text before the last change.
    fn undo(&mut self) {
        if matches!(&self.model.stage, FormState::Editing { form, cleared: Some(_), .. } if form.is_blank()) {
            self.intend(Intent::Undo);
            self.print_line(&self.say.plain_restored());
            return self.go_back_to(FormField::Phone);
        }
        let cid = self.model.form().cid();
        let Some((_, field, text)) = self.changes.pop().filter(|(of, ..)| *of == cid) else {
            return self.print_line(&self.say.plain_nothing_to_undo());
        };
        self.set_unrecorded(field, &text);
        let words = Some(self.words().readable_value(field)).filter(|value| !value.is_empty());
        let words = self.say.plain_value(self.label(field), words.unwrap_or_else(|| self.say.plain_empty()));
        self.print_line(&self.say.plain_undone(words));
        self.go_back_to(field);
    }

    /// Clears the form. The command to undo it is printed.
    fn clear(&mut self) {
        if self.model.form().is_blank() {
            return self.print_line(&self.say.plain_already_empty());
        }
        self.intend(Intent::Clear);
        self.print_line(&self.say.plain_cleared());
        self.changes.clear();
        self.filled = None;
        self.step = Step::Field(FormField::Phone);
    }

    fn read_card(&mut self) {
        self.intend(Intent::Open(OverlayKind::Card));
        match &self.model.overlay {
            Some(Overlay::Card(Card::Awaited(_))) => {
                self.print_line(&self.say.plain_card_loading());
                self.step = Step::Await(Awaited::Card);
            }
            Some(Overlay::Card(_)) => self.print_card(),
            _ if self.model.lookups.is_awaited() => self.print_line(&self.say.plain_card_not_yet()),
            _ => self.print_line(&self.say.plain_no_card()),
        }
    }

    /// Prints the card, closes it and goes back to the question.
    pub(super) fn print_card(&mut self) {
        let say = self.say;
        match self.model.overlay.clone() {
            Some(Overlay::Card(Card::Known(customer))) => self.print_customer(&customer),
            Some(Overlay::Card(Card::Failed(_, error))) => self.print_line(&say.api_error_of_read(&error)),
            _ => self.print_line(&say.card_gone()),
        }
        self.leave_overlay();
    }

    /// Prints a registered customer, and the place where the data can be changed: Clopos has no call for that.
    fn print_customer(&mut self, customer: &Customer) {
        let say = self.say;
        self.print_line(&say.plain_card());
        let customer = Customer { phone: self.words().customer_phone(customer), ..customer.clone() };
        for (label, value) in customer_rows(say, &customer, customer.id.to_string()) {
            self.print_line(&say.plain_value(label, value));
        }
        self.print_line(&say.plain_card_correction());
    }

    /// Prints a page of today's registrations, and goes back to the question.
    pub(super) fn print_shift(&mut self, page: usize) {
        for line in self.words().shift(page) {
            self.print_line(&line);
        }
        self.leave_overlay();
    }

    /// Looks the typed name up, or asks for it.
    fn find_by_name(&mut self) {
        self.intend(Intent::Open(OverlayKind::NameSearch));
        if self.name_search().is_some() {
            self.print_line(&self.say.plain_searching());
            self.step = Step::Await(Awaited::Found);
        } else {
            self.error(&self.say.plain_type_name());
            self.go_back_to(FormField::Name);
        }
    }

    /// Prints the answer to the search.
    pub(super) fn print_found(&mut self) {
        let say = self.say;
        let Some(search) = self.name_search() else { return };
        let words = self.words();
        let rows = (1_usize..).zip(search.customers());
        let rows: Vec<String> = rows.map(|(at, customer)| say.plain_row(at, words.found_customer(customer))).collect();
        let message = words.of_screen().name_search(search);
        for row in &rows {
            self.print_line(row);
        }
        if let Some(message) = message {
            self.print_message(message);
        }
        // A line typed before cannot have known the numbers.
        self.reply.drops_typed_ahead = true;
        if rows.is_empty() {
            self.leave_overlay();
        } else {
            self.step = Step::FoundRow;
        }
    }

    /// Takes the number of a found customer, and prints the card.
    pub(super) fn answer_found(&mut self, line: &str) {
        let at = line.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match self.name_search().and_then(|search| search.customers().get(at?)).cloned() {
            Some(customer) => self.print_customer(&customer),
            None => self.error(&self.say.plain_which_again()),
        }
    }

    pub(super) fn name_search(&self) -> Option<&NameSearch> {
        match self.model.overlay() {
            Some(Overlay::NameSearch(search)) => Some(search),
            _ => None,
        }
    }

    /// Closes the list, the card or the search, and goes back to the question before.
    pub(super) fn leave_overlay(&mut self) {
        self.intend(Intent::Dismiss);
        self.step = self.return_to;
    }
}
