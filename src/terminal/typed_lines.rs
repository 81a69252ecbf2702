use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use rustix::io::Errno;

use crate::keys::Key;

use super::events::has_input;
use super::input::Input;
use super::parser::Parser;

/// A line from the standard input.
#[derive(Clone, PartialEq, Eq)]
pub enum TypedLine {
    /// The text of the line without its line end and without the effects of keys other than letters.
    Text(String),
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

/// A queue of the lines that have been read from the standard input and not yet taken.
pub struct TypedLines {
    locale: String,
    lines: VecDeque<TypedLine>,
    /// The bytes of the line that is not yet complete.
    partial_line: Vec<u8>,
    has_ended: bool,
}

impl TypedLines {
    /// Creates an empty queue with the locale of the environment.
    pub fn with_environment_locale() -> Self {
        Self { locale: super::locale(), lines: VecDeque::new(), partial_line: Vec::new(), has_ended: false }
    }

    /// Returns true if more can be read.
    pub fn is_reading(&self) -> bool {
        !self.has_ended && self.lines.len() < MAX_LINES
    }

    /// Removes and returns the next line. `None` means that no complete line has arrived.
    pub fn take(&mut self) -> Option<TypedLine> {
        self.lines.pop_front()
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
        for part in chunk.get(..length).unwrap_or_default().split_inclusive(|byte| *byte == b'\n') {
            let free_bytes = MAX_LINE_BYTES.saturating_sub(self.partial_line.len());
            self.partial_line.extend(part.iter().take(free_bytes));
            if part.ends_with(b"\n") {
                self.finish_line();
            }
        }
        if length == 0 {
            if !self.partial_line.is_empty() {
                self.finish_line();
            }
            self.lines.push_back(TypedLine::End);
            self.has_ended = true;
        }
    }

    fn finish_line(&mut self) {
        let bytes = std::mem::take(&mut self.partial_line);
        self.lines.push_back(decode_line(&self.locale, &bytes));
    }
}

/// Decodes the letters of a line. A terminal that is not in raw mode puts the sequences of cursor keys into the line.
fn decode_line(locale: &str, bytes: &[u8]) -> TypedLine {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    let now = Instant::now();
    let mut parser = Parser::new(locale, now);
    let (mut text, mut is_unreadable) = (String::new(), false);
    let inputs = parser.feed(bytes, now);
    for input in inputs.into_iter().chain(parser.finish()) {
        match input {
            Input::Key(Key::Char(letter), _) => text.push(letter),
            Input::Key(Key::Tab, _) => text.push(' '),
            Input::Paste { text: pasted, .. } => text.push_str(&pasted),
            Input::Unreadable => is_unreadable = true,
            Input::Key(..) | Input::Closed => {}
        }
    }
    if is_unreadable { TypedLine::Unreadable } else { TypedLine::Text(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_contains_only_letters() {
        for (locale, bytes, text) in [
            ("C.UTF-8", "Aysel Məmmədova\n".as_bytes(), Some("Aysel Məmmədova")),
            ("C.UTF-8", b"a\x1b[Ab\x1b[1;5C\x07\r\n", Some("ab")),
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
            let expected = text.map_or(TypedLine::Unreadable, |text| TypedLine::Text(text.to_owned()));
            assert!(decode_line(locale, bytes) == expected, "{locale} {bytes:?}");
        }
    }
}
