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
        Intent::Enter if model.form().focus() == FormField::Register => say.key_save(),
        Intent::Enter => say.key_next(),
        Intent::Save => say.key_save(),
        Intent::Clear => say.key_clear(),
        Intent::Open => say.key_waiting(model.waiting()),
        Intent::Card => say.key_card(),
        Intent::Help => say.key_help(),
        Intent::Quit => say.key_quit(),
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
        Intent::Save => say.help_save(),
        Intent::Clear => say.help_clear(),
        Intent::Open => say.help_open(),
        Intent::Card => say.help_card(),
        Intent::Shift => say.help_shift(),
        Intent::Group => say.help_group(),
        Intent::Undo => say.help_undo(),
        Intent::AnswerOffer => say.help_answer_offer(),
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
        Edit::DeletePrevChar => say.help_erase_left(),
        Edit::DeleteNextChar => say.help_erase_right(),
        Edit::DeletePrevWord | Edit::DeleteNextWord => say.help_erase_word(),
        Edit::DeleteFromStart | Edit::DeleteLine => say.help_erase_to_start(),
        Edit::DeleteTillEnd => say.help_erase_to_end(),
        Edit::InsertChar(_) | Edit::Yank => String::new(),
    }
}

/// A key as it is printed on the keyboard.
pub(super) fn key_name(say: &Locale, key: Key) -> String {
    match key {
        Key::Char(c) => c.to_string(),
        Key::Ctrl(c) => say.keyboard_ctrl(c.to_uppercase().to_string()),
        Key::Alt(c) => say.keyboard_alt(c.to_uppercase().to_string()),
        Key::Enter => say.keyboard_enter(),
        Key::Tab => say.keyboard_tab(),
        Key::BackTab => say.keyboard_back_tab(),
        Key::Up => say.keyboard_up(),
        Key::Down => say.keyboard_down(),
        Key::Left => say.keyboard_left(),
        Key::Right => say.keyboard_right(),
        Key::WordLeft => say.keyboard_ctrl(say.keyboard_left()),
        Key::WordRight => say.keyboard_ctrl(say.keyboard_right()),
        Key::Home => say.keyboard_home(),
        Key::End => say.keyboard_end(),
        Key::Backspace => say.keyboard_backspace(),
        Key::AltBackspace => say.keyboard_alt(say.keyboard_backspace()),
        Key::Delete => say.keyboard_delete(),
        Key::Esc => say.keyboard_esc(),
    }
}
