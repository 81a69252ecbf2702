//! The edge of the desk: the loop, the worker and the storage threads. The only module with a clock and with randomness.
//!
//! ```text
//!  tty ──► TerminalInput ─┐
//!                         ├─► app::update ─► view ─► tty        the loop, one thread (`event_loop`)
//!  Event ─────────────────┘        └──────────────► effects, after the frame
//!    ▲                                                 │
//!    ├── worker: network, timers, signals (tokio) ◄────┤
//!    ├── storage thread: the outbox (`local_store`) ◄──┤
//!    └── drafts thread (`drafts`) ◄────────────────────┘
//! ```
//!
//! The loop only ever waits for the terminal or the next event; whatever may take time runs elsewhere.

mod background;
mod code_numbers;
mod connection;
mod courier;
mod day;
mod deliver;
mod drafts;
mod event;
mod event_loop;
mod feed;
mod job_thread;
mod last_groups;
mod local_store;
mod looking;
mod plain;
mod screen;
mod shift;
mod training;
mod worker;

pub use connection::Connection;
pub use courier::{SendError, Sent, send_all};
pub use day::{begins as day_begins, today};
pub use deliver::save_and_deliver;
pub use event_loop::SuspendPolicy;
pub use local_store::{Answer, LocalStore, StoreEvent, Waits};
pub use plain::{PlainEnd, run_plain};
pub use screen::run;
