//! From this computer to Clopos: the outbox on its thread, the connection, and delivery, for desks and for the commands
//! without a screen. Called by `runtime` and `cli`; it must not know the form or the screen.
//!
//! - `local_store`: the outbox of a state directory, whose jobs run on a thread of their own;
//! - `connection`: the client, made at its first use; `training` is the server that training talks to;
//! - `last_groups`: what the API has listed last, shared by the desks of the host;
//! - `first_attempt`: one registration from the save to its first answer;
//! - `background`: everything that waits, for a desk and for `outbox send`.

pub mod background;
pub mod first_attempt;
pub mod local_store;

mod connection;
mod last_groups;
mod training;

pub use background::{SendError, Sent, send_all};
pub use connection::Connection;
pub use first_attempt::save_and_deliver;
pub use local_store::{Answer, LocalStore, StoreEvent, Waits};
