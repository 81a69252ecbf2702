//! The wall clock of a computer that may have none: without a battery it starts in 1970 or earlier, until the network
//! sets it. The only place that asks the system what time it is; it knows no other module.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Days, Local, NaiveDate, Utc};
use rustix::time::{ClockId, clock_gettime};

/// Returns the time. A clock before 1970 is replaced by one that starts with the computer: dates, tokens and backoffs
/// cannot express less than zero, and time must pass.
pub fn system_time() -> SystemTime {
    not_before_1970(SystemTime::now()).unwrap_or_else(|| {
        let since_start = clock_gettime(ClockId::Monotonic);
        let seconds = Duration::from_secs(since_start.tv_sec.unsigned_abs());
        UNIX_EPOCH + seconds + Duration::from_nanos(since_start.tv_nsec.unsigned_abs())
    })
}

/// Returns true if the clock is before 1970: no date can be sent and no certificate checked then.
pub fn is_before_1970() -> bool {
    not_before_1970(SystemTime::now()).is_none()
}

fn not_before_1970(time: SystemTime) -> Option<SystemTime> {
    (time >= UNIX_EPOCH).then_some(time)
}

/// Returns [`system_time`] as a date and time.
pub fn now() -> DateTime<Utc> {
    system_time().into()
}

/// Returns the local date, right or wrong.
pub fn local_date() -> NaiveDate {
    now().with_timezone(&Local).date_naive()
}

/// Returns the day on which the program was built; the present is not before it.
pub fn built() -> NaiveDate {
    let seconds = env!("FRONTDESK_BUILT").parse().unwrap_or_default();
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().date_naive()
}

/// Returns true if the clock can be right: it is not before the program was built. A day of difference is forgiven,
/// because the clock of the computer on which it was built may be ahead.
pub fn is_believable(now: DateTime<Utc>) -> bool {
    now.date_naive().checked_add_days(Days::new(1)).is_some_and(|next| next >= built())
}

/// Returns a time before which no version of this program ran: what is dated earlier was written with a wrong clock.
pub fn before_any_version() -> DateTime<Utc> {
    // 1 January 2025.
    DateTime::from_timestamp(1_735_689_600, 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clock_before_the_build_is_not_believed() {
        let on = |days: i64| {
            let midnight = built().and_hms_opt(0, 0, 0).unwrap().and_utc();
            midnight + chrono::TimeDelta::days(days)
        };
        let table = [
            (-20_000, false),
            (-365, false),
            (-2, false),
            (-1, true),
            (0, true),
            (1, true),
            (365, true),
            (20_000, true),
        ];
        for (days, believed) in table {
            assert_eq!(is_believable(on(days)), believed, "{days}");
        }
        assert!(!is_believable(DateTime::UNIX_EPOCH));
        assert!(!is_believable(DateTime::<Utc>::MIN_UTC));
    }

    #[test]
    fn a_time_before_1970_is_none() {
        assert_eq!(not_before_1970(UNIX_EPOCH), Some(UNIX_EPOCH));
        assert_eq!(not_before_1970(UNIX_EPOCH - Duration::from_nanos(1)), None);
        assert!(system_time() >= UNIX_EPOCH);
    }
}
