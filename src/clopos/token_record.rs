//! The last token that was granted and the last failure to get one. `token` stores it in memory and, for the other
//! desks, in the state directory. Pure. There is no `Debug` because it contains the token.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::{AccountFault, ApiError, ConnectError, DisplayText, ForeignAnswer};

/// A token is renewed this long before it ends, or a quarter of its lifetime before the end if that is shorter.
const RENEW_MARGIN_MS: u64 = 120_000;
/// A clock may have been set back by this much. An entry that is further in the future is not used.
const MAX_CLOCK_STEP_MS: u64 = 60_000;

/// The last grant and the last failure. All times are milliseconds since 1970.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct TokenRecord {
    granted: Option<StoredGrant>,
    failure: Option<Failure>,
}

/// A token and its lifetime.
#[derive(Clone, Serialize, Deserialize)]
struct StoredGrant {
    token: String,
    #[serde(rename = "since")]
    granted_at: u64,
    renew_at: u64,
    ends_at: u64,
}

/// A failure to get a token.
#[derive(Clone, Serialize, Deserialize)]
struct Failure {
    #[serde(rename = "at")]
    failed_at: u64,
    #[serde(rename = "what")]
    reason: FailureReason,
}

/// The stored form of an error, for the other desks that waited for the same token.
#[derive(Clone, Serialize, Deserialize)]
enum FailureReason {
    Credentials(String),
    Permission(String),
    Settings(String),
    Account(AccountFault),
    NotFromApi(ForeignAnswer),
    Proxy(String),
    WrongAddress {
        status: u16,
    },
    #[serde(rename = "TooMany")]
    RateLimited {
        until: u64,
    },
    #[serde(rename = "Unreachable")]
    NotSent(StoredConnectError),
}

/// The stored form of a [`ConnectError`].
#[derive(Clone, Copy, Serialize, Deserialize)]
enum StoredConnectError {
    NameUnknown,
    ConnectionRefused,
    ConnectTimeout,
    Tls,
    NoConnection,
    NoToken,
}

impl TokenRecord {
    /// Makes a record of a token that was just granted.
    pub(super) fn from_grant(token: String, granted_at: u64, lifetime: Duration) -> Self {
        let lifetime = u64::try_from(lifetime.as_millis()).unwrap_or(u64::MAX);
        let ends_at = granted_at.saturating_add(lifetime);
        let renew_at = ends_at.saturating_sub(RENEW_MARGIN_MS.min(lifetime / 4));
        Self { granted: Some(StoredGrant { token, granted_at, renew_at, ends_at }), failure: None }
    }

    /// Adds a failure to get a new token. The old token stays, because it may be used until it ends.
    pub(super) fn with_failure(&self, error: &ApiError, at: u64) -> Self {
        Self {
            granted: self.granted.clone(),
            failure: Some(Failure { failed_at: at, reason: FailureReason::from_api_error(error, at) }),
        }
    }

    /// Returns the token to use, or the error for which there is none. `None` means that a desk has to call `/auth`.
    ///
    /// `wanted_since` is when the caller began to wait. Only a failure after that time is an answer for it. `rejected`
    /// is a token that the API has rejected.
    pub(super) fn token_or_error(
        &self,
        wanted_since: u64,
        now: u64,
        rejected: Option<&str>,
    ) -> Option<Result<String, ApiError>> {
        let granted = self.granted.as_ref().filter(|granted| {
            rejected != Some(granted.token.as_str()) && granted.granted_at <= now.saturating_add(MAX_CLOCK_STEP_MS)
        });
        let valid_until =
            |end: fn(&StoredGrant) -> u64| granted.filter(|granted| now < end(granted)).map(|g| g.token.clone());
        if let Some(token) = valid_until(|granted| granted.renew_at) {
            return Some(Ok(token));
        }
        let failure = self.failure.as_ref().filter(|failure| failure.applies(wanted_since, now))?;
        match valid_until(|granted| granted.ends_at) {
            Some(token) if !failure.reason.is_permanent() => Some(Ok(token)),
            _ => Some(Err(failure.reason.to_api_error(now))),
        }
    }

