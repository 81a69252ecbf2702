//! Overlays over the form. Each overlay is a module with its keys, its reaction to intents, and how it opens. Its
//! region on the screen is the file of the same name in `view/overlay/`.

pub(super) mod card;
pub(super) mod help;
pub(super) mod name_search;
pub(super) mod quit;
pub(super) mod shift;
pub(super) mod waiting_list;

use crate::keys::Key;

use super::binding::{Binding, Place, bind};
use super::{Intent, Model, Outcome, Overlay, OverlayKind};

/// The keys that close an overlay without rows to open, beside Esc and the key that opened it.
const ALSO_CLOSES: Binding =
    bind(&[Key::Enter, Key::Ctrl('j'), Key::Ctrl('m'), Key::Ctrl('q'), Key::Ctrl('c')], Intent::Dismiss, Place::Help);

pub(super) fn open(model: &mut Model, kind: OverlayKind) -> Outcome {
    match kind {
        OverlayKind::Help => help::open(model),
        OverlayKind::Card => return card::open(model).into(),
        OverlayKind::WaitingList => return waiting_list::open(model).into(),
        OverlayKind::Shift => return shift::open(model).into(),
        OverlayKind::NameSearch => return name_search::open(model).into(),
    }
    Outcome::default()
}

/// Carries out an intent on the open overlay. Without an overlay it does nothing.
pub(super) fn apply(model: &mut Model, intent: &Intent) -> Outcome {
    match model.overlay {
        Some(Overlay::QuitQuestion) => return quit::apply(model, intent),
        Some(Overlay::Waiting { at, deleting }) => {
            return waiting_list::apply(model, intent, at, deleting).into();
        }
        Some(Overlay::Shift { first }) => shift::apply(model, intent, first),
        Some(Overlay::Help { .. }) => help::apply(model, intent),
        Some(Overlay::NameSearch(_)) => name_search::apply(model, intent),
        Some(Overlay::Card(_)) if *intent == Intent::Dismiss => model.overlay = None,
        Some(Overlay::Card(_)) | None => {}
    }
    Outcome::default()
}
