//! What digits amount to: a number, the beginning of one, or none any more. The library knows what a number is; this
//! adds what it does not tell, namely how many digits are missing or too many.

use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber};

use super::{Country, Phone};
use crate::domain::{FieldError, Parsed};

/// Digits that begin with a calling code, or with the beginning of one.
pub(super) fn international(digits: &str) -> Parsed<Phone> {
    let mut fewest_missing = None;
    for code in PHONE_NUMBER_UTIL.get_supported_calling_codes() {
        let written = code.to_string();
        if let Some(rest) = digits.strip_prefix(&written) {
            // No calling code is the beginning of another one.
            return after_code(code, rest);
        }
        if let Some(rest_of_code) = written.strip_prefix(digits)
            && let Some(shortest) = lengths(code).next()
        {
            let missing = rest_of_code.len() + shortest;
            fewest_missing = Some(fewest_missing.map_or(missing, |fewest: usize| fewest.min(missing)));
        }
    }
    fewest_missing.map_or(Parsed::Invalid(FieldError::PhoneUnknownCountry), |missing| {
        Parsed::Incomplete(FieldError::PhoneDigitsMissing(counted(missing)))
    })
}

/// Digits as they are dialled inside a country.
pub(super) fn national(digits: &str, country: Country) -> Parsed<Phone> {
    // The library knows best what a complete number is, also with a carrier's prefix or the bare calling code.
    if digits.len() <= LONGEST
        && let Ok(number) = PHONE_NUMBER_UTIL.parse(digits, Some(country.region()))
        && number.is_valid()
    {
        return Parsed::Valid(Phone::of(&number));
    }
    let code = country.calling_code();
    let significant = digits.strip_prefix(&country.trunk_prefix()).unwrap_or(digits);
    match (in_country(code, significant), digits.strip_prefix(&code.to_string())) {
        (Parsed::Invalid(_), Some(rest)) => after_code(code, rest),
        (reading, _) => reading,
    }
}

/// Digits after a calling code. Many write the `0` that is only dialled inside the country: `+994 (0) 50 …`. With it
/// a number that lacks its last digit would look possible, so it counts only where it makes a valid number.
fn after_code(code: i32, digits: &str) -> Parsed<Phone> {
    let reading = in_country(code, digits);
    let is_valid = matches!(&reading, Parsed::Valid(phone) if phone.certainty() == super::Certainty::Valid);
    match digits.strip_prefix('0') {
        Some(rest) if !is_valid && Country::of_calling_code(code).is_some_and(|it| it.trunk_prefix() == "0") => {
            in_country(code, rest)
        }
        _ => reading,
    }
}

/// Longer than any number with everything that may be dialled before it; what is longer need not be parsed.
const LONGEST: usize = 30;

/// A national significant number (without what is dialled before it), by its length and its country.
fn in_country(code: i32, digits: &str) -> Parsed<Phone> {
    if digits.len() <= LONGEST
        && let Ok(number) = PHONE_NUMBER_UTIL.parse(format!("+{code}{digits}"), None)
        && number.is_possible_with_reason() == Ok(NumberLengthType::IsPossible)
    {
        return Parsed::Valid(Phone::of(&number));
    }
    let typed = digits.len();
    let longest = lengths(code).last().unwrap_or_default();
    match lengths(code).find(|length| *length > typed) {
        Some(length) => Parsed::Incomplete(FieldError::PhoneDigitsMissing(counted(length - typed))),
        None if typed > longest => Parsed::Invalid(FieldError::PhoneDigitsTooMany(counted(typed - longest))),
        None => Parsed::Invalid(FieldError::PhoneLength),
    }
}

/// How many digits a complete number has after the calling code, ascending. Lengths that suffice inside a town
/// alone are not among them.
fn lengths(code: i32) -> impl Iterator<Item = usize> {
    /// Of the library, for all countries: Germany goes beyond E.164.
    const SHORTEST_AND_LONGEST: std::ops::RangeInclusive<u32> = 2..=17;
    SHORTEST_AND_LONGEST
        .filter(move |length| {
            let sample =
                PhoneNumber { country_code: code, national_number: 10_u64.pow(length - 1), ..PhoneNumber::default() };
            sample.is_possible_with_reason() == Ok(NumberLengthType::IsPossible)
        })
        .filter_map(|length| usize::try_from(length).ok())
}

/// More than anybody counts is told as 255.
fn counted(digits: usize) -> u8 {
    u8::try_from(digits).unwrap_or(u8::MAX)
}
