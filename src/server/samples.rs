//! The invented customers with which training begins.

use serde_json::{Map, Value};

use crate::domain::{Country, Phone};

use super::customers::parse_new_customer;
use super::phone_key::PhoneComparison;
use super::store::CustomerDetails;

/// The bodies of their registrations, without phones.
const CUSTOMERS: &str = include_str!("../../assets/training-customers.json");

/// Returns the customers, for the country of their phones.
pub(super) fn sample_customers(
    country: Country,
    venue_id: i64,
    phones: PhoneComparison,
    now: &str,
) -> Vec<CustomerDetails> {
    let bodies: Vec<Map<String, Value>> = serde_json::from_str(CUSTOMERS).unwrap_or_default();
    let customer = |(number, mut body): (u64, Map<String, Value>)| {
        body.extend(sample_phone(country, number).map(|phone| ("phone".to_owned(), phone.into())));
        parse_new_customer(&body, venue_id, phones, now.to_owned()).ok()
    };
    (0..).zip(bodies).filter_map(customer).collect()
}

/// Returns an invented phone: the example number of the country for the first customer, and numbers with other last two
/// digits for the others.
fn sample_phone(country: Country, number: u64) -> Option<String> {
    let example = Phone::parse(country.phone_example()?.national, country).valid()?;
    let digits: u64 = example.digits().parse().ok()?;
    Some(format!("+{}", digits - digits % 100 + (digits + number) % 100))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rlibphonenumber::PHONE_NUMBER_UTIL;

    use super::*;
    use crate::domain::Certainty;

    fn samples(country: Country) -> Vec<CustomerDetails> {
        sample_customers(country, 1, PhoneComparison::default(), "2026-11-24T09:00:00.000000Z")
    }

    #[test]
    fn there_are_a_dozen_and_each_value_occurs_with_and_without() {
        let customers = samples(Country::default());
        assert_eq!(customers.len(), 12);
        assert_eq!(customers[0].phone.as_deref(), Some("+994501234567"));
        let has: [fn(&CustomerDetails) -> bool; 6] = [
            |customer| customer.date_of_birth.is_some(),
            |customer| customer.gender.is_some(),
            |customer| customer.code.is_some(),
            |customer| customer.email.is_some(),
            |customer| customer.description.is_some(),
            |customer| customer.group_id > 1,
        ];
        for (at, has) in has.iter().enumerate() {
            assert!(customers.iter().any(has) && !customers.iter().all(has), "{at}");
        }
        let groups: BTreeSet<i64> = customers.iter().map(|customer| customer.group_id).collect();
        assert_eq!(groups, [1, 2, 3, 4].into());
    }

    /// A cashier of any country can type them as usual, and no two are equal.
    #[test]
    fn the_phones_are_valid_numbers_of_every_country() {
        for region in PHONE_NUMBER_UTIL.get_supported_regions() {
            let country: Country = region.to_string().parse().unwrap();
            let phones: BTreeSet<String> =
                samples(country).into_iter().map(|customer| customer.phone.unwrap()).collect();
            assert_eq!(phones.len(), 12, "{country}");
            for text in phones {
                let phone = Phone::parse(&text, country).valid().unwrap_or_else(|| panic!("{country}: {text}"));
                assert_eq!((phone.certainty(), phone.e164()), (Certainty::Valid, text.as_str()), "{country}");
            }
        }
    }
}
