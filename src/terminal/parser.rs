use std::time::{Duration, Instant};

use super::Input;
use super::charset::{Charset, Decoded};
use super::sequence;

use crate::app::Key;

/// Makes keys and pastes of the bytes that a terminal sends, one after the other, however they are cut.
///
/// Written by hand: crossterm types the tail of a sequence whose bytes come apart, or that it does not know (a
/// late answer of the terminal), into the field, knows UTF-8 alone, and holds a paste of any size.
pub struct Parser {
    charset: Charset,
    state: State,
    /// When the last byte came.
    last: Instant,
}

enum State {
    Ground,
    /// An ESC came: alone it is the key, with more it is a sequence. `told`: it was taken for the key already.
    Esc {
        told: bool,
    },
    /// `ESC [`, and what came of it.
    Csi(Vec<u8>),
    /// `ESC O`
    Ss3,
    /// `ESC ]`, `ESC P` or `ESC _`: Alt with that key, unless what follows makes it a string of the terminal's. `told`:
    /// the ESC was taken for a key before; then also `ESC O`.
    Opened {
        by: u8,
        told: bool,
    },
    /// A string of the terminal's, such as the answer to a question that somebody asked before: never typed.
    String {
        esc: bool,
    },
    /// So many bytes belong to a sequence of no meaning here.
    Skip(u8),
    Paste(Vec<u8>),
}

/// An ESC that nothing follows for so long is the key. Shorter than a finger needs for the next key, longer than a
/// line keeps the bytes of a sequence apart.
const ALONE: Duration = Duration::from_millis(150);

/// `[` and `]` are no beginning of what one types after Esc: so long they still make a sequence of it.
const LATE: Duration = Duration::from_millis(500);

/// What has begun as a sequence without a doubt waits so long for its next byte.
const LATER: Duration = Duration::from_secs(1);

/// The same for a string: it may come in two packets of a line that loses some.
const STRING_ENDS: Duration = Duration::from_secs(2);

/// A paste that does not go on for so long has no end.
const PASTE_ENDS: Duration = Duration::from_secs(1);

/// More than any field takes. What is beyond is left out.
const LONGEST_PASTE: usize = 65_536;

/// No sequence with a meaning here is longer.
const LONGEST_CSI: usize = 64;

const END_OF_PASTE: &[u8] = b"\x1b[201~";

impl Parser {
    /// One that has read nothing until now, by a locale such as `az_AZ.UTF-8`.
    #[must_use]
    pub fn new(locale: &str, now: Instant) -> Self {
        Self { charset: Charset::of_locale(locale), state: State::Ground, last: now }
    }

