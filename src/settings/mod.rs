//! The technician's settings: `frontdesk.toml` and the environment, read once into [`Settings`].
//!
//! `cli` reads them at the start and gives each module its own part. [`SETTINGS`] is the table of all settings. The
//! environment overrides the file. All settings are checked here, before the terminal is touched. A [`SettingsError`]
//! names the file, the key and the remedy in one line. Secrets go only into the parts of `clopos` and `server`, and
//! `Debug` shows none. This module must not know the form or the screen.

mod accessibility;
mod api_target;
mod edit;
mod error;
mod language;
mod paths;
mod setting;
mod sources;
mod table;

pub use accessibility::{Accessibility, Bell};
pub use edit::SettingsText;
pub use error::{SettingsError, config_error};
pub use language::{DeskLanguage, language_of};
pub use paths::Paths;
pub use setting::{Setting, Shown};
pub use sources::GivenSetting;
pub use table::SETTINGS;

use std::collections::HashMap;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::clopos::ClientConfig;
use crate::domain::{CodeTemplate, ConsentQuestion, Country, DateOrder, Language, TimeZone};
use crate::locale::{Locale, technician};
use crate::server::{self, PostgresUrl, PostgresUrlError};

use language::{LANGUAGE_VARIABLES, default_capitals};
use setting::Values;
use sources::{Given, read_file};

#[cfg(test)]
mod tests;

/// All settings, in the parts that the modules get.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The file that was read, if there is one.
    pub file: Option<PathBuf>,
    /// True if the file has a credential, also one that a variable or training replaces.
    pub file_has_secret: bool,
    /// The settings that the file or the environment sets.
    pub given: Vec<GivenSetting>,
    /// The part of a desk.
    pub desk: DeskConfig,
    /// The part of the connection.
    pub api: ApiTarget,
    /// The part of the outbox and the drafts.
    pub outbox: OutboxConfig,
    /// The part of `frontdesk serve`.
    pub server: server::Config,
    /// The `PostgreSQL` database of `frontdesk serve`. Other commands ignore it, also an error: `DATABASE_URL` may be that
    /// of another program.
    database_url: Option<Result<PostgresUrl, PostgresUrlError>>,
    /// The filter of the log. `None` means no log.
    pub log: Option<String>,
}

/// The settings of a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskConfig {
    /// The country whose phone numbers are typed without a calling code.
    pub country: Country,
    /// The language of the desk.
    pub language: DeskLanguage,
    /// The language that decides the capitals of names.
    pub capitals: Language,
    /// The time zone of the shop, which decides what day it is.
    pub time_zone: TimeZone,
    /// The order in which dates are typed.
    pub date_order: DateOrder,
    /// True if a customer's group is preset for the next customers, until another group is chosen.
    pub sticky_group: bool,
    /// The character that the scanner types before each code. `None` means that it types none.
    pub scanner_prefix: Option<char>,
    /// The template for the code of a customer who is saved without one. `None` disables it.
    pub code_template: Option<CodeTemplate>,
    /// The question about consent. `None` disables it.
    pub consent: Option<ConsentQuestion>,
    /// The settings for cashiers who hear the desk.
    pub accessibility: Accessibility,
    /// The idle timeout after which the screen is hidden. `None` disables it.
    pub hide_after: Option<Duration>,
    /// The idle timeout after which the form is saved as a draft and cleared. `None` disables it.
    pub shelve_after: Option<Duration>,
}

impl Default for DeskConfig {
    /// Returns the values of a desk without settings, except for the timeouts, whose defaults are in the table.
    fn default() -> Self {
        let country = Country::default();
        Self {
            country,
            language: DeskLanguage::default(),
            capitals: Language::default_for(country),
            time_zone: TimeZone::Host,
            date_order: DateOrder::default(),
            sticky_group: false,
            scanner_prefix: None,
            code_template: None,
            consent: None,
            accessibility: Accessibility::default(),
            hide_after: None,
            shelve_after: None,
        }
    }
}

/// The API that the desk calls.
#[derive(Debug, Clone)]
pub enum ApiTarget {
    /// The desk's own server in the same process, because no credentials are set.
    Training {
        /// The directory of its database and of what the desks share.
        state_dir: PathBuf,
        /// The country of stored phones that have no country code.
        country: Country,
        /// The code of the language of the invented customers.
        language: &'static str,
    },
    /// Clopos, or another server with the same API.
    Live(Box<ClientConfig>),
}

impl ApiTarget {
    /// Returns true for training.
    pub const fn is_training(&self) -> bool {
        matches!(self, Self::Training { .. })
    }
}

/// The directories of the files that outlive the program.
#[derive(Debug, Clone)]
pub struct StoragePaths {
    /// The directory of everything.
    pub state_dir: PathBuf,
    /// The directory of the outbox and the drafts. Training has its own: its registrations must never be sent to the
    /// real API, nor the other way round.
    pub outbox_dir: PathBuf,
}

/// The settings of the outbox and the drafts.
#[derive(Debug, Clone)]
pub struct OutboxConfig {
    /// Where they are.
    pub paths: StoragePaths,
    /// The cashier's name: `--cashier`, else the login name, else `uid-` and the user's number.
    pub cashier: String,
    /// The number of days for which the outbox keeps delivered registrations, without personal data.
    pub keep_days: u32,
    /// The waiting time of a registration after which an error is reported. `None` disables the alarm.
    pub alarm_after: Option<Duration>,
}

