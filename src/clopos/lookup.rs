//! The look-ups of customers, as methods of [`Client`]. The API's filters are loose: what they match is not documented,
//! and a filter that it cannot read returns the whole list. So every result is compared again here.

use serde_json::Value;

use crate::domain::{
    ApiError, Country, Customer, FoundByName, Name, NewestCustomers, Phone, PhoneLookup, fold_for_search,
};

use super::calls::PAGE_SIZE;
use super::client::Client;
use super::wire;

/// The size of a list of the newest customers, unless the caller needs more.
const MIN_NEWEST_CUSTOMERS: usize = 100;

/// More words of a name are not sent, but they are compared.
const MAX_NAME_FILTERS: usize = 4;

impl Client {
    /// Finds the customers that have this phone in any spelling. It makes one call, and up to two more if that finds no
    /// customer.
    ///
    /// # Errors
    ///
    /// The cause if there was no valid answer. `Unknown` is harmless here, because nothing is changed.
    pub async fn find_by_phone(&self, phone: &Phone) -> Result<Vec<Customer>, ApiError> {
        let mut client = self.clone();
        for spelling in [phone.digits(), phone.national_digits(), &spaced_national_number(phone)] {
            let found = client.with_phone(spelling, phone).await?;
            if !found.is_empty() {
                return Ok(found);
            }
            client = self.for_further_calls();
        }
        Ok(Vec::new())
    }

    /// Finds the customer who has this phone, for a desk that looks up every number that is typed. It makes one call in
    /// the documented form, and a second one for the national digits if that finds no customer: every spelling of a
    /// number contains them.
    ///
    /// # Errors
    ///
    /// The cause if the first call had no valid answer. If only the second one fails, the result says so.
    pub async fn look_up(&self, phone: &Phone) -> Result<PhoneLookup, ApiError> {
        let mut found = self.with_phone(phone.digits(), phone).await?;
        if found.is_empty() {
            match self.with_phone(phone.national_digits(), phone).await {
                Ok(others) => found = others,
                Err(_) => return Ok(PhoneLookup::NotFoundAsSent),
            }
        }
        Ok(found
            .into_iter()
            .next()
            .map_or(PhoneLookup::NotRegistered, |owner| PhoneLookup::Registered(Box::new(owner))))
    }

    /// Finds the newest ten customers whose name has each word of this one, in any order and case, with one call.
    ///
    /// # Errors
    ///
    /// The cause if there was no valid answer. `Unknown` is harmless here, because nothing is changed.
    pub async fn look_up_name(&self, name: &Name) -> Result<FoundByName, ApiError> {
        let mut words: Vec<&str> = name.as_str().split_whitespace().collect();
        // An API that uses only the first filter finds the fewest others by the longest word.
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        words.truncate(MAX_NAME_FILTERS);
        let mut customers = self.with_name(&words, name).await?;
        let has_more = customers.len() > FoundByName::MAX_CUSTOMERS;
        customers.truncate(FoundByName::MAX_CUSTOMERS);
        Ok(FoundByName { customers, has_more })
    }

    /// Finds the customers whose name contains this one, in any case. At most the newest hundred are searched.
    ///
    /// # Errors
    ///
    /// The cause if there was no valid answer. `Unknown` is harmless here, because nothing is changed.
    pub async fn find_by_name(&self, name: &Name) -> Result<Vec<Customer>, ApiError> {
        self.with_name(&[name.as_str()], name).await
    }

    /// Returns the newest customers with one call: at least `at_least`, if as many exist and one page has room for
    /// them.
    ///
    /// # Errors
    ///
    /// The cause if there was no valid answer. `Unknown` is harmless here, because nothing is changed.
    pub async fn newest(&self, at_least: usize) -> Result<NewestCustomers, ApiError> {
        let page_size =
            at_least.clamp(MIN_NEWEST_CUSTOMERS, if self.core.config.credentials.is_v1() { 100 } else { 999 });
        let query = [("page", "1"), ("limit", &page_size.to_string()), ("sort[0]", "created_at"), ("sort[1]", "-1")];
        let (items, total) = self.list(&["customers"], &query).await?;
        let skew = self.clock_skew().unwrap_or_default();
        Ok(NewestCustomers {
            complete_since: wire::complete_since(&items, total)
                .map(|since| since.checked_sub_signed(skew).unwrap_or(since)),
            customers: items.iter().filter_map(wire::customer).collect(),
        })
    }

    /// Returns the customers with a phone that a filter for one spelling of it finds.
    async fn with_phone(&self, spelling: &str, phone: &Phone) -> Result<Vec<Customer>, ApiError> {
        let mut items = self.newest_matching("phones", &[spelling]).await?;
        items.retain(|item| has_phone(item, phone, self.core.config.country));
        Ok(items.iter().filter_map(wire::customer).collect())
    }

    /// Returns the customers whose name has each word of a name, if filters for some texts find them.
    async fn with_name(&self, filters: &[&str], name: &Name) -> Result<Vec<Customer>, ApiError> {
        let wanted = fold_for_search(name.as_str());
        let mut customers: Vec<_> =
            self.newest_matching("name", filters).await?.iter().filter_map(wire::customer).collect();
        customers.retain(|customer| {
            let stored = fold_for_search(customer.name.as_str());
            wanted.split(' ').all(|word| stored.contains(word))
        });
        Ok(customers)
    }

    async fn newest_matching(&self, field: &str, values: &[&str]) -> Result<Vec<Value>, ApiError> {
        let filters: Vec<_> =
            (0..values.len()).map(|at| (format!("filters[{at}][0]"), format!("filters[{at}][1]"))).collect();
        let mut query = vec![("page", "1"), ("limit", PAGE_SIZE)];
        for ((field_key, value_key), value) in filters.iter().zip(values) {
            query.extend([(field_key.as_str(), field), (value_key.as_str(), *value)]);
        }
        query.extend([("sort[0]", "created_at"), ("sort[1]", "-1")]);
        query.extend_from_slice(self.include_query());
        Ok(self.list(&["customers"], &query).await?.0)
    }
}

/// Returns true if a customer has this number, in any spelling.
fn has_phone(item: &Value, phone: &Phone, country: Country) -> bool {
    wire::phones(item).iter().any(|stored| {
        let digits = stored.chars().filter(char::is_ascii_digit);
        digits.eq(phone.digits().chars()) || Phone::from_api(stored, country).as_ref() == Some(phone)
    })
}

/// Returns `50 123 45 67` for `+994 50 123 45 67`: a stored `+994 50 …` and a stored `050 …` both contain it.
fn spaced_national_number(phone: &Phone) -> String {
    let international = phone.international();
    international.split_once(' ').map_or(international.as_str(), |(_, national)| national).to_owned()
}
