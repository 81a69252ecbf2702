//! Numbers with a prefix too many, as people write them in lists of contacts: `+00994…`, `0994…`, `+52 1 …`, an `8`
//! before an Azerbaijani or Uzbek number.
//!
//! `Phone::parse` asks here if the digits are no valid number as they are. A number is found only if one valid number
//! is left after every prefix that may be removed, and the typed digits are not a number with one digit too many. If
//! there are two readings, nothing is guessed.

use std::collections::BTreeSet;

use super::notation::PhoneDigits;
use super::{Country, Phone, library, numbering_plan, parse_as_typed};

/// The number that digits are without a prefix too many.
pub(super) enum OtherReading {
    Number(Phone),
    /// No number, but the beginning of one.
    Beginning,
    None,
}

pub(super) fn other_reading(digits: &PhoneDigits, country: Country) -> OtherReading {
    let mut numbers = BTreeSet::new();
    let mut is_beginning = false;
    for Candidate { code, significant } in candidates(digits, country) {
        let lengths = library::lengths(code);
        is_beginning |= lengths.iter().any(|length| *length > significant.len());
        // The library is asked only if the length is right, because a candidate is there with each key.
        if lengths.contains(&significant.len())
            && let parsed = numbering_plan::parse_significant_number(code, &significant)
            && parsed.is_certain()
            && let Some(phone) = parsed.valid()
        {
            numbers.insert(phone);
        }
    }
    match (numbers.pop_first(), numbers.is_empty()) {
        (Some(number), true) if !has_digit_too_many(digits, country) => OtherReading::Number(number),
        _ if is_beginning => OtherReading::Beginning,
        _ => OtherReading::None,
    }
}

/// Returns true if the digits without the last one are a number of the country, with or without an `8` before it. The
/// last one may be a slip then.
fn has_digit_too_many(digits: &PhoneDigits, country: Country) -> bool {
    let shorter = digits.without_last();
    let without_8 = match &shorter {
        PhoneDigits::National(digits) => digits.strip_prefix('8').map(|rest| PhoneDigits::National(rest.to_owned())),
        PhoneDigits::International(_) => None,
    };
    [Some(shorter), without_8].into_iter().flatten().any(|digits| parse_as_typed(&digits, country).is_certain())
}

/// A calling code, and the digits that may follow it.
#[derive(Debug, PartialEq, Eq)]
struct Candidate {
    code: i32,
    significant: String,
}

fn candidates(digits: &PhoneDigits, country: Country) -> Vec<Candidate> {
    let own_code = country.calling_code();
    match digits {
        PhoneDigits::International(digits) => {
            let mut found = Vec::new();
            match digits.strip_prefix('0').map(|rest| (rest, rest.trim_start_matches('0'))) {
                // +00994…
                Some((rest, significant)) if rest.len() > significant.len() => found.extend(after_plus(significant)),
                // +0994…, +050…
                Some((rest, _)) => found.extend(after_own_code(own_code, rest).chain(after_prefixes(own_code, digits))),
                // +8 912…
                None if dialled_8_in_the_past(own_code) && digits.starts_with('8') => {
                    found.extend(after_prefixes(own_code, digits));
                }
                None => {}
            }
            if let Some((code, rest)) = library::split_calling_code(digits) {
                // +52 1…, +994 8 50…, +994 994…
                found.extend(after_prefixes(code, rest).chain(after_own_code(code, rest)));
            }
            found
        }
        PhoneDigits::National(digits) => {
            let is_past_8 = dialled_8_in_the_past(own_code) && digits.starts_with('8');
            let without_prefix = digits.strip_prefix(if is_past_8 { '8' } else { '0' });
            let code = own_code.to_string();
            let without_code = digits.strip_prefix(code.as_str());
            // 8 10 994…
            let abroad = digits.strip_prefix("810").filter(|_| is_past_8);
            // 8 912… in a country that borders on Russia
            let russian = without_prefix.filter(|_| is_past_8 && own_code != RUSSIA);
            let russian = russian.map(|rest| Candidate { code: RUSSIA, significant: rest.to_owned() });
            // 0994…, 8 994…, 994 994…
            let after_code = without_prefix.into_iter().chain(without_code);
            after_prefixes(own_code, digits)
                .chain(after_code.flat_map(|rest| after_own_code(own_code, rest)))
                .chain(abroad.and_then(after_plus))
                .chain(russian)
                .collect()
        }
    }
}

/// Returns the candidate of digits that begin with any calling code, or are the beginning of one.
fn after_plus(digits: &str) -> Option<Candidate> {
    match library::split_calling_code(digits) {
        Some((code, rest)) => Some(Candidate { code, significant: rest.to_owned() }),
        None => library::codes()
            .find(|(code, _)| code.to_string().starts_with(digits))
            .map(|(code, _)| Candidate { code, significant: String::new() }),
    }
}

/// Returns the candidate of digits that begin with this calling code.
fn after_own_code(code: i32, digits: &str) -> impl Iterator<Item = Candidate> {
    digits.strip_prefix(&code.to_string()).map(|rest| Candidate { code, significant: rest.to_owned() }).into_iter()
}

/// Returns the candidates of digits after one of the prefixes that are or were dialled before them inside the country.
fn after_prefixes(code: i32, digits: &str) -> impl Iterator<Item = Candidate> {
    let prefixes: &[&str] = match code {
        MEXICO => &["1", "01", "044", "045"],
        code if dialled_8_in_the_past(code) => &["8", "80", "0"],
        _ => &["0"],
    };
    let rests = prefixes.iter().filter_map(|prefix| digits.strip_prefix(prefix)).map(str::to_owned);
    let rests = rests.chain((code == ARGENTINA).then(|| without_15(digits)).into_iter().flatten());
    rests.map(move |significant| Candidate { code, significant }).collect::<Vec<_>>().into_iter()
}

/// Russia and Kazakhstan, where `8` is dialled before a number.
const RUSSIA: i32 = 7;
const MEXICO: i32 = 52;
const ARGENTINA: i32 = 54;

/// Removes the `15` that is dialled inside Argentina between the area and the number, after the `9` of mobile numbers.
fn without_15(digits: &str) -> Vec<String> {
    let area_lengths = 2..=4;
    let without_at = |at: usize| {
        let (area, rest) = digits.split_at_checked(at)?;
        Some(format!("{area}{}", rest.strip_prefix("15")?))
    };
    if digits.starts_with('9') {
        area_lengths.filter_map(|length| without_at(length + 1)).collect()
    } else {
        Vec::new()
    }
}

/// Returns true for countries in which `8` was dialled before a number, as in Russia today.
const fn dialled_8_in_the_past(code: i32) -> bool {
    matches!(code, RUSSIA | 370..=375 | 380 | 992..=996 | 998)
}
