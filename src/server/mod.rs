//! A server with the Clopos API. It behaves as the API is documented and observed.
//!
//! Training mode runs it inside the desk, `frontdesk serve` runs it alone, and tests run it against the client.
//! A request passes `listen → gateway → faults → auth::middleware → customers, groups, venues → store`.
//!
//! The server shares no code with `clopos`, the client of the same API: if both ends shared their wire types, the same
//! mistake could be in both. Where the two generations of the API differ, a response carries the fields of both.
//!
//! # Example
//!
//! ```
//! use std::net::SocketAddr;
//!
//! use frontdesk::server::{self, Config};
//!
//! # tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
//! # let directory = tempfile::tempdir()?;
//! # let path = directory.path().join("shop.sqlite");
//! let listener = server::bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
//! println!("listening on http://{}", listener.local_addr()?);
//! // Serves until this future is done. A real server waits for a signal.
//! let stop = std::future::ready(());
//! server::serve(listener, path, Config::default(), stop).await?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Choices where the API is not documented
//!
//! - Phones are stored as they were sent. [`PhoneComparison`] says which are equal, and which a filter finds. By default they
//!   are compared by their ASCII digits (`+994 50 333 22 11` equals `994503332211`), and a filter finds every phone that
//!   contains its digits.
//! - `code` is compared exactly, `cid` without regard to case. If several values conflict, the 409 names the phone
//!   before the code and the code before the cid.
//! - Names are compared without regard to case, and `i` equals `İ`, `I` and `ı`, as in Azerbaijani and Turkish.
//! - A `description` has at most 1,000 characters, every other text 255.
//! - Text of spaces only counts as absent: such a name is missing, another such field becomes null.
//! - One `error` names all mistakes in a customer, with a sentence for each field.
//! - Every response to a `POST` carries the group and the balances. A response to a `GET` carries them if `with[]` asks.
//! - Customers are listed newest first, groups by id. A `page` or `limit` out of range becomes the nearest valid value.
//! - An `x-brand` that is not the token's, and an `x-venue` of no known venue, lead to 401 `unauthorized`.
//! - A brand called `production` is not in test mode, see [`Credentials`].

mod api;
mod auth;
mod body;
mod config;
mod connection;
mod customers;
mod error;
pub mod faults;
mod gateway;
mod groups;
mod list_query;
mod listen;
mod phone_key;
mod problem;
mod rate_limits;
mod response;
mod routes;
mod samples;
mod store;
mod venues;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::{TcpListener, TcpSocket};

use crate::clock;

pub use config::{Config, Credentials, Limits};
pub use error::Error;
pub use faults::{Fault, FaultSyntaxError};
pub use phone_key::{PhoneComparison, PhoneFilter, PhoneUnique};
pub use store::{Database, PostgresError, PostgresUrl, PostgresUrlError};

use api::Api;
use auth::Tokens;
use rate_limits::RateLimits;
pub use samples::SampleOrigin;
use samples::samples as sample_data;
use store::{Store, StoreError};

/// Binds a listener for [`serve`]. Port 0 takes any free port; the listener's `local_addr` tells which.
///
/// Up to 4096 connections may wait to be accepted. A hundred desks that start together are therefore connected at once,
/// and not after one to three seconds.
///
/// Must be called within a Tokio runtime that has I/O enabled.
///
/// # Errors
///
/// The error of the operating system: the address is in use, not permitted, or not an address of this host.
pub fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // Without this a server that ended a moment ago would keep the next one from its port.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(4096)
}

/// Serves requests on `listener` until `stop` is done. `database` is the path of an `SQLite` file or a [`Database`].
///
/// It then accepts no more connections, waits up to 10 s for the requests in flight, and returns. A customer is on the
/// disk before the registration is answered with 200.
///
/// Must run within a Tokio runtime that has I/O and time enabled.
///
/// # Errors
///
/// All errors occur before the first request:
///
/// - [`Error::ClockBefore1970`]: the clock of this computer is before 1970.
/// - [`Error::Database`], [`Error::Postgres`]: the database cannot be opened.
/// - [`Error::InvalidVenueId`]: the venue id is not a positive number.
/// - [`Error::FaultsBeyondLoopback`]: faults are configured and the address is not loopback.
/// - [`Error::System`]: the listener has no address.
pub async fn serve(
    listener: TcpListener,
    database: impl Into<Database>,
    config: Config,
    stop: impl Future<Output = ()>,
) -> Result<(), Error> {
    serve_with_ready(listener, database, config, || {}, stop).await
}

/// Serves like [`serve`], and calls `ready` when the database is open and requests are accepted.
///
/// # Errors
///
/// Fails like [`serve`], without a call of `ready`.
pub async fn serve_with_ready(
    listener: TcpListener,
    database: impl Into<Database>,
    config: Config,
    ready: impl FnOnce(),
    stop: impl Future<Output = ()>,
) -> Result<(), Error> {
    let address = listener.local_addr()?;
    if clock::is_before_1970() {
        return Err(Error::ClockBefore1970);
    }
    if !config.faults.is_empty() && !address.ip().to_canonical().is_loopback() {
        return Err(Error::FaultsBeyondLoopback(address));
    }
    let api = open_api(database.into(), config).await?;
    ready();
    listen::serve_connections(listener, routes::router(&api), stop).await;
    Ok(())
}

async fn open_api(database: Database, config: Config) -> Result<Arc<Api>, Error> {
    let Config { credentials, phones, limits, faults, token_lifetime, gateway_timeout, samples } = config;
    let venue_id = credentials.venue_id.parse().ok().filter(|id: &i64| *id > 0).ok_or(Error::InvalidVenueId)?;
    let samples = move || {
        let now = response::wire_time(clock::system_time());
        samples.map(|origin| sample_data(origin, venue_id, phones, &now)).unwrap_or_default()
    };
    let path = if let Database::File(path) = &database { path.clone() } else { PathBuf::new() };
    let store = Store::open(database, venue_id, phones, samples).await.map_err(|error| match error {
        StoreError::Sqlite(source) => Error::Database { path, source },
        StoreError::Postgres(error) => Error::Postgres(error),
    })?;
    let tokens = Tokens::new(store.token_key(), token_lifetime, credentials);
    let rate_limits = RateLimits::new(limits);
    Ok(Arc::new(Api { store, tokens, venue_id, phones, rate_limits, faults, gateway_timeout }))
}
