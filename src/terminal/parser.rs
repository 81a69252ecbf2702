use std::time::{Duration, Instant};

use super::Input;
use super::answer::{Answer, Next};
use super::charset::{Charset, Decoded};
use super::intro::Intro;
use super::paste::Paste;
use super::sequence;

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
    last: Instant,
    /// When the last byte came.
    came: Instant,
}

enum State {
    Ground,
    Esc(Esc),
    /// `ESC [` or `ESC O`, and what came of it.
    Sequence(Intro, Vec<u8>),
    /// A sequence, or the letters of a name that was typed right after Esc: the next byte tells.
    Doubtful {
        intro: Intro,
        last: u8,
        key: Option<Key>,
    },
    /// `ESC ]`, `ESC P` or `ESC _`: Alt with that key, unless what follows makes it an answer.
    Opened(Intro),
    Answer(Answer),
    /// `ESC [ [`: a function key of the Linux console.
    LinuxFunction(Intro),
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
const LATE: Duration = Duration::from_millis(500);

/// What has begun as a sequence without a doubt waits this long for its next byte.
pub(super) const SEQUENCE_TIMEOUT: Duration = Duration::from_secs(1);

/// The rest of the mark that ends a paste may come this long after its ESC.
const PASTE_END_TIMEOUT: Duration = Duration::from_secs(2);

/// Bytes that come apart by as much are two keys, or parted by the network. Hands are slower, serial lines quicker.
pub(super) const GAP: Duration = Duration::from_millis(35);

/// The next letter of a name follows a doubtful sequence this soon if it came with it.
const DOUBT_TIMEOUT: Duration = Duration::from_millis(50);

/// No sequence with a meaning here is longer.
const MAX_PARAMETER_BYTES: usize = 64;

impl Parser {
    /// One that has read nothing until now, by a locale such as `az_AZ.UTF-8`.
    #[must_use]
    pub fn new(locale: &str, now: Instant) -> Self {
        Self { charset: Charset::of_locale(locale), state: State::Ground, last: now, came: now }
    }

    /// How long to wait for the next byte before [`Parser::lapse`] is to be called. `None` means for ever.
    #[must_use]
    pub const fn patience(&self) -> Option<Duration> {
        match &self.state {
            State::Ground if self.charset.is_pending() => Some(LATE),
            State::Ground => None,
            State::Esc(Esc::Pending) => Some(ESC_TIMEOUT),
            State::Esc(Esc::Emitted) => Some(LATE.saturating_sub(ESC_TIMEOUT)),
            State::Esc(Esc::EndedPaste) => Some(PASTE_END_TIMEOUT),
            State::Opened(_) | State::LinuxFunction(_) | State::Mouse(_) => Some(LATE),
            State::Sequence(Intro { by: b'O', .. }, parameters) if parameters.is_empty() => Some(LATE),
            State::Sequence(..) => Some(SEQUENCE_TIMEOUT),
            State::Doubtful { .. } => Some(DOUBT_TIMEOUT),
            State::Answer(answer) => Some(answer.patience()),
            State::Paste(paste) => paste.patience(),
        }
    }

