//! The client: makes calls with a token, within the call budget, and records how each call ended.
//!
//! `calls` and `lookup` have the public methods for the calls of the API, `authentication` gets the tokens. The client decides nothing about a
//! registration: it makes a second attempt only if the token was rejected.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use chrono::TimeDelta;
use reqwest::header::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use tokio::sync::OnceCell;

use crate::clock;
use crate::domain::{ApiError, ConnectError, Readiness};

use super::budget::Budget;
use super::call::{CallKind, Priority, Request, Ticket, Timeouts};
use super::classify::{Answer, CallError};
use super::client_config::{ClientConfig, ConfigError};
use super::http::Http;
use super::name_resolver::NameResolver;
use super::rate_limiter::RateLimiter;
use super::reachability::{self, Outcome};
use super::recorder::Exchange;
use super::token::TokenCache;
use super::{proxy, rate_limit_headers};

/// The timeout of a look-up for which no person waits. It is shorter because it may be the probe while the desk is
/// offline.
const BACKGROUND_READ_TIMEOUT: Duration = Duration::from_secs(6);

/// A client of the Clopos API. Cheap to clone: clones share connections, token and call budget.
#[derive(Clone, derive_more::Debug)]
pub struct Client {
    #[debug(skip)]
    pub(super) core: Arc<Core>,
    priority: Priority,
    /// True for a further call of a look-up that has begun.
    has_begun: bool,
}

pub(super) struct Core {
    pub config: ClientConfig,
    headers: HeaderMap,
    pub http: Http,
    pub tokens: TokenCache,
    pub budget: Budget,
    clock_skew: Mutex<Option<TimeDelta>>,
    /// Records every exchange for a probe. `None` means that none is recorded.
    pub exchanges: Option<Mutex<Vec<Exchange>>>,
}

impl Client {
    /// Makes a client. It reads the extra CA file and makes no call.
    ///
    /// # Errors
    ///
    /// A setting that cannot be used.
    pub fn new(config: ClientConfig) -> Result<Self, ConfigError> {
        Self::with_timeouts(config, Timeouts::default())
    }

    /// Builds a client like [`Client::new`], with other timeouts.
    ///
    /// # Errors
    ///
    /// A setting cannot be used.
    pub fn with_timeouts(config: ClientConfig, timeouts: Timeouts) -> Result<Self, ConfigError> {
        config.check_address()?;
        let headers = config.credentials.headers()?;
        let http = Http {
            proxy: if config.is_loopback() { None } else { proxy::address_for(&config.base_url) },
            is_loopback: config.is_loopback(),
            extra_certificates: config.extra_certificates()?,
            timeouts,
            names: NameResolver::default(),
            client: OnceCell::new(),
            #[cfg(test)]
            fake: None,
        };
        let (tokens, budget) = (TokenCache::new(&config, timeouts.post), Budget::new(&config));
        let core = Core { config, headers, http, tokens, budget, clock_skew: Mutex::new(None), exchanges: None };
        Ok(Self { core: Arc::new(core), priority: Priority::Foreground, has_begun: false })
    }

    /// Makes a client that calls a fake server. Its answers take time by Tokio's clock only.
    #[cfg(test)]
    pub(crate) fn of_fake(config: ClientConfig, fake: Arc<super::fake_server::FakeServer>) -> Self {
        let mut client = Self::new(config).unwrap();
        Arc::get_mut(&mut client.core).unwrap().http.fake = Some(fake);
        client
    }

    /// Returns the same client for work for which no person waits. It leaves half of the call budget to the others.
    pub fn in_background(&self) -> Self {
        Self { priority: Priority::Background, ..self.clone() }
    }

