//! The notations of a date: digits alone, or digits with separators, and the month as a number or a name.
//!
//! `birth_date` gets from here every possible layout of a text, the most likely first. `layout` finds the days
//! themselves.

use super::DateOrder;
use super::layout::{DateComponent, Layout};
use super::month_name::{MonthName, month_name};
use crate::domain::FieldError;
use crate::domain::text::{decimal_digit, is_number_separator};

/// The groups of digits of a text.
#[derive(Debug, Default)]
pub(super) struct DateParts {
    /// The digits of a day, a month or a year. The number of a named month has two digits.
    parts: Vec<String>,
    /// The index of the part that was typed as the name of a month.
    named_month: Option<usize>,
    /// True if a separator ends the last part, so that no more digits follow.
    is_closed: bool,
    /// True if the last word is only the beginning of a name.
    is_name_unfinished: bool,
}

impl DateParts {
    /// Splits a text at separators, and between letters and digits.
    ///
    /// # Errors
    ///
    /// `DateInvalidCharacter` for a character that no date has.
    pub(super) fn parse(text: &str) -> Result<Self, FieldError> {
        let mut date = Self { is_closed: true, ..Self::default() };
        let mut rest = without_midnight(text.trim());
        while let Some(c) = rest.chars().next() {
            if let Some(digit) = decimal_digit(c) {
                date.push_digit(digit);
            } else if is_date_separator(c) {
                date.is_closed = true;
            } else {
                let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
                let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                // A whole date with a time after it is not wrong in one character.
                let is_time = date.parts.len() == MAX_PARTS && word.eq_ignore_ascii_case("t");
                let error = if is_time { FieldError::DateUnreadable } else { FieldError::DateInvalidCharacter(c) };
                date.push_word(word, after).ok_or(error)?;
                rest = after;
                continue;
            }
            rest = rest.strip_prefix(c).unwrap_or_default();
        }
        Ok(date)
    }

    fn push_digit(&mut self, digit: char) {
        if std::mem::take(&mut self.is_closed) {
            self.parts.push(String::new());
        }
        self.parts.last_mut().into_iter().for_each(|part| part.push(digit));
    }

    /// Adds a word. `None` means that no date has it there.
    fn push_word(&mut self, word: &str, after: &str) -> Option<()> {
        self.is_closed = true;
        if self.parts.len() == MAX_PARTS {
            return WORDS_AFTER_YEAR.contains(&word.to_lowercase().as_str()).then_some(());
        }
        match month_name(word) {
            MonthName::Month(number) if self.named_month.is_none() => {
                self.named_month = Some(self.parts.len());
                self.parts.push(format!("{number:02}"));
            }
            MonthName::Unfinished if self.named_month.is_none() && after.is_empty() => self.is_name_unfinished = true,
            _ => return None,
        }
        Some(())
    }

    /// Returns true if nothing of a date is typed.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty() && !self.is_name_unfinished
    }

    /// Returns the number of digits that are too many in a text without separators.
    pub(super) fn surplus_digits(&self) -> Option<usize> {
        match self.parts.as_slice() {
            [digits] => digits.len().checked_sub(MAX_DIGITS).filter(|surplus| *surplus > 0),
            _ => None,
        }
    }

    /// Returns true if the text ends in the beginning of a month's name, and digits are before or after it as in a date.
    pub(super) fn awaits_month(&self) -> bool {
        self.is_name_unfinished && self.parts.len() < MAX_PARTS && self.surplus_digits().is_none()
    }

    /// Returns every layout that the parts can have, the most likely first.
    ///
    /// The list is empty if there are too many parts or too many digits.
    pub(super) fn possible_layouts(&self, order: DateOrder) -> Vec<Layout> {
        let is_open = !self.is_closed;
        match (self.parts.as_slice(), self.named_month) {
            ([digits], None) if is_open || digits.len() >= MIN_DIGITS => {
                layouts_without_separators(digits, is_open, order)
            }
            ([_] | [_, _] | [_, _, _], None) => vec![self.layout_with_separators(order)],
            ([first, ..], Some(month)) if month < MAX_PARTS && self.parts.len() <= MAX_PARTS => {
                let order = match month {
                    0 => DateOrder::MonthDayYear,
                    1 if first.len() > 2 || order == DateOrder::YearMonthDay => DateOrder::YearMonthDay,
                    1 => DateOrder::DayMonthYear,
                    _ => return Vec::new(),
                };
                vec![self.layout_with_separators(order)]
            }
            _ => Vec::new(),
        }
    }

    /// Returns the layout in the order of the settings, or year first if the first part has too many digits for a day.
    fn layout_with_separators(&self, order: DateOrder) -> Layout {
        let part = |index: usize| self.parts.get(index).map_or("", String::as_str);
        let order = if part(0).len() > 2 { DateOrder::YearMonthDay } else { order };
        let [first, second, third] = widths(order, FOUR_OR_TWO_DIGIT_YEAR, ONE_OR_TWO_DIGITS);
        // The last typed part and the parts that are still missing may grow.
        let open_from = if self.is_closed { self.parts.len() } else { self.parts.len().saturating_sub(1) };
        let piece = |index: usize, widths| DateComponent::new(part(index), index >= open_from, widths);
        Layout::new([piece(0, first), piece(1, second), piece(2, third)], order)
    }
}

