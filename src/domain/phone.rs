//! A customer's phone number: read as it is typed or stored, sent as E.164. What a number is, rlibphonenumber
//! knows (a port of Google's libphonenumber and its metadata); here is what a person sees while typing one.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat};

use super::personal::redacted_debug;
use super::{Parsed, sanitize_line};

mod country;
mod notation;
mod numbering_plan;

pub use country::{Country, UnknownCountry};
use notation::PhoneDigits;

/// How sure it is that a phone number exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Its length and its prefix are ones that its country gives out.
    Valid,
    /// Its length is right, its prefix is not known to be in use: allowed, with a warning.
    Possible,
}

/// A phone number in E.164, e.g. `+994501234567`. Two are the same if that is the same, however they were typed.
#[derive(Clone)]
pub struct Phone {
    e164: String,
    certainty: Certainty,
}

redacted_debug!(Phone);

/// Loads the metadata of all countries, which the first number would else wait for (10 ms).
pub fn preload_phone_metadata() {
    let _ = Phone::parse("+994501234567", Country::default());
}

impl Phone {
    /// Reads a number as it is typed: national (`050 123 45 67`, `501234567`) or international (`+994…`,
    /// `00994…`, or the country's own calling code alone). No extensions and no letters for digits.
    pub fn parse(text: &str, country: Country) -> Parsed<Self> {
        let line = sanitize_line(text);
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

    /// Reads a number as the API stored it: any spelling that can be typed, or a calling code without its `+`.
    /// Nothing where it is no number.
    pub fn from_api(text: &str, country: Country) -> Option<Self> {
        let with_plus = || Self::parse(&format!("+{}", text.trim()), country).valid();
        Self::parse(text, country).valid().or_else(with_plus)
    }

    /// What was good when it was written down as E.164, whatever is known of numbers by now.
    pub(crate) fn from_stored(e164: String) -> Self {
        let parsed = Self::from_api(&e164, Country::default()).filter(|phone| phone.e164 == e164);
        parsed.unwrap_or(Self { e164, certainty: Certainty::Possible })
    }

    /// E.164, e.g. `+994501234567`: what is sent.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// E.164 without the `+`, e.g. `994501234567`: what is looked for.
    pub fn digits(&self) -> &str {
        self.e164.trim_start_matches('+')
    }

    /// As people write it, e.g. `+994 50 123 45 67`.
    pub fn international(&self) -> String {
        PHONE_NUMBER_UTIL.parse(&self.e164, None).map_or_else(
            |_| self.e164.clone(),
            |number| number.format_as(PhoneNumberFormat::International).into_owned(),
        )
    }

    /// Whether the number is known to be valid.
    pub const fn certainty(&self) -> Certainty {
        self.certainty
    }

    fn from_number(number: &PhoneNumber) -> Self {
        Self {
            e164: number.format_as(PhoneNumberFormat::E164).into_owned(),
            certainty: if number.is_valid() { Certainty::Valid } else { Certainty::Possible },
        }
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
