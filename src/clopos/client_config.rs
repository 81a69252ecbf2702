//! The configuration of the client, and why a client cannot be made from it.

use std::path::{Path, PathBuf};

use reqwest::Certificate;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use url::{Host, Url};

use super::classify::Answer;
use super::shared_file::digest;
use crate::domain::Country;

/// The configuration of a [`Client`](super::Client). `settings` makes it.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// E.g. `https://integrations.clopos.com/open-api/v2`. Paths are added to it.
    pub base_url: Url,
    /// The credentials, which also determine the generation of the API.
    pub credentials: Credentials,
    /// A PEM file with certificate authorities that are trusted in addition to the built-in ones and the system's.
    pub extra_ca: Option<PathBuf>,
    /// The hosts for which `http://` is allowed.
    pub plain_http: PlainHttpPolicy,
    /// The directory of the token and the call budget that all desks of this host share.
    pub state_dir: PathBuf,
    /// The country of stored phones that have no country code.
    pub country: Country,
    /// The calls of a minute that this host may make: its share of the brand's calls. `None` means all of them.
    pub calls_per_minute: Option<u32>,
}

/// The hosts for which `http://` without TLS is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PlainHttpPolicy {
    /// Only this host.
    #[default]
    OnlyLoopback,
    /// Every host: the settings say that the network is trusted.
    Anywhere,
}

/// The credentials that `POST /auth` requires.
#[derive(Clone, derive_more::Debug)]
#[debug("Credentials(…)")]
pub struct Credentials {
    /// `client_id`
    pub client_id: String,
    /// `client_secret`
    pub client_secret: SecretString,
    /// `brand`
    pub brand: String,
    /// The credentials in which the generations of the API differ.
    pub generation: Generation,
}

/// A generation of the API, with the credentials that only it requires.
#[derive(Clone)]
pub enum Generation {
    /// The first generation. Calls have `x-token`, `x-brand` and `x-venue`.
    V1 {
        /// `venue_id`
        venue_id: String,
    },
    /// The second generation. Calls have `x-token`, and `x-venue` if a venue is set.
    V2 {
        /// `integrator_id`
        integrator_id: String,
        /// Overrides the venue of the token.
        venue_id: Option<String>,
    },
}

impl Credentials {
    /// Returns true for the first generation.
    pub const fn is_v1(&self) -> bool {
        matches!(self.generation, Generation::V1 { .. })
    }

    /// Returns the names and values that `POST /auth` requires.
    pub(super) fn auth_fields(&self) -> [(&'static str, &str); 4] {
        let last = match &self.generation {
            Generation::V1 { venue_id } => ("venue_id", venue_id.as_str()),
            Generation::V2 { integrator_id, .. } => ("integrator_id", integrator_id.as_str()),
        };
        let secret = self.client_secret.expose_secret();
        [("client_id", &self.client_id), ("client_secret", secret), ("brand", &self.brand), last]
    }

    /// Returns the venue. `None` means that of the token.
    pub fn venue_id(&self) -> Option<&str> {
        match &self.generation {
            Generation::V1 { venue_id } => Some(venue_id),
            Generation::V2 { venue_id, .. } => venue_id.as_deref(),
        }
    }

    /// Removes a venue that is not required, and returns it.
    pub fn remove_venue(&mut self) -> Option<String> {
        match &mut self.generation {
            Generation::V1 { .. } => None,
            Generation::V2 { venue_id, .. } => venue_id.take(),
        }
    }

    /// Removes the secret from an answer, both as it is and in its JSON spelling.
    pub(super) fn redact_secret(&self, answer: Answer) -> Answer {
        let secret = self.client_secret.expose_secret();
        let json_spelling = Value::from(secret).to_string();
        let body =
            String::from_utf8_lossy(&answer.body).replace(json_spelling.trim_matches('"'), "…").replace(secret, "…");
        Answer { body: body.into_bytes(), ..answer }
    }

    /// Returns the headers of every call except `/auth`, without the token.
    pub(super) fn headers(&self) -> Result<HeaderMap, ConfigError> {
        let mut headers = HeaderMap::new();
        let mut set = |name: &'static str, value: &str| -> Result<(), ConfigError> {
            let mut value = HeaderValue::from_str(value).map_err(|_| ConfigError::NotSendable { header: name })?;
            value.set_sensitive(true);
            headers.insert(HeaderName::from_static(name), value);
            Ok(())
        };
        if self.is_v1() {
            set("x-brand", &self.brand)?;
        }
        if let Some(venue_id) = self.venue_id() {
            set("x-venue", venue_id)?;
        }
        Ok(headers)
    }
}

/// Why no client can be made from a [`ClientConfig`]. It contains no secret; `settings` words it.
#[derive(Debug, thiserror::Error)]
#[error("{self:?}")]
pub enum ConfigError {
    /// A scheme other than `http` or `https`, or no host.
    NotAnAddress,
    /// `http://` to another host, although the settings do not allow it.
    PlainHttp,
    /// A value with a line break or another character that is not allowed in a header.
    NotSendable {
        /// `x-brand` or `x-venue`
        header: &'static str,
    },
    /// The extra CA file cannot be read.
    CaFile {
        /// The file of the settings.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The extra CA file contains no certificate.
    NoCertificate {
        /// The file of the settings.
        path: PathBuf,
    },
}

impl ClientConfig {
    /// Checks that a file has certificates that can be trusted, for callers that need to know before the first call.
    ///
    /// # Errors
    ///
    /// `CaFile` or `NoCertificate`.
    pub fn check_ca_file(path: &Path) -> Result<(), ConfigError> {
        read_certificates(path).map(drop)
    }

    /// Returns a digest of the address and the brand. It is the same for all desks that have the same groups and venues,
    /// and it does not reveal the address or the brand.
    pub fn tenant(&self) -> String {
        let url = self.base_url.as_str().trim_end_matches('/');
        digest(["tenant", url, &self.credentials.brand])
    }

    /// Checks that the base URL may be used.
    ///
    /// # Errors
    ///
    /// `NotAnAddress` or `PlainHttp`.
    pub fn check_address(&self) -> Result<(), ConfigError> {
        match (self.base_url.scheme(), self.base_url.host()) {
            ("https", Some(_)) => Ok(()),
            ("http", Some(_)) if self.is_loopback() || self.plain_http == PlainHttpPolicy::Anywhere => Ok(()),
            ("http", Some(_)) => Err(ConfigError::PlainHttp),
            _ => Err(ConfigError::NotAnAddress),
        }
    }

    /// Returns true if the server is this host. The address decides, not a resolver.
    pub(super) fn is_loopback(&self) -> bool {
        match self.base_url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// Reads the certificates of the extra CA file. Without such a setting there are none.
    pub(super) fn extra_certificates(&self) -> Result<Vec<Certificate>, ConfigError> {
        self.extra_ca.as_deref().map_or_else(|| Ok(Vec::new()), read_certificates)
    }
}

fn read_certificates(path: &Path) -> Result<Vec<Certificate>, ConfigError> {
    let pem = std::fs::read(path).map_err(|source| ConfigError::CaFile { path: path.to_owned(), source })?;
    match Certificate::from_pem_bundle(&pem) {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => Err(ConfigError::NoCertificate { path: path.to_owned() }),
    }
}

#[cfg(test)]
mod tests;
