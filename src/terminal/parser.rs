use std::time::{Duration, Instant};

use super::charset::Charset;
use super::input::Input;
use super::timeouts::LATE_SEQUENCE_TIMEOUT;
use state::{Esc, State};

use crate::keys::Key;

/// An incremental parser from the bytes of a terminal to keys and pastes, wherever the reads split the bytes.
///
/// Written by hand for three reasons. crossterm types the rest of a sequence into the field if its bytes arrive apart
/// or the sequence is unknown (a late answer of the terminal). It supports only UTF-8. It holds a paste of any size.
///
/// Esc and a letter may be two keys or the beginning of a sequence. A sequence arrives in one piece, or in two if the
/// network splits it; a person's keys arrive one by one. Every state but a paste ends after a time without a byte.
///
/// ```
/// use std::time::Instant;
///
/// use frontdesk::keys::Key;
/// use frontdesk::terminal::{Input, Parser};
///
/// let now = Instant::now();
/// let mut parser = Parser::new("az_AZ.UTF-8", now);
/// // The network has split a cursor key between two reads.
/// let mut inputs = parser.feed("Ə\x1b[".as_bytes(), now);
/// inputs.extend(parser.feed(b"D\x1b[200~a paste\x1b[201~", now));
///
/// let expected = [
///     Input::Key(Key::Char('Ə'), now),
///     Input::Key(Key::Left, now),
///     Input::Paste { text: "a paste".to_owned(), is_last: true },
/// ];
/// assert_eq!(inputs, expected);
/// assert_eq!(parser.timeout(), None, "no input is unfinished");
/// ```
pub struct Parser {
    charset: Charset,
    state: State,
    /// When the last byte arrived, or when the last timeout expired.
    waiting_since: Instant,
    /// When the last byte arrived.
    last_byte_at: Instant,
    /// The inputs that have not been returned yet.
    inputs: Vec<Input>,
}

impl Parser {
    /// Creates a parser for the charset of a locale such as `az_AZ.UTF-8`.
    pub fn new(locale: &str, now: Instant) -> Self {
        Self {
            charset: Charset::from_locale(locale),
            state: State::Ground,
            waiting_since: now,
            last_byte_at: now,
            inputs: Vec::new(),
        }
    }

    /// Returns how long to wait for the next byte before calling [`Parser::on_timeout`]. `None` means for ever.
    pub const fn timeout(&self) -> Option<Duration> {
        match &self.state {
            State::Ground if self.charset.is_pending() => Some(LATE_SEQUENCE_TIMEOUT),
            state => state.timeout(),
        }
    }

    /// Returns when to call [`Parser::on_timeout`] if no byte arrives before. `None` means never.
    pub fn deadline(&self) -> Option<Instant> {
        self.timeout().map(|timeout| self.waiting_since + timeout)
    }

    /// Ends or changes the current state after [`Parser::timeout`] without a byte. Returns what it was.
    pub fn on_timeout(&mut self) -> Vec<Input> {
        self.expire();
        std::mem::take(&mut self.inputs)
    }

    /// Returns every unfinished input at the end of the input.
    pub fn finish(&mut self) -> Vec<Input> {
        while self.timeout().is_some() {
            self.expire();
        }
        if let State::Paste(paste) = std::mem::replace(&mut self.state, State::Ground) {
            self.emit_paste(paste.finish(), true);
        }
        std::mem::take(&mut self.inputs)
    }

    /// Parses bytes that arrived at `now`. Returns the inputs that are complete.
    pub fn feed(&mut self, bytes: &[u8], now: Instant) -> Vec<Input> {
        for byte in bytes {
            while self.timeout().is_some_and(|timeout| now.saturating_duration_since(self.waiting_since) > timeout) {
                self.expire();
            }
            let silence = now.saturating_duration_since(self.last_byte_at);
            (self.waiting_since, self.last_byte_at) = (now, now);
            self.feed_byte(*byte, silence);
        }
        std::mem::take(&mut self.inputs)
    }

    fn expire(&mut self) {
        if self.charset.is_pending() {
            self.charset.reset();
            self.inputs.push(Input::Unreadable);
        }
        let timed_out_at = self.waiting_since + self.timeout().unwrap_or_default();
        match std::mem::replace(&mut self.state, State::Ground) {
            State::Esc(Esc::Pending) => {
                self.emit_keys([Key::Esc]);
                self.state = State::Esc(Esc::Emitted);
            }
            State::Sequence(intro, parameters) => self.abandon_sequence(intro, &parameters),
            State::Ambiguous { key, .. } => self.emit_keys(key),
            State::EscIntro(intro) => self.emit_keys(intro.keys()),
            State::StringSequence(string) => self.emit_keys(string.finish()),
            State::Paste(paste) if paste.has_stalled() && paste.is_at_lone_esc() => {
                self.emit_paste(paste.finish(), true);
                self.state = State::Esc(Esc::EndedPaste);
            }
            State::Paste(mut paste) => {
                self.emit_paste(paste.take_part(), false);
                self.state = State::Paste(paste);
            }
            State::Ground | State::Esc(_) | State::LinuxFunctionKey(_) | State::MouseReport(_) => {}
        }
        self.waiting_since = timed_out_at;
    }

    /// Emits keys with the time when they were read.
    fn emit_keys(&mut self, keys: impl IntoIterator<Item = Key>) {
        let at = self.waiting_since;
        self.inputs.extend(keys.into_iter().map(|key| Input::Key(key, at)));
    }

    /// Emits the text of a paste, and reports it if invalid bytes were left out.
    fn emit_paste(&mut self, (text, is_whole): (String, bool), is_last: bool) {
        self.inputs.push(Input::Paste { text, is_last });
        self.inputs.extend((!is_whole).then_some(Input::Unreadable));
    }
}

mod state;
#[cfg(test)]
mod tests;
mod transitions;