    /// Returns true if the record can no longer be an answer for any caller.
    pub(super) fn is_expired(&self, now: u64) -> bool {
        let granted = self.granted.as_ref().is_some_and(|granted| now < granted.ends_at);
        // No desk waits for a token for longer than some seconds. The longest pause is an hour.
        let failure = self.failure.as_ref().is_some_and(|failure| now < failure.failed_at.saturating_add(3_600_000));
        !granted && !failure
    }
}

impl Failure {
    /// Returns true if the failure is an answer for a caller that has waited since this time.
    fn applies(&self, wanted_since: u64, now: u64) -> bool {
        match self.reason {
            FailureReason::RateLimited { until } => {
                self.failed_at <= now.saturating_add(MAX_CLOCK_STEP_MS) && now < until
            }
            _ => self.failed_at > wanted_since && self.failed_at <= now.saturating_add(MAX_CLOCK_STEP_MS),
        }
    }
}

impl FailureReason {
    fn from_api_error(error: &ApiError, now: u64) -> Self {
        match error {
            ApiError::Credentials { sentence } => Self::Credentials(sentence.as_str().to_owned()),
            ApiError::Permission { sentence } => Self::Permission(sentence.as_str().to_owned()),
            ApiError::Settings { sentence } | ApiError::Rejected { sentence, .. } => {
                Self::Settings(sentence.as_str().to_owned())
            }
            ApiError::Account(fault) => Self::Account(*fault),
            ApiError::NotFromApi(answer) => Self::NotFromApi(*answer),
            ApiError::Proxy { address } => Self::Proxy(address.as_str().to_owned()),
            ApiError::WrongAddress { status } => Self::WrongAddress { status: *status },
            ApiError::RateLimited { retry_after: wait } => {
                Self::RateLimited { until: now.saturating_add(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)) }
            }
            ApiError::NotSent(cause) => Self::NotSent(StoredConnectError::from(*cause)),
            ApiError::Unknown(cause) => Self::NotSent(StoredConnectError::from(ConnectError::from(*cause))),
            ApiError::Conflict { .. } => Self::NotSent(StoredConnectError::NoToken),
        }
    }

    fn to_api_error(&self, now: u64) -> ApiError {
        match self {
            Self::Credentials(sentence) => ApiError::Credentials { sentence: DisplayText::new(sentence) },
            Self::Permission(sentence) => ApiError::Permission { sentence: DisplayText::new(sentence) },
            Self::Settings(sentence) => ApiError::Settings { sentence: DisplayText::new(sentence) },
            Self::Account(fault) => ApiError::Account(*fault),
            Self::NotFromApi(answer) => ApiError::NotFromApi(*answer),
            Self::Proxy(address) => ApiError::Proxy { address: DisplayText::new(address) },
            Self::WrongAddress { status } => ApiError::WrongAddress { status: *status },
            Self::RateLimited { until } => {
                ApiError::RateLimited { retry_after: Duration::from_millis(until.saturating_sub(now)) }
            }
            Self::NotSent(cause) => ApiError::NotSent(ConnectError::from(*cause)),
        }
    }

    /// Returns true if another call of `/auth` would fail too. Then an old token must not be used either.
    const fn is_permanent(&self) -> bool {
        matches!(
            self,
            Self::Credentials(_)
                | Self::Permission(_)
                | Self::Settings(_)
                | Self::Account(_)
                | Self::WrongAddress { .. }
        )
    }
}

impl From<ConnectError> for StoredConnectError {
    fn from(cause: ConnectError) -> Self {
        match cause {
            ConnectError::NameUnknown => Self::NameUnknown,
            ConnectError::ConnectionRefused => Self::ConnectionRefused,
            ConnectError::ConnectTimeout => Self::ConnectTimeout,
            ConnectError::Tls => Self::Tls,
            ConnectError::NoConnection => Self::NoConnection,
            ConnectError::NoToken => Self::NoToken,
        }
    }
}

impl From<StoredConnectError> for ConnectError {
    fn from(cause: StoredConnectError) -> Self {
        match cause {
            StoredConnectError::NameUnknown => Self::NameUnknown,
            StoredConnectError::ConnectionRefused => Self::ConnectionRefused,
            StoredConnectError::ConnectTimeout => Self::ConnectTimeout,
            StoredConnectError::Tls => Self::Tls,
            StoredConnectError::NoConnection => Self::NoConnection,
            StoredConnectError::NoToken => Self::NoToken,
        }
    }
}

#[cfg(test)]
mod tests;
