//! Lines that answer the question for a field.

use crate::app::{FormState, Intent, Notice, TypedText};
use crate::domain::{GroupId, fold_for_search};
use crate::form::{Edit, FormField, Groups, TextInput};
use crate::locale::Locale;
use crate::wording::Severity;

use super::Conversation;
use super::ask::GENDERS;
use super::command::is_word;
use super::step::Step;

impl Conversation {
    /// Takes a line for a field. A space before it makes a command character text.
    pub(super) fn answer_field(&mut self, field: FormField, line: &str) {
        self.begin_next_form();
        if !line.is_empty() {
            return self.fill(field, line.trim());
        }
        // An error is printed, but the cashier may continue: the form is checked again before it is sent.
        self.intend(Intent::Next);
        if self.has_error(field) {
            self.print_status(field);
        }
        self.ask_next(field);
    }

    fn fill(&mut self, field: FormField, text: &str) {
        let is_taken = match self.chosen_key(field, text) {
            _ if field == FormField::Group => self.choose_group(text),
            Some(key) => {
                self.set(field, key);
                true
            }
            None => {
                let consent = field == FormField::Consent;
                self.error(&if consent { self.say.plain_consent_again() } else { self.say.plain_which_again() });
                false
            }
        };
        self.filled = Some(field);
        if !is_taken {
            return;
        }
        // A touched field may also show that its text is incomplete.
        self.intend(Intent::Next);
        match self.status(field) {
            None => self.print_line(&self.say.plain_value(self.label(field), self.chosen_nothing(field))),
            Some(message) => self.print_message(message),
        }
        if matches!(self.model.notice, Some(Notice::Full)) {
            self.seen_notice.clone_from(&self.model.notice);
            self.error(&self.say.notice_field_full(TextInput::MAX_CHARS));
        }
        if !self.has_error(field) {
            self.ask_next(field);
        }
    }

    /// Returns the words for the choice of nothing.
    fn chosen_nothing(&self, field: FormField) -> String {
        match field {
            FormField::Gender => self.say.gender(None).to_lowercase(),
            FormField::Group => self.say.plain_group_default(),
            _ => self.say.plain_empty(),
        }
    }

    /// Empties a field, and goes on.
    pub(super) fn erase(&mut self, field: FormField) {
        self.set(field, "");
        self.intend(Intent::Next);
        self.print_line(&self.say.plain_value(self.label(field), self.chosen_nothing(field)));
        self.ask_next(field);
    }

