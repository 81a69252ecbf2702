use super::personal::redacted_debug;
use super::{Parsed, sanitize_line};

/// Free text about a customer (`description`), without blanks at its ends.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Note(String);

redacted_debug!(Note);

impl Note {
    /// Reads what is typed: anything but blanks.
    pub fn parse(text: &str) -> Parsed<Self> {
        match sanitize_line(text).trim() {
            "" => Parsed::Empty,
            text => Parsed::Valid(Self(text.to_owned())),
        }
    }

    /// What was good when it was written down, whatever the rules are by now.
    pub(crate) const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The text as it is sent.
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
    fn the_ends_are_trimmed_and_the_inside_is_kept() {
        assert_eq!(Note::parse(" a  b ").valid().unwrap().as_str(), "a  b");
        assert_eq!(Note::parse(" \n\u{200b}"), Parsed::Empty);
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_sent() {
        assert_eq!(Note::parse("a\r\nb\x1b[31m\u{202e}c").valid().unwrap().as_str(), "a b[31mc");
    }

    #[test]
    fn nothing_of_it_is_in_its_debug() {
        assert_eq!(format!("{:?}", Note::parse("secret")), "Valid(Note(…))");
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_is_good_reads_back(text in any::<String>()) {
            if let Parsed::Valid(it) = Note::parse(&text) {
                prop_assert!(it.as_str().chars().all(is_allowed));
                prop_assert_eq!(Note::parse(it.as_str()), Parsed::Valid(it.clone()));
            }
        }
    }
}
