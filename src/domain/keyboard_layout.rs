//! The keyboard layouts of the shops: which character a key types instead of the character of the US layout.
//!
//! A scanner sends the keys of a US keyboard, and a cashier forgets to change the layout. Then the right text is the
//! twin: the characters that the same keys type under the US layout. Nothing here decides what is done with a twin.

/// A keyboard layout. The characters are those of Windows and of X11 for the main layout of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyboardLayout {
    /// Azerbaijani in Latin letters (AZS 495-2010).
    Azerbaijani,
    /// Turkish, the Q layout.
    TurkishQ,
    /// Russian.
    Russian,
    /// Uzbek in Cyrillic letters.
    UzbekCyrillic,
    /// Uzbek in Latin letters: the US layout with ʻ.
    UzbekLatin,
    /// Turkish, the F layout.
    TurkishF,
}

/// The characters of the US layout, key by key: without Shift, then with Shift.
const US: &str = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?";

impl KeyboardLayout {
    /// All layouts, the most frequent of the shops first.
    pub const ALL: [Self; 6] =
        [Self::Azerbaijani, Self::TurkishQ, Self::Russian, Self::UzbekCyrillic, Self::UzbekLatin, Self::TurkishF];

    /// Returns the characters of the layout, in the order of [`US`].
    const fn characters(self) -> &'static str {
        match self {
            Self::Azerbaijani => {
                "`1234567890-=qüertyuiopöğ\\asdfghjklıəzxcvbnmçş.~!\"#;%:?*()_+QÜERTYUİOPÖĞ/ASDFGHJKLIƏZXCVBNMÇŞ,"
            }
            Self::TurkishQ => {
                "\"1234567890*-qwertyuıopğü,asdfghjklşizxcvbnmöç.é!'^+%&/()=?_QWERTYUIOPĞÜ;ASDFGHJKLŞİZXCVBNMÖÇ:"
            }
            Self::TurkishF => {
                "+1234567890/-fgğıodrnhpqwxuieaütkmlyşjövcçzsb.,*!\"^$%&'()=?_FGĞIODRNHPQWXUİEAÜTKMLYŞJÖVCÇZSB:;"
            }
            Self::Russian => {
                "ё1234567890-=йцукенгшщзхъ\\фывапролджэячсмитьбю.Ё!\"№;%:?*()_+ЙЦУКЕНГШЩЗХЪ/ФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"
            }
            Self::UzbekCyrillic => {
                "ё1234567890ғҳйцукенгшўзхъ\\фқвапролджэячсмитьбю.Ё!\"№;%:?*()ҒҲЙЦУКЕНГШЎЗХЪ|ФҚВАПРОЛДЖЭЯЧСМИТЬБЮ,"
            }
            Self::UzbekLatin => {
                "`1234567890-=qwertyuiop[]\\asdfghjkl;ʻzxcvbnm,./~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?"
            }
        }
    }

    /// Returns the character that the key of this one types under the US layout. `None` means that no key of this
    /// layout types it.
    pub fn to_us(self, c: char) -> Option<char> {
        same_key(c, self.characters(), US)
    }

    /// Returns a text as its keys type it under the US layout. `None` means that this layout does not type it.
    fn text_to_us(self, text: &str) -> Option<String> {
        text.chars().map(|c| self.to_us(c)).collect()
    }

    /// Returns the character that the key of a US character types under this layout.
    pub fn from_us(self, c: char) -> Option<char> {
        same_key(c, US, self.characters())
    }
}

/// Returns the character at the place of another one. A space is the same under every layout.
fn same_key(c: char, from: &str, to: &str) -> Option<char> {
    if c == ' ' {
        return Some(c);
    }
    from.chars().zip(to.chars()).find(|(own, _)| *own == c).map(|(_, other)| other)
}

/// Returns the twins of a text that was not typed under the US layout, the most likely code first.
///
/// A text in US characters has none: nothing shows that it was typed under another layout.
pub fn us_twins(text: &str) -> Vec<String> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut twins: Vec<String> = KeyboardLayout::ALL.into_iter().filter_map(|layout| layout.text_to_us(text)).collect();
    twins.sort_by_key(|twin| twin.chars().filter(|c| !is_usual_in_code(*c)).count());
    twins.dedup();
    twins
}

/// Returns the texts that the keys of a US text type under the other layouts.
pub fn twins_of_us(text: &str) -> Vec<String> {
    let twin = |layout: KeyboardLayout| text.chars().map(|c| layout.from_us(c)).collect::<Option<String>>();
    KeyboardLayout::ALL.into_iter().filter_map(twin).filter(|twin| twin != text).collect()
}

