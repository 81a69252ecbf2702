//! The country whose numbers are typed without a calling code. The settings name it; nothing here knows of a
//! number as it is typed.

use std::fmt;
use std::str::FromStr;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, Region};

/// A country by its two letters (ISO 3166-1), whose numbers are typed without a calling code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country(Region);

impl Default for Country {
    /// Azerbaijan.
    fn default() -> Self {
        Self(Region::AZ)
    }
}

/// Why a text names no country. A setting or an argument, never personal data, so it is repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownCountry {
    /// The text has another shape.
    #[error("a country is two letters, like AZ or UZ")]
    NotTwoLetters,
    /// The shape is right, but no telephone numbers are known there.
    #[error("no country with phone numbers has the letters {0}: use one like AZ or UZ")]
    NoSuchCountry(String),
}

impl FromStr for Country {
    type Err = UnknownCountry;

    /// Reads two letters in either case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let region = match Region::from_code(text) {
            // The library’s own sign for numbers that belong to no country.
            Ok(Region::World) | Err(_) => return Err(UnknownCountry::NotTwoLetters),
            Ok(region) => region,
        };
        match PHONE_NUMBER_UTIL.get_country_code_for_region(region) {
            Some(_) => Ok(Self(region)),
            None => Err(UnknownCountry::NoSuchCountry(region.to_string())),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Country {
    pub(super) const fn region(self) -> Region {
        self.0
    }

    /// What a number from abroad begins with after the `+`, e.g. 994.
    pub(in crate::domain) fn calling_code(self) -> i32 {
        // A region without one cannot be made.
        PHONE_NUMBER_UTIL.get_country_code_for_region(self.0).unwrap_or_default()
    }

    /// The country that a calling code stands for; of several that share it, the main one. None for codes that
    /// belong to no country, such as +800.
    pub(super) fn from_calling_code(code: i32) -> Option<Self> {
        PHONE_NUMBER_UTIL.get_region_for_country_code(code).filter(|region| *region != Region::World).map(Self)
    }

    /// What is dialled before a number inside the country and left out from abroad: `0` in most, nothing in some.
    pub(super) fn trunk_prefix(self) -> String {
        if PHONE_NUMBER_UTIL.is_nanpa_country(self.0) {
            // Dialled and hardly ever written: the example below lacks it.
            return "1".to_owned();
        }
        // The library does not hand it out, but writes its example that way.
        let Ok(example) = PHONE_NUMBER_UTIL.get_example_number(self.0) else {
            return String::new();
        };
        let national = PHONE_NUMBER_UTIL.normalize_digits_only(example.format_as(PhoneNumberFormat::National));
        let significant = rlibphonenumber::get_national_significant_number_owned(&example);
        national.strip_suffix(significant.as_str()).unwrap_or_default().to_owned()
    }
}
