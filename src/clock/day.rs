//! The day of a desk, which changes at midnight and when the clock is set.

use std::io;
use std::os::fd::AsFd as _;
use std::time::Duration;

use chrono::{DateTime, Datelike as _, Local, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create, timerfd_settime,
};
use tokio::net::unix::pipe::Receiver;

use crate::clock;
use crate::domain::{TimeZone, Today};

/// The shortest time between two looks at the date.
const MIN_INTERVAL: Duration = Duration::from_mins(1);

/// Returns the day. If the clock is wrong, returns only the earliest possible day.
pub fn today(zone: TimeZone) -> Today {
    if clock::is_plausible(clock::now()) {
        Today::Is(clock::local_date(zone))
    } else {
        Today::NotBefore(clock::build_date())
    }
}

/// Returns the beginning of a day in the shop. If clocks are put forward at midnight, it is an hour later.
pub fn begins(zone: TimeZone, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let earliest = |time: NaiveDateTime| time.and_local_timezone(Local).earliest().map(|time| time.to_utc());
    let begins = match zone {
        TimeZone::Host => earliest(midnight).or_else(|| earliest(midnight + TimeDelta::hours(1))),
        TimeZone::Iana(zone) => jiff_midnight(day).and_then(|midnight| {
            let begins = clock::rules(zone).to_timestamp(midnight).ok()?;
            DateTime::from_timestamp(begins.as_second(), 0)
        }),
    };
    begins.unwrap_or_else(|| midnight.and_utc())
}

/// Returns the midnight before a day for the library of time zones. `None` after the year 9999.
fn jiff_midnight(day: NaiveDate) -> Option<jiff::civil::DateTime> {
    let (year, month, day) = (day.year().try_into().ok()?, day.month().try_into().ok()?, day.day().try_into().ok()?);
    jiff::civil::DateTime::new(year, month, day, 0, 0, 0, 0).ok()
}

/// Calls `on_change` with each new day. It sleeps until midnight, or until the clock is set: a desk that stays open has
/// the new day within a minute, also after the computer slept.
pub async fn watch(zone: TimeZone, on_change: impl Fn(Today)) {
    let timer = ClockTimer::new();
    let mut known = today(zone);
    loop {
        let tomorrow = clock::local_date(zone).succ_opt().map(|day| begins(zone, day));
        match (&timer, tomorrow) {
            (Ok(timer), Some(midnight)) if timer.wait_until(midnight).await.is_ok() => {}
            _ => tokio::time::sleep(MIN_INTERVAL).await,
        }
        let today = today(zone);
        if today == known {
            // The clock was set to the same day, or is not the one that the timer follows.
            tokio::time::sleep(MIN_INTERVAL).await;
        } else {
            known = today;
            on_change(today);
        }
    }
}

/// A timer of the wall clock: a descriptor that is read like a pipe.
struct ClockTimer(Receiver);

/// The error of a timer whose clock was set.
const CLOCK_WAS_SET: i32 = rustix::io::Errno::CANCELED.raw_os_error();

impl ClockTimer {
    fn new() -> io::Result<Self> {
        let timer = timerfd_create(TimerfdClockId::Realtime, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC)?;
        Ok(Self(Receiver::from_owned_fd_unchecked(timer)?))
    }

    /// Waits until the clock shows this time, or is set.
    async fn wait_until(&self, time: DateTime<Utc>) -> io::Result<()> {
        let once = Itimerspec {
            it_interval: Timespec { tv_sec: 0, tv_nsec: 0 },
            // A time of zero disarms a timer.
            it_value: Timespec {
                tv_sec: time.timestamp().max(0),
                tv_nsec: i64::from(time.timestamp_subsec_nanos()).max(1),
            },
        };
        let flags = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
        timerfd_settime(self.0.as_fd(), flags, &once)?;
        loop {
            self.0.readable().await?;
            match self.0.try_read(&mut [0; 8]) {
                Ok(_) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) if error.raw_os_error() == Some(CLOCK_WAS_SET) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_timer_waits_for_its_time() {
        let timer = ClockTimer::new().unwrap();
        let in_an_hour = clock::now() + TimeDelta::hours(1);
        let waited = tokio::time::timeout(Duration::from_millis(200), timer.wait_until(in_an_hour)).await;
        assert!(waited.is_err(), "{waited:?}");
        for time in [clock::now() + TimeDelta::seconds(1), clock::now(), DateTime::UNIX_EPOCH, DateTime::<Utc>::MIN_UTC]
        {
            timer.wait_until(time).await.unwrap();
            // The clock of tests may be adjusted a little later than the system's.
            assert!(clock::now() + TimeDelta::milliseconds(100) >= time, "{time}");
        }
    }

    #[test]
    fn a_day_begins_at_its_first_moment() {
        let zones = ["Asia/Baku", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Cairo", "America/Havana"];
        let zones = zones.map(|name| name.parse::<TimeZone>().unwrap());
        let spring = NaiveDate::from_ymd_opt(2027, 4, 30).unwrap();
        for zone in zones.into_iter().chain([TimeZone::Host]) {
            // In Cairo clocks are put forward at midnight of the last one.
            for day in [clock::local_date(zone), spring] {
                assert_eq!(clock::local(zone, begins(zone, day)).date(), day, "{zone:?}");
                let before = begins(zone, day) - TimeDelta::seconds(1);
                assert_eq!(clock::local(zone, before).date(), day.pred_opt().unwrap(), "{zone:?}");
            }
        }
    }

    #[test]
    fn the_day_is_that_of_the_zone() {
        let evening = DateTime::from_timestamp(1_764_192_600, 0).unwrap();
        for (name, day) in [("Asia/Baku", 27), ("UTC", 26), ("Asia/Tashkent", 27), ("America/New_York", 26)] {
            let zone = name.parse::<TimeZone>().unwrap();
            // 21:30 in UTC.
            assert_eq!(clock::local(zone, evening).date(), NaiveDate::from_ymd_opt(2025, 11, day).unwrap(), "{name}");
        }
    }
}
