//! The questions, their choices, and the answer to “Register?”.

use crate::app::{FormState, Intent, Notice};
use crate::domain::Gender;
use crate::form::{CONSENT_ANSWERS, FormField, Groups};
use crate::wording::Severity;

use super::Conversation;
use super::command::yes_or_no;
use super::reply::{QuestionStyle, Source};
use super::step::{Awaited, Step};
use super::words::sentence;

/// The number of groups in the question. The others are found by typing, or in the help.
const LISTED_GROUPS: usize = 9;

/// The genders in the order of their numbers from 0, with the letters that choose them.
pub(super) const GENDERS: [(Option<Gender>, &str); 3] =
    [(None, "-"), (Some(Gender::Female), "f"), (Some(Gender::Male), "m")];

impl Conversation {
    /// Asks the question of the current step. If it is repeated, it has no choices. While a message is awaited, it asks
    /// nothing.
    pub(super) fn ask(&mut self) {
        if self.is_stopped() || self.reply.over {
            return;
        }
        let is_new = self.asked.replace(self.step) != Some(self.step);
        let say = self.say;
        let question = match self.step {
            Step::Field(FormField::Group) if self.source == Source::Pipe && self.model.groups == Groups::Loading => {
                self.print_line(&say.plain_groups_loading());
                self.step = Step::Await(Awaited::Groups);
                return;
            }
            Step::Field(field) => {
                self.focus(field);
                self.field_question(field, is_new)
            }
            Step::Confirm => {
                if is_new {
                    self.summary();
                }
                if self.style == QuestionStyle::Short {
                    say.plain_confirm_short()
                } else {
                    say.plain_confirm(self.fields().len())
                }
            }
            Step::Row if self.listed.iter().any(|cid| self.is_openable(*cid)) => say.plain_which_waiting(),
            Step::Row => say.plain_which_not_openable(),
            Step::FoundRow => say.plain_which(),
            Step::Delete(cid) => say.plain_delete(self.row_words(cid)),
            Step::Await(_) => return,
        };
        if !self.is_stopped() {
            self.reply.question = question;
            self.is_question_open = true;
        }
    }

    /// Returns `Name, 2 of 8, required:`, or with choices `Gender, 5 of 8. 0 not given. 1 female. 2 male.`
    fn field_question(&mut self, field: FormField, has_choices: bool) -> String {
        let say = self.say;
        let mut parts = vec![self.label(field)];
        if self.style == QuestionStyle::Whole {
            parts.push(say.plain_position(self.number_of(field), self.fields().len()));
            parts.extend((field == FormField::Name).then(|| say.plain_required()));
            parts.extend((field == FormField::BirthDate).then(|| self.date_format()));
        }
        let value = self.words().readable_value(field);
        let is_wrong = self.has_error(field);
        parts.extend((!value.is_empty()).then(|| if is_wrong { say.plain_typed(value) } else { say.plain_now(value) }));
        let parts = parts.join(", ");
        // The question about consent is the shop's own, and has no shorter form.
        let is_short = self.style == QuestionStyle::Short && field != FormField::Consent;
        let choices = if has_choices && !is_short { self.choices(field) } else { Vec::new() };
        if choices.is_empty() {
            say.plain_question(parts)
        } else {
            say.plain_question_with_choices(parts, choices.join(" "))
        }
    }

    pub(super) fn date_format(&self) -> String {
        self.say.plain_format(self.model.desk.rules.date_order.to_string())
    }

    /// Returns the choices of a field as sentences, or why there are none.
    fn choices(&mut self, field: FormField) -> Vec<String> {
        let say = self.say;
        match (field, &self.model.groups) {
            (FormField::Gender, _) => {
                let word = |gender| say.gender(gender).to_lowercase();
                (0..).zip(GENDERS).map(|(at, (gender, _))| say.plain_choice(at, word(gender))).collect()
            }
            (FormField::Consent, _) => {
                let question = self.model.desk.consent.as_ref().map(|question| question.text.as_str().to_owned());
                let word = |answer| say.consent(answer).to_lowercase();
                let answers = (0..).zip(CONSENT_ANSWERS).map(|(at, answer)| say.plain_choice(at, word(answer)));
                question.into_iter().map(sentence).chain(answers).collect()
            }
            (FormField::Group, Groups::Loading) => vec![say.plain_groups_loading()],
            (FormField::Group, Groups::Failed(_)) => vec![say.plain_groups_failed()],
            (FormField::Group, Groups::Loaded(_)) => self.group_choices(LISTED_GROUPS),
            _ => Vec::new(),
        }
    }

