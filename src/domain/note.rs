use serde::{Deserialize, Serialize};

use super::Parsed;
use super::text::{Joiners, clean_text};

/// Free text about a customer (`description`), without spaces at its ends.
///
/// Deserialisation does not check it: it was valid when it was stored, whatever the rules are now.
#[derive(derive_more::Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[debug("Note(…)")]
pub struct Note(String);

impl Note {
    /// Parses typed text. Any text is a note unless it has only spaces.
    pub fn parse(text: &str) -> Parsed<Self> {
        match clean_text(text, Joiners::Meaningful).trim() {
            "" => Parsed::Empty,
            text => Parsed::Valid(Self(text.to_owned())),
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

    #[test]
    fn only_the_ends_are_trimmed() {
        assert_eq!(Note::parse(" a  b ").valid().unwrap().as_str(), "a  b");
        assert_eq!(Note::parse(" \n\u{200b}"), Parsed::Empty);
    }

    #[test]
    fn control_characters_are_removed() {
        assert_eq!(Note::parse("a\r\nb\x1b[31m\u{202e}c").valid().unwrap().as_str(), "a b[31mc");
    }

    #[test]
    fn debug_shows_no_text() {
        assert_eq!(format!("{:?}", Note::parse("secret")), "Valid(Note(…))");
    }

    proptest! {
        #[test]
        fn no_text_panics_and_a_valid_note_parses_to_itself(text in any::<String>()) {
            if let Parsed::Valid(note) = Note::parse(&text) {
                prop_assert!(note.as_str().chars().all(is_allowed));
                prop_assert_eq!(Note::parse(note.as_str()), Parsed::Valid(note.clone()));
            }
        }
    }
}
