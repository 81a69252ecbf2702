use std::time::Duration;

use chrono::{Local, NaiveDate};

/// How often the date is looked at: a desk that stays open over midnight has the new day within a minute, also
/// after the machine slept or its clock was set.
pub(super) const LOOK: Duration = Duration::from_mins(1);

/// The day on the wall.
pub(super) fn today() -> NaiveDate {
    Local::now().date_naive()
}
