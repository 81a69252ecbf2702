//! The record of an exchange for a probe, without values of customers and without secrets. `client` makes it.

mod exchange;
mod shape;

pub use exchange::Exchange;
