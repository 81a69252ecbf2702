//! The edge of the desk: reads what happens, lets `app::update` decide, performs the commands, has the model
//! drawn. The only room with a clock and with randomness.
//!
//! ```text
//!  terminal's reader ─┐                             ┌─► the screen (this thread)
//!  signals, midnight ─┼─► Wake ─► app::update ──────┤
//!  answers ───────────┘                             └─► Command ─► worker (tokio) ─► storage thread ─► answers
//! ```
//!
//! The thread of the screen only ever waits for the next wake; whatever may take time runs elsewhere: the network in the
//! worker, the outbox on the storage thread (`local_store`), the drafts on a thread of their own (`drafts`).

mod background;
mod code_numbers;
mod connection;
mod courier;
mod day;
mod deliver;
mod desk;
mod drafts;
mod feed;
mod job_thread;
mod last_groups;
mod lines;
mod local_store;
mod looking;
mod shift;
mod training;
mod worker;

pub use connection::Connection;
pub use courier::{SendError, Sent, send_all};
pub use day::{begins as day_begins, today};
pub use deliver::save_and_deliver;
pub use desk::{Leave, run};
pub use lines::{PlainEnd, run_plain};
pub use local_store::{Answer, LocalStore, StoreEvent, Waits};

use crate::app::Msg;

/// What makes the desk look up.
#[expect(clippy::large_enum_variant, reason = "nearly every wake is a message, and none is kept")]
enum Wake {
    /// Something happened.
    Msg(Msg),
    /// The terminal has another size.
    Resized,
    /// Somebody asks the program to stop until it is told to go on.
    Stopped,
    /// The program was stopped and goes on: whoever had the terminal meanwhile has left it as they liked.
    Continued,
    /// Something was typed, where the desk reads lines.
    Typed,
}