    /// How long to wait for the next byte before [`Parser::lapse`] is to be called; nothing, if however long.
    #[must_use]
    pub const fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground if self.charset.is_pending() => Some(LATE),
            State::Ground => None,
            State::Esc { told: false } => Some(ALONE),
            State::Esc { told: true } => Some(LATE.saturating_sub(ALONE)),
            State::Ss3 | State::Opened { .. } => Some(LATE),
            State::Csi(_) | State::Skip(_) => Some(LATER),
            State::String { .. } => Some(STRING_ENDS),
            State::Paste(_) => Some(PASTE_ENDS),
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
            State::Esc { told: false } => {
                emit(Input::Key(Key::Esc, self.last));
                State::Esc { told: true }
            }
            State::Opened { by, told } => {
                self.key(sequence::opened(by, told), emit);
                State::Ground
            }
            State::Paste(mut bytes) => {
                let begun = bytes.split_off(bytes.len() - ending(&bytes));
                self.paste(&bytes, emit);
                // What looks like the beginning of its end may be that still.
                match begun.as_slice() {
                    [] => State::Ground,
                    [_] => State::Esc { told: true },
                    [_, _, rest @ ..] => State::Csi(rest.to_owned()),
                }
            }
            _ => State::Ground,
        };
        self.last = lapsed;
    }

    /// Takes bytes that came at this time.
    pub fn take(&mut self, bytes: &[u8], now: Instant, emit: &mut impl FnMut(Input)) {
        // Somebody types in a paste whose end was lost: nobody must be held in it.
        let typed = match &self.state {
            State::Paste(pasted) => ending(pasted) == 0 && sequence::is_one_key(bytes),
            _ => false,
        };
        for byte in bytes {
            if typed && now.saturating_duration_since(self.last) >= ALONE {
                self.lapse(emit);
            }
            while self.patience().is_some_and(|patience| now.saturating_duration_since(self.last) > patience) {
                self.lapse(emit);
            }
            self.last = now;
            self.byte(*byte, emit);
        }
    }

    fn byte(&mut self, byte: u8, emit: &mut impl FnMut(Input)) {
        let state = std::mem::replace(&mut self.state, State::Ground);
        self.state = match (state, byte) {
            (State::Paste(bytes), _) => self.pasted(bytes, byte, emit),
            (State::Skip(count), _) => {
                if count > 1 {
                    State::Skip(count - 1)
                } else {
                    State::Ground
                }
            }
            (State::String { esc: true }, b'\\') | (State::String { .. }, 0x07) => State::Ground,
            (State::String { .. }, 0x1b) => State::String { esc: true },
            (State::String { esc: false }, 0x20..) => State::String { esc: false },
            (State::Esc { told }, 0x1b) => {
                if !told {
                    self.key(Key::Esc, emit);
                }
                State::Esc { told: false }
            }
            (State::Csi(_) | State::Ss3, 0x1b) => State::Esc { told: false },
            (State::Esc { told: true }, b'[') => State::Csi(Vec::new()),
            (State::Esc { told: true }, by @ (b']' | b'P' | b'_' | b'O')) => State::Opened { by, told: true },
            (State::Esc { told: false } | State::String { esc: true }, _) => self.after_esc(byte, emit),
            // A cursor or function key in two packets; as letters these two seldom follow an Esc so soon.
            (State::Ss3, 0x20..=0x7e) | (State::Opened { by: b'O', .. }, b'A'..=b'D' | b'F' | b'H' | b'P'..=b'S') => {
                self.keys(sequence::ss3(byte), emit);
                State::Ground
            }
            (State::Opened { by, .. }, _) if sequence::begins_string(by, byte) => State::String { esc: false },
            (State::Opened { by, told }, _) => {
                self.key(sequence::opened(by, told), emit);
                self.ground(byte, emit)
            }
            (State::Csi(bytes), 0x20..=0x7e) => self.csi(bytes, byte, emit),
            // In the ground state; a control byte ends an unfinished sequence.
            (_, _) => self.ground(byte, emit),
        };
    }

    fn ground(&mut self, byte: u8, emit: &mut impl FnMut(Input)) -> State {
        if !self.charset.is_pending() {
            if byte == 0x1b {
                return State::Esc { told: false };
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

    fn after_esc(&mut self, byte: u8, emit: &mut impl FnMut(Input)) -> State {
        match byte {
            b'[' => return State::Csi(Vec::new()),
            b'O' => return State::Ss3,
            // OSC, DCS, APC.
            by @ (b']' | b'P' | b'_') => return State::Opened { by, told: false },
            0x7f | 0x08 => self.key(Key::AltBackspace, emit),
            0x20..=0x7e => self.key(Key::Alt(char::from(byte).to_ascii_lowercase()), emit),
            // Enter, Tab and the like, and letters beyond ASCII, mean with Alt what they mean without.
            _ => return self.ground(byte, emit),
        }
        State::Ground
    }

    fn csi(&mut self, mut bytes: Vec<u8>, byte: u8, emit: &mut impl FnMut(Input)) -> State {
        match byte {
            b'[' if bytes.is_empty() => State::Skip(1),
            b'M' if bytes.is_empty() => State::Skip(3),
            b'~' if bytes == b"200" => State::Paste(Vec::new()),
            0x40..=0x7e => {
                self.keys(sequence::csi(&bytes, byte), emit);
                State::Ground
            }
            _ => {
                if bytes.len() < LONGEST_CSI {
                    bytes.push(byte);
                }
                State::Csi(bytes)
            }
        }
    }

    /// A paste, until its end comes. Of one that is too long the last bytes are kept apart, to know the end.
    fn pasted(&mut self, mut bytes: Vec<u8>, byte: u8, emit: &mut impl FnMut(Input)) -> State {
        bytes.push(byte);
        if bytes.ends_with(END_OF_PASTE) {
            bytes.truncate((bytes.len() - END_OF_PASTE.len()).min(LONGEST_PASTE));
            self.paste(&bytes, emit);
            return State::Ground;
        }
        if bytes.len() > LONGEST_PASTE + END_OF_PASTE.len() {
            bytes.remove(LONGEST_PASTE);
        }
        State::Paste(bytes)
    }

    /// What cannot be read is left out, and that is told.
    fn paste(&self, bytes: &[u8], emit: &mut impl FnMut(Input)) {
        let (text, is_whole) = self.charset.text(bytes);
        emit(Input::Paste(text));
        if !is_whole {
            emit(Input::Unreadable);
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

/// How many of the last bytes of a paste are the beginning of what ends it.
fn ending(pasted: &[u8]) -> usize {
    (1..END_OF_PASTE.len())
        .rev()
        .find(|length| END_OF_PASTE.get(..*length).is_some_and(|begin| pasted.ends_with(begin)))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests;
