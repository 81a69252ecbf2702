//! The Clopos Open API as a client sees it: requests out, every answer that has been seen or may be seen back in.
//!
//! `runtime` and the command line call [`Client`]; what comes back is a [`customer`](crate::customer) value or a
//! [`Trouble`](crate::domain::Trouble), never a status or a JSON value. This room knows `customer` only: no
//! form, no screen, no outbox, and nothing of `server`, which says the same things from the other end.
//! What all desks of a host must share (token, call budget) lies in the state directory.

mod access;
mod answer;
mod budget;
mod calls;
mod client;
mod connection_trouble;
mod contact;
mod field_words;
mod http;
mod ledger;
mod limits;
mod looking;
mod origin;
mod proxy;
mod request;
mod said;
mod shared;
mod token;
mod token_record;
mod wire;

pub use access::{Access, AccessError, Credentials, PlainHttp};
pub use client::{Client, Timeouts};
pub use ledger::Pace;
pub use wire::Venue;
