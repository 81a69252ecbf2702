use std::time::Instant;

use crate::keys::Key;

/// An input from the terminal. `Debug` shows only the length of a paste, because typed text is personal data.
#[derive(derive_more::Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key and the time when it was read.
    #[debug("Key({_0:?})")]
    Key(Key, Instant),
    /// A bracketed paste, or its last part. It is cut if it is longer than any field accepts.
    #[debug("Paste({} bytes)", _0.len())]
    Paste(String),
    /// A part of a paste that has stalled. The rest is still expected.
    #[debug("PastePart({} bytes)", _0.len())]
    PastePart(String),
    /// Bytes that are invalid in the charset of the locale.
    Unreadable,
    /// The terminal is closed; no more input will arrive.
    Closed,
}
