//! Intents for the form on the screen: typing, moving the focus, clearing, undo. `update` calls this module.

use std::time::Duration;

use crate::domain::{Cid, Letters};
use crate::form::{Edit, Form, FormField, Groups, TextInput};

use super::model::Lifetime;
use super::{Cleared, DelayedSave, Effect, FormState, Model, Notice, ScannedCode, save};

/// Types a character that may begin a scan, and keeps the form as it was before.
pub(super) fn type_suspect(model: &mut Model, c: char) {
    begin_next(model);
    model.input.before_scan = Some(Box::new(model.form().clone()));
    type_in(model, c.encode_utf8(&mut [0; 4]));
}

/// Types the first characters of a scan into the code field, and takes them back from the field in which they were
/// typed.
pub(super) fn start_scan(model: &mut Model, code: &ScannedCode) {
    undo_suspect(model);
    read_scan(model, code, Form::replace);
}

/// Registers the form at this time, unless Enter is held down.
pub(super) fn register_at(model: &mut Model, due: Duration) {
    model.input.delayed_save = Some(DelayedSave { cid: model.form().cid(), due });
    model.notice = None;
}

pub(super) fn accept_suggestion(model: &mut Model) {
    let rules = model.desk.rules;
    on_form(model, |form| form.accept_suggestion(&rules));
}

/// Registers the form for which Enter was delayed, if it is still on the screen.
pub(super) fn register_form(model: &mut Model, cid: Cid) {
    let form = model.form();
    if form.cid() == cid && form.focus() == FormField::Register {
        save::save(model);
    }
}

/// Moves to the next field, or registers if the button has the focus. While a form is being sent it does nothing: a
/// second, impatient Enter must not move the focus of the next form.
pub(super) fn advance(model: &mut Model) {
    match &model.stage {
        FormState::Editing { form, .. } if form.focus() == FormField::Register => save::save(model),
        FormState::Editing { .. } => on_form(model, Form::focus_next),
        FormState::Submitting(_) => {}
    }
}

/// Begins the next form if the one on the screen is being sent: the key belongs to the next form.
fn begin_next(model: &mut Model) {
    if matches!(model.stage, FormState::Submitting(_))
        && let FormState::Submitting(in_flight) = model.next_form()
    {
        model.in_flight.push(in_flight);
        model.count_key();
    }
}

pub(super) fn on_form(model: &mut Model, change: impl FnOnce(&mut Form)) {
    begin_next(model);
    if let FormState::Editing { form, .. } = &mut model.stage {
        change(form);
    }
}

/// Types a text into the focused field.
pub(super) fn type_in(model: &mut Model, text: &str) {
    let (before, letters) = (focused_length(model), model.desk.letters);
    let canonical: fn(Letters, char) -> char = match model.form().focus() {
        FormField::Gender => Letters::gender,
        FormField::Consent => Letters::answer,
        _ => return insert(model, text, before, |form, _| form.insert(text)),
    };
    let text: String = text.chars().map(|c| canonical(letters, c)).collect();
    insert(model, &text, before, |form, _| form.insert(&text));
}

pub(super) fn set_field(model: &mut Model, field: FormField, text: &str) {
    insert(model, text, 0, |form, groups| form.set_field(field, text, groups));
}

pub(super) fn edit_in(model: &mut Model, edit: Edit) {
    change(model, |form, groups| form.edit(edit, groups));
}

/// Changes the form. If the text was too long, a notice says that its end was dropped.
fn insert(model: &mut Model, text: &str, length_before: usize, with: impl FnOnce(&mut Form, &Groups)) {
    change(model, with);
    if focused_length(model) >= TextInput::MAX_CHARS && length_before + text.chars().count() > TextInput::MAX_CHARS {
        model.notice = Some(Notice::Full);
    }
}

/// Changes the form, and removes what the change makes outdated.
fn change(model: &mut Model, change: impl FnOnce(&mut Form, &Groups)) {
    begin_next(model);
    let was_blank = model.form().is_blank();
    let Model { stage, groups, .. } = model;
    if let FormState::Editing { form, .. } = stage {
        change(form, groups);
    }
    let discard = clear_transient(model, was_blank);
    model.outcome.effects.extend(discard);
}

/// Returns the number of characters in the focused field.
fn focused_length(model: &Model) -> usize {
    let text = model.form().text(model.form().focus());
    text.map_or(0, |text| text.value().chars().count())
}

/// Takes back the characters that were typed before they were known to be a scan.
pub(super) fn undo_suspect(model: &mut Model) {
    let before = model.input.before_scan.take();
    if let FormState::Editing { form, .. } = &mut model.stage
        && let Some(before) = before.filter(|before| before.cid() == form.cid())
    {
        *form = *before;
    }
}

/// Changes the code field to a scan, or to its beginning.
pub(super) fn read_scan(model: &mut Model, code: &ScannedCode, change: fn(&mut Form, &str)) {
    let FormState::Editing { form, .. } = &mut model.stage else { return };
    form.focus_on(FormField::Code);
    change(form, &code.text.0);
    // The effect is dropped on purpose: a scan must not delete a rejected registration that the cashier cleared.
    drop(clear_transient(model, false));
    if code.is_mapped {
        model.notice = Some(Notice::ScanMapped);
    }
}

/// Removes the last result from the screen after typing, and what Ctrl-R cleared can no longer be restored. A cleared
/// form of a rejected registration is to be deleted by the returned effect: the cashier has seen why it was rejected. A
/// pinned notice stays until `notice_pinned_until`.
fn clear_transient(model: &mut Model, was_blank: bool) -> Option<Effect> {
    let FormState::Editing { form, cleared, .. } = &mut model.stage else { return None };
    if form.is_blank() {
        return None;
    }
    let rejected = cleared.take().filter(|cleared| cleared.refused.is_some());
    if rejected.is_some() {
        model.counts.refused = model.counts.refused.saturating_sub(1);
    }
    let discard = rejected.map(|rejected| Effect::Discard(rejected.form.cid()));
    if was_blank || model.now >= model.notice_pinned_until {
        model.notice.take_if(|notice| notice.lifetime() == Lifetime::UntilTyped);
    }
    discard
}

/// Undoes the last change of the field. Directly after a clear, undoes the clear.
pub(super) fn undo(model: &mut Model) {
    match &model.stage {
        FormState::Editing { form, cleared: Some(_), .. } if form.is_blank() => clear(model),
        _ => on_form(model, Form::undo),
    }
}

/// Clears the form. If it is empty, restores what was cleared.
pub(super) fn clear(model: &mut Model) {
    begin_next(model);
    let blank = model.blank_form();
    let FormState::Editing { form, refused, cleared } = &mut model.stage else { return };
    if !form.is_blank() {
        let form = std::mem::replace(form, blank);
        *cleared = Some(Box::new(Cleared { form, refused: refused.take() }));
        model.notice = Some(Notice::Cleared);
        return;
    }
    model.notice = cleared.take().map(|restored| {
        Cleared { form: *form, refused: *refused } = *restored;
        Notice::Restored
    });
}
