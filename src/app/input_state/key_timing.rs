//! The time between keys. It distinguishes a single press from a pasted block (on a terminal that does not mark
//! pastes), the line end of a scanner and a key that is held down. `input` asks before an Enter may register.

use std::time::Duration;

use crate::keys::Key;

/// The longest pause within a scan, also if the connection delivers it in two pieces.
pub(super) const MAX_SCAN_PAUSE: Duration = Duration::from_millis(500);

/// The longest time between two characters of a scanner. Fingers are seldom quicker. One longer pause in a scan comes
/// from the connection.
pub(super) const MAX_SCANNER_INTERVAL: Duration = Duration::from_millis(50);

/// This many quick characters come from a scanner, not from fingers. The next one may come after a pause of the
/// connection.
pub(super) const MIN_SCANNER_CHARS: u8 = 3;

/// Returns true if a scanner sends this key at the end of a code.
pub(super) const fn ends_scan(key: Key) -> bool {
    matches!(key, Key::Enter | Key::Tab | Key::Ctrl('j' | 'm' | 'i'))
}

/// The longest time between two keys of a pasted block: fingers are slower. An Enter in a block must not register.
const MAX_BLOCK_INTERVAL: Duration = Duration::from_micros(150);

/// At least this many keys, with an Enter among them, are a pasted block of lines. Keys within [`MAX_BLOCK_PAUSE`]
/// belong to it: the connection may split a block.
const MIN_BLOCK_KEYS: u16 = 8;
const MAX_BLOCK_PAUSE: Duration = Duration::from_millis(300);

/// The longest time between the CR and the LF of one line end. Some scanners end their codes with CR LF.
const MAX_LINE_END_INTERVAL: Duration = Duration::from_millis(50);

/// The shortest time between two presses of a key. If the key comes again sooner, it is held down, or its contact
/// bounced.
const MIN_PRESS_INTERVAL: Duration = Duration::from_millis(250);

/// A key that asks a question and also answers it counts as the answer after this time. Sooner it may be held down.
pub(in crate::app) const MIN_ANSWER_INTERVAL: Duration = Duration::from_millis(800);

/// The longest time until a held key repeats for the first time. Keyboards allow a delay of at most one second.
const MAX_FIRST_REPEAT: Duration = Duration::from_millis(1_100);

/// The longest time until a held key repeats again. The slowest rate of a keyboard is twice a second.
pub(in crate::app) const MAX_NEXT_REPEAT: Duration = Duration::from_millis(600);

/// The last key and the state of the detection: scanner, pasted block, held key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) struct KeyTiming {
    key: Key,
    /// The time of the key since the desk was opened.
    at: Duration,
    /// True if a line feed after it would be the second half of its line end.
    enter: bool,
    /// True if it was a character typed while the button had the focus, where no text can be typed.
    typed_on_button: bool,
    run: Run,
    in_block: bool,
    burst: CharBurst,
    presses: Presses,
}

/// The characters up to this key that came as quickly as a scanner types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct CharBurst {
    length: u16,
    has_digit: bool,
}

impl CharBurst {
    fn with(self, key: Key) -> Self {
        match key {
            Key::Char(c) => {
                Self { length: self.length.saturating_add(1), has_digit: self.has_digit || c.is_ascii_digit() }
            }
            _ => Self::default(),
        }
    }

    /// Returns true if the next quick character belongs to a scan.
    fn is_scan(self) -> bool {
        self.length >= u16::from(MIN_SCANNER_CHARS) && self.has_digit
    }
}

/// Keys that came closer together than [`MAX_BLOCK_INTERVAL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    keys: u16,
    /// True if an Enter is among them.
    has_enter: bool,
}

/// Presses of the same key, without another key in between, since it was last certainly a new press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Presses {
    /// True if it came more than once.
    again: bool,
    /// True if one of them has registered.
    saved: bool,
    /// True if a registration was delayed to see if the key comes again.
    delayed: bool,
}

/// A new press of the same key, or a key that is held down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Press {
    /// A new press.
    New,
    /// The key is held down.
    Repeated,
    /// The key has registered, and this is not certainly a new press.
    AfterSave,
    /// Both a finger and a held key may come again after this time. A held key comes once more within [`MAX_NEXT_REPEAT`].
    Unclear,
}

/// The meaning of a key's timing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) struct Timing {
    /// If the key is an Enter, it belongs to a pasted text and must not register.
    pub pasted: bool,
    /// The key is the second half of a line end of two characters.
    pub line_end: bool,
    /// The key came so soon after the characters before it that a scanner sent it.
    pub in_scan: bool,
    /// Pressed again or held down.
    pub press: Press,
    /// The time since the key before. `None` means that this is the first one.
    pub since_key: Option<Duration>,
    /// The time since the key before, if it was the same key.
    pub since_same_key: Option<Duration>,
}

