use std::time::{Duration, Instant};

use super::Input;
use super::charset::{Charset, Decoded};
use super::esc_intro::EscIntro;
use super::paste::Paste;
use super::sequence;
use super::string_sequence::{StringSequence, StringStep};

use crate::app::Key;

/// Makes keys and pastes of the bytes that a terminal sends, one after the other, however they are cut.
///
/// Written by hand: crossterm types the tail of a sequence whose bytes come apart, or that it does not know (a
/// late answer of the terminal), into the field, knows UTF-8 alone, and holds a paste of any size.
///
/// Esc and a letter may be two keys or the beginning of a sequence. A sequence comes in one piece, or in two if the
/// network parts it; a person's keys come one by one. Every state but a paste ends after a time without a byte.
pub struct Parser {
    charset: Charset,
    state: State,
    /// When the last byte came, or the state of that time ended.
    deadline_from: Instant,
    /// When the last byte came.
    last_byte_at: Instant,
}

enum State {
    Ground,
    Esc(Esc),
    /// `ESC [` or `ESC O`, and what came of it.
    Sequence(EscIntro, Vec<u8>),
    /// A sequence, or the letters of a name that was typed right after Esc: the next byte tells.
    Ambiguous {
        intro: EscIntro,
        last: u8,
        key: Option<Key>,
    },
    /// `ESC ]`, `ESC P` or `ESC _`: Alt with that key, unless what follows makes it an answer.
    EscIntro(EscIntro),
    StringSequence(StringSequence),
    /// `ESC [ [`: a function key of the Linux console.
    LinuxFunction(EscIntro),
    /// `ESC [ M`: so many bytes tell where the mouse is.
    Mouse(u8),
    Paste(Paste),
}

/// An ESC that came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Esc {
    /// Alone it is the key, with more it is a sequence.
    Pending,
    /// It was taken for the key.
    Emitted,
    /// It ended a paste: the rest of the mark that ends one may still follow.
    EndedPaste,
}

/// An ESC that nothing follows for this long is the key. Shorter than a finger needs for the next key, longer than a
/// network keeps the bytes of a sequence apart.
pub(super) const ESC_TIMEOUT: Duration = Duration::from_millis(150);

/// `[` and `O` are no beginning of what one types after Esc: for this long they still make a sequence of it.
const LATE_SEQUENCE_TIMEOUT: Duration = Duration::from_millis(500);

/// What has begun as a sequence without a doubt waits this long for its next byte.
pub(super) const SEQUENCE_TIMEOUT: Duration = Duration::from_secs(1);

/// The rest of the mark that ends a paste may come this long after its ESC.
const PASTE_END_TIMEOUT: Duration = Duration::from_secs(2);

/// Bytes that come apart by as much are two keys, or parted by the network. Hands are slower, serial lines quicker.
pub(super) const MIN_KEY_GAP: Duration = Duration::from_millis(35);

/// The next letter of a name follows a doubtful sequence this soon if it came with it.
const AMBIGUOUS_TIMEOUT: Duration = Duration::from_millis(50);

/// No sequence with a meaning here is longer.
const MAX_PARAMETER_BYTES: usize = 64;

impl Parser {
    /// One that has read nothing until now, by a locale such as `az_AZ.UTF-8`.
    pub fn new(locale: &str, now: Instant) -> Self {
        Self { charset: Charset::of_locale(locale), state: State::Ground, deadline_from: now, last_byte_at: now }
    }

    /// How long to wait for the next byte before [`Parser::lapse`] is to be called. `None` means for ever.
    pub const fn timeout(&self) -> Option<Duration> {
        match &self.state {
            State::Ground if self.charset.is_pending() => Some(LATE_SEQUENCE_TIMEOUT),
            State::Ground => None,
            State::Esc(Esc::Pending) => Some(ESC_TIMEOUT),
            State::Esc(Esc::Emitted) => Some(LATE_SEQUENCE_TIMEOUT.saturating_sub(ESC_TIMEOUT)),
            State::Esc(Esc::EndedPaste) => Some(PASTE_END_TIMEOUT),
            State::EscIntro(_) | State::LinuxFunction(_) | State::Mouse(_) => Some(LATE_SEQUENCE_TIMEOUT),
            State::Sequence(EscIntro { byte: b'O', .. }, parameters) if parameters.is_empty() => {
                Some(LATE_SEQUENCE_TIMEOUT)
            }
            State::Sequence(..) => Some(SEQUENCE_TIMEOUT),
            State::Ambiguous { .. } => Some(AMBIGUOUS_TIMEOUT),
            State::StringSequence(answer) => Some(answer.timeout()),
            State::Paste(paste) => paste.timeout(),
        }
    }

    /// When [`Parser::on_timeout`] is to be called if no byte comes. `None` means never.
    pub fn deadline(&self) -> Option<Instant> {
        self.timeout().map(|timeout| self.deadline_from + timeout)
    }

