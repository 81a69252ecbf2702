//! Random differences between the times of hosts, so that they do not all call the API at the same moment. Pure, except
//! for [`random`], whose callers pass its result on.

use std::time::Duration;

use rand::TryRng as _;
use rand::rngs::SysRng;

/// Returns random bits. Without randomness they are 0: then delays are the shortest.
pub fn random() -> u64 {
    let mut bytes = [0; 8];
    let _ = SysRng.try_fill_bytes(&mut bytes);
    u64::from_ne_bytes(bytes)
}

/// Returns a random number of milliseconds up to a maximum.
pub(super) const fn up_to(max_ms: u64, random: u64) -> u64 {
    match max_ms.checked_add(1) {
        Some(choices) => random % choices,
        None => random,
    }
}

/// Returns an interval that is up to an eighth shorter or longer. The mean of many is the interval itself.
pub(super) const fn around(interval_ms: u64, random: u64) -> u64 {
    let random_per_mille = random % 1_001;
    (interval_ms - interval_ms / 8).saturating_add((interval_ms / 4).saturating_mul(random_per_mille) / 1_000)
}

/// Returns a pause that is up to a tenth longer, and at most 3 s. Hosts that got the same pause do not end it together.
pub(super) fn lengthened(pause: Duration, random: u64) -> Duration {
    let max_ms = u64::try_from((pause / 10).as_millis()).unwrap_or(u64::MAX).min(3_000);
    pause + Duration::from_millis(up_to(max_ms, random))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_gives_a_time_within_the_bounds() {
        for random in [0, 1, 7, 1_000, u64::MAX / 2, u64::MAX - 1, u64::MAX] {
            for interval in [0, 1, 7, 8, 1_000, 45_000, u64::MAX] {
                let (low, high) = (interval - interval / 8, (interval - interval / 8).saturating_add(interval / 4));
                assert!((low..=high).contains(&around(interval, random)), "{interval} {random}");
                assert!(up_to(interval, random) <= interval, "{interval} {random}");
            }
            let minute = Duration::from_mins(1);
            assert!((minute..=Duration::from_secs(63)).contains(&lengthened(minute, random)), "{random}");
            let second = Duration::from_secs(1);
            assert!((second..=Duration::from_millis(1_100)).contains(&lengthened(second, random)), "{random}");
        }
    }

    #[test]
    fn the_mean_is_the_interval() {
        let sum: u64 = (0..=1_000).map(|random| around(8_000, random)).sum();
        assert_eq!(sum / 1_001, 8_000);
    }
}
