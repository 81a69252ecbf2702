//! The state machine of the desk: [`update()`] gets one message, changes the model and returns the effects. `runtime`
//! and `plain` send the messages, `runtime` carries out the effects, `view` draws the model.
//!
//! ```text
//!  Msg::Key ─► input ─► Intent ─┐
//!  Msg::Intent ─────────────────┴─► update ─► overlay, form, save … ─► Outcome { effects, exit }
//! ```
//!
//! It is pure: the day and the time of a key come in messages, a seed for random numbers at the start. It must not know
//! crossterm, ratatui, the API or the disk.

mod binding;
mod cids;
mod desk;
mod editing;
mod effect;
mod idle;
mod input;
mod intent;
mod lookup;
mod message;
mod model;
mod notice;
mod overlay;
mod people;
mod preview;
mod save;
mod update;

pub use binding::{Binding, Place};
pub use cids::CidGenerator;
pub use desk::{Desk, Mode, SMALLEST_SCREEN, WIDE_SCREEN};
pub use effect::{Effect, Exit, Outcome};
pub use idle::IdleTimeouts;
pub use input::{DelayedSave, KeyContext, UnfinishedPaste};
pub use intent::{Intent, OverlayKind, ScannedCode, Selection, TypedText};
pub use lookup::{LookupStatus, Lookups};
pub use message::Msg;
pub use model::{Cleared, FormState, InFlight, Interrupted, Model};
pub use notice::{Notice, SetAside, Welcome};
pub use overlay::Overlay;
pub use overlay::card::{Card, found_card, has_card};
pub use overlay::name_search::NameSearch;
pub use overlay::shift::Shift;
pub use people::{Person, SeenCustomers, find_duplicate};
pub use update::update;
