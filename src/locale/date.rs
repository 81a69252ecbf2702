use std::time::Duration;

use chrono::{Datelike, NaiveDate};
use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::YMD;

use crate::domain::DateOrder;

use super::number::with_plain_spaces;
use super::{Locale, whole_seconds};

impl Locale {
    /// Returns how long to wait, rounded up: in seconds, from two minutes on in minutes, from two hours on in hours.
    pub fn wait_time(&self, wait: Duration) -> String {
        let seconds = whole_seconds(wait);
        match seconds {
            0..120 => self.time_seconds(seconds),
            120..7_200 => self.time_minutes(seconds.div_ceil(60)),
            _ => self.time_hours(seconds.div_ceil(60 * 60)),
        }
    }

    /// Returns a time of an hour or more in hours, from two days on in days.
    pub fn long_time(&self, time: Duration) -> String {
        const HOURS_PER_DAY: u64 = 24;
        let hours = time.as_secs() / (60 * 60);
        if hours < 2 * HOURS_PER_DAY { self.time_hours(hours) } else { self.time_days(hours / HOURS_PER_DAY) }
    }

    /// Returns how long a customer has been waiting: in minutes, from two hours on in hours, from two days on in days.
    pub fn age(&self, minutes: u64) -> String {
        if minutes < 120 { self.waiting_age(minutes) } else { self.long_time(Duration::from_mins(minutes)) }
    }

    /// Returns a date with the month as a word, which shows a wrong order of day and month: `15 May 1990`.
    pub fn date(&self, date: NaiveDate) -> String {
        let in_words = || {
            let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
            let gregorian = Date::try_new_gregorian(date.year(), month, day).ok()?;
            let tag: icu_locale_core::Locale = self.tag.parse().ok()?;
            let formatter = FixedCalendarDateTimeFormatter::<Gregorian, YMD>::try_new(tag.into(), YMD::long()).ok()?;
            Some(with_plain_spaces(&formatter.format(&gregorian).to_string()))
        };
        in_words().unwrap_or_else(|| date.to_string())
    }

    /// Returns a date as it is typed in this order.
    pub fn date_example(&self, order: DateOrder) -> String {
        match order {
            DateOrder::DayMonthYear => self.date_example_dmy(),
            DateOrder::MonthDayYear => self.date_example_mdy(),
            DateOrder::YearMonthDay => self.date_example_ymd(),
        }
    }

    /// Returns the format in which a date is typed.
    pub fn date_order(&self, order: DateOrder) -> String {
        match order {
            DateOrder::DayMonthYear => self.date_order_dmy(),
            DateOrder::MonthDayYear => self.date_order_mdy(),
            DateOrder::YearMonthDay => self.date_order_ymd(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_has_the_unit_that_a_person_would_use() {
        let table = [
            (0, "just now"),
            (1, "1 min"),
            (119, "119 min"),
            (120, "2 hours"),
            (47 * 60 + 59, "47 hours"),
            (48 * 60, "2 days"),
            (30 * 24 * 60, "30 days"),
        ];
        for (minutes, expected) in table {
            assert_eq!(Locale::english().age(minutes), expected);
        }
    }

    #[test]
    fn a_wait_is_shown_in_the_usual_unit() {
        let table = [
            (1, "1 second"),
            (59, "59 seconds"),
            (119, "119 seconds"),
            (120, "2 minutes"),
            (121, "3 minutes"),
            (3_499, "59 minutes"),
            (3_600, "60 minutes"),
            (7_200, "2 hours"),
            (7_201, "3 hours"),
        ];
        for (seconds, expected) in table {
            assert_eq!(Locale::english().wait_time(Duration::from_secs(seconds)), expected);
        }
    }

    #[test]
    fn a_date_is_spelled_out_in_each_language() {
        let date = NaiveDate::from_ymd_opt(1990, 5, 15).unwrap();
        for (code, expected) in [
            ("en", "15 May 1990"),
            ("az", "15 may 1990"),
            ("ru", "15 мая 1990 г."),
            ("tr", "15 Mayıs 1990"),
            ("uz", "15-may, 1990"),
        ] {
            let found = Locale::of(code).map(|say| say.date(date));
            assert!(found.is_none_or(|found| found == expected), "{code}");
        }
    }
}
