//! The state that all requests of one server share.

use std::net::IpAddr;
use std::time::Duration;

use super::auth::Tokens;
use super::faults::Fault;
use super::phone_key::PhoneComparison;
use super::rate_limits::RateLimits;
use super::store::Store;

/// One running server.
pub struct Api {
    /// The database.
    pub store: Store,
    /// Signs and reads tokens, for the credentials that this server accepts.
    pub tokens: Tokens,
    /// The venue of the credentials.
    pub venue_id: i64,
    /// How phones are compared.
    pub phones: PhoneComparison,
    /// The rate limits and their windows.
    pub rate_limits: RateLimits,
    /// The faults to inject.
    pub faults: Vec<Fault>,
    /// After this time the gateway answers 504.
    pub gateway_timeout: Duration,
}

/// The client's address: an extension of every request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub IpAddr);
