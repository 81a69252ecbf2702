//! The characters that are allowed in texts.
//!
//! All text that a person types or pastes and all text from the API is sanitised here before it is stored or shown. The
//! fields clean their texts here before they parse them. This module does not know what a text means.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::{Emoji, GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointSetData};

mod alphabets;
mod digits;

pub use alphabets::letter_of_second_alphabet;
pub(super) use alphabets::{is_apostrophe, is_word_part, script_of_letter};
pub(super) use digits::{decimal_digit, is_number_separator};

/// Returns true if a character is allowed in a field and on the screen.
///
/// Control characters are not allowed. Neither are invisible characters that make a text look like another one, or that
/// give it another width than the terminal assumes. These are bidirectional overrides, zero-width spaces, fillers and
/// tags. Combining marks are allowed, and so are the joiners and selectors that Persian and emoji need. A field removes
/// them if they mean nothing in it.
pub fn is_allowed(c: char) -> bool {
    !(c.is_control() || is_invisible(c))
}

const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}'                  // soft hyphen
        | '\u{034F}'                // grapheme joiner: joins nothing, makes equal words differ
        | '\u{061C}'                // Arabic letter mark
        | '\u{115F}'..='\u{1160}' | '\u{3164}' | '\u{FFA0}' // Hangul fillers
        | '\u{17B4}'..='\u{17B5}'   // Khmer inherent vowels
        | '\u{180B}'..='\u{180F}'   // Mongolian selectors
        | '\u{200B}' | '\u{200E}'..='\u{200F}' // zero-width space, direction marks
        | '\u{2028}'..='\u{202E}'   // line and paragraph separators, bidi embeddings and overrides
        | '\u{2060}'..='\u{206F}'   // word joiner, bidi isolates, deprecated format characters
        | '\u{2800}'                // Braille pattern without dots
        | '\u{FDD0}'..='\u{FDEF}'   // noncharacters
        | '\u{FE00}'..='\u{FE0D}'   // variation selectors without a meaning for emoji
        | '\u{FEFF}'                // byte order mark
        | '\u{FFF0}'..='\u{FFFC}'   // interlinear annotation and its neighbours, a picture that was not copied
        | '\u{16FE4}'               // Khitan filler
        | '\u{13430}'..='\u{1343F}' // Egyptian format characters
        | '\u{1BCA0}'..='\u{1BCA3}' // shorthand format characters
        | '\u{1D173}'..='\u{1D17A}' // musical format characters
        | '\u{E0000}'..='\u{E0FFF}' // tags, supplementary selectors
    ) || (c as u32) & 0xFFFE == 0xFFFE // the last two of every plane are noncharacters
}

/// Returns a text as one line of allowed characters.
///
/// Each line break (CR, LF, CRLF, NEL, LS, PS) or tab becomes one space. Every other character that is not
/// [allowed](is_allowed) is removed. The ends are not trimmed.
///
/// # Examples
///
/// ```
/// # use frontdesk::domain::sanitize_line;
/// assert_eq!(sanitize_line("Aysel\r\nMəmmədova\n"), "Aysel Məmmədova ");
/// assert_eq!(sanitize_line("\x1b[31mred\u{202e}"), "[31mred");
/// ```
pub fn sanitize_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        match c {
            '\n' if after_return => {}
            '\n' | '\r' | '\t' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => line.push(' '),
            _ if is_allowed(c) => line.push(c),
            _ => {}
        }
        after_return = c == '\r';
    }
    line
}

const ZERO_WIDTH_NON_JOINER: char = '\u{200C}';
const ZERO_WIDTH_JOINER: char = '\u{200D}';
const TEXT_SELECTOR: char = '\u{FE0E}';
const EMOJI_SELECTOR: char = '\u{FE0F}';

/// Returns true if a person can see a character by itself.
pub fn is_visible(c: char) -> bool {
    let is_blank = c.is_whitespace() || is_joiner(c) || matches!(c, TEXT_SELECTOR | EMOJI_SELECTOR);
    is_allowed(c) && !is_blank && !is_mark(c)
}

