use std::time::Instant;

use crate::keys::Key;

/// An input from the terminal.
#[derive(Clone, PartialEq, Eq)]
pub enum Input {
    /// A key and the time when it was read.
    Key(Key, Instant),
    /// A bracketed paste, or its last part. It is cut if it is longer than any field accepts.
    Paste(String),
    /// A part of a paste that has stalled. The rest is still expected.
    PastePart(String),
    /// Bytes that are invalid in the charset of the locale.
    Unreadable,
    /// The terminal is closed; no more input will arrive.
    Closed,
}

impl std::fmt::Debug for Input {
    /// Shows only the length of a paste, as a key shows no letter, because typed text is personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(key, _) => write!(f, "Key({key:?})"),
            Self::Paste(text) => write!(f, "Paste({} bytes)", text.len()),
            Self::PastePart(text) => write!(f, "PastePart({} bytes)", text.len()),
            Self::Unreadable => f.write_str("Unreadable"),
            Self::Closed => f.write_str("Closed"),
        }
    }
}
