use std::fs;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use crate::domain::DateOrder;
use crate::locale::Locale;
use crate::server::Credentials as ServerCredentials;

use super::{SettingsError, trimmed};

/// `frontdesk.toml` with its tables and keys. `assets/frontdesk.example.toml` explains them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    pub(super) clopos: CloposTable,
    pub(super) desk: DeskTable,
    pub(super) scanner: ScannerTable,
    pub(super) code: CodeTable,
    pub(super) privacy: PrivacyTable,
    pub(super) outbox: OutboxTable,
    pub(super) server: ServerTable,
}

/// `[clopos]`: the API that the desk calls.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CloposTable {
    pub(super) base_url: Option<String>,
    pub(super) api_version: Option<String>,
    pub(super) client_id: Option<String>,
    pub(super) client_secret: Option<SecretString>,
    pub(super) brand: Option<String>,
    pub(super) venue_id: Option<String>,
    pub(super) integrator_id: Option<String>,
    pub(super) ca_file: Option<PathBuf>,
    pub(super) allow_plain_http: bool,
}

/// `[desk]`: how the fields are parsed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DeskTable {
    pub(super) country: Option<String>,
    pub(super) language: Option<String>,
    pub(super) sticky_group: bool,
    pub(super) state_dir: Option<PathBuf>,
    pub(super) date_order: Option<DateOrder>,
}

/// `[scanner]`: how codes are scanned.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ScannerTable {
    pub(super) prefix: Option<String>,
}

/// `[code]`: the codes that the desk makes.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CodeTable {
    pub(super) template: Option<String>,
}

/// `[privacy]`: the idle timeouts.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PrivacyTable {
    pub(super) hide_seconds: Option<u32>,
    pub(super) put_away_seconds: Option<u32>,
}

/// `[outbox]`: how long delivered registrations are kept, and when the alarm is raised.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OutboxTable {
    pub(super) keep_days: Option<u32>,
    pub(super) alarm_hours: Option<u32>,
}

/// `[server]`: the credentials that `frontdesk serve` accepts.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ServerTable {
    client_id: Option<String>,
    client_secret: Option<SecretString>,
    brand: Option<String>,
    venue_id: Option<String>,
    integrator_id: Option<String>,
}

impl File {
    pub(super) fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = fs::read_to_string(path)
            .map_err(|error| SettingsError::Unreadable { file: path.to_owned(), reason: error.to_string() })?;
        let unparsable = |error: &toml::de::Error, key: String| SettingsError::Unparsable {
            file: path.to_owned(),
            line: error.span().map_or(0, |span| line_of(&text, span.start)),
            key,
            reason: without_value(error.message()),
        };
        let document = toml::Deserializer::parse(&text).map_err(|error| unparsable(&error, String::new()))?;
        serde_path_to_error::deserialize(document).map_err(|error| {
            let key = error.path().to_string();
            unparsable(error.inner(), if key == "." { String::new() } else { key })
        })
    }
}

fn line_of(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|byte| *byte == b'\n').count()
}

/// Returns an error message of serde without the rejected value.
///
/// serde quotes the value (`string "…"`, ``unknown variant `…` ``), which may be a secret in the wrong place. The
/// message's end says what is expected. It never has the rejected value, whatever that contains.
fn without_value(message: &str) -> String {
    let quoting_messages = ["invalid type", "invalid value", "invalid length", "unknown variant"];
    if !quoting_messages.iter().any(|beginning| message.starts_with(beginning)) {
        return message.to_owned();
    }
    match message.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None => Locale::english().settings_error_wrong_type(),
    }
}

impl ServerTable {
    /// Returns the accepted credentials. A value that is not set is `training`, and the venue is `1`.
    ///
    /// The values are trimmed like the desk's own, so that the two agree.
    pub(super) fn credentials(&self, path: &Path) -> Result<ServerCredentials, SettingsError> {
        let defaults = ServerCredentials::default();
        let text_or_default = |key: &str, value: Option<&str>, default: String| match trimmed(value.unwrap_or_default())
        {
            Ok(value) => Ok(value.map_or(default, str::to_owned)),
            Err(reason) => Err(SettingsError::in_file(path, key, &reason)),
        };
        let secret = self.client_secret.as_ref().map(ExposeSecret::expose_secret);
        let default_secret = defaults.client_secret.expose_secret().to_owned();
        let venue_id = text_or_default("server.venue_id", self.venue_id.as_deref(), defaults.venue_id)?;
        if !venue_id.parse().is_ok_and(|number: i64| number > 0) {
            return Err(SettingsError::in_file(path, "server.venue_id", &Locale::english().settings_error_venue()));
        }
        Ok(ServerCredentials {
            client_id: text_or_default("server.client_id", self.client_id.as_deref(), defaults.client_id)?,
            client_secret: text_or_default("server.client_secret", secret, default_secret)?.into(),
            brand: text_or_default("server.brand", self.brand.as_deref(), defaults.brand)?,
            venue_id,
            integrator_id: text_or_default(
                "server.integrator_id",
                self.integrator_id.as_deref(),
                defaults.integrator_id,
            )?,
        })
    }
}
