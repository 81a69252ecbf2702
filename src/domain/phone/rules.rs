//! The phone library in memory: an index of the numbers of all countries, and the expressions of one of them.
//!
//! Loading costs more than everything else in the first frame of a desk. So the desk loads it afterwards, on another
//! thread, and until then parses phones without it.

use super::Phone;
use crate::domain::text::{Joiners, clean_text};
use crate::domain::{Country, FieldError, Parsed};

/// The proof that the phone library is loaded: a phone can be parsed without a delay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneRules(());

impl PhoneRules {
    /// Loads the library, and the expressions that every number of a country needs.
    pub fn load(country: Country) -> Self {
        // What is compiled for a number depends on the country and on the prefix; an example is a mobile number.
        let example = country.phone_example().map_or("", |example| example.national);
        let phone = Phone::parse(example, country).valid();
        let _ = phone.map(|phone| phone.international());
        Self(())
    }
}

impl Phone {
    /// Parses a number with the library, or only finds out if there is one while the library is not loaded.
    pub(crate) fn parse_with(rules: Option<PhoneRules>, text: &str, country: Country) -> Parsed<Self> {
        match rules {
            Some(_) => Self::parse(text, country),
            None if clean_text(text, Joiners::None).trim().is_empty() => Parsed::Empty,
            None => Parsed::Incomplete(FieldError::PhoneRulesNotLoaded),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_no_number_before_the_library_is_loaded() {
        let country = Country::default();
        let not_loaded = Parsed::Incomplete(FieldError::PhoneRulesNotLoaded);
        for text in ["5", "050 123 45 67", "+994501234567", "٠٥٠", "x"] {
            assert_eq!(Phone::parse_with(None, text, country), not_loaded, "{text}");
        }
        for text in ["", "  ", "\u{a0}"] {
            assert_eq!(Phone::parse_with(None, text, country), Parsed::Empty, "{text:?}");
        }
        let rules = Some(PhoneRules::load(country));
        for text in ["", "5", "050 123 45 67", "x"] {
            assert_eq!(Phone::parse_with(rules, text, country), Phone::parse(text, country), "{text}");
        }
    }
}
