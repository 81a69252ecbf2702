use chrono::{Datelike as _, Months, NaiveDate};

use super::personal::redacted_debug;
use super::{Flaw, Reading};

mod typed;

use typed::Typed;

/// In which order day, month and year are typed. ISO (`1990-05-15`) is understood in each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
pub enum DateOrder {
    /// `15.05.1990`
    #[default]
    #[serde(rename = "dmy")]
    DayMonthYear,
    /// `05/15/1990`
    #[serde(rename = "mdy")]
    MonthDayYear,
    /// `1990.05.15`
    #[serde(rename = "ymd")]
    YearMonthDay,
}

/// A date of birth that exists and lies between today and 130 years ago.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BirthDate(NaiveDate);

redacted_debug!(BirthDate);

/// Nobody has become older.
const OLDEST_YEARS: u32 = 130;

impl BirthDate {
    /// Reads a date as it is typed, with separators (`.`, `/`, `-`, blank) or without.
    ///
    /// A two-digit year is the youngest that makes no date in the future. Six digits are a date with such a
    /// year and at the same time the beginning of eight; since the date is always spelled out, both are fine.
    #[must_use]
    pub fn read(text: &str, order: DateOrder, today: NaiveDate) -> Reading<Self> {
        match Typed::read(text) {
            Err(flaw) => Reading::Bad(flaw),
            Ok(Typed::Nothing) => Reading::Empty,
            Ok(Typed::Compact(digits)) => typed::compact(&digits, order, today),
            Ok(Typed::Parts(parts)) => typed::separated(&parts, order, today),
        }
    }

    /// `YYYY-MM-DD`: what is sent.
    #[must_use]
    pub fn iso(self) -> String {
        self.0.format("%Y-%m-%d").to_string()
    }

    /// The day itself.
    #[must_use]
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// Full years between the birth date and today. Who was born on 29 February is a year older on 1 March of
    /// a year without that day.
    #[must_use]
    pub fn age(self, today: NaiveDate) -> u32 {
        today.years_since(self.0).unwrap_or(0)
    }

    fn checked(date: NaiveDate, today: NaiveDate) -> Result<Self, Flaw> {
        if date > today {
            Err(Flaw::DateInFuture)
        } else if today.checked_sub_months(Months::new(OLDEST_YEARS * 12)).is_some_and(|oldest| date < oldest) {
            Err(Flaw::DateTooLongAgo)
        } else {
            Ok(Self(date))
        }
    }

    /// With a two-digit year: the youngest date that is not in the future.
    fn of_short_year(short: u32, month: u32, day: u32, today: NaiveDate) -> Option<Self> {
        let century = today.year() - today.year().rem_euclid(100);
        let short = i32::try_from(short).ok()?;
        [century, century - 100]
            .into_iter()
            .filter_map(|century| NaiveDate::from_ymd_opt(century + short, month, day))
            .find_map(|date| Self::checked(date, today).ok())
    }
}

#[cfg(test)]
mod tests;
