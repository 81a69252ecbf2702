//! The call budget that all desks of a host share, in a file of the state directory. Before each call, an entry is
//! added under a lock that is held for a fraction of a millisecond. If the directory cannot be used, each process
//! counts its own calls. The API then rejects the calls that are too many, and none is lost.
//!
//! Called by `client`. The arithmetic is in `rate_limiter`.

use std::time::Duration;

use tokio::sync::Mutex;

use crate::domain::{ApiError, ConnectError, Readiness};

use super::call::{CallDirection, Permit, Priority, Ticket};
use super::call_log::DefaultLimits;
use super::classify::Answer;
use super::client_config::{ClientConfig, Credentials, Generation};
use super::jitter::{self, random};
use super::rate_limiter::{RateLimiter, as_millis};
use super::reachability::Outcome;
use super::shared_file::{SharedFile, digest, now_ms};

/// A call is delayed here by at most this time. A longer wait is the error `RateLimited`, which contains the wait.
const MAX_CALL_DELAY: Duration = Duration::from_secs(3);
/// The timeout for the lock of the file. It is short because a cashier may be looking at the screen.
const FILE_LOCK_TIMEOUT: Duration = Duration::from_millis(300);

const V1_LIMITS: DefaultLimits = DefaultLimits { per_minute: 100, per_hour: Some(1000), host_share: None };
const V2_LIMITS: DefaultLimits = DefaultLimits { per_minute: 300, per_hour: None, host_share: None };

/// The call budget of one integrator and brand.
pub(super) struct Budget {
    defaults: DefaultLimits,
    shared: SharedFile<RateLimiter>,
    local: Mutex<RateLimiter>,
}

impl Budget {
    pub(super) fn new(config: &ClientConfig) -> Self {
        let url = config.base_url.as_str().trim_end_matches('/');
        let Credentials { client_id, brand, generation, .. } = &config.credentials;
        let (key, defaults) = match generation {
            Generation::V1 { .. } => (digest(["v1", url, brand, client_id]), V1_LIMITS),
            Generation::V2 { integrator_id, .. } => (digest(["v2", url, brand, integrator_id]), V2_LIMITS),
        };
        let defaults = defaults.with_host_share(config.calls_per_minute);
        Self { defaults, shared: SharedFile::new(&config.state_dir, "clopos-budgets", key), local: Mutex::default() }
    }

    /// Takes one call from the budget. Waits up to [`MAX_CALL_DELAY`] if the budget is nearly empty.
    ///
    /// # Errors
    ///
    /// `RateLimited` if the wait would be longer. `NotSent` if the desk is offline and the call is not of the priority
    /// `Foreground`.
    pub(super) async fn acquire(&self, priority: Priority, direction: CallDirection) -> Result<Ticket, ApiError> {
        let defaults = self.defaults;
        let mut delay_left = MAX_CALL_DELAY;
        loop {
            let random = random();
            let acquire = move |limiter: &mut RateLimiter, now| {
                (now, limiter.try_acquire(now, defaults, priority, direction, delay_left, random))
            };
            let (now, permit) = self.update(acquire).await;
            match permit {
                Permit::Granted(delay) => {
                    if !delay.is_zero() {
                        tokio::time::sleep(delay).await;
                    }
                    return Ok(Ticket { counted_at: now.saturating_add(as_millis(delay)), priority, direction });
                }
                Permit::Denied(wait) if wait <= delay_left => {
                    delay_left -= wait;
                    tokio::time::sleep(wait).await;
                }
                Permit::Denied(wait) => {
                    return Err(ApiError::RateLimited { retry_after: wait.max(Duration::from_secs(1)) });
                }
                Permit::Offline => return Err(ApiError::NotSent(ConnectError::NoConnection)),
            }
        }
    }

    /// Returns an error during a pause that the API asked for. A call to `/auth` takes nothing from this budget, but it
    /// respects the pause.
    ///
    /// # Errors
    ///
    /// `RateLimited`, with the rest of the pause.
    pub(super) async fn check_pause(&self) -> Result<(), ApiError> {
        match self.update(RateLimiter::pause_remaining).await {
            Some(wait) => Err(ApiError::RateLimited { retry_after: wait.max(Duration::from_secs(1)) }),
            None => Ok(()),
        }
    }

    /// Records a `Retry-After` with which `/auth` failed: it applies to all calls. The other limits of `/auth` apply to
    /// `/auth` alone.
    pub(super) async fn record_auth_pause(&self, answer: &Answer) {
        if let Some(wait) = answer.requested_pause().filter(|_| answer.status != 429) {
            let wait = jitter::lengthened(wait, random());
            self.update(move |limiter, now| limiter.pause(now, wait)).await;
        }
    }

    /// Records for all desks how the call of a ticket ended. A call that was not made is refunded.
    pub(super) async fn settle(&self, ticket: Ticket, outcome: Outcome, was_made: bool) {
        let random = random();
        self.update(move |limiter, now| limiter.settle(now, ticket, outcome, was_made, random)).await;
    }

    /// Settles a call like [`settle`](Self::settle) after an answer, and records the rate limits of the answer.
    pub(super) async fn record_answer(&self, ticket: Ticket, outcome: Outcome, answer: &Answer) {
        let (limits, pause, random) = (answer.rate_limits, answer.requested_pause(), random());
        self.update(move |limiter, now| {
            limiter.record_limits(now, &limits);
            if let Some(wait) = pause {
                limiter.pause(now, jitter::lengthened(wait, random));
            }
            limiter.settle(now, ticket, outcome, true, random);
        })
        .await;
    }

    /// Returns the calls that background work may make now.
    pub(super) async fn readiness(&self) -> Readiness {
        let (mut limiter, defaults) = (self.snapshot().await, self.defaults);
        limiter.readiness(now_ms(), defaults)
    }

    /// Reads the present state without a lock.
    pub(super) async fn snapshot(&self) -> RateLimiter {
        match self.shared.read().await {
            Some(limiter) => limiter,
            None => self.local.lock().await.clone(),
        }
    }

    /// Changes the present state, of all desks if the file can be used. The change gets the present time.
    pub(super) async fn update<R: Send + 'static>(
        &self,
        change: impl Fn(&mut RateLimiter, u64) -> R + Clone + Send + 'static,
    ) -> R {
        let mut local = self.local.lock().await;
        let shared_change = change.clone();
        let updated = self.shared.lock_and_update(FILE_LOCK_TIMEOUT, move |limiter| {
            let result = shared_change(limiter, now_ms());
            (limiter.clone(), result)
        });
        if let Ok(Some((limiter, result))) = updated.await {
            *local = limiter;
            return result;
        }
        change(&mut local, now_ms())
    }
}
