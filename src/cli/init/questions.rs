//! The questions: which ones, in which order, and where each answer comes from. An option answers first, then the
//! person at the terminal, then the settings file, then the host.

use std::fs;
use std::io::{self, IsTerminal as _, Read as _};

use crate::domain::Country;
use crate::locale::technician;
use crate::settings::{SETTINGS, Setting, SettingsError, SettingsText};

use super::host::Host;
use super::prompt::ask;
use super::{CommandError, InitArguments, InitError};

/// A longer input is no secret.
const MAX_SECRET_BYTES: u64 = 4096;

/// Sets each setting that the file needs in its text.
pub(super) fn answer_all(
    arguments: &InitArguments,
    training: bool,
    text: &mut SettingsText<'_>,
) -> Result<(), CommandError> {
    let is_terminal = io::stdin().is_terminal();
    let secret = secret(arguments, is_terminal)?;
    let mut questions = Questions { text, is_terminal, missing: Vec::new() };
    if !training {
        questions.credentials(arguments, secret.as_deref())?;
    }
    let host = Host::read();
    let country = Some(host.country().unwrap_or_else(|| Country::default().to_string()));
    questions.answer("desk.country", "--country", arguments.country.as_deref(), country, false)?;
    let zone = host.zone(&questions.text.value("desk.country").unwrap_or_default().to_ascii_uppercase());
    questions.answer("desk.time_zone", "--time-zone", arguments.time_zone.as_deref(), zone, false)?;
    if questions.missing.is_empty() { Ok(()) } else { Err(InitError::Missing(questions.missing).into()) }
}

/// Reads the secret from its file or from standard input. At a terminal it is asked for later.
fn secret(arguments: &InitArguments, is_terminal: bool) -> Result<Option<String>, CommandError> {
    let mut secret = String::new();
    if let Some(path) = &arguments.secret_file {
        secret = fs::read_to_string(path).map_err(|error| SettingsError::unreadable(path, &error))?;
    } else if arguments.secret_stdin && !is_terminal {
        io::stdin().take(MAX_SECRET_BYTES).read_to_string(&mut secret)?;
    } else {
        return Ok(None);
    }
    Ok(Some(secret.trim().to_owned()))
}

struct Questions<'a, 'f> {
    text: &'a mut SettingsText<'f>,
    is_terminal: bool,
    /// The options of the answers that are missing.
    missing: Vec<&'static str>,
}

impl Questions<'_, '_> {
    /// Answers what the version of the API needs.
    fn credentials(&mut self, arguments: &InitArguments, secret: Option<&str>) -> Result<(), CommandError> {
        let is_v1 = self.is_v1(arguments)?;
        if let Some(url) = arguments.base_url.as_deref() {
            self.answer("clopos.base_url", "--base-url", Some(url), None, false)?;
        }
        self.answer("clopos.client_id", "--client-id", arguments.client_id.as_deref(), None, true)?;
        let option = if arguments.secret_stdin { "--secret-stdin" } else { "--secret-file" };
        self.answer("clopos.client_secret", option, secret, None, true)?;
        self.answer("clopos.brand", "--brand", arguments.brand.as_deref(), None, true)?;
        if is_v1 && arguments.integrator_id.is_some() {
            return Err(InitError::Ignored { by: "init --api-version v1", option: "integrator-id" }.into());
        }
        if !is_v1 {
            self.answer("clopos.integrator_id", "--integrator-id", arguments.integrator_id.as_deref(), None, true)?;
        }
        self.answer("clopos.venue_id", "--venue-id", arguments.venue_id.as_deref(), None, is_v1)?;
        // The credentials say which version it is, unless the file says it or has an integrator of v2.
        if self.has("clopos.api_version") || is_v1 && self.has("clopos.integrator_id") {
            self.text.set("clopos.api_version", if is_v1 { "v1" } else { "v2" })?;
        }
        Ok(())
    }

    fn is_v1(&mut self, arguments: &InitArguments) -> Result<bool, CommandError> {
        let given = arguments.api_version.clone().or(arguments.integrator_id.is_some().then(|| "v2".to_owned()));
        let has_venue = arguments.venue_id.is_some() || self.has("clopos.venue_id");
        let usual = if has_venue && !self.has("clopos.integrator_id") { "v1" } else { "v2" };
        let usual = Some(usual.to_owned());
        let version = self.ask("clopos.api_version", "--api-version", given.as_deref(), usual, false)?;
        Ok(version.as_deref() == Some("v1"))
    }

    fn has(&self, key: &str) -> bool {
        self.text.value(key).is_some()
    }

    /// Sets the answer to one question.
    fn answer(
        &mut self,
        key: &'static str,
        option: &'static str,
        given: Option<&str>,
        default: Option<String>,
        is_required: bool,
    ) -> Result<(), CommandError> {
        if let Some(answer) = self.ask(key, option, given, default, is_required)? {
            self.text.set(key, &answer)?;
        }
        Ok(())
    }

    /// Returns the answer to one question. The default is used if the file has no value.
    fn ask(
        &mut self,
        key: &'static str,
        option: &'static str,
        given: Option<&str>,
        default: Option<String>,
        is_required: bool,
    ) -> Result<Option<String>, CommandError> {
        let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) else { return Ok(None) };
        let present = self.text.value(key).map(str::to_owned).or(default);
        let answer = if let Some(given) = given.map(str::trim) {
            let checked = if given.is_empty() { Err(technician().init_empty()) } else { setting.check(given) };
            checked.map_err(|reason| InitError::Answer { option, reason })?;
            Some(given.to_owned())
        } else if self.is_terminal {
            Some(ask_until_right(setting, present.as_deref(), is_required)?).filter(|answer| !answer.is_empty())
        } else {
            None
        };
        let answer = answer.or(present);
        if answer.is_none() && is_required {
            self.missing.push(option);
        }
        Ok(answer)
    }
}

/// Asks until the answer can be used. An empty answer means the present value, or none if none is required.
fn ask_until_right(setting: &Setting, present: Option<&str>, is_required: bool) -> Result<String, CommandError> {
    let say = technician();
    let (_, name) = setting.key.rsplit_once('.').unwrap_or_default();
    let present_words = present.map(|value| if setting.is_shown() { value.to_owned() } else { say.init_set() });
    let prompt = match present_words {
        Some(value) => format!("{name} [{value}]: "),
        None if is_required => format!("{name}: "),
        None => format!("{name} [{}]: ", say.init_none()),
    };
    let meaning = (setting.meaning)(say).replace('`', "");
    let mut prompt = format!("\n{meaning}\n{prompt}");
    loop {
        let answer = ask(&prompt, setting.key == "clopos.client_secret")?.ok_or(InitError::Ended)?;
        let reason = match setting.check(&answer) {
            Ok(()) if answer.is_empty() && is_required && present.is_none() => say.init_required(),
            _ if answer.is_empty() => return Ok(answer),
            Ok(()) => return Ok(answer),
            Err(reason) => reason,
        };
        let (_, question) = prompt.rsplit_once('\n').unwrap_or_default();
        prompt = format!("{}\n{question}", say.settings_error_value(name, reason));
    }
}
