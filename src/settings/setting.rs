//! A row of the table of settings, and the values that the parsers of all rows fill.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use crate::domain::{ConsentText, ConsentVersion};
use crate::locale::{Locale, Sentence, technician};
use crate::server::{self, PostgresUrl, PostgresUrlError};

use super::DeskConfig;

/// A setting.
pub struct Setting {
    /// Its table and key in the file, e.g. `desk.country`. Empty if it has only a variable.
    pub key: &'static str,
    /// The environment variable that overrides the file. Empty if there is none.
    pub variable: &'static str,
    /// The value in the example file.
    pub shown: Shown,
    /// Returns what it means, as Markdown.
    pub meaning: Sentence,
    pub(super) parser: Parser,
}

/// A value in the example file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The default.
    Default(&'static str),
    /// An example, because there is no default.
    Example(&'static str),
}

type TextParser = fn(&mut Values, &str) -> Result<(), String>;

/// How a text becomes a value. The type is also the type in the file. The error says what is wrong and how to write it.
pub(super) enum Parser {
    /// A text without the spaces at its ends.
    Text(TextParser),
    /// A credential, which is never shown.
    Secret(TextParser),
    /// One character, which may be a space.
    Character(fn(&mut Values, char) -> Result<(), String>),
    Number(fn(&mut Values, u32)),
    Flag(fn(&mut Values, bool)),
}

/// The parsed values.
#[derive(Default)]
pub(super) struct Values {
    pub(super) api: ApiValues,
    pub(super) desk: DeskConfig,
    pub(super) language: Option<&'static Locale>,
    pub(super) consent_text: Option<ConsentText>,
    pub(super) consent_version: Option<ConsentVersion>,
    pub(super) state_dir: Option<PathBuf>,
    pub(super) keep_days: u32,
    pub(super) alarm_after: Option<Duration>,
    pub(super) server: server::Config,
    pub(super) database_url: Option<Result<PostgresUrl, PostgresUrlError>>,
    pub(super) log: Option<String>,
}

/// The values of the API and its credentials. Whether they are complete is known only when all are read.
#[derive(Default)]
pub(super) struct ApiValues {
    pub(super) base_url: Option<Url>,
    /// True for v1, false for v2. `None` means that the credentials decide.
    pub(super) is_v1: Option<bool>,
    pub(super) client_id: Option<String>,
    pub(super) client_secret: Option<SecretString>,
    pub(super) brand: Option<String>,
    pub(super) venue_id: Option<String>,
    pub(super) integrator_id: Option<String>,
    pub(super) ca_file: Option<PathBuf>,
    pub(super) allow_plain_http: bool,
    pub(super) calls_per_minute: Option<u32>,
}

impl Setting {
    /// Returns true if its value may be shown.
    pub const fn is_shown(&self) -> bool {
        !matches!(self.parser, Parser::Secret(_))
    }

    /// Returns true if it is about the connection to Clopos, which training does not use.
    pub(super) fn is_of_api(&self) -> bool {
        self.key.starts_with("clopos.")
    }

    /// Returns the default. `None` means that there is none, or that other settings decide it.
    pub const fn default(&self) -> Option<&'static str> {
        match self.shown {
            Shown::Default(text) => Some(text),
            Shown::Example(_) => None,
        }
    }

    /// Returns its value in the example file, as TOML.
    pub fn example(&self) -> String {
        let (Shown::Default(text) | Shown::Example(text)) = self.shown;
        if matches!(self.parser, Parser::Number(_) | Parser::Flag(_)) { text.to_owned() } else { format!("\"{text}\"") }
    }

    /// Returns what it means, as the lines of a comment in the file.
    pub fn comment(&self) -> String {
        let variable = Some(self.variable).filter(|name| !name.is_empty());
        let variable = variable.map(|name| format!(" Variable: {name}.")).unwrap_or_default();
        let meaning = format!("{}{variable}", (self.meaning)(technician())).replace('`', "");
        textwrap::wrap(&meaning, textwrap::Options::new(118).initial_indent("# ").subsequent_indent("# ")).join("\n")
    }

    /// Checks a text as the value of this setting alone.
    ///
    /// # Errors
    ///
    /// What is wrong, and how to write it. Never the value.
    pub fn check(&self, text: &str) -> Result<(), String> {
        self.parse_into(&mut Values::default(), text)
    }

    /// Returns true if a text is a value. Only spaces count as not set.
    pub(super) fn is_set_by(&self, text: &str) -> bool {
        matches!(self.parser, Parser::Character(_)) && !text.is_empty() || !text.trim().is_empty()
    }

    /// Parses a text into its place.
    ///
    /// # Errors
    ///
    /// What is wrong, and how to write it. Never the value.
    pub(super) fn parse_into(&self, values: &mut Values, text: &str) -> Result<(), String> {
        let trimmed = text.trim();
        // Also the character that replaces bytes which are no text. No HTTP header can contain them.
        if trimmed.contains(|c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
            return Err(technician().settings_error_control_character());
        }
        match self.parser {
            Parser::Text(parse) | Parser::Secret(parse) => parse(values, trimmed),
            Parser::Character(parse) => {
                let mut chars = text.chars();
                let only = chars.next().filter(|_| chars.next().is_none());
                only.map_or_else(|| Err(self.wrong_type()), |c| parse(values, c))
            }
            Parser::Number(set) => trimmed.parse().map(|number| set(values, number)).map_err(|_| self.wrong_type()),
            Parser::Flag(set) => trimmed.parse().map(|yes| set(values, yes)).map_err(|_| self.wrong_type()),
        }
    }

    pub(super) fn wrong_type(&self) -> String {
        let say = technician();
        match self.parser {
            Parser::Text(_) | Parser::Secret(_) => say.settings_error_text(),
            Parser::Character(_) => say.settings_error_scanner_prefix(),
            Parser::Number(_) => say.settings_error_number(),
            Parser::Flag(_) => say.settings_error_flag(),
        }
    }
}
