use chrono::NaiveDate;

use super::Reading;
use super::personal::redacted_debug;

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

impl BirthDate {
    /// Reads a date as it is typed, with or without separators.
    #[must_use]
    pub fn read(_text: &str, _order: DateOrder, _today: NaiveDate) -> Reading<Self> {
        todo!()
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

    /// Full years between the birth date and today.
    #[must_use]
    pub fn age(self, _today: NaiveDate) -> u32 {
        todo!()
    }
}
