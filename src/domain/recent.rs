//! A list of the newest values.

use std::collections::VecDeque;

/// The newest values, at most `N`. A further one removes the oldest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recent<T, const N: usize>(VecDeque<T>);

impl<T, const N: usize> Default for Recent<T, N> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<T, const N: usize> Recent<T, N> {
    /// Adds a value as the newest one.
    pub fn push(&mut self, value: T) {
        if self.0.len() >= N {
            self.0.pop_front();
        }
        self.0.push_back(value);
    }

    /// Removes the newest value.
    pub fn pop(&mut self) -> Option<T> {
        self.0.pop_back()
    }

    /// Returns the values, the newest first.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().rev()
    }

    /// Removes the values that do not meet a condition.
    pub fn retain(&mut self, condition: impl FnMut(&T) -> bool) {
        self.0.retain(condition);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_value_is_removed_for_a_new_one() {
        let mut recent = Recent::<u8, 2>::default();
        for value in 1..=3 {
            recent.push(value);
        }
        assert_eq!(recent.iter().copied().collect::<Vec<_>>(), [3, 2]);
        recent.retain(|value| *value != 2);
        assert_eq!((recent.pop(), recent.pop()), (Some(3), None));
    }
}
