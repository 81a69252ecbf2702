//! What is put into one cell: `screen.rs` asks whether it is safe and where it ends. Knows nothing of frames.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// More marks than any script puts on a letter. A stack of them would grow over the rows above and below.
const MARKS: usize = 4;

/// Joins what emoji are made of: it is no mark.
const JOINER: char = '\u{200d}';

/// A symbol without anything that a terminal would obey, and without more marks than a letter has. Everything that
/// comes from outside was looked through before; this is the last gate.
pub(super) fn sanitize_symbol(symbol: &str) -> Cow<'_, str> {
    // It would join what stands in the next cell.
    let symbol = symbol.trim_end_matches(JOINER);
    if symbol.len() <= MARKS && !symbol.contains(char::is_control) {
        return Cow::Borrowed(symbol);
    }
    let mut marks = 0;
    let kept = symbol.chars().filter(|c| {
        marks = if c.width() == Some(0) && *c != JOINER { marks + 1 } else { 0 };
        marks <= MARKS && !c.is_control()
    });
    Cow::Owned(kept.collect())
}

/// Whether a symbol is in its own column on every terminal, and in no other. Those that are not are emoji, what is made of
/// several signs, what some terminals take for a mark on the sign before, and what is wide somewhere.
pub(super) fn has_stable_width(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    match (chars.next(), chars.next()) {
        (None, _) => true,
        (Some(c), None) => (c < '\u{2190}' || matches!(c, '\u{2500}'..'\u{2580}' | '✓' | '✗')) && c.width() == Some(1),
        (Some(_), Some(_)) => false,
    }
}

/// How many columns a symbol takes on a terminal that shows each of its signs apart, and the wide ones wide.
pub(super) fn max_width(symbol: &str) -> usize {
    if has_stable_width(symbol) {
        return symbol.width();
    }
    let columns = |c: char| if c < WIDE { c.width().unwrap_or(0) } else { 2 };
    symbol.chars().filter(|c| *c != JOINER).map(columns).sum()
}

/// No sign before it is wide anywhere.
const WIDE: char = '\u{1100}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_certain_and_what_is_made_of_signs_is_not() {
        for symbol in ["", " ", "a", "Ə", "ж", "·", "…", "─", "✓", "✗"] {
            assert!(has_stable_width(symbol), "{symbol:?}");
        }
        for symbol in ["\u{301}", "e\u{301}", "漢", "👩\u{200d}👩\u{200d}👧", "🇦🇿", "✔", "\u{16f51}", "\u{200d}"]
        {
            assert!(!has_stable_width(symbol), "{symbol:?}");
        }
    }

    #[test]
    fn a_stack_of_marks_is_cut_and_nothing_is_obeyed() {
        let stack = format!("a{}", "\u{301}".repeat(500));
        assert_eq!(sanitize_symbol(&stack), format!("a{}", "\u{301}".repeat(MARKS)));
        assert_eq!(sanitize_symbol("a\u{9b}31m\x1b"), "a31m");
        assert_eq!(sanitize_symbol("ni\u{200d}"), "ni", "it would join the next cell");
        for symbol in ["a", "ệ", "e\u{301}", "👩\u{200d}👩\u{200d}👧\u{200d}👦", "🇦🇿", "漢", "نِّ"]
        {
            assert_eq!(sanitize_symbol(symbol), symbol);
        }
    }

    #[test]
    fn what_may_be_shown_sign_by_sign_is_wide() {
        for (symbol, columns) in
            [("a", 1), ("e\u{301}", 1), ("漢", 2), ("✔", 2), ("🇦🇿", 4), ("👩\u{200d}👩\u{200d}👧", 6)]
        {
            assert_eq!(max_width(symbol), columns, "{symbol}");
        }
    }
}
