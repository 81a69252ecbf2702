//! What all requests of one server share, and the way to the store: its methods block, so they run on threads
//! that may.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use super::auth::Tokens;
use super::config::Credentials;
use super::faults::Faults;
use super::problem::Problem;
use super::rate_limits::RateLimits;
use super::store::{Failure, Store};

/// One running server.
pub struct Api {
    /// The database.
    pub store: Store,
    /// Signs and reads tokens.
    pub tokens: Tokens,
    /// Who may come in.
    pub credentials: Credentials,
    /// `credentials.venue_id` as a number.
    pub venue_id: i64,
    /// How often.
    pub budgets: RateLimits,
    /// What goes wrong on purpose.
    pub faults: Faults,
    /// When a 504 is sent.
    pub gateway_timeout: Duration,
}

/// The address at the other end of the connection: an extension of every request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub IpAddr);

impl Api {
    /// Runs `work` on the store. Once begun it is finished, whether or not somebody still waits for it.
    pub async fn stored<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Store) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Problem> {
        let api = Arc::clone(self);
        match tokio::task::spawn_blocking(move || work(&api.store)).await {
            Ok(done) => Ok(done?),
            Err(_) => Err(Problem::server_error()),
        }
    }
}
