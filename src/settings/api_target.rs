use std::path::PathBuf;

use url::Url;

use crate::clopos::{ClientConfig, Credentials, Generation, PlainHttpPolicy};
use crate::domain::Country;
use crate::locale::technician;

use super::setting::ApiValues;
use super::sources::Given;
use super::{ApiTarget, SettingsError, config_error};

/// The settings that make the desk live. Some of them without the others are an error and not training, because
/// registrations would not reach Clopos.
const LIVE_KEYS: [&str; 6] = [
    "clopos.base_url",
    "clopos.client_id",
    "clopos.client_secret",
    "clopos.brand",
    "clopos.venue_id",
    "clopos.integrator_id",
];

/// Returns the API that the desk calls: training if neither an address nor a credential is set, live if all
/// credentials of the API generation are set.
pub(super) fn api_target(
    given: &Given<'_>,
    values: ApiValues,
    state_dir: PathBuf,
    country: Country,
    language: &'static str,
) -> Result<ApiTarget, SettingsError> {
    if !LIVE_KEYS.iter().any(|key| given.get(key).is_some()) {
        return Ok(ApiTarget::Training { state_dir, country, language });
    }
    // `integrator_id` belongs to v2, `venue_id` without it to v1.
    let has_only_venue = values.venue_id.is_some() && values.integrator_id.is_none();
    let is_v1 = values.is_v1.unwrap_or(has_only_venue);
    let client_id = given.required("clopos.client_id", values.client_id)?;
    let client_secret = given.required("clopos.client_secret", values.client_secret)?;
    let brand = given.required("clopos.brand", values.brand)?;
    let (generation, default_url) = if is_v1 {
        let venue_id = given.required("clopos.venue_id", values.venue_id)?;
        (Generation::V1 { venue_id }, "https://integrations.clopos.com/open-api")
    } else {
        let integrator_id = given.required("clopos.integrator_id", values.integrator_id)?;
        let generation = Generation::V2 { integrator_id, venue_id: values.venue_id };
        (generation, "https://integrations.clopos.com/open-api/v2")
    };
    let invalid = |reason: String| given.error("clopos.base_url", &reason);
    let base_url = values.base_url.map_or_else(|| base_url(default_url), Ok).map_err(invalid)?;
    if values.is_v1.is_none() {
        check_path(&base_url, is_v1).map_err(invalid)?;
    }
    let config = ClientConfig {
        base_url,
        credentials: Credentials { client_id, client_secret, brand, generation },
        extra_ca: values.ca_file,
        plain_http: if values.allow_plain_http { PlainHttpPolicy::Anywhere } else { PlainHttpPolicy::OnlyLoopback },
        state_dir,
        country,
        calls_per_minute: values.calls_per_minute,
    };
    config.check_address().map_err(|error| invalid(config_error(&error)))?;
    Ok(ApiTarget::Live(Box::new(config)))
}

/// Parses an address, so that a mistake is a settings error and not an API error at the first customer.
pub(super) fn base_url(text: &str) -> Result<Url, String> {
    let say = technician();
    let url = Url::parse(text).map_err(|_| say.settings_error_url())?;
    let has_more = !url.username().is_empty() || url.password().is_some() || url.query().is_some();
    if has_more || url.fragment().is_some() { Err(say.settings_error_url_parts()) } else { Ok(url) }
}

/// Checks that an address is not that of the other generation.
fn check_path(url: &Url, is_v1: bool) -> Result<(), String> {
    let last = url.path_segments().and_then(|mut parts| parts.rfind(|part| !part.is_empty()));
    match (is_v1, last) {
        (true, Some("v2")) => Err(technician().settings_error_url_of_v2()),
        (false, Some("open-api" | "v1")) => Err(technician().settings_error_url_of_v1()),
        _ => Ok(()),
    }
}
