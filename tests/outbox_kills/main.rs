//! The outbox under kill -9 and on a full disk. A program of its own: a process that is being started holds for a
//! moment the locks of the one that starts it, which other tests of the outbox must not meet.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may fail loudly"
)]

mod at_random;
mod every_write;
#[path = "../outbox/support.rs"]
mod support;
