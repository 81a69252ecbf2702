//! The characters that are allowed in texts.
//!
//! All text that a person types or pastes and all text from the API is sanitised here before it is stored or shown.
//! This module does not know what a text means.

use std::fmt;

use super::personal::redacted_debug;

/// Returns true if a character is allowed in a field and on the screen.
///
/// Control characters are not allowed. Neither are invisible characters that make a text look like another one, or that
/// give it another width than the terminal assumes. These are bidirectional overrides, zero-width spaces, fillers and
/// tags. Combining marks and the joiners that Persian and emoji need are allowed.
pub fn is_allowed(c: char) -> bool {
    !(c.is_control() || is_invisible(c))
}

const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}'                  // soft hyphen
        | '\u{034F}'                // grapheme joiner: joins nothing, makes equal words differ
        | '\u{061C}'                // Arabic letter mark
        | '\u{115F}'..='\u{1160}' | '\u{3164}' | '\u{FFA0}' // Hangul fillers
        | '\u{17B4}'..='\u{17B5}'   // Khmer inherent vowels
        | '\u{180B}'..='\u{180F}'   // Mongolian selectors
        | '\u{200B}' | '\u{200E}'..='\u{200F}' // zero-width space, direction marks
        | '\u{2028}'..='\u{202E}'   // line and paragraph separators, bidi embeddings and overrides
        | '\u{2060}'..='\u{206F}'   // word joiner, bidi isolates, deprecated format characters
        | '\u{FDD0}'..='\u{FDEF}'   // noncharacters
        | '\u{FEFF}'                // byte order mark
        | '\u{FFF0}'..='\u{FFFB}'   // interlinear annotation and its neighbours
        | '\u{13430}'..='\u{1343F}' // Egyptian format characters
        | '\u{1BCA0}'..='\u{1BCA3}' // shorthand format characters
        | '\u{1D173}'..='\u{1D17A}' // musical format characters
        | '\u{E0000}'..='\u{E0FFF}' // tags, supplementary selectors
    ) || (c as u32) & 0xFFFE == 0xFFFE // the last two of every plane are noncharacters
}

/// Returns a text as one line of allowed characters.
///
/// Each line break (CR, LF, CRLF, NEL, LS, PS) or tab becomes one space. Every other character that is not
/// [allowed](is_allowed) is removed. The ends are not trimmed.
///
/// # Examples
///
/// ```
/// # use frontdesk::domain::sanitize_line;
/// assert_eq!(sanitize_line("Aysel\r\nMəmmədova\n"), "Aysel Məmmədova ");
/// assert_eq!(sanitize_line("\x1b[31mred\u{202e}"), "[31mred");
/// ```
pub fn sanitize_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        match c {
            '\n' if after_return => {}
            '\n' | '\r' | '\t' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => line.push(' '),
            _ if is_allowed(c) => line.push(c),
            _ => {}
        }
        after_return = c == '\r';
    }
    line
}

/// A sanitised text from outside (mostly from the API): one line of at most [`DisplayText::MAX_CHARS`] characters,
/// without control characters.
///
/// It may be a customer's name or repeat a request, so that its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(from = "String")]
pub struct DisplayText(String);

redacted_debug!(DisplayText);

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

impl fmt::Display for DisplayText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_marks_and_joiners_are_allowed() {
        for c in ['a', 'Ə', 'ё', '漢', '\u{0301}', '🙂', '\u{200D}', '\u{FE0F}', ' ', '\u{00A0}'] {
            assert!(is_allowed(c), "{c:?}");
        }
    }

    #[test]
    fn control_and_invisible_characters_are_not_allowed() {
        for c in [
            '\0',
            '\x1b',
            '\n',
            '\x7f',
            '\u{9b}',
            '\u{202e}',
            '\u{2066}',
            '\u{200b}',
            '\u{feff}',
            '\u{e0041}',
            '\u{34f}',
            '\u{ffff}',
            '\u{10fffe}',
            '\u{fdd0}',
            '\u{85}',
            '\u{ad}',
            '\u{180e}',
            '\u{3164}',
            '\u{2028}',
        ] {
            assert!(!is_allowed(c), "{c:?}");
        }
    }

    #[test]
    fn a_line_break_of_any_kind_is_one_space() {
        assert_eq!(sanitize_line("a\r\nb\nc\rd\te\u{2028}f\n\ng"), "a b c d e f  g");
        assert_eq!(sanitize_line("a\x1b[31mb\u{202e}c"), "a[31mbc");
    }

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
        fn sanitised_text_has_only_allowed_characters(text in any::<String>()) {
            prop_assert!(sanitize_line(&text).chars().all(is_allowed));
            prop_assert!(DisplayText::new(&text).as_str().chars().all(is_allowed));
        }
    }
}
