//! What the time between keys tells: a pasted block on a terminal that does not mark pastes, a scanner's line end, a
//! finger that bounced. `press` asks it before an Enter may save.

use std::time::Duration;

use super::Key;
use super::scan::ONE_SCAN;

/// Keys that come closer together than any hand or line can send them one by one: a pasted block. An Enter among them
/// must not save.
const ONE_BLOCK: Duration = Duration::from_micros(150);

/// So many of them, with an Enter among them, are a block of lines, and what follows soon is its rest: the line has
/// parted it.
const BLOCK_KEYS: u16 = 8;
const REST_OF_BLOCK: Duration = Duration::from_millis(300);

/// The LF of a CR LF, as some scanners end their codes.
const ONE_LINE_END: Duration = Duration::from_millis(50);

/// An Enter so soon after the Enter that saved is the same press, bounced or repeated.
const SAME_FINGER: Duration = Duration::from_millis(400);

/// What is remembered of a key, to tell a scanner and a pasted block from fingers at the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastKey {
    /// When it came, since the desk was opened.
    at: Duration,
    enter: bool,
    /// Whether it was a character typed on the button, where there is nothing to type.
    astray: bool,
    run: Run,
    in_block: bool,
}

/// Keys that came in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    keys: u16,
    /// Whether an Enter is among them.
    lines: bool,
}

/// What a key is by the time at which it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rhythm {
    /// Where it is an Enter, it is the end of a pasted line and no wish to save.
    pub pasted: bool,
    /// It is the second half of one line end.
    pub line_end: bool,
}

impl LastKey {
    /// Takes a key in.
    pub(super) fn next(before: Option<Self>, key: Key, at: Duration, astray: bool) -> (Self, Rhythm) {
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
        let rhythm = Rhythm {
            pasted: burst || in_block || pasted_line,
            line_end: line_feed && within(ONE_LINE_END).is_some_and(|before| before.enter),
        };
        (Self { at, enter, astray, run, in_block }, rhythm)
    }

    /// Whether a key at this time is the same press as this one, an Enter that saved at `saved`: no other key came since.
    pub(super) fn bounces(self, saved: Duration, at: Duration) -> bool {
        self.enter && self.at == saved && at.saturating_sub(saved) < SAME_FINGER
    }
}
