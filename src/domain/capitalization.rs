//! Capitalization of names that are typed in small letters alone or in capitals alone.
//!
//! The form calls it on every key. ICU knows which letter is the capital of which. This module decides only when to
//! change a name, where its words begin, and if the small letter of `I` is known.

use icu_casemap::options::TitlecaseOptions;
use icu_casemap::{TitlecaseMapper, TitlecaseMapperBorrowed};
use icu_locale_core::LanguageIdentifier;
use icu_properties::props::Script;

use super::Language;
use super::text::{is_word_part, script_of_letter};

mod apostrophe;
mod particle;

/// A text with a capital at the beginning of each word and small letters after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Capitalized {
    /// The spelling is known. It is the typed text if its author has chosen the capitals.
    Certain(String),
    /// An `I` of the typed capitals is `i` or `ı`, and nothing in the text decides. The spellings with `i` and with `ı`.
    Unsure([String; 2]),
}

/// Returns the text with a capital at the beginning of each word and small letters after it.
///
/// A text in mixed case stays as it is: its author has chosen the capitals. A word begins after every character that is
/// no part of a word, and after some apostrophes. Patronymic particles like `oğlu` stay small after a name.
pub(super) fn capitalize(text: &str, language: Language) -> Capitalized {
    let cased = || text.chars().filter(|c| has_capitals(*c));
    let (has_small, has_capital) = (cased().any(char::is_lowercase), cased().any(char::is_uppercase));
    if has_small == has_capital {
        return Capitalized::Certain(text.to_owned());
    }
    let spelling = |is_dotless| Casing::new(text, language, is_dotless).apply(text);
    let is_dotless =
        text.contains(DOTLESS_I_SHOWN) || language.has_dotless_i() && (has_small || text.contains(DOTLESS_I_LIKELY));
    if is_dotless || !language.has_dotless_i() {
        return Capitalized::Certain(spelling(is_dotless));
    }
    let [dotted, dotless] = [false, true].map(spelling);
    if dotted == dotless { Capitalized::Certain(dotless) } else { Capitalized::Unsure([dotted, dotless]) }
}

/// Letters of texts in which `I` and `i` are two letters.
const DOTLESS_I_SHOWN: [char; 4] = ['İ', 'ı', 'Ə', 'ə'];

/// Letters which in Azerbaijan and Turkey show the same. Elsewhere they are also letters of other languages.
const DOTLESS_I_LIKELY: [char; 4] = ['Ğ', 'ğ', 'Ş', 'ş'];

/// Numbers after a name that are no name in any language. `VI` and `XI` are names too.
const ROMAN_NUMERALS: [&str; 5] = ["II", "III", "IV", "VII", "VIII"];

/// Returns true for letters that may have capitals. Names in Georgian and Cherokee have none, although Unicode pairs
/// their letters.
fn has_capitals(c: char) -> bool {
    c.is_ascii() || !matches!(script_of_letter(c), Some(Script::Georgian | Script::Cherokee))
}

/// The rules for one text.
struct Casing {
    /// True if the name is Azerbaijani or Turkish: by the language of the desk, or by its letters.
    has_dotless_i: bool,
    identifier: LanguageIdentifier,
    is_uzbek: bool,
    mapper: TitlecaseMapperBorrowed<'static>,
}

impl Casing {
    fn new(text: &str, language: Language, is_dotless: bool) -> Self {
        Self {
            has_dotless_i: language.has_dotless_i() || text.contains(DOTLESS_I_SHOWN),
            identifier: language.casing(is_dotless),
            is_uzbek: apostrophe::is_uzbek(text, language),
            mapper: TitlecaseMapper::new(),
        }
    }

    fn apply(&self, text: &str) -> String {
        let mut capitalized = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let (between, from_word) = split_before(rest, is_word_part);
            let (word, after) = split_before(from_word, |c| !is_word_part(c));
            let follows_name = !capitalized.is_empty() && between.chars().all(is_inside_name);
            capitalized.push_str(between);
            let particle = || particle::small(word, self.has_dotless_i);
            match follows_name.then(particle).flatten() {
                Some(particle) => capitalized.push_str(&particle),
                None if follows_name && ROMAN_NUMERALS.contains(&word) => capitalized.push_str(word),
                None => self.push_word(word, &mut capitalized),
            }
            rest = after;
        }
        capitalized
    }

    /// Adds the word, each of its parts with a capital.
    fn push_word(&self, word: &str, capitalized: &mut String) {
        match apostrophe::split(word, self.is_uzbek) {
            Some((part, apostrophe, rest)) => {
                capitalized.push_str(&self.capitalize_part(part));
                capitalized.push(apostrophe);
                self.push_word(rest, capitalized);
            }
            None => capitalized.push_str(&self.capitalize_part(word)),
        }
    }

    fn capitalize_part(&self, part: &str) -> String {
        if !part.chars().find(|c| c.is_alphabetic()).is_some_and(has_capitals) {
            return part.to_owned();
        }
        let options = TitlecaseOptions::default();
        let capitalized = self.mapper.titlecase_segment_to_string(part, &self.identifier, options);
        // Of a few letters the capital is two letters: ß. No name begins with them.
        let is_same_length = capitalized.chars().count() == part.chars().count();
        if is_same_length { capitalized.into_owned() } else { part.to_owned() }
    }
}

/// Splits a text before the first character of a kind.
fn split_before(text: &str, is_of_kind: impl Fn(char) -> bool) -> (&str, &str) {
    text.find(is_of_kind).and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""))
}

/// Returns true for characters that can be between a name and its particle.
fn is_inside_name(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}')
}

#[cfg(test)]
mod tests;
