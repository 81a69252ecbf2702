//! The country whose numbers are typed without a calling code.
//!
//! The settings name it. This module knows nothing of typed numbers.

use std::str::FromStr;

use rlibphonenumber::{PhoneNumberFormat, Region};

use super::library;

/// A country as its two letters of ISO 3166-1. Its numbers are typed without a calling code.
#[derive(Debug, derive_more::Display, Clone, Copy, PartialEq, Eq)]
pub struct Country(Region);

impl Default for Country {
    /// Returns Azerbaijan.
    fn default() -> Self {
        Self(Region::AZ)
    }
}

/// The error of a text that names no country. The text is a setting or an argument, never personal data, so that the
/// error may repeat it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnknownCountry {
    /// The text is not two letters.
    NotTwoLetters,
    /// The text is two letters, but no phone numbers are known for them.
    NoSuchCountry(String),
}

impl FromStr for Country {
    type Err = UnknownCountry;

    /// Parses two letters in either case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let region = match Region::from_code(text) {
            // The library’s own code for numbers that belong to no country.
            Ok(Region::World) | Err(_) => return Err(UnknownCountry::NotTwoLetters),
            Ok(region) => region,
        };
        match Self(region).phone_example() {
            Some(_) => Ok(Self(region)),
            None => Err(UnknownCountry::NoSuchCountry(region.to_string())),
        }
    }
}

impl Country {
    pub(super) const fn region(self) -> Region {
        self.0
    }

    /// Returns the calling code, with which a number begins after the `+`, e.g. 994.
    pub(in crate::domain) fn calling_code(self) -> i32 {
        // A region without an example cannot be constructed.
        self.phone_example().and_then(|example| example.calling_code.parse().ok()).unwrap_or_default()
    }

    /// Returns the country of a calling code, or the main one of several that share it.
    ///
    /// `None` means that the code belongs to no country, e.g. +800.
    pub(super) fn from_calling_code(code: i32) -> Option<Self> {
        let region = library::with_code(code)?.get_region_for_country_code(code)?;
        (region != Region::World).then_some(Self(region))
    }

    /// Returns the digits that are dialled before a number inside the country only: `0` in most countries, none in
    /// some.
    pub(super) fn trunk_prefix(self) -> String {
        let Some(library) = library::of_country(self) else { return String::new() };
        if library.is_nanpa_country(self.0) {
            // It is dialled but hardly ever written, so that the example below lacks it.
            return "1".to_owned();
        }
        // The library has no function for it, but writes its example number with it.
        let Ok(example) = library.get_example_number(self.0) else {
            return String::new();
        };
        let national = library.normalize_digits_only(library.format(&example, PhoneNumberFormat::National));
        let significant = rlibphonenumber::get_national_significant_number_owned(&example);
        national.strip_suffix(significant.as_str()).unwrap_or_default().to_owned()
    }
}
