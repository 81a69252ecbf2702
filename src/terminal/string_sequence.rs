use std::time::{Duration, Instant};

use super::esc_intro::EscIntro;
use super::timeouts::{ESC_TIMEOUT, MIN_KEY_GAP, SEQUENCE_TIMEOUT};

use crate::keys::Key;

/// A string sequence (OSC, DCS, APC) from the terminal, such as the answer to a question of another program. It is
/// never typed text.
///
/// The string may be incomplete. A letter that has a pause before and after it was typed by a person.
pub(super) struct StringSequence {
    /// The introducer, while it may still have been a key.
    intro: Option<EscIntro>,
    began_at: Instant,
    /// True if the last byte was an ESC.
    is_after_esc: bool,
    /// The last byte, if a pause came before it.
    lone_byte: Option<u8>,
}

/// The effect of the next byte on the string.
pub(super) enum StringStep {
    /// The byte is a part of the string.
    Continues(StringSequence),
    /// The byte ends the string.
    Ended,
    /// The string ended before the ESC that precedes the byte. The caller processes the ESC and the byte again.
    EscThenRetry,
    /// The string ended before the byte. These keys were typed, and the caller processes the byte again.
    EndedThenRetry(Vec<Key>),
}

/// The longest time that an answer takes.
const MAX_STRING_DURATION: Duration = Duration::from_secs(10);

/// The same for a byte that comes after a pause, as typed letters do, or an answer on a slow connection.
const MAX_SLOW_STRING_DURATION: Duration = Duration::from_secs(3);

impl StringSequence {
    /// Begins a string with the first byte that identifies it as one.
    pub(super) fn begin(intro: EscIntro, byte: u8, silence: Duration, now: Instant) -> Self {
        let lone_byte = (silence >= ESC_TIMEOUT).then_some(byte);
        Self { intro: lone_byte.and(Some(intro)), began_at: now, is_after_esc: false, lone_byte }
    }

    pub(super) const fn timeout(&self) -> Duration {
        if self.lone_byte.is_some() { ESC_TIMEOUT } else { SEQUENCE_TIMEOUT }
    }

    /// Ends the string when no byte follows. Returns the last letter if a pause came before it, because a person typed
    /// it.
    pub(super) fn finish(self) -> Vec<Key> {
        let Some(lone_byte) = self.lone_byte else { return Vec::new() };
        let mut keys = self.intro.map_or_else(Vec::new, EscIntro::keys);
        keys.push(Key::Char(lone_byte.into()));
        keys
    }

    pub(super) fn feed(self, byte: u8, silence: Duration, now: Instant) -> StringStep {
        let elapsed = now.saturating_duration_since(self.began_at);
        let is_expired = elapsed > MAX_STRING_DURATION || silence >= MIN_KEY_GAP && elapsed > MAX_SLOW_STRING_DURATION;
        match byte {
            0x07 => StringStep::Ended,
            b'\\' if self.is_after_esc => StringStep::Ended,
            0x1b => StringStep::Continues(Self { is_after_esc: true, lone_byte: None, ..self }),
            _ if self.is_after_esc => StringStep::EscThenRetry,
            // Enter, Backspace, or a letter that occurs in no answer: a person is typing.
            _ if byte.is_ascii_control() || is_expired || !byte.is_ascii() && silence >= MIN_KEY_GAP => {
                StringStep::EndedThenRetry(self.finish())
            }
            _ => StringStep::Continues(Self {
                intro: None,
                lone_byte: (byte.is_ascii() && silence >= ESC_TIMEOUT).then_some(byte),
                ..self
            }),
        }
    }
}
