//! Keys and pastes: what they do to the form, to what lies over it, and to a form that is being sent.

use std::time::Duration;

use crate::form::{Edit, Form, FormField, TextInput};

use super::rhythm::{NEXT_REPEAT, Press, Rhythm};
use super::{
    Burst, Cleared, DelayedSave, Effect, FormState, Intent, Key, KeyTiming, Model, Notice, Overlay, action, card, save,
    scan, shift, waiting,
};

pub(super) fn key(model: &mut Model, key: Key, at: Duration) -> Vec<Effect> {
    let astray = matches!(key, Key::Char(_)) && model.form().focus() == FormField::Register;
    model.now = at;
    let (last, rhythm) = KeyTiming::next(model.last_key, key, at, astray);
    model.last_key = Some(last);
    if model.is_too_small {
        return unseen(model, key, rhythm);
    }
    if only_shows(model, Some(key), at) || rhythm.line_end {
        return Vec::new();
    }
    let mut commands = settle_delayed_save(model, action(key) == Some(Intent::Enter), at);
    commands.extend(seen(model, key, rhythm));
    commands
}

/// A key for what is on the screen. What is not seen is not saved: Ctrl-S only closes what lies over the form.
fn seen(model: &mut Model, key: Key, rhythm: Rhythm) -> Vec<Effect> {
    let action = action(key);
    let is_save = action == Some(Intent::Save);
    match model.overlay {
        Some(Overlay::QuitAsked) => return quit_asked(model, key, rhythm),
        Some(Overlay::Waiting { at, discarding: Some(cid) }) => {
            return waiting::answer(model, key, rhythm, at, cid);
        }
        // Who types on loses no key, and discards nobody.
        Some(Overlay::Waiting { .. }) if matches!(key, Key::Char(_)) => model.overlay = None,
        Some(Overlay::Waiting { at, discarding: None }) => return waiting::key(model, key, at),
        Some(Overlay::Help { turned }) => {
            model.overlay = turn(key, turned);
            if model.overlay.is_some() || closes_help(key) || is_save {
                return Vec::new();
            }
        }
        Some(Overlay::Shift { first }) => {
            model.overlay = shift::turned(key, first, model.shift.rows.len());
            if model.overlay.is_some() || shift::closed_by(key) || is_save {
                return Vec::new();
            }
        }
        Some(Overlay::Card(_)) => {
            model.overlay = None;
            if card::closed_by(key) || is_save {
                return Vec::new();
            }
        }
        None => {}
    }
    // Ctrl-S held down after a save is no work for the next customer.
    if !is_save || !model.form().is_blank() {
        model.count_key();
    }
    if scan::take(model, key, model.now) {
        return Vec::new();
    }
    action.map_or_else(Vec::new, |action| perform(model, action, rhythm))
}

/// Returns true if a paste that begins now does nothing: the form is not seen, or a question waits for its answer.
pub(super) fn ignores_paste(model: &mut Model, at: Duration) -> bool {
    let is_asked = matches!(model.overlay, Some(Overlay::QuitAsked | Overlay::Waiting { discarding: Some(_), .. }));
    model.is_too_small || only_shows(model, None, at) || is_asked
}

/// Types a pasted text into the form.
pub(super) fn paste(model: &mut Model, text: &str, at: Duration) -> Vec<Effect> {
    let mut commands = settle_delayed_save(model, false, at);
    model.overlay = None;
    commands.extend(type_in(model, text));
    commands
}

/// A key while nothing of the form can be seen: it may end the program, and no more.
fn unseen(model: &mut Model, key: Key, rhythm: Rhythm) -> Vec<Effect> {
    match (&model.overlay, action(key)) {
        (Some(Overlay::QuitAsked), _) => quit_asked(model, key, rhythm),
        (_, Some(action @ (Intent::Quit | Intent::Suspend))) => perform(model, action, rhythm),
        _ => Vec::new(),
    }
}

/// Whether a key, or a paste, does nothing but show the hidden screen again, or belongs to one that did no more.
fn only_shows(model: &mut Model, key: Option<Key>, at: Duration) -> bool {
    let was_hidden = std::mem::take(&mut model.hidden);
    let burst = if was_hidden {
        // Nobody was working on the form.
        model.counted_until = at;
        matches!(key, Some(Key::Char(_))).then(|| Burst::begin(at))
    } else {
        model.ignored.and_then(|burst| burst.with(key?, at))
    };
    model.ignored = burst;
    was_hidden || burst.is_some()
}

/// Another key than Enter shows that Enter is not held down; another Enter is decided for itself.
fn settle_delayed_save(model: &mut Model, is_enter: bool, at: Duration) -> Vec<Effect> {
    match model.delayed_save.take() {
        Some(delayed) if !is_enter || delayed.due <= at => save_delayed(model, delayed),
        _ => Vec::new(),
    }
}

/// Saves the form for which a save was delayed, if it is still the one on the screen.
pub(super) fn save_delayed(model: &mut Model, delayed: DelayedSave) -> Vec<Effect> {
    let form = model.form();
    if form.cid() != delayed.cid || form.focus() != FormField::Register {
        return Vec::new();
    }
    model.last_key.iter_mut().for_each(KeyTiming::has_saved);
    save::save(model)
}

