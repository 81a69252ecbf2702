use std::time::Instant;

use super::input::Input;

use crate::keys::Key;

/// An ESC and the byte after it, which may introduce an escape sequence.
#[derive(Clone, Copy)]
pub(super) struct EscIntro {
    pub(super) byte: u8,
    /// True if the ESC has already been emitted as the Esc key.
    pub(super) esc_emitted: bool,
    /// The number of later bytes that arrived after a pause of at least [`super::timeouts::MIN_KEY_GAP`].
    pub(super) gaps: u8,
}

impl EscIntro {
    /// Emits the key if no sequence follows: Alt with the second byte, or both bytes as typed if a pause separated
    /// them.
    pub(super) fn emit(self, at: Instant, emit: &mut impl FnMut(Input)) {
        if self.gaps > 0 {
            return self.emit_as_typed(&[], at, emit);
        }
        emit(Input::Key(Key::Alt(char::from(self.byte).to_ascii_lowercase()), at));
    }

    /// Emits Esc (unless it has been emitted) and the bytes after it as typed letters.
    pub(super) fn emit_as_typed(self, following: &[u8], at: Instant, emit: &mut impl FnMut(Input)) {
        if !self.esc_emitted {
            emit(Input::Key(Key::Esc, at));
        }
        for letter in [self.byte].iter().chain(following) {
            emit(Input::Key(Key::Char(char::from(*letter)), at));
        }
    }
}
