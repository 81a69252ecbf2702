//! Decides if the phones of two customers are equal, and if a filter finds a phone. The API documents neither, so both
//! are settings. Pure.

use std::collections::HashSet;

use crate::domain::{Country, Phone};

/// How phones are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PhoneComparison {
    /// The part of a phone that is unique.
    pub unique: PhoneUnique,
    /// The phones that a filter finds.
    pub filter: PhoneFilter,
    /// The country of phones without a calling code.
    pub country: Country,
}

/// The part of a customer's phone that is unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PhoneUnique {
    /// Its ASCII digits: `+994 50 333 22 11` equals `994503332211`.
    #[default]
    Digits,
    /// Its number, in any spelling: `+994503332211` equals `0503332211`.
    Number,
}

/// The phones that a filter finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PhoneFilter {
    /// Those that contain its digits.
    #[default]
    Substring,
    /// Those that are equal to it, as if they had to be unique.
    Exact,
}

impl PhoneComparison {
    /// Returns the key that all spellings of one phone share. A phone without digits is its own key, and a text that is
    /// no number has its digits.
    pub(super) fn key(self, phone: &str) -> String {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        if digits.is_empty() {
            return phone.to_owned();
        }
        match self.unique {
            PhoneUnique::Digits => digits,
            PhoneUnique::Number => {
                Phone::from_api(phone, self.country).map_or(digits, |number| number.digits().to_owned())
            }
        }
    }

    /// Returns the key of each phone. If another one before it has the same key, it ends in `#` and the customer's id.
    pub(super) fn keys(self, phones: Vec<(i64, String)>) -> impl Iterator<Item = (i64, String)> {
        let mut used = HashSet::new();
        phones.into_iter().map(move |(id, phone)| {
            let key = self.key(&phone);
            let is_first = used.insert(key.clone());
            (id, if is_first { key } else { format!("{key}#{id}") })
        })
    }

    /// Returns the name of the rule by which keys are made. The database stores it.
    pub(super) fn name(self) -> String {
        match self.unique {
            PhoneUnique::Digits => "digits".to_owned(),
            PhoneUnique::Number => format!("number {}", self.country),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_of_a_number_have_one_key() {
        let number = PhoneComparison { unique: PhoneUnique::Number, ..PhoneComparison::default() };
        for spelling in [
            "+994551112233",
            "00994551112233",
            "994551112233",
            "0551112233",
            "551112233",
            "(055) 111-22-33",
            "+994 (0)55 111 22 33",
            "tel:+994-55-111-22-33",
        ] {
            assert_eq!(number.key(spelling), "994551112233", "{spelling}");
        }
        assert_eq!(number.key("+7 916 123-45-67"), "79161234567");
        // Not a number of any country.
        assert_eq!(number.key("ext. 12"), "12");
        assert_eq!(number.key("none"), "none");
        let digits = PhoneComparison::default();
        assert_eq!(digits.key("+994 55 111 22 33"), digits.key("994551112233"));
        assert_ne!(digits.key("+994551112233"), digits.key("0551112233"));
        assert_eq!(digits.key("none"), "none");
        let country = "UZ".parse().unwrap();
        assert_eq!(PhoneComparison { country, ..number }.key("90 123 45 67"), "998901234567");
    }
}
