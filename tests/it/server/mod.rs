//! The server, driven over sockets by a client that shares no code with the program's own.

mod api;
mod auth;
mod bodies;
mod crowds;
mod faults;
mod limits;
mod lists;
mod log;
mod validation;
mod wire;
mod writers;
