//! The day of a desk, which changes at midnight and when the clock is set.

use std::io;
use std::os::fd::AsFd as _;
use std::time::Duration;

use chrono::{DateTime, Local, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create, timerfd_settime,
};
use tokio::net::unix::pipe::Receiver;

use crate::clock;
use crate::domain::Today;

/// The shortest time between two looks at the date.
const MIN_INTERVAL: Duration = Duration::from_mins(1);

/// Returns the day. If the clock is wrong, returns only the earliest possible day.
pub fn today() -> Today {
    if clock::is_plausible(clock::now()) {
        Today::Is(clock::local_date())
    } else {
        Today::NotBefore(clock::build_date())
    }
}

/// Returns the beginning of a day in local time. If clocks are put forward at midnight, it is an hour later.
pub fn begins(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let earliest = |time: NaiveDateTime| time.and_local_timezone(Local).earliest();
    let begins = earliest(midnight).or_else(|| earliest(midnight + TimeDelta::hours(1)));
    begins.map_or_else(|| midnight.and_utc(), |time| time.with_timezone(&Utc))
}

/// Calls `on_change` with each new day. It sleeps until midnight, or until the clock is set: a desk that stays open has
/// the new day within a minute, also after the computer slept.
pub async fn watch(on_change: impl Fn(Today)) {
    let timer = ClockTimer::new();
    let mut known = today();
    loop {
        let tomorrow = clock::local_date().succ_opt().map(begins);
        match (&timer, tomorrow) {
            (Ok(timer), Some(midnight)) if timer.wait_until(midnight).await.is_ok() => {}
            _ => tokio::time::sleep(MIN_INTERVAL).await,
        }
        let today = today();
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
        let day = clock::local_date();
        assert_eq!(begins(day).with_timezone(&Local).date_naive(), day);
        let before = begins(day) - TimeDelta::seconds(1);
        assert_eq!(before.with_timezone(&Local).date_naive(), day.pred_opt().unwrap());
    }
}
