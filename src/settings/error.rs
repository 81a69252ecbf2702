use std::fmt;
use std::path::{Path, PathBuf};

use crate::locale::Locale;

/// A setting that cannot be used. Its `Display` is one line for the technician: where, what, what to do. It never
/// shows the value of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsError {
    /// The file cannot be read.
    Unreadable {
        /// Which.
        file: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file is not TOML, has an unknown key, or a value of the wrong type.
    Unparsable {
        /// Which.
        file: PathBuf,
        /// The line, from 1; 0 where it is not known.
        line: usize,
        /// The key, e.g. `clopos.base_url`; may be empty.
        key: String,
        /// What is wrong.
        reason: String,
    },
    /// A value that cannot be used.
    Value {
        /// The file and the key, or the variable of the environment.
        origin: String,
        /// What is wrong, and what would be right.
        reason: String,
    },
    /// Some credentials are there, but not this one.
    Missing {
        /// The file in which it may stand.
        file: PathBuf,
        /// Its key there.
        key: &'static str,
        /// The variable in which it may stand as well.
        variable: &'static str,
    },
    /// There is no home directory to look in.
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
        // One line, whatever a library had to say.
        f.write_str(&crate::domain::sanitize_line(&message))
    }
}

impl std::error::Error for SettingsError {}
