//! A customer's date of birth, parsed while it is typed and sent in ISO format.
//!
//! The form calls it on every key. It has no clock (the caller passes today) and no language (the screen spells the
//! date out).

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::text::{Joiners, clean_text};
use super::{FieldError, Parsed, Today};

mod layout;
mod month_name;
mod notation;

use notation::DateParts;

/// The order in which day, month and year are typed. An ISO date (`1990-05-15`) is parsed with each of them.
#[derive(Debug, derive_more::Display, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// `15.05.1990`
    #[default]
    #[display("dmy")]
    DayMonthYear,
    /// `05/15/1990`
    #[display("mdy")]
    MonthDayYear,
    /// `1990.05.15`
    #[display("ymd")]
    YearMonthDay,
}

/// A date of birth that exists and is between 130 years ago and today.
///
/// Deserialisation does not check it: it was valid when it was stored, whatever day it is now.
#[derive(derive_more::Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[debug("BirthDate(…)")]
pub struct BirthDate(NaiveDate);

const INCOMPLETE: Parsed<BirthDate> = Parsed::Incomplete(FieldError::DateIncomplete);

/// No person has lived longer than this.
const MAX_AGE_YEARS: u32 = 130;

impl BirthDate {
    /// Parses a date that may still be incomplete, with separators or without, in the digits of any script. The month may
    /// be a name.
    ///
    /// A two-digit year stands for the latest year that gives no date in the future. Six digits are a date with such
    /// a year and at the same time the beginning of eight. Both are allowed because the screen always spells the date
    /// out. If the clock is wrong, a date is in the future only if it is so on every day that today can be.
    ///
    /// # Examples
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use frontdesk::domain::{BirthDate, DateOrder, FieldError, Parsed};
    /// # let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    /// let parse = |text| BirthDate::parse(text, DateOrder::DayMonthYear, today);
    ///
    /// assert_eq!(parse("15.5.90").valid().map(BirthDate::iso).as_deref(), Some("1990-05-15"));
    /// assert_eq!(parse("15.05.19"), parse("15052019"));
    /// assert_eq!(parse("15.05."), Parsed::Incomplete(FieldError::DateIncomplete));
    /// assert_eq!(parse("31.04."), Parsed::Invalid(FieldError::DateDoesNotExist));
    /// ```
    pub fn parse(text: &str, order: DateOrder, today: impl Into<Today>) -> Parsed<Self> {
        let today = today.into();
        let parts = match DateParts::parse(&clean_text(text, Joiners::None)) {
            Err(error) => return Parsed::Invalid(error),
            Ok(parts) if parts.is_empty() && text.trim().is_empty() => return Parsed::Empty,
            Ok(parts) if parts.is_empty() || parts.awaits_month() => return INCOMPLETE,
            Ok(parts) => parts,
        };
        let layouts = parts.possible_layouts(order);
        if let Some(date) = layouts.iter().find_map(|layout| layout.complete_date(today)) {
            Parsed::Valid(date)
        } else if layouts.iter().any(|layout| layout.can_become_date(today)) {
            INCOMPLETE
        } else if let Some(surplus) = parts.surplus_digits() {
            Parsed::Invalid(FieldError::DateDigitsTooMany(u8::try_from(surplus).unwrap_or(u8::MAX)))
        } else {
            // 29.02.03 does not exist, and is no beginning of a day in the year 3000.
            let whole = layouts.iter().find(|layout| layout.is_whole()).or(layouts.first());
            Parsed::Invalid(whole.map_or(FieldError::DateUnreadable, |layout| layout.error(today)))
        }
    }

    /// Restores a stored date without a check: it was valid when it was stored, whatever day it is now.
    pub(crate) const fn from_stored(date: NaiveDate) -> Self {
        Self(date)
    }

    /// Returns the date as it is sent: `YYYY-MM-DD`.
    pub fn iso(self) -> String {
        self.0.format("%Y-%m-%d").to_string()
    }

    /// Returns the date.
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// Returns the full years between the birth date and today.
    ///
    /// In a year without 29 February, a person born on that day is a year older on 1 March.
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
