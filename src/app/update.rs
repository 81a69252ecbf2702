use crate::domain::{ApiError, Group, OutboxCounts, StorageError, Today};
use crate::form::{Draft, Form, GroupList, Groups};

use super::{Effect, Model, Msg, Notice, SMALLEST_SCREEN, card, idle, lookup, notice, paste, press, save, waiting};

/// One step of the desk: what happened, what becomes of the model, what is to be done.
///
/// A message that fits no state (an answer to a registration that is not awaited) changes nothing: no state of
/// the desk fails.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut commands = take(model, msg);
    notice::drop_settled(model);
    commands.extend(lookup::follow(model));
    commands
}

fn take(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key { key, at } => return press::key(model, key, at),
        Msg::Paste { text, at } => return paste::end(model, &text.0, at),
        Msg::PastePart { text, at } => return paste::part(model, &text.0, at),
        Msg::Idle { at } => return idle::idle(model, at),
        Msg::Today(today) => {
            model.desk.rules.today = today;
            match today {
                Today::NotBefore(_) => model.notice = Some(Notice::ClockWrong),
                Today::Is(_) if model.notice == Some(Notice::ClockWrong) => model.notice = None,
                Today::Is(_) => {}
            }
            if model.desk.code_template.is_some() {
                model.code_number = None;
                return vec![Effect::NextCodeNumber];
            }
        }
        Msg::CodeNumber { day, number } => {
            model.code_number = (Some(day) == model.desk.rules.today.known()).then_some(number);
        }
        Msg::Venue(name) => model.desk.venue = Some(name),
        Msg::Groups(answer) => groups(model, answer),
        Msg::Answered { cid, delivery, took } => save::answered(model, cid, delivery, took),
        Msg::LookedUp { phone, answer } => lookup::answered(model, phone, answer),
        Msg::Fetched { id, answer } => card::fetched(model, id, answer),
        Msg::Counts(counts) => counted(model, counts),
        Msg::Persisted(cid) => save::persisted(model, cid),
        Msg::Kept(kept) => waiting::listed(model, kept),
        Msg::Resized { columns, rows } => resized(model, columns, rows),
        Msg::Shift(rows) => model.shift.rows = rows,
        Msg::Opened { customer, trouble, by } => {
            save::opened(model, Form::from_customer(&customer), trouble, by.as_ref());
        }
        Msg::DraftsFound(drafts) => return drafts_found(model, &drafts),
        Msg::DraftNotKept(why) => draft_not_kept(model, why),
        Msg::DraftsKept => drafts_kept(model),
        Msg::DraftsUnreadable(files) => model.notice = Some(Notice::DraftsUnreadable(files)),
        Msg::OutboxLocked(is_locked) => outbox_locked(model, is_locked),
        Msg::OutboxSetAside { file, complete } => model.notice = Some(Notice::OutboxSetAside { file, complete }),
        Msg::Disk(why) => model.notice = Some(Notice::Disk(why)),
        Msg::Unreadable => model.notice = Some(Notice::Unreadable),
        Msg::HangUp => return vec![Effect::Quit],
    }
    Vec::new()
}

/// What is not seen is neither saved nor typed.
fn resized(model: &mut Model, columns: u16, rows: u16) {
    model.is_too_small = columns < SMALLEST_SCREEN.0 || rows < SMALLEST_SCREEN.1;
    if model.is_too_small {
        model.delayed_save = None;
        model.scan = None;
    }
}

/// A list that is known already is better than the trouble of asking for it again.
fn groups(model: &mut Model, answer: Result<Vec<Group>, ApiError>) {
    match (answer, &model.groups) {
        (Ok(groups), Groups::Loaded(list)) => model.groups = Groups::Loaded(list.refreshed(groups)),
        (Ok(groups), _) => model.groups = Groups::Loaded(GroupList::new(groups)),
        (Err(_), Groups::Loaded(_)) => {}
        (Err(trouble), _) => model.groups = Groups::Failed(trouble),
    }
}

/// If everything is delivered, the cashier is not told any more that something waits.
fn counted(model: &mut Model, counts: OutboxCounts) {
    if let (None, Some(age), None) = (model.counts.overdue, counts.overdue, &model.notice) {
        model.notice = Some(Notice::Overdue { waiting: counts.waiting, age });
    }
    model.counts = counts;
    match model.notice {
        Some(Notice::Waiting { .. }) if counts.waiting == 0 => model.notice = Some(Notice::AllSent),
        // The outbox could be read.
        Some(Notice::Disk(_)) => model.notice = None,
        _ => {}
    }
}

/// Told until it is free again, or something that is more important is told.
fn outbox_locked(model: &mut Model, is_locked: bool) {
    if is_locked {
        model.notice = Some(Notice::OutboxLocked);
    } else if model.notice == Some(Notice::OutboxLocked) {
        model.notice = None;
    }
}

/// That a registration could not be kept is worse than that a draft could not.
fn draft_not_kept(model: &mut Model, why: StorageError) {
    model.draft_trouble = Some(why);
    if !matches!(model.notice, Some(Notice::NotKept(_) | Notice::NotKeptBehind { .. })) {
        model.notice = Some(Notice::DraftNotKept(why));
    }
}

fn drafts_kept(model: &mut Model) {
    model.draft_trouble = None;
    if matches!(model.notice, Some(Notice::DraftNotKept(_))) {
        model.notice = None;
    }
}

/// Half-typed forms of an earlier run are offered, not put on the screen: the cashier may be typing already.
fn drafts_found(model: &mut Model, drafts: &[Draft]) -> Vec<Effect> {
    let forms = drafts.iter().map(Form::from_draft).filter(|form| !form.is_blank());
    let before = model.parked.len();
    model.parked.extend(forms);
    if model.parked.len() == before {
        return Vec::new();
    }
    // That others cannot be read is worse; these are counted beside the list's key.
    if !matches!(model.notice, Some(Notice::DraftsUnreadable(_))) {
        model.notice = Some(Notice::DraftsFound);
    }
    // A draft may be of a rejected registration, which is not counted twice.
    vec![Effect::ListKept]
}
