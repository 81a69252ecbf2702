use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::clopos::{ClientConfig, Credentials, PlainHttpPolicy};
use crate::domain::Country;
use crate::locale::Locale;

use super::file::CloposTable;
use super::{ApiTarget, Environment, SettingsError, config_error, trimmed};

/// A key in the file and the variable that overrides it.
struct Setting {
    key: &'static str,
    variable: &'static str,
}

const BASE_URL: Setting = Setting { key: "clopos.base_url", variable: "CLOPOS_BASE_URL" };
const API_VERSION: Setting = Setting { key: "clopos.api_version", variable: "CLOPOS_API_VERSION" };
const CLIENT_ID: Setting = Setting { key: "clopos.client_id", variable: "CLOPOS_CLIENT_ID" };
const CLIENT_SECRET: Setting = Setting { key: "clopos.client_secret", variable: "CLOPOS_CLIENT_SECRET" };
const BRAND: Setting = Setting { key: "clopos.brand", variable: "CLOPOS_BRAND" };
const VENUE_ID: Setting = Setting { key: "clopos.venue_id", variable: "CLOPOS_VENUE_ID" };
const INTEGRATOR_ID: Setting = Setting { key: "clopos.integrator_id", variable: "CLOPOS_INTEGRATOR_ID" };

/// The generation of the API.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ApiGeneration {
    V1,
    V2,
}

impl ApiGeneration {
    const fn default_base_url(self) -> &'static str {
        match self {
            Self::V1 => "https://integrations.clopos.com/open-api",
            Self::V2 => "https://integrations.clopos.com/open-api/v2",
        }
    }

    /// Returns true if an address ends like that of the other generation.
    fn contradicts(self, url: &Url) -> bool {
        let last = url.path_segments().and_then(|mut parts| parts.rfind(|part| !part.is_empty()));
        matches!((self, last), (Self::V1, Some("v2")) | (Self::V2, Some("open-api" | "v1")))
    }
}

/// The origin of a value, by which the technician finds it.
enum Origin {
    File,
    Environment,
}

struct SettingSource<'a, E> {
    path: &'a Path,
    environment: &'a E,
}

impl<E: Environment> SettingSource<'_, E> {
    /// Returns the value of a setting without spaces at its ends. `None` means that it is not set or has only spaces.
    fn value(&self, setting: &Setting, from_file: Option<&str>) -> Result<Option<(String, Origin)>, SettingsError> {
        let variable = self.environment.var(setting.variable);
        let (value, origin) = match &variable {
            Some(value) => (value.as_str(), Origin::Environment),
            None => (from_file.unwrap_or_default(), Origin::File),
        };
        match trimmed(value) {
            Ok(text) => Ok(text.map(|text| (text.to_owned(), origin))),
            Err(reason) => Err(self.invalid(setting, &origin, &reason)),
        }
    }

    fn required(&self, setting: &Setting, from_file: Option<&str>) -> Result<String, SettingsError> {
        let missing =
            || SettingsError::Missing { file: self.path.to_owned(), key: setting.key, variable: setting.variable };
        self.value(setting, from_file)?.map(|(value, _)| value).ok_or_else(missing)
    }

    fn invalid(&self, setting: &Setting, origin: &Origin, reason: &str) -> SettingsError {
        match origin {
            Origin::File => SettingsError::in_file(self.path, setting.key, &reason),
            Origin::Environment => SettingsError::in_variable(setting.variable, &reason),
        }
    }
}

/// Returns the API that the desk calls.
///
/// It is training if neither a server nor a credential is set. It is live if all credentials of the API generation are
/// set. Some of them without the others are an error and not training, because registrations would not reach Clopos.
pub(super) fn api_target(
    path: &Path,
    table: &CloposTable,
    environment: &impl Environment,
    state_dir: PathBuf,
    country: Country,
) -> Result<ApiTarget, SettingsError> {
    let source = SettingSource { path, environment };
    let generation = generation(&source, table)?;
    if let Some(file) = &table.ca_file {
        ClientConfig::check_ca_file(file)
            .map_err(|error| SettingsError::in_file(path, "clopos.ca_file", &config_error(&error)))?;
    }
    // Settings that are no credentials are checked first, so that a mistake is found in training and not later.
    if !is_any_set(&source, table)? {
        return Ok(ApiTarget::Training);
    }
    let credentials = credentials(&source, table, generation)?;
    Ok(ApiTarget::Live(Box::new(ClientConfig {
        base_url: base_url(&source, table, generation)?,
        credentials,
        extra_ca: table.ca_file.clone(),
        plain_http: if table.allow_plain_http { PlainHttpPolicy::Anywhere } else { PlainHttpPolicy::OnlyLoopback },
        state_dir,
        country,
    })))
}

