//! The search by name: the found customers with numbers, and the card of a number.

use crate::app::{Intent, NameSearch, Overlay, OverlayKind};
use crate::form::FormField;

use super::Conversation;
use super::conversation::{Awaited, Step};

impl Conversation {
    /// Looks the typed name up, or asks for it.
    pub(super) fn find_by_name(&mut self) {
        self.intend(Intent::Open(OverlayKind::NameSearch));
        if self.name_search().is_some() {
            self.print_line(&self.say.find_loading());
            self.step = Step::Await(Awaited::Found);
        } else {
            self.error(&self.say.plain_type_name());
            self.step = Step::Field(FormField::Name);
        }
    }

    /// Returns true if the answer to the search has come.
    pub(super) fn has_found(&self) -> bool {
        self.name_search().is_some_and(|search| search.answer.is_some())
    }

    /// Prints the answer to the search.
    pub(super) fn print_found(&mut self) {
        let Some(search) = self.name_search() else { return };
        let (wording, has_rows) = (self.wording(), !search.customers().is_empty());
        let found = search.customers().iter().enumerate();
        let rows: Vec<String> =
            found.map(|(at, customer)| self.say.plain_row(at + 1, wording.found_customer(customer))).collect();
        let message = wording.name_search(search);
        for row in rows {
            self.print_line(&row);
        }
        if let Some(message) = message {
            self.print_message(message);
        }
        // A line typed before cannot have known the numbers.
        self.reply.drops_typed_ahead = true;
        if has_rows {
            self.step = Step::FoundRow;
        } else {
            self.leave_overlay();
        }
    }

    /// Takes the number of a found customer, and prints the card.
    pub(super) fn answer_found(&mut self, line: &str) {
        if line.is_empty() || line == "b" {
            return self.leave_overlay();
        }
        let at = line.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let customer = self.name_search().and_then(|search| search.customers().get(at?));
        let Some(rows) = customer.map(|customer| self.wording().customer(customer)) else {
            return self.error(&self.say.plain_which_again());
        };
        for (label, value) in rows {
            self.print_line(&(self.say.plain_prompt(label) + &value));
        }
    }

    fn name_search(&self) -> Option<&NameSearch> {
        match self.model.overlay() {
            Some(Overlay::NameSearch(search)) => Some(search),
            _ => None,
        }
    }
}
