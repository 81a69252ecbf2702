//! Tests of the outbox with `kill -9` and with a full disk.

#![cfg(target_os = "linux")]

pub mod at_random;
mod every_write;
