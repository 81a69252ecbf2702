use std::time::Instant;

use super::Input;

use crate::app::Key;

/// ESC and the byte after it, which may begin a sequence.
#[derive(Clone, Copy)]
pub(super) struct Intro {
    pub(super) by: u8,
    /// Whether the ESC was taken for the key before.
    pub(super) esc_emitted: bool,
    /// How many of the bytes since came apart from the one before.
    pub(super) gaps: u8,
}

impl Intro {
    /// The key that it was, if nothing follows that makes it a sequence.
    pub(super) fn emit(self, at: Instant, emit: &mut impl FnMut(Input)) {
        if self.gaps > 0 {
            return self.spell(&[], at, emit);
        }
        emit(Input::Key(Key::Alt(char::from(self.by).to_ascii_lowercase()), at));
    }

    /// Esc, and letters that were typed after it.
    pub(super) fn spell(self, more: &[u8], at: Instant, emit: &mut impl FnMut(Input)) {
        if !self.esc_emitted {
            emit(Input::Key(Key::Esc, at));
        }
        for letter in [self.by].iter().chain(more) {
            emit(Input::Key(Key::Char(char::from(*letter)), at));
        }
    }
}
