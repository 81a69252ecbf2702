use std::io;
use std::path::{Path, PathBuf};

use crate::clopos::ConfigError;
use crate::domain::{UnknownCountry, sanitize_line};
use crate::locale::technician;

/// The error of a setting that cannot be used.
///
/// `Display` gives one line for the technician: where it is, what is wrong, and what to do. It never shows the value of
/// a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("{}", sanitize_line(&technician().settings_error_file_unreadable(.file.display().to_string(), .reason.as_str())))]
    Unreadable {
        /// The path of the file.
        file: PathBuf,
        /// The error of the system.
        reason: String,
    },
    /// The file is not TOML, has an unknown key, or a value of the wrong type.
    #[error("{}", invalid_file(.file, *.line, .key, .reason))]
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
    #[error("{}", sanitize_line(&technician().settings_error_value(.origin.as_str(), .reason.as_str())))]
    Value {
        /// The file and the key, or the variable of the environment.
        origin: String,
        /// The mistake, and a right value.
        reason: String,
    },
    /// Some credentials are set, but not this one.
    #[error("{}", technician().settings_error_missing(.file.display().to_string(), *.key, *.variable))]
    Missing {
        /// The file in which it can be set.
        file: PathBuf,
        /// Its key in the file.
        key: &'static str,
        /// The variable in which it can be set instead.
        variable: &'static str,
    },
    /// A setting cannot be added to the file as it is written.
    #[error("{}", technician().init_form(.file.display().to_string(), *.key))]
    Form {
        /// The path of the file.
        file: PathBuf,
        /// The key.
        key: &'static str,
    },
    /// The user has no home directory.
    #[error("{}", technician().settings_error_no_home())]
    NoHome,
}

impl SettingsError {
    /// Returns the error of a file that cannot be read.
    pub fn unreadable(file: &Path, error: &io::Error) -> Self {
        Self::Unreadable { file: file.to_owned(), reason: error.to_string() }
    }
}

fn invalid_file(file: &Path, line: usize, key: &str, reason: &str) -> String {
    let line = if line > 0 { format!(":{line}") } else { String::new() };
    let key = if key.is_empty() { String::new() } else { format!(": {key}") };
    // One line, even if the message of a library has several.
    sanitize_line(&technician().settings_error_file_invalid(format!("{}{line}{key}", file.display()), reason))
}

/// Words why a text names no country.
pub(super) fn country_error(error: &UnknownCountry) -> String {
    let say = technician();
    match error {
        UnknownCountry::NotTwoLetters => say.settings_error_country_letters(),
        UnknownCountry::NoSuchCountry(letters) => say.settings_error_country_unknown(letters.as_str()),
    }
}

/// Words why no client can be made of the settings. No secret is in it.
pub fn config_error(error: &ConfigError) -> String {
    let say = technician();
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
