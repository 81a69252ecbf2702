//! The help: first what can be typed now, with an example, then the commands.

use crate::form::{FormField, Groups};

use super::Conversation;
use super::step::Step;

/// The greatest number of groups that the help reads.
const MAX_READ_GROUPS: usize = 100;

impl Conversation {
    pub(super) fn help(&mut self) {
        let say = self.say;
        match self.step {
            Step::Field(field) => self.help_about(field),
            Step::Confirm => self.print_line(&say.plain_help_confirm()),
            Step::Row => self.print_line(&say.plain_help_waiting_number()),
            Step::FoundRow => self.print_line(&say.plain_help_number()),
            Step::Delete(_) => self.print_line(&say.plain_delete_again()),
            Step::Await(_) => self.print_line(&say.plain_wait()),
        }
        if !matches!(self.step, Step::Field(_) | Step::Confirm) {
            return;
        }
        for words in [
            say.plain_help_enter(),
            say.plain_help_back(),
            say.plain_help_erase(),
            say.plain_help_go(),
            say.plain_help_end(),
            say.plain_help_suggestion(),
            say.plain_help_undo(),
            say.plain_help_clear(),
            say.plain_help_card(),
            say.plain_help_find(),
            say.plain_help_waiting(),
            say.plain_help_shift(),
            say.plain_help_language(say.next().language_name()),
            say.plain_help_quit(),
            say.plain_help_literally(),
        ] {
            self.print_line(&words);
        }
    }

    /// Says what can be typed into a field, and what is in it.
    fn help_about(&mut self, field: FormField) {
        let say = self.say;
        let rules = &self.model.desk.rules;
        let example = match field {
            FormField::Phone => {
                let example = rules.country.phone_example().map(|example| example.national);
                say.plain_help_phone(example.unwrap_or_default())
            }
            FormField::Name => say.plain_help_name(),
            FormField::Code => say.plain_help_code(),
            FormField::BirthDate => say.plain_help_birth_date(say.date_example(rules.date_order), self.date_format()),
            FormField::Gender => say.plain_help_gender(),
            FormField::Group => say.plain_help_group(),
            FormField::Email => say.plain_help_email(),
            FormField::Consent => {
                let question = self.model.desk.consent.as_ref().map(|question| question.text.as_str().to_owned());
                say.plain_help_consent(question.unwrap_or_default())
            }
            FormField::Note | FormField::Register => say.plain_help_note(),
        };
        self.print_line(&example);
        if field == FormField::Code
            && let Some(code) = self.model.made_code()
        {
            self.print_line(&say.hint_code_template(code));
        }
        if field == FormField::Group && matches!(self.model.groups, Groups::Loaded(_)) {
            for choice in self.group_choices(MAX_READ_GROUPS) {
                self.print_line(&choice);
            }
        }
        if let Some((severity, words)) = self.status(field) {
            // The help repeats an error; it is not another one.
            self.print_line(&if severity.is_alarm() { say.plain_warning(words) } else { words });
        }
    }
}
