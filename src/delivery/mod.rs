//! The way from this host to Clopos: the outbox on its thread, the connection, and delivery, for desks and for commands
//! without a screen. `runtime` and `cli` call it. It must not know the form or the screen.
//!
//! - `local_store`: the outbox of a state directory; its jobs run on a thread of their own; `outbox_files` has its files;
//! - `connection`: the client, made at its first use; `training` is the training server;
//! - `last_groups`: the last groups and venue name from the API, shared by the desks of the host;
//! - `first_attempt`: one registration from its save to its first answer;
//! - `once`: one registration of a command, which may be repeated; `paced` is many of them, within the call budget;
//! - `round`: delivery of everything that is due;
//! - `background`: rounds for a desk; `send_all` for `outbox send`.

pub mod background;
pub mod first_attempt;
pub mod local_store;
pub mod round;

mod connection;
mod last_groups;
mod once;
mod outbox_files;
mod paced;
mod send_all;
mod training;

pub use background::SendError;
pub use connection::Connection;
pub use first_attempt::deliver_saved;
pub use local_store::{Access, Answer, LocalStore, StoreEvent};
pub use once::{Once, register_once};
pub use paced::Paced;
pub use send_all::{Sent, send_all};
pub use training::{ResetError, counts_as_used, reset_training};
