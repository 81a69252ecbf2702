//! Apostrophes inside a word. After some of them a part of the name begins: `O’Neil`, `D’Angelo`. Others are a part of a
//! letter (Uzbek `Oʻktam`, `Gʻulom`) or a sign between letters (`Sa’dulla`, `Лук’яненко`).

use crate::domain::Language;
use crate::domain::text::is_apostrophe;

/// The parts before an apostrophe after which a name begins, in small letters.
const PREFIXES: [&str; 12] = ["o", "d", "l", "m", "n", "mc", "dell", "dall", "sant", "о", "д", "л"];

/// Splits a word at an apostrophe before which and after which a capital stands.
pub(super) fn split(word: &str, is_uzbek: bool) -> Option<(&str, char, &str)> {
    let at = word.find(is_apostrophe)?;
    let (part, from_apostrophe) = word.split_at_checked(at)?;
    let apostrophe = from_apostrophe.chars().next()?;
    let rest = from_apostrophe.strip_prefix(apostrophe)?;
    let prefix = part.to_lowercase();
    let is_prefix = PREFIXES.contains(&prefix.as_str()) && rest.chars().nth(1).is_some();
    let is_letter_of_uzbek = prefix == "o" && is_uzbek;
    (part.is_empty() || is_prefix && !is_letter_of_uzbek).then_some((part, apostrophe, rest))
}

/// Returns true if `o'` is one letter in a text: it is in Uzbek, or has another letter that only Uzbek has.
pub(super) fn is_uzbek(text: &str, language: Language) -> bool {
    let mut before = [' '; 2];
    let has_uzbek_letter = text.chars().any(|c| {
        let is_inside = before.first().is_some_and(|first| first.is_alphabetic());
        let letter = before.last().map(char::to_ascii_lowercase);
        before.rotate_left(1);
        before[1] = c;
        match c {
            'ʻ' | '‘' => matches!(letter, Some('g' | 'o')),
            _ => is_apostrophe(c) && (letter == Some('g') || is_inside && letter == Some('o')),
        }
    });
    language.is_uzbek() || has_uzbek_letter
}
