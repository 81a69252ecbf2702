//! Keys and pastes: what they do to the form, to what lies over it, and to a form that is being sent.

use std::time::Duration;

use crate::form::{Edit, Form, Spot, Text};

use super::scan;
use super::{
    Action, Cleared, Command, Key, LastKey, Model, Notice, Overlay, Stage, action, card, save, shift, waiting,
};

pub(super) fn key(model: &mut Model, key: Key, at: Duration) -> Vec<Command> {
    let before = model.last_key;
    let astray = matches!(key, Key::Char(_)) && model.form().focus() == Spot::Register;
    model.now = at;
    model.hidden = false;
    let is_blank = model.form().is_blank();
    model.shift.count(is_blank, at);
    let (last, rhythm) = LastKey::next(before, key, at, astray);
    model.last_key = Some(last);
    if rhythm.line_end {
        return Vec::new();
    }
    match model.overlay {
        Some(Overlay::QuitAsked) => return quit_asked(model, key),
        // Who types on loses no key, and discards nobody.
        Some(Overlay::Waiting { .. }) if matches!(key, Key::Char(_)) => model.overlay = None,
        Some(Overlay::Waiting { at, discarding }) => return waiting::key(model, key, at, discarding),
        Some(Overlay::Help { turned }) => {
            model.overlay = turn(key, turned);
            if model.overlay.is_some() || closes_help(key) {
                return Vec::new();
            }
        }
        Some(Overlay::Shift { first }) => {
            model.overlay = shift::turned(key, first, model.shift.rows.len());
            if model.overlay.is_some() || shift::closed_by(key) {
                return Vec::new();
            }
        }
        Some(Overlay::Card(_)) => {
            model.overlay = None;
            if card::closed_by(key) {
                return Vec::new();
            }
        }
        None => {}
    }
    if scan::take(model, key, at) {
        return Vec::new();
    }
    let Some(action) = action(key) else { return Vec::new() };
    let bounced = model.enter_saved.is_some_and(|saved| before.is_some_and(|before| before.bounces(saved, at)));
    if bounced && action == Action::Enter {
        model.enter_saved = Some(at);
        return Vec::new();
    }
    match action {
        // Enter is CR; an LF comes from a pasted text.
        Action::Enter => enter(model, at, rhythm.pasted),
        action => perform(model, action),
    }
}

pub(super) fn paste(model: &mut Model, text: &str, at: Duration) -> Vec<Command> {
    model.now = at;
    model.hidden = false;
    let is_blank = model.form().is_blank();
    model.shift.count(is_blank, at);
    model.scan = None;
    model.overlay = None;
    type_in(model, text)
}

fn perform(model: &mut Model, action: Action) -> Vec<Command> {
    match action {
        Action::Help => model.overlay = Some(Overlay::Help { turned: 0 }),
        Action::Quit if !model.drafts().is_empty() => model.overlay = Some(Overlay::QuitAsked),
        Action::Quit => return vec![Command::Quit],
        Action::Suspend => return vec![Command::Suspend],
        Action::Save => return save::save(model),
        Action::Enter => return enter(model, model.now, false),
        Action::Next => on_form(model, Form::go_on),
        Action::Previous => on_form(model, Form::go_back),
        Action::Clear => clear(model),
        Action::Shift => return shift::open(model),
        Action::Group => on_form(model, |form| form.go_to(Spot::Group)),
        Action::Undo => return undo(model),
        Action::AnswerOffer => {
            let rules = model.desk.rules;
            on_form(model, |form| form.answer_offer(&rules));
        }
        Action::Card => return card::open(model),
        Action::Open => return waiting::open(model),
        Action::Edit(edit) => return edit_in(model, edit),
        Action::Type(c) => return type_in(model, c.encode_utf8(&mut [0; 4])),
    }
    Vec::new()
}

/// To the next field; on the button it saves. While a form is being sent it does nothing: the second Enter of an
/// impatient finger must neither save nor leave the next form's first field.
fn enter(model: &mut Model, at: Duration, pasted: bool) -> Vec<Command> {
    if matches!(model.stage, Stage::Sending(_)) {
        return Vec::new();
    }
    if model.form().focus() != Spot::Register {
        on_form(model, Form::go_on);
        return Vec::new();
    }
    if pasted {
        model.notice = Some(Notice::EnterAgain);
        return Vec::new();
    }
    model.enter_saved = Some(at);
    save::save(model)
}

/// A key while a form is being sent belongs to the next one.
pub(super) fn begin_next(model: &mut Model) {
    if matches!(model.stage, Stage::Sending(_))
        && let Stage::Sending(under_way) = model.next_form()
    {
        model.under_way.push(under_way);
        model.shift.count(true, model.now);
    }
}

