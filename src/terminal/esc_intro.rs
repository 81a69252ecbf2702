use std::time::Instant;

use super::Input;

use crate::app::Key;

/// ESC and the byte after it, which may begin a sequence.
#[derive(Clone, Copy)]
pub(super) struct EscIntro {
    pub(super) byte: u8,
    /// Whether the ESC was taken for the key before.
    pub(super) esc_emitted: bool,
    /// How many of the bytes since came apart from the one before.
    pub(super) gaps: u8,
}

impl EscIntro {
    /// The key that it was, if nothing follows that makes it a sequence.
    pub(super) fn emit(self, at: Instant, emit: &mut impl FnMut(Input)) {
        if self.gaps > 0 {
            return self.emit_as_typed(&[], at, emit);
        }
        emit(Input::Key(Key::Alt(char::from(self.byte).to_ascii_lowercase()), at));
    }

    /// Esc, and letters that were typed after it.
    pub(super) fn emit_as_typed(self, more: &[u8], at: Instant, emit: &mut impl FnMut(Input)) {
        if !self.esc_emitted {
            emit(Input::Key(Key::Esc, at));
        }
        for letter in [self.byte].iter().chain(more) {
            emit(Input::Key(Key::Char(char::from(*letter)), at));
        }
    }
}
