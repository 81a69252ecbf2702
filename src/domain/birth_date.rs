//! A customer's date of birth: read as it is typed, sent as ISO. Today is told by whoever asks; there is no clock
//! and no language here, the form spells the date out.

use chrono::{Months, NaiveDate};

use super::personal::redacted_debug;
use super::{FieldError, Parsed, Today, sanitize_line};

mod layout;
mod notation;

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
const MAX_AGE_YEARS: u32 = 130;

impl BirthDate {
    /// Reads a date as it is typed, with separators (`.`, `/`, `-`, blank) or without.
    ///
    /// A two-digit year is the youngest that makes no date in the future. Six digits are a date with such a
    /// year and at the same time the beginning of eight; since the date is always spelled out, both are fine.
    /// Where the clock is wrong, a date is refused as one in the future only if it is one whatever day it is.
    pub fn parse(text: &str, order: DateOrder, today: impl Into<Today>) -> Parsed<Self> {
        let today = today.into();
        let parts = match notation::split_digits(&sanitize_line(text)) {
            Err(error) => return Parsed::Invalid(error),
            Ok(parts) if parts.is_empty() => return Parsed::Empty,
            Ok(parts) => parts,
        };
        let layouts = notation::possible_layouts(&parts, order);
        if let Some(date) = layouts.iter().find_map(|layout| layout.complete_date(today)) {
            Parsed::Valid(date)
        } else if layouts.iter().any(|layout| layout.can_become_date(today)) {
            Parsed::Incomplete(FieldError::DateIncomplete)
        } else {
            Parsed::Invalid(layouts.first().map_or(FieldError::DateUnreadable, |layout| layout.error(today)))
        }
    }

    /// What was good when it was written down, whatever day it is by now.
    pub(crate) const fn from_stored(date: NaiveDate) -> Self {
        Self(date)
    }

    /// `YYYY-MM-DD`: what is sent.
    pub fn iso(self) -> String {
        self.0.format("%Y-%m-%d").to_string()
    }

    /// The day itself.
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// Full years between the birth date and today. Who was born on 29 February is a year older on 1 March of
    /// a year without that day.
    pub fn age(self, today: NaiveDate) -> u32 {
        today.years_since(self.0).unwrap_or(0)
    }

    fn validate(date: NaiveDate, today: NaiveDate) -> Result<Self, FieldError> {
        if date > today {
            Err(FieldError::DateInFuture)
        } else if today.checked_sub_months(Months::new(MAX_AGE_YEARS * 12)).is_some_and(|earliest| date < earliest) {
            Err(FieldError::DateTooLongAgo)
        } else {
            Ok(Self(date))
        }
    }
}

#[cfg(test)]
mod tests;
