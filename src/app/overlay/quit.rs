//! The question whether to quit although a form has text.

use crate::app::binding::{Binding, Place, bind};
use crate::app::{Exit, Intent, Model, Overlay};
use crate::keys::Key;

/// The letters stand for those of the language ([`Letters`](crate::domain::Letters)).
pub(in crate::app) const KEYS: &[Binding] = &[
    bind(&[Key::Char('y'), Key::Ctrl('q'), Key::Ctrl('c')], Intent::Confirm, Place::Footer(0)),
    bind(&[Key::Char('n'), Key::Esc], Intent::Dismiss, Place::Footer(0)),
];

/// Quits, or asks first if there is a draft.
pub(in crate::app) fn quit(model: &mut Model) {
    if model.half_typed().is_empty() {
        model.outcome.exit_with(Exit::Quit);
    } else {
        model.overlay = Some(Overlay::QuitQuestion);
    }
}

pub(super) fn apply(model: &mut Model, intent: &Intent) {
    match intent {
        Intent::Confirm => model.outcome.exit_with(Exit::Quit),
        Intent::Dismiss => model.overlay = None,
        _ => {}
    }
}
