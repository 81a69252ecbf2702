//! Overlays over the form. Each overlay is a module with its keys, its reaction to intents, and how it opens. Its
//! region on the screen is the file of the same name in `view/overlay/`.

pub(super) mod card;
pub(super) mod help;
pub(super) mod name_search;
pub(super) mod quit;
pub(super) mod shift;
pub(super) mod waiting_list;

use crate::domain::Cid;
use crate::keys::Key;

use super::binding::{Binding, Place, bind};
use super::{Card, Intent, Model, NameSearch, Outcome, OverlayKind};

/// The keys that close an overlay without rows to open, beside Esc and the key that opened it.
const ALSO_CLOSES: Binding =
    bind(&[Key::Enter, Key::Ctrl('j'), Key::Ctrl('m'), Key::Ctrl('q'), Key::Ctrl('c')], Intent::Dismiss, Place::Help);

/// An overlay over the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// The customer who is registered already.
    Card(Card),
    /// The keys.
    Help {
        /// The number of pages turned, from 0. After the last page comes the first one.
        turned: i16,
        /// The overlay that comes back when the help is closed.
        beneath: Option<Box<Overlay>>,
    },
    /// Drafts, and registrations that are not delivered.
    Waiting {
        /// The selected row, from 0. The drafts come first.
        at: usize,
        /// The registration that the cashier is asked whether to delete.
        deleting: Option<Cid>,
    },
    /// This cashier's registrations of today.
    Shift {
        /// The number of newest rows that are scrolled out.
        first: usize,
    },
    /// The customers who have the typed name.
    NameSearch(NameSearch),
    /// The question whether to quit although a form has text.
    QuitQuestion,
}

impl Overlay {
    /// Returns the overlay under the help, or this one.
    pub fn under_help(&self) -> &Self {
        match self {
            Self::Help { beneath: Some(beneath), .. } => beneath,
            overlay => overlay,
        }
    }

    /// Returns how many overlays lie over each other, so that as many have to be closed.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::Help { beneath: Some(beneath), .. } => 1 + beneath.depth(),
            Self::NameSearch(search) => 1 + usize::from(search.is_card_open),
            _ => 1,
        }
    }

    pub(super) fn under_help_mut(&mut self) -> &mut Self {
        match self {
            Self::Help { beneath: Some(beneath), .. } => beneath,
            overlay => overlay,
        }
    }
}

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
