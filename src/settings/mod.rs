//! The technician's settings: `frontdesk.toml` and the environment, read once into [`Settings`].
//!
//! `cli` reads them at the start and gives each module its own part. [`SETTINGS`] is the table of all settings. The
//! environment overrides the file. All settings are checked here, before the terminal is touched. A [`SettingsError`]
//! names the file, the key and the remedy in one line. Secrets go only into the parts of `clopos` and `server`, and
//! `Debug` shows none. This module must not know the form or the screen.

mod accessibility;
mod api_target;
mod edit;
mod environment;
mod error;
mod language;
mod parts;
mod paths;
mod setting;
mod sources;
mod table;

pub use accessibility::{Accessibility, Bell};
pub use edit::SettingsText;
pub use environment::{Environment, kiosk_environment, process_environment};
pub use error::{SettingsError, config_error};
pub use language::{DeskLanguage, language_of};
pub use parts::{ApiTarget, DeskConfig, OutboxConfig, StoragePaths};
pub use paths::Paths;
pub use setting::{Setting, Shown};
pub use sources::{GivenSetting, read_if_exists};
pub use table::SETTINGS;

use std::collections::HashMap;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::domain::ConsentQuestion;
use crate::locale::{Locale, technician};
use crate::server::{self, PostgresUrl, PostgresUrlError};

use environment::login_name;
use language::default_capitals;
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
    pub database_url: Option<Result<PostgresUrl, SettingsError>>,
    /// The filter of the log. `None` means no log.
    pub log: Option<String>,
}

/// Returns true if a directory belongs to the user who runs the program.
fn is_own(dir: &Path) -> bool {
    dir.metadata().is_ok_and(|found| found.uid() == rustix::process::geteuid().as_raw())
}

impl Settings {
    /// Reads the file (`config_file`, or the default one if it exists) and the environment.
    ///
    /// With `training` the settings of the API are ignored. `cashier` and `language` are those of the command line.
    ///
    /// # Errors
    ///
    /// The first setting that cannot be used.
    pub fn read(
        config_file: Option<&Path>,
        training: bool,
        cashier: Option<&str>,
        language: Option<&'static Locale>,
        environment: Environment<'_>,
        paths: &Paths,
    ) -> Result<Self, SettingsError> {
        let default_file = paths.file();
        let file = config_file.or_else(|| default_file.exists().then_some(default_file.as_path()));
        let in_file = file.map_or_else(|| Ok(HashMap::new()), read_file)?;
        let file_has_secret = SETTINGS.iter().any(|setting| !setting.is_shown() && in_file.contains_key(setting.key));
        let (given, values) = Given::read(file.unwrap_or(&default_file), &in_file, environment, training)?;
        let settings = Self::assemble(given, values, cashier, language, environment, paths)?;
        Ok(Self { file: file.map(Path::to_owned), file_has_secret, ..settings })
    }

    /// Returns the settings of these values, which belong together, without the file.
    fn assemble(
        given: Given<'_>,
        mut values: Values,
        cashier: Option<&str>,
        language: Option<&'static Locale>,
        environment: Environment<'_>,
        paths: &Paths,
    ) -> Result<Self, SettingsError> {
        let of_desk = || values.language.or_else(|| language_of(environment)).unwrap_or(Locale::english());
        values.desk.language = language.map_or_else(|| DeskLanguage::Default(of_desk()), DeskLanguage::Fixed);
        if given.get("desk.capitals").is_none() {
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
        let is_chosen = given.get("desk.state_dir").is_some_and(|given| !given.is_in_file);
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
        let not_an_address =
            |PostgresUrlError| given.error("server.database_url", &technician().settings_error_database_url());
        let database_url = values.database_url.map(|url| url.map_err(not_an_address));
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
            database_url,
            log: values.log,
        })
    }
}
