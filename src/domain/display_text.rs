use derive_more::Display;
use serde::{Deserialize, Serialize};

use super::sanitize_line;

/// A sanitised text from outside (mostly from the API): one line of at most [`DisplayText::MAX_CHARS`] characters,
/// without control characters.
///
/// It may be a customer's name or repeat a request, so that its `Debug` shows nothing of it.
#[derive(derive_more::Debug, Display, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[debug("DisplayText(…)")]
#[serde(from = "String")]
pub struct DisplayText(String);

impl DisplayText {
    /// The maximum length. A longer text is truncated and ends in `…`.
    pub const MAX_CHARS: usize = 300;

    /// Sanitises a text and removes the spaces at its ends.
    pub fn new(text: &str) -> Self {
        // The length is limited first, because the text may have megabytes.
        let bounded: String = text.chars().take(Self::MAX_CHARS * 4).collect();
        let line = sanitize_line(&bounded);
        let line = line.trim();
        if line.chars().count() <= Self::MAX_CHARS {
            return Self(line.to_owned());
        }
        let mut cut: String = line.chars().take(Self::MAX_CHARS - 1).collect();
        cut.push('…');
        Self(cut)
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns true if the text is empty.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for DisplayText {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::is_allowed;

    #[test]
    fn a_display_text_is_bounded_and_trimmed() {
        assert_eq!(DisplayText::new(" \x1b]52;c;aGk=\x07 hi \n").as_str(), "]52;c;aGk= hi");
        let long = DisplayText::new(&"x".repeat(1_000_000));
        assert_eq!(long.as_str().chars().count(), DisplayText::MAX_CHARS);
        assert!(long.as_str().ends_with('…'));
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", DisplayText::new("Aysel")), "DisplayText(…)");
    }

    proptest! {
        #[test]
        fn a_display_text_has_only_allowed_characters(text in any::<String>()) {
            prop_assert!(DisplayText::new(&text).as_str().chars().all(is_allowed));
        }
    }
}