    /// Returns the first groups with their numbers, and how many more there are.
    pub(super) fn group_choices(&mut self, most: usize) -> Vec<String> {
        let say = self.say;
        let groups = self.model.groups.matching("");
        let more = groups.len().saturating_sub(most);
        let shown: Vec<_> = groups.into_iter().take(most).map(|group| (group.id, group.name.to_string())).collect();
        let named = [say.plain_group_none()].into_iter().chain(shown.iter().map(|(_, name)| name.clone()));
        let mut choices: Vec<String> = (0..).zip(named).map(|(at, name)| say.plain_choice(at, name)).collect();
        choices.extend((more > 0).then(|| say.plain_groups_more(more)));
        self.listed_groups = shown.into_iter().map(|(id, _)| id).collect();
        choices
    }

    pub(super) fn answer_confirm(&mut self, line: &str) {
        let field = line.parse().ok().and_then(|number| self.field_of_number(number));
        match (yes_or_no(line, self.say), field) {
            (Some(true), _) => self.save(),
            (Some(false), _) => {
                self.print_line(&self.say.plain_not_yet());
                self.go_back_to(FormField::Phone);
            }
            (None, Some(field)) => self.step = Step::Field(field),
            (None, None) => self.error(&self.say.plain_confirm_again()),
        }
    }

    fn save(&mut self) {
        self.intend(Intent::Register);
        // The same notice for another customer must be printed again.
        self.seen_notice = None;
        if let FormState::Submitting(in_flight) = &self.model.stage {
            let words = self.say.plain_sending(in_flight.name.as_str());
            self.print_line(&words);
            self.step = Step::Await(Awaited::Answer);
            self.filled = None;
            self.changes.clear();
        } else if self.model.form().is_blank() {
            self.print_line(&self.say.plain_already_empty());
            self.step = Step::Field(FormField::Phone);
        } else if self.model.notice == Some(Notice::FixField) {
            let field = self.model.form().focus();
            self.print_status(field);
            self.go_back_to(field);
        }
    }

    /// Goes to the question for a field that the cashier did not name, and says so.
    pub(super) fn go_back_to(&mut self, field: FormField) {
        if self.step != Step::Field(field) {
            self.print_line(&self.say.plain_back_to(self.number_of(field), self.label(field)));
        }
        self.step = Step::Field(field);
    }

    /// Prints the fields with their numbers, and the errors that prevent sending.
    fn summary(&mut self) {
        let say = self.say;
        self.print_line(&say.plain_summary());
        let mut empty = Vec::new();
        for (at, field) in self.fields().into_iter().enumerate() {
            let status = self.words().field(field);
            let value = match &status {
                // What could not be checked.
                Some((Severity::Quiet, words)) => words.clone(),
                _ => self.words().saved_value(field),
            };
            if value.is_empty() {
                empty.push(say.plain_row(at + 1, self.label(field)));
            } else {
                self.print_line(&say.plain_row(at + 1, say.plain_value(self.label(field), value)));
            }
            if status.is_some_and(|(severity, _)| severity.is_alarm()) {
                self.print_status(field);
            }
        }
        if !empty.is_empty() {
            self.print_line(&say.plain_empty_fields(empty.join(", ")));
        }
    }

    /// Returns the fields that are asked for, in the order of their numbers.
    pub(super) fn fields(&self) -> Vec<FormField> {
        self.model.form().fields().filter(|field| *field != FormField::Register).collect()
    }

    /// Returns the number of a field, from 1.
    fn number_of(&self, field: FormField) -> usize {
        self.fields().iter().position(|other| *other == field).map_or(0, |at| at + 1)
    }

    /// Returns the field of a number that the cashier types, from 1.
    pub(super) fn field_of_number(&self, number: usize) -> Option<FormField> {
        self.fields().get(number.checked_sub(1)?).copied()
    }

    pub(super) fn label(&self, field: FormField) -> String {
        self.words().of_screen().label(field)
    }

    /// Prints the value of a field as it is understood, or what is wrong with it.
    pub(super) fn print_status(&mut self, field: FormField) {
        if let Some(message) = self.status(field) {
            self.print_message(message);
        }
    }

    /// Returns the value of a field after its label.
    pub(super) fn status(&self, field: FormField) -> Option<(Severity, String)> {
        let (severity, words) = self.words().field(field)?;
        let words = if severity.is_alarm() { sentence(words) } else { words };
        Some((severity, self.say.plain_value(self.label(field), words)))
    }
}
