//! Which characters may come in and go out. Everything that a person types or pastes and everything that the
//! API says passes here before it is stored or shown.

use std::fmt;

use super::personal::redacted_debug;

/// Whether a character may stand in a field or on the screen.
///
/// Not so: control characters, and the invisible ones with which a text pretends to be another one or breaks
/// a terminal's idea of its width (bidirectional overrides, zero-width spaces, fillers, tags). The joiners
/// that Persian and emoji need, and combining marks, may.
pub fn is_allowed(c: char) -> bool {
    !(c.is_control() || is_invisible(c))
}

const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}'                  // soft hyphen
        | '\u{034F}'                // grapheme joiner: joins nothing, tells equal words apart
        | '\u{061C}'                // Arabic letter mark
        | '\u{115F}'..='\u{1160}' | '\u{3164}' | '\u{FFA0}' // Hangul fillers
        | '\u{17B4}'..='\u{17B5}'   // Khmer inherent vowels
        | '\u{180B}'..='\u{180F}'   // Mongolian selectors
        | '\u{200B}' | '\u{200E}'..='\u{200F}' // zero-width space, direction marks
        | '\u{2028}'..='\u{202E}'   // line and paragraph separators, bidi embeddings and overrides
        | '\u{2060}'..='\u{206F}'   // word joiner, bidi isolates, deprecated format characters
        | '\u{FDD0}'..='\u{FDEF}'   // no characters
        | '\u{FEFF}'                // byte order mark
        | '\u{FFF0}'..='\u{FFFB}'   // interlinear annotation and its neighbours
        | '\u{13430}'..='\u{1343F}' // Egyptian format characters
        | '\u{1BCA0}'..='\u{1BCA3}' // shorthand format characters
        | '\u{1D173}'..='\u{1D17A}' // musical format characters
        | '\u{E0000}'..='\u{E0FFF}' // tags, supplementary selectors
    ) || (c as u32) & 0xFFFE == 0xFFFE // the last two of every plane are no characters
}

/// A text as one line: each line break (CR, LF, CRLF, NEL, LS, PS) or tab becomes one space, every other
/// character that is not [typable](is_typable) is dropped. Nothing is trimmed.
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

/// A text that came from outside (the API, mostly): one line, nothing in it that a terminal would obey, at
/// most [`Told::LONGEST`] characters.
///
/// It may be a customer's name or echo a request, so its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DisplayText(String);

redacted_debug!(DisplayText);

impl DisplayText {
    /// What is longer is cut and ends in `…`.
    pub const MAX_CHARS: usize = 300;

    /// Makes a text safe to show; blanks at its ends go.
    pub fn new(text: &str) -> Self {
        // Bounded before anything else: the text may be megabytes.
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

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing was said.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
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
        fn no_text_brings_a_control_character(text in any::<String>()) {
            prop_assert!(sanitize_line(&text).chars().all(is_allowed));
            prop_assert!(DisplayText::new(&text).as_str().chars().all(is_allowed));
        }
    }
}
