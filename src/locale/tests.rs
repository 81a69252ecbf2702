use super::*;

/// Returns the English file of the cashier and that of the technician.
fn english() -> &'static str {
    concat!(include_str!("../../assets/locales/en.ftl"), include_str!("../../assets/locales/technician/en.ftl"))
}

#[test]
fn a_number_selects_singular_or_plural() {
    let say = Locale::english();
    assert_eq!(say.field_error_phone_digits_missing(1), "1 digit missing");
    assert_eq!(say.field_error_phone_digits_missing(2), "2 digits missing");
}

#[test]
fn no_sentence_carries_a_control_or_bidi_character() {
    for (language, sources) in &SOURCES {
        for source in sources {
            assert!(source.lines().all(|line| line.chars().all(crate::domain::is_allowed)), "{language}: {source:?}");
        }
    }
    let sentence = Locale::english().notice_registered("Aysel", "1042");
    assert!(sentence.chars().all(crate::domain::is_allowed), "{sentence:?}");
}

#[test]
fn a_language_is_found_by_its_code_and_by_the_name_of_a_locale() {
    for (name, code) in [
        ("az", "az"),
        ("AZ", "az"),
        ("az_AZ.UTF-8", "az"),
        ("ru_RU", "ru"),
        ("tr-TR", "tr"),
        ("uz_UZ@latin", "uz"),
        ("en_US.UTF-8", "en"),
        ("C", ""),
        ("POSIX", ""),
        ("", ""),
        ("aze", ""),
        ("de_DE.UTF-8", ""),
    ] {
        assert_eq!(Locale::of(name).map_or("", Locale::code), code, "{name:?}");
    }
}

#[test]
fn the_next_languages_are_all_languages_in_a_circle() {
    let mut language = Locale::english();
    for expected in Locale::all() {
        assert_eq!(language, expected);
        language = language.next();
    }
    assert_eq!(language, Locale::english());
}

#[test]
fn a_number_has_the_separators_of_the_language() {
    for (code, whole, part, negative) in [
        ("en", "1,234,567", "1,234.5", "-12.50"),
        ("az", "1.234.567", "1.234,5", "-12,50"),
        ("ru", "1 234 567", "1 234,5", "-12,50"),
        ("tr", "1.234.567", "1.234,5", "-12,50"),
        ("uz", "1 234 567", "1 234,5", "-12,50"),
    ] {
        let say = Locale::of(code).unwrap();
        let found = [say.number("1234567"), say.number("1234.5"), say.number("-12.50")];
        assert_eq!(found, [whole, part, negative], "{code}");
        assert!(say.waiting_queued().len() > 2 && say.number("no number") == "no number", "{code}");
        assert!(say.shift_waiting(1_234_567).contains(whole), "{code}: {}", say.shift_waiting(1_234_567));
    }
}

/// A letter must be seen where it is typed, and two answers to one question need two letters.
#[test]
fn the_letters_of_a_language_are_shown_by_its_choices() {
    for say in Locale::all() {
        let (code, letters) = (say.code(), say.letters());
        assert_ne!(letters.female, letters.male, "{code}");
        assert_ne!(letters.yes, letters.no, "{code}");
        for (letter, choice) in [
            (letters.female, say.gender_choice_female()),
            (letters.male, say.gender_choice_male()),
            (letters.yes, say.consent_choice_yes()),
            (letters.no, say.consent_choice_no()),
        ] {
            assert_eq!(
                choice.split_once(' ').map(|(first, _)| first),
                Some(letter.to_string().as_str()),
                "{code}: {choice}"
            );
            assert_eq!(
                choice.split_once(' ').and_then(|(_, word)| word.to_lowercase().chars().next()),
                Some(letter),
                "{code}"
            );
        }
        for letter in [letters.female, letters.male] {
            assert!(say.hint_gender().contains(letter), "{code}: {}", say.hint_gender());
        }
        for letter in [letters.yes, letters.no] {
            assert!(say.hint_consent("?").contains(letter), "{code}: {}", say.hint_consent("?"));
        }
    }
}

/// Returns the messages whose key begins with one of these.
fn messages<'a>(places: &'a [&str]) -> impl Iterator<Item = &'static str> + 'a {
    let begins = move |line: &&str| places.iter().any(|place| line.starts_with(place));
    english().lines().filter(begins)
}

/// A reader who learns English looks for the one word that is known from the label or the footer.
#[test]
fn a_thing_has_one_name() {
    let table = [
        ("birth date", "date of birth"),
        ("leave out", "remove"),
        ("Leave out", "Remove"),
        ("refused by Clopos", "rejected by Clopos"),
        ("unfinished form", "draft"),
        ("this is checked", "the program checks this"),
    ];
    for (line, (word, instead)) in english().lines().flat_map(|line| table.iter().map(move |row| (line, row))) {
        assert!(!line.contains(word), "write “{instead}”: {line}");
    }
}

/// `Press Ctrl-O to open it.`, and after a comma the next key: `Ctrl-R to clear.`
#[test]
fn a_sentence_says_what_to_do_with_a_key() {
    for line in messages(&["notice-", "api-error-", "storage-error-", "screen-", "field-error-"]) {
        let words: Vec<&str> = line.split_whitespace().collect();
        for (at, _) in words.iter().enumerate().filter(|(_, word)| word.starts_with("Ctrl-") || **word == "Esc") {
            let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or_default();
            let after = words.get(at + 1).copied().unwrap_or_default();
            let is_whole = (before.eq_ignore_ascii_case("press") || before.ends_with(',')) && after == "to";
            assert!(is_whole, "{line}");
        }
    }
}

/// A sentence that the code no longer uses would become outdated.
#[test]
fn every_sentence_is_used() {
    let mut code = String::new();
    let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                code += &std::fs::read_to_string(path).unwrap();
            }
        }
    }
    let keys = english().lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key);
    let keys = keys.filter(|key| key.starts_with(|c: char| c.is_ascii_lowercase()));
    let is_used = |method: &str| {
        [format!(".{method}("), format!("Locale::{method},"), format!("Locale::{method})")]
            .iter()
            .any(|use_| code.contains(use_))
    };
    let unused: Vec<_> = keys.filter(|key| !is_used(&key.replace('-', "_"))).collect();
    assert!(unused.is_empty(), "{unused:?}");
}
