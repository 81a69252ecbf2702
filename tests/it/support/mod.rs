//! Helpers that several test modules share.

pub mod authority;
pub mod bench;
pub mod child;
pub mod chroot;
pub mod client;
pub mod files;
pub mod outbox;
pub mod plain;
pub mod postgres;
pub mod program;
pub mod pty;
pub mod screen;
pub mod scripted;
pub mod shim;
pub mod sshd;
pub mod table;
