//! A partly typed date: the positions of day, month and year, and the days that it can still become.
//!
//! `birth_date` asks it if a text is a date, can become a date, or why not. All three answers come from one search
//! for matching days, so that they cannot contradict each other.

use std::ops::RangeInclusive;

use chrono::{Datelike as _, Months, NaiveDate};

use super::{BirthDate, DateOrder, MAX_AGE_YEARS};
use crate::domain::{FieldError, Today};

/// The typed digits of a day, a month or a year.
#[derive(Debug, Clone, Copy)]
pub(super) struct DateComponent {
    value: u32,
    digits: usize,
    /// True if more digits may follow.
    may_grow: bool,
    /// The numbers of digits that it may have when it is complete.
    widths: &'static [usize],
}

impl DateComponent {
    pub(super) fn new(digits: &str, open: bool, widths: &'static [usize]) -> Self {
        // Digits that overflow a number are too long for every width. Empty digits are the beginning of every number.
        Self { value: digits.parse().unwrap_or_default(), digits: digits.len(), may_grow: open, widths }
    }

    /// Returns true if the digits are this value, or its beginning, written with one of the widths. Of a year, two digits
    /// are the last ones.
    fn can_be(self, value: u32) -> bool {
        self.widths.iter().any(|width| self.is_prefix_of(if *width == 2 { value % 100 } else { value }, *width))
    }

    /// Returns true if the digits are the beginning of this value, written with this width.
    fn is_prefix_of(self, value: u32, width: usize) -> bool {
        let missing_digits = width.checked_sub(self.digits).and_then(|count| u32::try_from(count).ok());
        missing_digits
            .is_some_and(|missing| (missing == 0 || self.may_grow) && value / 10_u32.pow(missing) == self.value)
    }

    /// Returns the number of digits that are too many for every width.
    fn surplus_digits(self) -> usize {
        self.digits.saturating_sub(self.widths.iter().copied().max().unwrap_or_default())
    }

    /// Returns true if the number of digits fits none of the widths.
    fn has_impossible_length(self) -> bool {
        if self.may_grow {
            self.widths.iter().all(|width| self.digits > *width)
        } else {
            !self.widths.contains(&self.digits)
        }
    }
}

/// One interpretation of the typed digits as day, month and year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    day: DateComponent,
    month: DateComponent,
    year: DateComponent,
}

impl Layout {
    /// Makes a layout of the components in the order in which they are typed.
    pub(super) const fn new([first, second, third]: [DateComponent; 3], order: DateOrder) -> Self {
        let (day, month, year) = match order {
            DateOrder::DayMonthYear => (first, second, third),
            DateOrder::MonthDayYear => (second, first, third),
            DateOrder::YearMonthDay => (third, second, first),
        };
        Self { day, month, year }
    }

    /// Returns the latest possible birth date if no more digits are typed.
    ///
    /// A two-digit year is therefore in this century or, if that is in the future, in the last one.
    pub(super) fn complete_date(self, today: Today) -> Option<BirthDate> {
        self.as_typed().youngest_date(today)
    }

    /// Returns the same layout as if no more digits will be typed.
    fn as_typed(self) -> Self {
        let as_typed = |piece: DateComponent| DateComponent { may_grow: false, ..piece };
        Self { day: as_typed(self.day), month: as_typed(self.month), year: as_typed(self.year) }
    }

    /// Returns true if each part has as many digits as in a date.
    pub(super) fn is_whole(self) -> bool {
        !self.as_typed().has_impossible_length()
    }

    fn has_impossible_length(self) -> bool {
        [self.day, self.month, self.year].into_iter().any(DateComponent::has_impossible_length)
    }

    /// Returns true if it is a birth date, or more digits can make it one.
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

    /// Returns the days of these years that the digits match, the latest first.
    fn matching_days(self, years: RangeInclusive<u32>) -> impl Iterator<Item = NaiveDate> {
        const LEAP_YEAR: i32 = 2000;
        let months = (1..=12).rev().filter(|month| self.month.can_be(*month));
        let pairs = months.flat_map(|month| (1..=31).rev().map(move |day| (month, day)));
        let days_of_year: Vec<(u32, u32)> = pairs
            .filter(|(month, day)| self.day.can_be(*day) && NaiveDate::from_ymd_opt(LEAP_YEAR, *month, *day).is_some())
            .collect();
        // If no year has such a day, no year needs to be searched.
        let years = Some(years).filter(|_| !days_of_year.is_empty()).into_iter().flatten().rev();
        years.filter(move |year| self.year.can_be(*year)).flat_map(move |year| {
            let date = move |(month, day)| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
            days_of_year.clone().into_iter().filter_map(date)
        })
    }

    /// Returns why it cannot become a birth date. The caller has checked that it cannot.
    pub(super) fn error(self, today: Today) -> FieldError {
        if self.has_impossible_length() {
            // A year in the place of a day or a month: the digits are not too many, but another part is missing.
            if [self.day, self.month].into_iter().any(|part| part.digits == 4) {
                return FieldError::DateUnreadable;
            }
            let surplus: usize = [self.day, self.month, self.year].into_iter().map(DateComponent::surplus_digits).sum();
            return match u8::try_from(surplus) {
                Ok(0) | Err(_) => FieldError::DateUnreadable,
                Ok(surplus) => FieldError::DateDigitsTooMany(surplus),
            };
        }
        // The error of 29.02.27 is that there is no such day, not that 29.02.2728 is in the future.
        let layout = if self.is_whole() { self.as_typed() } else { self };
        match layout.matching_days(1..=9999).next() {
            None => FieldError::DateDoesNotExist,
            Some(date) if date > latest_day(today) => FieldError::DateInFuture,
            Some(_) => FieldError::DateTooLongAgo,
        }
    }
}

/// Returns the latest day that today can be. A wrong clock is assumed to be wrong by less than a human life.
fn latest_day(today: Today) -> NaiveDate {
    match today {
        Today::Is(day) => day,
        Today::NotBefore(day) => day.checked_add_months(Months::new(MAX_AGE_YEARS * 12)).unwrap_or(day),
    }
}
