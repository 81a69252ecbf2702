//! The technician's settings: `frontdesk.toml` and the environment, read once into [`Settings`].
//!
//! `cli` reads them at the start. The environment overrides the file. All settings are checked here, before the
//! terminal is touched. A [`SettingsError`] names the file, the key and the remedy in one line. `Debug` shows no
//! secret. This module must not know the form or the screen.

mod api_target;
mod error;
mod file;
mod paths;

use error::country_error;
pub use error::{SettingsError, config_error};
pub use paths::Paths;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::clopos::ClientConfig;
use crate::domain::{CodeTemplate, Country, DateOrder, InvalidCodeTemplate, Language, UnknownLanguage};
use crate::locale::Locale;
use crate::server::Credentials as ServerCredentials;

use file::File;

#[cfg(test)]
mod tests;

/// All settings.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The file that was read, if there is one.
    pub file: Option<PathBuf>,
    /// The API that the desk calls.
    pub api: ApiTarget,
    /// The country whose phone numbers are typed without a calling code.
    pub country: Country,
    /// The language that decides the capitals of names.
    pub language: Language,
    /// The order in which dates are typed.
    pub date_order: DateOrder,
    /// True if a customer's group is preset for the next customers, until another group is chosen.
    pub sticky_group: bool,
    /// The character that the scanner types before each code. `None` means that it types none.
    pub scanner_prefix: Option<char>,
    /// The template for the code of a customer who is saved without one. `None` disables it.
    pub code_template: Option<CodeTemplate>,
    /// The idle timeout after which the screen is hidden. `None` disables it.
    pub hide_after: Option<Duration>,
    /// The idle timeout after which the form is saved as a draft and cleared. `None` disables it.
    pub shelve_after: Option<Duration>,
    /// The directory of the files that outlive the program.
    pub state_dir: PathBuf,
    /// The cashier's name: `--cashier`, else the login name, else `uid-` and the user's number.
    pub cashier: String,
    /// The number of days for which the outbox keeps delivered registrations, without personal data.
    pub keep_days: u32,
    /// The waiting time of a registration after which an error is reported. `None` disables the alarm.
    pub alarm_after: Option<Duration>,
    /// The credentials that `frontdesk serve` and the training server accept.
    pub server_credentials: ServerCredentials,
}

/// The API that the desk calls.
#[derive(Debug, Clone)]
pub enum ApiTarget {
    /// The desk's own server in the same process, because no credentials are set.
    Training,
    /// Clopos, or another server with the same API.
    Live(Box<ClientConfig>),
}

/// The source of settings besides the file. Tests have their own.
pub trait Environment {
    /// Returns the value of a variable. An empty value counts as not set.
    fn var(&self, name: &str) -> Option<String>;
}

/// The environment of this process.
pub struct ProcessEnvironment;

impl Environment for ProcessEnvironment {
    fn var(&self, name: &str) -> Option<String> {
        // A value that is not Unicode is passed on with replacement characters, so that it is rejected and not ignored.
        std::env::var_os(name)
            .map(|value| value.to_string_lossy().into_owned())
            .filter(|value| !value.trim().is_empty())
    }
}

/// The environment of a desk that takes no settings from it. It has only the login name.
pub struct NoEnvironment;

impl Environment for NoEnvironment {
    fn var(&self, name: &str) -> Option<String> {
        matches!(name, "LOGNAME" | "USER").then(|| ProcessEnvironment.var(name)).flatten()
    }
}

/// The default of `outbox.keep_days`.
const DEFAULT_KEEP_DAYS: u32 = 30;

/// The default of `outbox.alarm_hours`.
const DEFAULT_ALARM_HOURS: u32 = 24;

/// The default of `privacy.hide_seconds`.
const DEFAULT_HIDE_SECONDS: u32 = 60;

/// The default of `privacy.put_away_seconds`.
const DEFAULT_SHELVE_SECONDS: u32 = 300;

/// Returns an idle timeout. 0 disables it.
fn optional_timeout(configured: Option<u32>, default: u32) -> Option<Duration> {
    Some(configured.unwrap_or(default))
        .filter(|seconds| *seconds > 0)
        .map(|seconds| Duration::from_secs(seconds.into()))
}

/// Returns `LOGNAME` or `USER`, or the number of the system's user if neither is set.
///
/// With the number, two accounts without a name are not taken for one cashier.
fn login_name(environment: &impl Environment) -> String {
    let login = ["LOGNAME", "USER"].iter().find_map(|name| environment.var(name));
    login.unwrap_or_else(|| format!("uid-{}", rustix::process::getuid().as_raw()))
}

