//! The help: all keys of all contexts, those of the current context first.

use crate::app::binding::{Binding, Place, bind};
use crate::app::{Intent, Model, Overlay, Selection};
use crate::keys::Key;

use super::ALSO_CLOSES;

pub(in crate::app) const KEYS: &[Binding] = &[
    bind(
        &[Key::Down, Key::Right, Key::Tab, Key::Ctrl('i'), Key::Char(' ')],
        Intent::Select(Selection::Next),
        Place::Footer(1),
    ),
    bind(&[Key::Up, Key::Left, Key::BackTab], Intent::Select(Selection::Previous), Place::Help),
    bind(&[Key::Esc, Key::Ctrl('g'), Key::Function(1), Key::Char('q')], Intent::Dismiss, Place::Footer(0)),
    bind(&[Key::Function(7), Key::Ctrl('f')], Intent::ChangeLanguage, Place::Footer(2)),
    ALSO_CLOSES,
];

pub(super) fn open(model: &mut Model) {
    let beneath = model.overlay.take().map(Box::new);
    model.overlay = Some(Overlay::Help { turned: 0, beneath });
}

pub(super) fn apply(model: &mut Model, intent: &Intent) {
    let Some(Overlay::Help { turned, beneath }) = &mut model.overlay else { return };
    match intent {
        Intent::Select(Selection::Next) => *turned = turned.wrapping_add(1),
        Intent::Select(Selection::Previous) => *turned = turned.wrapping_sub(1),
        Intent::Dismiss => model.overlay = beneath.take().map(|beneath| *beneath),
        _ => {}
    }
}
