use std::io::{self, BufRead as _, Read as _};
use std::thread;
use std::time::Instant;

use crate::app::Key;

use super::Input;
use super::parser::Parser;

/// A line as it was typed.
#[derive(Clone, PartialEq, Eq)]
pub enum TypedLine {
    /// Its text, without its end, and without what keys other than letters have left in it.
    Text(String),
    /// It has bytes that are no letter in this locale.
    Unreadable,
    /// There will be none any more.
    End,
}

/// More than any field takes. What is beyond is left out.
const LONGEST: u64 = 65_536;

/// Reads the standard input line by line in a thread of its own, until it ends or nobody takes what is read.
pub fn read_lines_into(mut take: impl FnMut(TypedLine) -> bool + Send + 'static) {
    thread::spawn(move || {
        let locale = super::locale();
        let mut input = io::stdin().lock();
        loop {
            let mut bytes = Vec::new();
            // A line beyond all measure must not fill the memory.
            let read = input.by_ref().take(LONGEST).read_until(b'\n', &mut bytes);
            let line = match read {
                Ok(0) | Err(_) => TypedLine::End,
                Ok(_) if bytes.ends_with(b"\n") => read_line(&locale, &bytes),
                Ok(_) => match skip_line(&mut input) {
                    Ok(()) => read_line(&locale, &bytes),
                    Err(_) => TypedLine::End,
                },
            };
            let ended = line == TypedLine::End;
            if !take(line) || ended {
                return;
            }
        }
    });
}

fn skip_line(input: &mut impl io::BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(buffer.len(), |at| at + 1);
        input.consume(length);
        if end.is_some() || length == 0 {
            return Ok(());
        }
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
    parser.take(bytes, now, &mut emit);
    parser.end(&mut emit);
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
