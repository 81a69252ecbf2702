use std::collections::VecDeque;
use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use rustix::io::Errno;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::view::{CharacterSet, transliterate};

use super::events::has_input;
use super::line_mode::LineMode;
use super::typed_line::{TypedLine, decode, decode_line};

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
