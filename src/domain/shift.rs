use std::time::Duration;

use chrono::NaiveTime;

use super::{Cid, CustomerId, Progress};

/// The keys and the time that the cashier needed for one registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct EntryStats {
    /// All keys since the form was blank, including those that move the cursor and the one that saves. A paste is one
    /// key.
    pub keys: u32,
    /// The time from the first key to the save, without the time in which the form was not on the screen.
    pub time: Duration,
}

/// One registration of the shift, without anything personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftRow {
    /// The customer's `cid`.
    pub cid: Cid,
    /// The local time at which it was saved.
    pub saved_at: NaiveTime,
    /// The API's number. `None` means that the customer has none yet.
    pub id: Option<CustomerId>,
    /// The progress of its delivery.
    pub progress: Progress,
    /// The keys and time that it took. `None` means unknown.
    pub stats: Option<EntryStats>,
}

/// Returns the medians of keys and time, each computed separately. `None` means that there are no entries.
///
/// The median of an even number of entries is the mean of the middle two.
pub fn median_stats(entries: impl IntoIterator<Item = EntryStats>) -> Option<EntryStats> {
    let (mut keys, mut times): (Vec<u32>, Vec<Duration>) =
        entries.into_iter().map(|effort| (effort.keys, effort.time)).unzip();
    keys.sort_unstable();
    times.sort_unstable();
    let (low, high) = middle_pair(&keys)?;
    let (short, long) = middle_pair(&times)?;
    Some(EntryStats { keys: low.midpoint(high), time: (short + long) / 2 })
}

fn middle_pair<T: Copy>(sorted: &[T]) -> Option<(T, T)> {
    let (low, high) = (sorted.len().checked_sub(1)? / 2, sorted.len() / 2);
    Some((*sorted.get(low)?, *sorted.get(high)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_count_is_the_mean_of_the_middle_two() {
        let median = |list: &[(u32, u64)]| {
            let efforts = list.iter().map(|(keys, ms)| EntryStats { keys: *keys, time: Duration::from_millis(*ms) });
            median_stats(efforts).map(|effort| (effort.keys, effort.time.as_millis()))
        };
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[(7, 900)]), Some((7, 900)));
        assert_eq!(median(&[(30, 100), (10, 300), (20, 200)]), Some((20, 200)));
        assert_eq!(median(&[(10, 100), (20, 400), (30, 200), (90, 300)]), Some((25, 250)));
    }
}
