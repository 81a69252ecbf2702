//! A date of which some digits are typed: where day, month and year stand, and which days it may still become. The
//! one question behind every verdict, so that "can become a date" and "is a date" cannot contradict each other.

use std::ops::RangeInclusive;

use chrono::{Datelike as _, Months, NaiveDate};

use super::{BirthDate, DateOrder, MAX_AGE_YEARS};
use crate::domain::{FieldError, Today};

/// Digits of a day, a month or a year.
#[derive(Debug, Clone, Copy)]
pub(super) struct DateComponent {
    value: u32,
    digits: usize,
    /// Whether more digits may follow.
    may_grow: bool,
    /// How many digits it may have in the end.
    widths: &'static [usize],
}

impl DateComponent {
    pub(super) fn new(digits: &str, open: bool, widths: &'static [usize]) -> Self {
        // What is too long for a number is too long for every width, and empty digits are the beginning of all.
        Self { value: digits.parse().unwrap_or_default(), digits: digits.len(), may_grow: open, widths }
    }

    /// Whether the digits are this value, written with one of the widths, or the beginning of it.
    fn can_be(self, value: u32) -> bool {
        self.widths.iter().any(|width| self.is_prefix_of(value, *width))
    }

    /// The same for a year, of which two digits may stand for all.
    fn can_be_year(self, year: u32) -> bool {
        self.widths.iter().any(|width| self.is_prefix_of(if *width == 2 { year % 100 } else { year }, *width))
    }

    fn is_prefix_of(self, value: u32, width: usize) -> bool {
        let missing_digits = width.checked_sub(self.digits).and_then(|count| u32::try_from(count).ok());
        missing_digits
            .is_some_and(|missing| (missing == 0 || self.may_grow) && value / 10_u32.pow(missing) == self.value)
    }

    /// Whether no number has so many digits here.
    fn has_impossible_length(self) -> bool {
        if self.may_grow {
            self.widths.iter().all(|width| self.digits > *width)
        } else {
            !self.widths.contains(&self.digits)
        }
    }
}

/// One way to understand what is typed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    day: DateComponent,
    month: DateComponent,
    year: DateComponent,
}

impl Layout {
    /// The pieces as they stand in the text.
    pub(super) const fn new([first, second, third]: [DateComponent; 3], order: DateOrder) -> Self {
        let (day, month, year) = match order {
            DateOrder::DayMonthYear => (first, second, third),
            DateOrder::MonthDayYear => (second, first, third),
            DateOrder::YearMonthDay => (third, second, first),
        };
        Self { day, month, year }
    }

    /// The youngest possible birth date, if nothing more is typed. That makes two digits a year of this century
    /// or, where that lies in the future, of the last one.
    pub(super) fn complete_date(self, today: Today) -> Option<BirthDate> {
        self.as_typed().youngest_date(today)
    }

    fn as_typed(self) -> Self {
        let as_typed = |piece: DateComponent| DateComponent { may_grow: false, ..piece };
        Self { day: as_typed(self.day), month: as_typed(self.month), year: as_typed(self.year) }
    }

    fn has_impossible_length(self) -> bool {
        [self.day, self.month, self.year].into_iter().any(DateComponent::has_impossible_length)
    }

    /// Whether more digits can make it a birth date, or it is one.
    pub(super) fn can_become_date(self, today: Today) -> bool {
        self.youngest_date(today).is_some()
    }

    fn youngest_date(self, today: Today) -> Option<BirthDate> {
        let youngest_as_of = |day: NaiveDate| {
            let this_year = u32::try_from(day.year()).unwrap_or_default();
            let years = this_year.saturating_sub(MAX_AGE_YEARS)..=this_year;
            self.matching_days(years).find_map(|date| BirthDate::validate(date, day).ok())
        };
        youngest_as_of(today.earliest()).or_else(|| youngest_as_of(latest_day(today)))
    }

    /// The days of these years that fit, the last one first.
    fn matching_days(self, years: RangeInclusive<u32>) -> impl Iterator<Item = NaiveDate> {
        const LEAP_YEAR: i32 = 2000;
        let months = (1..=12).rev().filter(|month| self.month.can_be(*month));
        let pairs = months.flat_map(|month| (1..=31).rev().map(move |day| (month, day)));
        let days_of_year: Vec<(u32, u32)> = pairs
            .filter(|(month, day)| self.day.can_be(*day) && NaiveDate::from_ymd_opt(LEAP_YEAR, *month, *day).is_some())
            .collect();
        // Where no year has such a day, none needs to be looked at.
        let years = Some(years).filter(|_| !days_of_year.is_empty()).into_iter().flatten().rev();
        years.filter(move |year| self.year.can_be_year(*year)).flat_map(move |year| {
            let date = move |(month, day)| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
            days_of_year.clone().into_iter().filter_map(date)
        })
    }

    /// Why it can become no birth date; asked only of such.
    pub(super) fn error(self, today: Today) -> FieldError {
        if self.has_impossible_length() {
            return FieldError::DateUnreadable;
        }
        // 29.02.27 is told that there is no such day, not that 2728 lies ahead.
        let as_typed = self.as_typed();
        let layout = if as_typed.has_impossible_length() { self } else { as_typed };
        match layout.matching_days(1..=9999).next() {
            None => FieldError::DateDoesNotExist,
            Some(date) if date > latest_day(today) => FieldError::DateInFuture,
            Some(_) => FieldError::DateTooLongAgo,
        }
    }
}

/// The last day that it can be. A clock that is wrong is not wrong for longer than people live.
fn latest_day(today: Today) -> NaiveDate {
    match today {
        Today::Is(day) => day,
        Today::NotBefore(day) => day.checked_add_months(Months::new(MAX_AGE_YEARS * 12)).unwrap_or(day),
    }
}