impl KeyTiming {
    /// Returns the timing of a key, and the state for the next one.
    pub(in crate::app) fn next(before: Option<Self>, key: Key, at: Duration, typed_on_button: bool) -> (Self, Timing) {
        let within = |time: Duration| before.filter(|before| at.saturating_sub(before.at) < time);
        let enter = key == Key::Enter;
        let one_go = within(MAX_BLOCK_INTERVAL);
        let run = one_go.map_or(Run { keys: 1, has_enter: enter }, |before| Run {
            keys: before.run.keys.saturating_add(1),
            has_enter: before.run.has_enter || enter,
        });
        let in_block = run.has_enter && run.keys >= MIN_BLOCK_KEYS
            || within(MAX_BLOCK_PAUSE).is_some_and(|before| before.in_block);
        // Characters typed on the button may be too few for a scan, but an Enter soon after them is the scanner's.
        let burst = one_go.is_some() || within(MAX_SCAN_PAUSE).is_some_and(|before| before.typed_on_button);
        // Enter sends CR. An LF comes from pasted text, and seldom from a key.
        let line_feed = key == Key::Ctrl('j');
        let pasted_line = line_feed && within(MAX_BLOCK_PAUSE).is_some();
        let line_end = line_feed && within(MAX_LINE_END_INTERVAL).is_some_and(|before| before.enter);
        // CR LF counts as one key, also while it is held down.
        let key = before.filter(|_| line_end).map_or(key, |before| before.key);
        let (press, presses) = match before.filter(|before| before.key == key) {
            Some(before) if line_end => (Press::Repeated, before.presses),
            Some(before) => before.pressed_again(at.saturating_sub(before.at)),
            None => (Press::New, Presses::default()),
        };
        let quick = within(MAX_SCANNER_INTERVAL).map(|before| before.burst).unwrap_or_default();
        let timing = Timing {
            pasted: burst || in_block || pasted_line,
            line_end,
            in_scan: quick.is_scan(),
            press: if presses.saved { Press::AfterSave } else { press },
            since_key: before.map(|before| at.saturating_sub(before.at)),
            since_same_key: before.filter(|before| before.key == key).map(|before| at.saturating_sub(before.at)),
        };
        (Self { key, at, enter, typed_on_button, run, in_block, burst: quick.with(key), presses }, timing)
    }

    fn pressed_again(self, after: Duration) -> (Press, Presses) {
        let before = self.presses;
        if after >= if before.again { MAX_NEXT_REPEAT } else { MAX_FIRST_REPEAT } {
            return (Press::New, Presses::default());
        }
        let presses = Presses { again: true, ..before };
        let press = if after < MIN_PRESS_INTERVAL || before.delayed { Press::Repeated } else { Press::Unclear };
        (press, presses)
    }

    /// Notes that this key has registered.
    pub(in crate::app) const fn note_registered(&mut self) {
        self.presses.saved = true;
    }

    /// Notes that this key registers unless it comes again. If it does, it is held down, however slowly it repeats.
    pub(in crate::app) const fn note_delayed(&mut self) {
        self.presses.delayed = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Presses one key after each of these pauses, in milliseconds. Returns the kind of the last press.
    fn pressed(pauses: &[u64]) -> Press {
        let mut at = Duration::from_secs(10);
        let (mut last, mut timing) = KeyTiming::next(None, Key::Enter, at, false);
        for pause in pauses {
            at += Duration::from_millis(*pause);
            (last, timing) = KeyTiming::next(Some(last), Key::Enter, at, false);
        }
        timing.press
    }

    #[test]
    fn a_held_key_is_told_from_one_that_is_pressed_again() {
        for (pauses, press) in [
            (&[][..], Press::New),
            (&[249], Press::Repeated),
            (&[250], Press::Unclear),
            (&[1_099], Press::Unclear),
            (&[1_100], Press::New),
            (&[180, 180, 180], Press::Repeated),
            (&[180, 180, 400], Press::Unclear),
            (&[180, 600], Press::New),
            // Held: the first repeat may be late, and the connection may pause.
            (&[500, 33], Press::Repeated),
            (&[500, 33, 33, 400], Press::Unclear),
            (&[500, 33, 33, 400, 33], Press::Repeated),
            (&[1_000, 500, 500], Press::Unclear),
        ] {
            assert_eq!(pressed(pauses), press, "{pauses:?}");
        }
    }

    #[test]
    fn a_line_end_of_two_characters_is_one_key_held_down() {
        let mut at = Duration::from_secs(10);
        let (mut last, _) = KeyTiming::next(None, Key::Enter, at, false);
        for _ in 0..20 {
            at += Duration::from_millis(1);
            let (line_feed, timing) = KeyTiming::next(Some(last), Key::Ctrl('j'), at, false);
            assert!(timing.line_end);
            at += Duration::from_millis(32);
            let (next, timing) = KeyTiming::next(Some(line_feed), Key::Enter, at, false);
            assert_eq!(timing.press, Press::Repeated);
            last = next;
        }
    }
}
