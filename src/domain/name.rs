//! A customer's name, in any script and word order.
//!
//! The form calls it on every key. The only rule is that a name has something that can be read aloud.

use serde::{Deserialize, Serialize};

use super::capitalization::{Capitalized, capitalize};
use super::text::{Joiners, clean_text};
use super::{FieldError, Language, Parsed};

/// A name without spaces at its ends and with single spaces inside. It has a letter or a digit of any script.
///
/// Deserialisation does not check it: it was valid when it was stored, whatever the rules are now.
#[derive(derive_more::Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[debug("Name(…)")]
pub struct Name(String);

/// The spelling of a name in which it should be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spellings {
    /// The typed one: its author has chosen the capitals, or its script has none.
    AsTyped,
    /// With capitals at the beginning of its words, because it is typed in small letters or in capitals alone.
    Capitalized(Name),
    /// The typed capitals have an `I` whose small letter is unknown: the spellings with `i` and with `ı`. The typed name
    /// is saved unless the cashier chooses one.
    Unsure([Name; 2]),
}

impl Name {
    /// Parses a name that may still be incomplete.
    pub fn parse(text: &str) -> Parsed<Self> {
        let line = clean_text(text, Joiners::Meaningful);
        let words: Vec<&str> = line.split_whitespace().collect();
        let name = words.join(" ");
        if name.is_empty() {
            Parsed::Empty
        } else if name.chars().any(char::is_alphanumeric) {
            Parsed::Valid(Self(name))
        } else {
            // A letter may follow.
            Parsed::Incomplete(FieldError::NameWithoutLetters)
        }
    }

    /// Returns the spelling in which the name should be saved.
    pub fn spellings(&self, language: Language) -> Spellings {
        match capitalize(&self.0, language) {
            Capitalized::Certain(name) if name == self.0 => Spellings::AsTyped,
            Capitalized::Certain(name) => Spellings::Capitalized(Self(name)),
            Capitalized::Unsure(names) => Spellings::Unsure(names.map(Self)),
        }
    }

    /// Returns the text as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::is_allowed;
    use crate::domain::text::is_mark;

    #[test]
    fn spaces_are_trimmed_and_joined() {
        assert_eq!(Name::parse("  Aysel \u{a0} Məmmədova ").valid().unwrap().as_str(), "Aysel Məmmədova");
        assert_eq!(Name::parse("Aysel\r\n\tMəmmədova\n").valid().unwrap().as_str(), "Aysel Məmmədova");
        for text in ["", " \u{3000} ", "\u{200b}", "\x1b"] {
            assert_eq!(Name::parse(text), Parsed::Empty, "{text:?}");
        }
    }

    #[test]
    fn control_characters_are_removed() {
        assert_eq!(Name::parse("a\x1b[31m\u{202e}b").valid().unwrap().as_str(), "a[31mb");
    }

    #[test]
    fn debug_shows_no_text() {
        assert_eq!(format!("{:?}", Name::parse("Aysel")), "Valid(Name(…))");
    }

    #[test]
    fn a_name_has_a_letter_or_digit_of_any_script() {
        for name in ["Ə", "ё", "漢字", "О’Нил", "2pac"] {
            assert_eq!(Name::parse(name).valid().unwrap().as_str(), name);
        }
        for text in ["-", "...", "🙂"] {
            assert_eq!(Name::parse(text), Parsed::Incomplete(FieldError::NameWithoutLetters), "{text}");
        }
    }

    proptest! {
        /// A mark without a letter would be drawn over the space before it.
        #[test]
        fn no_spelling_has_a_mark_without_a_letter(text in "(\\PC|[ iIİı]|[\u{300}-\u{308}]|[\u{591}-\u{5bd}]|[\u{93c}-\u{94d}]|[\u{200c}\u{200d}\u{fe0f}]){0,10}", language in proptest::sample::select(vec!["az", "tr", "ru", "uz", "en"])) {
            let Some(name) = Name::parse(&text).valid() else { return Ok(()) };
            let spellings = match name.spellings(language.parse().unwrap()) {
                Spellings::AsTyped => vec![name],
                Spellings::Capitalized(capitalized) => vec![name, capitalized],
                Spellings::Unsure([dotted, dotless]) => vec![name, dotted, dotless],
            };
            for name in spellings {
                let text = name.as_str();
                prop_assert!(!text.split(' ').any(|word| word.starts_with(is_mark)), "{:?}", text);
                prop_assert!(!text.ends_with("i\u{307}") && !text.contains("i\u{307} "), "{:?}", text);
                prop_assert_eq!(Name::parse(text), Parsed::Valid(name.clone()));
            }
        }

        #[test]
        fn a_valid_name_parses_to_itself(text in any::<String>()) {
            if let Parsed::Valid(name) = Name::parse(&text) {
                prop_assert!(name.as_str().chars().all(is_allowed));
                prop_assert_eq!(Name::parse(name.as_str()), Parsed::Valid(name.clone()));
            }
        }
    }
}
