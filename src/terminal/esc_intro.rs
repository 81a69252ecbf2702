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
    /// Returns the keys if no sequence follows: Alt with the second byte, or both bytes as typed if a pause separated
    /// them.
    pub(super) fn keys(self) -> Vec<Key> {
        if self.gaps > 0 {
            return self.keys_as_typed(&[]);
        }
        vec![Key::Alt(char::from(self.byte).to_ascii_lowercase())]
    }

    /// Returns Esc (unless it has been emitted) and the bytes after it as typed letters.
    pub(super) fn keys_as_typed(self, following: &[u8]) -> Vec<Key> {
        let esc = (!self.esc_emitted).then_some(Key::Esc);
        let letters = [self.byte].into_iter().chain(following.iter().copied());
        esc.into_iter().chain(letters.map(|letter| Key::Char(letter.into()))).collect()
    }
}
