//! The look-ups of customers, as methods of [`Client`]. The API's filters are loose: what they match is not documented,
//! and a filter that it cannot read returns the whole list. So every result is compared again here.

use serde_json::Value;

use crate::domain::{ApiError, Country, Customer, Name, NewestCustomers, Parsed, Phone};

use super::calls::PAGE_SIZE;
use super::client::Client;
use super::wire;

/// The size of a list of the newest customers, unless the caller needs more.
const MIN_NEWEST_CUSTOMERS: usize = 100;

impl Client {
    /// Finds the customers that have this phone in any spelling. It makes one call, and up to two more if that finds no
    /// customer.
    ///
    /// # Errors
    ///
    /// The cause if there was no valid answer. `Unknown` is harmless here, because nothing is changed.
    pub async fn find_by_phone(&self, phone: &Phone) -> Result<Vec<Customer>, ApiError> {
        let items = self.items_with_phone(phone).await?;
        Ok(items.iter().filter_map(wire::customer).collect())
    }

    /// Finds the customer who has this phone, with one call. It is for a desk that looks up every number that is typed.
    /// The other spellings of [`Client::find_by_phone`] are not tried: the API decides when the customer is saved.
    ///
    /// # Errors
    ///
    /// The cause if there was no valid answer. `Unknown` is harmless here, because nothing is changed.
    pub async fn look_up(&self, phone: &Phone) -> Result<Option<Customer>, ApiError> {
        let country = self.core.config.country;
        let items = self.newest_matching("phones", phone.digits()).await?;
        let owner = items.iter().find(|item| has_phone(item, phone, country));
        Ok(owner.and_then(wire::customer))
    }

    /// Finds the customers whose name contains this one, in any case. At most the newest hundred are searched.
    ///
    /// # Errors
    ///
    /// The cause if there was no valid answer. `Unknown` is harmless here, because nothing is changed.
    pub async fn find_by_name(&self, name: &Name) -> Result<Vec<Customer>, ApiError> {
        let wanted = name.as_str().to_lowercase();
        let mut customers = self.newest_matching("name", name.as_str()).await?;
        customers.retain(|item| {
            let stored = item.get("name").and_then(Value::as_str).unwrap_or_default();
            stored.to_lowercase().contains(&wanted)
        });
        Ok(customers.iter().filter_map(wire::customer).collect())
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

    /// Tries up to three spellings of a phone. The documented look-up is by digits without `+`. It misses a number that
    /// was stored with spaces if the filter compares texts. So the second spelling is the national number with its
    /// spaces, which a stored `+994 50 …` and a stored `050 …` both contain. The third is the national digits, which
    /// `0501234567` contains.
    async fn items_with_phone(&self, phone: &Phone) -> Result<Vec<Value>, ApiError> {
        let country = self.core.config.country;
        let has_this_phone = |item: &Value| has_phone(item, phone, country);
        let national = national_part(&phone.international());
        let mut spellings = vec![digits(phone.e164()), digits(&national)];
        spellings.insert(1, national);
        for (index, spelling) in spellings.iter().enumerate() {
            if spellings.iter().take(index).any(|earlier| earlier == spelling) {
                continue;
            }
            let mut items = self.newest_matching("phones", spelling).await?;
            items.retain(has_this_phone);
            if !items.is_empty() {
                return Ok(items);
            }
        }
        Ok(Vec::new())
    }

    async fn newest_matching(&self, field: &str, value: &str) -> Result<Vec<Value>, ApiError> {
        let mut query = vec![
            ("page", "1"),
            ("limit", PAGE_SIZE),
            ("filters[0][0]", field),
            ("filters[0][1]", value),
            ("sort[0]", "created_at"),
            ("sort[1]", "-1"),
        ];
        query.extend_from_slice(self.include_query());
        Ok(self.list(&["customers"], &query).await?.0)
    }
}

/// Returns true if a customer has this number, in any spelling.
fn has_phone(item: &Value, phone: &Phone, country: Country) -> bool {
    wire::phones(item).iter().any(|stored| is_same_number(stored, phone, country))
}

/// Returns true if a stored spelling is this number.
fn is_same_number(stored: &str, phone: &Phone, country: Country) -> bool {
    if digits(stored) == digits(phone.e164()) {
        return true;
    }
    matches!(Phone::parse(stored, country), Parsed::Valid(parsed) if parsed.e164() == phone.e164())
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Returns `50 123 45 67` for `+994 50 123 45 67`.
fn national_part(international: &str) -> String {
    international.split_once(' ').map_or(international, |(_, national)| national).to_owned()
}