fn perform(model: &mut Model, action: Intent, rhythm: Rhythm) -> Vec<Effect> {
    match action {
        Intent::Help => model.overlay = Some(Overlay::Help { turned: 0 }),
        Intent::Quit if !model.half_typed().is_empty() => model.overlay = Some(Overlay::QuitAsked),
        Intent::Quit => return vec![Effect::Quit],
        Intent::Suspend => return vec![Effect::Suspend],
        // One press saves once, also where the answer comes while the key is still down.
        Intent::Save if rhythm.press == Press::Repeated => {}
        Intent::Save => return save::save(model),
        Intent::Enter => return enter(model, rhythm),
        Intent::Next => on_form(model, Form::focus_next),
        Intent::Previous => on_form(model, Form::focus_previous),
        Intent::Clear => clear(model),
        Intent::Shift => return shift::open(model),
        Intent::Group => on_form(model, |form| form.focus_on(FormField::Group)),
        Intent::Undo => return undo(model),
        Intent::AnswerOffer => {
            let rules = model.desk.rules;
            on_form(model, |form| form.accept_suggestion(&rules));
        }
        Intent::Card => return card::open(model),
        Intent::Open => return waiting::open(model),
        Intent::Edit(edit) => return edit_in(model, edit),
        Intent::Type(c) => return type_in(model, c.encode_utf8(&mut [0; 4])),
    }
    Vec::new()
}

/// To the next field; on the button it saves. While a form is being sent it does nothing: the second Enter of an
/// impatient finger must neither save nor leave the next form's first field. A key that is held down never saves.
fn enter(model: &mut Model, rhythm: Rhythm) -> Vec<Effect> {
    let FormState::Typing { form, .. } = &model.stage else { return Vec::new() };
    if rhythm.press == Press::AfterSave {
        return Vec::new();
    }
    if form.focus() != FormField::Register {
        on_form(model, Form::focus_next);
        return Vec::new();
    }
    if form.is_blank() {
        return Vec::new();
    }
    if rhythm.pasted || rhythm.press == Press::Repeated {
        model.notice = Some(Notice::EnterAgain);
        return Vec::new();
    }
    if form.to_customer(&model.desk.rules, &model.groups).is_err() {
        return save::save(model);
    }
    let delayed = DelayedSave { cid: form.cid(), due: model.now + NEXT_REPEAT };
    if rhythm.press != Press::Unclear {
        return save_delayed(model, delayed);
    }
    model.last_key.iter_mut().for_each(KeyTiming::has_delayed);
    model.delayed_save = Some(delayed);
    model.notice = None;
    Vec::new()
}

/// A key while a form is being sent belongs to the next one.
pub(super) fn begin_next(model: &mut Model) {
    if matches!(model.stage, FormState::Sending(_))
        && let FormState::Sending(under_way) = model.next_form()
    {
        model.under_way.push(under_way);
        model.count_key();
    }
}

fn on_form(model: &mut Model, change: impl FnOnce(&mut Form)) {
    begin_next(model);
    if let FormState::Typing { form, .. } = &mut model.stage {
        change(form);
    }
}

fn type_in(model: &mut Model, text: &str) -> Vec<Effect> {
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
    if count(model) >= TextInput::MAX_CHARS && had + text.chars().count() > TextInput::MAX_CHARS {
        model.notice = Some(Notice::Full);
    }
    commands
}

fn edit_in(model: &mut Model, edit: Edit) -> Vec<Effect> {
    begin_next(model);
    let was_blank = model.form().is_blank();
    let Model { stage, groups, .. } = model;
    if let FormState::Typing { form, .. } = stage {
        form.edit(edit, groups);
    }
    forget_what_was(model, was_blank)
}

/// Once something is typed, the previous customer is not on the screen any more, and what was cleared is gone: a
/// refused registration is discarded with it, the cashier has seen why and let it go. An answer that came while one
/// was typing can be read for a while.
pub(super) fn forget_what_was(model: &mut Model, was_blank: bool) -> Vec<Effect> {
    let FormState::Typing { form, cleared, .. } = &mut model.stage else { return Vec::new() };
    if form.is_blank() {
        return Vec::new();
    }
    let gone = cleared.take().filter(|cleared| cleared.refused.is_some());
    if gone.is_some() {
        model.counts.refused = model.counts.refused.saturating_sub(1);
    }
    let commands = gone.map(|gone| Effect::Discard(gone.form.cid())).into_iter().collect();
    if !was_blank && model.now < model.readable_until {
        return commands;
    }
    model.notice.take_if(|notice| notice.ends_with_typing());
    commands
}

/// Takes back the last change of a field; right after a clear, that.
fn undo(model: &mut Model) -> Vec<Effect> {
    if let FormState::Typing { form, cleared: Some(_), .. } = &model.stage
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
    let FormState::Typing { form, refused, cleared } = &mut model.stage else { return };
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

/// A key that is no answer does nothing, and the question stays.
fn quit_asked(model: &mut Model, key: Key, rhythm: Rhythm) -> Vec<Effect> {
    match key {
        Key::Ctrl('q' | 'c') => return vec![Effect::Quit],
        Key::Char(c) if is_yes(c) && !rhythm.in_scan => return vec![Effect::Quit],
        Key::Char(c) if is_no(c) && !rhythm.in_scan => model.overlay = None,
        Key::Esc => model.overlay = None,
        _ => {}
    }
    Vec::new()
}

/// Returns true for y, and for the letter on its key of a Cyrillic layout.
const fn is_yes(letter: char) -> bool {
    matches!(letter, 'y' | 'Y' | 'н' | 'Н')
}

/// Returns true for n, and for the letter on its key of a Cyrillic layout.
pub(super) const fn is_no(letter: char) -> bool {
    matches!(letter, 'n' | 'N' | 'т' | 'Т')
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
    matches!(key, Key::Ctrl('g' | 'q' | 'c') | Key::Function(1) | Key::Esc | Key::Enter | Key::Char('q'))
}
