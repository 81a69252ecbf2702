//! Every sentence that a person reads, by key: a method for each message of `assets/locales/en.ftl`, made when
//! the program is built, so that a missing sentence or a forgotten variable does not compile.
//!
//! The other rooms hand over data (a flaw, a trouble, a date) and get a sentence back; `flaw.rs`, `trouble.rs`
//! and `date.rs` choose which. This room must not know the screen.

mod api_error;
mod date;
mod field_error;
mod label;

use api_error::whole_seconds;

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("../../assets/locales/en.ftl");

/// A language's sentences.
pub struct Locale {
    bundle: FluentBundle<FluentResource>,
}

include!(concat!(env!("OUT_DIR"), "/sentences.rs"));

impl Locale {
    /// English, read once.
    pub fn english() -> &'static Self {
        static LOCALE: LazyLock<Locale> = LazyLock::new(|| Locale::new(ENGLISH));
        &LOCALE
    }

    fn new(source: &str) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![LanguageIdentifier::from_bytes(b"en").unwrap_or_default()]);
        // Isolation marks around variables are bidi controls, which the desk never sends to a terminal.
        bundle.set_use_isolating(false);
        // The file is the one that build.rs has read without an error; if it were not, what could be read stays.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
        Self { bundle }
    }

    /// The sentence of a key. A key that is not there cannot be asked for except by code that build.rs made;
    /// its name would be shown.
    fn sentence<'a, const N: usize>(&self, key: &str, arguments: [(&'a str, FluentValue<'a>); N]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let arguments: FluentArgs<'_> =
            arguments.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_decide_between_one_and_many() {
        let say = Locale::english();
        assert_eq!(say.field_error_phone_digits_missing(1), "1 digit missing");
        assert_eq!(say.field_error_phone_digits_missing(2), "2 digits missing");
    }

    #[test]
    fn no_sentence_carries_a_control_or_bidi_character() {
        assert!(ENGLISH.lines().all(|line| line.chars().all(crate::domain::is_allowed)));
        let said = Locale::english().notice_registered("Aysel", "1042");
        assert!(said.chars().all(crate::domain::is_allowed), "{said:?}");
    }

    /// A sentence that nobody says any more would rot.
    #[test]
    fn every_sentence_is_said_somewhere() {
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
        let unsaid: Vec<_> = keys.filter(|key| !code.contains(&format!(".{}(", key.replace('-', "_")))).collect();
        assert!(unsaid.is_empty(), "{unsaid:?}");
    }
}
