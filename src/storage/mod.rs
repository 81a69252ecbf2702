//! Files on this machine that several processes use at the same time. Called by `outbox` and `server`; it does not know
//! what is in the files and imports no other module.

pub mod sqlite;
pub mod turn;