    /// Nothing has come for as long as there was patience.
    pub fn on_timeout(&mut self, emit: &mut impl FnMut(Input)) {
        if self.charset.is_pending() {
            self.charset.reset();
            emit(Input::Unreadable);
        }
        let lapsed = self.deadline_from + self.timeout().unwrap_or_default();
        self.state = match std::mem::replace(&mut self.state, State::Ground) {
            State::Esc(Esc::Pending) => {
                self.key(Key::Esc, emit);
                State::Esc(Esc::Emitted)
            }
            State::Sequence(intro, parameters) => {
                self.abandon(intro, &parameters, emit);
                State::Ground
            }
            State::Ambiguous { key, .. } => {
                self.keys(key, emit);
                State::Ground
            }
            State::EscIntro(intro) => {
                intro.emit(self.deadline_from, emit);
                State::Ground
            }
            State::StringSequence(answer) => {
                answer.finish(self.deadline_from, emit);
                State::Ground
            }
            State::Paste(paste) if paste.has_stalled() && paste.is_at_lone_esc() => {
                hand_over(paste.end(), Input::Paste, emit);
                State::Esc(Esc::EndedPaste)
            }
            State::Paste(mut paste) => {
                hand_over(paste.stall(), Input::PastePart, emit);
                State::Paste(paste)
            }
            State::Ground | State::Esc(_) | State::LinuxFunction(_) | State::Mouse(_) => State::Ground,
        };
        self.deadline_from = lapsed;
    }

    /// Nothing will come any more: hands over what is unfinished.
    pub fn finish(&mut self, emit: &mut impl FnMut(Input)) {
        while self.timeout().is_some() {
            self.on_timeout(emit);
        }
        if let State::Paste(paste) = std::mem::replace(&mut self.state, State::Ground) {
            hand_over(paste.end(), Input::Paste, emit);
        }
    }

    /// Takes bytes that came at this time.
    pub fn feed(&mut self, bytes: &[u8], now: Instant, emit: &mut impl FnMut(Input)) {
        for byte in bytes {
            while self.timeout().is_some_and(|patience| now.saturating_duration_since(self.deadline_from) > patience) {
                self.on_timeout(emit);
            }
            let silence = now.saturating_duration_since(self.last_byte_at);
            (self.deadline_from, self.last_byte_at) = (now, now);
            self.byte(*byte, silence, emit);
        }
    }

    fn byte(&mut self, byte: u8, silence: Duration, emit: &mut impl FnMut(Input)) {
        let gap = u8::from(silence >= MIN_KEY_GAP);
        self.state = match std::mem::replace(&mut self.state, State::Ground) {
            State::Esc(esc) => self.after_esc(esc, byte, gap, emit),
            State::Sequence(intro, parameters) => {
                self.sequence(EscIntro { gaps: intro.gaps + gap, ..intro }, parameters, byte, emit)
            }
            State::Ambiguous { intro, last, key } => {
                if sequence::is_word(intro.byte, last, byte) {
                    intro.emit_as_typed(&[last], self.deadline_from, emit);
                } else {
                    self.keys(key, emit);
                }
                self.ground(byte, emit)
            }
            State::EscIntro(intro) if sequence::begins_string(intro.byte, byte) => {
                State::StringSequence(StringSequence::begin(intro, byte, silence, self.deadline_from))
            }
            State::EscIntro(intro) => {
                intro.emit(self.deadline_from, emit);
                self.ground(byte, emit)
            }
            State::StringSequence(answer) => match answer.next(byte, silence, self.deadline_from, emit) {
                StringStep::Continues(answer) => State::StringSequence(answer),
                StringStep::Ended => State::Ground,
                StringStep::AfterEsc => self.after_esc(Esc::Pending, byte, 0, emit),
                StringStep::EndedBefore => self.ground(byte, emit),
            },
            State::LinuxFunction(_) if matches!(byte, b'A'..=b'E') => State::Ground,
            State::LinuxFunction(intro) => {
                intro.emit_as_typed(b"[", self.deadline_from, emit);
                self.ground(byte, emit)
            }
            State::Mouse(1) if byte >= 0x20 => State::Ground,
            State::Mouse(left) if byte >= 0x20 => State::Mouse(left - 1),
            State::Ground | State::Mouse(_) => self.ground(byte, emit),
            State::Paste(mut paste) => {
                if paste.push(byte) {
                    hand_over(paste.end(), Input::Paste, emit);
                    State::Ground
                } else {
                    State::Paste(paste)
                }
            }
        };
    }

