//! What is known of a token at a moment: the last one granted and the last failure to get one. Pure; kept in
//! memory and, for the other desks, in the state directory. No `Debug`: it holds the token.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::{AccountFault, ApiError, ConnectError, DisplayText, ForeignAnswer};

/// Renewed so long before it ends, or a quarter of its life before where that is shorter.
const RENEW_MARGIN_MS: u64 = 120_000;
/// A clock may have been set back by so much; what was granted later than that lies in no past of ours.
const MAX_CLOCK_STEP_MS: u64 = 60_000;

/// The last grant and the last failure. All times are milliseconds since 1970.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct TokenRecord {
    granted: Option<Granted>,
    failure: Option<Failure>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Granted {
    token: String,
    since: u64,
    renew_at: u64,
    ends_at: u64,
}

#[derive(Clone, Serialize, Deserialize)]
struct Failure {
    at: u64,
    what: FailureReason,
}

/// A trouble that others who waited for the same token take as their own.
#[derive(Clone, Serialize, Deserialize)]
enum FailureReason {
    Credentials(String),
    Permission(String),
    Settings(String),
    Account(AccountFault),
    NotFromApi(ForeignAnswer),
    Proxy(String),
    WrongAddress { status: u16 },
    TooMany { until: u64 },
    Unreachable(StoredConnectError),
}

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
    /// A fresh grant.
    pub(super) fn granted(token: String, granted_at: u64, lifetime: Duration) -> Self {
        let lifetime = u64::try_from(lifetime.as_millis()).unwrap_or(u64::MAX);
        let ends_at = granted_at.saturating_add(lifetime);
        let renew_at = ends_at.saturating_sub(RENEW_MARGIN_MS.min(lifetime / 4));
        Self { granted: Some(Granted { token, since: granted_at, renew_at, ends_at }), failure: None }
    }

    /// Keeps the old grant, which may do until it ends, beside the failure to get a new one.
    pub(super) fn failed(&self, trouble: &ApiError, at: u64) -> Self {
        Self { granted: self.granted.clone(), failure: Some(Failure { at, what: FailureReason::of(trouble, at) }) }
    }

    /// The token to use, or why there is none; `None` where someone has to ask.
    ///
    /// `since` is when the caller began to want one: only a failure after that is news to it. `worn` is a token
    /// that the API has refused.
    pub(super) fn answer(&self, since: u64, now: u64, worn: Option<&str>) -> Option<Result<String, ApiError>> {
        let granted = self.granted.as_ref().filter(|granted| {
            worn != Some(granted.token.as_str()) && granted.since <= now.saturating_add(MAX_CLOCK_STEP_MS)
        });
        let until = |end: fn(&Granted) -> u64| granted.filter(|granted| now < end(granted)).map(|g| g.token.clone());
        if let Some(token) = until(|granted| granted.renew_at) {
            return Some(Ok(token));
        }
        let failure = self.failure.as_ref().filter(|failure| failure.counts(since, now))?;
        match until(|granted| granted.ends_at) {
            Some(token) if !failure.what.is_permanent() => Some(Ok(token)),
            _ => Some(Err(failure.what.trouble(now))),
        }
    }

    /// Whether it can still tell anybody anything.
    pub(super) fn is_over(&self, now: u64) -> bool {
        let granted = self.granted.as_ref().is_some_and(|granted| now < granted.ends_at);
        // Nobody waits for a token longer than some seconds; an hour is the longest pause.
        let failure = self.failure.as_ref().is_some_and(|failure| now < failure.at.saturating_add(3_600_000));
        !granted && !failure
    }
}

impl Failure {
    fn counts(&self, since: u64, now: u64) -> bool {
        match self.what {
            FailureReason::TooMany { until } => self.at <= now.saturating_add(MAX_CLOCK_STEP_MS) && now < until,
            _ => self.at > since && self.at <= now.saturating_add(MAX_CLOCK_STEP_MS),
        }
    }
}

