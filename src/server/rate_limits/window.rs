//! A sliding window: a maximum of hits in a span of time. Pure: the caller passes the time.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The hits of the last `span`, at most `limit`.
#[derive(Debug)]
pub(super) struct Window {
    limit: u32,
    span: Duration,
    /// At most `limit`, oldest first.
    hits: VecDeque<Instant>,
}

/// The state of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowStatus {
    /// The maximum of hits in the window.
    pub limit: u32,
    /// The number of hits that are still allowed.
    pub remaining: u32,
    /// The time until the oldest hit leaves the window. The whole span if the window is empty.
    pub resets_in: Duration,
}

impl WindowStatus {
    /// Returns the whole seconds until the oldest hit leaves the window, rounded up and at least one, so that a request after
    /// them is surely allowed.
    pub(super) fn reset_seconds(&self) -> u64 {
        (self.resets_in.as_secs() + u64::from(self.resets_in.subsec_nanos() > 0)).max(1)
    }
}

impl Window {
    pub(super) fn new(limit: u32, span: Duration) -> Self {
        Self { limit, span, hits: VecDeque::new() }
    }

    /// Returns the state at `now`.
    pub(super) fn status(&mut self, now: Instant) -> WindowStatus {
        while self.hits.front().is_some_and(|hit| now.duration_since(*hit) >= self.span) {
            self.hits.pop_front();
        }
        let used = u32::try_from(self.hits.len()).unwrap_or(u32::MAX);
        let age = self.hits.front().map_or(Duration::ZERO, |oldest| now.duration_since(*oldest));
        WindowStatus {
            limit: self.limit,
            remaining: self.limit.saturating_sub(used),
            resets_in: self.span.saturating_sub(age),
        }
    }

    /// Returns true if the window has no hits at `now`.
    pub(super) fn is_empty(&mut self, now: Instant) -> bool {
        self.status(now);
        self.hits.is_empty()
    }

    /// Adds a hit if the window is not full.
    pub(super) fn hit(&mut self, now: Instant) {
        if self.status(now).remaining > 0 {
            self.hits.push_back(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    #[test]
    fn the_window_slides() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut window = Window::new(2, MINUTE);
        let status = |remaining, reset| WindowStatus { limit: 2, remaining, resets_in: Duration::from_secs(reset) };
        assert_eq!(window.status(at(0)), status(2, 60));
        window.hit(at(0));
        assert_eq!(window.status(at(10)), status(1, 50));
        window.hit(at(50));
        assert_eq!(window.status(at(59)), status(0, 1));
        // A refused hit does not extend the wait.
        window.hit(at(59));
        assert_eq!(window.status(at(60)), status(1, 50));
        window.hit(at(60));
        assert_eq!(window.status(at(61)), status(0, 49));
        assert_eq!(window.status(at(500)), status(2, 60));
    }

    #[test]
    fn a_limit_of_0_allows_nothing() {
        let mut window = Window::new(0, MINUTE);
        window.hit(Instant::now());
        assert_eq!(window.status(Instant::now()).remaining, 0);
    }
}
