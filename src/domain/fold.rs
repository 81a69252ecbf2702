use icu_normalizer::DecomposingNormalizerBorrowed;

/// Returns a text in a form in which spellings from different keyboards are equal.
///
/// It has small letters without accents, `e` for `ə`, `i` for `ı`, and single spaces. It is made for comparisons, not
/// to be shown or sent.
///
/// # Examples
///
/// ```
/// # use frontdesk::domain::fold_for_search;
/// assert_eq!(fold_for_search("Aysel  Məmmədova"), fold_for_search("AYSEL MEMMEDOVA"));
/// assert_eq!(fold_for_search("İlqar Işıq"), "ilqar isiq");
/// ```
pub fn fold_for_search(text: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    // The small form of a capital may have a mark (`İ`), so that marks are removed again.
    let letters = decomposed.chars().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase).filter(|c| !is_mark(*c));
    let folded: String = letters.map(base_letter).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns true for the marks that decomposition makes of accents, and for apostrophes, which not everybody writes.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´')
}

/// Returns the letter of a letter with an accent, for a terminal that cannot show it: `S` for `Ş`, `e` for `ə`. `None` means
/// that there is none.
pub fn without_accent(letter: char) -> Option<char> {
    let mut decomposed = [0; 4];
    let text = letter.encode_utf8(&mut decomposed);
    let base = DecomposingNormalizerBorrowed::new_nfkd().normalize(text).chars().next()?;
    let base = match base {
        'Ə' => 'E',
        'ʻ' | 'ʼ' => '\'',
        base => base_letter(base),
    };
    (base != letter).then_some(base)
}

/// Replaces letters that Unicode does not decompose by the letters that people write for them.
const fn base_letter(c: char) -> char {
    match c {
        'ə' => 'e',
        'ı' => 'i',
        'ø' => 'o',
        'đ' => 'd',
        'ł' => 'l',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn different_spellings_of_a_name_fold_to_the_same_text() {
        for (one, other) in [
            ("Aysel Məmmədova", "AYSEL MEMMEDOVA"),
            ("Şahin Çələbi", "sahin celebi"),
            ("İlqar Işıq", "ilqar isiq"),
            ("Gülnarə  Öz", "gulnare oz"),
            ("Алёна Йод", "алена иод"),
            ("O’g‘il", "og'il"),
            ("  Jose\u{301} ", "josé"),
        ] {
            assert_eq!(fold_for_search(one), fold_for_search(other), "{one}");
        }
        assert_ne!(fold_for_search("Aysel"), fold_for_search("Aysun"));
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "[a-zA-ZəƏıİşŞçÇöÖüÜğĞ '’а-яА-ЯёЁ]{0,20}") {
            let once = fold_for_search(&text);
            prop_assert_eq!(fold_for_search(&once), once);
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = fold_for_search(&text);
        }
    }
}