/// Replaces the wide letters, digits and signs of East Asian keyboards (`Ａ`, `１`, `＠`) by the usual ones, for a field that
/// other programs compare character by character.
pub(super) fn without_wide_forms(text: &str) -> Cow<'_, str> {
    /// The distance of a wide form from the character of ASCII.
    const DISTANCE: u32 = 0xFEE0;
    let usual = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - DISTANCE).unwrap_or(c),
        c => c,
    };
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.chars().map(usual).collect()) }
}

/// Removes all joiners and selectors, for a field in which they have no meaning.
pub fn remove_joiners(text: &str) -> Cow<'_, str> {
    let is_invisible = |c| is_joiner(c) || matches!(c, TEXT_SELECTOR | EMOJI_SELECTOR);
    if text.contains(is_invisible) { Cow::Owned(text.replace(is_invisible, "")) } else { Cow::Borrowed(text) }
}

/// The joiners and selectors that a field keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joiners {
    /// Those that have a meaning where they stand: in a Persian or Indian word, or after an emoji.
    Meaningful,
    /// None.
    None,
}

/// Returns the text of a field in the one form in which it is parsed, compared and sent.
///
/// It is composed (NFC). Each kind of space is a space. No combining mark is without a letter, and no character is
/// invisible, except for joiners that the field keeps.
pub(super) fn clean_text(text: &str, joiners: Joiners) -> String {
    let line = sanitize_line(text);
    if line.is_ascii() {
        return line;
    }
    let visible = keep_joiners(&line, joiners);
    without_stray_marks(&ComposingNormalizerBorrowed::new_nfc().normalize(&visible))
}

fn keep_joiners(line: &str, joiners: Joiners) -> String {
    let mut kept = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            _ if c.is_whitespace() => {
                remove_last_joiner(&mut kept);
                kept.push(' ');
            }
            ZERO_WIDTH_NON_JOINER | ZERO_WIDTH_JOINER | TEXT_SELECTOR | EMOJI_SELECTOR => {
                if joiners == Joiners::Meaningful && has_meaning_after(&kept, c) {
                    kept.push(c);
                }
            }
            _ => kept.push(c),
        }
    }
    remove_last_joiner(&mut kept);
    kept
}

/// Returns true if a joiner or a selector changes how the end of a text looks.
fn has_meaning_after(text: &str, joiner: char) -> bool {
    let Some(base) = text.chars().rev().find(|c| !is_mark(*c)) else { return false };
    let is_emoji = !base.is_ascii() && CodePointSetData::new::<Emoji>().contains(base);
    match joiner {
        _ if text.ends_with(is_joiner) => false,
        TEXT_SELECTOR | EMOJI_SELECTOR => is_emoji && text.ends_with(base),
        ZERO_WIDTH_JOINER if is_emoji => true,
        _ => alphabets::has_joined_letters(base),
    }
}

fn remove_last_joiner(text: &mut String) {
    while text.ends_with(is_joiner) {
        text.pop();
    }
}

const fn is_joiner(c: char) -> bool {
    matches!(c, ZERO_WIDTH_NON_JOINER | ZERO_WIDTH_JOINER)
}

/// The dot that a wrong lowercase of `İ` leaves after the `i`.
const DOT_ABOVE: char = '\u{0307}';

/// Removes the combining marks that belong to no letter, and the second dot of an `i`.
fn without_stray_marks(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_second_dot = c == DOT_ABOVE && kept.ends_with('i') && !chars.peek().is_some_and(|next| is_mark(*next));
        let is_lone = (kept.is_empty() || kept.ends_with(' ')) && is_mark(c);
        if !is_second_dot && !is_lone {
            kept.push(c);
        }
    }
    kept
}

/// Returns true for a combining mark of any script.
pub(super) fn is_mark(c: char) -> bool {
    /// No character before it is a mark.
    const FIRST_MARK: char = '\u{0300}';
    c >= FIRST_MARK && GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

#[cfg(test)]
mod tests;
