//! Every sentence that a person reads. A cashier's language is a file in `assets/locales`. The build script generates a
//! method of [`Locale`] for each message, and compares the languages, so that a missing sentence or a forgotten variable is
//! a compile error. What only a technician reads is in English ([`TechnicianLocale`]).
//!
//! The other modules pass data (an error, a date) and get a sentence. `field_error.rs`, `api_error.rs` and `date.rs` choose
//! the sentence. This module must not know the screen.

mod advice;
mod api_error;
mod date;
mod field_error;
mod label;
mod languages;
mod number;
mod sentences;
mod technician;
#[cfg(test)]
mod tests;
mod value;

pub use advice::Advice;
pub use languages::Languages;
pub use technician::{Sentence, TechnicianLocale, technician};

use api_error::whole_seconds;

use std::sync::OnceLock;

use fluent_bundle::FluentValue;

use sentences::Sentences;

/// A language of the cashier: its sentences, and how it writes dates and numbers.
#[derive(derive_more::Debug)]
#[debug("Locale({code})")]
pub struct Locale {
    /// The number of the language, from 0.
    at: usize,
    code: &'static str,
    /// The tag of BCP 47 by which dates, numbers and plurals are written.
    tag: String,
    sentences: Sentences<MESSAGES>,
}

include!(concat!(env!("OUT_DIR"), "/Locale.rs"));

/// The number of languages.
const LANGUAGES: usize = SOURCES.len();

impl Locale {
    /// Returns English.
    pub fn english() -> &'static Self {
        Self::at(0)
    }

    /// Returns the languages, English first.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        (0..LANGUAGES).map(Self::at)
    }

    /// Returns the codes of all languages, e.g. `en, az`.
    pub fn codes() -> String {
        SOURCES.iter().map(|(code, _)| *code).collect::<Vec<_>>().join(", ")
    }

    /// Returns the language of a code such as `az`, or of the name of a locale such as `az_AZ.UTF-8`. `None` means that
    /// there is no such language.
    pub fn of(name: &str) -> Option<&'static Self> {
        let code = name.trim().split(['_', '-', '.', '@']).next()?;
        Some(Self::at(SOURCES.iter().position(|(own, _)| own.eq_ignore_ascii_case(code))?))
    }

    /// Returns the language after this one, and after the last one the first.
    pub fn next(&self) -> &'static Self {
        Self::at(self.at + 1)
    }

    /// Returns the code of the language in ISO 639.
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// Returns the language of a number. Numbers begin again after the last language.
    fn at(number: usize) -> &'static Self {
        static LOCALES: [OnceLock<Locale>; LANGUAGES] = [const { OnceLock::new() }; LANGUAGES];
        let at = number % LANGUAGES;
        #[expect(clippy::indexing_slicing, reason = "the remainder is below the length of both")]
        LOCALES[at].get_or_init(|| Self::new(at, SOURCES[at].0, &SOURCES[at].1))
    }

    fn new(at: usize, code: &'static str, sources: &'static [&'static str; MESSAGES]) -> Self {
        let untagged = Self { at, code, tag: String::new(), sentences: Sentences::new(code, sources) };
        let tag = untagged.language_tag();
        Self { sentences: untagged.sentences.with_rules_of(&tag), tag, ..untagged }
    }
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Locale {}