/// Returns a value without the spaces at its ends. `None` means that nothing else is in it.
///
/// # Errors
///
/// A sentence if the value has a control character, or the character that replaces bytes which are no text. Both are
/// mistakes, and no HTTP header can contain them.
fn trimmed(value: &str) -> Result<Option<&str>, String> {
    let value = value.trim();
    if value.contains(|c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
        return Err(Locale::english().settings_error_control_character());
    }
    Ok(Some(value).filter(|value| !value.is_empty()))
}

impl Settings {
    /// Reads the file (`config_file`, or the default one if it exists) and the environment.
    ///
    /// With `training` all credentials in them are ignored.
    ///
    /// # Errors
    ///
    /// The first setting that cannot be used.
    pub fn read(
        config_file: Option<&Path>,
        training: bool,
        cashier: Option<&str>,
        environment: &impl Environment,
        paths: &Paths,
    ) -> Result<Self, SettingsError> {
        let default_file = paths.file();
        let file_path = config_file.or_else(|| default_file.exists().then_some(default_file.as_path()));
        let (path, file) = match file_path {
            Some(path) => (path, File::read(path)?),
            None => (default_file.as_path(), File::default()),
        };
        if file.desk.state_dir.as_ref().is_some_and(|dir| dir.is_relative()) {
            return Err(SettingsError::in_file(path, "desk.state_dir", &Locale::english().settings_error_state_dir()));
        }
        // A relative path starts at the working directory. It becomes absolute, so that messages show the whole path.
        let from_environment = environment.var("FRONTDESK_STATE_DIR").map(PathBuf::from);
        let from_environment = from_environment.map(|dir| std::path::absolute(&dir).unwrap_or(dir));
        let state_dir = from_environment.or(file.desk.state_dir);
        let state_dir = state_dir.unwrap_or_else(|| paths.state_dir.join("frontdesk"));
        let country = match &file.desk.country {
            None => Country::default(),
            Some(text) => {
                text.parse().map_err(|error| SettingsError::in_file(path, "desk.country", &country_error(&error)))?
            }
        };
        let language = match &file.desk.language {
            None => Language::default_for(country),
            Some(text) => text.parse().map_err(|UnknownLanguage| {
                SettingsError::in_file(path, "desk.language", &Locale::english().settings_error_language())
            })?,
        };
        let api = if training {
            ApiTarget::Training
        } else {
            api_target::api_target(path, &file.clopos, environment, state_dir.clone(), country)?
        };
        Ok(Self {
            file: file_path.map(Path::to_owned),
            api,
            country,
            language,
            date_order: file.desk.date_order.unwrap_or_default(),
            sticky_group: file.desk.sticky_group,
            scanner_prefix: scanner_prefix(path, file.scanner.prefix.as_deref())?,
            hide_after: optional_timeout(file.privacy.hide_seconds, DEFAULT_HIDE_SECONDS),
            shelve_after: optional_timeout(file.privacy.put_away_seconds, DEFAULT_SHELVE_SECONDS),
            code_template: match file.code.template.as_deref().filter(|text| !text.trim().is_empty()) {
                None => None,
                Some(text) => Some(text.parse().map_err(|InvalidCodeTemplate| {
                    SettingsError::in_file(path, "code.template", &Locale::english().settings_error_code_template())
                })?),
            },
            state_dir,
            cashier: cashier
                .filter(|name| !name.trim().is_empty())
                .map_or_else(|| login_name(environment), str::to_owned),
            keep_days: file.outbox.keep_days.unwrap_or(DEFAULT_KEEP_DAYS),
            alarm_after: Some(file.outbox.alarm_hours.unwrap_or(DEFAULT_ALARM_HOURS))
                .filter(|hours| *hours > 0)
                .map(|hours| Duration::from_hours(hours.into())),
            server_credentials: file.server.credentials(path)?,
        })
    }
}

/// Parses the scanner's prefix: one character that is not typed into a field.
fn scanner_prefix(path: &Path, text: Option<&str>) -> Result<Option<char>, SettingsError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if crate::domain::is_allowed(c) && !c.is_alphanumeric() && !c.is_whitespace() => Ok(Some(c)),
        _ => Err(SettingsError::in_file(path, "scanner.prefix", &Locale::english().settings_error_scanner_prefix())),
    }
}
