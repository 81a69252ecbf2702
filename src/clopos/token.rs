//! The cache of the token for `x-token`. All desks of a host share one token. One desk requests it while the others
//! wait. Called by `client`, which passes in the call of `/auth`.
//!
//! The cache reads its memory first, then the file in the state directory, then it calls `POST /auth` under a lock. The
//! desks that waited use the answer of the desk that called, success or failure. So a hundred desks that start together
//! make one call.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::domain::ApiError;
use crate::storage::locked_file::LockedFile;

use super::client_config::ClientConfig;
use super::shared_file::{SharedFile, digest, now_ms};
use super::token_record::{Grant, TokenRecord, error_without_token};

/// The time that a busy host may need to write the file and to notice that it was written.
const LOCK_WAIT_MARGIN: Duration = Duration::from_secs(2);

/// The longest time between two looks for the answer of another desk.
const MAX_POLL_INTERVAL: Duration = Duration::from_millis(25);

/// The token of one address and its credentials.
pub(super) struct TokenCache {
    memory: Mutex<TokenRecord>,
    shared: SharedFile<TokenRecord>,
    /// One desk waits this long for the `/auth` of another desk. After that it makes the call itself.
    lock_timeout: Duration,
}

impl TokenCache {
    /// Makes an empty cache. `call` is the timeout of one exchange.
    pub(super) fn new(config: &ClientConfig, call: Duration) -> Self {
        Self {
            lock_timeout: call + LOCK_WAIT_MARGIN,
            memory: Mutex::default(),
            shared: SharedFile::new(&config.state_dir, "clopos-tokens", cache_key(config)),
        }
    }

    /// Returns a valid token. `rejected` is a token that the API has just rejected. `authenticate` is polled only if no
    /// other desk has an answer.
    ///
    /// # Errors
    ///
    /// The error of `authenticate`, in this process or in the one for which it waited.
    pub(super) async fn get(
        &self,
        rejected: Option<&SecretString>,
        authenticate: impl Future<Output = Result<Grant, ApiError>> + Send,
    ) -> Result<SecretString, ApiError> {
        let wanted_since = now_ms();
        let rejected = rejected.map(SecretString::expose_secret);
        let answer = |record: &TokenRecord| record.token_or_error(wanted_since, now_ms(), rejected);
        let mut memory = self.memory.lock().await;
        let mut lock = None;
        if answer(&memory).is_none() {
            lock = self.wait_for_turn(&mut memory, answer).await;
        }
        if let Some(answer) = answer(&memory) {
            return answer.map(SecretString::from);
        }
        let outcome = authenticate.await;
        *memory = match &outcome {
            Ok(grant) => grant.clone().into(),
            Err(error) => memory.with_failure(error, now_ms().max(wanted_since + 1)),
        };
        self.share(lock, memory.clone()).await;
        let token = match outcome {
            Ok(grant) => grant.token,
            Err(error) => answer(&memory).and_then(Result::ok).ok_or_else(|| error_without_token(&error))?,
        };
        Ok(SecretString::from(token))
    }

    /// Stores a token that was requested without waiting for other desks.
    pub(super) async fn store_granted(&self, grant: Grant) {
        let record = TokenRecord::from(grant);
        self.memory.lock().await.clone_from(&record);
        let lock = self.shared.lock(Duration::from_secs(1)).await.unwrap_or_default();
        self.share(lock, record).await;
    }

    /// Waits until another desk has an answer, which is then in `memory`, or until this desk must call `/auth`. There is
    /// no lock if another desk has an answer, if the state directory cannot be used, or if the owner of the lock hangs.
    async fn wait_for_turn<T>(
        &self,
        memory: &mut TokenRecord,
        answer: impl Fn(&TokenRecord) -> Option<T>,
    ) -> Option<LockedFile> {
        let deadline = Instant::now() + self.lock_timeout;
        let mut pause = Duration::from_millis(1);
        loop {
            // The file is read before and after the lock is acquired. Before, so that desks that wait need not queue
            // for the lock. After, because its last owner may have written in between.
            let mut lock = None;
            for _ in 0..2 {
                if let Some(record) = self.shared.read().await.filter(|record| answer(record).is_some()) {
                    *memory = record;
                    return None;
                }
                if lock.is_some() {
                    return lock;
                }
                // The log reports a directory that cannot be used when the token cannot be shared.
                lock = self.shared.lock(Duration::ZERO).await.ok()?;
                if lock.is_none() {
                    break;
                }
            }
            if Instant::now() >= deadline {
                return None;
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(MAX_POLL_INTERVAL);
        }
    }

    /// Shares a record with the other desks, even without the lock because its owner hangs. If two desks write at the
    /// same time, either record is valid.
    async fn share(&self, lock: Option<LockedFile>, record: TokenRecord) {
        if let Err(error) = self.shared.replace(lock, record).await {
            tracing::warn!(kind = ?error.kind(), "the token cannot be shared with other desks");
        }
    }
}

/// Returns the key of the settings in the shared file. The secret is part of it, so that a desk with a wrong secret
/// cannot use the token of another desk. The key is only in the file that also contains the token.
fn cache_key(config: &ClientConfig) -> String {
    let url = config.base_url.as_str().trim_end_matches('/');
    let generation = if config.credentials.is_v1() { "v1" } else { "v2" };
    digest([generation, url].into_iter().chain(config.credentials.auth_fields().map(|(_, value)| value)))
}
