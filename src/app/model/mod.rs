//! The model: all state of a desk, as data. Each part has a file; none of them knows the whole, which is in `state.rs`.

mod desk;
mod form_state;
mod lookups;
mod name_preview;
mod notice;
mod overlay;
mod people;
mod shift;
mod state;
mod waiting;

pub use desk::{Desk, IdleTimeouts, Mode, SMALLEST_SCREEN, WIDE_SCREEN};
pub(super) use form_state::is_unchanged;
pub use form_state::{Cleared, FormState, InFlight, Interrupted};
pub use lookups::{LookupStatus, Lookups};
pub(super) use name_preview::NamePreview;
pub(super) use notice::Lifetime;
pub use notice::{Notice, SetAside, Welcome};
pub use overlay::{Card, NameSearch, Overlay};
pub use people::{Person, SeenCustomers};
pub use shift::Shift;
pub use state::Model;