    /// Returns the key that chooses a gender by its number, letter or word.
    pub(super) fn gender_key(&self, text: &str) -> Option<&'static str> {
        let by_number = text.parse::<usize>().ok().and_then(|at| GENDERS.get(at));
        let letters = self.say.letters();
        let letter = text.parse().ok().map(|c| letters.gender(c).to_string());
        let is_meant = |(gender, key): &&(_, &str)| {
            letter.as_deref() == Some(key)
                || is_word(text, key)
                || [self.say, Locale::english()].iter().any(|say| is_word(text, &say.gender(*gender)))
        };
        by_number.or_else(|| GENDERS.iter().find(is_meant)).map(|(_, key)| *key)
    }

    /// Returns what must be typed into a field for an answer. `None` means that the answer is no choice of the field.
    pub(super) fn chosen_key<'a>(&self, field: FormField, text: &'a str) -> Option<&'a str> {
        match field {
            FormField::Gender => self.gender_key(text),
            FormField::Consent => self.consent_key(text),
            _ => Some(text),
        }
    }

    /// Returns the number that answers the question about consent. Letters of another layout do not count: another
    /// language may have the opposite word with the same first letter.
    fn consent_key(&self, text: &str) -> Option<&'static str> {
        let word = fold_for_search(text);
        let letter = text.parse().ok().filter(|c: &char| c.is_alphabetic()).map(|c| self.say.letters().answer(c));
        let is_meant = |(answer, key, number): &(bool, char, &str)| {
            let words = [self.say, Locale::english()].map(|say| fold_for_search(&say.consent(*answer)));
            letter == Some(*key) || word == *number || words.contains(&word)
        };
        [(false, 'n', "0"), (true, 'y', "1")].into_iter().find(is_meant).map(|(_, _, number)| number)
    }

    /// Chooses a group by number or by name. If a part of a name matches several groups, it lists them and returns
    /// false.
    fn choose_group(&mut self, text: &str) -> bool {
        if !matches!(self.model.groups, Groups::Loaded(_)) {
            self.set(FormField::Group, text);
            return true;
        }
        let found = self.model.groups.matching(text);
        let first = found.first().map(|group| (group.id, group.name.to_string()));
        let is_exact = first.as_ref().is_some_and(|(_, name)| name.to_lowercase() == text.to_lowercase());
        let by_number = text.parse::<usize>().ok().map(|number| number.checked_sub(1));
        match (by_number, first) {
            (_, Some((id, _))) if is_exact || found.len() == 1 => self.set_group(id),
            (Some(None), _) => self.set(FormField::Group, ""),
            (Some(Some(at)), _) => {
                let Some(id) = self.listed_groups.get(at) else {
                    self.error(&self.say.plain_which_again());
                    return false;
                };
                self.set_group(*id);
            }
            // The status of the field says that there is no such group.
            (None, None) => self.set(FormField::Group, text),
            (None, Some(_)) => {
                let names: Vec<String> = found.iter().map(|group| group.name.to_string()).collect();
                self.error(&self.say.plain_group_which());
                for name in names {
                    self.print_line(&name);
                }
                return false;
            }
        }
        true
    }

    /// Chooses this group, also if another one has the same name.
    fn set_group(&mut self, id: GroupId) {
        let group = self.model.groups.list().and_then(|list| list.with_id(id)).map(|group| group.name.to_string());
        self.set(FormField::Group, &group.unwrap_or_default());
        let chosen = |it: &Self| it.model.form().parsed_group(&it.model.groups).valid().map(|group| group.id);
        for _ in 0..self.model.groups.matching("").len() {
            if chosen(self) == Some(id) {
                return;
            }
            self.intend(Intent::Edit(Edit::GoToNextChar));
        }
    }

    /// Begins the next form if the one before is being sent.
    pub(super) fn begin_next_form(&mut self) {
        if matches!(self.model.stage, FormState::Submitting(_)) {
            self.intend(Intent::Focus(FormField::Phone));
        }
    }

    /// Moves the focus, unless a form is being sent: the question is about the next one.
    pub(super) fn focus(&mut self, field: FormField) {
        if matches!(self.model.stage, FormState::Editing { .. }) && self.model.form().focus() != field {
            self.intend(Intent::Focus(field));
        }
    }

    /// Replaces the text of a field. The change can be undone.
    pub(super) fn set(&mut self, field: FormField, text: &str) {
        let cid = self.model.form().cid();
        let before = self.typed(field);
        self.set_unrecorded(field, text);
        if self.typed(field) != before {
            self.changes.retain(|(of, ..)| *of == cid);
            self.changes.push((cid, field, before));
        }
    }

    pub(super) fn set_unrecorded(&mut self, field: FormField, text: &str) {
        self.intend(Intent::SetField { field, text: TypedText(text.to_owned()) });
    }

    /// Returns what must be typed into a field to get what is in it now.
    fn typed(&self, field: FormField) -> String {
        match (field, self.model.form().gender()) {
            (FormField::Consent, _) => if self.model.form().has_consent() { "1" } else { "0" }.to_owned(),
            (FormField::Gender, gender) => {
                GENDERS.iter().find(|(choice, _)| *choice == gender).map_or("", |(_, key)| *key).to_owned()
            }
            _ => self.words().value(field),
        }
    }

    pub(super) fn ask_next(&mut self, field: FormField) {
        self.step = Step::after_focus(self.model.form().field_after(field));
    }

    pub(super) fn has_error(&self, field: FormField) -> bool {
        matches!(self.words().field(field), Some((Severity::Bad, _)))
    }
}
