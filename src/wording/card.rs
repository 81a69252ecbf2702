use crate::app::Card;
use crate::domain::{ConflictOwner, Customer, DisplayText, Field};
use crate::locale::Locale;

use super::Wording;

impl Wording<'_> {
    /// Returns the rows of a card: labels and values. A value that Clopos does not have gets no row.
    pub fn card(self, card: &Card) -> Vec<(String, String)> {
        match card {
            Card::Known(customer) => self.customer(customer),
            Card::Awaited(owner) => self.owner(owner, self.say.card_loading()),
            Card::Failed(owner, error) => self.owner(owner, self.say.api_error_of_read(error)),
            Card::Gone(owner) => self.owner(owner, self.say.card_gone()),
        }
    }

    fn owner(self, owner: &ConflictOwner, words: String) -> Vec<(String, String)> {
        let say = self.say;
        vec![
            (say.label(Field::Name), owner.name.to_string()),
            (say.card_number(), format!("#{}", owner.id)),
            (String::new(), words),
        ]
    }

    /// Returns the rows of a customer.
    pub fn customer(self, customer: &Customer) -> Vec<(String, String)> {
        customer_rows(self.say, customer, format!("#{}", customer.id))
    }
}

/// Returns the labels and values of a customer. A value that Clopos does not have gets no row.
pub fn customer_rows(say: &Locale, customer: &Customer, number: String) -> Vec<(String, String)> {
    let text = |value: &Option<DisplayText>| value.as_ref().map(ToString::to_string);
    let rows = [
        (say.label(Field::Name), Some(customer.name.to_string())),
        (say.card_number(), Some(number)),
        (say.label(Field::Phone), text(&customer.phone)),
        (say.label(Field::Group), text(&customer.group)),
        (say.card_balance(), customer.balance.as_ref().map(|amount| say.number(amount.as_str()))),
        (say.label(Field::Code), text(&customer.code)),
        (say.card_receipts(), customer.receipt_count.map(|count| count.to_string())),
        (say.label(Field::BirthDate), customer.birth_date.map(|born| say.date(born.date()))),
        (say.card_since(), customer.since_year.map(|year| year.to_string())),
        (say.label(Field::Note), text(&customer.note)),
    ];
    rows.into_iter().filter_map(|(label, value)| Some((label, value?))).collect()
}
