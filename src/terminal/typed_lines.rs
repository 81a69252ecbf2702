use std::collections::VecDeque;
use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use rustix::io::Errno;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::keys::Key;
use crate::view::{CharacterSet, transliterate};

use super::events::has_input;
use super::input::Input;
use super::line_mode::LineMode;
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

/// The longest line that is kept; no person types a longer one. The rest is left out, so that it cannot fill the
/// memory.
const MAX_LINE_BYTES: usize = 65_536;

/// The number of lines after which reading stops until the caller takes some. The rest waits in the pipe.
const MAX_LINES: usize = 4_096;

/// The key that ends the input of a terminal.
const END_OF_INPUT: u8 = 0x04;

/// A queue of the lines that have been read from the standard input and not yet taken.
///
/// On a terminal it also knows the line that is being typed. It shows the keys itself, when the question for them has
/// been printed.
pub struct TypedLines {
    locale: String,
    signs: CharacterSet,
    lines: VecDeque<TypedLine>,
    /// The bytes of the line that is not yet complete.
    partial_line: Vec<u8>,
    /// The part of the line that the terminal shows.
    shown: String,
    has_ended: bool,
    is_terminal: bool,
    /// `None` for a pipe, or if the terminal edits the line.
    mode: Option<LineMode>,
}

impl TypedLines {
    /// Creates an empty queue with the locale of the environment, and takes over the terminal if there is one.
    pub fn open(signs: CharacterSet) -> Self {
        let (locale, mode) = (super::locale(), LineMode::enter());
        let (lines, partial_line, shown) = (VecDeque::new(), Vec::new(), String::new());
        let is_terminal = io::stdin().is_terminal();
        Self { locale, signs, lines, partial_line, shown, has_ended: false, is_terminal, mode }
    }

    /// Gives the terminal back, for the shell.
    pub fn release_terminal(&mut self) {
        self.mode = None;
    }

    /// Takes the terminal over again. What it shows of the begun line is unknown.
    pub fn retake_terminal(&mut self) {
        // The mode before is the one that the shell has left.
        self.mode = None;
        self.mode = LineMode::enter();
        self.shown.clear();
    }

    /// Returns true if more can be read.
    pub fn is_reading(&self) -> bool {
        !self.has_ended && self.lines.len() < MAX_LINES
    }

    /// Returns true if a line is begun, or if only the terminal knows.
    pub const fn is_begun(&self) -> bool {
        self.is_terminal && (!self.partial_line.is_empty() || self.mode.is_none())
    }

    /// Returns the text of the line that is being typed.
    pub fn begun(&self) -> String {
        decode(&self.locale, &self.partial_line, self.mode.is_some()).text
    }

    /// Returns the output that shows the line that is being typed.
    pub fn echo(&mut self) -> String {
        if self.lines.is_empty() && self.mode.is_some() { self.show(&self.begun()) } else { String::new() }
    }

    /// Removes and returns the next line, with the output that shows it and its end. `None` means that no complete line
    /// has arrived.
    pub fn take(&mut self) -> Option<(TypedLine, String)> {
        let line = self.lines.pop_front()?;
        let echo = match (&line, &self.mode) {
            (TypedLine::Text { text, .. }, Some(_)) => self.show(&text.clone()),
            _ => String::new(),
        };
        self.shown.clear();
        // A terminal that edits the line shows its end itself.
        let is_ours = self.mode.as_ref().map_or(!self.is_terminal, LineMode::has_echo);
        Some((line, if is_ours { echo + "\n" } else { echo }))
    }

    /// Returns the output that changes the shown part of the line into this text.
    fn show(&mut self, text: &str) -> String {
        if !self.mode.as_ref().is_some_and(LineMode::has_echo) {
            return String::new();
        }
        let text = transliterate(self.signs, text);
        let kept: usize = self
            .shown
            .graphemes(true)
            .zip(text.graphemes(true))
            .take_while(|(old, new)| old == new)
            .map(|(old, _)| old.len())
            .sum();
        let erased = self.shown.get(kept..).unwrap_or_default().width();
        let echo = "\u{8} \u{8}".repeat(erased) + text.get(kept..).unwrap_or_default();
        self.shown = text;
        echo
    }

    /// Discards everything that has been typed at the terminal until now, including an incomplete line. Returns the
    /// number of discarded lines.
    pub fn discard(&mut self) -> usize {
        const READ_TIMEOUT: Duration = Duration::from_secs(1);
        let deadline = Instant::now() + READ_TIMEOUT;
        // The input that is still in the terminal was typed before this moment: it is read first, and counted.
        while !self.has_ended && has_input() && Instant::now() < deadline {
            self.read();
        }
        self.partial_line.clear();
        let _ = rustix::termios::tcflush(io::stdin(), rustix::termios::QueueSelector::IFlush);
        let count_before = self.lines.len();
        self.lines.retain(|line| *line == TypedLine::End);
        count_before - self.lines.len()
    }

    /// Reads the available bytes. The caller calls it only when input is available, because it would block otherwise.
    pub fn read(&mut self) {
        let mut chunk = [0; 4096];
        let length = match rustix::io::read(io::stdin(), &mut chunk) {
            Err(Errno::INTR | Errno::AGAIN) => return,
            Ok(length) => length,
            Err(_) => 0,
        };
        let bytes = chunk.get(..length).unwrap_or_default();
        let is_end = |byte: &u8| *byte == END_OF_INPUT && self.mode.is_some();
        let before_end = bytes.iter().position(is_end).and_then(|at| bytes.get(..at));
        for part in before_end.unwrap_or(bytes).split_inclusive(|byte| *byte == b'\n') {
            let free_bytes = MAX_LINE_BYTES.saturating_sub(self.partial_line.len());
            self.partial_line.extend(part.iter().take(free_bytes));
            if part.ends_with(b"\n") {
                self.finish_line();
            }
        }
        if length == 0 || before_end.is_some() {
            // The last line of a file may have no end. A line at a terminal was not finished.
            if !self.partial_line.is_empty() && !self.is_terminal {
                self.finish_line();
            }
            self.lines.push_back(TypedLine::End);
            self.has_ended = true;
        }
    }

    fn finish_line(&mut self) {
        let bytes = std::mem::take(&mut self.partial_line);
        self.lines.push_back(decode_line(&self.locale, &bytes, self.mode.is_some()));
    }
}

/// A line as far as it is decoded.
#[derive(Default)]
struct Decoded {
    text: String,
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
fn decode(locale: &str, bytes: &[u8], is_edited: bool) -> Decoded {
    let now = Instant::now();
    let mut decoded = Decoded::default();
    let mut parser = Parser::new(locale, now);
    parser.feed(bytes, now).into_iter().for_each(|input| decoded.apply(input, is_edited));
    decoded
}

/// Decodes the letters of a line. A terminal that is not in raw mode puts the sequences of cursor keys into the line.
fn decode_line(locale: &str, bytes: &[u8], is_edited: bool) -> TypedLine {
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
