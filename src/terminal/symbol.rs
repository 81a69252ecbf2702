//! Checks of the symbol in one cell: is it safe, and how wide is it? The renderer calls them. This module must not know
//! frames.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// The largest number of combining marks on a letter; no script needs more. A longer stack would cover the rows above
/// and below.
const MAX_COMBINING_MARKS: usize = 4;

/// Joins the parts of an emoji. It does not count as a combining mark.
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// Removes control characters and excess combining marks from a symbol. External text was sanitised before; this is the
/// last check.
pub(super) fn sanitize_symbol(symbol: &str) -> Cow<'_, str> {
    // It would join the symbol in the next cell.
    let symbol = symbol.trim_end_matches(ZERO_WIDTH_JOINER);
    if symbol.len() <= MAX_COMBINING_MARKS && !symbol.contains(char::is_control) {
        return Cow::Borrowed(symbol);
    }
    let mut marks = 0;
    let sanitized = symbol.chars().filter(|c| {
        marks = if c.width() == Some(0) && *c != ZERO_WIDTH_JOINER { marks + 1 } else { 0 };
        marks <= MAX_COMBINING_MARKS && !c.is_control()
    });
    Cow::Owned(sanitized.collect())
}

/// Returns the columns that a symbol takes in a frame.
pub(super) fn columns(symbol: &str) -> usize {
    if symbol.len() == 1 { 1 } else { symbol.width().max(1) }
}

/// Returns true if every terminal draws the symbol in its own column and in no other. It returns false for emoji, for
/// symbols of several characters, for characters that some terminals treat as combining, and for those that some
/// terminals draw wide.
pub(super) fn has_stable_width(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    match (chars.next(), chars.next()) {
        (None, _) => true,
        (Some(c), None) => (c < '\u{2190}' || matches!(c, '\u{2500}'..'\u{2580}' | '✓' | '✗')) && c.width() == Some(1),
        (Some(_), Some(_)) => false,
    }
}

/// Returns the columns of a symbol on a terminal that draws each of its characters separately, and wide ones wide.
pub(super) fn max_width(symbol: &str) -> usize {
    if has_stable_width(symbol) {
        return symbol.width();
    }
    let columns = |c: char| if c < FIRST_WIDE_CHAR { c.width().unwrap_or(0) } else { 2 };
    symbol.chars().filter(|c| *c != ZERO_WIDTH_JOINER).map(columns).sum()
}

/// No terminal draws a character before this one wide.
const FIRST_WIDE_CHAR: char = '\u{1100}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_a_stable_width_and_composed_symbols_do_not() {
        for symbol in ["", " ", "a", "Ə", "ж", "·", "…", "─", "✓", "✗"] {
            assert!(has_stable_width(symbol), "{symbol:?}");
        }
        for symbol in ["\u{301}", "e\u{301}", "漢", "👩\u{200d}👩\u{200d}👧", "🇦🇿", "✔", "\u{16f51}", "\u{200d}"]
        {
            assert!(!has_stable_width(symbol), "{symbol:?}");
        }
    }

    #[test]
    fn excess_marks_and_control_characters_are_removed() {
        let stack = format!("a{}", "\u{301}".repeat(500));
        assert_eq!(sanitize_symbol(&stack), format!("a{}", "\u{301}".repeat(MAX_COMBINING_MARKS)));
        assert_eq!(sanitize_symbol("a\u{9b}31m\x1b"), "a31m");
        assert_eq!(sanitize_symbol("ni\u{200d}"), "ni", "it would join the next cell");
        for symbol in ["a", "ệ", "e\u{301}", "👩\u{200d}👩\u{200d}👧\u{200d}👦", "🇦🇿", "漢", "نِّ"]
        {
            assert_eq!(sanitize_symbol(symbol), symbol);
        }
    }

    #[test]
    fn the_maximum_width_counts_each_part_of_a_symbol() {
        for (symbol, columns) in
            [("a", 1), ("e\u{301}", 1), ("漢", 2), ("✔", 2), ("🇦🇿", 4), ("👩\u{200d}👩\u{200d}👧", 6)]
        {
            assert_eq!(max_width(symbol), columns, "{symbol}");
        }
    }
}
