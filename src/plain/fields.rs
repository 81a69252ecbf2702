//! Lines that answer the question for a field.

use crate::app::{Intent, Notice, TypedText};
use crate::domain::us_twins;
use crate::form::{CONSENT_ANSWERS, FormField, Groups, TextInput};
use crate::wording::Severity;

use super::Conversation;
use super::ask::GENDERS;
use super::conversation::Step;

impl Conversation {
    /// Takes a line for a field: a command character, or the value.
    pub(super) fn answer_field(&mut self, field: FormField, line: &str) {
        match line {
            "b" => self.step = Step::Field(self.model.form().field_before(field)),
            "." => self.step = Step::Confirm,
            "k" => self.accept_suggestion(),
            // An error is printed, but the cashier may continue: the form is checked again before it is sent.
            "" => {
                self.intend(Intent::Next);
                if self.has_error(field) {
                    self.print_status(field);
                }
                self.ask_next(field);
            }
            "-" => {
                self.set(field, "");
                self.ask_next(field);
            }
            _ => self.fill(field, line.trim()),
        }
    }

    fn fill(&mut self, field: FormField, text: &str) {
        let taken = match field {
            FormField::Gender => self.choose_gender(text),
            FormField::Consent => self.choose_consent(text),
            FormField::Group => self.choose_group(text),
            _ => {
                self.set(field, text);
                true
            }
        };
        self.filled = Some(field);
        // A touched field may also show that its text is incomplete.
        self.intend(Intent::Next);
        let wrong = self.has_error(field);
        if taken {
            self.print_status(field);
        }
        if matches!(self.model.notice, Some(Notice::Full)) {
            self.error(&self.say.notice_field_full(TextInput::MAX_CHARS));
        }
        if taken && !wrong {
            self.ask_next(field);
        }
    }

    /// Accepts the suggestion for the field before: a name with capitals, or an e-mail address.
    pub(super) fn accept_suggestion(&mut self) {
        if let Some(field) = self.filled {
            self.focus(field);
            self.intend(Intent::AcceptSuggestion);
            self.print_status(field);
        }
    }

    fn choose_gender(&mut self, text: &str) -> bool {
        let number = text.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let by_number = number.and_then(|at| GENDERS.get(at)).map(|(_, key)| *key);
        let say = self.say;
        let is_word = |word: &str| {
            let is_typed = |typed: &str| typed.to_lowercase() == word.to_lowercase();
            is_typed(text) || us_twins(text).iter().any(|twin| is_typed(twin))
        };
        let by_word = GENDERS.iter().find(|(gender, key)| is_word(key) || is_word(&say.gender(*gender)));
        let Some(key) = by_number.or(by_word.map(|(_, key)| *key)) else {
            self.error(&say.plain_which_again());
            return false;
        };
        self.set(FormField::Gender, key);
        true
    }

    fn choose_consent(&mut self, text: &str) -> bool {
        // Only the whole word, because another language may have the opposite word with the same first letter.
        let word = text.to_lowercase();
        let answer = ["n", "y"]
            .into_iter()
            .zip(CONSENT_ANSWERS)
            .find_map(|(key, answer)| (word == key || word == self.say.consent(answer).to_lowercase()).then_some(key));
        let Some(key) = answer else {
            self.error(&self.say.plain_consent_again());
            return false;
        };
        self.set(FormField::Consent, key);
        true
    }

    /// Chooses a group by number or by name. If a part of a name matches several groups, it lists them and returns
    /// false.
    fn choose_group(&mut self, text: &str) -> bool {
        if !matches!(self.model.groups, Groups::Loaded(_)) {
            self.set(FormField::Group, text);
            return true;
        }
        let found = self.model.groups.matching(text);
        let exact = found.first().is_some_and(|group| group.name.as_str().to_lowercase() == text.to_lowercase());
        let numbered = || {
            let at = text.parse::<usize>().ok()?.checked_sub(1)?;
            self.model.groups.matching("").get(at).map(|group| group.name.to_string())
        };
        let name = match text {
            "0" => Some(String::new()),
            _ if exact || found.len() == 1 => found.first().map(|group| group.name.to_string()),
            _ => numbered().or_else(|| found.is_empty().then(|| text.to_owned())),
        };
        if let Some(name) = name {
            self.set(FormField::Group, &name);
            return true;
        }
        let names: Vec<String> = found.iter().map(|group| group.name.to_string()).collect();
        if names.is_empty() {
            self.error(&self.say.plain_which_again());
        } else {
            self.error(&self.say.plain_group_which());
            for name in names {
                self.print_line(&format!("- {name}"));
            }
        }
        false
    }

    pub(super) fn focus(&mut self, field: FormField) {
        if self.model.form().focus() != field {
            self.intend(Intent::Focus(field));
        }
    }

    fn set(&mut self, field: FormField, text: &str) {
        self.intend(Intent::SetField { field, text: TypedText(text.to_owned()) });
    }

    fn ask_next(&mut self, field: FormField) {
        self.step = match self.model.form().field_after(field) {
            FormField::Register => Step::Confirm,
            next => Step::Field(next),
        };
    }

    /// Prints the status of a field, after its label.
    pub(super) fn print_status(&mut self, field: FormField) {
        if let Some((severity, words)) = self.wording().field(field) {
            let label = self.say.plain_prompt(self.label(field));
            self.print_message((severity, label + &words));
        }
    }

    fn has_error(&self, field: FormField) -> bool {
        matches!(self.wording().field(field), Some((Severity::Bad, _)))
    }
}
