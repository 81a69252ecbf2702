//! The characters with which a phone number is written.
//!
//! `Phone::parse` splits a typed text here before it asks the library. The library would drop characters that it does
//! not know, and take letters for keys of a telephone. At a desk both would hide a typo.

use crate::domain::FieldError;
use crate::domain::text::{decimal_digit, is_number_separator};

/// The ASCII digits of a text. The variant says if they begin with a calling code.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PhoneDigits {
    /// The digits after `+` or `00`.
    International(String),
    /// All digits.
    National(String),
}

impl PhoneDigits {
    /// Removes the separators that people write between digits.
    ///
    /// # Errors
    ///
    /// `PhoneInvalidCharacter` with the first character that no phone number has.
    pub(super) fn parse(text: &str) -> Result<Self, FieldError> {
        let mut digits = String::new();
        let mut has_plus = false;
        for c in without_scheme(text).chars() {
            match c {
                '+' | '＋' if digits.is_empty() && !has_plus => has_plus = true,
                _ if is_number_separator(c) => {}
                _ => digits.push(decimal_digit(c).ok_or(FieldError::PhoneInvalidCharacter(c))?),
            }
        }
        if has_plus {
            return Ok(Self::International(digits));
        }
        match digits.strip_prefix("00") {
            Some(rest) => Ok(Self::International(rest.to_owned())),
            None => Ok(Self::National(digits)),
        }
    }

    /// Returns the digits without the last one.
    pub(super) fn without_last(&self) -> Self {
        let shorter = |digits: &str| digits.get(..digits.len().saturating_sub(1)).unwrap_or_default().to_owned();
        match self {
            Self::International(digits) => Self::International(shorter(digits)),
            Self::National(digits) => Self::National(shorter(digits)),
        }
    }
}

/// Removes the `tel:` of a copied link, or a text that is only the beginning of it.
fn without_scheme(text: &str) -> &str {
    const SCHEME: &str = "tel:";
    let matching_bytes = text.bytes().zip(SCHEME.bytes()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    if matching_bytes == SCHEME.len() || matching_bytes == text.len() {
        text.get(matching_bytes..).unwrap_or_default()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_removed() {
        for (text, digits) in [
            ("050 123-45.67", "0501234567"),
            ("(050)\u{a0}123/45/67", "0501234567"),
            ("050\u{2011}123\u{2013}45\u{2212}67", "0501234567"),
            ("（０５０）１２３－４５", "05012345"),
            ("٠٥٠ ۱۲۳ ०१", "05012301"),
            ("tel:050", "050"),
            ("TEL: 050", "050"),
            ("t", ""),
            ("Tel", ""),
            ("tel:", ""),
            ("-", ""),
        ] {
            assert_eq!(PhoneDigits::parse(text), Ok(PhoneDigits::National(digits.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_calling_code_comes_after_a_plus_or_two_zeros() {
        for text in ["+994", "＋994", "(+994)", "00994", "0-0 994", "tel:+994", "+ 9 9 4"] {
            assert_eq!(PhoneDigits::parse(text), Ok(PhoneDigits::International("994".to_owned())), "{text}");
        }
    }

    #[test]
    fn the_first_invalid_character_is_reported() {
        for (text, character) in [
            ("050 123 45 6O", 'O'),
            ("tele", 't'),
            ("x050", 'x'),
            ("050x12", 'x'),
            ("050;ext=1", ';'),
            ("1-800-FLOWERS", 'F'),
            ("0+50", '+'),
            ("++994", '+'),
            ("050,123", ','),
            ("½", '½'),
            ("①", '①'),
        ] {
            assert_eq!(PhoneDigits::parse(text), Err(FieldError::PhoneInvalidCharacter(character)), "{text}");
        }
    }
}
