//! The token for `x-token`: one for all desks of a host, asked for by one of them while the others wait.
//!
//! Memory first, then the file in the state directory, then `POST /auth` under a lock. Those who waited take the
//! answer of the one who asked, good or bad, so that a hundred desks started at once make one call.

use std::path::Path;
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Mutex;

use crate::domain::ApiError;

use super::client_config::{ClientConfig, Credentials};
use super::shared_file::{Backoff, Lock, SharedFile, digest, now_ms};
use super::token_record::TokenRecord;

/// What writing the file and noticing it may take on a busy machine.
const LOCK_WAIT_MARGIN: Duration = Duration::from_secs(2);

/// A token, as far as it is nobody's business.
#[derive(Clone)]
pub(super) struct Token(SecretString);

impl Token {
    pub(super) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// A token granted just now.
pub(super) struct Granted {
    pub token: String,
    /// Milliseconds since 1970, from before the question was sent.
    pub at: u64,
    pub lifetime: Duration,
}

/// The tokens of one address and its credentials.
pub(super) struct Tokens {
    key: String,
    memory: Mutex<TokenRecord>,
    shared: SharedFile<TokenRecord>,
    /// So long one desk waits for another's `/auth`; then it asks for itself.
    patience: Duration,
}

enum LockedOrAnswered {
    /// Another desk's answer has come.
    Answered(TokenRecord),
    /// It is for us to ask; the lock is missing where the state directory cannot be used or its holder hangs.
    Ask(Option<Lock>),
}

impl Tokens {
    /// `call` is the time limit of one exchange.
    pub(super) fn new(access: &ClientConfig, call: Duration) -> Self {
        Self {
            patience: call + LOCK_WAIT_MARGIN,
            key: key(access),
            memory: Mutex::default(),
            shared: SharedFile::new(Path::new(&access.state_dir), "clopos-tokens"),
        }
    }

    /// A token that is good for now. `worn` is one that the API has just refused; `ask` is only polled if nobody
    /// else can answer.
    ///
    /// # Errors
    ///
    /// What came of `ask`, here or in the process that we waited for.
    pub(super) async fn get(
        &self,
        worn: Option<&Token>,
        ask: impl Future<Output = Result<Granted, ApiError>> + Send,
    ) -> Result<Token, ApiError> {
        let since = now_ms();
        let worn = worn.map(Token::expose);
        let mut memory = self.memory.lock().await;
        if let Some(answer) = memory.answer(since, now_ms(), worn) {
            return answer.map(token);
        }
        let lock = match self.turn(since, worn).await {
            LockedOrAnswered::Answered(kept) => {
                *memory = kept;
                if let Some(answer) = memory.answer(since, now_ms(), worn) {
                    return answer.map(token);
                }
                None
            }
            LockedOrAnswered::Ask(lock) => lock,
        };
        let outcome = ask.await;
        *memory = match &outcome {
            Ok(granted) => TokenRecord::granted(granted.token.clone(), granted.at, granted.lifetime),
            Err(trouble) => memory.failed(trouble, now_ms().max(since + 1)),
        };
        self.store(lock, memory.clone()).await;
        match outcome {
            Ok(granted) => Ok(token(granted.token)),
            Err(trouble) => memory.answer(since, now_ms(), worn).and_then(Result::ok).map(token).ok_or(trouble),
        }
    }

    /// Keeps a token that was asked for without waiting for a turn.
    pub(super) async fn put(&self, granted: &Granted) {
        let kept = TokenRecord::granted(granted.token.clone(), granted.at, granted.lifetime);
        self.memory.lock().await.clone_from(&kept);
        let lock = self.shared.lock(Duration::from_secs(1)).await.unwrap_or_default();
        self.store(lock, kept).await;
    }

    /// Waits until another desk has an answer or it is for us to ask.
    async fn turn(&self, since: u64, worn: Option<&str>) -> LockedOrAnswered {
        let deadline = Instant::now() + self.patience;
        let mut pause = Backoff::default();
        loop {
            // Looked at before and after the lock is taken: without it so that those who wait need not queue for
            // it, with it because its last holder may have written in between.
            if let Some(kept) = self.answered(since, worn).await {
                return LockedOrAnswered::Answered(kept);
            }
            match self.shared.try_lock().await {
                Ok(Some(lock)) => {
                    return match self.answered(since, worn).await {
                        Some(kept) => LockedOrAnswered::Answered(kept),
                        None => LockedOrAnswered::Ask(Some(lock)),
                    };
                }
                Ok(None) if Instant::now() < deadline => pause.wait().await,
                // That the directory cannot be used is said when the token cannot be stored.
                Ok(None) | Err(_) => return LockedOrAnswered::Ask(None),
            }
        }
    }

    async fn answered(&self, since: u64, worn: Option<&str>) -> Option<TokenRecord> {
        let kept = self.shared.read().await.remove(&self.key)?;
        kept.answer(since, now_ms(), worn).is_some().then_some(kept)
    }

    /// Tells the other desks, also where the lock's holder hangs: what two write at the same moment is as good from
    /// either of them.
    async fn store(&self, lock: Option<Lock>, kept: TokenRecord) {
        let key = self.key.clone();
        let stored = self.shared.change(lock, move |map| {
            let now = now_ms();
            map.retain(|_, kept| !kept.is_over(now));
            map.insert(key, kept);
        });
        if let Err(error) = stored.await {
            tracing::warn!(kind = ?error.kind(), "the token cannot be shared with other desks");
        }
    }
}

fn token(text: String) -> Token {
    Token(SecretString::from(text))
}

/// Other settings, another key. The secret is part of it, so that a wrong one cannot live on another's token; the
/// key stands only in the file that holds the token itself.
fn key(access: &ClientConfig) -> String {
    let url = access.base_url.as_str().trim_end_matches('/');
    match &access.credentials {
        Credentials::V1 { client_id, client_secret, brand, venue_id } => {
            digest(["v1", url, client_id, client_secret.expose_secret(), brand, venue_id])
        }
        Credentials::V2 { client_id, client_secret, brand, integrator_id, venue_id: _ } => {
            digest(["v2", url, client_id, client_secret.expose_secret(), brand, integrator_id])
        }
    }
}
