//! The state that all requests of one server share. The handlers reach the store through it, because the store's
//! methods block and must run on threads for blocking work.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::domain::StorageError;

use super::auth::Tokens;
use super::config::Credentials;
use super::faults::Faults;
use super::problem::Problem;
use super::rate_limits::RateLimits;
use super::store::Store;

/// One running server.
pub struct Api {
    /// The database.
    pub store: Store,
    /// Signs and reads tokens.
    pub tokens: Tokens,
    /// The credentials that this server accepts.
    pub credentials: Credentials,
    /// `credentials.venue_id` as a number.
    pub venue_id: i64,
    /// The rate limits and their windows.
    pub rate_limits: RateLimits,
    /// The faults to inject.
    pub faults: Faults,
    /// After this time the gateway answers 504.
    pub gateway_timeout: Duration,
}

/// The client's address: an extension of every request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub IpAddr);

impl Api {
    /// Runs `work` on the store. Work that has begun is finished, even if the client no longer waits for it.
    pub async fn with_store<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Store) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, Problem> {
        let api = Arc::clone(self);
        match tokio::task::spawn_blocking(move || work(&api.store)).await {
            Ok(result) => Ok(result?),
            Err(_) => Err(Problem::server_error()),
        }
    }
}
