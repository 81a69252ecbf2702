//! Every sentence that a person reads. The build script generates a method for each message of `assets/locales/en.ftl`,
//! so that a missing sentence or a forgotten variable is a compile error.
//!
//! The other modules pass data (an error, a date) and get a sentence. `field_error.rs`, `api_error.rs` and `date.rs` choose
//! the sentence. This module must not know the screen.

mod advice;
mod api_error;
mod date;
mod field_error;
mod label;
mod value;

pub use advice::Advice;

use api_error::whole_seconds;

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("../../assets/locales/en.ftl");

/// The sentences of a language.
pub struct Locale {
    bundle: FluentBundle<FluentResource>,
}

include!(concat!(env!("OUT_DIR"), "/sentences.rs"));

impl Locale {
    /// Returns the English sentences. They are parsed once.
    pub fn english() -> &'static Self {
        static LOCALE: LazyLock<Locale> = LazyLock::new(|| Locale::new(ENGLISH));
        &LOCALE
    }

    fn new(source: &str) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![LanguageIdentifier::from_bytes(b"en").unwrap_or_default()]);
        // Isolation marks around variables are bidi controls, which the desk never sends to a terminal.
        bundle.set_use_isolating(false);
        // build.rs has parsed the same file without an error. Otherwise the messages that can be parsed remain.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
        Self { bundle }
    }

    /// Returns the sentence of a key. Only the generated methods call this, so the key exists. A missing key is returned
    /// itself.
    fn sentence<'a, const N: usize>(&self, key: &str, arguments: [(&'a str, FluentValue<'a>); N]) -> String {
        self.format(key, None, &named(arguments))
    }

    /// Returns the sentence of a key, and that of its attribute `remedy`.
    fn advice<'a, const N: usize>(&self, key: &str, arguments: [(&'a str, FluentValue<'a>); N]) -> Advice {
        let arguments = named(arguments);
        Advice { message: self.format(key, None, &arguments), remedy: self.format(key, Some("remedy"), &arguments) }
    }

    fn format(&self, key: &str, attribute: Option<&str>, arguments: &FluentArgs<'_>) -> String {
        let message = self.bundle.get_message(key);
        let pattern = message.and_then(|message| match attribute {
            Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
            None => message.value(),
        });
        let text = pattern.map(|pattern| self.bundle.format_pattern(pattern, Some(arguments), &mut Vec::new()));
        text.map_or_else(|| key.to_owned(), Cow::into_owned)
    }
}

fn named<'a, const N: usize>(arguments: [(&'a str, FluentValue<'a>); N]) -> FluentArgs<'a> {
    arguments.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_selects_singular_or_plural() {
        let say = Locale::english();
        assert_eq!(say.field_error_phone_digits_missing(1), "1 digit missing");
        assert_eq!(say.field_error_phone_digits_missing(2), "2 digits missing");
    }

    #[test]
    fn no_sentence_carries_a_control_or_bidi_character() {
        assert!(ENGLISH.lines().all(|line| line.chars().all(crate::domain::is_allowed)));
        let sentence = Locale::english().notice_registered("Aysel", "1042");
        assert!(sentence.chars().all(crate::domain::is_allowed), "{sentence:?}");
    }

    /// Returns the messages whose key begins with one of these.
    fn messages<'a>(places: &'a [&str]) -> impl Iterator<Item = &'static str> + 'a {
        let begins = move |line: &&str| places.iter().any(|place| line.starts_with(place));
        ENGLISH.lines().filter(begins)
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
        for (line, (word, instead)) in ENGLISH.lines().flat_map(|line| table.iter().map(move |row| (line, row))) {
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
        let keys = ENGLISH.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key);
        let keys = keys.filter(|key| key.starts_with(|c: char| c.is_ascii_lowercase()));
        let is_used =
            |method: &str| [format!(".{method}("), format!("Locale::{method},")].iter().any(|use_| code.contains(use_));
        let unused: Vec<_> = keys.filter(|key| !is_used(&key.replace('-', "_"))).collect();
        assert!(unused.is_empty(), "{unused:?}");
    }
}
