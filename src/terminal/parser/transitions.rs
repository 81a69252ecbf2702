use std::time::Duration;

use super::super::charset::Decoded;
use super::super::esc_intro::EscIntro;
use super::super::input::Input;
use super::super::paste::Paste;
use super::super::sequence;
use super::super::string_sequence::{StringSequence, StringStep};
use super::super::timeouts::MIN_KEY_GAP;
use super::Parser;
use super::state::{Esc, State};

use crate::keys::Key;

/// The longest parameters that are kept. No supported sequence is longer.
const MAX_PARAMETER_BYTES: usize = 64;

impl Parser {
    /// Parses one byte. `silence` is the time since the byte before it.
    pub(super) fn feed_byte(&mut self, byte: u8, silence: Duration) {
        let gap = u8::from(silence >= MIN_KEY_GAP);
        self.state = match std::mem::replace(&mut self.state, State::Ground) {
            State::Esc(esc) => self.feed_after_esc(esc, byte, gap),
            State::Sequence(intro, parameters) => {
                self.feed_sequence(EscIntro { gaps: intro.gaps + gap, ..intro }, parameters, byte)
            }
            State::Ambiguous { intro, final_byte: last, key } => {
                if sequence::is_typed_word(intro.byte, last, byte) {
                    self.emit_keys(intro.keys_as_typed(&[last]));
                } else {
                    self.emit_keys(key);
                }
                self.feed_ground(byte)
            }
            State::EscIntro(intro) if sequence::begins_string(intro.byte, byte) => {
                State::StringSequence(StringSequence::begin(intro, byte, silence, self.waiting_since))
            }
            State::EscIntro(intro) => {
                self.emit_keys(intro.keys());
                self.feed_ground(byte)
            }
            State::StringSequence(string) => match string.feed(byte, silence, self.waiting_since) {
                StringStep::Continues(answer) => State::StringSequence(answer),
                StringStep::Ended => State::Ground,
                StringStep::EscThenRetry => self.feed_after_esc(Esc::Pending, byte, 0),
                StringStep::EndedThenRetry(keys) => {
                    self.emit_keys(keys);
                    self.feed_ground(byte)
                }
            },
            State::LinuxFunctionKey(_) if matches!(byte, b'A'..=b'E') => {
                self.emit_keys([Key::Function(byte - b'A' + 1)]);
                State::Ground
            }
            State::LinuxFunctionKey(intro) => {
                self.emit_keys(intro.keys_as_typed(b"["));
                self.feed_ground(byte)
            }
            State::MouseReport(1) if byte >= 0x20 => State::Ground,
            State::MouseReport(remaining) if byte >= 0x20 => State::MouseReport(remaining - 1),
            State::Ground | State::MouseReport(_) => self.feed_ground(byte),
            State::Paste(mut paste) => {
                if paste.push(byte) {
                    self.emit_paste(paste.finish(), true);
                    State::Ground
                } else {
                    State::Paste(paste)
                }
            }
        };
    }

    fn feed_ground(&mut self, byte: u8) -> State {
        if !self.charset.is_pending() {
            if byte == 0x1b {
                return State::Esc(Esc::Pending);
            }
            if let Some(key) = sequence::control_key(byte) {
                self.emit_keys([key]);
                return State::Ground;
            }
        }
        match self.charset.decode(byte) {
            Decoded::Pending => {}
            Decoded::Letter(letter) => self.emit_keys([Key::Char(letter)]),
            Decoded::Invalid => self.inputs.push(Input::Unreadable),
            Decoded::InvalidThenRetry => {
                self.charset.reset();
                self.inputs.push(Input::Unreadable);
                return self.feed_ground(byte);
            }
        }
        State::Ground
    }

    fn feed_after_esc(&mut self, esc: Esc, byte: u8, gap: u8) -> State {
        let intro = EscIntro { byte, esc_emitted: esc != Esc::Pending, gaps: gap };
        match (esc, byte) {
            (Esc::Pending, 0x1b) => {
                self.emit_keys([Key::Esc]);
                return State::Esc(Esc::Pending);
            }
            (_, b'[') | (Esc::Pending | Esc::Emitted, b'O') => return State::Sequence(intro, Vec::new()),
            // OSC, DCS, APC.
            (Esc::Pending | Esc::Emitted, b']' | b'P' | b'_') => return State::EscIntro(intro),
            (Esc::Pending, 0x7f | 0x08) => self.emit_keys([Key::AltBackspace]),
            (Esc::Pending, 0x20..=0x7e) => self.emit_keys([Key::Alt(char::from(byte).to_ascii_lowercase())]),
            // Enter, Tab and other control keys, and letters beyond ASCII, have the same meaning with Alt as without.
            _ => return self.feed_ground(byte),
        }
        State::Ground
    }

    fn feed_sequence(&mut self, intro: EscIntro, mut parameters: Vec<u8>, byte: u8) -> State {
        let is_first = parameters.is_empty();
        match (intro.byte, byte) {
            (b'[', b'[') if is_first => State::LinuxFunctionKey(intro),
            (b'[', b'M') if is_first => State::MouseReport(3),
            (b'[', b'~') if parameters == b"200" => State::Paste(Paste::new(self.charset.text_decoder())),
            // Shift with a key in rxvt. Elsewhere `$` comes before the final byte, and only in answers.
            (b'[', b'$') if !is_first && parameters.iter().all(u8::is_ascii_digit) => {
                self.emit_keys(sequence::csi_key(&parameters, byte));
                State::Ground
            }
            (b'[', 0x20..=0x3f) | (_, b'0'..=b'9' | b';') => {
                if parameters.len() < MAX_PARAMETER_BYTES {
                    parameters.push(byte);
                }
                State::Sequence(intro, parameters)
            }
            (b'[', 0x40..=0x7e) | (b'O', b' ' | 0x40..=0x7e) => self.finish_sequence(intro, &parameters, byte),
            (_, 0x80..) if is_first => {
                self.emit_keys(intro.keys_as_typed(&[]));
                self.feed_ground(byte)
            }
            // Any other byte, such as a control byte, ends the unfinished sequence.
            _ => {
                self.abandon_sequence(intro, &parameters);
                self.feed_ground(byte)
            }
        }
    }

    /// Handles the final byte of a sequence.
    fn finish_sequence(&mut self, intro: EscIntro, parameters: &[u8], final_byte: u8) -> State {
        let key = if intro.byte == b'O' {
            sequence::ss3_key(parameters, final_byte)
        } else {
            sequence::csi_key(parameters, final_byte)
        };
        if !parameters.is_empty() || sequence::is_unambiguous(intro.byte, final_byte) {
            self.emit_keys(key);
            return State::Ground;
        }
        // No network splits three bytes twice, and no terminal sends these letters.
        let is_never_sent = intro.byte == b'O' && key.is_none() && final_byte.is_ascii_lowercase();
        if intro.gaps > 1 || is_never_sent {
            self.emit_keys(intro.keys_as_typed(&[final_byte]));
            return State::Ground;
        }
        State::Ambiguous { intro, final_byte, key }
    }

    /// Handles a sequence that stays incomplete. One with parameters was an answer that was cut off.
    pub(super) fn abandon_sequence(&mut self, intro: EscIntro, parameters: &[u8]) {
        if parameters.is_empty() {
            self.emit_keys(intro.keys());
        } else if intro.byte == b'O' {
            self.emit_keys(intro.keys_as_typed(parameters));
        }
    }
}
