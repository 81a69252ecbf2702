//! The shapes in which a date is typed, and what each amounts to. A text that can still become a date is never
//! bad.

use chrono::NaiveDate;

use super::{BirthDate, DateOrder};
use crate::customer::{Flaw, Reading};

/// The digits of a text, by the separators between them.
pub(super) enum Typed {
    Nothing,
    Compact(String),
    /// Two or more; the last one is empty after a separator.
    Parts(Vec<String>),
}

impl Typed {
    pub(super) fn read(text: &str) -> Result<Self, Flaw> {
        let mut parts = vec![String::new()];
        let mut separated = false;
        for c in text.trim().chars() {
            match c {
                '.' | '/' | '-' | ' ' | '\u{A0}' => separated = true,
                '0'..='9' => {
                    if std::mem::take(&mut separated) {
                        parts.push(String::new());
                    }
                    parts.last_mut().into_iter().for_each(|part| part.push(c));
                }
                _ => return Err(Flaw::DateCharacter(c)),
            }
        }
        if separated {
            parts.push(String::new());
        }
        match parts.as_slice() {
            [only] if only.is_empty() => Ok(Self::Nothing),
            [only] => Ok(Self::Compact(only.clone())),
            [first, ..] if first.is_empty() => Err(Flaw::DateShape),
            _ => Ok(Self::Parts(parts)),
        }
    }
}

/// Digits in one piece: six with a short year, eight with a long one.
pub(super) fn compact(digits: &str, order: DateOrder, today: NaiveDate) -> Reading<BirthDate> {
    match digits.len() {
        0..=5 | 7 => Reading::Partial(Flaw::DateUnfinished),
        6 => cut(digits, order, 2)
            .and_then(|[day, month, year]| BirthDate::of_short_year(year, month, day, today))
            .map_or(Reading::Partial(Flaw::DateUnfinished), Reading::Good),
        8 => {
            let ours = cut(digits, order, 4).map_or(Err(Flaw::DateShape), |cut| long(cut, today));
            let iso = || cut(digits, DateOrder::YearMonthDay, 4).and_then(|cut| long(cut, today).ok());
            match ours {
                Ok(date) => Reading::Good(date),
                Err(flaw) => iso().map_or(Reading::Bad(flaw), Reading::Good),
            }
        }
        _ => Reading::Bad(Flaw::DateShape),
    }
}

/// Day, month and year out of digits in one piece.
fn cut(digits: &str, order: DateOrder, year_digits: usize) -> Option<[u32; 3]> {
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let (first, second) = (number(0..2)?, number(2..4)?);
    Some(match order {
        DateOrder::DayMonthYear => [first, second, number(4..4 + year_digits)?],
        DateOrder::MonthDayYear => [second, first, number(4..4 + year_digits)?],
        DateOrder::YearMonthDay => {
            [number(year_digits + 2..year_digits + 4)?, number(year_digits..year_digits + 2)?, number(0..year_digits)?]
        }
    })
}

fn long([day, month, year]: [u32; 3], today: NaiveDate) -> Result<BirthDate, Flaw> {
    let year = i32::try_from(year).map_err(|_| Flaw::DateShape)?;
    let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(Flaw::DateDoesNotExist)?;
    BirthDate::checked(date, today)
}

/// One part between separators: its digits, and whether more of them may come.
#[derive(Clone, Copy)]
struct Part<'a> {
    digits: &'a str,
    open: bool,
}

impl Part<'_> {
    fn number(self) -> u32 {
        self.digits.parse().unwrap_or(0)
    }

    /// Whether it is no day or month up to `most` and cannot become one.
    fn is_out_of(self, most: u32) -> bool {
        let begun = self.open && self.digits.len() < 2;
        !begun && !(1..=most).contains(&self.number())
    }
}

/// Parts between separators, in the order of the settings, or year first where the first part is longer than
/// any day.
pub(super) fn separated(parts: &[String], order: DateOrder, today: NaiveDate) -> Reading<BirthDate> {
    let count = parts.len();
    let part = |at: usize| {
        let digits = parts.get(at).map_or("", String::as_str);
        Part { digits, open: at + 1 >= count }
    };
    let year_first = part(0).digits.len() > 2;
    let order = if year_first { DateOrder::YearMonthDay } else { order };
    let (day, month, year) = match order {
        DateOrder::DayMonthYear => (part(0), part(1), part(2)),
        DateOrder::MonthDayYear => (part(1), part(0), part(2)),
        DateOrder::YearMonthDay => (part(2), part(1), part(0)),
    };
    let year_is_cut_short = !year.open && !matches!(year.digits.len(), 2 | 4);
    if count > 3 || day.digits.len() > 2 || month.digits.len() > 2 || year.digits.len() > 4 || year_is_cut_short {
        return Reading::Bad(Flaw::DateShape);
    }
    if day.is_out_of(31) || month.is_out_of(12) || never_exists(day, month) {
        return Reading::Bad(Flaw::DateDoesNotExist);
    }
    if day.digits.is_empty() || month.digits.is_empty() || day.number() == 0 || month.number() == 0 {
        return Reading::Partial(Flaw::DateUnfinished);
    }
    dated(day, month, year, today)
}

/// No year has this day in this month.
fn never_exists(day: Part<'_>, month: Part<'_>) -> bool {
    const LEAP_YEAR: i32 = 2000;
    let settled = |part: Part<'_>| !part.open || part.digits.len() == 2;
    settled(day) && settled(month) && NaiveDate::from_ymd_opt(LEAP_YEAR, month.number(), day.number()).is_none()
}

fn dated(day: Part<'_>, month: Part<'_>, year: Part<'_>, today: NaiveDate) -> Reading<BirthDate> {
    let unfinished = Reading::Partial(Flaw::DateUnfinished);
    match year.digits.len() {
        4 => match long([day.number(), month.number(), year.number()], today) {
            Ok(date) => Reading::Good(date),
            // 1 to 3 may become a later day: 10 to 31.
            Err(Flaw::DateTooLongAgo) if day.open && day.digits.len() == 1 => unfinished,
            Err(flaw) => Reading::Bad(flaw),
        },
        2 => match BirthDate::of_short_year(year.number(), month.number(), day.number(), today) {
            Some(date) => Reading::Good(date),
            None if year.open || day.open => unfinished,
            None => Reading::Bad(Flaw::DateDoesNotExist),
        },
        _ => unfinished,
    }
}
