//! The waiting list over the form: what is parked and what is kept, opened, discarded, walked through.

use crate::domain::{Cid, WaitingRow, WaitingState};

use super::press::is_no;
use super::rhythm::Rhythm;
use super::{Effect, FormState, Key, Model, Notice, Overlay, save};

/// Opens the list.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Overlay::Waiting { at: 0, discarding: None });
    vec![Effect::ListKept]
}

/// A key other than a letter while the list lies over the form. One that means nothing here changes nothing: it was not
/// meant for the form that cannot be seen. No letter discards: whoever does not look types names.
pub(super) fn key(model: &mut Model, key: Key, at: usize) -> Vec<Effect> {
    let last = model.waiting_rows().saturating_sub(1);
    let to = |at: usize| Some(Overlay::Waiting { at, discarding: None });
    match key {
        Key::Down | Key::Tab => model.overlay = to((at + 1).min(last)),
        Key::Up | Key::BackTab => model.overlay = to(at.saturating_sub(1)),
        Key::Home => model.overlay = to(0),
        Key::End => model.overlay = to(last),
        Key::Enter | Key::Ctrl('j' | 'm') => return open_row(model, at),
        Key::Delete | Key::Ctrl('d') => {
            model.overlay = Some(Overlay::Waiting { at, discarding: model.waiting_row(at) });
        }
        Key::Ctrl('o' | 'q' | 'c' | 'g') | Key::Function(4) | Key::Esc => model.overlay = None,
        _ => model.overlay = to(at),
    }
    Vec::new()
}

/// A key while the list asks whether to discard a row. Another one than the key that asks says yes: a key that is held
/// down or bounces is no answer. One that is no answer does nothing, and the question stays.
pub(super) fn answer(model: &mut Model, key: Key, rhythm: Rhythm, at: usize, asked: Cid) -> Vec<Effect> {
    match key {
        // The rows may have moved since: what was asked about is discarded, or nothing.
        Key::Ctrl('x') if model.waiting_row(at) == Some(asked) => return discard(model, at),
        Key::Esc | Key::Ctrl('x') => {}
        Key::Char(c) if is_no(c) && !rhythm.in_scan => {}
        _ => return Vec::new(),
    }
    model.overlay = Some(Overlay::Waiting { at, discarding: None });
    Vec::new()
}

/// Takes the list as it is kept now. A refused one that was cleared is not in it: it goes with the next key. The selection
/// stays on its registration; a question about one that has gone is taken back.
pub(super) fn listed(model: &mut Model, mut kept: Vec<WaitingRow>) {
    let let_go = model.let_go();
    kept.retain(|kept| Some(kept.cid) != let_go);
    if let Some(Notice::RefusedBehind { cid, .. }) = &model.notice
        && !kept.iter().any(|kept| kept.cid == *cid)
    {
        model.notice = None;
    }
    let Some(Overlay::Waiting { at, discarding }) = model.overlay else {
        model.kept = kept;
        return;
    };
    let selected = model.waiting_row(at);
    model.kept = kept;
    let position = |cid: Cid| (0..model.waiting_rows()).find(|at| model.waiting_row(*at) == Some(cid));
    let last = model.waiting_rows().saturating_sub(1);
    let at = selected.and_then(position).unwrap_or_else(|| at.min(last));
    let still_asked = discarding.filter(|cid| position(*cid).is_some());
    model.overlay = Some(Overlay::Waiting { at, discarding: still_asked });
    if discarding != still_asked {
        model.notice = Some(Notice::RowGone);
    }
}

fn open_row(model: &mut Model, at: usize) -> Vec<Effect> {
    if at < model.parked.len() {
        model.overlay = None;
        open_parked(model, at);
        return Vec::new();
    }
    let kept = model.kept_rows().nth(at - model.parked.len()).map(|kept| (kept.cid, kept.state));
    match kept {
        Some((cid, WaitingState::Refused)) => {
            model.overlay = None;
            // It may be the form on the screen.
            if cid == model.form().cid() { Vec::new() } else { vec![Effect::OpenKept(cid)] }
        }
        Some(_) => {
            model.notice = Some(Notice::OnItsWay);
            Vec::new()
        }
        None => Vec::new(),
    }
}

fn open_parked(model: &mut Model, at: usize) {
    let form = model.parked.remove(at);
    let set_aside = save::put_on_screen(model, FormState::typing(form));
    save::say_opened(model, None, set_aside);
}

fn discard(model: &mut Model, at: usize) -> Vec<Effect> {
    model.overlay = Some(Overlay::Waiting { at: at.saturating_sub(1), discarding: None });
    let Some(discarded) = model.waiting_row(at) else { return Vec::new() };
    let is_in_outbox = at >= model.parked.len() || {
        // A draft and the rejected registration from which it was made are one row.
        model.parked.remove(at);
        model.kept.iter().any(|kept| kept.cid == discarded && kept.state == WaitingState::Refused)
    };
    if !is_in_outbox {
        return Vec::new();
    }
    model.kept.retain(|kept| kept.cid != discarded);
    model.notice.take_if(|notice| matches!(notice, Notice::RefusedBehind { cid, .. } if *cid == discarded));
    vec![Effect::Discard(discarded), Effect::ListKept]
}