fn on_form(model: &mut Model, change: impl FnOnce(&mut Form)) {
    begin_next(model);
    if let Stage::Typing { form, .. } = &mut model.stage {
        change(form);
    }
}

fn type_in(model: &mut Model, text: &str) -> Vec<Command> {
    begin_next(model);
    let was_blank = model.form().is_blank();
    let count = |model: &Model| {
        let text = model.form().text(model.form().focus());
        text.map_or(0, |text| text.value().chars().count())
    };
    let had = count(model);
    on_form(model, |form| form.insert(text));
    let commands = forget_what_was(model, was_blank);
    // The rest was dropped.
    if count(model) >= Text::LONGEST && had + text.chars().count() > Text::LONGEST {
        model.notice = Some(Notice::Full);
    }
    commands
}

fn edit_in(model: &mut Model, edit: Edit) -> Vec<Command> {
    begin_next(model);
    let was_blank = model.form().is_blank();
    let Model { stage, groups, .. } = model;
    if let Stage::Typing { form, .. } = stage {
        form.edit(edit, groups);
    }
    forget_what_was(model, was_blank)
}

/// Once something is typed, the previous customer is not on the screen any more, and what was cleared is gone: a
/// refused registration is discarded with it, the cashier has seen why and let it go. An answer that came while one
/// was typing can be read for a while.
pub(super) fn forget_what_was(model: &mut Model, was_blank: bool) -> Vec<Command> {
    let Stage::Typing { form, cleared, .. } = &mut model.stage else { return Vec::new() };
    if form.is_blank() {
        return Vec::new();
    }
    let gone = cleared.take().filter(|cleared| cleared.refused.is_some());
    let commands = gone.map(|gone| Command::Discard(gone.form.cid())).into_iter().collect();
    if !was_blank && model.now < model.readable_until {
        return commands;
    }
    let outdated = matches!(
        model.notice,
        Some(
            Notice::Registered { .. }
                | Notice::Waiting { .. }
                | Notice::AllSent
                | Notice::OnItsWay
                | Notice::Cleared
                | Notice::Restored
                | Notice::PutAway
                | Notice::EnterAgain
                | Notice::Full
                | Notice::MendFirst
                | Notice::Overdue { .. }
        )
    );
    if outdated {
        model.notice = None;
    }
    commands
}

/// Takes back the last change of a field; right after a clear, that.
fn undo(model: &mut Model) -> Vec<Command> {
    if let Stage::Typing { form, cleared: Some(_), .. } = &model.stage
        && form.is_blank()
    {
        clear(model);
        return Vec::new();
    }
    on_form(model, Form::undo);
    Vec::new()
}

/// Clears the form, or brings back what was cleared.
fn clear(model: &mut Model) {
    begin_next(model);
    let blank = model.blank_form();
    let Stage::Typing { form, refused, cleared } = &mut model.stage else { return };
    if !form.is_blank() {
        let form = std::mem::replace(form, blank);
        *cleared = Some(Box::new(Cleared { form, refused: refused.take() }));
        model.notice = Some(Notice::Cleared);
        return;
    }
    model.notice = match cleared.take() {
        Some(restored) => {
            Cleared { form: *form, refused: *refused } = *restored;
            Some(Notice::Restored)
        }
        None => None,
    };
}

fn quit_asked(model: &mut Model, key: Key) -> Vec<Command> {
    model.overlay = None;
    match key {
        Key::Char('y' | 'Y') | Key::Ctrl('q' | 'c') => vec![Command::Quit],
        Key::Char('n' | 'N') | Key::Esc | Key::Enter => Vec::new(),
        // Somebody who types on has answered: what is typed goes where it would have gone.
        other => key_without_question(model, other),
    }
}

fn key_without_question(model: &mut Model, key: Key) -> Vec<Command> {
    action(key).map_or_else(Vec::new, |action| perform(model, action))
}

/// Another page of the help, if the key asks for one.
const fn turn(key: Key, turned: i16) -> Option<Overlay> {
    match key {
        Key::Down | Key::Right | Key::Tab | Key::Char(' ') => Some(Overlay::Help { turned: turned.wrapping_add(1) }),
        Key::Up | Key::Left | Key::BackTab => Some(Overlay::Help { turned: turned.wrapping_sub(1) }),
        _ => None,
    }
}

const fn closes_help(key: Key) -> bool {
    matches!(key, Key::Ctrl('g' | 'q' | 'c') | Key::Esc | Key::Enter | Key::Char('q'))
}
