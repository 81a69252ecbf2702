use std::collections::HashMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use serde::Serialize;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::locale::technician;

use super::setting::{Parser, Values};
use super::table::SETTINGS;
use super::{Environment, SettingsError};

/// A setting that the file or the environment sets.
#[derive(Debug, Clone, Serialize)]
pub struct GivenSetting {
    /// Its key in the file; its variable if it has none.
    pub name: &'static str,
    /// Its value. `None` for a credential, which is never shown.
    pub value: Option<String>,
    /// The variable or the file that sets it.
    pub source: String,
    /// True if the file sets it.
    #[serde(skip)]
    pub is_in_file: bool,
}

/// The settings that are given, by which an error names the place of a value.
pub(super) struct Given<'a> {
    /// The file that was read, or in which a missing setting can be set.
    pub(super) file: &'a Path,
    pub(super) settings: Vec<GivenSetting>,
}

impl<'a> Given<'a> {
    /// Reads the settings, for training without those of the API. The environment overrides the file, and both the
    /// default.
    pub(super) fn read(
        file: &'a Path,
        in_file: &HashMap<&'static str, String>,
        environment: Environment<'_>,
        training: bool,
    ) -> Result<(Self, Values), SettingsError> {
        // Also if a variable overrides it.
        if in_file.get("desk.state_dir").is_some_and(|dir| Path::new(dir).is_relative()) {
            let origin = format!("{}: desk.state_dir", file.display());
            return Err(SettingsError::Value { origin, reason: technician().settings_error_state_dir() });
        }
        let (mut given, mut values) = (Self { file, settings: Vec::new() }, Values::default());
        for setting in SETTINGS.iter().filter(|setting| !training || !setting.is_of_api()) {
            let name = if setting.key.is_empty() { setting.variable } else { setting.key };
            let variable = Some(setting.variable).filter(|name| !name.is_empty());
            let from_variable = variable.and_then(environment).filter(|text| setting.is_set_by(text));
            let is_in_file = from_variable.is_none();
            let text = from_variable.or_else(|| in_file.get(setting.key).cloned());
            if let Some(text) = &text {
                let value = setting.is_shown().then(|| text.trim().to_owned());
                let source = if is_in_file { file.display().to_string() } else { setting.variable.to_owned() };
                given.settings.push(GivenSetting { name, value, source, is_in_file });
            }
            if let Some(text) = text.as_deref().or(setting.default()) {
                setting.parse_into(&mut values, text).map_err(|reason| given.error(name, &reason))?;
            }
        }
        Ok((given, values))
    }

    /// Returns a setting, if it is set.
    pub(super) fn get(&self, name: &str) -> Option<&GivenSetting> {
        self.settings.iter().find(|given| given.name == name)
    }

    /// Returns the error of a value.
    pub(super) fn error(&self, key: &str, reason: &str) -> SettingsError {
        let variable = self.get(key).filter(|given| !given.is_in_file).map(|given| given.source.clone());
        let origin = variable.unwrap_or_else(|| format!("{}: {key}", self.file.display()));
        SettingsError::Value { origin, reason: reason.to_owned() }
    }

    /// Returns the value of a setting that must be set.
    pub(super) fn required<T>(&self, key: &'static str, value: Option<T>) -> Result<T, SettingsError> {
        let variable = SETTINGS.iter().find(|setting| setting.key == key).map_or("", |setting| setting.variable);
        value.ok_or_else(|| SettingsError::Missing { file: self.file.to_owned(), key, variable })
    }
}

/// Reads a file of settings or keys. `None` means that there is none.
///
/// # Errors
///
/// `Unreadable` if the file cannot be read.
pub fn read_if_exists(path: &Path) -> Result<Option<String>, SettingsError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(SettingsError::unreadable(path, &error)),
    }
}

/// Reads the texts in the file, by key. Values of the wrong type and unknown keys are errors.
pub(super) fn read_file(path: &Path) -> Result<HashMap<&'static str, String>, SettingsError> {
    let text = fs::read_to_string(path).map_err(|error| SettingsError::unreadable(path, &error))?;
    parse_file(path, &text)
}

/// Returns the texts in the text of a file, by key, like [`read_file`].
pub(super) fn parse_file(path: &Path, text: &str) -> Result<HashMap<&'static str, String>, SettingsError> {
    let invalid = |byte: Option<usize>, key: &str, reason: String| SettingsError::Unparsable {
        file: path.to_owned(),
        line: byte.map_or(0, |byte| 1 + text.bytes().take(byte).filter(|byte| *byte == b'\n').count()),
        key: key.to_owned(),
        reason,
    };
    let document = DeTable::parse(text)
        .map_err(|error| invalid(error.span().map(|span| span.start), "", format!("{}.", error.message())))?;
    let mut texts = HashMap::new();
    for (name, key, value) in entries(document.get_ref(), "") {
        let line = key.start;
        let setting = SETTINGS.iter().find(|setting| setting.key == name);
        let setting = setting.ok_or_else(|| invalid(Some(line), &name, unknown(&name)))?;
        let text = text_of(value.get_ref(), &setting.parser);
        let text = text.ok_or_else(|| invalid(Some(line), &name, setting.wrong_type()))?;
        if setting.is_set_by(&text) {
            texts.insert(setting.key, text);
        }
    }
    Ok(texts)
}

/// Returns where the value of each key stands in the text of a file.
pub(super) fn value_spans(text: &str) -> HashMap<String, Range<usize>> {
    let Ok(document) = DeTable::parse(text) else { return HashMap::new() };
    entries(document.get_ref(), "").into_iter().map(|(name, _, value)| (name, value.span())).collect()
}

/// Returns the whole name, the place and the value of everything in a table that is no section.
fn entries<'a>(table: &'a DeTable<'a>, prefix: &str) -> Vec<(String, Range<usize>, &'a Spanned<DeValue<'a>>)> {
    let entries_of = |(key, value): (&'a Spanned<DeString<'a>>, &'a Spanned<DeValue<'a>>)| {
        let name = format!("{prefix}{}", key.get_ref());
        let section = format!("{name}.");
        match value.get_ref() {
            DeValue::Table(content) if SETTINGS.iter().any(|setting| setting.key.starts_with(&section)) => {
                entries(content, &section)
            }
            _ => vec![(name, key.span(), value)],
        }
    };
    table.iter().flat_map(entries_of).collect()
}

/// Returns the text of a value. `None` means that the value has another type than the setting.
fn text_of(value: &DeValue<'_>, parser: &Parser) -> Option<String> {
    match (parser, value) {
        (Parser::Text(_) | Parser::Secret(_) | Parser::Character(_), DeValue::String(text)) => Some(text.to_string()),
        (Parser::Number(_), DeValue::Integer(number)) if number.radix() == 10 => Some(number.as_str().to_owned()),
        (Parser::Flag(_), DeValue::Boolean(yes)) => Some(yes.to_string()),
        _ => None,
    }
}

/// Words that a key is unknown, and names the setting that was probably meant.
fn unknown(name: &str) -> String {
    let say = technician();
    let keys = || SETTINGS.iter().map(|setting| setting.key);
    let nearest = keys().map(|key| (strsim::damerau_levenshtein(key, name), key)).min();
    let nearest = nearest.filter(|(distance, _)| *distance <= 3).map(|(_, key)| key);
    // The right key in the wrong table.
    let (_, own) = name.split_once('.').unwrap_or_default();
    match nearest.or_else(|| keys().find(|key| key.split_once('.').is_some_and(|(_, key)| key == own))) {
        Some(key) => say.settings_error_unknown_like(key),
        None => say.settings_error_unknown(),
    }
}
