use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use chrono::TimeDelta;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::Value;
use tokio::sync::OnceCell;
use url::Url;

use crate::clock;
use crate::domain::{ApiError, Cid, ConnectError, Readiness, UnknownOutcome};

use super::budget::Budget;
use super::classify::{Answer, CallError, CallKind};
use super::client_config::{ClientConfig, ConfigError};
use super::http::{Exchange, Http};
use super::rate_limiter::{Priority, Ticket};
use super::reachability::{self, CallDirection, Outcome};
use super::shared_file::now_ms;
use super::token::{Granted, Token, Tokens};
use super::{proxy, rate_limit_headers, request, wire};

/// A token whose lifetime is not told is used for ten minutes, an endless one for a day.
const DEFAULT_TOKEN_SECONDS: u64 = 600;
const MAX_TOKEN_SECONDS: u64 = 86_400;

const BACKGROUND_READ_TIMEOUT: Duration = Duration::from_secs(6);

/// How long is waited for the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection to stand, TLS included.
    pub connect: Duration,
    /// For one exchange as a whole.
    pub call: Duration,
    /// The same for a `POST`.
    pub post: Duration,
}

impl Default for Timeouts {
    /// 3 s, 10 s and 12 s: the API's gateway gives up after 8, and its answer has to come over a weak line.
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), call: Duration::from_secs(10), post: Duration::from_secs(12) }
    }
}

/// The API seen from here. Cheap to clone: clones share connections, token and budget.
#[derive(Clone)]
pub struct Client {
    pub(super) core: Arc<Core>,
    pace: Priority,
}

pub(super) struct Core {
    pub access: ClientConfig,
    headers: HeaderMap,
    http: Http,
    tokens: Tokens,
    budget: Budget,
    skew: Mutex<Option<TimeDelta>>,
}

/// A call: what is asked for and where. With a body it is a `POST`.
pub(super) struct Request {
    pub kind: CallKind,
    pub url: Url,
    pub body: Option<Vec<u8>>,
    /// `Idempotency-Key`, which v1 documents. Nothing relies on it: the `cid` decides.
    pub key: Option<Cid>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("pace", &self.pace).finish_non_exhaustive()
    }
}

impl Client {
    /// A client that has not said a word yet; nothing but the extra CA file is read.
    ///
    /// # Errors
    ///
    /// A setting that cannot be used, see [`AccessError`].
    pub fn new(access: ClientConfig) -> Result<Self, ConfigError> {
        Self::with_timeouts(access, Timeouts::default())
    }

    /// Like [`Client::new`], with other time limits.
    ///
    /// # Errors
    ///
    /// As [`Client::new`].
    pub fn with_timeouts(access: ClientConfig, timeouts: Timeouts) -> Result<Self, ConfigError> {
        access.check_address()?;
        let headers = access.credentials.headers()?;
        let http = Http {
            proxy: if access.is_loopback() { None } else { proxy::of(&access.base_url) },
            loopback: access.is_loopback(),
            extra_certificates: access.extra_certificates()?,
            timeouts,
            made: OnceCell::new(),
        };
        let (tokens, budget) = (Tokens::new(&access, timeouts.post), Budget::new(&access));
        let core = Core { access, headers, http, tokens, budget, skew: Mutex::new(None) };
        Ok(Self { core: Arc::new(core), pace: Priority::Foreground })
    }

    /// The same client for work that nobody waits for: it leaves half of the call budget to the others.
    pub fn in_background(&self) -> Self {
        Self { core: Arc::clone(&self.core), pace: Priority::Background }
    }

    /// Authenticates anew whatever token there is: whether the credentials are good at this moment.
    ///
    /// # Errors
    ///
    /// What kept it from a token. `Uncertain` is harmless here.
    pub async fn authenticate(&self) -> Result<(), ApiError> {
        let granted = self.request_token().await?;
        self.core.tokens.put(&granted).await;
        Ok(())
    }

