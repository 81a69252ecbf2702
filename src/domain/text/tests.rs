use proptest::prelude::*;

use super::*;
use crate::domain::{Code, Email, Name, Note};

#[test]
fn letters_marks_and_joiners_are_allowed() {
    for c in ['a', 'Ə', 'ё', '漢', '\u{0301}', '🙂', '\u{200D}', '\u{FE0F}', ' ', '\u{00A0}'] {
        assert!(is_allowed(c), "{c:?}");
    }
}

#[test]
fn control_and_invisible_characters_are_not_allowed() {
    for c in [
        '\0',
        '\x1b',
        '\n',
        '\x7f',
        '\u{9b}',
        '\u{202e}',
        '\u{2066}',
        '\u{200b}',
        '\u{200e}',
        '\u{2060}',
        '\u{feff}',
        '\u{e0041}',
        '\u{e0100}',
        '\u{34f}',
        '\u{ffff}',
        '\u{10fffe}',
        '\u{fdd0}',
        '\u{85}',
        '\u{ad}',
        '\u{180e}',
        '\u{3164}',
        '\u{2028}',
        '\u{61c}',
        '\u{2800}',
        '\u{fe00}',
        '\u{fffc}',
    ] {
        assert!(!is_allowed(c) && !is_visible(c), "{c:?}");
    }
    for c in [' ', '\u{a0}', '\u{200c}', '\u{200d}', '\u{fe0e}', '\u{fe0f}', '\u{301}'] {
        assert!(!is_visible(c), "{c:?}");
    }
    for c in ['a', 'Ə', '_', '½', '🙂'] {
        assert!(is_visible(c), "{c:?}");
    }
}

#[test]
fn a_line_break_of_any_kind_is_one_space() {
    assert_eq!(sanitize_line("a\r\nb\nc\rd\te\u{2028}f\n\ng"), "a b c d e f  g");
    assert_eq!(sanitize_line("a\x1b[31mb\u{202e}c"), "a[31mbc");
}

#[test]
fn a_text_is_composed() {
    for (typed, composed) in [
        ("Jose\u{301}", "José"),
        ("E\u{301}-1", "É-1"),
        ("И\u{306}од", "Йод"),
        ("Е\u{308}лкина", "Ёлкина"),
        ("S\u{327}ahin", "Şahin"),
        ("I\u{307}lqar", "İlqar"),
        ("Nguye\u{302}\u{303}n", "Nguyễn"),
        ("각", "각"),
        ("\u{212b}", "Å"),
        ("ﬁ", "ﬁ"),
    ] {
        assert_eq!(clean_text(typed, Joiners::None), composed, "{typed}");
        assert_eq!(clean_text(typed, Joiners::Meaningful), composed, "{typed}");
    }
}

#[test]
fn a_mark_without_a_letter_is_removed() {
    for (typed, clean) in [
        ("\u{301}Aysel", "Aysel"),
        ("Aysel \u{301}\u{302}M", "Aysel M"),
        ("\u{301}", ""),
        ("Sevi\u{307}nc", "Sevinc"),
        ("i\u{307}lqar i\u{307}", "ilqar i"),
        // Lithuanian dictionaries write an accent above the dot.
        ("i\u{307}\u{301}", "i\u{307}\u{301}"),
        ("a\u{307}", "ȧ"),
    ] {
        assert_eq!(clean_text(typed, Joiners::None), clean, "{typed:?}");
    }
}

#[test]
fn each_kind_of_space_is_a_space() {
    assert_eq!(clean_text("a\u{a0}b\u{2009}c\u{3000}d\u{202f}e", Joiners::None), "a b c d e");
}

/// The second text is what Name and Note keep, the third one what Code and Email keep.
#[test]
fn a_joiner_stays_only_where_it_has_a_meaning() {
    for (typed, kept, removed) in [
        ("علی\u{200c}رضا", "علی\u{200c}رضا", "علیرضا"),
        ("ක්\u{200d}ෂ", "ක්\u{200d}ෂ", "ක්ෂ"),
        ("क्\u{200d}ष", "क्\u{200d}ष", "क्ष"),
        ("👩\u{200d}👧", "👩\u{200d}👧", "👩👧"),
        ("👩🏽\u{200d}🚀", "👩🏽\u{200d}🚀", "👩🏽🚀"),
        ("❤\u{fe0f}", "❤\u{fe0f}", "❤"),
        ("❤\u{fe0f}\u{200d}🔥", "❤\u{fe0f}\u{200d}🔥", "❤🔥"),
        ("Ay\u{200d}sel", "Aysel", "Aysel"),
        ("Ay\u{200c}sel\u{fe0f}", "Aysel", "Aysel"),
        ("Ма\u{200d}ша", "Маша", "Маша"),
        ("נ\u{200d}ח", "נח", "נח"),
        ("5\u{fe0f}", "5", "5"),
        ("علی\u{200c} رضا\u{200c}", "علی رضا", "علی رضا"),
        ("علی\u{200c}\u{200c}رضا", "علی\u{200c}رضا", "علیرضا"),
        ("\u{200d}A", "A", "A"),
    ] {
        assert_eq!(clean_text(typed, Joiners::Meaningful), kept, "{typed:?}");
        assert_eq!(clean_text(typed, Joiners::None), removed, "{typed:?}");
    }
}

#[test]
fn every_field_of_text_is_clean() {
    let name = |text| Name::parse(text).valid().unwrap().as_str().to_owned();
    let note = |text| Note::parse(text).valid().unwrap().as_str().to_owned();
    let code = |text| Code::parse(text).valid().unwrap().as_str().to_owned();
    let email = |text| Email::parse(text).valid().unwrap().as_str().to_owned();
    assert_eq!(name("Jose\u{301}\u{fe0f} علی\u{200c}رضا"), "José علی\u{200c}رضا");
    assert_eq!(note("Cafe\u{301} ❤\u{fe0f}\u{a0}\u{ad}x"), "Café ❤\u{fe0f} x");
    assert_eq!(code("E\u{301}-1\u{200d}\u{fe0f}2"), code("É-12"));
    assert_eq!(code("a\u{a0}b"), "a b");
    assert_eq!(email("jose\u{301}\u{200c}@mail.az\u{feff}"), "josé@mail.az");
}

proptest! {
    #[test]
    fn sanitised_text_has_only_allowed_characters(text in any::<String>()) {
        prop_assert!(sanitize_line(&text).chars().all(is_allowed));
    }

    #[test]
    fn cleaning_twice_is_cleaning_once(text in "([a-ziIİ ]|\\PC|[\u{300}-\u{308}]|[\u{200c}\u{200d}\u{fe0f}]|[ا-ي]|🙂){0,12}") {
        for joiners in [Joiners::None, Joiners::Meaningful] {
            let once = clean_text(&text, joiners);
            prop_assert_eq!(clean_text(&once, joiners), once);
        }
    }
}
