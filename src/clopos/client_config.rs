//! The configuration of the client, and why a client cannot be made from it.

use std::fmt;
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
}

/// The hosts for which `http://` without TLS is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PlainHttpPolicy {
    /// Only this machine.
    #[default]
    OnlyLoopback,
    /// Every host: the settings say that the network is trusted.
    Anywhere,
}

/// The credentials that `POST /auth` requires, for both generations of the API.
#[derive(Clone)]
pub enum Credentials {
    /// The first generation. Calls have `x-token`, `x-brand` and `x-venue`.
    V1 {
        /// `client_id`
        client_id: String,
        /// `client_secret`
        client_secret: SecretString,
        /// `brand`
        brand: String,
        /// `venue_id`
        venue_id: String,
    },
    /// The second generation. Calls have `x-token`, and `x-venue` if a venue is set.
    V2 {
        /// `client_id`
        client_id: String,
        /// `client_secret`
        client_secret: SecretString,
        /// `brand`
        brand: String,
        /// `integrator_id`
        integrator_id: String,
        /// Overrides the venue of the token.
        venue_id: Option<String>,
    },
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V1 { .. } => "V1(…)",
            Self::V2 { .. } => "V2(…)",
        })
    }
}

impl Credentials {
    pub(super) const fn is_v1(&self) -> bool {
        matches!(self, Self::V1 { .. })
    }

    /// Removes the secret from an answer, both as it is and in its JSON spelling.
    pub(super) fn redact_secret(&self, answer: Answer) -> Answer {
        let (Self::V1 { client_secret, .. } | Self::V2 { client_secret, .. }) = self;
        let secret = client_secret.expose_secret();
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
        match self {
            Self::V1 { brand, venue_id, .. } => {
                set("x-brand", brand)?;
                set("x-venue", venue_id)?;
            }
            Self::V2 { venue_id: Some(venue_id), .. } => set("x-venue", venue_id)?,
            Self::V2 { venue_id: None, .. } => {}
        }
        Ok(headers)
    }
}

/// Why no client can be made from a [`ClientConfig`]. It contains no secret; `settings` words it.
#[derive(Debug)]
pub enum ConfigError {
    /// A scheme other than `http` or `https`, or no host.
    NotAnAddress,
    /// `http://` to another machine, although the settings do not allow it.
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

    /// Returns a text that is the same for everyone who sees the same groups and venues, and says nothing of them: it is
    /// made from the address and the brand.
    pub fn tenant(&self) -> String {
        let url = self.base_url.as_str().trim_end_matches('/');
        let (Credentials::V1 { brand, .. } | Credentials::V2 { brand, .. }) = &self.credentials;
        digest(["tenant", url, brand])
    }

    /// Checks that the base URL may be used.
    pub(super) fn check_address(&self) -> Result<(), ConfigError> {
        match (self.base_url.scheme(), self.base_url.host()) {
            ("https", Some(_)) => Ok(()),
            ("http", Some(_)) if self.is_loopback() || self.plain_http == PlainHttpPolicy::Anywhere => Ok(()),
            ("http", Some(_)) => Err(ConfigError::PlainHttp),
            _ => Err(ConfigError::NotAnAddress),
        }
    }

    /// Returns true if the server is this machine. The address decides, not a resolver.
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
mod tests {
    use super::*;

    fn config(url: &str, plain_http: PlainHttpPolicy) -> ClientConfig {
        ClientConfig {
            base_url: Url::parse(url).unwrap(),
            credentials: Credentials::V2 {
                client_id: "id-SECRET".into(),
                client_secret: "SECRET".into(),
                brand: "brand-SECRET".into(),
                integrator_id: "integrator-SECRET".into(),
                venue_id: None,
            },
            extra_ca: None,
            plain_http,
            state_dir: PathBuf::new(),
            country: Country::default(),
        }
    }

    #[test]
    fn plain_http_is_allowed_to_this_machine_only() {
        let table = [
            ("https://example.com/open-api", PlainHttpPolicy::OnlyLoopback, true),
            ("http://127.0.0.1:8080", PlainHttpPolicy::OnlyLoopback, true),
            ("http://127.8.8.8", PlainHttpPolicy::OnlyLoopback, true),
            ("http://[::1]:1", PlainHttpPolicy::OnlyLoopback, true),
            ("http://localhost/x", PlainHttpPolicy::OnlyLoopback, true),
            ("http://example.com", PlainHttpPolicy::OnlyLoopback, false),
            ("http://evil.localhost", PlainHttpPolicy::OnlyLoopback, false),
            ("http://localhost.example.com", PlainHttpPolicy::OnlyLoopback, false),
            ("http://10.0.0.1", PlainHttpPolicy::OnlyLoopback, false),
            ("http://example.com", PlainHttpPolicy::Anywhere, true),
            ("ftp://127.0.0.1", PlainHttpPolicy::Anywhere, false),
            ("mailto:a@b.c", PlainHttpPolicy::Anywhere, false),
        ];
        for (url, policy, allowed) in table {
            assert_eq!(config(url, policy).check_address().is_ok(), allowed, "{url}");
        }
    }

    #[test]
    fn debug_shows_no_credential() {
        let debug_text = format!("{:?}", config("https://example.com", PlainHttpPolicy::OnlyLoopback));
        assert!(!debug_text.contains("SECRET"), "{debug_text}");
    }

    #[test]
    fn a_missing_or_empty_ca_file_is_named() {
        let mut config = config("https://example.com", PlainHttpPolicy::OnlyLoopback);
        config.extra_ca = Some("/does/not/exist.pem".into());
        let missing = config.extra_certificates();
        assert!(matches!(missing, Err(ConfigError::CaFile { path, .. }) if path == Path::new("/does/not/exist.pem")));
        let file = tempfile::NamedTempFile::new().unwrap();
        config.extra_ca = Some(file.path().to_owned());
        assert!(matches!(config.extra_certificates(), Err(ConfigError::NoCertificate { .. })));
    }

    #[test]
    fn a_brand_that_no_header_can_carry_is_an_error_that_does_not_show_it() {
        let credentials = Credentials::V1 {
            client_id: String::new(),
            client_secret: "s".into(),
            brand: "a\r\nx-evil: 1".into(),
            venue_id: "1".into(),
        };
        let error = format!("{:?}", credentials.headers().unwrap_err());
        assert!(error.contains("x-brand") && !error.contains("evil"), "{error}");
    }
}