    /// Nothing has come for as long as there was patience.
    pub fn lapse(&mut self, emit: &mut impl FnMut(Input)) {
        if self.charset.is_pending() {
            self.charset.reset();
            emit(Input::Unreadable);
        }
        let lapsed = self.last + self.patience().unwrap_or_default();
        self.state = match std::mem::replace(&mut self.state, State::Ground) {
            State::Esc(Esc::Pending) => {
                self.key(Key::Esc, emit);
                State::Esc(Esc::Emitted)
            }
            State::Sequence(intro, parameters) => {
                self.abandon(intro, &parameters, emit);
                State::Ground
            }
            State::Doubtful { key, .. } => {
                self.keys(key, emit);
                State::Ground
            }
            State::Opened(intro) => {
                intro.emit(self.last, emit);
                State::Ground
            }
            State::Answer(answer) => {
                answer.end(self.last, emit);
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
        self.last = lapsed;
    }

    /// Nothing will come any more: hands over what is unfinished.
    pub fn end(&mut self, emit: &mut impl FnMut(Input)) {
        while self.patience().is_some() {
            self.lapse(emit);
        }
        if let State::Paste(paste) = std::mem::replace(&mut self.state, State::Ground) {
            hand_over(paste.end(), Input::Paste, emit);
        }
    }

    /// Takes bytes that came at this time.
    pub fn take(&mut self, bytes: &[u8], now: Instant, emit: &mut impl FnMut(Input)) {
        for byte in bytes {
            while self.patience().is_some_and(|patience| now.saturating_duration_since(self.last) > patience) {
                self.lapse(emit);
            }
            let silence = now.saturating_duration_since(self.came);
            (self.last, self.came) = (now, now);
            self.byte(*byte, silence, emit);
        }
    }

    fn byte(&mut self, byte: u8, silence: Duration, emit: &mut impl FnMut(Input)) {
        let gap = u8::from(silence >= GAP);
        self.state = match std::mem::replace(&mut self.state, State::Ground) {
            State::Esc(esc) => self.after_esc(esc, byte, gap, emit),
            State::Sequence(intro, parameters) => {
                self.sequence(Intro { gaps: intro.gaps + gap, ..intro }, parameters, byte, emit)
            }
            State::Doubtful { intro, last, key } => {
                if sequence::is_word(intro.by, last, byte) {
                    intro.spell(&[last], self.last, emit);
                } else {
                    self.keys(key, emit);
                }
                self.ground(byte, emit)
            }
            State::Opened(intro) if sequence::begins_string(intro.by, byte) => {
                State::Answer(Answer::begin(intro, byte, silence, self.last))
            }
            State::Opened(intro) => {
                intro.emit(self.last, emit);
                self.ground(byte, emit)
            }
            State::Answer(answer) => match answer.next(byte, silence, self.last, emit) {
                Next::Answer(answer) => State::Answer(answer),
                Next::Done => State::Ground,
                Next::AfterEsc => self.after_esc(Esc::Pending, byte, 0, emit),
                Next::NoPartOfIt => self.ground(byte, emit),
            },
            State::LinuxFunction(_) if matches!(byte, b'A'..=b'E') => State::Ground,
            State::LinuxFunction(intro) => {
                intro.spell(b"[", self.last, emit);
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
            Decoded::Unreadable => emit(Input::Unreadable),
            Decoded::UnreadableBefore => {
                self.charset.reset();
                emit(Input::Unreadable);
                return self.ground(byte, emit);
            }
        }
        State::Ground
    }

    fn after_esc(&mut self, esc: Esc, byte: u8, gap: u8, emit: &mut impl FnMut(Input)) -> State {
        let intro = Intro { by: byte, esc_emitted: esc != Esc::Pending, gaps: gap };
        match (esc, byte) {
            (Esc::Pending, 0x1b) => {
                self.key(Key::Esc, emit);
                return State::Esc(Esc::Pending);
            }
            (_, b'[') | (Esc::Pending | Esc::Emitted, b'O') => return State::Sequence(intro, Vec::new()),
            // OSC, DCS, APC.
            (Esc::Pending | Esc::Emitted, b']' | b'P' | b'_') => return State::Opened(intro),
            (Esc::Pending, 0x7f | 0x08) => self.key(Key::AltBackspace, emit),
            (Esc::Pending, 0x20..=0x7e) => self.key(Key::Alt(char::from(byte).to_ascii_lowercase()), emit),
            // Enter, Tab and the like, and letters beyond ASCII, mean with Alt what they mean without.
            _ => return self.ground(byte, emit),
        }
        State::Ground
    }

    fn sequence(&mut self, intro: Intro, mut parameters: Vec<u8>, byte: u8, emit: &mut impl FnMut(Input)) -> State {
        let is_first = parameters.is_empty();
        match (intro.by, byte) {
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
                intro.spell(&[], self.last, emit);
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
    fn complete(&mut self, intro: Intro, parameters: &[u8], last: u8, emit: &mut impl FnMut(Input)) -> State {
        let key = if intro.by == b'O' { sequence::ss3(parameters, last) } else { sequence::csi(parameters, last) };
        if !parameters.is_empty() || sequence::is_certain(intro.by, last) {
            self.keys(key, emit);
            return State::Ground;
        }
        // No network parts three bytes twice, and no terminal sends these letters.
        let is_unknown = intro.by == b'O' && key.is_none() && last.is_ascii_lowercase();
        if intro.gaps > 1 || is_unknown {
            intro.spell(&[last], self.last, emit);
            return State::Ground;
        }
        State::Doubtful { intro, last, key }
    }

    /// A sequence does not go on. With parameters it was an answer that was cut off.
    fn abandon(&self, intro: Intro, parameters: &[u8], emit: &mut impl FnMut(Input)) {
        if parameters.is_empty() {
            intro.emit(self.last, emit);
        } else if intro.by == b'O' {
            intro.spell(parameters, self.last, emit);
        }
    }

    fn key(&self, key: Key, emit: &mut impl FnMut(Input)) {
        emit(Input::Key(key, self.last));
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
