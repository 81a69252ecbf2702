//! What the time between keys tells: a pasted block on a terminal that does not mark pastes, a scanner's line end, a
//! key that is held down. `input` asks before an Enter may register.

use std::time::Duration;

use crate::keys::Key;

/// No pause within a scan is longer, also if the connection delivers it in two pieces.
pub(super) const ONE_SCAN: Duration = Duration::from_millis(500);

/// Fingers are seldom quicker, a scanner always is. A single longer pause belongs to the connection.
pub(super) const SCANNER: Duration = Duration::from_millis(50);

/// Returns true if a scanner sends this key at the end of a code.
pub(super) const fn ends_scan(key: Key) -> bool {
    matches!(key, Key::Enter | Key::Tab | Key::Ctrl('j' | 'm' | 'i'))
}

/// Keys that come closer together than any hand or line can send them one by one: a pasted block. An Enter among them
/// must not save.
const ONE_BLOCK: Duration = Duration::from_micros(150);

/// So many of them, with an Enter among them, are a block of lines, and what follows soon is its rest: the line has
/// parted it.
const BLOCK_KEYS: u16 = 8;
const REST_OF_BLOCK: Duration = Duration::from_millis(300);

/// The LF of a CR LF, as some scanners end their codes.
const ONE_LINE_END: Duration = Duration::from_millis(50);

/// A key that comes again sooner than this is held down, or has bounced.
const SHORTEST_PRESS: Duration = Duration::from_millis(250);

/// A held key repeats for the first time within this time. Keyboards can be set to at most one second.
const FIRST_REPEAT: Duration = Duration::from_millis(1_100);

/// A held key repeats again within this time: twice a second is the slowest rate.
pub(super) const NEXT_REPEAT: Duration = Duration::from_millis(600);

/// What is remembered of a key, to tell a scanner, a pasted block and a held key from fingers at the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KeyTiming {
    key: Key,
    /// When it came, since the desk was opened.
    at: Duration,
    /// Whether a line feed after it is the second half of its line end.
    enter: bool,
    /// Whether it was a character typed on the button, where there is nothing to type.
    astray: bool,
    run: Run,
    in_block: bool,
    burst: CharBurst,
    presses: Presses,
}

/// Characters that came as quickly as a scanner types, up to this key.
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

    /// Whether the next character belongs to a scan.
    fn is_scan(self) -> bool {
        self.length >= u16::from(CERTAIN) && self.has_digit
    }
}

/// Keys that came in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    keys: u16,
    /// Whether an Enter is among them.
    lines: bool,
}

/// The same key, without another one in between, from the last time on that it was certainly pressed anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Presses {
    /// Whether it came more than once.
    again: bool,
    /// Whether one of them has saved.
    saved: bool,
    /// Whether a save was delayed to see if another one comes.
    delayed: bool,
}

impl Presses {
    const FIRST: Self = Self { again: false, saved: false, delayed: false };
}

/// Whether a key was pressed anew since it came before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Press {
    /// It was.
    New,
    /// It is held down.
    Repeated,
    /// It is not certainly pressed anew since it saved.
    AfterSave,
    /// It came after a time in which both a finger and a held key come again. If a held key, it comes once more within
    /// [`NEXT_REPEAT`].
    Unclear,
}

/// What a key is by the time at which it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Timing {
    /// Where it is an Enter, it is the end of a pasted line and no wish to save.
    pub pasted: bool,
    /// It is the second half of one line end.
    pub line_end: bool,
    /// It came so soon after the characters before it that a scanner sent them.
    pub in_scan: bool,
    /// Whether it is held down.
    pub press: Press,
}

