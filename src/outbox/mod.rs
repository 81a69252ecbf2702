//! The outbox. A saved registration is never lost and never stored twice, whatever fails.
//!
//! Every registration is written to the disk before it is sent, so sending it now is only the first attempt. `state`
//! has the state machine, `store` the `SQLite` file, `delivery` one attempt with the API, `draft` the drafts. `runtime`
//! and `cli` call this module and pass in the time, the randomness and the API. It knows only `domain` and `storage`.

mod delivery;
mod draft;
mod error;
mod event;
mod owner;
mod registration;
mod schedule;
mod state;
mod store;
mod transitions;

pub use crate::domain::ConflictOwner;
pub use delivery::{Api, AttemptReport, attempt, settle_by_list};
pub use draft::{Drafts, LeftDrafts};
pub use error::OutboxError;
pub use event::{Event, LookupResult};
pub use owner::{Owner, OwnerId, is_used};
pub use registration::{Cashier, Counts, LEASE_DURATION, Leased, RegistrationRecord, RowFilter};
pub use schedule::{MAX_RETRY_DELAY, backoff};
pub use state::{Conflict, Doubt, InvalidTransition, Refusal, State, TurnedAway};
pub use store::{DiscardUncertain, Outbox, OutboxVersion, Quarantined, SavedOnce, Wanted};
pub use transitions::MAX_UNEXPLAINED_CONFLICTS;