    /// How far the server's clock is ahead of this machine's, by the `Date` of the last answer, to the second;
    /// `None` before there was one.
    pub fn clock_skew(&self) -> Option<TimeDelta> {
        *self.core.skew.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same client for calls that a person can do without: none is made while the connection is away.
    pub fn for_hints(&self) -> Self {
        Self { core: Arc::clone(&self.core), pace: Priority::Optional }
    }

    /// What work in the background may do now, by the budget and the connection of all desks.
    pub async fn readiness(&self) -> Readiness {
        self.core.budget.readiness().await
    }

    /// Ends a pause that the API asked for and makes a probe of the connection due: the user asked for it.
    pub async fn lift_pause(&self) {
        self.core.budget.lift().await;
    }

    /// Tries to connect if the connection is away because no connection could be made. That calls nothing; if it works, a
    /// probe is due.
    pub async fn try_to_connect(&self) {
        if self.core.budget.is_unconnected().await && self.core.http.can_connect(&self.core.access.base_url).await {
            self.core.budget.connected().await;
        }
    }

    /// Makes a call with a token, with a new one if the first was refused.
    pub(super) async fn call(&self, request: &Request) -> Result<Value, CallError> {
        let ticket = self.core.budget.take(self.pace, request.kind.direction()).await?;
        let token = self.token(None, ticket).await?;
        match self.attempt(request, &token, ticket).await {
            Err(CallError::Token { .. }) => {}
            outcome => return outcome,
        }
        // The second half of one call: also where it is the only one that may be made.
        let ticket = self.core.budget.take(Priority::Foreground, request.kind.direction()).await?;
        let ticket = Ticket { pace: self.pace, ..ticket };
        let token = self.token(Some(&token), ticket).await?;
        match self.attempt(request, &token, ticket).await {
            Err(CallError::Token { sentence }) => {
                let trouble = ApiError::Credentials { sentence };
                self.core.budget.settle(ticket, reachability::outcome(&trouble, ticket.way), true).await;
                Err(trouble.into())
            }
            outcome => outcome,
        }
    }

    /// A token for the call of the ticket, which is not made where there is none.
    async fn token(&self, worn: Option<&Token>, ticket: Ticket) -> Result<Token, ApiError> {
        let answer = self.core.tokens.get(worn, self.request_token()).await.map_err(not_sent);
        if let Err(trouble) = &answer {
            let outcome = match reachability::outcome(trouble, ticket.way) {
                // That the answer of `/auth` was lost is no failure to connect.
                Outcome::Unconnected if *trouble == ApiError::NotSent(ConnectError::NoConnection) => Outcome::Failed,
                outcome => outcome,
            };
            self.core.budget.settle(ticket, outcome, false).await;
        }
        answer
    }

    async fn attempt(&self, request: &Request, token: &Token, ticket: Ticket) -> Result<Value, CallError> {
        let mut headers = self.core.headers.clone();
        let mut value = HeaderValue::from_str(token.expose())
            .map_err(|_| ApiError::Unknown(UnknownOutcome::Unreadable(200)))
            .map_err(not_sent)?;
        value.set_sensitive(true);
        headers.insert("x-token", value);
        if let Some(key) = request.key.and_then(|cid| HeaderValue::from_str(&cid.to_string()).ok()) {
            headers.insert("idempotency-key", key);
        }
        let answer = match self.exchange(request, headers).await {
            Ok(answer) => answer,
            Err(trouble) => {
                let outcome = reachability::outcome(&trouble, ticket.way);
                let was_made = !matches!(trouble, ApiError::NotSent(_) | ApiError::Proxy { .. });
                self.core.budget.settle(ticket, outcome, was_made).await;
                return Err(trouble.into());
            }
        };
        let judged = answer.classify(request.kind);
        let outcome = match &judged {
            Ok(_) | Err(CallError::NoSuchItem) => Outcome::Passed,
            Err(CallError::Token { .. }) => Outcome::Neutral,
            Err(CallError::Api(trouble)) => reachability::outcome(trouble, ticket.way),
        };
        self.core.budget.learn(ticket, outcome, &answer).await;
        judged
    }

    async fn request_token(&self) -> Result<Granted, ApiError> {
        let access = &self.core.access;
        let request = Request {
            kind: CallKind::Auth,
            url: request::address(&access.base_url, &["auth"], &[]),
            body: Some(request::auth_body(&access.credentials).to_string().into_bytes()),
            key: None,
        };
        self.core.budget.wait_for_pause().await?;
        let at = now_ms();
        let answer = self.exchange(&request, HeaderMap::new()).await?;
        self.core.budget.learn_pause(&answer).await;
        let served = rate_limit_headers::date(&answer.headers).unwrap_or_else(clock::system_time);
        let unreadable = ApiError::Unknown(UnknownOutcome::Unreadable(answer.status));
        let body = match answer.classify(CallKind::Auth) {
            Ok(body) => body,
            // What is said may quote what was sent.
            Err(_) => access.credentials.redact_secret(answer).classify(CallKind::Auth).map_err(CallError::trouble)?,
        };
        let grant = wire::grant(&body).ok_or(unreadable)?;
        let lifetime = lifetime(&grant, served);
        Ok(Granted { token: grant.token, at, lifetime })
    }

    /// A look-up that no person waits for gets less time: it may be the probe of a connection that is away.
    fn timeout(&self, request: &Request) -> Option<Duration> {
        let is_read = request.kind.direction() == CallDirection::Read && request.kind != CallKind::Auth;
        (is_read && self.pace == Priority::Background)
            .then(|| BACKGROUND_READ_TIMEOUT.min(self.core.http.timeouts.call))
    }

    async fn exchange(&self, request: &Request, headers: HeaderMap) -> Result<Answer, ApiError> {
        let begun = Instant::now();
        let outcome = self
            .core
            .http
            .exchange(Exchange {
                method: if request.body.is_some() { Method::POST } else { Method::GET },
                url: request.url.clone(),
                headers,
                body: request.body.clone(),
                most: request.kind.max_body_bytes(),
                timeout: self.timeout(request),
            })
            .await;
        let status = outcome.as_ref().ok().map(|answer| answer.status);
        tracing::debug!(call = ?request.kind, ?status, millis = begun.elapsed().as_millis(), "exchange");
        if let Some(date) = outcome.as_ref().ok().and_then(|answer| rate_limit_headers::date(&answer.headers)) {
            *self.core.skew.lock().unwrap_or_else(PoisonError::into_inner) = Some(ahead(date, clock::system_time()));
        }
        outcome
    }
}

impl CallKind {
    const fn direction(self) -> CallDirection {
        match self {
            Self::Create => CallDirection::Write,
            Self::Auth | Self::List | Self::One => CallDirection::Read,
        }
    }