impl KeyTiming {
    /// Takes a key in.
    pub(super) fn next(before: Option<Self>, key: Key, at: Duration, astray: bool) -> (Self, Timing) {
        let within = |time: Duration| before.filter(|before| at.saturating_sub(before.at) < time);
        let enter = key == Key::Enter;
        let one_go = within(ONE_BLOCK);
        let run = one_go.map_or(Run { keys: 1, lines: enter }, |before| Run {
            keys: before.run.keys.saturating_add(1),
            lines: before.run.lines || enter,
        });
        let in_block =
            run.lines && run.keys >= BLOCK_KEYS || within(REST_OF_BLOCK).is_some_and(|before| before.in_block);
        // What went astray on the button was too short for a scan, but its Enter is a scanner's all the same.
        let burst = one_go.is_some() || within(ONE_SCAN).is_some_and(|before| before.astray);
        // Enter is CR. An LF is in what somebody pastes, and seldom a key.
        let line_feed = key == Key::Ctrl('j');
        let pasted_line = line_feed && within(REST_OF_BLOCK).is_some();
        let line_end = line_feed && within(ONE_LINE_END).is_some_and(|before| before.enter);
        // A line end of two characters is one key, held down or not.
        let key = before.filter(|_| line_end).map_or(key, |before| before.key);
        let (press, presses) = match before.filter(|before| before.key == key) {
            Some(before) if line_end => (Press::Repeated, before.presses),
            Some(before) => before.pressed_again(at.saturating_sub(before.at)),
            None => (Press::New, Presses::FIRST),
        };
        let quick = within(SCANNER).map(|before| before.burst).unwrap_or_default();
        let timing = Timing {
            pasted: burst || in_block || pasted_line,
            line_end,
            in_scan: quick.is_scan(),
            press: if presses.saved { Press::AfterSave } else { press },
        };
        (Self { key, at, enter, astray, run, in_block, burst: quick.with(key), presses }, timing)
    }

    fn pressed_again(self, after: Duration) -> (Press, Presses) {
        let before = self.presses;
        if after >= if before.again { NEXT_REPEAT } else { FIRST_REPEAT } {
            return (Press::New, Presses::FIRST);
        }
        let presses = Presses { again: true, ..before };
        let press = if after < SHORTEST_PRESS || before.delayed { Press::Repeated } else { Press::Unclear };
        (press, presses)
    }

    /// Remembers that this key has saved.
    pub(super) const fn has_saved(&mut self) {
        self.presses.saved = true;
    }

    /// Remembers that this key saves if it does not come again. If it does, it is held down, however slowly it repeats.
    pub(super) const fn has_delayed(&mut self) {
        self.presses.delayed = true;
    }
}

/// A character that only showed the screen again, and those that came with it: the rest of a scan does no more than its
/// first key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Burst {
    at: Duration,
    /// How many characters came as quickly as a scanner types.
    quick: u8,
}

/// As many quick characters are no finger's: what follows them may come after a pause of the line.
const CERTAIN: u8 = 3;

impl Burst {
    /// Begins with its first key.
    pub(super) const fn begin(at: Duration) -> Self {
        Self { at, quick: 0 }
    }

    /// The burst with a key that came at this time; `None` if that key is not a part of it. A scan ends with Enter or Tab.
    pub(super) fn with(self, key: Key, at: Duration) -> Option<Self> {
        let longest = if self.quick >= CERTAIN { ONE_SCAN } else { SCANNER };
        let belongs = matches!(key, Key::Char(_)) || self.quick > 0 && ends_scan(key);
        (belongs && at.saturating_sub(self.at) < longest).then(|| Self { at, quick: self.quick.saturating_add(1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Presses one key after each of these pauses; tells what the last one was.
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
            // Held: the first repeat may be late, and a line may stand still.
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

    #[test]
    fn a_burst_ends_with_a_pause_that_no_scanner_makes_or_a_key_that_it_does_not_send() {
        let takes = |pauses: &[u64], last: Key| {
            let mut at = Duration::ZERO;
            let mut burst = Some(Burst::begin(at));
            for (left, pause) in pauses.iter().enumerate().map(|(nth, pause)| (pauses.len() - nth - 1, pause)) {
                at += Duration::from_millis(*pause);
                burst = burst.and_then(|burst| burst.with(if left == 0 { last } else { Key::Char('4') }, at));
            }
            burst.is_some()
        };
        assert!(takes(&[20, 20, 20, 450], Key::Char('4')), "the line has parted a scan");
        assert!(takes(&[20, 20, 20, 450], Key::Enter));
        assert!(!takes(&[20, 150], Key::Char('4')), "two keys of a hand may roll");
        assert!(!takes(&[50], Key::Char('4')), "a finger");
        assert!(!takes(&[1], Key::Enter), "not the end of a scan");
        assert!(!takes(&[1, 1, 1, 1], Key::Ctrl('q')));
    }
}
