//! Text cut to a width, by grapheme, as a terminal counts columns.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// The text, or as much of its beginning as leaves room for `…`.
pub(super) fn end(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    let room = width.saturating_sub(1);
    let mut taken = 0;
    for grapheme in text.graphemes(true) {
        taken += grapheme.width();
        if taken > room {
            break;
        }
        cut.push_str(grapheme);
    }
    if width > 0 {
        cut.push('…');
    }
    cut
}

/// The part of a text that is seen while it is edited, and the caret's column in it. The caret itself needs a
/// column: it never stands beyond the width. A text that is longer moves by a third of the width at once, so that not
/// each letter sends all the others again.
pub(super) fn around_caret(text: &str, columns_before_caret: usize, width: usize) -> (String, usize) {
    let mut hidden = (columns_before_caret + 1).saturating_sub(width).next_multiple_of((width / 3).max(1));
    if hidden == 0 && text.width() <= width {
        return (text.to_owned(), columns_before_caret);
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
    // A wide grapheme that was only half hidden is hidden whole.
    hidden = hidden.max(passed);
    (seen, columns_before_caret - hidden.min(columns_before_caret))
}

/// A name is not cut below so many columns as long as there is something less worth to leave out.
const SHORTEST_NAME: usize = 12;

/// A sentence with a name in it and more parts behind it, in one line: where that is too long the last parts go, then
/// the name is cut. For the first `dear` parts the name is cut before they go.
pub(super) fn name_and_parts(
    name: &str,
    mut parts: Vec<String>,
    dear: usize,
    width: usize,
    sentence: impl Fn(String) -> String,
) -> String {
    loop {
        let tail: String = parts.iter().flat_map(|part| [" · ", part]).collect();
        let room = width.saturating_sub(sentence(String::new()).width() + tail.width());
        let fits = room >= name.width() || (parts.len() <= dear && room >= SHORTEST_NAME);
        if fits || parts.is_empty() {
            return sentence(end(name, room)) + &tail;
        }
        parts.pop();
    }
}

/// The text in lines of at most this width, broken between words; a word that is longer is broken.
pub(super) fn wrap(text: &str, width: u16) -> Vec<String> {
    // Not at hyphens: Ctrl-S is one word.
    let options =
        textwrap::Options::new(usize::from(width.max(1))).word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
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
        assert_eq!(around_caret("abc", 3, 10), ("abc".to_owned(), 3));
        assert_eq!(around_caret("abcdef", 6, 4), ("def".to_owned(), 3));
        assert_eq!(around_caret("abcdefghi", 8, 9), ("abcdefghi".to_owned(), 8));
        assert_eq!(around_caret("abcdefghi", 9, 9), ("defghi".to_owned(), 6));
        assert_eq!(around_caret("abcdefghijkl", 11, 9), ("defghijkl".to_owned(), 8));
        assert_eq!(around_caret("abcdefghijkl", 12, 9), ("ghijkl".to_owned(), 6));
        assert_eq!(around_caret("abcdef", 0, 4), ("abcd".to_owned(), 0));
        assert_eq!(around_caret("漢漢漢", 6, 4), ("漢".to_owned(), 2));
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_its_place(text in any::<String>(), before in 0_usize..200, width in 1_usize..60) {
            let text = crate::domain::sanitize_line(&text);
            prop_assert!(end(&text, width).width() <= width);
            let (seen, caret) = around_caret(&text, before.min(text.width()), width);
            prop_assert!(seen.width() <= width);
            prop_assert!(caret < width);
            prop_assert!(caret <= before);
        }
    }
}
