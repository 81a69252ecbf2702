//! The outbox: its states, its file, delivery against scripts and against a world of faults, damage, drafts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may fail loudly"
)]

mod damage;
mod delivery;
mod drafts;
mod erasure;
mod leases;
mod reports;
mod saving;
mod script;
mod states;
mod support;
mod world;
