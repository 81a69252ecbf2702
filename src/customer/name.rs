use super::personal::redacted_debug;
use super::{Flaw, Reading};

/// A name, without blanks at its ends and with single ones inside. It has a letter or a digit of some script.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

redacted_debug!(Name);

impl Name {
    /// Reads what is typed.
    #[must_use]
    pub fn read(text: &str) -> Reading<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let name = words.join(" ");
        if name.is_empty() {
            Reading::Empty
        } else if name.chars().any(char::is_alphanumeric) {
            Reading::Good(Self(name))
        } else {
            // A letter may still come.
            Reading::Partial(Flaw::NameWithoutLetters)
        }
    }

    /// The text as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn blanks_are_tidied() {
        assert_eq!(Name::read("  Aysel \u{a0} Məmmədova ").good().unwrap().as_str(), "Aysel Məmmədova");
        assert_eq!(Name::read(" \u{3000} "), Reading::Empty);
    }

    #[test]
    fn any_script_is_a_name_and_signs_alone_are_none() {
        for name in ["Ə", "ё", "漢字", "О’Нил", "2pac"] {
            assert_eq!(Name::read(name).good().unwrap().as_str(), name);
        }
        for text in ["-", "...", "🙂"] {
            assert_eq!(Name::read(text), Reading::Partial(Flaw::NameWithoutLetters), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_good_reads_back(text in any::<String>()) {
            if let Reading::Good(name) = Name::read(&text) {
                prop_assert_eq!(Name::read(name.as_str()), Reading::Good(name.clone()));
            }
        }
    }
}
