//! The call budget that all desks of a host spend from, kept in the state directory. Before each call one entry
//! is made under a lock that is held for a fraction of a millisecond. Where the directory cannot be used each process
//! keeps its own count: too many calls are refused by the API, none is lost.

use std::time::Duration;

use tokio::sync::Mutex;

use crate::domain::{ApiError, ConnectError, Readiness};

use super::classify::Answer;
use super::client_config::{ClientConfig, Credentials};
use super::rate_limiter::{DefaultLimits, Permit, Priority, RateLimiter, Ticket};
use super::reachability::{CallDirection, Outcome};
use super::shared_file::{SharedFile, digest, now_ms};

/// The longest that a call is held back here; more is a trouble that says how long.
const MAX_CALL_DELAY: Duration = Duration::from_secs(3);
/// The longest wait for the file: somebody may be looking at the screen.
const FILE_LOCK_TIMEOUT: Duration = Duration::from_millis(300);

const V1_LIMITS: DefaultLimits = DefaultLimits { per_minute: 100, per_hour: Some(1000) };
const V2_LIMITS: DefaultLimits = DefaultLimits { per_minute: 300, per_hour: None };

/// The budget of one integrator and brand.
pub(super) struct Budget {
    key: String,
    usual: DefaultLimits,
    shared: SharedFile<RateLimiter>,
    alone: Mutex<RateLimiter>,
}

impl Budget {
    pub(super) fn new(access: &ClientConfig) -> Self {
        let url = access.base_url.as_str().trim_end_matches('/');
        let (key, usual) = match &access.credentials {
            Credentials::V1 { brand, client_id, .. } => (digest(["v1", url, brand, client_id]), V1_LIMITS),
            Credentials::V2 { brand, integrator_id, .. } => (digest(["v2", url, brand, integrator_id]), V2_LIMITS),
        };
        Self { key, usual, shared: SharedFile::new(&access.state_dir, "clopos-budgets"), alone: Mutex::default() }
    }

    /// Takes one call from the budget, waiting a moment if it is nearly empty.
    ///
    /// # Errors
    ///
    /// `TooMany` where the wait would be a long one; `Unreachable` if the connection is away and this call can wait.
    pub(super) async fn take(&self, pace: Priority, way: CallDirection) -> Result<Ticket, ApiError> {
        let usual = self.usual;
        let mut patience = MAX_CALL_DELAY;
        loop {
            let (now, permit) = self
                .change(move |ledger| {
                    let now = now_ms();
                    (now, ledger.ask(now, usual, pace, way, patience))
                })
                .await;
            match permit {
                Permit::Probe => return Ok(Ticket { counted_at: now, pace, way }),
                Permit::In(delay) => {
                    if !delay.is_zero() {
                        tokio::time::sleep(delay).await;
                    }
                    return Ok(Ticket { counted_at: now.saturating_add(in_millis(delay)), pace, way });
                }
                Permit::NotBefore(wait) if wait <= patience => {
                    patience -= wait;
                    tokio::time::sleep(wait).await;
                }
                Permit::NotBefore(wait) => {
                    return Err(ApiError::RateLimited { retry_after: wait.max(Duration::from_secs(1)) });
                }
                Permit::Away => return Err(ApiError::NotSent(ConnectError::NoConnection)),
            }
        }
    }

    /// Returns an error while the API has asked to wait. A call to `/auth` takes nothing from this budget, but waits.
    ///
    /// # Errors
    ///
    /// `TooMany`, with the rest of the pause.
    pub(super) async fn wait_for_pause(&self) -> Result<(), ApiError> {
        match self.change(|ledger| ledger.pause_left(now_ms())).await {
            Some(wait) => Err(ApiError::RateLimited { retry_after: wait.max(Duration::from_secs(1)) }),
            None => Ok(()),
        }
    }

    /// Takes note of a `Retry-After` with which `/auth` failed: it holds for all calls. Its other limits are its own.
    pub(super) async fn learn_pause(&self, answer: &Answer) {
        if let (500..=599, Some(wait)) = (answer.status, answer.limits.retry_after()) {
            self.change(move |ledger| ledger.pause(now_ms(), wait)).await;
        }
    }

    /// Takes note of how the call of a ticket ended, for all desks; one that was not made is given back.
    pub(super) async fn settle(&self, ticket: Ticket, outcome: Outcome, was_made: bool) {
        self.change(move |ledger| ledger.settle(now_ms(), ticket, outcome, was_made)).await;
    }

    /// Like [`settle`](Self::settle), for a call that was answered: with what the answer said of limits.
    pub(super) async fn learn(&self, ticket: Ticket, outcome: Outcome, answer: &Answer) {
        let limits = answer.limits;
        let pause = match answer.status {
            429 => Some(limits.wait()),
            500..=599 => limits.retry_after(),
            _ => None,
        };
        self.change(move |ledger| {
            let now = now_ms();
            ledger.learn(now, &limits);
            if let Some(wait) = pause {
                ledger.pause(now, wait);
            }
            ledger.settle(now, ticket, outcome, true);
        })
        .await;
    }

    /// What work in the background may do now.
    pub(super) async fn readiness(&self) -> Readiness {
        let (mut ledger, usual) = (self.known().await, self.usual);
        ledger.readiness(now_ms(), usual)
    }

    /// Returns true if a connection attempt shows whether the connection is back.
    pub(super) async fn is_unconnected(&self) -> bool {
        self.known().await.is_unconnected()
    }

    /// Makes the next probe due: a connection could be made.
    pub(super) async fn connected(&self) {
        self.change(|ledger| ledger.connected(now_ms())).await;
    }

    /// Ends a pause that the API asked for: the user asked for it.
    pub(super) async fn lift(&self) {
        self.change(|ledger| ledger.lift(now_ms())).await;
    }

    /// The ledger as it is, without a lock.
    async fn known(&self) -> RateLimiter {
        match self.shared.read().await.remove(&self.key) {
            Some(ledger) => ledger,
            None => self.alone.lock().await.clone(),
        }
    }

    async fn change<R: Send + 'static>(&self, change: impl Fn(&mut RateLimiter) -> R + Clone + Send + 'static) -> R {
        let mut alone = self.alone.lock().await;
        if let Ok(Some(lock)) = self.shared.lock(FILE_LOCK_TIMEOUT).await {
            let key = self.key.clone();
            let change = change.clone();
            let changed = self.shared.change(Some(lock), move |map| {
                let now = now_ms();
                map.retain(|other, ledger| *other == key || !ledger.is_over(now));
                let ledger = map.entry(key).or_default();
                let result = change(ledger);
                (ledger.clone(), result)
            });
            if let Ok((ledger, result)) = changed.await {
                *alone = ledger;
                return result;
            }
        }
        change(&mut alone)
    }
}

fn in_millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
