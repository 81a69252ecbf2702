use std::str::FromStr;

use icu_locale_core::{LanguageIdentifier, langid, subtags};

use super::Country;

/// The language of the customers' names, as an ISO 639 code (`az`, `tr`, `ru`, `en`, …).
///
/// It decides which letter is the capital of which. In Azerbaijani and Turkish `i` is the small `İ` and `ı` the small
/// `I`.
#[derive(Debug, derive_more::Display, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Language(subtags::Language);

/// The error of a text that is no language code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownLanguage;

impl Language {
    /// Returns the language of most names in a country, for settings without a language.
    ///
    /// It is Azerbaijani in Azerbaijan, Turkish in Turkey and Uzbek in Uzbekistan. Elsewhere it is a language whose
    /// capitals follow the general rule.
    pub fn default_for(country: Country) -> Self {
        let code = match country.calling_code() {
            994 => "az",
            90 => "tr",
            998 => "uz",
            _ => "en",
        };
        code.parse().unwrap_or(Self(subtags::Language::UNKNOWN))
    }

    /// Returns true if `I` and `i` are two letters: the small `I` is `ı`.
    pub fn has_dotless_i(self) -> bool {
        matches!(self.0.as_str(), "az" | "tr" | "crh" | "gag")
    }

    pub(super) fn is_uzbek(self) -> bool {
        self.0.as_str() == "uz"
    }

    /// Returns the rules for capitals. Only the `I` and the Dutch `ij` have rules of a language.
    pub(super) fn casing(self, has_dotless_i: bool) -> LanguageIdentifier {
        match self.0.as_str() {
            _ if has_dotless_i => langid!("tr"),
            "nl" => langid!("nl"),
            _ => LanguageIdentifier::UNKNOWN,
        }
    }
}

impl Default for Language {
    /// Returns the language of the default country.
    fn default() -> Self {
        Self::default_for(Country::default())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.trim().parse().map(Self).map_err(|_| UnknownLanguage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_language_codes_are_parsed() {
        for code in ["az", "tr", "ru", "en", "uz"] {
            assert_eq!(code.parse::<Language>().unwrap().to_string(), code);
        }
        assert_eq!(" AZ ".parse::<Language>().unwrap().to_string(), "az");
        for text in ["", "a", "azərbaycan", "az-Latn", "12"] {
            assert_eq!(text.parse::<Language>(), Err(UnknownLanguage), "{text:?}");
        }
    }

    #[test]
    fn the_default_language_follows_the_country() {
        for (country, code) in [("AZ", "az"), ("TR", "tr"), ("UZ", "uz"), ("DE", "en")] {
            assert_eq!(Language::default_for(country.parse().unwrap()).to_string(), code);
        }
    }
}
