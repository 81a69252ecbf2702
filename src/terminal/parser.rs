use std::time::{Duration, Instant};

use super::Input;
use super::charset::{Charset, Decoded};
use super::esc_intro::EscIntro;
use super::paste::Paste;
use super::sequence;
use super::string_sequence::{StringSequence, StringStep};

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
/// let mut inputs = Vec::new();
/// // The network has split a cursor key between two reads.
/// parser.feed("Ə\x1b[".as_bytes(), now, &mut |input| inputs.push(input));
/// parser.feed(b"D\x1b[200~a paste\x1b[201~", now, &mut |input| inputs.push(input));
///
/// let expected = [
///     Input::Key(Key::Char('Ə'), now),
///     Input::Key(Key::Left, now),
///     Input::Paste("a paste".to_owned()),
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
}

enum State {
    Ground,
    Esc(Esc),
    /// `ESC [` or `ESC O`, and the parameter bytes so far.
    Sequence(EscIntro, Vec<u8>),
    /// A complete sequence, or letters of a name that was typed right after Esc. The next byte decides.
    Ambiguous {
        intro: EscIntro,
        final_byte: u8,
        key: Option<Key>,
    },
    /// `ESC ]`, `ESC P` or `ESC _`: Alt with that key, unless the next byte begins an answer.
    EscIntro(EscIntro),
    StringSequence(StringSequence),
    /// `ESC [ [`: the beginning of a function key of the Linux console.
    LinuxFunctionKey(EscIntro),
    /// `ESC [ M`: the number of bytes left that report the position of the mouse.
    MouseReport(u8),
    Paste(Paste),
}

/// An ESC that has arrived.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Esc {
    /// The Esc key if no byte follows, otherwise the beginning of a sequence.
    Pending,
    /// It has been emitted as the Esc key.
    Emitted,
    /// It ended a stalled paste. The rest of the end mark may still follow.
    EndedPaste,
}

/// An ESC without a following byte for this long is the Esc key. The time is shorter than a finger needs for the next
/// key, and longer than a network separates the bytes of a sequence.
pub(super) const ESC_TIMEOUT: Duration = Duration::from_millis(150);

/// For this long `[` and `O` after an Esc key still begin a sequence, because a person does not type them after Esc.
const LATE_SEQUENCE_TIMEOUT: Duration = Duration::from_millis(500);

/// A definite sequence waits this long for its next byte.
pub(super) const SEQUENCE_TIMEOUT: Duration = Duration::from_secs(1);

/// The rest of the end mark of a paste may arrive this long after its ESC.
const PASTE_END_TIMEOUT: Duration = Duration::from_secs(2);

/// Two bytes with at least this pause are two keys, or were separated by the network. A person pauses longer between
/// keys, and a serial connection less.
pub(super) const MIN_KEY_GAP: Duration = Duration::from_millis(35);

/// If an ambiguous sequence is part of a name in one chunk, the next letter follows within this time.
const AMBIGUOUS_TIMEOUT: Duration = Duration::from_millis(50);

/// The longest parameters that are kept. No supported sequence is longer.
const MAX_PARAMETER_BYTES: usize = 64;

impl Parser {
    /// Creates a parser for the charset of a locale such as `az_AZ.UTF-8`.
    pub fn new(locale: &str, now: Instant) -> Self {
        Self { charset: Charset::from_locale(locale), state: State::Ground, waiting_since: now, last_byte_at: now }
    }

    /// Returns how long to wait for the next byte before calling [`Parser::on_timeout`]. `None` means for ever.
    pub const fn timeout(&self) -> Option<Duration> {
        match &self.state {
            State::Ground if self.charset.is_pending() => Some(LATE_SEQUENCE_TIMEOUT),
            State::Ground => None,
            State::Esc(Esc::Pending) => Some(ESC_TIMEOUT),
            State::Esc(Esc::Emitted) => Some(LATE_SEQUENCE_TIMEOUT.saturating_sub(ESC_TIMEOUT)),
            State::Esc(Esc::EndedPaste) => Some(PASTE_END_TIMEOUT),
            State::EscIntro(_) | State::LinuxFunctionKey(_) | State::MouseReport(_) => Some(LATE_SEQUENCE_TIMEOUT),
            State::Sequence(EscIntro { byte: b'O', .. }, parameters) if parameters.is_empty() => {
                Some(LATE_SEQUENCE_TIMEOUT)
            }
            State::Sequence(..) => Some(SEQUENCE_TIMEOUT),
            State::Ambiguous { .. } => Some(AMBIGUOUS_TIMEOUT),
            State::StringSequence(string) => Some(string.timeout()),
            State::Paste(paste) => paste.timeout(),
        }
    }

    /// Returns when to call [`Parser::on_timeout`] if no byte arrives before. `None` means never.
    pub fn deadline(&self) -> Option<Instant> {
        self.timeout().map(|timeout| self.waiting_since + timeout)
    }

