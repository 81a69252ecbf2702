//! The keys behind the one that unmasked the screen. `input` asks before each key if it is one of them.

use std::time::Duration;

use crate::keys::Key;

use super::key_timing::{MAX_SCAN_PAUSE, MAX_SCANNER_INTERVAL, MIN_SCANNER_CHARS, ends_scan};

/// The characters that came together with the one that unmasked the screen. They are ignored as the first one was: the
/// rest of a scan must not be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) struct Burst {
    at: Duration,
    /// The number of characters that came as quickly as a scanner types.
    quick: u8,
}

impl Burst {
    /// Begins a burst with its first key.
    pub(in crate::app) const fn begin(at: Duration) -> Self {
        Self { at, quick: 0 }
    }

    /// Returns the burst with a key that came at this time. `None` means that the key is not a part of it. A scan ends
    /// with Enter or Tab.
    pub(in crate::app) fn with(self, key: Key, at: Duration) -> Option<Self> {
        let longest = if self.quick >= MIN_SCANNER_CHARS { MAX_SCAN_PAUSE } else { MAX_SCANNER_INTERVAL };
        let belongs = matches!(key, Key::Char(_)) || self.quick > 0 && ends_scan(key);
        (belongs && at.saturating_sub(self.at) < longest).then(|| Self { at, quick: self.quick.saturating_add(1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
