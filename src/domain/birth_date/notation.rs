//! The shapes in which a date is typed: in one piece or with separators. Each may be understood in several layouts,
//! the likeliest first.

use super::DateOrder;
use super::layout::{DateComponent, Layout};
use crate::domain::FieldError;

/// The digits of a text, parted by the separators between them. Nothing for blanks; one part where no separator is;
/// the last one is empty after a separator.
///
/// # Errors
///
/// A character that no date has, or a separator before any digit.
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

/// Every way to understand the parts, the likeliest first; none where there are too many of them or of their digits.
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

/// The widths of the three pieces as they stand in the text.
const fn widths(order: DateOrder, year: &'static [usize], other: &'static [usize]) -> [&'static [usize]; 3] {
    match order {
        DateOrder::DayMonthYear | DateOrder::MonthDayYear => [other, other, year],
        DateOrder::YearMonthDay => [year, other, other],
    }
}

/// Eight digits, in the order of the settings or as ISO; six with a short year; or the first part of a date with
/// separators.
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

/// Parts in the order of the settings, or year first where the first part is longer than any day.
fn layout_with_separators(parts: &[String], order: DateOrder) -> Layout {
    let part = |index: usize| parts.get(index).map_or("", String::as_str);
    let order = if part(0).len() > 2 { DateOrder::YearMonthDay } else { order };
    let [first, second, third] = widths(order, FOUR_OR_TWO_DIGIT_YEAR, ONE_OR_TWO_DIGITS);
    // The last part that is there, and those that are not yet, may grow.
    let piece = |index: usize, widths| DateComponent::new(part(index), index + 1 >= parts.len(), widths);
    Layout::new([piece(0, first), piece(1, second), piece(2, third)], order)
}
