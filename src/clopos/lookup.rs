//! Looking customers up. The API's filters are loose (what they match is not documented, and one that it cannot read
//! brings the whole list), so every hit is compared again here.

use serde_json::Value;

use crate::domain::{ApiError, Country, Customer, Name, NewestCustomers, Parsed, Phone};

use super::calls::PAGE_SIZE;
use super::client::Client;
use super::wire;

/// A list of the newest customers has this many, or more if more are looked for.
const MAX_LOOKUP_RESULTS: usize = 100;

impl Client {
    /// The customers that have this phone, by any spelling: one call, and up to two more if that finds no customer.
    ///
    /// # Errors
    ///
    /// What kept it from an answer. `Uncertain` is harmless here.
    pub async fn find_by_phone(&self, phone: &Phone) -> Result<Vec<Customer>, ApiError> {
        let items = self.items_with_phone(phone).await?;
        Ok(items.iter().filter_map(wire::customer).collect())
    }

    /// The customer who has this phone, by one call: for a desk that looks up every number which is typed. The second
    /// spelling is not tried (see [`Client::find_by_phone`]): the API decides when the customer is saved.
    ///
    /// # Errors
    ///
    /// What kept it from an answer. `Uncertain` is harmless here.
    pub async fn look_up(&self, phone: &Phone) -> Result<Option<Customer>, ApiError> {
        let country = self.core.access.country;
        let items = self.newest_with("phones", phone.digits()).await?;
        let holder = items.iter().find(|item| has_phone(item, phone, country));
        Ok(holder.and_then(wire::customer))
    }

    /// The customers whose name contains this one whatever the case; the newest hundred at most.
    ///
    /// # Errors
    ///
    /// What kept it from an answer. `Uncertain` is harmless here.
    pub async fn find_by_name(&self, name: &Name) -> Result<Vec<Customer>, ApiError> {
        let wanted = name.as_str().to_lowercase();
        let mut customers = self.newest_with("name", name.as_str()).await?;
        customers.retain(|item| {
            let stored = item.get("name").and_then(Value::as_str).unwrap_or_default();
            stored.to_lowercase().contains(&wanted)
        });
        Ok(customers.iter().filter_map(wire::customer).collect())
    }

    /// The newest customers, at least as many as asked for if there are as many and one page can hold them: one call.
    ///
    /// # Errors
    ///
    /// What kept it from an answer. `Uncertain` is harmless here.
    pub async fn newest(&self, at_least: usize) -> Result<NewestCustomers, ApiError> {
        let page = at_least.clamp(MAX_LOOKUP_RESULTS, if self.core.access.credentials.is_v1() { 100 } else { 999 });
        let query = [("page", "1"), ("limit", &page.to_string()), ("sort[0]", "created_at"), ("sort[1]", "-1")];
        let (items, total) = self.list(&["customers"], &query).await?;
        let ahead = self.clock_skew().unwrap_or_default();
        Ok(NewestCustomers {
            complete_since: wire::complete_since(&items, total)
                .map(|since| since.checked_sub_signed(ahead).unwrap_or(since)),
            customers: items.iter().filter_map(wire::customer).collect(),
        })
    }

    /// The documented look-up is by digits without `+`. That misses a number stored with spaces if the filter
    /// compares texts, so the second try is the number as it is grouped at home, which a stored `+994 50 …` and
    /// a stored `050 …` both contain. The third are the bare national digits, which `0501234567` contains.
    async fn items_with_phone(&self, phone: &Phone) -> Result<Vec<Value>, ApiError> {
        let country = self.core.access.country;
        let has_it = |item: &Value| has_phone(item, phone, country);
        let national = without_country(&phone.international());
        let mut forms = vec![digits(phone.e164()), digits(&national)];
        forms.insert(1, national);
        for (at, form) in forms.iter().enumerate() {
            if forms.iter().take(at).any(|earlier| earlier == form) {
                continue;
            }
            let mut items = self.newest_with("phones", form).await?;
            items.retain(has_it);
            if !items.is_empty() {
                return Ok(items);
            }
        }
        Ok(Vec::new())
    }

    async fn newest_with(&self, field: &str, value: &str) -> Result<Vec<Value>, ApiError> {
        let mut query = vec![
            ("page", "1"),
            ("limit", PAGE_SIZE),
            ("filters[0][0]", field),
            ("filters[0][1]", value),
            ("sort[0]", "created_at"),
            ("sort[1]", "-1"),
        ];
        query.extend_from_slice(self.with_query());
        Ok(self.list(&["customers"], &query).await?.0)
    }
}

/// Whether a customer has this number, in whatever spelling.
fn has_phone(item: &Value, phone: &Phone, country: Country) -> bool {
    wire::phones(item).iter().any(|stored| is_same(stored, phone, country))
}

/// Whether a stored spelling is this number.
fn is_same(stored: &str, phone: &Phone, country: Country) -> bool {
    if digits(stored) == digits(phone.e164()) {
        return true;
    }
    matches!(Phone::parse(stored, country), Parsed::Valid(read) if read.e164() == phone.e164())
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// `+994 50 123 45 67` as `50 123 45 67`.
fn without_country(international: &str) -> String {
    international.split_once(' ').map_or(international, |(_, national)| national).to_owned()
}
