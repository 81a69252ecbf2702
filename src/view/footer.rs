//! The footer of the form: the most important keys, from the table of key bindings.

use ratatui::text::{Line, Span};

use crate::app::{Binding, Intent, KeyContext, Model, OverlayKind, Place, has_card};
use crate::form::FormField;

use super::key_names::{explanation, key_name};
use super::{Scene, Theme};

/// Returns true where the search by name is named: in the field of the name, if it has text.
pub(super) fn can_find(model: &Model) -> bool {
    let form = model.form();
    form.focus() == FormField::Name && form.text(FormField::Name).is_some_and(|name| !name.is_blank())
}

/// Returns the footer. If it is too wide, the keys with the highest rank number are left out first.
pub(super) fn line(scene: Scene<'_>, width: u16) -> Line<'static> {
    let is_useful = |binding: &Binding| match binding.intent {
        Intent::Open(OverlayKind::WaitingList) => scene.model.waiting() > 0,
        Intent::Open(OverlayKind::Card) => has_card(scene.model),
        Intent::Open(OverlayKind::NameSearch) => can_find(scene.model),
        _ => true,
    };
    let mut shown: Vec<(u8, &Binding)> = KeyContext::Form
        .bindings()
        .iter()
        .filter(|binding| is_useful(binding))
        .filter_map(|binding| match binding.place {
            Place::Footer(rank) => Some((rank, binding)),
            Place::Help => None,
        })
        .collect();
    loop {
        let line = spans(scene, &shown);
        if line.width() < usize::from(width) || shown.is_empty() {
            return line;
        }
        let highest = shown.iter().map(|(rank, _)| *rank).max();
        shown.retain(|(rank, _)| Some(*rank) != highest);
    }
}

fn spans(scene: Scene<'_>, shown: &[(u8, &Binding)]) -> Line<'static> {
    let mut spans = vec![Span::raw(" ")];
    for (at, (_, binding)) in shown.iter().enumerate() {
        if at > 0 {
            spans.push(Span::raw(" · "));
        }
        let key = binding.keys.first().map(|key| key_name(scene.say, *key)).unwrap_or_default();
        spans.push(Span::styled(key, Theme::focused()));
        spans.push(Span::raw(format!(" {}", label(scene, &binding.intent))));
    }
    Line::from(spans)
}

/// Returns a word for the current effect of a key.
fn label(scene: Scene<'_>, intent: &Intent) -> String {
    let say = scene.say;
    match intent {
        Intent::Advance if scene.model.form().focus() == FormField::Register => say.footer_register(),
        Intent::Advance => say.footer_next(),
        Intent::Register => say.footer_register(),
        Intent::Clear => say.footer_clear(),
        Intent::Open(OverlayKind::WaitingList) => say.footer_waiting(scene.model.waiting()),
        Intent::Open(OverlayKind::Card) => say.footer_card(),
        Intent::Open(OverlayKind::Help) => say.footer_help(),
        Intent::Open(OverlayKind::NameSearch) => say.footer_find(),
        Intent::Quit => say.footer_quit(),
        intent => explanation(say, KeyContext::Form, intent),
    }
}
