//! Capitalization of names that are typed in small letters alone or in capitals alone.
//!
//! The form calls it on every key. ICU knows which letter is the capital of which. This module decides only when to
//! change a name and where its words begin.

use std::borrow::Cow;

use icu_casemap::TitlecaseMapper;
use icu_casemap::options::TitlecaseOptions;

use super::Language;

/// Returns the text with a capital at the beginning of each word and small letters after it.
///
/// A text in mixed case stays as it is: its author has chosen the capitals. A word begins after a space or a hyphen,
/// not after an apostrophe, which is a part of letters in Uzbek (`Gʻulom`, `G'ulom`).
pub fn capitalize_name(text: &str, language: Language) -> Cow<'_, str> {
    let (has_small, has_capital) = (text.chars().any(is_small_with_capital), text.chars().any(char::is_uppercase));
    if has_small == has_capital {
        return Cow::Borrowed(text);
    }
    let identifier = language.identifier();
    let mapper = TitlecaseMapper::new();
    let words = text.split_inclusive(|c: char| c.is_whitespace() || is_hyphen(c));
    let capitalized =
        words.map(|word| mapper.titlecase_segment_to_string(word, &identifier, TitlecaseOptions::default()));
    Cow::Owned(capitalized.collect())
}

/// Returns true for a small letter that has a capital. Georgian letters have none in a name, although Unicode pairs
/// them.
fn is_small_with_capital(c: char) -> bool {
    c.is_lowercase() && !matches!(c, '\u{10D0}'..='\u{10FF}')
}

const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn capitalized(text: &str, language: &str) -> String {
        capitalize_name(text, language.parse().unwrap()).into_owned()
    }

    #[test]
    fn a_name_in_one_case_is_capitalized() {
        for (language, typed, name) in [
            ("az", "aysel məmmədova", "Aysel Məmmədova"),
            ("az", "AYSEL MƏMMƏDOVA", "Aysel Məmmədova"),
            ("az", "ilqar ismayılov", "İlqar İsmayılov"),
            ("az", "İLQAR İSMAYILOV", "İlqar İsmayılov"),
            ("az", "IŞIQ QIZI", "Işıq Qızı"),
            ("az", "ışıq", "Işıq"),
            ("tr", "irmak ışık", "İrmak Işık"),
            ("tr", "IRMAK IŞIK", "Irmak Işık"),
            ("en", "ivan ilyin", "Ivan Ilyin"),
            ("en", "IVAN ILYIN", "Ivan Ilyin"),
            ("ru", "айсель мамедова", "Айсель Мамедова"),
            ("ru", "ЁЛКИНА ЮЛИЯ", "Ёлкина Юлия"),
            ("az", "əli-zadə", "Əli-Zadə"),
            ("en", "o'g'il", "O'g'il"),
            ("en", "G'ULOM", "G'ulom"),
            ("en", "straße", "Straße"),
            ("en", "a", "A"),
            ("az", "  aysel  ", "  Aysel  "),
            ("en", "2pac", "2pac"),
        ] {
            assert_eq!(capitalized(typed, language), name, "{language} {typed}");
        }
    }

    #[test]
    fn mixed_case_and_scripts_without_case_stay_as_typed() {
        for name in ["McDonald", "Aysel məmmədova", "aysel Məmmədova", "van der Berg", "漢字", "გიორგი", "42", "", "A"]
        {
            for language in ["az", "tr", "ru", "en"] {
                assert_eq!(capitalized(name, language), name);
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_the_number_of_words_stays(text in any::<String>()) {
            let once = capitalized(&text, "az");
            prop_assert_eq!(once.split_whitespace().count(), text.split_whitespace().count());
        }
    }
}
