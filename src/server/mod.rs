//! The Clopos API seen from a server, faithful to what is known of it: training mode runs it inside the desk,
//! `frontdesk serve` runs it alone, tests run it against the client. Requests flow
//! `listen → gateway → faults → auth::gate → customers, groups, venues → store`.
//!
//! It shares no code with `clopos`, the same API seen from a client: two ends that share their wire types can
//! both be wrong together. Where the two generations of the API differ, an answer carries the fields of both.
//!
//! # What is chosen where nothing is documented
//!
//! - Phones are unique, and found by `filters`, by their ASCII digits: `+994 50 333 22 11` and `994503332211` are one.
//!   They are stored as they were sent. A filter finds any phone that contains its digits. `code` is compared exactly,
//!   `cid` without regard to case. Of several clashes the phone is named before the code before the cid.
//! - Blank text is no text: a blank name is missing, another blank field is null.
//! - All that is wrong with a customer stands in one `error`, a sentence for each field.
//! - Every answer to a `POST` carries the group and the balances; a `GET` carries them where `with[]` asks.
//! - Customers come newest first, groups by number. `page` and `limit` out of range are brought into it.
//! - `x-brand` that is not the token's and `x-venue` that is no venue's are 401 `unauthorized`.
//! - A brand called `production` is not in test mode, see [`Credentials`].

mod answer;
mod api;
mod auth;
mod body;
mod config;
mod customers;
mod error;
pub mod faults;
mod gateway;
mod groups;
mod list_query;
mod listen;
mod problem;
mod rate_limits;
mod routes;
mod store;
mod venues;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::{TcpListener, TcpSocket};

use crate::clock;

pub use config::{Config, Credentials, Limits};
pub use error::Error;
pub use faults::{BadFault, Fault, Faults};
pub use store::OpenError;

use api::Api;
use auth::Tokens;
use rate_limits::RateLimits;
use store::Store;

/// A listener for [`serve`], before whose door a crowd may wait: a hundred desks that start together are all let in
/// at once and not after a second or three. Port 0 is any free one; ask the listener which.
///
/// Must be called within a Tokio runtime that has I/O enabled.
///
/// # Errors
///
/// The address is taken, forbidden or not this machine's.
pub fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A server that was ended a moment ago does not keep the next one from its port.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(4096)
}

/// Answers requests on `listener` until `stop` is done; then accepts nothing more, answers what is under way (for
/// at most 10 s) and returns. A customer whose registration was answered with 200 is on the disk.
///
/// Must run within a Tokio runtime that has I/O and time enabled.
///
/// # Errors
///
/// Before the first request: the clock is before 1970, the database cannot be opened, the venue is no number, or faults were asked for on an
/// address that is not loopback.
pub async fn serve(listener: TcpListener, config: Config, stop: impl Future<Output = ()>) -> Result<(), Error> {
    serve_from(listener, config, || {}, stop).await
}

/// Like [`serve`], and calls `ready` once the database is open: from then on requests are answered.
///
/// # Errors
///
/// As [`serve`]; `ready` was then not called.
pub async fn serve_from(
    listener: TcpListener,
    config: Config,
    ready: impl FnOnce(),
    stop: impl Future<Output = ()>,
) -> Result<(), Error> {
    let address = listener.local_addr()?;
    if clock::is_before_1970() {
        return Err(Error::Clock);
    }
    if !config.faults.is_empty() && !address.ip().to_canonical().is_loopback() {
        return Err(Error::FaultsBeyondLoopback(address));
    }
    let api = open(config).await?;
    ready();
    listen::listen(listener, routes::routes(&api), stop).await;
    Ok(())
}

async fn open(config: Config) -> Result<Arc<Api>, Error> {
    let Config { database, credentials, limits, faults, token_lifetime, gateway_timeout } = config;
    let venue_id = credentials.venue_id.parse().ok().filter(|id: &i64| *id > 0).ok_or(Error::Venue)?;
    let path = database.clone();
    let store = tokio::task::spawn_blocking(move || Store::open(&path, venue_id))
        .await
        .map_err(io::Error::other)?
        .map_err(|source| Error::Database { path: database, source })?;
    let tokens = Tokens::new(store.token_key(), token_lifetime, &credentials);
    let budgets = RateLimits::new(limits);
    Ok(Arc::new(Api { store, tokens, credentials, venue_id, budgets, faults, gateway_timeout }))
}
