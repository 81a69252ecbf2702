//! The files of the languages: each says everything that the English one says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

use frontdesk::locale::Locale;

use crate::support::files::project_root;

fn file(code: &str) -> String {
    fs::read_to_string(project_root().join(format!("assets/locales/{code}.ftl"))).unwrap()
}

/// Returns the keys of a file with their variables, and the forms of each choice by a number.
fn messages(source: &str) -> BTreeMap<String, (BTreeSet<String>, Vec<BTreeSet<String>>)> {
    let resource = parser::parse(source).unwrap();
    let messages = resource.body.iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message),
        _ => None,
    });
    let found = messages.map(|message| {
        let (mut variables, mut forms) = (BTreeSet::new(), Vec::new());
        collect(message.value.as_ref().unwrap(), &mut variables, &mut forms);
        (message.id.name.to_owned(), (variables, forms))
    });
    found.collect()
}

fn collect(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>, forms: &mut Vec<BTreeSet<String>>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let inline = match expression {
            Expression::Inline(inline) => inline,
            Expression::Select { selector, variants } => {
                let is_plural = |name: &&str| ["zero", "one", "two", "few", "many"].contains(name);
                let names = variants.iter().filter_map(|variant| match variant.key {
                    fluent_syntax::ast::VariantKey::Identifier { name } => Some(name),
                    fluent_syntax::ast::VariantKey::NumberLiteral { .. } => None,
                });
                forms.push(names.filter(is_plural).map(str::to_owned).collect());
                for variant in variants {
                    collect(&variant.value, variables, forms);
                }
                selector
            }
        };
        if let InlineExpression::VariableReference { id } = inline {
            variables.insert(id.name.to_owned());
        }
    }
}

#[test]
fn every_language_has_the_same_messages_with_the_same_variables() {
    let codes: Vec<&str> = Locale::all().map(Locale::code).collect();
    assert_eq!(codes, ["en", "az", "ru", "tr", "uz"]);
    let english = messages(&file("en"));
    for code in codes {
        let found = messages(&file(code));
        let keys = |messages: &BTreeMap<String, _>| messages.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(keys(&found), keys(&english), "{code}");
        for (key, (variables, forms)) in &found {
            assert_eq!(variables, &english[key].0, "{code}: {key}");
            // A plural form that is missing would be replaced by another one.
            let wanted: BTreeSet<String> = match code {
                "ru" => ["one", "few", "many"].map(str::to_owned).into(),
                _ => ["one"].map(str::to_owned).into(),
            };
            for forms in forms.iter().filter(|forms| !forms.is_empty()) {
                assert_eq!(forms, &wanted, "{code}: {key}");
            }
        }
    }
}

/// Renders each message by itself. An error of Fluent would show a key or a variable on the screen.
#[test]
fn every_sentence_renders_without_an_error() {
    for code in Locale::all().map(Locale::code) {
        let source = file(code);
        let mut bundle = FluentBundle::new(vec![code.parse().unwrap()]);
        bundle.add_resource(FluentResource::try_new(source.clone()).unwrap()).unwrap();
        for (key, (variables, _)) in messages(&source) {
            for number in [0, 1, 2, 5, 21, 22] {
                let mut arguments = FluentArgs::new();
                for name in &variables {
                    arguments.set(name.as_str(), FluentValue::from(number));
                }
                let mut errors = Vec::new();
                let pattern = bundle.get_message(&key).unwrap().value().unwrap();
                let words = bundle.format_pattern(pattern, Some(&arguments), &mut errors);
                assert!(
                    errors.is_empty() && !words.trim().is_empty() && !words.contains('{'),
                    "{code}: {key}: {words}"
                );
            }
        }
    }
}

