//! The alphabet of a letter. A word with letters of two alphabets looks right and is found by no search: `testо` with a
//! Cyrillic `о`.

use icu_properties::CodePointMapData;
use icu_properties::props::Script;

use super::{is_joiner, is_mark};

/// Returns a letter of the rarer alphabet in the first word that has two alphabets. No search would find the word.
pub fn letter_of_second_alphabet(text: &str) -> Option<char> {
    if text.is_ascii() {
        return None;
    }
    text.split(|c| !is_word_part(c)).find_map(letter_of_second_alphabet_in_word)
}

fn letter_of_second_alphabet_in_word(word: &str) -> Option<char> {
    let letters = || word.chars().filter_map(|c| Some((c, script_of_letter(c)?)));
    let (_, first) = letters().next()?;
    let (other, second) = letters().find(|(_, script)| *script != first)?;
    let count = |wanted| letters().filter(|(_, script)| *script == wanted).count();
    if count(first) < count(second) { letters().next().map(|(letter, _)| letter) } else { Some(other) }
}

/// Returns true for a letter, a digit, a mark or an apostrophe.
pub(in crate::domain) fn is_word_part(c: char) -> bool {
    c.is_alphanumeric() || is_apostrophe(c) || is_mark(c) || is_joiner(c)
}

/// Returns true for every character that people write as an apostrophe.
pub(in crate::domain) const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´' | '′' | '＇')
}

/// Returns the alphabet of a letter.
///
/// `None` for signs of all alphabets, and for Chinese, Japanese and Korean, which are mixed and combined with Latin
/// letters in one word.
pub(in crate::domain) fn script_of_letter(c: char) -> Option<Script> {
    if c.is_ascii() {
        return c.is_ascii_alphabetic().then_some(Script::Latin);
    }
    let script = if c.is_alphabetic() { CodePointMapData::<Script>::new().get(c) } else { return None };
    let is_of_all = matches!(script, Script::Common | Script::Inherited | Script::Unknown);
    let is_east_asian =
        matches!(script, Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo);
    (!is_of_all && !is_east_asian).then_some(script)
}

/// Returns true for letters whose look depends on their neighbours, as in Arabic and Indian scripts.
pub(super) fn has_joined_letters(c: char) -> bool {
    let is_separate = |script| {
        matches!(
            script,
            Script::Latin | Script::Cyrillic | Script::Greek | Script::Armenian | Script::Georgian | Script::Hebrew
        )
    };
    script_of_letter(c).is_some_and(|script| !is_separate(script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_alphabets_in_one_word_are_found() {
        for (text, letter) in [
            ("testо@gmail.com", 'о'),
            ("test@gmаil.com", 'а'),
            ("test@gmail.соm", 'm'),
            ("Аysel", 'А'),
            ("Aysel Mәmmәdova", 'ә'),
            ("Мaмедов", 'a'),
            ("АB", 'B'),
            ("KАRT-1", 'А'),
            ("К1K", 'K'),
            ("O'Нил", 'O'),
            ("Αndreas", 'Α'),
            ("Michaεl", 'ε'),
            ("օl", 'l'),
            ("Հrant", 'Հ'),
            ("გiorgi", 'გ'),
            ("Ꮪam", 'Ꮪ'),
            ("Ивαн", 'α'),
        ] {
            assert_eq!(letter_of_second_alphabet(text), Some(letter), "{text}");
        }
    }

    #[test]
    fn words_of_one_alphabet_each_are_not() {
        for text in [
            "",
            "Aysel",
            "Aysel Мамедова",
            "Məmmədova Şahin Ğ",
            "Иван-Ivan",
            "иван@пример.рф",
            "aysel@пример.рф",
            "É-1",
            "Ё1",
            "Gʻulom Oʻktam",
            "O’Neil",
            "Ὀδυσσεύς",
            "علی‌رضا",
            "漢字かなカナ",
            "Tシャツ",
            "김 Kim",
            "5 µm",
            "№5",
            "José",
            "К-20261125",
            "x\u{301}",
            "…",
        ] {
            assert_eq!(letter_of_second_alphabet(text), None, "{text}");
        }
    }
}
