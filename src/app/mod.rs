//! The state machine of the desk: [`update()`] takes the model and one message, changes the model and says which
//! commands are to be carried out. `runtime` sends the messages and performs the commands, `view` draws the
//! model.
//!
//! This room is pure: no clock (the day and the time of a key come in messages), no randomness (a seed comes in
//! at the start), no I/O. It must not know crossterm, ratatui, the wire or the disk.

mod card;
mod cids;
mod desk;
mod idle;
mod keys;
mod lookup;
mod message;
mod model;
mod notice;
mod paste;
mod people;
mod press;
mod rhythm;
mod save;
mod scan;
mod shift;
mod update;
mod waiting;

pub use card::{Card, is_there as has_card};
pub use cids::CidGenerator;
pub use desk::{Desk, Mode, SMALLEST_SCREEN};
pub use idle::IdleTimeouts;
pub use keys::{BINDINGS, Binding, Intent, Key, Place, action};
pub use lookup::{LookupStatus, Lookups};
pub use message::{Effect, Msg, Pasted};
pub use model::{Cleared, DelayedSave, FormState, InFlight, Interrupted, Model};
pub use notice::{Notice, Overlay, SetAside};
pub use paste::UnfinishedPaste;
pub use people::{Person, SeenCustomers, find_duplicate};
pub use rhythm::{Burst, KeyTiming};
pub use scan::{Scan, Suspected};
pub use shift::Shift;
pub use update::update;