/// The forms for 0, 1, 2, 5, 21 and 22, where each language has another word.
#[test]
fn a_number_has_its_plural() {
    const NUMBERS: [u64; 6] = [0, 1, 2, 5, 21, 22];
    for (code, expected) in [
        (
            "en",
            [
                "0 digits missing",
                "1 digit missing",
                "2 digits missing",
                "5 digits missing",
                "21 digits missing",
                "22 digits missing",
            ],
        ),
        (
            "az",
            [
                "0 rəqəm çatmır",
                "1 rəqəm çatmır",
                "2 rəqəm çatmır",
                "5 rəqəm çatmır",
                "21 rəqəm çatmır",
                "22 rəqəm çatmır",
            ],
        ),
        (
            "tr",
            ["0 rakam eksik", "1 rakam eksik", "2 rakam eksik", "5 rakam eksik", "21 rakam eksik", "22 rakam eksik"],
        ),
        (
            "uz",
            [
                "0 ta raqam yetishmayapti",
                "1 ta raqam yetishmayapti",
                "2 ta raqam yetishmayapti",
                "5 ta raqam yetishmayapti",
                "21 ta raqam yetishmayapti",
                "22 ta raqam yetishmayapti",
            ],
        ),
        (
            "ru",
            [
                "не хватает 0 цифр",
                "не хватает 1 цифры",
                "не хватает 2 цифр",
                "не хватает 5 цифр",
                "не хватает 21 цифры",
                "не хватает 22 цифр",
            ],
        ),
    ] {
        let say = Locale::of(code).unwrap();
        assert_eq!(NUMBERS.map(|count| say.field_error_phone_digits_missing(count)), expected, "{code}");
    }
    for (code, expected) in [
        ("en", ["0 days", "1 day", "2 days", "5 days", "21 days", "22 days"]),
        ("az", ["0 gün", "1 gün", "2 gün", "5 gün", "21 gün", "22 gün"]),
        ("tr", ["0 gün", "1 gün", "2 gün", "5 gün", "21 gün", "22 gün"]),
        ("uz", ["0 kun", "1 kun", "2 kun", "5 kun", "21 kun", "22 kun"]),
        ("ru", ["0 дней", "1 день", "2 дня", "5 дней", "21 день", "22 дня"]),
    ] {
        let say = Locale::of(code).unwrap();
        assert_eq!(NUMBERS.map(|count| say.time_days(count)), expected, "{code}");
    }
    for (code, expected) in [
        ("en", ["", "1 year old", "2 years old", "5 years old", "21 years old", "22 years old"]),
        ("az", ["", "1 yaş", "2 yaş", "5 yaş", "21 yaş", "22 yaş"]),
        ("tr", ["", "1 yaşında", "2 yaşında", "5 yaşında", "21 yaşında", "22 yaşında"]),
        ("uz", ["", "1 yosh", "2 yosh", "5 yosh", "21 yosh", "22 yosh"]),
        ("ru", ["", "1 год", "2 года", "5 лет", "21 год", "22 года"]),
    ] {
        let say = Locale::of(code).unwrap();
        for (years, expected) in NUMBERS.into_iter().zip(expected) {
            let words = say.interpretation_birth_date("?", years);
            assert!(words.contains(expected) && !words.contains("0 "), "{code}: {words}");
        }
    }
}

/// Names, keys, commands and their values, words of the API in parentheses, and for each language its words that English has
/// too.
const SHARED_WORDS: &[(&str, &str)] = &[
    (
        "",
        "clopos open api pos html json utf ctrl esc enter tab shift alt backspace delete home end frontdesk check add",
    ),
    ("", "example com name aysel client is disabled invalid integrator id fg lang group consent text version"),
    ("", "female male unspecified"),
    ("az", "terminal locale server integrator test back office dollar plus disk"),
    ("tr", "en not form program terminal test no disk"),
    ("uz", "terminal server integrator back office dollar marketing"),
];

#[test]
fn no_english_word_is_left() {
    let english = words_of(&file("en"));
    let mut left = Vec::new();
    for code in Locale::all().map(Locale::code).filter(|code| *code != "en") {
        let shared: BTreeSet<String> = SHARED_WORDS
            .iter()
            .filter(|(of, _)| of.is_empty() || *of == code)
            .flat_map(|(_, words)| words.split(' ').map(str::to_lowercase))
            .collect();
        for (key, word) in words_by_key(&file(code)) {
            if english.contains(&word) && !shared.contains(&word) {
                left.push(format!("{code} {key}: {word}"));
            }
        }
    }
    assert!(left.is_empty(), "{left:#?}");
}

fn words_of(source: &str) -> BTreeSet<String> {
    words_by_key(source).into_iter().map(|(_, word)| word).collect()
}

/// Returns the words of at least two letters in the texts of a file, in small letters, with their keys.
fn words_by_key(source: &str) -> Vec<(String, String)> {
    let resource = parser::parse(source).unwrap();
    let mut found = Vec::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut texts = Vec::new();
        collect_texts(message.value.as_ref().unwrap(), &mut texts);
        for text in texts {
            let words = text.split(|c: char| !c.is_alphabetic() && !['ʻ', 'ʼ'].contains(&c));
            let long = words.filter(|word| word.chars().count() > 1);
            found.extend(long.map(|word| (message.id.name.to_owned(), word.to_lowercase())));
        }
    }
    found
}

fn collect_texts<'s>(pattern: &Pattern<&'s str>, texts: &mut Vec<&'s str>) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => texts.push(value),
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                for variant in variants {
                    collect_texts(&variant.value, texts);
                }
            }
            PatternElement::Placeable { .. } => {}
        }
    }
}
