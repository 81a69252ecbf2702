//! The drafts that are not on the disk yet, and when they are due. The loop and the drafts thread share them.

use std::time::{Duration, Instant};

use crate::domain::{Cid, Draft};

/// Drafts are on the disk this time after a change. Later changes do not delay it.
const WRITE_DELAY: Duration = Duration::from_millis(400);

/// The drafts to write, and the time.
#[derive(Default)]
pub(super) struct Pending {
    /// The drafts of the desk.
    pub(super) current: Vec<Draft>,
    /// The drafts of an earlier run that the desk does not have yet. They stay in the file until then.
    pub(super) left: Vec<Draft>,
    pub(super) due: Option<Instant>,
}

impl Pending {
    /// Returns true if they are due earlier than before.
    pub(super) fn change(&mut self, drafts: Vec<Draft>, now: Instant) -> bool {
        // If the last draft is gone from the screen, it is deleted from the disk at once.
        let due = if drafts.is_empty() { now } else { self.due.unwrap_or(now + WRITE_DELAY) };
        self.left.retain(|left| drafts.iter().all(|draft| draft.cid != left.cid));
        self.current = drafts;
        self.due.replace(due).is_none_or(|planned| due < planned)
    }

    pub(super) fn forget(&mut self, saved: &[Cid], now: Instant) {
        self.left.retain(|left| !saved.contains(&left.cid));
        self.due = Some(now);
    }

    pub(super) fn all(&self) -> Vec<Draft> {
        self.left.iter().chain(&self.current).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn draft(number: u8) -> Draft {
        Draft { cid: Cid::from_random_bytes([number; 16]), texts: BTreeMap::new(), stats: None }
    }

    fn cids(pending: &Pending) -> Vec<Cid> {
        pending.all().iter().map(|draft| draft.cid).collect()
    }

    #[test]
    fn what_an_earlier_run_left_stays_in_the_file_until_the_desk_has_it() {
        let now = Instant::now();
        let mut pending = Pending { left: vec![draft(1), draft(2), draft(3)], ..Pending::default() };
        // Typed before anything was offered.
        pending.change(vec![draft(9)], now);
        assert_eq!(cids(&pending), [1, 2, 3, 9].map(|number| draft(number).cid));
        // One was saved, and the desk takes another.
        pending.forget(&[draft(2).cid], now);
        pending.change(vec![draft(1), draft(9)], now);
        assert_eq!(cids(&pending), [3, 1, 9].map(|number| draft(number).cid));
        // The desk clears what it has; what it was not offered stays.
        pending.change(Vec::new(), now);
        assert_eq!(cids(&pending), [draft(3).cid]);
    }

    #[test]
    fn keys_neither_delay_the_write_nor_wake_the_thread() {
        let now = Instant::now();
        let mut pending = Pending::default();
        assert!(pending.change(vec![draft(1)], now), "the first change is planned");
        let due = pending.due;
        assert_eq!(due, Some(now + WRITE_DELAY));
        for key in 1..100 {
            assert!(!pending.change(vec![draft(1)], now + WRITE_DELAY * key / 100), "key {key}");
        }
        assert_eq!(pending.due, due);
        assert!(pending.change(Vec::new(), now + WRITE_DELAY / 2), "a cleared form is deleted at once");
        assert_eq!(pending.due, Some(now + WRITE_DELAY / 2));
        // The thread has written.
        pending.due = None;
        assert!(pending.change(vec![draft(2)], now + WRITE_DELAY));
    }
}
