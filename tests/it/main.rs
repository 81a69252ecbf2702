//! The integration tests, in one binary: a change is linked once. `CONTRIBUTING.md` says what is where.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    reason = "a test may fail loudly"
)]

mod app;
mod architecture;
mod chaos;
mod cli;
mod clopos;
mod desk;
mod extra;

mod host;
mod outbox;
mod outbox_kills;
mod screen;
mod server;
mod support;
