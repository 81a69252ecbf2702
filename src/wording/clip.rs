//! Cuts text to a width in columns, between graphemes.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Returns the text, or its beginning and `…` if it is too wide.
pub fn end(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut taken = 0;
    let kept = text.graphemes(true).take_while(|grapheme| {
        taken += grapheme.width();
        taken < width
    });
    kept.chain((width > 0).then_some("…")).collect()
}

/// Returns the visible part of a text that is being edited, and the column of the cursor in it. The cursor needs a
/// column of its own, so it is always inside the width. A text that is too wide scrolls by a third of the width at
/// once: scrolling at every letter would send the whole text each time.
pub fn around_cursor(text: &str, columns_before_cursor: usize, width: usize) -> (String, usize) {
    let mut hidden = (columns_before_cursor + 1).saturating_sub(width).next_multiple_of((width / 3).max(1));
    if hidden == 0 && text.width() <= width {
        return (text.to_owned(), columns_before_cursor);
    }
    let mut seen = String::new();
    let (mut passed, mut taken) = (0, 0);
    for grapheme in text.graphemes(true) {
        let columns = grapheme.width();
        if passed < hidden {
            passed += columns;
            continue;
        }
        if taken + columns > width {
            break;
        }
        taken += columns;
        seen.push_str(grapheme);
    }
    // If a wide grapheme is hidden in part, it is hidden completely.
    hidden = hidden.max(passed);
    (seen, columns_before_cursor - hidden.min(columns_before_cursor))
}

/// The columns below which a name is not cut as long as a less important part can be left out.
const MIN_NAME_COLUMNS: usize = 12;

/// Returns a sentence with a name and more parts after it, in one line. If it is too wide, the last parts are left out
/// first, then the name is cut. The first `min_parts` parts stay until the name is cut to `MIN_NAME_COLUMNS`.
pub fn name_and_parts(
    name: &str,
    mut parts: Vec<String>,
    min_parts: usize,
    width: usize,
    sentence: impl Fn(String) -> String,
) -> String {
    loop {
        let tail: String = parts.iter().flat_map(|part| [" · ", part]).collect();
        let room = width.saturating_sub(sentence(String::new()).width() + tail.width());
        let fits = room >= name.width() || (parts.len() <= min_parts && room >= MIN_NAME_COLUMNS);
        if fits || parts.is_empty() {
            return sentence(end(name, room)) + &tail;
        }
        parts.pop();
    }
}

/// Returns cells in columns of these widths. A cell that is too wide is not cut, but moves those behind it. The last
/// column has the width 0.
pub fn in_columns(cells: impl IntoIterator<Item = (String, usize)>) -> String {
    let padded = cells.into_iter().map(|(cell, width)| {
        let gap = " ".repeat(width.saturating_sub(cell.as_str().width()).max(usize::from(width > 0)));
        cell + &gap
    });
    padded.collect::<String>().trim_end().to_owned()
}

/// Returns the text in lines of at most this width, broken between words. A word that is too long is broken.
pub fn wrap(text: &str, width: u16) -> Vec<String> {
    wrap_behind(text, width, 0)
}

/// Returns the text in lines as [`wrap`] does. The first line is shorter by the columns that are `taken`.
pub fn wrap_behind(text: &str, width: u16, taken: usize) -> Vec<String> {
    let indent = " ".repeat(taken.min(usize::from(width).saturating_sub(1)));
    // No break at hyphens: Ctrl-S is one word.
    let options = textwrap::Options::new(usize::from(width.max(1)))
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .initial_indent(&indent);
    let mut lines = textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned);
    let first = lines.next().map(|first| first.strip_prefix(&indent).unwrap_or_default().to_owned());
    first.into_iter().chain(lines).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cut_text_ends_in_a_sign() {
        assert_eq!(end("Aysel", 5), "Aysel");
        assert_eq!(end("Aysel", 4), "Ays…");
        assert_eq!(end("漢漢漢", 4), "漢…");
        assert_eq!(end("ab", 0), "");
    }

    #[test]
    fn the_caret_is_always_in_sight() {
        assert_eq!(around_cursor("abc", 3, 10), ("abc".to_owned(), 3));
        assert_eq!(around_cursor("abcdef", 6, 4), ("def".to_owned(), 3));
        assert_eq!(around_cursor("abcdefghi", 8, 9), ("abcdefghi".to_owned(), 8));
        assert_eq!(around_cursor("abcdefghi", 9, 9), ("defghi".to_owned(), 6));
        assert_eq!(around_cursor("abcdefghijkl", 11, 9), ("defghijkl".to_owned(), 8));
        assert_eq!(around_cursor("abcdefghijkl", 12, 9), ("ghijkl".to_owned(), 6));
        assert_eq!(around_cursor("abcdef", 0, 4), ("abcd".to_owned(), 0));
        assert_eq!(around_cursor("漢漢漢", 6, 4), ("漢".to_owned(), 2));
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_its_place(text in any::<String>(), before in 0_usize..200, width in 1_usize..60) {
            let text = crate::domain::sanitize_line(&text);
            prop_assert!(end(&text, width).width() <= width);
            let (seen, cursor) = around_cursor(&text, before.min(text.width()), width);
            prop_assert!(seen.width() <= width);
            prop_assert!(cursor < width);
            prop_assert!(cursor <= before);
        }
    }
}
