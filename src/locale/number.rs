//! Numbers with the separators of a language, by the data of ICU.

use fixed_decimal::Decimal;
use fluent_bundle::FluentValue;
use icu_decimal::DecimalFormatter;
use icu_decimal::options::DecimalFormatterOptions;
use intl_memoizer::{Memoizable, concurrent::IntlLangMemoizer};
use unic_langid::LanguageIdentifier;

/// The tag of a language, as the formatter of Fluent can ask for it.
struct Tag(String);

impl Memoizable for Tag {
    type Args = ();
    type Error = ();

    fn construct(language: LanguageIdentifier, (): ()) -> Result<Self, ()> {
        Ok(Self(language.to_string()))
    }
}

/// Returns a number of a sentence as its language writes it. `None` means that it is no number, or one that every
/// language writes alike.
pub(super) fn in_language(value: &FluentValue<'_>, language: &IntlLangMemoizer) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let digits = number.as_string();
    if digits.len() <= 3 && digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    language.with_try_get::<Tag, _, _>((), |Tag(tag)| with_separators(tag, &digits)).ok()
}

/// Returns a number with the separators of a language, e.g. `1234.5` as `1 234,5`. A text that is no number stays as it is.
pub(super) fn with_separators(tag: &str, digits: &str) -> String {
    let formatted = || {
        let formatter = DecimalFormatter::try_new(
            tag.parse::<icu_locale_core::Locale>().ok()?.into(),
            DecimalFormatterOptions::default(),
        );
        Some(formatter.ok()?.format(&digits.parse::<Decimal>().ok()?).to_string())
    };
    formatted().map_or_else(|| digits.to_owned(), |text| with_plain_spaces(&text))
}

/// Replaces the spaces of ICU that do not break: a terminal may draw them with another width.
pub(super) fn with_plain_spaces(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}