/// Returns the likely twin of a code. `None` means that the text is more likely meant as it is.
///
/// The text is a word of its language if its twin would have a character that is unusual in codes, or if it has no
/// digit and Latin letters.
pub fn code_twin(text: &str) -> Option<String> {
    let is_latin = text.chars().any(|c| c.is_ascii_alphabetic());
    let is_word = is_latin && !text.chars().any(|c| c.is_ascii_digit());
    us_twins(text).into_iter().next().filter(|twin| !is_word && twin.chars().all(is_usual_in_code))
}

/// Returns the code that was perhaps meant by a text in US characters: a `*` inside a code is the hyphen of the Turkish
/// layout, and around a code it is a part of some bar codes.
pub fn code_with_hyphens(text: &str) -> Option<String> {
    if !text.is_ascii() || !text.trim_matches('*').contains('*') {
        return None;
    }
    KeyboardLayout::TurkishQ.text_to_us(text).filter(|twin| twin.chars().all(is_usual_in_code))
}

const fn is_usual_in_code(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '+' | '$' | '%' | ' ')
}

#[cfg(test)]
mod tests {
    use KeyboardLayout::{Azerbaijani, Russian, TurkishF, TurkishQ, UzbekCyrillic, UzbekLatin};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_keys_of_a_code_type_the_characters_of_the_layout() {
        for (layout, us, typed) in [
            (Russian, "W-20261125-001", "Ц-20261125-001"),
            (Russian, "regul", "купгд"),
            (Russian, "aysel@example", "фныуд\"учфьзду"),
            (Russian, "~`#$^&|?/.,", "Ёё№;:?/,.юб"),
            (Azerbaijani, "W-2026@#", "Ü-2026\"#"),
            (Azerbaijani, "iI[]{};:'\",.<>/?", "iİöğÖĞıIəƏçşÇŞ.,"),
            (TurkishQ, "W-1_2=3@#.,/i;'", "W*1?2-3'^çö.ışi"),
            (TurkishF, "qwerty 1-2", "fgğıod 1/2"),
            (UzbekCyrillic, "SO-17=p", "ҚЎғ17ҳз"),
            (UzbekLatin, "o'g'il", "oʻgʻil"),
        ] {
            let twin: Option<String> = us.chars().map(|c| layout.from_us(c)).collect();
            assert_eq!(twin.as_deref(), Some(typed), "{layout:?}");
            let back: Option<String> = typed.chars().map(|c| layout.to_us(c)).collect();
            assert_eq!(back.as_deref(), Some(us), "{layout:?}");
        }
    }

    #[test]
    fn the_most_likely_twin_comes_first() {
        for (typed, twin) in [
            ("Ц-20261125-001", Some("W-20261125-001")),
            ("Цғ20261125ғ001", Some("W-20261125-001")),
            ("Ü-20261125-001", Some("W-20261125-001")),
            ("Hı.1", Some("Hi/1")),
            ("ğ12", Some("e12")),
            ("Ц-W", None),
            ("漢", None),
            ("W-1", None),
            ("", None),
        ] {
            assert_eq!(us_twins(typed).first().map(String::as_str), twin, "{typed}");
        }
    }

    #[test]
    fn a_word_has_no_code_as_its_twin() {
        for (typed, twin) in [
            ("Ц-17", Some("W-17")),
            ("ЦЫ", Some("WS")),
            ("Ü-17", Some("W-17")),
            ("ÜLVİ", None),
            ("Şəki-5", None),
            ("КЛУБ", None),
            ("W*17*001", None),
        ] {
            assert_eq!(code_twin(typed).as_deref(), twin, "{typed}");
        }
        for (typed, code) in [
            ("W*20261125*001", Some("W-20261125-001")),
            ("*ABC123*", None),
            ("W-17", None),
            ("*A*1*", Some("-A-1-")),
            ("Ц*1*2", None),
            ("A*1*(2)", None),
        ] {
            assert_eq!(code_with_hyphens(typed).as_deref(), code, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = (us_twins(&text), twins_of_us(&text), code_twin(&text), code_with_hyphens(&text));
        }
    }

    #[test]
    fn every_layout_has_a_character_for_each_key() {
        for layout in KeyboardLayout::ALL {
            assert_eq!(layout.characters().chars().count(), US.chars().count(), "{layout:?}");
            for c in US.chars().chain([' ']) {
                let typed = layout.from_us(c).unwrap();
                assert_eq!(layout.to_us(typed), Some(c), "{layout:?}: {typed:?}");
            }
        }
    }
}
