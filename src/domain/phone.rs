//! A customer's phone number, parsed while it is typed or from a stored spelling, and sent as E.164.
//!
//! The form calls it on every key, the API client for stored numbers. `rlibphonenumber` (a port of Google's
//! libphonenumber and its metadata) knows which numbers exist. This module adds what a cashier sees while typing a
//! number.

use rlibphonenumber::{PhoneNumber, PhoneNumberFormat, PhoneNumberUtil};
use serde::{Deserialize, Serialize};

use super::Parsed;
use super::text::{Joiners, clean_text};

mod country;
mod example;
mod library;
mod notation;
mod numbering_plan;
mod other_reading;
mod rules;

pub use country::{Country, UnknownCountry};
pub use example::PhoneExample;
pub use library::{PHONE_DATA_DATE, PHONE_DATA_VERSION};
use notation::PhoneDigits;
use other_reading::{OtherReading, other_reading};
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
///
/// Deserialisation does not check it: it was valid when it was stored, whatever the metadata says now.
#[derive(derive_more::Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[debug("Phone(…)")]
pub struct Phone(String);

impl Phone {
    /// Parses a number that may still be incomplete.
    ///
    /// It may be national (`050 123 45 67`, `501234567`) or international (`+994…`, `00994…`, or the country's own
    /// calling code alone). A prefix too many is removed if one valid number is left. Extensions and letters instead of
    /// digits are not allowed.
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
        let digits = match PhoneDigits::parse(text) {
            Err(error) => return Parsed::Invalid(error),
            Ok(digits) => digits,
        };
        let parsed = parse_as_typed(&digits, country);
        if parsed.is_certain() {
            return parsed;
        }
        match (other_reading(&digits, country), parsed) {
            (OtherReading::Number(phone), _) => Parsed::Valid(phone),
            (OtherReading::Beginning, Parsed::Invalid(error)) => Parsed::Incomplete(error),
            (_, parsed) => parsed,
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
        &self.0
    }

    /// Returns the number as it is looked up: E.164 without the `+`, e.g. `994501234567`.
    pub fn digits(&self) -> &str {
        self.0.trim_start_matches('+')
    }

    /// Returns the number without its calling code, e.g. `501234567`. Every spelling of a number contains these digits.
    pub fn national_digits(&self) -> &str {
        library::split_calling_code(self.digits()).map_or_else(|| self.digits(), |(_, national)| national)
    }

    /// Returns the number as people write it, e.g. `+994 50 123 45 67`.
    pub fn international(&self) -> String {
        let format = |library: &PhoneNumberUtil, number: &PhoneNumber| {
            library.format(number, PhoneNumberFormat::International).into_owned()
        };
        self.ask_library(format).unwrap_or_else(|| self.0.clone())
    }

    /// Returns whether the number is known to be valid.
    pub fn certainty(&self) -> Certainty {
        match self.ask_library(PhoneNumberUtil::is_valid_number) {
            Some(true) => Certainty::Valid,
            Some(false) | None => Certainty::Possible,
        }
    }

    fn ask_library<T>(&self, question: impl FnOnce(&PhoneNumberUtil, &PhoneNumber) -> T) -> Option<T> {
        let library = library::with_code(library::split_calling_code(self.digits())?.0)?;
        Some(question(library, &library.parse(&self.0, None).ok()?))
    }

    fn from_number(library: &PhoneNumberUtil, number: &PhoneNumber) -> Self {
        Self(library.format(number, PhoneNumberFormat::E164).into_owned())
    }
}

fn parse_as_typed(digits: &PhoneDigits, country: Country) -> Parsed<Phone> {
    match digits {
        PhoneDigits::International(digits) => numbering_plan::parse_international(digits),
        PhoneDigits::National(digits) => numbering_plan::parse_national(digits, country),
    }
}

impl Parsed<Phone> {
    /// Returns true for a number that is known to be valid.
    fn is_certain(&self) -> bool {
        matches!(self, Self::Valid(phone) if phone.certainty() == Certainty::Valid)
    }
}

#[cfg(test)]
mod tests;
