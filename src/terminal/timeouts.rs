//! The times between bytes. With them the parser distinguishes a key that a person presses from a sequence that a
//! terminal sends.

use std::time::Duration;

/// An ESC without a following byte for this long is the Esc key. The time is shorter than a finger needs for the next
/// key, and longer than a network separates the bytes of a sequence.
pub(super) const ESC_TIMEOUT: Duration = Duration::from_millis(150);

/// For this long `[` and `O` after an Esc key still begin a sequence, because a person does not type them after Esc.
pub(super) const LATE_SEQUENCE_TIMEOUT: Duration = Duration::from_millis(500);

/// A definite sequence waits this long for its next byte.
pub(super) const SEQUENCE_TIMEOUT: Duration = Duration::from_secs(1);

/// The rest of the end mark of a paste may arrive this long after its ESC.
pub(super) const PASTE_END_TIMEOUT: Duration = Duration::from_secs(2);

/// Two bytes with at least this pause are two keys, or were separated by the network. A person pauses longer between
/// keys, and a serial connection less.
pub(super) const MIN_KEY_GAP: Duration = Duration::from_millis(35);

/// If an ambiguous sequence is part of a name in one chunk, the next letter follows within this time.
pub(super) const AMBIGUOUS_TIMEOUT: Duration = Duration::from_millis(50);
