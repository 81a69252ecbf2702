//! The sentences of the front end line by line: fields, notices and rows as a voice speaks them, without signs.

mod field;
mod notice;
mod rows;

use crate::app::Model;
use crate::domain::{Customer, CustomerId};
use crate::locale::Locale;
use crate::wording::Wording;

/// The model to be worded, in a language.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) model: &'a Model,
    pub(super) say: &'a Locale,
}

impl<'a> Words<'a> {
    /// Returns what words the same for the screen, without a limit of the width.
    pub(super) const fn of_screen(self) -> Wording<'a> {
        Wording { model: self.model, say: self.say, columns: usize::MAX }
    }

    /// Returns `NAME, number 12, GROUP, since 2019`.
    pub(super) fn customer(self, customer: &Customer) -> String {
        let say = self.say;
        let group = customer.group.as_ref().map(ToString::to_string);
        let since = customer.since_year.map(|year| say.lookup_since(year.to_string()));
        joined([Some(customer.name.to_string()), Some(self.number(customer.id)), group, since])
    }

    pub(super) fn number(self, id: CustomerId) -> String {
        self.say.plain_customer_number(id.to_string())
    }
}

/// Returns the parts that there are, with commas.
fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Returns a sentence with an end, because another one may follow it.
pub(super) fn sentence(words: String) -> String {
    if words.ends_with(['.', '!', '?', ':']) { words } else { words + "." }
}
