use serde::{Deserialize, Serialize};

use super::Parsed;
use super::text::{Joiners, clean_text, is_allowed, is_number_separator, is_visible, without_wide_forms};

/// A loyalty code or a card’s number as it is printed or scanned, without spaces at its ends.
///
/// Deserialisation does not check it: it was valid when it was stored, whatever the rules are now.
#[derive(derive_more::Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[debug("Code(…)")]
pub struct Code(String);

impl Code {
    /// Parses typed text. Any text is a code unless it has only spaces.
    pub fn parse(text: &str) -> Parsed<Self> {
        match without_wide_forms(&clean_text(text, Joiners::None)).trim() {
            "" => Parsed::Empty,
            text => Parsed::Valid(Self(text.to_owned())),
        }
    }

    /// Returns the text as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns true for a character that can mark the beginning of a scan, because no customer's data has it: no letter,
/// digit, space or apostrophe, no separator of a phone or a date, and no punctuation of an e-mail address or a note.
pub fn can_be_scanner_prefix(c: char) -> bool {
    let is_typed = c.is_alphanumeric() || c.is_whitespace() || is_number_separator(c);
    let is_punctuation =
        matches!(c, '+' | '＋' | '@' | '＠' | '_' | '%' | '&' | ',' | ';' | ':' | '!' | '?' | '"' | '<' | '>');
    let is_quote = matches!(c, '\'' | '`' | '´' | 'ʻ' | 'ʼ' | '‘'..='‟' | '«' | '»' | '…' | '№');
    is_allowed(c) && is_visible(c) && !is_typed && !is_punctuation && !is_quote
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_the_ends_are_trimmed() {
        assert_eq!(Code::parse(" a  b ").valid().unwrap().as_str(), "a  b");
        assert_eq!(Code::parse(" \n\u{200b}"), Parsed::Empty);
    }

    #[test]
    fn wide_letters_and_digits_are_the_usual_ones() {
        assert_eq!(Code::parse("Ｋ－１２３"), Code::parse("K-123"));
    }

    #[test]
    fn control_characters_are_removed() {
        assert_eq!(Code::parse("a\r\nb\x1b[31m\u{202e}c").valid().unwrap().as_str(), "a b[31mc");
    }

    #[test]
    fn debug_shows_no_text() {
        assert_eq!(format!("{:?}", Code::parse("secret")), "Valid(Code(…))");
    }

    proptest! {
        #[test]
        fn no_text_panics_and_a_valid_code_parses_to_itself(text in any::<String>()) {
            if let Parsed::Valid(code) = Code::parse(&text) {
                prop_assert!(code.as_str().chars().all(is_allowed));
                prop_assert_eq!(Code::parse(code.as_str()), Parsed::Valid(code.clone()));
            }
        }
    }

    #[test]
    fn a_prefix_is_a_character_that_no_data_has() {
        for c in "~|^\\$#*=[]{}§¤°".chars() {
            assert!(can_be_scanner_prefix(c), "{c}");
        }
        for c in
            "aƏЯ子5٥५²+＋@＠.,-–‐−/()_%& \u{a0}\t'’ʻʼ‘`´\":;!?<>«»“\u{200b}\u{200d}\u{301}\u{fe0f}\u{7f}\u{1b}".chars()
        {
            assert!(!can_be_scanner_prefix(c), "{c:?}");
        }
    }
}
