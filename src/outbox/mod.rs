//! The outbox: a registration that was saved is never lost and never stored twice, whatever fails.
//!
//! Every registration is written down here before it is sent, so that sending now is only the first attempt. `state`
//! says how far one is, `store` keeps it in `SQLite`, `delivery` makes one attempt against the API, `draft` keeps what
//! is half typed. `runtime` and `cli` call it, tell it the time, the randomness and the API; it knows `customer` only.

mod delivery;
mod delivery_round;
mod draft;
mod error;
mod owner;
mod registration;
mod schedule;
mod state;
mod store;

pub use crate::domain::ConflictOwner;
pub use delivery::{Api, AttemptReport, RunJob, attempt};
pub use delivery_round::{Environment, RoundEnd, deliver_due};
pub use draft::{Drafts, LeftDrafts};
pub use error::OutboxError;
pub use owner::{Owner, OwnerId};
pub use registration::{Cashier, Counts, LEASE_DURATION, Leased, RegistrationRecord, RowFilter};
pub use schedule::{MAX_RETRY_DELAY, backoff};
pub use state::{
    Conflict, Doubt, Event, InvalidTransition, LookupResult, MAX_UNEXPLAINED_CONFLICTS, Refusal, State, TurnedAway,
};
pub use store::{DiscardUncertain, Outbox, OutboxVersion, Quarantined, Wanted};