    /// Ends or changes the current state after [`Parser::timeout`] without a byte.
    pub fn on_timeout(&mut self, emit: &mut impl FnMut(Input)) {
        if self.charset.is_pending() {
            self.charset.reset();
            emit(Input::Unreadable);
        }
        let timed_out_at = self.waiting_since + self.timeout().unwrap_or_default();
        self.state = match std::mem::replace(&mut self.state, State::Ground) {
            State::Esc(Esc::Pending) => {
                self.emit_key(Key::Esc, emit);
                State::Esc(Esc::Emitted)
            }
            State::Sequence(intro, parameters) => {
                self.abandon_sequence(intro, &parameters, emit);
                State::Ground
            }
            State::Ambiguous { key, .. } => {
                self.emit_key_if_any(key, emit);
                State::Ground
            }
            State::EscIntro(intro) => {
                intro.emit(self.waiting_since, emit);
                State::Ground
            }
            State::StringSequence(string) => {
                string.finish(self.waiting_since, emit);
                State::Ground
            }
            State::Paste(paste) if paste.has_stalled() && paste.is_at_lone_esc() => {
                emit_paste(paste.finish(), Input::Paste, emit);
                State::Esc(Esc::EndedPaste)
            }
            State::Paste(mut paste) => {
                emit_paste(paste.take_part(), Input::PastePart, emit);
                State::Paste(paste)
            }
            State::Ground | State::Esc(_) | State::LinuxFunctionKey(_) | State::MouseReport(_) => State::Ground,
        };
        self.waiting_since = timed_out_at;
    }

    /// Emits every unfinished input at the end of the input.
    pub fn finish(&mut self, emit: &mut impl FnMut(Input)) {
        while self.timeout().is_some() {
            self.on_timeout(emit);
        }
        if let State::Paste(paste) = std::mem::replace(&mut self.state, State::Ground) {
            emit_paste(paste.finish(), Input::Paste, emit);
        }
    }

    /// Parses bytes that arrived at `now`.
    pub fn feed(&mut self, bytes: &[u8], now: Instant, emit: &mut impl FnMut(Input)) {
        for byte in bytes {
            while self.timeout().is_some_and(|timeout| now.saturating_duration_since(self.waiting_since) > timeout) {
                self.on_timeout(emit);
            }
            let silence = now.saturating_duration_since(self.last_byte_at);
            (self.waiting_since, self.last_byte_at) = (now, now);
            self.feed_byte(*byte, silence, emit);
        }
    }

    fn feed_byte(&mut self, byte: u8, silence: Duration, emit: &mut impl FnMut(Input)) {
        let gap = u8::from(silence >= MIN_KEY_GAP);
        self.state = match std::mem::replace(&mut self.state, State::Ground) {
            State::Esc(esc) => self.feed_after_esc(esc, byte, gap, emit),
            State::Sequence(intro, parameters) => {
                self.feed_sequence(EscIntro { gaps: intro.gaps + gap, ..intro }, parameters, byte, emit)
            }
            State::Ambiguous { intro, final_byte: last, key } => {
                if sequence::is_typed_word(intro.byte, last, byte) {
                    intro.emit_as_typed(&[last], self.waiting_since, emit);
                } else {
                    self.emit_key_if_any(key, emit);
                }
                self.feed_ground(byte, emit)
            }
            State::EscIntro(intro) if sequence::begins_string(intro.byte, byte) => {
                State::StringSequence(StringSequence::begin(intro, byte, silence, self.waiting_since))
            }
            State::EscIntro(intro) => {
                intro.emit(self.waiting_since, emit);
                self.feed_ground(byte, emit)
            }
            State::StringSequence(string) => match string.feed(byte, silence, self.waiting_since, emit) {
                StringStep::Continues(answer) => State::StringSequence(answer),
                StringStep::Ended => State::Ground,
                StringStep::EscThenRetry => self.feed_after_esc(Esc::Pending, byte, 0, emit),
                StringStep::EndedThenRetry => self.feed_ground(byte, emit),
            },
            State::LinuxFunctionKey(_) if matches!(byte, b'A'..=b'E') => {
                emit(Input::Key(Key::Function(byte - b'A' + 1), self.waiting_since));
                State::Ground
            }
            State::LinuxFunctionKey(intro) => {
                intro.emit_as_typed(b"[", self.waiting_since, emit);
                self.feed_ground(byte, emit)
            }
            State::MouseReport(1) if byte >= 0x20 => State::Ground,
            State::MouseReport(remaining) if byte >= 0x20 => State::MouseReport(remaining - 1),
            State::Ground | State::MouseReport(_) => self.feed_ground(byte, emit),
            State::Paste(mut paste) => {
                if paste.push(byte) {
                    emit_paste(paste.finish(), Input::Paste, emit);
                    State::Ground
                } else {
                    State::Paste(paste)
                }
            }
        };
    }

    fn feed_ground(&mut self, byte: u8, emit: &mut impl FnMut(Input)) -> State {
        if !self.charset.is_pending() {
            if byte == 0x1b {
                return State::Esc(Esc::Pending);
            }
            if let Some(key) = sequence::control_key(byte) {
                self.emit_key(key, emit);
                return State::Ground;
            }
        }
        match self.charset.decode(byte) {
            Decoded::Pending => {}
            Decoded::Letter(letter) => self.emit_key(Key::Char(letter), emit),
            Decoded::Invalid => emit(Input::Unreadable),
            Decoded::InvalidThenRetry => {
                self.charset.reset();
                emit(Input::Unreadable);
                return self.feed_ground(byte, emit);
            }
        }
        State::Ground
    }

