//! A sliding window: so many hits in so much time. Pure; the caller says what time it is.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The hits of the last `span`, of which there may be `limit`.
#[derive(Debug)]
pub(super) struct Window {
    limit: u32,
    span: Duration,
    /// At most `limit`, oldest first.
    hits: VecDeque<Instant>,
}

/// How full a window is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// How many hits may be in the window.
    pub limit: u32,
    /// How many more may come now.
    pub remaining: u32,
    /// When the oldest hit leaves the window; the whole span if it is empty.
    pub reset: Duration,
}

impl Window {
    pub(super) fn new(limit: u32, span: Duration) -> Self {
        Self { limit, span, hits: VecDeque::new() }
    }

    /// How full it is at `now`.
    pub(super) fn standing(&mut self, now: Instant) -> Standing {
        while self.hits.front().is_some_and(|hit| now.duration_since(*hit) >= self.span) {
            self.hits.pop_front();
        }
        let used = u32::try_from(self.hits.len()).unwrap_or(u32::MAX);
        let age = self.hits.front().map_or(Duration::ZERO, |oldest| now.duration_since(*oldest));
        Standing { limit: self.limit, remaining: self.limit.saturating_sub(used), reset: self.span.saturating_sub(age) }
    }

    /// Whether nothing is left in it at `now`.
    pub(super) fn is_empty(&mut self, now: Instant) -> bool {
        self.standing(now);
        self.hits.is_empty()
    }

    /// Counts a hit, as long as there is room for it.
    pub(super) fn hit(&mut self, now: Instant) {
        if self.standing(now).remaining > 0 {
            self.hits.push_back(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    #[test]
    fn it_slides() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut window = Window::new(2, MINUTE);
        let standing = |remaining, reset| Standing { limit: 2, remaining, reset: Duration::from_secs(reset) };
        assert_eq!(window.standing(at(0)), standing(2, 60));
        window.hit(at(0));
        assert_eq!(window.standing(at(10)), standing(1, 50));
        window.hit(at(50));
        assert_eq!(window.standing(at(59)), standing(0, 1));
        // A hit that was refused does not put the end off.
        window.hit(at(59));
        assert_eq!(window.standing(at(60)), standing(1, 50));
        window.hit(at(60));
        assert_eq!(window.standing(at(61)), standing(0, 49));
        assert_eq!(window.standing(at(500)), standing(2, 60));
    }

    #[test]
    fn nothing_is_allowed_where_the_limit_is_nothing() {
        let mut window = Window::new(0, MINUTE);
        window.hit(Instant::now());
        assert_eq!(window.standing(Instant::now()).remaining, 0);
    }
}
