//! The outbox under kill -9 and on a full disk.

#![cfg(target_os = "linux")]

pub mod at_random;
mod every_write;
