//! The names of keys and of what they do, for footers, help and manual page. The tables of key bindings have the keys.

use crate::app::{Binding, Intent, KeyContext, OverlayKind, Place, Selection};
use crate::form::{Edit, FormField};
use crate::keys::Key;
use crate::locale::Locale;

/// The keys of one context, as the help shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySection {
    /// The context in which the keys are valid.
    pub context: KeyContext,
    /// The title.
    pub title: String,
    /// The names of keys with the same meaning, and what they do.
    pub rows: Vec<(String, String)>,
    /// A sentence about all other keys. Empty if none is needed.
    pub others: String,
}

/// Returns all keys of all contexts.
pub fn key_sections(say: &Locale) -> Vec<KeySection> {
    KeyContext::ALL.into_iter().map(|context| section(say, context)).collect()
}

fn section(say: &Locale, context: KeyContext) -> KeySection {
    let (title, others) = match context {
        KeyContext::Form => (say.help_form(), String::new()),
        KeyContext::WaitingList => (say.waiting_title(), say.help_others_letters()),
        KeyContext::DeleteQuestion => (say.waiting_delete_question(), say.help_others_nothing()),
        KeyContext::Card => (say.card_title(), say.help_others_form()),
        KeyContext::Shift => (say.shift_title(), say.help_others_form()),
        KeyContext::NameSearch => (say.help_find(), say.help_others_letters()),
        KeyContext::QuitQuestion => (say.quit_question(), say.help_others_nothing()),
        KeyContext::Help => (say.help_title(), say.help_others_form()),
    };
    let rows = context.bindings().iter().map(|binding| {
        let keys: Vec<String> = binding.keys.iter().map(|key| key_name_in(say, context, *key)).collect();
        (keys.join(", "), explanation(say, context, &binding.intent))
    });
    KeySection { context, title, rows: rows.collect(), others }
}

/// Returns the keys of the footer of an overlay, each with a word for what it does. Without a choice (an empty list, a
/// single page) only the keys that close the overlay are named.
pub(super) fn footer(say: &Locale, context: KeyContext, has_choice: bool) -> Vec<(String, String)> {
    let is_named = |binding: &&Binding| {
        let is_always = matches!(binding.intent, Intent::Dismiss | Intent::ChangeLanguage);
        matches!(binding.place, Place::Footer(_)) && (has_choice || is_always)
    };
    let words = context.bindings().iter().filter(is_named).filter_map(|binding| {
        let key = key_name_in(say, context, *binding.keys.first()?);
        let what = word(say, context, &binding.intent).unwrap_or_else(|| explanation(say, context, &binding.intent));
        Some((key, what))
    });
    words.collect()
}

/// Returns a word for what an intent does in an overlay. `None` means that it needs more words.
fn word(say: &Locale, context: KeyContext, intent: &Intent) -> Option<String> {
    Some(match (context, intent) {
        (KeyContext::WaitingList, Intent::Confirm) => say.footer_open_row(),
        (KeyContext::NameSearch, Intent::Confirm) => say.footer_show(),
        (KeyContext::WaitingList, Intent::Delete) | (KeyContext::DeleteQuestion, Intent::Confirm) => {
            say.footer_delete()
        }
        (KeyContext::DeleteQuestion, Intent::Dismiss) => say.footer_keep(),
        (KeyContext::QuitQuestion, Intent::Confirm) => say.footer_quit(),
        (KeyContext::QuitQuestion, Intent::Dismiss) => say.footer_stay(),
        (KeyContext::Shift, Intent::Select(Selection::Previous)) => say.footer_older(),
        (KeyContext::Shift, Intent::Select(_)) => say.footer_newer(),
        (KeyContext::Help, Intent::Select(Selection::Next)) => say.footer_more(),
        // In the next language, because a cashier who cannot read this one looks for it.
        (KeyContext::Help, Intent::ChangeLanguage) => say.next().language_name(),
        (_, Intent::Dismiss) => say.footer_back(),
        _ => return None,
    })
}

/// Returns what an intent does, for the help. It is empty for an intent that no key has.
pub(super) fn explanation(say: &Locale, context: KeyContext, intent: &Intent) -> String {
    match (context, intent) {
        (_, Intent::Advance) => say.help_enter(),
        (_, Intent::Next) => say.help_next(),
        (_, Intent::Previous) => say.help_previous(),
        (_, Intent::Register) => say.help_register(),
        (_, Intent::Clear) => say.help_clear(),
        (_, Intent::Open(OverlayKind::WaitingList)) => say.help_waiting(),
        (_, Intent::Open(OverlayKind::Card)) => say.help_card(),
        (_, Intent::Open(OverlayKind::Shift)) => say.help_shift(),
        (_, Intent::Open(OverlayKind::Help)) => say.help_help(),
        (_, Intent::Open(OverlayKind::NameSearch)) => say.help_find(),
        (_, Intent::Focus(FormField::Group)) => say.help_group(),
        (_, Intent::Undo) => say.help_undo(),
        (_, Intent::AcceptSuggestion) => say.help_suggestion(),
        (_, Intent::Quit) => say.help_quit(),
        (_, Intent::Suspend) => say.help_suspend(),
        (_, Intent::ChangeLanguage) => say.help_language(say.next().language_name()),
        (_, Intent::Edit(edit)) => edit_explanation(say, *edit),
        (KeyContext::WaitingList, Intent::Confirm) => say.help_open_row(),
        (KeyContext::NameSearch, Intent::Confirm) => say.help_show(),
        (_, Intent::Delete) => say.help_delete(),
        (KeyContext::Help, Intent::Select(Selection::Next)) => say.help_page_next(),
        (KeyContext::Help, Intent::Select(_)) => say.help_page_previous(),
        (KeyContext::WaitingList | KeyContext::NameSearch, Intent::Select(Selection::Next)) => say.help_row_next(),
        (KeyContext::WaitingList | KeyContext::NameSearch, Intent::Select(Selection::Previous)) => {
            say.help_row_previous()
        }
        (_, Intent::Select(Selection::First)) => say.help_row_first(),
        (_, Intent::Select(Selection::Last)) => say.help_row_last(),
        (context, intent) => word(say, context, intent).unwrap_or_default(),
    }
}

fn edit_explanation(say: &Locale, edit: Edit) -> String {
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

/// Returns the name of a key of a context. A letter that answers is that of the language.
fn key_name_in(say: &Locale, context: KeyContext, key: Key) -> String {
    match key {
        Key::Char('y') if context.is_question() => say.letter_yes(),
        Key::Char('n') if context.is_question() => say.letter_no(),
        key => key_name(say, key),
    }
}

/// Returns the name of a key as it is printed on the keyboard.
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
