use std::time::Instant;

use crate::keys::Key;

/// An input from the terminal. `Debug` shows only the length of a paste, because typed text is personal data.
#[derive(derive_more::Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key and the time when it was read.
    #[debug("Key({_0:?})")]
    Key(Key, Instant),
    /// A bracketed paste, or a part of one that has stalled. It is cut if it is longer than any field accepts.
    #[debug("Paste({} bytes)", text.len())]
    Paste {
        /// The text.
        text: String,
        /// False if the rest is still expected.
        is_last: bool,
    },
    /// Bytes that are invalid in the charset of the locale.
    Unreadable,
    /// The terminal is closed; no more input will arrive.
    Closed,
}
