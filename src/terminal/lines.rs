use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

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
const MAX_LINE_BYTES: usize = 65_536;

/// The lines that were read from the standard input and not taken yet.
#[derive(Clone, Default)]
pub struct TypedLines(Arc<Mutex<Typed>>);

#[derive(Default)]
struct Typed {
    lines: VecDeque<TypedLine>,
    /// The beginning of a line.
    begun: Vec<u8>,
    /// There will be nothing more.
    ended: bool,
}

impl TypedLines {
    /// Reads the standard input in a thread of its own, until it ends. After each piece it calls `poke`, until that returns
    /// false.
    pub fn read(poke: impl Fn() -> bool + Send + 'static) -> Self {
        let lines = Self::default();
        let typed = lines.clone();
        thread::spawn(move || {
            let locale = super::locale();
            while wait_for_input() {
                // Between reading and entering a line nothing may be discarded.
                let ended = {
                    let mut typed = typed.lock();
                    typed.take_piece(&locale);
                    typed.ended
                };
                if !poke() || ended {
                    return;
                }
            }
        });
        lines
    }

    /// Takes the next line.
    pub fn next(&self) -> Option<TypedLine> {
        self.lock().lines.pop_front()
    }

    /// Discards everything that was typed at the terminal until now, also the beginning of a line. Returns how many lines
    /// these were.
    pub fn discard(&self) -> usize {
        const READ_TIMEOUT: Duration = Duration::from_secs(1);
        let deadline = Instant::now() + READ_TIMEOUT;
        loop {
            let mut typed = self.lock();
            // What the terminal still has was typed before this moment: it is read first, and counted.
            if typed.ended || !has_input() || Instant::now() > deadline {
                typed.begun.clear();
                let _ = rustix::termios::tcflush(io::stdin(), rustix::termios::QueueSelector::IFlush);
                let before = typed.lines.len();
                typed.lines.retain(|line| *line == TypedLine::End);
                return before - typed.lines.len();
            }
            drop(typed);
            thread::sleep(Duration::from_millis(1));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Typed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Typed {
    /// Reads what is there. A line beyond all measure does not fill the memory: its rest is left out.
    fn take_piece(&mut self, locale: &str) {
        if !has_input() {
            // It was discarded meanwhile. Reading would hold the lock until something comes.
            return;
        }
        let mut piece = [0; 4096];
        let read = match rustix::io::read(io::stdin(), &mut piece) {
            Err(Errno::INTR | Errno::AGAIN) => return,
            Ok(read) => read,
            Err(_) => 0,
        };
        for part in piece.get(..read).unwrap_or_default().split_inclusive(|byte| *byte == b'\n') {
            let room = MAX_LINE_BYTES.saturating_sub(self.begun.len());
            self.begun.extend(part.iter().take(room));
            if part.ends_with(b"\n") {
                self.end_line(locale);
            }
        }
        if read == 0 {
            if !self.begun.is_empty() {
                self.end_line(locale);
            }
            self.lines.push_back(TypedLine::End);
            self.ended = true;
        }
    }

    fn end_line(&mut self, locale: &str) {
        let bytes = std::mem::take(&mut self.begun);
        self.lines.push_back(read_line(locale, &bytes));
    }
}

/// Waits until something can be read. Returns false if that cannot be known.
fn wait_for_input() -> bool {
    loop {
        match poll_input(None) {
            Err(Errno::INTR) => {}
            polled => return polled.is_ok(),
        }
    }
}

fn has_input() -> bool {
    poll_input(Some(&Timespec::default())).is_ok_and(|ready| ready > 0)
}

fn poll_input(timeout: Option<&Timespec>) -> rustix::io::Result<usize> {
    let stdin = io::stdin();
    poll(&mut [PollFd::new(&stdin, PollFlags::IN)], timeout)
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
