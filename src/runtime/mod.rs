//! The runtime of the desk: the loop, its two front ends, the worker and the thread of the drafts. `cli` starts it. The
//! state machine gets its time and its randomness from here.
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
//! The loop waits only for the terminal and for events. Everything that may take long runs on another thread.

mod background;
mod drafts;
mod event;
mod event_loop;
mod language;
mod plain;
mod screen;
mod terminal_ui;
mod worker;

pub use event_loop::SuspendPolicy;
pub use plain::{PlainEnd, run_plain};
pub use screen::run;