    /// Bytes of an answer that are read: more is no answer of the API's.
    const fn max_body_bytes(self) -> usize {
        match self {
            Self::Auth => 64 * 1024,
            Self::Create | Self::One => 1024 * 1024,
            Self::List => 4 * 1024 * 1024,
        }
    }
}

impl CallError {
    /// The trouble for those who cannot act on anything finer.
    pub(super) fn trouble(self) -> ApiError {
        match self {
            Self::Api(trouble) => trouble,
            Self::Token { sentence } => ApiError::Credentials { sentence },
            Self::NoSuchItem => ApiError::WrongAddress { status: 404 },
        }
    }
}

/// An uncertain `/auth` leaves the call behind it certain: it was never sent.
fn not_sent(trouble: ApiError) -> ApiError {
    match trouble {
        ApiError::Unknown(why) => ApiError::NotSent(why.into()),
        trouble => trouble,
    }
}

fn lifetime(grant: &wire::Grant, server_now: SystemTime) -> Duration {
    let now = server_now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let seconds = grant.expires_in.or_else(|| grant.expires_at.map(|at| at.saturating_sub(now)));
    Duration::from_secs(seconds.unwrap_or(DEFAULT_TOKEN_SECONDS).min(MAX_TOKEN_SECONDS))
}

fn ahead(server: SystemTime, here: SystemTime) -> TimeDelta {
    let signed = |time: Duration| TimeDelta::from_std(time).unwrap_or(TimeDelta::MAX);
    match server.duration_since(here) {
        Ok(ahead) => signed(ahead),
        Err(behind) => -signed(behind.duration()),
    }
}
