//! The characters with which phone numbers and dates are written.

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

/// Returns a decimal digit of any script as ASCII.
pub(in crate::domain) fn decimal_digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    let categories = CodePointMapData::<GeneralCategory>::new();
    let is_digit = |code: u32| categories.get32(code) == GeneralCategory::DecimalNumber;
    // Unicode promises that the ten digits of a script follow each other, so that only their beginning is searched.
    let value = (1..MAX_DIGITS_IN_A_ROW).take_while(|step| is_digit(u32::from(c).wrapping_sub(*step))).count() % 10;
    is_digit(u32::from(c)).then(|| char::from_digit(u32::try_from(value).ok()?, 10)).flatten()
}

/// More than the digits of five mathematical alphabets, which follow each other.
const MAX_DIGITS_IN_A_ROW: u32 = 100;

/// Returns true for a character that people write between the digits of a number.
pub(in crate::domain) const fn is_number_separator(c: char) -> bool {
    matches!(c,
        '.' | '-' | '/' | '(' | ')' | '_' | '·' | '•'
        | '\u{2010}'..='\u{2015}' | '\u{2212}'        // hyphens, dashes, minus
        | '\u{FF0D}'..='\u{FF0F}' | '\u{FF08}' | '\u{FF09}' // the same, full width
        | '\u{20E3}'                                  // the frame of a key, as in 5⃣
    ) || c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use rlibphonenumber::PHONE_NUMBER_UTIL;

    use super::*;

    #[test]
    fn the_digits_of_all_scripts_are_those_of_the_phone_library() {
        let mut digits = 0;
        for c in ('\0'..=char::MAX).filter(|c| decimal_digit(*c).is_some()) {
            digits += 1;
            let expected = PHONE_NUMBER_UTIL.normalize_digits_only(c.to_string()).chars().next();
            if expected.is_some() {
                assert_eq!(decimal_digit(c), expected, "{c}");
            }
        }
        assert!(digits > 600, "{digits}");
        for (c, digit) in [('٥', '5'), ('۵', '5'), ('५', '5'), ('５', '5'), ('𝟓', '5'), ('𝟿', '9'), ('០', '0')]
        {
            assert_eq!(decimal_digit(c), Some(digit), "{c}");
        }
        for c in ['½', '①', '五', '²', 'a'] {
            assert_eq!(decimal_digit(c), None, "{c}");
        }
    }
}
