//! The language of the desk and that of capitals, and where they come from.

use crate::domain::{Country, Language};
use crate::locale::Locale;

use super::Environment;

/// The language of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskLanguage {
    /// The language of `--lang`.
    Fixed(&'static Locale),
    /// The language of the settings or of the environment. A cashier who chooses another one on the desk gets it again.
    Default(&'static Locale),
}

impl DeskLanguage {
    /// Returns the language, unless the cashier has chosen another one.
    pub const fn locale(self) -> &'static Locale {
        match self {
            Self::Fixed(locale) | Self::Default(locale) => locale,
        }
    }
}

impl Default for DeskLanguage {
    fn default() -> Self {
        Self::Default(Locale::english())
    }
}

/// Returns the language that the environment asks for. The first of these variables that is set decides.
pub fn language_of(environment: Environment<'_>) -> Option<&'static Locale> {
    LANGUAGE_VARIABLES.iter().find_map(|name| environment(name)).and_then(|name| Locale::of(&name))
}

pub(super) const LANGUAGE_VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// Returns the language of names: that of the desk if it has rules of its own for capitals, else that of the country. In a
/// shop in Baku with a Russian desk the customers still have Azerbaijani names.
pub(super) fn default_capitals(desk: Option<&Locale>, country: Country) -> Language {
    let desk = desk.and_then(|desk| desk.code().parse::<Language>().ok());
    desk.filter(|language| language.has_dotless_i()).unwrap_or_else(|| Language::default_for(country))
}
