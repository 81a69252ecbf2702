//! A client of the Clopos Open API. It sends the requests and classifies every answer, documented or not.
//!
//! `runtime` and the command line call [`Client`]. It returns a [`domain`](crate::domain) value or an
//! [`ApiError`](crate::domain::ApiError), never a status or a JSON value. This module imports `domain` and `clock`
//! only. It knows no form, no screen, no outbox and no `server`, which implements the other side of the API. The token
//! and the call budget, which all desks of a host share, are files in the state directory.

mod answer_origin;
mod authentication;
mod budget;
mod call;
mod call_log;
mod calls;
mod classify;
mod client;
mod client_config;
mod error_body;
#[cfg(test)]
pub(crate) mod fake_server;
mod field_names;
mod http;
mod jitter;
mod lookup;
mod name_resolver;
mod port_protocol;
mod probe;
mod proxy;
mod rate_limit_headers;
mod rate_limiter;
mod reachability;
mod recorder;
mod request;
mod shared_file;
mod token;
mod token_record;
mod transport_error;
mod wire;

pub use call::{Priority, Timeouts};
pub use client::Client;
pub use client_config::{ClientConfig, ConfigError, Credentials, Generation, PlainHttpPolicy};
pub use jitter::random;
pub use probe::{PhoneFilter, Probe};
pub use recorder::Exchange;
pub use request::customer_fields;
pub use wire::Venue;
