use std::fs;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde::Deserialize;

use crate::customer::DateOrder;
use crate::server::Credentials as Accepted;

use super::BadSetting;

/// `frontdesk.toml` as it is written; see `assets/frontdesk.example.toml`.
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

/// `[clopos]`: whom to talk to.
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

/// `[desk]`: how the fields are read.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DeskTable {
    pub(super) country: Option<String>,
    pub(super) language: Option<String>,
    pub(super) sticky_group: bool,
    pub(super) date_order: Option<DateOrder>,
}

/// `[scanner]`: how codes are scanned.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ScannerTable {
    pub(super) prefix: Option<String>,
}

/// `[code]`: whether the desk makes codes.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CodeTable {
    pub(super) template: Option<String>,
}

/// `[privacy]`: what becomes of the screen when nobody types.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PrivacyTable {
    pub(super) hide_seconds: Option<u32>,
    pub(super) put_away_seconds: Option<u32>,
}

/// `[outbox]`: what is remembered.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OutboxTable {
    pub(super) keep_days: Option<u32>,
}

/// `[server]`: what `frontdesk serve` accepts.
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
    pub(super) fn read(path: &Path) -> Result<Self, BadSetting> {
        let text = fs::read_to_string(path)
            .map_err(|error| BadSetting::Unreadable { file: path.to_owned(), reason: error.to_string() })?;
        let unparsable = |error: &toml::de::Error, key: String| BadSetting::Unparsable {
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

/// serde quotes the value that it did not like (`string "…"`), and that may be a secret in the wrong place.
fn without_value(message: &str) -> String {
    match message.split_once("expected ") {
        Some((found, expected)) if found.starts_with("invalid") => format!("expected {expected}"),
        _ => message.to_owned(),
    }
}

impl ServerTable {
    /// What is not set is `training`, and the venue `1`.
    pub(super) fn accepted(self) -> Accepted {
        let usual = Accepted::default();
        Accepted {
            client_id: self.client_id.unwrap_or(usual.client_id),
            client_secret: self.client_secret.unwrap_or(usual.client_secret),
            brand: self.brand.unwrap_or(usual.brand),
            venue_id: self.venue_id.unwrap_or(usual.venue_id),
            integrator_id: self.integrator_id.unwrap_or(usual.integrator_id),
        }
    }
}