fn is_any_set(source: &SettingSource<'_, impl Environment>, table: &CloposTable) -> Result<bool, SettingsError> {
    let secret = table.client_secret.as_ref().map(ExposeSecret::expose_secret);
    let given = [
        source.value(&BASE_URL, table.base_url.as_deref())?,
        source.value(&CLIENT_ID, table.client_id.as_deref())?,
        source.value(&CLIENT_SECRET, secret)?,
        source.value(&BRAND, table.brand.as_deref())?,
        source.value(&VENUE_ID, table.venue_id.as_deref())?,
        source.value(&INTEGRATOR_ID, table.integrator_id.as_deref())?,
    ];
    Ok(given.iter().any(Option::is_some))
}

/// Returns the generation in the settings, or the one that the credentials belong to.
///
/// `integrator_id` belongs to v2, `venue_id` without it to v1.
fn generation(
    source: &SettingSource<'_, impl Environment>,
    table: &CloposTable,
) -> Result<ApiGeneration, SettingsError> {
    let Some((text, origin)) = source.value(&API_VERSION, table.api_version.as_deref())? else {
        let has_integrator = source.value(&INTEGRATOR_ID, table.integrator_id.as_deref())?.is_some();
        let has_venue = source.value(&VENUE_ID, table.venue_id.as_deref())?.is_some();
        return Ok(if has_venue && !has_integrator { ApiGeneration::V1 } else { ApiGeneration::V2 });
    };
    match text.as_str() {
        "v1" => Ok(ApiGeneration::V1),
        "v2" => Ok(ApiGeneration::V2),
        _ => Err(source.invalid(&API_VERSION, &origin, &Locale::english().settings_error_api_version())),
    }
}

fn credentials(
    source: &SettingSource<'_, impl Environment>,
    table: &CloposTable,
    generation: ApiGeneration,
) -> Result<Credentials, SettingsError> {
    let client_id = source.required(&CLIENT_ID, table.client_id.as_deref())?;
    let secret = table.client_secret.as_ref().map(ExposeSecret::expose_secret);
    let client_secret = SecretString::from(source.required(&CLIENT_SECRET, secret)?);
    let brand = source.required(&BRAND, table.brand.as_deref())?;
    Ok(match generation {
        ApiGeneration::V1 => Credentials::V1 {
            client_id,
            client_secret,
            brand,
            venue_id: source.required(&VENUE_ID, table.venue_id.as_deref())?,
        },
        ApiGeneration::V2 => Credentials::V2 {
            client_id,
            client_secret,
            brand,
            integrator_id: source.required(&INTEGRATOR_ID, table.integrator_id.as_deref())?,
            venue_id: source.value(&VENUE_ID, table.venue_id.as_deref())?.map(|(value, _)| value),
        },
    })
}

/// Returns the checked address, so that a mistake is a settings error and not an API error at the first customer.
fn base_url(
    source: &SettingSource<'_, impl Environment>,
    table: &CloposTable,
    generation: ApiGeneration,
) -> Result<Url, SettingsError> {
    let locale = Locale::english();
    let (text, origin) = source
        .value(&BASE_URL, table.base_url.as_deref())?
        .unwrap_or_else(|| (generation.default_base_url().to_owned(), Origin::File));
    let invalid = |reason: &str| source.invalid(&BASE_URL, &origin, reason);
    let url = Url::parse(&text).map_err(|_| invalid(&locale.settings_error_url()))?;
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err(invalid(&locale.settings_error_url_parts()));
    }
    if source.value(&API_VERSION, table.api_version.as_deref())?.is_none() && generation.contradicts(&url) {
        let reason = match generation {
            ApiGeneration::V1 => locale.settings_error_url_of_v2(),
            ApiGeneration::V2 => locale.settings_error_url_of_v1(),
        };
        return Err(invalid(&reason));
    }
    match (url.scheme(), url.host()) {
        ("https", Some(_)) => Ok(url),
        ("http", Some(host)) if table.allow_plain_http || is_loopback(&host) => Ok(url),
        ("http", Some(_)) => Err(invalid(&locale.settings_error_url_plain_http())),
        _ => Err(invalid(&locale.settings_error_url())),
    }
}

fn is_loopback(host: &url::Host<&str>) -> bool {
    match host {
        url::Host::Domain(name) => *name == "localhost",
        url::Host::Ipv4(address) => address.is_loopback(),
        url::Host::Ipv6(address) => address.is_loopback(),
    }
}
