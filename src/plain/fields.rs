use crate::app::{Key, Notice};
use crate::form::{FormField, Groups, TextInput};
use crate::view::{Severity, of_field};

use super::Conversation;
use super::ask::GENDERS;
use super::conversation::Step;

impl Conversation {
    /// A line for a field: a sign that means something, or what it is to hold.
    pub(super) fn field(&mut self, spot: FormField, line: &str) {
        match line {
            "b" => self.step = Step::Field(spot.previous()),
            "." => self.step = Step::Confirm,
            "k" => self.answer_offer(),
            // What is wrong is said, but nobody is held back: it is asked for again before it is sent.
            "" => {
                self.press(Key::Tab);
                self.complain(spot);
                self.go_on(spot);
            }
            "-" => {
                self.erase();
                self.go_on(spot);
            }
            _ => self.fill(spot, line.trim()),
        }
    }

    fn fill(&mut self, spot: FormField, text: &str) {
        let taken = match spot {
            FormField::Gender => self.choose_gender(text),
            FormField::Group => self.choose_group(text),
            _ => {
                self.erase();
                self.paste(text);
                true
            }
        };
        self.filled = Some(spot);
        // What was left may say that it is not finished.
        self.press(Key::Tab);
        let wrong = of_field(&self.model, self.brush, spot).is_some_and(|said| said.tone == Severity::Bad);
        if taken {
            self.what_is_said_of(spot);
        }
        if matches!(self.model.notice, Some(Notice::Full)) {
            self.error(&self.brush.say.notice_field_full(TextInput::MAX_CHARS));
        }
        if taken && !wrong {
            self.go_on(spot);
        }
    }

    /// The offer at the field before: a name with capitals, the address that was probably meant.
    pub(super) fn answer_offer(&mut self) {
        if let Some(spot) = self.filled {
            self.go_to(spot);
            self.press(Key::Ctrl('y'));
            self.what_is_said_of(spot);
        }
    }

    fn choose_gender(&mut self, text: &str) -> bool {
        let number = text.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let by_number = number.and_then(|at| GENDERS.get(at)).map(|(_, key)| *key);
        let lower = text.to_lowercase();
        let say = self.brush.say;
        let by_word = GENDERS.iter().find(|(gender, key)| lower == *key || lower == say.gender(*gender).to_lowercase());
        let Some(key) = by_number.or(by_word.map(|(_, key)| *key)) else {
            self.error(&say.plain_which_again());
            return false;
        };
        self.erase();
        self.paste(key);
        true
    }

    /// By number, or by name; a part of a name that is in several is asked about.
    fn choose_group(&mut self, text: &str) -> bool {
        if !matches!(self.model.groups, Groups::Loaded(_)) {
            self.erase();
            self.paste(text);
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
            self.erase();
            self.paste(&name);
            return true;
        }
        let names: Vec<String> = found.iter().map(|group| group.name.to_string()).collect();
        if names.is_empty() {
            self.error(&self.brush.say.plain_which_again());
        } else {
            self.error(&self.brush.say.plain_group_which());
            for name in names {
                self.say(&format!("- {name}"));
            }
        }
        false
    }

    /// Puts the focus on a field, as keys do.
    pub(super) fn go_to(&mut self, spot: FormField) {
        for _ in FormField::ALL {
            match self.model.form().focus() {
                at if at < spot => self.press(Key::Tab),
                at if at > spot => self.press(Key::BackTab),
                _ => return,
            }
        }
    }

    fn erase(&mut self) {
        self.press(Key::End);
        self.press(Key::Ctrl('u'));
    }

    fn go_on(&mut self, spot: FormField) {
        self.step = match spot.next() {
            FormField::Register => Step::Confirm,
            next => Step::Field(next),
        };
    }

    /// What the screen would say below the field, with its label.
    pub(super) fn what_is_said_of(&mut self, spot: FormField) {
        if let Some(mut said) = of_field(&self.model, self.brush, spot) {
            // That an answer is on its way is a sign on the screen; here it is told when it has come.
            let awaited = format!(" · {}", self.brush.say.lookup_loading());
            let words = said.words.strip_suffix(&awaited).unwrap_or(&said.words);
            said.words = self.brush.say.plain_prompt(self.label(spot)) + words;
            self.voice(&said);
        }
    }

    fn complain(&mut self, spot: FormField) {
        if of_field(&self.model, self.brush, spot).is_some_and(|said| said.tone == Severity::Bad) {
            self.what_is_said_of(spot);
        }
    }
}