    /// Returns the time by which the server's clock is ahead of this host's. It is calculated from the `Date` of the
    /// last answer, to the second. `None` means that there was no answer yet.
    pub fn clock_skew(&self) -> Option<TimeDelta> {
        *self.core.clock_skew.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the same client for calls that are not essential to a person. None is made while the desk is offline.
    pub fn for_optional_calls(&self) -> Self {
        Self { priority: Priority::Optional, ..self.clone() }
    }

    /// Returns the same client for the further calls of a look-up. They may use the calls that background work leaves to
    /// others: a look-up without its last call is worth nothing and would begin again.
    pub(super) fn for_further_calls(&self) -> Self {
        Self { has_begun: true, ..self.clone() }
    }

    /// Returns the calls that background work may make now, by the call budget and the connection of all desks.
    pub async fn readiness(&self) -> Readiness {
        self.core.budget.readiness().await
    }

    /// Ends a pause that the API asked for and makes a probe of the connection due, because the user asked for it.
    pub async fn lift_pause(&self) {
        self.core.budget.update(RateLimiter::lift_pause).await;
    }

    /// Makes a probe of the connection due while the desk is offline. A pause that the API asked for stays.
    pub async fn make_probe_due(&self) {
        self.core.budget.update(RateLimiter::make_probe_due).await;
    }

    /// Tries to connect if the desk is offline because no connection could be made. This makes no call. Returns true if
    /// it succeeds: then a probe is due.
    pub async fn try_to_connect(&self) -> bool {
        let is_connected = self.core.budget.snapshot().await.can_probe_by_connecting()
            && self.core.http.can_connect(&self.core.config.base_url).await;
        if is_connected {
            self.core.budget.update(RateLimiter::record_connected).await;
        }
        is_connected
    }

    /// Makes a call with a token. If the token is rejected, makes the call again with a new one.
    pub(super) async fn call(&self, request: &Request) -> Result<Value, CallError> {
        let mut priority = if self.has_begun { Priority::Foreground } else { self.priority };
        let mut rejected = None;
        loop {
            let ticket = self.core.budget.acquire(priority, request.kind.direction()).await?;
            let ticket = Ticket { priority: self.priority, ..ticket };
            let token = self.token(rejected.as_ref(), ticket).await.map_err(CallError::NoToken)?;
            match self.attempt(request, &token, ticket).await {
                Err(CallError::TokenRejected { sentence }) if rejected.is_some() => {
                    let error = ApiError::Credentials { sentence };
                    self.core.budget.settle(ticket, reachability::outcome(&error, ticket.direction), true).await;
                    return Err(error.into());
                }
                // The second half of the same call. A probe needs it too, although only one call may be made while offline.
                Err(CallError::TokenRejected { .. }) => (priority, rejected) = (Priority::Foreground, Some(token)),
                outcome => return outcome,
            }
        }
    }

    async fn attempt(&self, request: &Request, token: &SecretString, ticket: Ticket) -> Result<Value, CallError> {
        let mut headers = self.core.headers.clone();
        let mut value =
            HeaderValue::from_str(token.expose_secret()).map_err(|_| ApiError::NotSent(ConnectError::NoToken))?;
        value.set_sensitive(true);
        headers.insert("x-token", value);
        if let Some(key) = request.idempotency_key.and_then(|cid| HeaderValue::from_str(&cid.to_string()).ok()) {
            headers.insert("idempotency-key", key);
        }
        let answer = match self.send(request, headers).await {
            Ok(answer) => answer,
            Err(error) => {
                let outcome = reachability::outcome(&error, ticket.direction);
                let was_made = !matches!(error, ApiError::NotSent(_) | ApiError::Proxy { .. });
                self.core.budget.settle(ticket, outcome, was_made).await;
                return Err(error.into());
            }
        };
        let result = answer.classify(request.kind);
        let outcome = match &result {
            Ok(_) | Err(CallError::NoSuchItem) => Outcome::Passed,
            Err(CallError::TokenRejected { .. }) => Outcome::Neutral,
            Err(CallError::Api(error) | CallError::NoToken(error)) => reachability::outcome(error, ticket.direction),
        };
        self.core.budget.record_answer(ticket, outcome, &answer).await;
        result
    }

    fn timeout(&self, request: &Request) -> Duration {
        let timeouts = self.core.http.timeouts;
        match request.kind {
            CallKind::Auth | CallKind::Create => timeouts.post,
            _ if self.priority == Priority::Background => BACKGROUND_READ_TIMEOUT.min(timeouts.call),
            CallKind::List | CallKind::One => timeouts.call,
        }
    }

    pub(super) async fn send(&self, request: &Request, headers: HeaderMap) -> Result<Answer, ApiError> {
        let started_at = Instant::now();
        let outcome = self.core.http.send(request, headers, self.timeout(request)).await;
        let status = outcome.as_ref().ok().map(|answer| answer.status);
        if let Some(exchanges) = &self.core.exchanges {
            let exchange = Exchange::new(request, &outcome, started_at.elapsed());
            exchanges.lock().unwrap_or_else(PoisonError::into_inner).push(exchange);
        }
        tracing::debug!(call = ?request.kind, ?status, millis = started_at.elapsed().as_millis(), "exchange");
        if let Some(date) = outcome.as_ref().ok().and_then(|answer| rate_limit_headers::server_date(&answer.headers)) {
            *self.core.clock_skew.lock().unwrap_or_else(PoisonError::into_inner) =
                Some(clock_difference(date, clock::system_time()));
        }
        outcome
    }
}

impl CallError {
    /// Converts the error for callers that do not handle a rejected token or a missing item.
    pub(super) fn into_api_error(self) -> ApiError {
        match self {
            Self::Api(error) | Self::NoToken(error) => error,
            Self::TokenRejected { sentence } => ApiError::Credentials { sentence },
            Self::NoSuchItem => ApiError::WrongAddress { status: 404 },
        }
    }
}

fn clock_difference(server: SystemTime, local: SystemTime) -> TimeDelta {
    let signed = |time: Duration| TimeDelta::from_std(time).unwrap_or(TimeDelta::MAX);
    match server.duration_since(local) {
        Ok(ahead) => signed(ahead),
        Err(behind) => -signed(behind.duration()),
    }
}