/// A function that returns the value of an environment variable. `None` means that it is not set.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads a variable of this process.
pub fn process_environment(name: &str) -> Option<String> {
    // A value that is not Unicode is passed on with replacement characters, so that it is rejected and not ignored.
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.trim().is_empty())
}

/// Reads a variable for a desk that takes no settings from the environment. It has only the login name and the language.
pub fn kiosk_environment(name: &str) -> Option<String> {
    [&LOGIN_NAMES[..], &LANGUAGE_VARIABLES].concat().contains(&name).then(|| process_environment(name)).flatten()
}

const LOGIN_NAMES: [&str; 2] = ["LOGNAME", "USER"];

/// Returns `LOGNAME` or `USER`, or the number of the system's user if neither is set.
///
/// With the number, two accounts without a name are not taken for one cashier.
fn login_name(environment: Environment<'_>) -> String {
    let login = LOGIN_NAMES.iter().find_map(|name| environment(name));
    login.unwrap_or_else(|| format!("uid-{}", rustix::process::getuid().as_raw()))
}

/// Returns true if a directory belongs to the user who runs the program.
fn is_own(dir: &Path) -> bool {
    dir.metadata().is_ok_and(|found| found.uid() == rustix::process::geteuid().as_raw())
}

impl Settings {
    /// Uses the language of `--lang`, if there is one.
    pub const fn choose_language(&mut self, chosen: Option<&'static Locale>) {
        let Some(chosen) = chosen else { return };
        self.desk.language = DeskLanguage::Fixed(chosen);
        if let ApiTarget::Training { language, .. } = &mut self.api {
            *language = chosen.code();
        }
    }

    /// Reads the file (`config_file`, or the default one if it exists) and the environment.
    ///
    /// With `training` the settings of the API are ignored.
    ///
    /// # Errors
    ///
    /// The first setting that cannot be used.
    pub fn read(
        config_file: Option<&Path>,
        training: bool,
        cashier: Option<&str>,
        environment: Environment<'_>,
        paths: &Paths,
    ) -> Result<Self, SettingsError> {
        let default_file = paths.file();
        let file = config_file.or_else(|| default_file.exists().then_some(default_file.as_path()));
        let in_file = file.map_or_else(|| Ok(HashMap::new()), read_file)?;
        let file_has_secret = SETTINGS.iter().any(|setting| !setting.is_shown() && in_file.contains_key(setting.key));
        let is_wanted = |setting: &Setting| !(training && setting.is_of_api());
        let (given, values) = Given::read(file.unwrap_or(&default_file), &in_file, environment, is_wanted)?;
        let settings = Self::assemble(given, values, cashier, environment, paths)?;
        Ok(Self { file: file.map(Path::to_owned), file_has_secret, ..settings })
    }

    /// Returns true if there is an address of a `PostgreSQL` database.
    pub const fn has_database_url(&self) -> bool {
        self.database_url.is_some()
    }

    /// Returns the address of the `PostgreSQL` database of `frontdesk serve`.
    ///
    /// # Errors
    ///
    /// It is not such an address.
    pub fn database_url(&self) -> Result<Option<PostgresUrl>, SettingsError> {
        let url = self.database_url.clone().transpose();
        url.map_err(|PostgresUrlError| {
            let given = Given { file: self.file.as_deref().unwrap_or(Path::new("")), settings: self.given.clone() };
            given.error("server.database_url", &technician().settings_error_database_url())
        })
    }

    /// Returns the settings of these values, which belong together, without the file.
    fn assemble(
        given: Given<'_>,
        mut values: Values,
        cashier: Option<&str>,
        environment: Environment<'_>,
        paths: &Paths,
    ) -> Result<Self, SettingsError> {
        values.desk.language =
            DeskLanguage::Default(values.language.or_else(|| language_of(environment)).unwrap_or(Locale::english()));
        if !given.is_set("desk.capitals") {
            values.desk.capitals = default_capitals(values.language, values.desk.country);
        }
        values.desk.consent = match (values.consent_text, values.consent_version) {
            (Some(text), Some(version)) => Some(ConsentQuestion { text, version }),
            (None, None) => None,
            (text, _) => {
                let key = if text.is_some() { "consent.text" } else { "consent.version" };
                return Err(given.error(key, &technician().settings_error_consent_alone()));
            }
        };
        let is_chosen = given.variable("desk.state_dir").is_some();
        let state_dir = values.state_dir.unwrap_or_else(|| paths.state_dir.join("frontdesk"));
        let state_dir = match &paths.training_state_dir {
            Some(own) if !is_chosen && !is_own(&state_dir) => own.join("frontdesk"),
            _ => state_dir,
        };
        // A relative path in a variable starts at the working directory. Messages show the whole path.
        let state_dir = std::path::absolute(&state_dir).unwrap_or(state_dir);
        let api = api_target::api_target(
            &given,
            values.api,
            state_dir.clone(),
            values.desk.country,
            values.desk.language.locale().code(),
        )?;
        values.server.phones.country = values.desk.country;
        let outbox_dir = if api.is_training() { state_dir.join("training") } else { state_dir.clone() };
        let named = cashier.filter(|name| !name.trim().is_empty());
        Ok(Self {
            file: None,
            file_has_secret: false,
            given: given.settings,
            desk: values.desk,
            api,
            outbox: OutboxConfig {
                paths: StoragePaths { state_dir, outbox_dir },
                cashier: named.map_or_else(|| login_name(environment), str::to_owned),
                keep_days: values.keep_days,
                alarm_after: values.alarm_after,
            },
            server: values.server,
            database_url: values.database_url,
            log: values.log,
        })
    }
}
