//! The server, tested over sockets with a client that shares no code with the program's own client.

mod api;
mod auth;
mod bodies;
mod connections;
mod faults;
mod limits;
mod lists;
mod log;
mod phones;
mod validation;
pub mod wire;
pub mod writers;
