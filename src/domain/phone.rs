//! A customer's phone number, parsed while it is typed or from a stored spelling, and sent as E.164.
//!
//! The form calls it on every key, the API client for stored numbers. `rlibphonenumber` (a port of Google's
//! libphonenumber and its metadata) knows which numbers exist. This module adds what a cashier sees while typing a
//! number.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use rlibphonenumber::{PhoneNumber, PhoneNumberFormat, PhoneNumberUtil};
use serde::{Deserialize, Serialize, Serializer};

use super::Parsed;
use super::personal::redacted_debug;
use super::text::{Joiners, clean_text};

mod country;
mod example;
mod library;
mod notation;
mod numbering_plan;
mod rules;

pub use country::{Country, UnknownCountry};
pub use example::PhoneExample;
use notation::PhoneDigits;
pub use rules::PhoneRules;

/// The certainty that a phone number exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Its country assigns numbers with this length and prefix.
    Valid,
    /// Its length is right, but its prefix is not known to be in use. It is allowed with a warning.
    Possible,
}

/// A phone number in E.164, e.g. `+994501234567`. Two numbers are equal if their E.164 is equal, however they were
/// typed.
#[derive(Clone, Deserialize)]
#[serde(from = "String")]
pub struct Phone {
    e164: String,
    certainty: Certainty,
}

redacted_debug!(Phone);

impl Phone {
    /// Parses a number that may still be incomplete.
    ///
    /// It may be national (`050 123 45 67`, `501234567`) or international (`+994…`, `00994…`, or the country's own
    /// calling code alone). Extensions and letters instead of digits are not allowed.
    ///
    /// # Examples
    ///
    /// ```
    /// # use frontdesk::domain::{Country, FieldError, Parsed, Phone};
    /// let parse = |text| Phone::parse(text, Country::default());
    ///
    /// assert_eq!(parse("050 123 45 67").valid().unwrap().e164(), "+994501234567");
    /// assert_eq!(parse("+994 50 123 45 67"), parse("050 123 45 67"));
    /// assert_eq!(parse("050 123"), Parsed::Incomplete(FieldError::PhoneDigitsMissing(4)));
    /// assert_eq!(parse("050 123 45 6O"), Parsed::Invalid(FieldError::PhoneInvalidCharacter('O')));
    /// ```
    pub fn parse(text: &str, country: Country) -> Parsed<Self> {
        let line = clean_text(text, Joiners::None);
        let text = line.trim();
        if text.is_empty() {
            return Parsed::Empty;
        }
        match PhoneDigits::parse(text) {
            Err(error) => Parsed::Invalid(error),
            Ok(PhoneDigits::International(digits)) => numbering_plan::parse_international(&digits),
            Ok(PhoneDigits::National(digits)) => numbering_plan::parse_national(&digits, country),
        }
    }

    /// Parses a number as the API stored it: any spelling that can be typed, or a calling code without its `+`.
    ///
    /// `None` means that the text is no number.
    pub fn from_api(text: &str, country: Country) -> Option<Self> {
        let with_plus = || Self::parse(&format!("+{}", text.trim()), country).valid();
        Self::parse(text, country).valid().or_else(with_plus)
    }

    /// Returns the number as it is sent: E.164, e.g. `+994501234567`.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// Returns the number as it is looked up: E.164 without the `+`, e.g. `994501234567`.
    pub fn digits(&self) -> &str {
        self.e164.trim_start_matches('+')
    }

    /// Returns the number without its calling code, e.g. `501234567`. Every spelling of a number contains these digits.
    pub fn national_digits(&self) -> &str {
        library::split_e164(&self.e164).map_or_else(|| self.digits(), |(_, national)| national)
    }

    /// Returns the number as people write it, e.g. `+994 50 123 45 67`.
    pub fn international(&self) -> String {
        let written = library::split_e164(&self.e164).and_then(|(code, _)| {
            let library = library::with_code(code)?;
            let number = library.parse(&self.e164, None).ok()?;
            Some(library.format(&number, PhoneNumberFormat::International).into_owned())
        });
        written.unwrap_or_else(|| self.e164.clone())
    }

    /// Returns whether the number is known to be valid.
    pub const fn certainty(&self) -> Certainty {
        self.certainty
    }

    fn from_number(library: &PhoneNumberUtil, number: &PhoneNumber) -> Self {
        Self {
            e164: library.format(number, PhoneNumberFormat::E164).into_owned(),
            certainty: if library.is_valid_number(number) { Certainty::Valid } else { Certainty::Possible },
        }
    }
}

impl From<String> for Phone {
    /// Restores a stored E.164 number: it was valid when it was stored, whatever the metadata says now.
    fn from(e164: String) -> Self {
        let parsed = Self::from_api(&e164, Country::default()).filter(|phone| phone.e164 == e164);
        parsed.unwrap_or(Self { e164, certainty: Certainty::Possible })
    }
}

impl Serialize for Phone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.e164)
    }
}

impl PartialEq for Phone {
    fn eq(&self, other: &Self) -> bool {
        self.e164 == other.e164
    }
}

impl Eq for Phone {}

impl PartialOrd for Phone {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Phone {
    fn cmp(&self, other: &Self) -> Ordering {
        self.e164.cmp(&other.e164)
    }
}

impl Hash for Phone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.e164.hash(state);
    }
}

#[cfg(test)]
mod tests;