    fn ground(&mut self, byte: u8, emit: &mut impl FnMut(Input)) -> State {
        if !self.charset.is_pending() {
            if byte == 0x1b {
                return State::Esc(Esc::Pending);
            }
            if let Some(key) = sequence::control(byte) {
                self.key(key, emit);
                return State::Ground;
            }
        }
        match self.charset.decode(byte) {
            Decoded::Pending => {}
            Decoded::Letter(letter) => self.key(Key::Char(letter), emit),
            Decoded::Invalid => emit(Input::Unreadable),
            Decoded::InvalidThenRetry => {
                self.charset.reset();
                emit(Input::Unreadable);
                return self.ground(byte, emit);
            }
        }
        State::Ground
    }

    fn after_esc(&mut self, esc: Esc, byte: u8, gap: u8, emit: &mut impl FnMut(Input)) -> State {
        let intro = EscIntro { byte, esc_emitted: esc != Esc::Pending, gaps: gap };
        match (esc, byte) {
            (Esc::Pending, 0x1b) => {
                self.key(Key::Esc, emit);
                return State::Esc(Esc::Pending);
            }
            (_, b'[') | (Esc::Pending | Esc::Emitted, b'O') => return State::Sequence(intro, Vec::new()),
            // OSC, DCS, APC.
            (Esc::Pending | Esc::Emitted, b']' | b'P' | b'_') => return State::EscIntro(intro),
            (Esc::Pending, 0x7f | 0x08) => self.key(Key::AltBackspace, emit),
            (Esc::Pending, 0x20..=0x7e) => self.key(Key::Alt(char::from(byte).to_ascii_lowercase()), emit),
            // Enter, Tab and the like, and letters beyond ASCII, mean with Alt what they mean without.
            _ => return self.ground(byte, emit),
        }
        State::Ground
    }

    fn sequence(&mut self, intro: EscIntro, mut parameters: Vec<u8>, byte: u8, emit: &mut impl FnMut(Input)) -> State {
        let is_first = parameters.is_empty();
        match (intro.byte, byte) {
            (b'[', b'[') if is_first => State::LinuxFunction(intro),
            (b'[', b'M') if is_first => State::Mouse(3),
            (b'[', b'~') if parameters == b"200" => State::Paste(Paste::new(self.charset.text_decoder())),
            // Shift with a key of rxvt. Elsewhere `$` stands before the final byte, and only in answers.
            (b'[', b'$') if !is_first && parameters.iter().all(u8::is_ascii_digit) => {
                self.keys(sequence::csi(&parameters, byte), emit);
                State::Ground
            }
            (b'[', 0x20..=0x3f) | (_, b'0'..=b'9' | b';') => {
                if parameters.len() < MAX_PARAMETER_BYTES {
                    parameters.push(byte);
                }
                State::Sequence(intro, parameters)
            }
            (b'[', 0x40..=0x7e) | (b'O', b' ' | 0x40..=0x7e) => self.complete(intro, &parameters, byte, emit),
            (_, 0x80..) if is_first => {
                intro.emit_as_typed(&[], self.deadline_from, emit);
                self.ground(byte, emit)
            }
            // A control byte, for one, ends what is unfinished.
            _ => {
                self.abandon(intro, &parameters, emit);
                self.ground(byte, emit)
            }
        }
    }

    /// The final byte of a sequence came.
    fn complete(&mut self, intro: EscIntro, parameters: &[u8], last: u8, emit: &mut impl FnMut(Input)) -> State {
        let key = if intro.byte == b'O' { sequence::ss3(parameters, last) } else { sequence::csi(parameters, last) };
        if !parameters.is_empty() || sequence::is_unambiguous(intro.byte, last) {
            self.keys(key, emit);
            return State::Ground;
        }
        // No network parts three bytes twice, and no terminal sends these letters.
        let is_unknown = intro.byte == b'O' && key.is_none() && last.is_ascii_lowercase();
        if intro.gaps > 1 || is_unknown {
            intro.emit_as_typed(&[last], self.deadline_from, emit);
            return State::Ground;
        }
        State::Ambiguous { intro, last, key }
    }

    /// A sequence does not go on. With parameters it was an answer that was cut off.
    fn abandon(&self, intro: EscIntro, parameters: &[u8], emit: &mut impl FnMut(Input)) {
        if parameters.is_empty() {
            intro.emit(self.deadline_from, emit);
        } else if intro.byte == b'O' {
            intro.emit_as_typed(parameters, self.deadline_from, emit);
        }
    }

    fn key(&self, key: Key, emit: &mut impl FnMut(Input)) {
        emit(Input::Key(key, self.deadline_from));
    }

    fn keys(&self, key: Option<Key>, emit: &mut impl FnMut(Input)) {
        if let Some(key) = key {
            self.key(key, emit);
        }
    }
}

/// What cannot be read of a paste is left out, and that is reported.
fn hand_over((text, is_whole): (String, bool), input: fn(String) -> Input, emit: &mut impl FnMut(Input)) {
    emit(input(text));
    if !is_whole {
        emit(Input::Unreadable);
    }
}

#[cfg(test)]
mod tests;
