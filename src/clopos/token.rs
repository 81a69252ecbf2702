//! The cache of the token for `x-token`. All desks of a host share one token. One desk requests it while the others
//! wait. Called by `client`, which passes in the call of `/auth`.
//!
//! The cache reads its memory first, then the file in the state directory, then it calls `POST /auth` under a lock. The
//! desks that waited use the answer of the desk that called, success or failure. So a hundred desks that start together
//! make one call.

use std::path::Path;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::domain::ApiError;
use crate::storage::locked_file::LockedFile;

use super::client_config::{ClientConfig, Credentials};
use super::shared_file::{Backoff, SharedFile, digest, now_ms};
use super::token_record::TokenRecord;

/// The time that a busy host may need to write the file and to notice that it was written.
const LOCK_WAIT_MARGIN: Duration = Duration::from_secs(2);

/// A token, which is secret.
#[derive(Clone)]
pub(super) struct Token(SecretString);

impl Token {
    pub(super) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// A token that `/auth` has just granted.
pub(super) struct GrantedToken {
    pub token: String,
    /// The time before the request was sent, in milliseconds since 1970.
    pub requested_at: u64,
    pub lifetime: Duration,
}

/// The token of one address and its credentials.
pub(super) struct TokenCache {
    key: String,
    memory: Mutex<TokenRecord>,
    shared: SharedFile<TokenRecord>,
    /// One desk waits this long for the `/auth` of another desk. After that it makes the call itself.
    lock_timeout: Duration,
}

/// The result of waiting for another desk.
enum LockedOrAnswered {
    /// Another desk has an answer.
    Answered(TokenRecord),
    /// This desk must call `/auth`. There is no lock if the state directory cannot be used or the owner of the lock
    /// hangs.
    Authenticate(Option<LockedFile>),
}

impl TokenCache {
    /// Makes an empty cache. `call` is the timeout of one exchange.
    pub(super) fn new(config: &ClientConfig, call: Duration) -> Self {
        Self {
            lock_timeout: call + LOCK_WAIT_MARGIN,
            key: cache_key(config),
            memory: Mutex::default(),
            shared: SharedFile::new(Path::new(&config.state_dir), "clopos-tokens"),
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
        rejected: Option<&Token>,
        authenticate: impl Future<Output = Result<GrantedToken, ApiError>> + Send,
    ) -> Result<Token, ApiError> {
        let wanted_since = now_ms();
        let rejected = rejected.map(Token::expose);
        let mut memory = self.memory.lock().await;
        if let Some(answer) = memory.token_or_error(wanted_since, now_ms(), rejected) {
            return answer.map(into_token);
        }
        let lock = match self.wait_for_turn(wanted_since, rejected).await {
            LockedOrAnswered::Answered(record) => {
                *memory = record;
                if let Some(answer) = memory.token_or_error(wanted_since, now_ms(), rejected) {
                    return answer.map(into_token);
                }
                None
            }
            LockedOrAnswered::Authenticate(lock) => lock,
        };
        let outcome = authenticate.await;
        *memory = match &outcome {
            Ok(granted) => TokenRecord::from_grant(granted.token.clone(), granted.requested_at, granted.lifetime),
            Err(error) => memory.with_failure(error, now_ms().max(wanted_since + 1)),
        };
        self.share(lock, memory.clone()).await;
        match outcome {
            Ok(granted) => Ok(into_token(granted.token)),
            Err(error) => memory
                .token_or_error(wanted_since, now_ms(), rejected)
                .and_then(Result::ok)
                .map(into_token)
                .ok_or(error),
        }
    }

    /// Stores a token that was requested without waiting for other desks.
    pub(super) async fn store_granted(&self, granted: &GrantedToken) {
        let record = TokenRecord::from_grant(granted.token.clone(), granted.requested_at, granted.lifetime);
        self.memory.lock().await.clone_from(&record);
        let lock = self.shared.lock(Duration::from_secs(1)).await.unwrap_or_default();
        self.share(lock, record).await;
    }

    /// Waits until another desk has an answer, or until this desk must call `/auth`.
    async fn wait_for_turn(&self, wanted_since: u64, rejected: Option<&str>) -> LockedOrAnswered {
        let deadline = Instant::now() + self.lock_timeout;
        let mut backoff = Backoff::default();
        loop {
            // The file is read before and after the lock is acquired. Before, so that desks that wait need not queue
            // for the lock. After, because its last owner may have written in between.
            if let Some(record) = self.answer_of_another_desk(wanted_since, rejected).await {
                return LockedOrAnswered::Answered(record);
            }
            match self.shared.lock(Duration::ZERO).await {
                Ok(Some(lock)) => {
                    return match self.answer_of_another_desk(wanted_since, rejected).await {
                        Some(record) => LockedOrAnswered::Answered(record),
                        None => LockedOrAnswered::Authenticate(Some(lock)),
                    };
                }
                Ok(None) if Instant::now() < deadline => backoff.wait().await,
                // The log reports a directory that cannot be used when the token cannot be shared.
                Ok(None) | Err(_) => return LockedOrAnswered::Authenticate(None),
            }
        }
    }

    /// Returns the shared record if it has an answer for this desk.
    async fn answer_of_another_desk(&self, wanted_since: u64, rejected: Option<&str>) -> Option<TokenRecord> {
        let record = self.shared.read().await.remove(&self.key)?;
        record.token_or_error(wanted_since, now_ms(), rejected).is_some().then_some(record)
    }

    /// Shares a record with the other desks, even without the lock because its owner hangs. If two desks write at the
    /// same time, either record is valid.
    async fn share(&self, lock: Option<LockedFile>, record: TokenRecord) {
        let key = self.key.clone();
        let stored = self.shared.update(lock, move |map| {
            let now = now_ms();
            map.retain(|_, record| !record.is_expired(now));
            map.insert(key, record);
        });
        if let Err(error) = stored.await {
            tracing::warn!(kind = ?error.kind(), "the token cannot be shared with other desks");
        }
    }
}

fn into_token(text: String) -> Token {
    Token(SecretString::from(text))
}

/// Returns the key of the settings in the shared file. The secret is part of it, so that a desk with a wrong secret
/// cannot use the token of another desk. The key is only in the file that also contains the token.
fn cache_key(config: &ClientConfig) -> String {
    let url = config.base_url.as_str().trim_end_matches('/');
    match &config.credentials {
        Credentials::V1 { client_id, client_secret, brand, venue_id } => {
            digest(["v1", url, client_id, client_secret.expose_secret(), brand, venue_id])
        }
        Credentials::V2 { client_id, client_secret, brand, integrator_id, venue_id: _ } => {
            digest(["v2", url, client_id, client_secret.expose_secret(), brand, integrator_id])
        }
    }
}
