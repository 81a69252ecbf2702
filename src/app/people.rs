//! Whom this desk has registered or looked up since it was opened, in memory alone: somebody with the same name and the
//! same birth date is probably the same person with another phone. A warning, never a block.

use chrono::NaiveDate;

use crate::domain::{Customer, CustomerId, DisplayText, NewCustomer, fold_for_search};

use super::{FormState, Model};

/// More than a desk sees in a day.
const REMEMBERED: usize = 1_000;

/// Whom this desk has seen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SeenCustomers(Vec<Person>);

/// Somebody, as far as it matters here.
#[derive(Clone, PartialEq)]
pub struct Person {
    key: String,
    born: NaiveDate,
    /// The name as it was stored.
    pub name: DisplayText,
    /// The API's number, once it has one.
    pub id: Option<CustomerId>,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Person(…)")
    }
}

impl SeenCustomers {
    /// Somebody whom the API has told of.
    pub(super) fn add_returned(&mut self, customer: &Customer) {
        if let Some(born) = customer.birth_date {
            self.add(customer.name.as_str(), born.date(), Some(customer.id));
        }
    }

    /// Somebody who was saved here.
    pub(super) fn saved(&mut self, customer: &NewCustomer, id: Option<CustomerId>) {
        if let Some(born) = customer.birth_date {
            self.add(customer.name.as_str(), born.date(), id);
        }
    }

    fn add(&mut self, name: &str, born: NaiveDate, id: Option<CustomerId>) {
        let person = Person { key: key(name), born, name: DisplayText::new(name), id };
        self.0.retain(|known| known.id.is_none() || known.id != id);
        if self.0.len() >= REMEMBERED {
            self.0.remove(0);
        }
        self.0.push(person);
    }

    fn similar(&self, name: &str, born: NaiveDate) -> Option<&Person> {
        let key = key(name);
        self.0.iter().rev().find(|person| person.born == born && person.key == key)
    }
}

/// The words of a name in whatever order and spelling.
fn key(name: &str) -> String {
    let folded = fold_for_search(name);
    let mut words: Vec<&str> = folded.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

/// Somebody known here who has the name and the birth date that are being typed.
pub fn find_duplicate(model: &Model) -> Option<&Person> {
    let FormState::Editing { form, .. } = &model.stage else { return None };
    let born = form.birth_date(&model.desk.rules).valid()?;
    model.people.similar(form.name(&model.desk.rules).valid()?.as_str(), born.date())
}
