//! The last token that was granted and the last failure to get one. `token` stores it in memory and, for the other
//! desks, in the state directory. Pure. There is no `Debug` because it contains the token.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::{ApiError, ConnectError};

use super::shared_file::Record;

/// A token is renewed this long before it ends, or a quarter of its lifetime before the end if that is shorter.
const RENEW_MARGIN_MS: u64 = 120_000;
/// A clock may have been set back by this much. An entry that is further in the future is not used.
const MAX_CLOCK_STEP_MS: u64 = 60_000;

/// The last grant and the last failure. All times are milliseconds since 1970.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct TokenRecord {
    granted: Option<Grant>,
    /// Earlier versions wrote `failure` in another form. Each version ignores the failures of the others.
    #[serde(rename = "failed")]
    failure: Option<Failure>,
}

/// A token and its lifetime.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Grant {
    pub token: String,
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
    error: ApiError,
}

impl Grant {
    /// Describes a token that was just granted. `granted_at` is the time before the request was sent.
    pub(super) fn new(token: String, granted_at: u64, lifetime: Duration) -> Self {
        let lifetime = u64::try_from(lifetime.as_millis()).unwrap_or(u64::MAX);
        let ends_at = granted_at.saturating_add(lifetime);
        let renew_at = ends_at.saturating_sub(RENEW_MARGIN_MS.min(lifetime / 4));
        Self { token, granted_at, renew_at, ends_at }
    }
}

impl From<Grant> for TokenRecord {
    fn from(grant: Grant) -> Self {
        Self { granted: Some(grant), failure: None }
    }
}

impl TokenRecord {
    /// Adds a failure to get a new token. The old token stays, because it may be used until it ends.
    pub(super) fn with_failure(&self, error: &ApiError, at: u64) -> Self {
        Self {
            granted: self.granted.clone(),
            failure: Some(Failure { failed_at: at, error: error_without_token(error) }),
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
            |end: fn(&Grant) -> u64| granted.filter(|granted| now < end(granted)).map(|g| g.token.clone());
        if let Some(token) = valid_until(|granted| granted.renew_at) {
            return Some(Ok(token));
        }
        let error = self.failure.as_ref()?.answer(wanted_since, now)?;
        match valid_until(|granted| granted.ends_at) {
            // What only the operator corrects would reject an old token too.
            Some(token) if !error.needs_operator() => Some(Ok(token)),
            _ => Some(Err(error)),
        }
    }
}

impl Record for TokenRecord {
    /// Returns true if the record can no longer be an answer for any caller.
    fn is_expired(&self, now: u64) -> bool {
        let granted = self.granted.as_ref().is_some_and(|granted| now < granted.ends_at);
        // No desk waits for a token for longer than some seconds. The longest pause is an hour.
        let failure = self.failure.as_ref().is_some_and(|failure| now < failure.failed_at.saturating_add(3_600_000));
        !granted && !failure
    }
}

impl Failure {
    /// Returns the error if it is an answer for a caller that has waited since this time.
    fn answer(&self, wanted_since: u64, now: u64) -> Option<ApiError> {
        let is_plausible = self.failed_at <= now.saturating_add(MAX_CLOCK_STEP_MS);
        if let ApiError::RateLimited { retry_after } = self.error {
            // It applies to every caller until it ends.
            let until = self.failed_at.saturating_add(u64::try_from(retry_after.as_millis()).unwrap_or(u64::MAX));
            let rest = until.checked_sub(now).filter(|rest| is_plausible && *rest > 0)?;
            return Some(ApiError::RateLimited { retry_after: Duration::from_millis(rest) });
        }
        (is_plausible && self.failed_at > wanted_since).then(|| self.error.clone())
    }
}

/// Returns the error for a call that got no token. Without a token nothing was sent, and nothing is known of its customer.
pub(super) fn error_without_token(error: &ApiError) -> ApiError {
    match error {
        ApiError::Rejected { sentence, .. } => ApiError::Settings { sentence: sentence.clone() },
        ApiError::Unknown(cause) => ApiError::NotSent((*cause).into()),
        ApiError::Conflict { .. } => ApiError::NotSent(ConnectError::NoToken),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests;