/// Returns true for a character that people write between day, month and year.
fn is_date_separator(c: char) -> bool {
    is_number_separator(c)
        || matches!(
            c,
            ',' | ';' | ':' | '\\' | '|' | '*' | '\'' | '’'
            | '،' | '٫' | '，' | '、' | '。'              // Arabic and Chinese punctuation
            | '年' | '月' | '日' | '년' | '월' | '일' // year, month, day
        )
}

/// Removes the beginning of the day as a time (`T00:00:00Z`, ` 0:00`), which programs write after a date. At another
/// time it can be another day at another place.
fn without_midnight(text: &str) -> &str {
    let Some((date, time)) = text.rsplit_once(['T', 't']).or_else(|| text.rsplit_once(' ')) else { return text };
    let (time, _offset) = time.split_once(['Z', 'z', '+', '-']).unwrap_or((time, ""));
    let is_midnight = time.contains(':') && time.chars().all(|c| matches!(c, '0' | ':' | '.'));
    if is_midnight { date } else { text }
}

/// Words after a year, as in `15.05.1990 г.` and `1990-cı il`.
const WORDS_AFTER_YEAR: [&str; 11] = ["г", "гг", "год", "года", "il", "yil", "yıl", "ci", "cı", "cu", "cü"];

/// Day, month and year.
const MAX_PARTS: usize = 3;

/// Day, month and a year of four digits.
const MAX_DIGITS: usize = 8;

/// Day, month and a year of two digits.
const MIN_DIGITS: usize = 6;

const FOUR_DIGIT_YEAR: &[usize] = &[4];
const TWO_DIGIT_YEAR: &[usize] = &[2];
const FOUR_OR_TWO_DIGIT_YEAR: &[usize] = &[4, 2];
const TWO_DIGITS: &[usize] = &[2];
const ONE_OR_TWO_DIGITS: &[usize] = &[2, 1];

/// Returns the widths of the three components in the order in which they are typed.
const fn widths(order: DateOrder, year: &'static [usize], day_or_month: &'static [usize]) -> [&'static [usize]; 3] {
    match order {
        DateOrder::DayMonthYear | DateOrder::MonthDayYear => [day_or_month, day_or_month, year],
        DateOrder::YearMonthDay => [year, day_or_month, day_or_month],
    }
}

/// Returns the layouts of a text without separators.
///
/// Eight digits can be in the order of the settings or in ISO order. Six digits have a two-digit year. Up to two digits
/// can also be the first part of a date with separators.
fn layouts_without_separators(digits: &str, is_open: bool, order: DateOrder) -> Vec<Layout> {
    let layout = |year, order| layout_without_separators(digits, is_open, year, order);
    let mut layouts = Vec::new();
    if digits.len() <= MAX_DIGITS {
        layouts.push(layout(FOUR_DIGIT_YEAR, order));
        layouts.push(layout(FOUR_DIGIT_YEAR, DateOrder::YearMonthDay));
    }
    if digits.len() <= MIN_DIGITS {
        layouts.push(layout(TWO_DIGIT_YEAR, order));
    }
    if digits.len() <= 2 {
        // A longer first part would be an ISO year, which is among the above.
        let date = DateParts { parts: vec![digits.to_owned()], ..DateParts::default() };
        layouts.push(date.layout_with_separators(order));
    }
    layouts
}

fn layout_without_separators(digits: &str, is_open: bool, year: &'static [usize], order: DateOrder) -> Layout {
    let mut rest = digits;
    let pieces = widths(order, year, TWO_DIGITS).map(|widths| {
        let width = widths.first().copied().unwrap_or_default();
        let (piece, rest_after) = rest.split_at_checked(width).unwrap_or((rest, ""));
        rest = rest_after;
        DateComponent::new(piece, is_open, widths)
    });
    Layout::new(pieces, order)
}