impl FailureReason {
    fn of(trouble: &ApiError, now: u64) -> Self {
        match trouble {
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
                Self::TooMany { until: now.saturating_add(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)) }
            }
            ApiError::NotSent(why) => Self::Unreachable(StoredConnectError::from(*why)),
            ApiError::Unknown(why) => Self::Unreachable(StoredConnectError::from(ConnectError::from(*why))),
            ApiError::Conflict { .. } => Self::Unreachable(StoredConnectError::NoToken),
        }
    }

    fn trouble(&self, now: u64) -> ApiError {
        match self {
            Self::Credentials(sentence) => ApiError::Credentials { sentence: DisplayText::new(sentence) },
            Self::Permission(sentence) => ApiError::Permission { sentence: DisplayText::new(sentence) },
            Self::Settings(sentence) => ApiError::Settings { sentence: DisplayText::new(sentence) },
            Self::Account(fault) => ApiError::Account(*fault),
            Self::NotFromApi(answer) => ApiError::NotFromApi(*answer),
            Self::Proxy(address) => ApiError::Proxy { address: DisplayText::new(address) },
            Self::WrongAddress { status } => ApiError::WrongAddress { status: *status },
            Self::TooMany { until } => {
                ApiError::RateLimited { retry_after: Duration::from_millis(until.saturating_sub(now)) }
            }
            Self::Unreachable(why) => ApiError::NotSent(ConnectError::from(*why)),
        }
    }

    /// Whether asking again cannot help, so that an old token must not either.
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
    fn from(why: ConnectError) -> Self {
        match why {
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
    fn from(why: StoredConnectError) -> Self {
        match why {
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
mod tests {
    use super::*;

    const NOW: u64 = 1_767_853_132_000;
    const HOUR: Duration = Duration::from_hours(1);

    fn credentials() -> ApiError {
        ApiError::Credentials { sentence: DisplayText::new("Invalid credentials") }
    }

    #[test]
    fn a_token_is_used_until_two_minutes_before_its_end() {
        let kept = TokenRecord::granted("t".into(), NOW, HOUR);
        let at = |seconds: u64| kept.answer(0, NOW + seconds * 1000, None);
        assert_eq!(at(0), Some(Ok("t".into())));
        assert_eq!(at(3479), Some(Ok("t".into())));
        assert_eq!(at(3480), None);
        assert_eq!(kept.answer(0, NOW, Some("t")), None, "a refused token is not given again");
        assert_eq!(kept.answer(0, NOW, Some("older")), Some(Ok("t".into())));
    }

    #[test]
    fn a_short_lived_token_is_used_for_most_of_its_life() {
        let kept = TokenRecord::granted("t".into(), NOW, Duration::from_mins(1));
        assert_eq!(kept.answer(0, NOW + 44_000, None), Some(Ok("t".into())));
        assert_eq!(kept.answer(0, NOW + 45_000, None), None);
    }

    #[test]
    fn a_token_from_the_future_is_not_trusted() {
        let kept = TokenRecord::granted("t".into(), NOW + 61_000, HOUR);
        assert_eq!(kept.answer(0, NOW, None), None);
    }

    #[test]
    fn a_failure_counts_for_those_who_waited_for_it() {
        let kept = TokenRecord::default().failed(&credentials(), NOW);
        assert_eq!(kept.answer(NOW - 1, NOW, None), Some(Err(credentials())));
        assert_eq!(kept.answer(NOW, NOW, None), None, "who comes later asks again");
    }

    #[test]
    fn an_old_token_does_while_no_new_one_can_be_had_but_not_against_a_verdict() {
        let late = NOW + 3_500_000;
        let kept = TokenRecord::granted("t".into(), NOW, HOUR);
        let down = kept.failed(&ApiError::NotSent(ConnectError::ConnectTimeout), late);
        assert_eq!(down.answer(late - 1, late, None), Some(Ok("t".into())));
        assert_eq!(down.answer(late - 1, late, Some("t")), Some(Err(ApiError::NotSent(ConnectError::ConnectTimeout))));
        assert_eq!(kept.failed(&credentials(), late).answer(late - 1, late, None), Some(Err(credentials())));
    }

    /// Desks of different versions share the file.
    #[test]
    fn the_stored_form_is_frozen() {
        let failures = [
            r#"{"Credentials":"x"}"#,
            r#"{"Permission":"x"}"#,
            r#"{"Settings":"x"}"#,
            r#"{"Account":"test_mode"}"#,
            r#"{"NotFromApi":{"status":403,"kind":"html"}}"#,
            r#"{"Proxy":"x"}"#,
            r#"{"WrongAddress":{"status":404}}"#,
            r#"{"TooMany":{"until":5}}"#,
            r#"{"Unreachable":"NameUnknown"}"#,
            r#"{"Unreachable":"ConnectionRefused"}"#,
            r#"{"Unreachable":"ConnectTimeout"}"#,
            r#"{"Unreachable":"Tls"}"#,
            r#"{"Unreachable":"NoConnection"}"#,
            r#"{"Unreachable":"NoToken"}"#,
        ];
        for failure in failures {
            let granted = r#"{"token":"t","since":1,"renew_at":2,"ends_at":3}"#;
            let stored = format!(r#"{{"granted":{granted},"failure":{{"at":4,"what":{failure}}}}}"#);
            let record: TokenRecord = serde_json::from_str(&stored).unwrap();
            assert_eq!(serde_json::to_string(&record).unwrap(), stored);
        }
    }

    #[test]
    fn a_pause_holds_for_everybody_until_it_is_over() {
        let kept = TokenRecord::default().failed(&ApiError::RateLimited { retry_after: Duration::from_secs(30) }, NOW);
        assert_eq!(
            kept.answer(NOW + 10_000, NOW + 10_000, None),
            Some(Err(ApiError::RateLimited { retry_after: Duration::from_secs(20) }))
        );
        assert_eq!(kept.answer(NOW + 30_000, NOW + 30_000, None), None);
    }
}
