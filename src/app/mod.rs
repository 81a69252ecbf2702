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
pub use cids::Cids;
pub use desk::{Desk, Mode, SMALLEST_SCREEN};
pub use idle::Privacy;
pub use keys::{Action, BINDINGS, Binding, Key, Place, action};
pub use lookup::{Lookups, Verdict};
pub use message::{Command, Msg, Pasted};
pub use model::{Cleared, DelayedSave, MadeRoom, Model, Stage, UnderWay};
pub use notice::{Notice, Overlay, SetAside};
pub use paste::UnfinishedPaste;
pub use people::{People, Person, similar};
pub use rhythm::{Burst, LastKey};
pub use scan::{Scan, Suspected};
pub use shift::Shift;
pub use update::update;