    fn feed_after_esc(&mut self, esc: Esc, byte: u8, gap: u8, emit: &mut impl FnMut(Input)) -> State {
        let intro = EscIntro { byte, esc_emitted: esc != Esc::Pending, gaps: gap };
        match (esc, byte) {
            (Esc::Pending, 0x1b) => {
                self.emit_key(Key::Esc, emit);
                return State::Esc(Esc::Pending);
            }
            (_, b'[') | (Esc::Pending | Esc::Emitted, b'O') => return State::Sequence(intro, Vec::new()),
            // OSC, DCS, APC.
            (Esc::Pending | Esc::Emitted, b']' | b'P' | b'_') => return State::EscIntro(intro),
            (Esc::Pending, 0x7f | 0x08) => self.emit_key(Key::AltBackspace, emit),
            (Esc::Pending, 0x20..=0x7e) => self.emit_key(Key::Alt(char::from(byte).to_ascii_lowercase()), emit),
            // Enter, Tab and other control keys, and letters beyond ASCII, have the same meaning with Alt as without.
            _ => return self.feed_ground(byte, emit),
        }
        State::Ground
    }

    fn feed_sequence(
        &mut self,
        intro: EscIntro,
        mut parameters: Vec<u8>,
        byte: u8,
        emit: &mut impl FnMut(Input),
    ) -> State {
        let is_first = parameters.is_empty();
        match (intro.byte, byte) {
            (b'[', b'[') if is_first => State::LinuxFunctionKey(intro),
            (b'[', b'M') if is_first => State::MouseReport(3),
            (b'[', b'~') if parameters == b"200" => State::Paste(Paste::new(self.charset.text_decoder())),
            // Shift with a key in rxvt. Elsewhere `$` comes before the final byte, and only in answers.
            (b'[', b'$') if !is_first && parameters.iter().all(u8::is_ascii_digit) => {
                self.emit_key_if_any(sequence::csi_key(&parameters, byte), emit);
                State::Ground
            }
            (b'[', 0x20..=0x3f) | (_, b'0'..=b'9' | b';') => {
                if parameters.len() < MAX_PARAMETER_BYTES {
                    parameters.push(byte);
                }
                State::Sequence(intro, parameters)
            }
            (b'[', 0x40..=0x7e) | (b'O', b' ' | 0x40..=0x7e) => self.finish_sequence(intro, &parameters, byte, emit),
            (_, 0x80..) if is_first => {
                intro.emit_as_typed(&[], self.waiting_since, emit);
                self.feed_ground(byte, emit)
            }
            // Any other byte, such as a control byte, ends the unfinished sequence.
            _ => {
                self.abandon_sequence(intro, &parameters, emit);
                self.feed_ground(byte, emit)
            }
        }
    }

    /// Handles the final byte of a sequence.
    fn finish_sequence(
        &mut self,
        intro: EscIntro,
        parameters: &[u8],
        final_byte: u8,
        emit: &mut impl FnMut(Input),
    ) -> State {
        let key = if intro.byte == b'O' {
            sequence::ss3_key(parameters, final_byte)
        } else {
            sequence::csi_key(parameters, final_byte)
        };
        if !parameters.is_empty() || sequence::is_unambiguous(intro.byte, final_byte) {
            self.emit_key_if_any(key, emit);
            return State::Ground;
        }
        // No network splits three bytes twice, and no terminal sends these letters.
        let is_never_sent = intro.byte == b'O' && key.is_none() && final_byte.is_ascii_lowercase();
        if intro.gaps > 1 || is_never_sent {
            intro.emit_as_typed(&[final_byte], self.waiting_since, emit);
            return State::Ground;
        }
        State::Ambiguous { intro, final_byte, key }
    }

    /// Handles a sequence that stays incomplete. One with parameters was an answer that was cut off.
    fn abandon_sequence(&self, intro: EscIntro, parameters: &[u8], emit: &mut impl FnMut(Input)) {
        if parameters.is_empty() {
            intro.emit(self.waiting_since, emit);
        } else if intro.byte == b'O' {
            intro.emit_as_typed(parameters, self.waiting_since, emit);
        }
    }

    fn emit_key(&self, key: Key, emit: &mut impl FnMut(Input)) {
        emit(Input::Key(key, self.waiting_since));
    }

    fn emit_key_if_any(&self, key: Option<Key>, emit: &mut impl FnMut(Input)) {
        if let Some(key) = key {
            self.emit_key(key, emit);
        }
    }
}

/// Emits the text of a paste, and reports it if invalid bytes were left out.
fn emit_paste((text, is_whole): (String, bool), input: fn(String) -> Input, emit: &mut impl FnMut(Input)) {
    emit(input(text));
    if !is_whole {
        emit(Input::Unreadable);
    }
}

#[cfg(test)]
mod tests;
