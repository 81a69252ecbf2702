use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use rustix::io::Errno;

use crate::app::Key;

use super::Input;
use super::events::has_input;
use super::parser::Parser;

/// A line from the standard input.
#[derive(Clone, PartialEq, Eq)]
pub enum TypedLine {
    /// Its text, without its end, and without what keys other than letters have left in it.
    Text(String),
    /// It has bytes that are no letter in this locale.
    Unreadable,
    /// There will be no other line.
    End,
}

/// No line of a person is longer. The rest of a longer one is left out, so that it does not fill the memory.
const MAX_LINE_BYTES: usize = 65_536;

/// More lines are not read before these are taken: the rest waits in the pipe.
const MAX_LINES: usize = 4_096;

/// The lines that were read and not taken yet.
pub struct TypedLines {
    locale: String,
    lines: VecDeque<TypedLine>,
    /// The beginning of a line.
    partial: Vec<u8>,
    has_ended: bool,
}

impl TypedLines {
    /// No line yet, in the locale of the environment.
    pub fn in_locale() -> Self {
        Self { locale: super::locale(), lines: VecDeque::new(), partial: Vec::new(), has_ended: false }
    }

    /// Returns true if more can be read.
    pub fn is_reading(&self) -> bool {
        !self.has_ended && self.lines.len() < MAX_LINES
    }

    /// Takes the next line.
    pub fn take(&mut self) -> Option<TypedLine> {
        self.lines.pop_front()
    }

    /// Discards everything that was typed at the terminal until now, also the beginning of a line. Returns how many lines
    /// these were.
    pub fn discard(&mut self) -> usize {
        const READ_TIMEOUT: Duration = Duration::from_secs(1);
        let deadline = Instant::now() + READ_TIMEOUT;
        // What the terminal still has was typed before this moment: it is read first, and counted.
        while !self.has_ended && has_input() && Instant::now() < deadline {
            self.read();
        }
        self.partial.clear();
        let _ = rustix::termios::tcflush(io::stdin(), rustix::termios::QueueSelector::IFlush);
        let before = self.lines.len();
        self.lines.retain(|line| *line == TypedLine::End);
        before - self.lines.len()
    }

    /// Reads what is there. It is called when there is something, since it waits otherwise.
    pub fn read(&mut self) {
        let mut piece = [0; 4096];
        let length = match rustix::io::read(io::stdin(), &mut piece) {
            Err(Errno::INTR | Errno::AGAIN) => return,
            Ok(length) => length,
            Err(_) => 0,
        };
        for part in piece.get(..length).unwrap_or_default().split_inclusive(|byte| *byte == b'\n') {
            let room = MAX_LINE_BYTES.saturating_sub(self.partial.len());
            self.partial.extend(part.iter().take(room));
            if part.ends_with(b"\n") {
                self.end_line();
            }
        }
        if length == 0 {
            if !self.partial.is_empty() {
                self.end_line();
            }
            self.lines.push_back(TypedLine::End);
            self.has_ended = true;
        }
    }

    fn end_line(&mut self) {
        let bytes = std::mem::take(&mut self.partial);
        self.lines.push_back(read_line(&self.locale, &bytes));
    }
}

/// The letters of a line. A terminal that is not raw puts the sequences of cursor keys into it.
fn read_line(locale: &str, bytes: &[u8]) -> TypedLine {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    let now = Instant::now();
    let mut parser = Parser::new(locale, now);
    let (mut text, mut unreadable) = (String::new(), false);
    let mut emit = |input| match input {
        Input::Key(Key::Char(letter), _) => text.push(letter),
        Input::Key(Key::Tab, _) => text.push(' '),
        Input::Paste(pasted) | Input::PastePart(pasted) => text.push_str(&pasted),
        Input::Unreadable => unreadable = true,
        Input::Key(..) | Input::Gone => {}
    };
    parser.feed(bytes, now, &mut emit);
    parser.finish(&mut emit);
    if unreadable { TypedLine::Unreadable } else { TypedLine::Text(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_letters_alone() {
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
            assert!(read_line(locale, bytes) == expected, "{locale} {bytes:?}");
        }
    }
}
