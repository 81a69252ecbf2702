//! What the technician decides: `frontdesk.toml` and the environment, read once into [`Settings`].
//!
//! The environment wins over the file. Everything is checked here, before the terminal is touched: a
//! [`BadSetting`] names the file, the key and the remedy in one line. Secrets show nothing in `Debug`.

mod api_target;
mod error;
mod file;
mod paths;

pub use error::SettingsError;
pub use paths::Paths;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::clopos::ClientConfig;
use crate::domain::{CodeTemplate, Country, DateOrder, Language};
use crate::locale::Locale;
use crate::server::Credentials as ServerCredentials;

use file::File;

#[cfg(test)]
mod tests;

/// Everything that can be set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The file that was read, if there is one.
    pub file: Option<PathBuf>,
    /// Whom the desk talks to.
    pub api: ApiTarget,
    /// Whose phone numbers are typed without a calling code.
    pub country: Country,
    /// By which language's letters names are written.
    pub language: Language,
    /// In which order dates are typed.
    pub date_order: DateOrder,
    /// Whether a customer's group is the next one's, until another one is chosen.
    pub sticky_group: bool,
    /// What a scanner types before each code, if it is set up so.
    pub scanner_prefix: Option<char>,
    /// How a code is made for a customer who is saved without one, if at all.
    pub code_template: Option<CodeTemplate>,
    /// After so long without a key what is typed is hidden; nothing is never.
    pub hide_after: Option<Duration>,
    /// After so long without a key the form is put away as a draft; nothing is never.
    pub shelve_after: Option<Duration>,
    /// Where what must outlive the program is kept.
    pub state_dir: PathBuf,
    /// Who is at the desk: `--cashier`, else the login name, else `uid-` and the user's number.
    pub cashier: String,
    /// So many days the outbox remembers what was delivered, without personal data.
    pub keep_days: u32,
    /// How long a registration may wait before this is reported as an error. `None` disables the alarm.
    pub alarm_after: Option<Duration>,
    /// What `frontdesk serve` and the training server accept.
    pub server_credentials: ServerCredentials,
}

/// Whom the desk talks to.
#[derive(Debug, Clone)]
pub enum ApiTarget {
    /// Nobody has given credentials: its own server, in the same process.
    Training,
    /// Clopos, or whatever answers like it.
    Live(Box<ClientConfig>),
}

/// Where settings come from besides the file; tests give their own.
pub trait Environment {
    /// The variable's value; an empty one counts as not set.
    fn var(&self, name: &str) -> Option<String>;
}

/// The process's own environment.
pub struct ProcessEnvironment;

impl Environment for ProcessEnvironment {
    fn var(&self, name: &str) -> Option<String> {
        // A value that is not Unicode is handed on damaged, so that it is refused rather than overlooked.
        std::env::var_os(name)
            .map(|value| value.to_string_lossy().into_owned())
            .filter(|value| !value.trim().is_empty())
    }
}

/// The environment of a desk that takes no settings from it: who has logged in, and nothing else.
pub struct NoEnvironment;

impl Environment for NoEnvironment {
    fn var(&self, name: &str) -> Option<String> {
        matches!(name, "LOGNAME" | "USER").then(|| ProcessEnvironment.var(name)).flatten()
    }
}

/// How long the outbox remembers, where the settings do not say.
const DEFAULT_KEEP_DAYS: u32 = 30;

/// How long a registration may wait, where the settings do not say.
const DEFAULT_ALARM_HOURS: u32 = 24;

/// When the screen is hidden and the form put away, where the settings do not say.
const DEFAULT_HIDE_SECONDS: u32 = 60;
const DEFAULT_SHELVE_SECONDS: u32 = 300;

/// 0 is never.
fn optional_timeout(configured: Option<u32>, default: u32) -> Option<Duration> {
    Some(configured.unwrap_or(default))
        .filter(|seconds| *seconds > 0)
        .map(|seconds| Duration::from_secs(seconds.into()))
}

/// `LOGNAME` or `USER`; where neither is set the number of the system's user, so that two accounts without a name do
/// not pass for one cashier.
fn login_name(environment: &impl Environment) -> String {
    let login = ["LOGNAME", "USER"].iter().find_map(|name| environment.var(name));
    login.unwrap_or_else(|| format!("uid-{}", rustix::process::getuid().as_raw()))
}

/// What is meant by a value: without the blanks at its ends, nothing if there is no more to it. A control character,
/// or one that stands for bytes that are no text, is nobody's intention and no header could carry it.
fn trimmed(value: &str) -> Result<Option<&str>, String> {
    let value = value.trim();
    if value.contains(|c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
        return Err(Locale::english().settings_error_control_character());
    }
    Ok(Some(value).filter(|value| !value.is_empty()))
}

impl Settings {
    /// Reads the file (the one named, or the usual one if it is there) and the environment. With `training`
    /// whatever they say of credentials is left aside.
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
        // A relative one is meant from where the program was started, and shown whole wherever it is named.
        let from_environment = environment.var("FRONTDESK_STATE_DIR").map(PathBuf::from);
        let from_environment = from_environment.map(|dir| std::path::absolute(&dir).unwrap_or(dir));
        let state_dir = from_environment.or(file.desk.state_dir);
        let state_dir = state_dir.unwrap_or_else(|| paths.state_dir.join("frontdesk"));
        let country = match &file.desk.country {
            None => Country::default(),
            Some(text) => text.parse().map_err(|error| SettingsError::in_file(path, "desk.country", &error))?,
        };
        let language = match &file.desk.language {
            None => Language::default_for(country),
            Some(text) => text.parse().map_err(|error| SettingsError::in_file(path, "desk.language", &error))?,
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
                Some(text) => {
                    Some(text.parse().map_err(|error| SettingsError::in_file(path, "code.template", &error))?)
                }
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

/// One character that nobody types into a field.
fn scanner_prefix(path: &Path, text: Option<&str>) -> Result<Option<char>, SettingsError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if crate::domain::is_allowed(c) && !c.is_alphanumeric() && !c.is_whitespace() => Ok(Some(c)),
        _ => Err(SettingsError::in_file(path, "scanner.prefix", &Locale::english().settings_error_scanner_prefix())),
    }
}
