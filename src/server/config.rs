//! What a server is told when it starts: made by `main` from the settings, or by a test.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

use super::faults::Faults;

/// How a server behaves. [`Config::new`] gives what training mode and a faithful stand-alone server use.
#[derive(Debug, Clone)]
pub struct Config {
    /// The `SQLite` file; made where it is missing, with its directories.
    pub database: PathBuf,
    /// Who may come in.
    pub credentials: Credentials,
    /// How often.
    pub limits: Limits,
    /// What goes wrong on purpose; nothing unless asked for.
    pub faults: Faults,
    /// How long a token is good for. The API's own is an hour.
    pub token_lifetime: Duration,
    /// When a request that is still being worked on is answered with a 504. The API's own time is 8 s.
    pub gateway_timeout: Duration,
}

impl Config {
    /// The API's own limits and times, the training credentials, no faults.
    pub fn new(database: impl Into<PathBuf>) -> Self {
        Self {
            database: database.into(),
            credentials: Credentials::default(),
            limits: Limits::default(),
            faults: Faults::default(),
            token_lifetime: Duration::from_hours(1),
            gateway_timeout: Duration::from_secs(8),
        }
    }
}

/// The one set of credentials that a server accepts: v1 asks for the venue, v2 for the integrator.
///
/// The integrator counts as one in test mode. Whoever asks for the brand [`Credentials::PRODUCTION_BRAND`] with an
/// otherwise right set is therefore told, with status 200, that the brand is not in test mode.
#[derive(Clone)]
pub struct Credentials {
    /// `client_id`.
    pub client_id: String,
    /// `client_secret`.
    pub client_secret: SecretString,
    /// `brand`.
    pub brand: String,
    /// `venue_id`: a whole number from 1, in text, as the API has it. It is made in the database where it is missing.
    pub venue_id: String,
    /// `integrator_id`.
    pub integrator_id: String,
}

impl Credentials {
    /// The brand that is not in test mode.
    pub const PRODUCTION_BRAND: &'static str = "production";
}

impl Default for Credentials {
    /// The documented credentials of training mode: `training` for each, venue `1`.
    fn default() -> Self {
        Self {
            client_id: "training".to_owned(),
            client_secret: SecretString::from("training"),
            brand: "training".to_owned(),
            venue_id: "1".to_owned(),
            integrator_id: "training".to_owned(),
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("venue_id", &self.venue_id).finish_non_exhaustive()
    }
}

/// How many requests are allowed in a sliding window; `None` is without limit.
///
/// They are counted in this process: a second server on the same database counts for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Calls of `/auth` a minute for an IP address.
    pub auth_per_minute: Option<u32>,
    /// Failed requests (status 400 and above) a minute for an IP address.
    pub failed_per_minute: Option<u32>,
    /// v2: requests a minute for an integrator and brand.
    pub tenant_per_minute: Option<u32>,
    /// v1: requests a minute for a client.
    pub v1_per_minute: Option<u32>,
    /// v1: requests an hour for a client.
    pub v1_per_hour: Option<u32>,
}

impl Default for Limits {
    /// The API's own.
    fn default() -> Self {
        Self {
            auth_per_minute: Some(60),
            failed_per_minute: Some(600),
            tenant_per_minute: Some(300),
            v1_per_minute: Some(100),
            v1_per_hour: Some(1000),
        }
    }
}

impl Limits {
    /// No limit at all: for tests of other things.
    pub const fn none() -> Self {
        Self {
            auth_per_minute: None,
            failed_per_minute: None,
            tenant_per_minute: None,
            v1_per_minute: None,
            v1_per_hour: None,
        }
    }
}
