use ratatui::text::{Line, Span};

use crate::app::{BINDINGS, Binding, Intent, Key, Model, Place, has_card};
use crate::form::{Edit, FormField};
use crate::locale::Locale;

use super::{RenderContext, Theme};

/// The keys that matter most, from the table that dispatches them; as many as there is room for.
pub(super) fn line(model: &Model, brush: RenderContext<'_>, width: u16) -> Line<'static> {
    let mut shown: Vec<(u8, &Binding)> = BINDINGS
        .iter()
        .filter_map(|binding| match binding.place {
            Place::Footer(_) if binding.action == Intent::Open && model.waiting() == 0 => None,
            Place::Footer(_) if binding.action == Intent::Card && !has_card(model) => None,
            Place::Footer(rank) => Some((rank, binding)),
            Place::Help => None,
        })
        .collect();
    loop {
        let line = written(model, brush, &shown);
        if line.width() < usize::from(width) || shown.is_empty() {
            return line;
        }
        let highest = shown.iter().map(|(rank, _)| *rank).max();
        shown.retain(|(rank, _)| Some(*rank) != highest);
    }
}

fn written(model: &Model, brush: RenderContext<'_>, shown: &[(u8, &Binding)]) -> Line<'static> {
    let mut spans = vec![Span::raw(" ")];
    for (at, (_, binding)) in shown.iter().enumerate() {
        if at > 0 {
            spans.push(Span::raw(" · "));
        }
        let key = binding.keys.first().map(|key| key_name(brush.say, *key)).unwrap_or_default();
        spans.push(Span::styled(key, Theme::key()));
        spans.push(Span::raw(format!(" {}", does(model, brush, binding.action))));
    }
    Line::from(spans)
}

/// What a key of the footer does at this moment, in a word.
fn does(model: &Model, brush: RenderContext<'_>, action: Intent) -> String {
    let say = brush.say;
    match action {
        Intent::Enter if model.form().focus() == FormField::Register => say.footer_register(),
        Intent::Enter => say.footer_next(),
        Intent::Save => say.footer_register(),
        Intent::Clear => say.footer_clear(),
        Intent::Open => say.footer_waiting(model.waiting()),
        Intent::Card => say.footer_card(),
        Intent::Help => say.footer_help(),
        Intent::Quit => say.footer_quit(),
        Intent::Shift
        | Intent::Group
        | Intent::Undo
        | Intent::Suspend
        | Intent::AnswerOffer
        | Intent::Next
        | Intent::Previous
        | Intent::Edit(_)
        | Intent::Type(_) => does_in_full(say, action),
    }
}

/// What a key does, for the help.
pub(super) fn does_in_full(say: &Locale, action: Intent) -> String {
    match action {
        Intent::Enter => say.help_enter(),
        Intent::Next => say.help_next(),
        Intent::Previous => say.help_previous(),
        Intent::Save => say.help_register(),
        Intent::Clear => say.help_clear(),
        Intent::Open => say.help_waiting(),
        Intent::Card => say.help_card(),
        Intent::Shift => say.help_shift(),
        Intent::Group => say.help_group(),
        Intent::Undo => say.help_undo(),
        Intent::AnswerOffer => say.help_suggestion(),
        Intent::Help => say.help_help(),
        Intent::Quit => say.help_quit(),
        Intent::Suspend => say.help_suspend(),
        Intent::Edit(edit) => edits(say, edit),
        Intent::Type(c) => c.to_string(),
    }
}

fn edits(say: &Locale, edit: Edit) -> String {
    match edit {
        Edit::GoToPrevChar => say.help_left(),
        Edit::GoToNextChar => say.help_right(),
        Edit::GoToPrevWord => say.help_word_left(),
        Edit::GoToNextWord => say.help_word_right(),
        Edit::GoToStart | Edit::SetCursor(_) => say.help_start(),
        Edit::GoToEnd => say.help_end(),
        Edit::DeletePrevChar => say.help_delete_left(),
        Edit::DeleteNextChar => say.help_delete_right(),
        Edit::DeletePrevWord | Edit::DeleteNextWord => say.help_delete_word(),
        Edit::DeleteFromStart | Edit::DeleteLine => say.help_delete_to_start(),
        Edit::DeleteTillEnd => say.help_delete_to_end(),
        Edit::InsertChar(_) | Edit::Yank => String::new(),
    }
}

/// A key as it is printed on the keyboard.
pub(super) fn key_name(say: &Locale, key: Key) -> String {
    match key {
        Key::Char(c) => c.to_string(),
        Key::Ctrl(c) => say.key_ctrl(c.to_uppercase().to_string()),
        Key::Alt(c) => say.key_alt(c.to_uppercase().to_string()),
        Key::Enter => say.key_enter(),
        Key::Tab => say.key_tab(),
        Key::BackTab => say.key_back_tab(),
        Key::Up => say.key_up(),
        Key::Down => say.key_down(),
        Key::Left => say.key_left(),
        Key::Right => say.key_right(),
        Key::WordLeft => say.key_ctrl(say.key_left()),
        Key::WordRight => say.key_ctrl(say.key_right()),
        Key::Home => say.key_home(),
        Key::End => say.key_end(),
        Key::Backspace => say.key_backspace(),
        Key::AltBackspace => say.key_alt(say.key_backspace()),
        Key::Delete => say.key_delete(),
        Key::Esc => say.key_esc(),
        Key::Function(number) => format!("F{number}"),
    }
}
