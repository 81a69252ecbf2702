use std::time::Duration;

use super::super::esc_intro::EscIntro;
use super::super::paste::Paste;
use super::super::string_sequence::StringSequence;
use super::super::timeouts::{
    AMBIGUOUS_TIMEOUT, ESC_TIMEOUT, LATE_SEQUENCE_TIMEOUT, PASTE_END_TIMEOUT, SEQUENCE_TIMEOUT,
};

use crate::keys::Key;

/// The sequence that the bytes so far have begun.
pub(super) enum State {
    Ground,
    Esc(Esc),
    /// `ESC [` or `ESC O`, and the parameter bytes so far.
    Sequence(EscIntro, Vec<u8>),
    /// A complete sequence, or letters of a name that was typed right after Esc. The next byte decides.
    Ambiguous {
        intro: EscIntro,
        final_byte: u8,
        key: Option<Key>,
    },
    /// `ESC ]`, `ESC P` or `ESC _`: Alt with that key, unless the next byte begins an answer.
    EscIntro(EscIntro),
    StringSequence(StringSequence),
    /// `ESC [ [`: the beginning of a function key of the Linux console.
    LinuxFunctionKey(EscIntro),
    /// `ESC [ M`: the number of bytes left that report the position of the mouse.
    MouseReport(u8),
    Paste(Paste),
}

/// An ESC that has arrived.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Esc {
    /// The Esc key if no byte follows, otherwise the beginning of a sequence.
    Pending,
    /// It has been emitted as the Esc key.
    Emitted,
    /// It ended a stalled paste. The rest of the end mark may still follow.
    EndedPaste,
}

impl State {
    /// Returns how long the state lasts without a byte. `None` means for ever.
    pub(super) const fn timeout(&self) -> Option<Duration> {
        match self {
            Self::Ground => None,
            Self::Esc(Esc::Pending) => Some(ESC_TIMEOUT),
            Self::Esc(Esc::Emitted) => Some(LATE_SEQUENCE_TIMEOUT.saturating_sub(ESC_TIMEOUT)),
            Self::Esc(Esc::EndedPaste) => Some(PASTE_END_TIMEOUT),
            Self::EscIntro(_) | Self::LinuxFunctionKey(_) | Self::MouseReport(_) => Some(LATE_SEQUENCE_TIMEOUT),
            Self::Sequence(EscIntro { byte: b'O', .. }, parameters) if parameters.is_empty() => {
                Some(LATE_SEQUENCE_TIMEOUT)
            }
            Self::Sequence(..) => Some(SEQUENCE_TIMEOUT),
            Self::Ambiguous { .. } => Some(AMBIGUOUS_TIMEOUT),
            Self::StringSequence(string) => Some(string.timeout()),
            Self::Paste(paste) => paste.timeout(),
        }
    }
}
