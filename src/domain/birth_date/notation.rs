//! The notations of a date: digits alone, or digits with separators.
//!
//! `birth_date` gets from here every possible layout of a text, the most likely first. The days themselves are the
//! matter of `layout`.

use super::DateOrder;
use super::layout::{DateComponent, Layout};
use crate::domain::FieldError;

/// Splits a text into groups of digits at the separators between them.
///
/// A text of spaces gives no group, a text without a separator gives one. After a trailing separator the last group
/// is empty.
///
/// # Errors
///
/// `DateInvalidCharacter` for a character that no date has. `DateUnreadable` if a separator comes before any digit.
pub(super) fn split_digits(text: &str) -> Result<Vec<String>, FieldError> {
    let mut parts = vec![String::new()];
    let mut after_separator = false;
    for c in text.trim().chars() {
        match c {
            '.' | '/' | '-' => after_separator = true,
            _ if c.is_whitespace() => after_separator = true,
            '0'..='9' => {
                if std::mem::take(&mut after_separator) {
                    parts.push(String::new());
                }
                parts.last_mut().into_iter().for_each(|part| part.push(c));
            }
            _ => return Err(FieldError::DateInvalidCharacter(c)),
        }
    }
    if after_separator {
        parts.push(String::new());
    }
    match parts.as_slice() {
        [only] if only.is_empty() => Ok(Vec::new()),
        [first, _, ..] if first.is_empty() => Err(FieldError::DateUnreadable),
        _ => Ok(parts),
    }
}

/// Returns every layout that the parts can have, the most likely first.
///
/// The list is empty if there are too many parts or too many digits.
pub(super) fn possible_layouts(parts: &[String], order: DateOrder) -> Vec<Layout> {
    match parts {
        [digits] => layouts_without_separators(digits, order),
        [_, _] | [_, _, _] => vec![layout_with_separators(parts, order)],
        _ => Vec::new(),
    }
}

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
fn layouts_without_separators(digits: &str, order: DateOrder) -> Vec<Layout> {
    let mut layouts = Vec::new();
    if digits.len() <= 8 {
        layouts.push(layout_without_separators(digits, FOUR_DIGIT_YEAR, order));
        layouts.push(layout_without_separators(digits, FOUR_DIGIT_YEAR, DateOrder::YearMonthDay));
    }
    if digits.len() <= 6 {
        layouts.push(layout_without_separators(digits, TWO_DIGIT_YEAR, order));
    }
    if digits.len() <= 2 {
        // A longer first part would be an ISO year, which is among the above.
        layouts.push(layout_with_separators(&[digits.to_owned()], order));
    }
    layouts
}

fn layout_without_separators(digits: &str, year: &'static [usize], order: DateOrder) -> Layout {
    let mut rest = digits;
    let pieces = widths(order, year, TWO_DIGITS).map(|widths| {
        let width = widths.first().copied().unwrap_or_default();
        let (piece, rest_after) = rest.split_at_checked(width).unwrap_or((rest, ""));
        rest = rest_after;
        DateComponent::new(piece, true, widths)
    });
    Layout::new(pieces, order)
}

/// Returns the layout in the order of the settings, or year first if the first part has too many digits for a day.
fn layout_with_separators(parts: &[String], order: DateOrder) -> Layout {
    let part = |index: usize| parts.get(index).map_or("", String::as_str);
    let order = if part(0).len() > 2 { DateOrder::YearMonthDay } else { order };
    let [first, second, third] = widths(order, FOUR_OR_TWO_DIGIT_YEAR, ONE_OR_TWO_DIGITS);
    // The last typed part and the parts that are still missing may grow.
    let piece = |index: usize, widths| DateComponent::new(part(index), index + 1 >= parts.len(), widths);
    Layout::new([piece(0, first), piece(1, second), piece(2, third)], order)
}
