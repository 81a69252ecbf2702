//! The decision if digits are a number, the beginning of a number, or neither.
//!
//! `Phone::parse` calls it. The library knows which numbers exist. This module adds the number of missing or surplus
//! digits, which the library does not tell.

use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumberUtil};

use super::{Country, Phone, library};
use crate::domain::{FieldError, Parsed};

/// Parses digits that begin with a calling code or with the first digits of one.
pub(super) fn parse_international(digits: &str) -> Parsed<Phone> {
    // No calling code begins with 0.
    if let Some((code, rest)) = library::split_calling_code(digits).filter(|_| !digits.starts_with('0')) {
        return parse_after_calling_code(code, rest);
    }
    let missing = library::codes().filter_map(|(code, known)| {
        let rest_of_code = code.to_string().strip_prefix(digits)?.len();
        Some(rest_of_code + known.lengths.first()?)
    });
    missing.min().map_or(Parsed::Invalid(FieldError::PhoneUnknownCountry), |missing| {
        Parsed::Incomplete(FieldError::PhoneDigitsMissing(saturating_count(missing)))
    })
}

/// Parses digits as they are dialled inside a country.
pub(super) fn parse_national(digits: &str, country: Country) -> Parsed<Phone> {
    // The library knows best what a complete number is, also with a carrier's prefix or the bare calling code.
    if let Some(phone) = library::of_country(country).and_then(|library| valid_number(library, digits, country)) {
        return Parsed::Valid(phone);
    }
    let code = country.calling_code();
    let significant = digits.strip_prefix(&country.trunk_prefix()).unwrap_or(digits);
    let parsed = match (parse_significant_number(code, significant), digits.strip_prefix(&code.to_string())) {
        (Parsed::Invalid(_), Some(rest)) => parse_after_calling_code(code, rest),
        (parsed, _) => parsed,
    };
    if matches!(parsed, Parsed::Valid(_) | Parsed::Invalid(_))
        && !parsed.is_certain()
        && library::dials_abroad_otherwise(country)
        && let Some(phone) = valid_number(&PHONE_NUMBER_UTIL, digits, country)
    {
        return Parsed::Valid(phone);
    }
    parsed
}

/// Parses digits that are a valid number as they are dialled in a country.
fn valid_number(library: &PhoneNumberUtil, digits: &str, country: Country) -> Option<Phone> {
    if digits.len() > MAX_DIALLED_DIGITS {
        return None;
    }
    let number = library.parse(digits, Some(country.region())).ok()?;
    library.is_valid_number(&number).then(|| Phone::from_number(library, &number))
}

/// Parses digits after a calling code.
///
/// Many people write the `0` that is dialled only inside the country: `+994 (0) 50 …`. Together with it, a number that
/// lacks its last digit would look possible. The `0` therefore counts as a digit only if that makes a valid number.
fn parse_after_calling_code(code: i32, digits: &str) -> Parsed<Phone> {
    let parsed = parse_significant_number(code, digits);
    let is_dialled_0 = || Country::from_calling_code(code).is_some_and(|country| country.trunk_prefix() == "0");
    match digits.strip_prefix('0') {
        Some(rest) if !parsed.is_certain() && is_dialled_0() => parse_significant_number(code, rest),
        _ => parsed,
    }
}

/// Longer than any number with all prefixes that may be dialled before it. Longer texts need not be parsed.
const MAX_DIALLED_DIGITS: usize = 30;

/// Parses a national significant number (without dialled prefixes) by its length and its country.
pub(super) fn parse_significant_number(code: i32, digits: &str) -> Parsed<Phone> {
    if digits.len() <= MAX_DIALLED_DIGITS
        && let Some(library) = library::with_code(code)
        && let Ok(number) = library.parse(format!("+{code}{digits}"), None)
        && library.is_possible_number_with_reason(&number) == Ok(NumberLengthType::IsPossible)
    {
        return Parsed::Valid(Phone::from_number(library, &number));
    }
    let digit_count = digits.len();
    let lengths = library::lengths(code);
    let longest = lengths.last().copied().unwrap_or_default();
    match lengths.iter().find(|length| **length > digit_count) {
        Some(length) => Parsed::Incomplete(FieldError::PhoneDigitsMissing(saturating_count(length - digit_count))),
        None if digit_count > longest => {
            Parsed::Invalid(FieldError::PhoneDigitsTooMany(saturating_count(digit_count - longest)))
        }
        None => Parsed::Invalid(FieldError::PhoneLength),
    }
}

/// Returns a number of digits, or 255 if it is larger. No cashier counts so far.
fn saturating_count(digits: usize) -> u8 {
    u8::try_from(digits).unwrap_or(u8::MAX)
}
