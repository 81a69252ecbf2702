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
mod duplicate;
mod editing;
mod effect;
mod idle;
mod input;
mod input_state;
mod intent;
mod lookup;
mod message;
mod model;
mod overlay;
mod preview;
mod save;
mod settled;
mod update;

pub use binding::{Binding, Place};
pub use cids::CidGenerator;
pub use duplicate::find_duplicate;
pub use effect::{Effect, Exit, Outcome};
pub use input::KeyContext;
pub use input_state::{DelayedSave, UnfinishedPaste};
pub use intent::{Intent, OverlayKind, ScannedCode, Selection, TypedText};
pub use message::Msg;
pub use model::{
    Card, Cleared, Desk, FormState, IdleTimeouts, InFlight, Interrupted, LookupStatus, Lookups, Mode, Model,
    NameSearch, Notice, Overlay, Person, SMALLEST_SCREEN, SeenCustomers, SetAside, Shift, WIDE_SCREEN, Welcome,
};
pub use overlay::card::{found_card, has_card};
pub use update::update;
