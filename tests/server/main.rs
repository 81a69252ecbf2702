//! The server, driven over sockets by a client that shares no code with the program's own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may fail loudly"
)]

mod api;
mod auth;
mod bodies;
mod crowds;
mod faults;
mod limits;
mod lists;
mod validation;
mod wire;
mod writers;
