//! The invented customers with which training begins.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::domain::{Country, Phone};

use super::customers::parse_new_customer;
use super::phone_key::PhoneComparison;
use super::store::CustomerDetails;

/// The invented data: the bodies of the registrations, without phones, and the names of the venue and of the groups in the
/// languages that have their own. A note is an object with its texts in all languages.
const TRAINING: &str = include_str!("../../assets/training-customers.json");

/// What an invented customer's data depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleOrigin {
    /// The country of the phones.
    pub country: Country,
    /// The code of the language of notes and names. Without data it is English.
    pub language: &'static str,
}

/// The data with which a database of training begins.
#[derive(Default)]
pub struct Samples {
    /// The customers.
    pub(super) customers: Vec<CustomerDetails>,
    /// The names of the venue and of the groups. `None` keeps the English ones.
    pub(super) names: Option<SampleNames>,
}

/// Names in the language of the cashier.
#[derive(Deserialize)]
pub(super) struct SampleNames {
    /// The name of the main venue.
    pub(super) venue: String,
    /// The names of the groups, from number 1 on.
    pub(super) groups: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Training {
    names: HashMap<String, SampleNames>,
    customers: Vec<Map<String, Value>>,
}

/// Returns the invented data.
pub(super) fn samples(origin: SampleOrigin, venue_id: i64, phones: PhoneComparison, now: &str) -> Samples {
    let Training { mut names, customers } = serde_json::from_str(TRAINING).unwrap_or_default();
    let customer = |(number, mut body): (u64, Map<String, Value>)| {
        if let Some(note) = body.get_mut("description") {
            *note = note.get(origin.language).or_else(|| note.get("en")).cloned().unwrap_or_default();
        }
        body.extend(sample_phone(origin.country, number).map(|phone| ("phone".to_owned(), phone.into())));
        parse_new_customer(&body, venue_id, phones, now.to_owned()).ok()
    };
    Samples { customers: (0..).zip(customers).filter_map(customer).collect(), names: names.remove(origin.language) }
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

    fn samples_in(country: Country, language: &'static str) -> Samples {
        let origin = SampleOrigin { country, language };
        super::samples(origin, 1, PhoneComparison::default(), "2026-11-24T09:00:00.000000Z")
    }

    fn samples(country: Country) -> Vec<CustomerDetails> {
        samples_in(country, "en").customers
    }

    #[test]
    fn notes_and_names_are_in_the_language_and_else_in_english() {
        for (language, note, venue) in [
            ("en", "No nuts.", None),
            ("az", "Qoz-fındıq olmaz.", Some("Əsas filial")),
            ("ru", "Без орехов.", Some("Главный филиал")),
            ("tr", "Kuruyemiş olmasın.", Some("Ana şube")),
            ("uz", "Yongʻoq solinmasin.", Some("Asosiy filial")),
            ("de", "No nuts.", None),
        ] {
            let found = samples_in(Country::default(), language);
            assert!(found.customers.iter().any(|it| it.description.as_deref() == Some(note)), "{language}");
            assert_eq!(found.customers.iter().filter(|it| it.description.is_some()).count(), 4, "{language}");
            assert_eq!(found.names.as_ref().map(|names| names.venue.as_str()), venue, "{language}");
            assert!(found.names.is_none_or(|names| names.groups.len() == 4), "{language}");
        }
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
