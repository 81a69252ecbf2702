//! The customers whom this desk has registered or looked up since it was opened, in memory only. A customer with a
//! similar name and the same birth date is probably the same person with another phone. The form warns and never blocks.

use chrono::NaiveDate;

use crate::domain::{BirthDate, Customer, CustomerId, DisplayText, NameKey, Recent};

/// The customers whom this desk has seen, oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SeenCustomers(Recent<Person, 1_000>);

/// A customer, as far as the search for duplicates needs it.
#[derive(derive_more::Debug, Clone, PartialEq)]
#[debug("Person(…)")]
pub struct Person {
    born: NaiveDate,
    /// The name as it was stored.
    pub name: DisplayText,
    /// The customer ID. `None` until the API has given one.
    pub id: Option<CustomerId>,
}

impl SeenCustomers {
    /// Adds a customer, who counts only with a birth date.
    pub(in crate::app) fn add(&mut self, name: &str, born: Option<BirthDate>, id: Option<CustomerId>) {
        let Some(born) = born else { return };
        self.0.retain(|known| known.id.is_none() || known.id != id);
        self.0.push(Person { born: born.date(), name: DisplayText::new(name), id });
    }

    /// Adds a customer that the API returned.
    pub(in crate::app) fn add_returned(&mut self, customer: &Customer) {
        self.add(customer.name.as_str(), customer.birth_date, Some(customer.id));
    }

    /// Returns a customer with a similar name and this birth date.
    pub(in crate::app) fn find(&self, name: &str, born: NaiveDate) -> Option<&Person> {
        // The keys are not stored: they are larger than the names, and few customers were born on one day.
        let mut born_that_day = self.0.iter().filter(|person| person.born == born).peekable();
        born_that_day.peek()?;
        let key = NameKey::new(name);
        born_that_day.find(|person| NameKey::new(person.name.as_str()).is_similar_to(&key))
    }
}
