use std::time::Duration;

use chrono::NaiveTime;

use super::{Cid, CustomerId};

/// What one registration took the cashier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct EntryStats {
    /// Every key from the blank form on, those that move and the one that saves included. A paste is one.
    pub keys: u32,
    /// From the first key to the save, without the time in which the form was not on the screen.
    pub time: Duration,
}

/// How far a registration of the shift is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Progress {
    /// It is stored.
    Registered,
    /// It is on its way.
    Waiting,
    /// Somebody has to mend or discard it.
    Refused,
}

/// One registration of the shift, without anything personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftRow {
    /// Which.
    pub cid: Cid,
    /// When it was saved, on the wall.
    pub saved_at: NaiveTime,
    /// The API's number, once it has one.
    pub id: Option<CustomerId>,
    /// How far it is.
    pub progress: Progress,
    /// What it took, where that is known.
    pub stats: Option<EntryStats>,
}

/// The effort in the middle, keys and time each for itself; of an even number the mean of the two in the middle. Nothing
/// of none.
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
        let of = |list: &[(u32, u64)]| {
            let efforts = list.iter().map(|(keys, ms)| EntryStats { keys: *keys, time: Duration::from_millis(*ms) });
            median_stats(efforts).map(|effort| (effort.keys, effort.time.as_millis()))
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[(7, 900)]), Some((7, 900)));
        assert_eq!(of(&[(30, 100), (10, 300), (20, 200)]), Some((20, 200)));
        assert_eq!(of(&[(10, 100), (20, 400), (30, 200), (90, 300)]), Some((25, 250)));
    }
}
