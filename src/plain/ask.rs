//! The questions, their choices, and the answer to “Register?”.

use crate::app::{FormState, Intent, Notice};
use crate::domain::Gender;
use crate::form::{FormField, Groups};

use super::Conversation;
use super::conversation::{Awaited, Step};

/// The greatest number of groups in the list. The others are found by typing.
const MAX_LISTED_GROUPS: usize = 30;

/// The genders in the order of their numbers, with the letters that choose them.
pub(super) const GENDERS: [(Option<Gender>, &str); 3] =
    [(None, "-"), (Some(Gender::Female), "f"), (Some(Gender::Male), "m")];

impl Conversation {
    /// Asks the question of the current step, with its choices. While a message is awaited, it asks nothing.
    pub(super) fn ask(&mut self) {
        if self.is_stopped() {
            return;
        }
        let say = self.say;
        match self.step {
            Step::Field(FormField::Group) if matches!(self.model.groups, Groups::Loading) => {
                self.print_line(&say.hint_groups_loading());
                self.step = Step::Await(Awaited::Groups);
            }
            Step::Field(field) => {
                self.focus(field);
                match field {
                    FormField::Gender => self.genders(),
                    FormField::Group => self.groups(),
                    _ => {}
                }
                let prompt = match (self.label(field), self.value(field)) {
                    (label, value) if value.is_empty() => say.plain_prompt(label),
                    (label, value) => say.plain_prompt_with(label, value),
                };
                self.set_question(&prompt);
            }
            Step::Confirm => {
                self.summary();
                if !self.is_stopped() {
                    self.set_question(&say.plain_confirm());
                }
            }
            Step::Row | Step::FoundRow => self.set_question(&say.plain_which()),
            Step::Await(_) => {}
        }
    }

    fn set_question(&mut self, question: &str) {
        question.clone_into(&mut self.reply.question);
    }

    pub(super) fn help(&mut self) {
        let say = self.say;
        match self.step {
            // The choices are already listed with the question.
            Step::Field(FormField::Gender) => {}
            Step::Field(FormField::Group) if self.value(FormField::Group).is_empty() => {}
            Step::Field(field) => self.print_status(field),
            _ => {}
        }
        for words in [
            say.plain_begin(),
            say.plain_help_back(),
            say.plain_help_clear(),
            say.plain_help_skip(),
            say.plain_help_suggestion(),
            say.plain_help_waiting(),
            say.plain_help_find(),
            say.plain_help_quit(),
            say.plain_help_literally(),
        ] {
            self.print_line(&words);
        }
    }

    pub(super) fn answer_confirm(&mut self, line: &str) {
        let fields = self.asked_fields();
        match (line, line.parse::<usize>().ok().and_then(|number| fields.get(number.checked_sub(1)?).copied())) {
            ("y" | "Y" | "yes", _) => self.save(),
            ("n" | "N" | "no", _) => {
                self.intend(Intent::Clear);
                self.step = Step::Field(FormField::Phone);
            }
            ("b", _) => self.step = Step::Field(self.model.form().field_before(FormField::Register)),
            (_, Some(field)) => self.step = Step::Field(field),
            (_, None) => self.error(&self.say.plain_confirm_again()),
        }
    }

    fn save(&mut self) {
        self.intend(Intent::Register);
        // The same notice for another customer must be printed again.
        self.printed_notice = None;
        if let FormState::Submitting(in_flight) = &self.model.stage {
            let words = self.say.notice_sending(in_flight.name.as_str());
            self.print_line(&words);
            self.step = Step::Await(Awaited::Answer);
        } else if self.model.notice == Some(Notice::FixField) {
            let field = self.model.form().focus();
            self.print_status(field);
            self.step = Step::Field(field);
        }
    }

    /// Prints every field with its number, and the errors that prevent sending.
    fn summary(&mut self) {
        let say = self.say;
        for (at, field) in self.asked_fields().into_iter().enumerate() {
            let value = self.value(field);
            let words = say.plain_prompt(self.label(field)) + &value;
            self.print_line(&say.plain_row(at + 1, words.trim_end()));
            if self.wording().field(field).is_some_and(|(severity, _)| severity.is_alarm()) {
                self.print_status(field);
            }
        }
    }

    fn genders(&mut self) {
        let say = self.say;
        for (at, (gender, _)) in GENDERS.into_iter().enumerate() {
            self.print_line(&say.plain_row(at + 1, say.gender(gender)));
        }
    }

    fn groups(&mut self) {
        let say = self.say;
        if !matches!(self.model.groups, Groups::Loaded(_)) {
            if let Some(message) = self.wording().field(FormField::Group) {
                self.print_message(message);
            }
            return;
        }
        let groups = self.model.groups.matching("");
        let names: Vec<String> = groups.iter().take(MAX_LISTED_GROUPS).map(|group| group.name.to_string()).collect();
        let more = groups.len() > MAX_LISTED_GROUPS;
        self.print_line(&say.plain_row(0, say.plain_group_none()));
        for (at, name) in names.iter().enumerate() {
            self.print_line(&say.plain_row(at + 1, name.as_str()));
        }
        if more {
            self.print_line(&say.plain_group_search());
        }
    }

    /// Returns the fields for which there is a question, in its order.
    fn asked_fields(&self) -> Vec<FormField> {
        self.model.form().fields().filter(|field| *field != FormField::Register).collect()
    }

    pub(super) fn label(&self, field: FormField) -> String {
        self.wording().label(field)
    }

    /// Returns the text or the choice of a field.
    pub(super) fn value(&self, field: FormField) -> String {
        let form = self.model.form();
        match field {
            FormField::Gender => form.gender().map(|gender| self.say.gender(Some(gender))).unwrap_or_default(),
            FormField::Consent => self.say.consent(form.has_consent()),
            FormField::Group => form
                .parsed_group(&self.model.groups)
                .valid()
                .map_or_else(|| form.group().filter().value().to_owned(), |group| group.name.to_string()),
            _ => form.text(field).map(|text| text.value().to_owned()).unwrap_or_default(),
        }
    }
}
