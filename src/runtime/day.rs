use std::time::Duration;

use chrono::{DateTime, Local, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::clock;
use crate::domain::Today;

/// How often the date is looked at: a desk that stays open over midnight has the new day within a minute, also
/// after the machine slept or its clock was set.
pub(super) const LOOK: Duration = Duration::from_mins(1);

/// Returns the day, as far as the clock can be believed.
pub fn today() -> Today {
    if clock::is_plausible(clock::now()) {
        Today::Is(clock::local_date())
    } else {
        Today::NotBefore(clock::build_date())
    }
}

/// When a day begins here. Where clocks are put forward at midnight that is an hour later.
pub fn begins(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let earliest = |time: NaiveDateTime| time.and_local_timezone(Local).earliest();
    let begins = earliest(midnight).or_else(|| earliest(midnight + TimeDelta::hours(1)));
    begins.map_or_else(|| midnight.and_utc(), |time| time.with_timezone(&Utc))
}
