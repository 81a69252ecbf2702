//! The integration tests, in one binary: a change is linked once. `CONTRIBUTING.md` says what is where.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    unreachable_pub,
    reason = "a test may fail loudly, and nothing is public outside of this binary"
)]

mod app;
mod architecture;
mod chaos;
mod ci;
mod cli;
mod clopos;
mod desk;
mod documents;
mod extra;
mod host;
mod installed;
mod languages;
mod notices;
mod outbox;
mod outbox_kills;
mod screen;
mod server;
mod support;
mod troubleshooting;
mod words;
