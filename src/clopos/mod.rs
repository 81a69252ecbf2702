//! The Clopos Open API as a client sees it: requests out, every answer that has been seen or may be seen back in.
//!
//! `runtime` and the command line call [`Client`]; what comes back is a [`customer`](crate::customer) value or a
//! [`Trouble`](crate::domain::Trouble), never a status or a JSON value. This room knows `customer` only: no
//! form, no screen, no outbox, and nothing of `server`, which says the same things from the other end.
//! What all desks of a host must share (token, call budget) lies in the state directory.

mod answer_origin;
mod budget;
mod calls;
mod classify;
mod client;
mod client_config;
mod error_body;
mod field_names;
mod http;
mod lookup;
mod proxy;
mod rate_limit_headers;
mod rate_limiter;
mod reachability;
mod request;
mod shared_file;
mod token;
mod token_record;
mod transport_error;
mod wire;

pub use client::{Client, Timeouts};
pub use client_config::{ClientConfig, ConfigError, Credentials, PlainHttpPolicy};
pub use rate_limiter::Priority;
pub use wire::Venue;
