//! The outbox: a registration that was saved is never lost and never stored twice, whatever fails.
//!
//! Every registration is written down here before it is sent, so that sending now is only the first attempt. `state`
//! says how far one is, `store` keeps it in `SQLite`, `delivery` makes one attempt against the API, `draft` keeps what
//! is half typed. `runtime` and `cli` call it, tell it the time, the randomness and the API; it knows `customer` only.

mod delivery;
mod delivery_round;
mod disk;
mod draft;
mod error;
mod owner;
mod row;
mod schedule;
mod state;
mod store;

pub use crate::domain::ConflictOwner;
pub use delivery::{Api, Report, RunJob, attempt};
pub use delivery_round::{Environment, RoundEnd, deliver_due};
pub use draft::{Draft, Drafts, LeftDrafts};
pub use error::OutboxError;
pub use owner::{Owner, OwnerId};
pub use row::{Cashier, Counts, LEASE, Leased, Row, Which, Work};
pub use schedule::{LONGEST_WAIT, backoff};
pub use state::{Clash, Doubt, Event, PATIENCE, Refusal, Sight, State, TurnedAway, Unfit};
pub use store::{InDoubt, Outbox, OutboxVersion, SetAside, Step, Wanted};
