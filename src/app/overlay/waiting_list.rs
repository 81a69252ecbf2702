//! The waiting list: drafts, and registrations that are not delivered. The cashier can open and delete a row.

use crate::app::binding::{Binding, Place, bind};
use crate::app::{Effect, FormState, Intent, Model, Notice, Overlay, Selection, save};
use crate::domain::{Cid, Progress, WaitingRow};
use crate::keys::Key;

use super::{FIRST_ROW, LAST_ROW, NEXT_ROW, OPENS_ROW, PREVIOUS_ROW};

/// No letter deletes a row: a cashier who does not look at the screen may be typing a name.
pub(in crate::app) const KEYS: &[Binding] = &[
    OPENS_ROW,
    bind(&[Key::Ctrl('d'), Key::Delete], Intent::Delete, Place::Footer(0)),
    bind(
        &[Key::Esc, Key::Ctrl('o'), Key::Function(4), Key::Ctrl('q'), Key::Ctrl('c')],
        Intent::Dismiss,
        Place::Footer(0),
    ),
    NEXT_ROW,
    PREVIOUS_ROW,
    FIRST_ROW,
    LAST_ROW,
];

/// The answers to the question whether to delete. "Yes" is another key than the one that asks, because that key may be
/// held down or bounce.
pub(in crate::app) const QUESTION_KEYS: &[Binding] = &[
    bind(&[Key::Ctrl('x')], Intent::Confirm, Place::Footer(0)),
    bind(&[Key::Esc, Key::Char('n')], Intent::Dismiss, Place::Footer(0)),
];

/// Opens the list.
pub(super) fn open(model: &mut Model) {
    model.overlay = Some(Overlay::Waiting { at: 0, deleting: None });
    model.emit(Effect::ListWaiting);
}

pub(super) fn apply(model: &mut Model, intent: &Intent, at: usize, deleting: Option<Cid>) {
    match (intent, deleting) {
        (Intent::Confirm, None) => open_row(model, at),
        // The rows may have moved since the question. Only the registration that it was about is deleted.
        (Intent::Confirm, Some(asked)) if model.waiting_row(at) == Some(asked) => delete(model, at),
        (Intent::Confirm | Intent::Dismiss, Some(_)) => select(model, at, None),
        (Intent::Dismiss, None) => model.overlay = None,
        (Intent::Delete, None) => select(model, at, model.waiting_row(at)),
        (Intent::Select(selection), None) => {
            let last = model.waiting_rows().saturating_sub(1);
            let at = match *selection {
                Selection::Row(cid) => model.row_of(cid).unwrap_or(at),
                selection => selection.position(at, last),
            };
            select(model, at.min(last), None);
        }
        _ => {}
    }
}

fn select(model: &mut Model, at: usize, deleting: Option<Cid>) {
    model.overlay = Some(Overlay::Waiting { at, deleting });
}

/// Takes the current rows of the outbox. A rejected registration that was cleared is left out, because the next key
/// deletes it. The selection stays on its registration. If the registration of an open question is gone, the question
/// is closed.
pub(in crate::app) fn on_rows(model: &mut Model, mut kept: Vec<WaitingRow>) {
    let cleared = model.cleared_refusal();
    kept.retain(|kept| Some(kept.cid) != cleared);
    if let Some(Notice::RefusedEarlier { cid, .. }) = &model.notice
        && !kept.iter().any(|kept| kept.cid == *cid)
    {
        model.notice = None;
    }
    let Some(&Overlay::Waiting { at, deleting }) = model.overlay.as_ref().map(Overlay::under_help) else {
        model.rows = kept;
        return;
    };
    let selected = model.waiting_row(at);
    model.rows = kept;
    let last = model.waiting_rows().saturating_sub(1);
    let at = selected.and_then(|cid| model.row_of(cid)).unwrap_or_else(|| at.min(last));
    let still_asked = deleting.filter(|cid| model.row_of(*cid).is_some());
    if let Some(list) = &mut model.overlay {
        *list.under_help_mut() = Overlay::Waiting { at, deleting: still_asked };
    }
    if deleting != still_asked {
        model.notice = Some(Notice::RowGone);
    }
}

fn open_row(model: &mut Model, at: usize) {
    let Some(from) = at.checked_sub(model.listed_drafts.len()) else {
        model.overlay = None;
        return open_draft(model, at);
    };
    let kept = model.outbox_rows().nth(from).map(|kept| (kept.cid, kept.state));
    match kept {
        Some((cid, Progress::Refused)) => {
            model.overlay = None;
            // The registration may already be on the screen.
            if cid != model.form().cid() {
                model.emit(Effect::OpenRefused(cid));
            }
        }
        Some(_) => model.notice = Some(Notice::NotEditable),
        None => {}
    }
}

fn open_draft(model: &mut Model, at: usize) {
    let form = model.listed_drafts.remove(at);
    let set_aside = save::put_on_screen(model, FormState::typing(form));
    save::show_opened_notice(model, None, set_aside);
}

fn delete(model: &mut Model, at: usize) {
    select(model, at.saturating_sub(1), None);
    let Some(discarded) = model.waiting_row(at) else { return };
    let is_in_outbox = at >= model.listed_drafts.len() || {
        // A draft and the rejected registration from which it was made are one row.
        model.listed_drafts.remove(at);
        model.rows.iter().any(|kept| kept.cid == discarded && kept.state == Progress::Refused)
    };
    if is_in_outbox {
        model.rows.retain(|kept| kept.cid != discarded);
        model.notice.take_if(|notice| matches!(notice, Notice::RefusedEarlier { cid, .. } if *cid == discarded));
        model.emit(Effect::Discard(discarded));
        model.emit(Effect::ListWaiting);
    }
}
