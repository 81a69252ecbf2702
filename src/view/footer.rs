//! The footer of the form: the most important keys, from the table of key bindings.

use ratatui::text::{Line, Span};

use crate::app::{Binding, Intent, KeyContext, Model, Overlay, OverlayKind, Place, has_card};
use crate::form::FormField;

use super::key_names::{self, explanation, key_name};
use super::{Scene, Theme};

/// Returns true where the search by name is named: in the field of the name, if it has text.
pub(super) fn can_find(model: &Model) -> bool {
    let form = model.form();
    form.focus() == FormField::Name && form.text(FormField::Name).is_some_and(|name| !name.is_blank())
}

/// Returns the footer. If it is too wide, the keys with the highest rank number are left out first.
pub(super) fn line(scene: Scene<'_>, width: u16) -> Line<'static> {
    if matches!(scene.model.overlay, Some(Overlay::QuitQuestion)) {
        return keys(scene, KeyContext::QuitQuestion, true, u16::MAX).pop().unwrap_or_default();
    }
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
    // The word for Enter changes with the focus. At the end it moves no other key.
    shown.sort_by_key(|(_, binding)| binding.intent == Intent::Advance);
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
    let keys = shown.iter().map(|(_, binding)| {
        let key = binding.keys.first().map(|key| key_name(scene.say, *key)).unwrap_or_default();
        (key, label(scene, &binding.intent))
    });
    keys_lines(keys, usize::MAX).pop().unwrap_or_default()
}

/// Returns the keys of an overlay in lines of at most this width.
pub(super) fn keys(scene: Scene<'_>, context: KeyContext, has_choice: bool, width: u16) -> Vec<Line<'static>> {
    keys_lines(key_names::footer(scene.say, context, has_choice), width.into())
}

/// Returns keys and what they do, in lines that are broken between keys.
fn keys_lines(keys: impl IntoIterator<Item = (String, String)>, width: usize) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for (key, what) in keys {
        let spans = [Span::styled(key, Theme::strong()), Span::raw(format!(" {what}"))];
        let taken: usize = spans.iter().map(Span::width).sum();
        match lines.last_mut() {
            Some(line) if line.width() + 2 + taken < width => {
                line.spans.push(Span::raw("  "));
                line.spans.extend(spans);
            }
            _ => lines.push(Line::from([vec![Span::raw(" ")], spans.to_vec()].concat())),
        }
    }
    lines
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
