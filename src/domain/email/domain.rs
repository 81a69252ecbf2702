//! The part of an address after the `@`.

use super::{EmailError, Fault};
use crate::domain::text::is_mark;

/// The longest part of a domain between two dots (RFC 1035).
const MAX_LABEL_BYTES: usize = 63;

/// The beginning of an ending in another script, in the letters of the domain name system.
const ENCODED_LABEL: &str = "xn--";

pub(super) fn check(domain: &str) -> Result<(), Fault> {
    check_characters(domain)?;
    let labels: Vec<&str> = domain.split('.').collect();
    match labels.as_slice() {
        [""] => Err(Fault::Incomplete(EmailError::DomainMissing)),
        ["", ..] => Err(Fault::Invalid(EmailError::DotAfterAt)),
        [whole @ .., ending] => {
            whole.iter().try_for_each(|label| check_label(label))?;
            check_ending(ending, whole)
        }
        [] => Ok(()),
    }
}

/// Finds the first character that no domain has. Registries assign only letters, digits and hyphens.
fn check_characters(domain: &str) -> Result<(), Fault> {
    let is_allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-') || is_mark(c);
    let Some((at, c)) = domain.char_indices().find(|(_, c)| !is_allowed(*c)) else { return Ok(()) };
    let is_complete_before = || domain.get(..at).is_some_and(|before| check(before).is_ok());
    Err(Fault::Invalid(match c {
        // After a whole domain it is no dot.
        ',' if !is_complete_before() => EmailError::Comma,
        '_' => EmailError::Underscore,
        c => EmailError::Character(c),
    }))
}

/// Checks a part before a dot.
fn check_label(label: &str) -> Result<(), Fault> {
    if label.is_empty() {
        Err(Fault::Invalid(EmailError::TwoDots))
    } else if label.starts_with('-') || label.ends_with('-') {
        Err(Fault::Invalid(EmailError::Hyphen))
    } else if label.len() > MAX_LABEL_BYTES {
        Err(Fault::Invalid(EmailError::TooLong))
    } else {
        Ok(())
    }
}

/// Checks the part after the last dot. More typing can make another part of it, and add an ending.
fn check_ending(ending: &str, before: &[&str]) -> Result<(), Fault> {
    let is_encoded = ending.get(..ENCODED_LABEL.len()).is_some_and(|start| start.eq_ignore_ascii_case(ENCODED_LABEL));
    let fault = match before {
        _ if ending.starts_with('-') => return Err(Fault::Invalid(EmailError::Hyphen)),
        _ if ending.len() > MAX_LABEL_BYTES => return Err(Fault::Invalid(EmailError::TooLong)),
        [whole @ .., last] if ending.is_empty() && check_ending(last, whole).is_ok() => EmailError::DotLast,
        _ if ending.ends_with('-') => EmailError::Hyphen,
        _ if ending.is_empty() || before.is_empty() => EmailError::EndingMissing,
        _ if is_encoded => return Ok(()),
        _ if is_possible_ending(ending) => return Ok(()),
        _ if is_possible_ending(ending.trim_end_matches(char::is_numeric)) => EmailError::DigitsInEnding,
        _ => EmailError::Ending,
    };
    Err(Fault::Incomplete(fault))
}

/// Returns true for two or more letters of any script: no registry has another ending (RFC 3696).
fn is_possible_ending(ending: &str) -> bool {
    ending.chars().nth(1).is_some() && ending.chars().all(|c| c.is_alphabetic() || is_mark(c))
}
