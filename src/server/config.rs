//! The configuration of a server. `frontdesk serve` and training mode build it from the settings; tests build it too.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};

use crate::server::SampleOrigin;

use super::faults::Fault;
use super::phone_key::PhoneComparison;

/// The configuration of a server. The default is the one of training mode: the API's limits and times, the credentials of
/// training and no faults.
#[derive(Debug, Clone)]
pub struct Config {
    /// The credentials that the server accepts.
    pub credentials: Credentials,
    /// How phones are compared.
    pub phones: PhoneComparison,
    /// The rate limits.
    pub limits: Limits,
    /// The faults to inject. None by default.
    pub faults: Vec<Fault>,
    /// The time until a token expires. An hour in the API.
    pub token_lifetime: Duration,
    /// A request that takes longer is answered with 504. The API's gateway waits 8 s.
    pub gateway_timeout: Duration,
    /// The origin of the invented customers with which a new database begins. `None` means that it begins empty.
    pub samples: Option<SampleOrigin>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            credentials: Credentials::default(),
            phones: PhoneComparison::default(),
            limits: Limits::API,
            faults: Vec::new(),
            token_lifetime: Duration::from_hours(1),
            gateway_timeout: Duration::from_secs(8),
            samples: None,
        }
    }
}

/// The one set of credentials that a server accepts. v1 requires the venue, v2 the integrator.
///
/// The integrator counts as one in test mode. A request for [`Credentials::PRODUCTION_BRAND`] with otherwise correct
/// credentials is therefore rejected, with status 200, because the brand is not in test mode.
#[derive(Clone, derive_more::Debug)]
#[debug("Credentials(…)")]
pub struct Credentials {
    /// `client_id`.
    pub client_id: String,
    /// `client_secret`.
    pub client_secret: SecretString,
    /// `brand`.
    pub brand: String,
    /// `venue_id`: a whole number from 1, as text like in the API. The database gets such a venue if it has none.
    pub venue_id: String,
    /// `integrator_id`.
    pub integrator_id: String,
}

impl Credentials {
    /// The name of a brand that is not in test mode.
    pub const PRODUCTION_BRAND: &'static str = "production";

    /// Returns true if the secret is the documented one of training, which everybody knows.
    pub fn are_training(&self) -> bool {
        self.client_secret.expose_secret() == Self::default().client_secret.expose_secret()
    }
}

impl Default for Credentials {
    /// Returns the documented credentials of training: `training` in every field, and venue `1`.
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

/// The number of requests allowed in each sliding window. `None` means no limit, which is
/// the default.
///
/// Each process counts its own requests: a second server on the same database has windows of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// Calls of `/auth` per minute and IP address.
    pub auth_per_minute: Option<u32>,
    /// Failed requests (status 400 and above) per minute and token, and per IP address for those without a valid token.
    pub failed_per_minute: Option<u32>,
    /// v2: requests per minute for an integrator and brand.
    pub tenant_per_minute: Option<u32>,
    /// v1: requests per minute for a client.
    pub v1_per_minute: Option<u32>,
    /// v1: requests per hour for a client.
    pub v1_per_hour: Option<u32>,
}

impl Limits {
    /// The limits of the API.
    pub const API: Self = Self {
        auth_per_minute: Some(60),
        failed_per_minute: Some(600),
        tenant_per_minute: Some(300),
        v1_per_minute: Some(100),
        v1_per_hour: Some(1000),
    };

    /// Sets the requests per minute of v2 and v1, and v1's requests per hour to ten times as many. 0 means no limit.
    pub fn set_calls_per_minute(&mut self, calls: u32) {
        let limit = (calls > 0).then_some(calls);
        self.tenant_per_minute = limit;
        self.v1_per_minute = limit;
        self.v1_per_hour = limit.map(|calls| calls.saturating_mul(10));
    }
}
