//! The call budget that all desks of a host spend from, kept in the state directory. Before each call one entry
//! is made under a lock that is held for a fraction of a millisecond. Where the directory cannot be used each process
//! keeps its own count: too many calls are refused by the API, none is lost.

use std::time::Duration;

use tokio::sync::Mutex;

use crate::customer::Trouble;

use super::access::{Access, Credentials};
use super::answer::Answer;
use super::ledger::{Ledger, Pace, Permit};
use super::shared::{Shared, digest, now_ms};

/// The longest that a call is held back here; more is a trouble that says how long.
const PATIENCE: Duration = Duration::from_secs(3);
/// The longest wait for the file: somebody may be looking at the screen.
const FILE_PATIENCE: Duration = Duration::from_millis(300);

/// The budget of one integrator and brand.
pub(super) struct Budget {
    key: String,
    /// Calls in a minute, where no answer tells otherwise.
    usual: u32,
    shared: Shared<Ledger>,
    alone: Mutex<Ledger>,
}

impl Budget {
    pub fn new(access: &Access) -> Self {
        let url = access.base_url.as_str().trim_end_matches('/');
        let (key, usual) = match &access.credentials {
            Credentials::V1 { brand, client_id, .. } => (digest(["v1", url, brand, client_id]), 100),
            Credentials::V2 { brand, integrator_id, .. } => (digest(["v2", url, brand, integrator_id]), 300),
        };
        Self { key, usual, shared: Shared::new(&access.state_dir, "clopos-budgets"), alone: Mutex::default() }
    }

    /// Takes one call from the budget, waiting a moment if it is nearly empty.
    ///
    /// # Errors
    ///
    /// `TooMany` where the wait would be a long one.
    pub async fn take(&self, pace: Pace) -> Result<(), Trouble> {
        let usual = self.usual;
        let mut patience = PATIENCE;
        loop {
            match self.change(move |ledger| ledger.ask(now_ms(), usual, pace, patience)).await {
                Permit::In(Duration::ZERO) => return Ok(()),
                Permit::In(delay) => {
                    tokio::time::sleep(delay).await;
                    return Ok(());
                }
                Permit::NotBefore(wait) if wait <= patience => {
                    patience -= wait;
                    tokio::time::sleep(wait).await;
                }
                Permit::NotBefore(wait) => {
                    return Err(Trouble::TooMany { wait: wait.max(Duration::from_secs(1)) });
                }
            }
        }
    }

    /// Returns an error while the API has asked to wait. A call to `/auth` takes nothing from this budget, but waits.
    ///
    /// # Errors
    ///
    /// `TooMany`, with the rest of the pause.
    pub async fn wait_for_pause(&self) -> Result<(), Trouble> {
        match self.change(|ledger| ledger.pause_left(now_ms())).await {
            Some(wait) => Err(Trouble::TooMany { wait: wait.max(Duration::from_secs(1)) }),
            None => Ok(()),
        }
    }

    /// Takes note of a `Retry-After` with which `/auth` failed: it holds for all calls. Its other limits are its own.
    pub async fn learn_pause(&self, answer: &Answer) {
        if let (500..=599, Some(wait)) = (answer.status, answer.limits.retry_after()) {
            self.change(move |ledger| ledger.pause(now_ms(), wait)).await;
        }
    }

    /// Takes note of what an answer said of limits.
    pub async fn learn(&self, answer: &Answer) {
        let limits = answer.limits;
        let pause = match answer.status {
            429 => Some(limits.wait()),
            500..=599 => limits.retry_after(),
            _ => None,
        };
        if pause.is_none() && limits.remaining.is_none() {
            return;
        }
        self.change(move |ledger| {
            let now = now_ms();
            ledger.learn(now, &limits);
            if let Some(wait) = pause {
                ledger.pause(now, wait);
            }
        })
        .await;
    }

    async fn change<R: Send + 'static>(&self, change: impl Fn(&mut Ledger) -> R + Clone + Send + 'static) -> R {
        let mut alone = self.alone.lock().await;
        if let Ok(Some(lock)) = self.shared.lock(FILE_PATIENCE).await {
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
