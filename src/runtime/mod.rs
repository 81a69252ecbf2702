//! The edge of the desk: the loop, its two front ends, the worker and the drafts thread. Time and randomness of the state
//! machine come from here.
//!
//! ```text
//!  tty ──► TerminalInput ─┐
//!                         ├─► app::update ─► view ─► tty        the loop, one thread (`event_loop`)
//!  Event ─────────────────┘        └──────────────► effects, after the frame
//!    ▲                                                 │
//!    ├── worker: network, timers, signals (tokio) ◄────┤
//!    ├── storage thread: the outbox (`delivery`) ◄─────┤
//!    └── drafts thread (`drafts`) ◄────────────────────┘
//! ```
//!
//! The loop only ever waits for the terminal or the next event; whatever may take time runs elsewhere.

mod background;
mod day;
mod drafts;
mod event;
mod event_loop;
mod plain;
mod screen;
mod worker;

pub use day::{begins as day_begins, today};
pub use event_loop::SuspendPolicy;
pub use plain::{PlainEnd, run_plain};
pub use screen::run;
