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
use super::{Intent, Model, Overlay, OverlayKind, Selection};

/// The keys of an overlay with rows: open the selected one, or select another.
const OPENS_ROW: Binding = bind(&[Key::Enter, Key::Ctrl('j'), Key::Ctrl('m')], Intent::Confirm, Place::Footer(0));
const NEXT_ROW: Binding = bind(&[Key::Down, Key::Tab, Key::Ctrl('i')], Intent::Select(Selection::Next), Place::Help);
const PREVIOUS_ROW: Binding = bind(&[Key::Up, Key::BackTab], Intent::Select(Selection::Previous), Place::Help);
const FIRST_ROW: Binding = bind(&[Key::Home], Intent::Select(Selection::First), Place::Help);
const LAST_ROW: Binding = bind(&[Key::End], Intent::Select(Selection::Last), Place::Help);

/// The keys that close an overlay without rows to open, beside Esc and the key that opened it.
const ALSO_CLOSES: Binding =
    bind(&[Key::Enter, Key::Ctrl('j'), Key::Ctrl('m'), Key::Ctrl('q'), Key::Ctrl('c')], Intent::Dismiss, Place::Help);

pub(super) fn open(model: &mut Model, kind: OverlayKind) {
    match kind {
        OverlayKind::Help => help::open(model),
        OverlayKind::Card => card::open(model),
        OverlayKind::WaitingList => waiting_list::open(model),
        OverlayKind::Shift => shift::open(model),
        OverlayKind::NameSearch => name_search::open(model),
    }
}

/// Carries out an intent on the open overlay. Without an overlay it does nothing.
pub(super) fn apply(model: &mut Model, intent: &Intent) {
    match model.overlay {
        Some(Overlay::QuitQuestion) => quit::apply(model, intent),
        Some(Overlay::Waiting { at, deleting }) => waiting_list::apply(model, intent, at, deleting),
        Some(Overlay::Shift { first }) => shift::apply(model, intent, first),
        Some(Overlay::Help { .. }) => help::apply(model, intent),
        Some(Overlay::NameSearch(_)) => name_search::apply(model, intent),
        Some(Overlay::Card(_)) if *intent == Intent::Dismiss => model.overlay = None,
        Some(Overlay::Card(_)) | None => {}
    }
}
