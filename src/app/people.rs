//! The customers whom this desk has registered or looked up since it was opened, in memory only. A customer with the
//! same name and birth date is probably the same person with another phone. The form warns and never blocks.

use chrono::NaiveDate;

use crate::domain::{Customer, CustomerId, DisplayText, NewCustomer, Recent, fold_for_search};

use super::{FormState, Model};

/// The customers whom this desk has seen, oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SeenCustomers(Recent<Person, 1_000>);

/// A customer, as far as the search for duplicates needs it.
#[derive(derive_more::Debug, Clone, PartialEq)]
#[debug("Person(…)")]
pub struct Person {
    key: String,
    born: NaiveDate,
    /// The name as it was stored.
    pub name: DisplayText,
    /// The customer ID. `None` until the API has given one.
    pub id: Option<CustomerId>,
}

impl SeenCustomers {
    /// Adds a customer that the API returned.
    pub(super) fn add_returned(&mut self, customer: &Customer) {
        if let Some(born) = customer.birth_date {
            self.add(customer.name.as_str(), born.date(), Some(customer.id));
        }
    }

    /// Adds a customer who was saved at this desk.
    pub(super) fn add_saved(&mut self, customer: &NewCustomer, id: Option<CustomerId>) {
        if let Some(born) = customer.birth_date {
            self.add(customer.name.as_str(), born.date(), id);
        }
    }

    fn add(&mut self, name: &str, born: NaiveDate, id: Option<CustomerId>) {
        let person = Person { key: key(name), born, name: DisplayText::new(name), id };
        self.0.retain(|known| known.id.is_none() || known.id != id);
        self.0.push(person);
    }

    fn find(&self, name: &str, born: NaiveDate) -> Option<&Person> {
        let key = key(name);
        self.0.iter().find(|person| person.born == born && person.key == key)
    }
}

/// Returns the words of a name, folded and sorted, so that order and spelling do not matter.
fn key(name: &str) -> String {
    let folded = fold_for_search(name);
    let mut words: Vec<&str> = folded.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

/// Returns a customer seen before who has the name and the birth date in the form.
pub fn find_duplicate(model: &Model) -> Option<&Person> {
    let FormState::Editing { form, .. } = &model.stage else { return None };
    let born = form.birth_date(&model.desk.rules).valid()?;
    model.people.find(form.name(&model.desk.rules).valid()?.as_str(), born.date())
}
