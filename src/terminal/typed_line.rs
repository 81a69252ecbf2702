use std::time::Instant;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::keys::Key;

use super::input::Input;
use super::parser::Parser;

/// A line from the standard input.
#[derive(Clone, PartialEq, Eq)]
pub enum TypedLine {
    /// The text of the line without its line end and without the effects of keys other than letters.
    Text {
        /// The text.
        text: String,
        /// True if keys were left out, for example arrow keys.
        has_lost_keys: bool,
    },
    /// The line contains bytes that are invalid in the charset of the locale.
    Unreadable,
    /// The input has ended; no more lines will arrive.
    End,
}

/// A line as far as it is decoded.
#[derive(Default)]
pub(super) struct Decoded {
    pub(super) text: String,
    has_lost_keys: bool,
    is_unreadable: bool,
}

impl Decoded {
    /// Applies a key. If the program edits the line, Backspace, Ctrl-W and Ctrl-U delete, as in every terminal.
    fn apply(&mut self, input: Input, is_edited: bool) {
        match input {
            Input::Key(Key::Char(letter), _) => self.text.push(letter),
            Input::Key(Key::Tab, _) => self.text.push(' '),
            Input::Paste { text, .. } => self.text.push_str(&text),
            Input::Unreadable => self.is_unreadable = true,
            Input::Key(Key::Backspace | Key::Ctrl('h'), _) if is_edited => {
                let last = self.text.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
                self.text.truncate(last);
            }
            Input::Key(Key::Ctrl('w'), _) if is_edited => {
                let kept = self.text.trim_end();
                self.text.truncate(kept.rfind(' ').map_or(0, |at| at + 1));
            }
            Input::Key(Key::Ctrl('u'), _) if is_edited => *self = Self::default(),
            Input::Key(..) => self.has_lost_keys = true,
            Input::Closed => {}
        }
    }
}

/// Decodes the beginning of a line. An incomplete sequence at its end is left out.
pub(super) fn decode(locale: &str, bytes: &[u8], is_edited: bool) -> Decoded {
    let now = Instant::now();
    let mut decoded = Decoded::default();
    let mut parser = Parser::new(locale, now);
    parser.feed(bytes, now).into_iter().for_each(|input| decoded.apply(input, is_edited));
    decoded
}

/// Decodes the letters of a line. A terminal that is not in raw mode puts the sequences of cursor keys into the line.
pub(super) fn decode_line(locale: &str, bytes: &[u8], is_edited: bool) -> TypedLine {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    let now = Instant::now();
    let mut decoded = Decoded::default();
    let mut parser = Parser::new(locale, now);
    let inputs = parser.feed(bytes, now);
    inputs.into_iter().chain(parser.finish()).for_each(|input| decoded.apply(input, is_edited));
    let Decoded { text, has_lost_keys, is_unreadable } = decoded;
    if is_unreadable { TypedLine::Unreadable } else { TypedLine::Text { text, has_lost_keys } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_contains_only_letters() {
        for (locale, bytes, expected) in [
            ("C.UTF-8", "Aysel Məmmədova".as_bytes(), Some("Aysel Məmmədova")),
            ("C.UTF-8", b"a\x1b[Ab\x1b[1;5C\x07", Some("ab")),
            ("C.UTF-8", b"a\tb", Some("a b")),
            ("C.UTF-8", b"\x1b[200~a\x1b[201~\n", Some("a")),
            ("C.UTF-8", b"\x1b[200~a\n", Some("a")),
            ("C.UTF-8", b"\x1bOlga\n", Some("Olga")),
            ("C.UTF-8", b"1\x1bOn5\n", Some("1.5")),
            ("C.UTF-8", b"\n", Some("")),
            ("C.UTF-8", b"a\xff\n", None),
            ("C.UTF-8", b"a\xc6\n", None),
            ("C", "Ə\n".as_bytes(), None),
            ("ru_RU.KOI8-R", b"\xf2\xc1\n", Some("Ра")),
        ] {
            let text = match decode_line(locale, bytes, false) {
                TypedLine::Text { text, .. } => Some(text),
                _ => None,
            };
            assert_eq!(text.as_deref(), expected, "{locale} {bytes:?}");
        }
    }

    #[test]
    fn keys_that_are_left_out_are_reported() {
        for (bytes, is_edited, expected, has_lost) in [
            (&b"Aysel"[..], true, "Aysel", false),
            (b"Ay\x1b[Asel", true, "Aysel", true),
            (b"\x1b[D", true, "", true),
            (b"Ayx\x7fsel", true, "Aysel", false),
            (b"Ayx\x08sel", true, "Aysel", false),
            (b"Rauf\x15Aysel", true, "Aysel", false),
            (b"Aysel  Rauf \x17", true, "Aysel  ", false),
            ("Ə\u{301}\x7f".as_bytes(), true, "", false),
            (b"\x7f\x17\x15", true, "", false),
            (b"Ay\x07sel\x01", true, "Aysel", true),
            // A pipe has no one who corrects a line.
            (b"Ayx\x7fsel", false, "Ayxsel", true),
        ] {
            let TypedLine::Text { text, has_lost_keys } = decode_line("C.UTF-8", bytes, is_edited) else {
                panic!("{bytes:?}");
            };
            assert_eq!((text.as_str(), has_lost_keys), (expected, has_lost), "{bytes:?}");
        }
        // A begun letter or sequence is not decoded yet.
        assert_eq!(decode("C.UTF-8", b"Ay\xc9", true).text, "Ay");
        assert_eq!(decode("C.UTF-8", b"Ay\x1b[", true).text, "Ay");
    }
}
