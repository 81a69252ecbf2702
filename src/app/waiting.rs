//! The waiting list over the form: what is parked and what is kept, opened, discarded, walked through.

use crate::customer::{Cid, KeptState};
use crate::form::Form;

use super::{Command, Key, Model, Notice, Overlay, Stage, save};

/// Opens the list; where a parked form is all there is, that form.
pub(super) fn open(model: &mut Model) -> Vec<Command> {
    if model.parked.len() == 1 && model.waiting() == 1 {
        open_parked(model, 0);
        return Vec::new();
    }
    model.overlay = Some(Overlay::Waiting { at: 0, discarding: None });
    vec![Command::ListKept]
}

/// A key other than a letter while the list lies over the form. One that means nothing here changes nothing: it was not
/// meant for the form that cannot be seen. No letter discards: whoever does not look types names.
pub(super) fn key(model: &mut Model, key: Key, at: usize, discarding: Option<Cid>) -> Vec<Command> {
    let last = model.waiting_rows().saturating_sub(1);
    let to = |at: usize| Some(Overlay::Waiting { at, discarding: None });
    match key {
        Key::Down | Key::Tab => model.overlay = to((at + 1).min(last)),
        Key::Up | Key::BackTab => model.overlay = to(at.saturating_sub(1)),
        Key::Home => model.overlay = to(0),
        Key::End => model.overlay = to(last),
        Key::Enter | Key::Ctrl('j' | 'm') => return open_row(model, at),
        // Another key than the one that asks: a key that is held down or bounces is no answer. The rows may have moved
        // since: what was asked about is discarded, or nothing.
        Key::Ctrl('x') if discarding.is_some() && discarding == cid_at(model, at) => return discard(model, at),
        Key::Delete | Key::Ctrl('d') => model.overlay = Some(Overlay::Waiting { at, discarding: cid_at(model, at) }),
        Key::Ctrl('o' | 'q' | 'c' | 'g') | Key::Esc => model.overlay = None,
        _ => model.overlay = to(at),
    }
    Vec::new()
}

fn cid_at(model: &Model, at: usize) -> Option<Cid> {
    let parked = model.parked.iter().map(Form::cid);
    parked.chain(model.kept.iter().map(|kept| kept.cid)).nth(at)
}

fn open_row(model: &mut Model, at: usize) -> Vec<Command> {
    if at < model.parked.len() {
        model.overlay = None;
        open_parked(model, at);
        return Vec::new();
    }
    match model.kept.get(at - model.parked.len()) {
        Some(kept) if kept.state == KeptState::Refused => {
            model.overlay = None;
            vec![Command::OpenKept(kept.cid)]
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
    save::put_on_screen(model, Stage::typing(form));
    model.notice = None;
}

fn discard(model: &mut Model, at: usize) -> Vec<Command> {
    model.overlay = Some(Overlay::Waiting { at: at.saturating_sub(1), discarding: None });
    if at < model.parked.len() {
        model.parked.remove(at);
        return Vec::new();
    }
    let row = at - model.parked.len();
    if row >= model.kept.len() {
        return Vec::new();
    }
    let kept = model.kept.remove(row);
    vec![Command::Discard(kept.cid), Command::ListKept]
}
