use std::fmt;
use std::path::{Path, PathBuf};

use crate::clopos::ConfigError;
use crate::domain::UnknownCountry;
use crate::locale::Locale;

/// The error of a setting that cannot be used.
///
/// `Display` gives one line for the technician: where it is, what is wrong, and what to do. It never shows the value of
/// a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsError {
    /// The file cannot be read.
    Unreadable {
        /// The path of the file.
        file: PathBuf,
        /// The error of the system.
        reason: String,
    },
    /// The file is not TOML, has an unknown key, or a value of the wrong type.
    Unparsable {
        /// The path of the file.
        file: PathBuf,
        /// The line, from 1. 0 means unknown.
        line: usize,
        /// The key, e.g. `clopos.base_url`. It may be empty.
        key: String,
        /// The mistake.
        reason: String,
    },
    /// A value that cannot be used.
    Value {
        /// The file and the key, or the variable of the environment.
        origin: String,
        /// The mistake, and a right value.
        reason: String,
    },
    /// Some credentials are set, but not this one.
    Missing {
        /// The file in which it can be set.
        file: PathBuf,
        /// Its key in the file.
        key: &'static str,
        /// The variable in which it can be set instead.
        variable: &'static str,
    },
    /// The user has no home directory.
    NoHome,
}

impl SettingsError {
    pub(super) fn in_file(file: &Path, key: &str, reason: &impl fmt::Display) -> Self {
        Self::Value { origin: format!("{}: {key}", file.display()), reason: reason.to_string() }
    }

    pub(super) fn in_variable(name: &str, reason: &impl fmt::Display) -> Self {
        Self::Value { origin: name.to_owned(), reason: reason.to_string() }
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let locale = Locale::english();
        let message = match self {
            Self::Unreadable { file, reason } => {
                locale.settings_error_file_unreadable(file.display().to_string(), reason.as_str())
            }
            Self::Unparsable { file, line, key, reason } => {
                let mut location = file.display().to_string();
                if *line > 0 {
                    location = format!("{location}:{line}");
                }
                if !key.is_empty() {
                    location = format!("{location}: {key}");
                }
                locale.settings_error_file_invalid(location, reason.as_str())
            }
            Self::Value { origin, reason } => locale.settings_error_value(origin.as_str(), reason.as_str()),
            Self::Missing { file, key, variable } => {
                locale.settings_error_missing(file.display().to_string(), *key, *variable)
            }
            Self::NoHome => locale.settings_error_no_home(),
        };
        // One line, even if the message of a library has several.
        f.write_str(&crate::domain::sanitize_line(&message))
    }
}

impl std::error::Error for SettingsError {}

/// Words why a text names no country.
pub(super) fn country_error(error: &UnknownCountry) -> String {
    let say = Locale::english();
    match error {
        UnknownCountry::NotTwoLetters => say.settings_error_country_letters(),
        UnknownCountry::NoSuchCountry(letters) => say.settings_error_country_unknown(letters.as_str()),
    }
}

/// Words why no client can be made of the settings. No secret is in it.
pub fn config_error(error: &ConfigError) -> String {
    let say = Locale::english();
    match error {
        ConfigError::NotAnAddress => say.settings_error_url(),
        ConfigError::PlainHttp => say.settings_error_url_plain_http(),
        ConfigError::NotSendable { header } => say.settings_error_header(*header),
        ConfigError::CaFile { path, source } => {
            say.settings_error_file_unreadable(path.display().to_string(), source.to_string())
        }
        ConfigError::NoCertificate { path } => say.settings_error_no_certificate(path.display().to_string()),
    }
}
