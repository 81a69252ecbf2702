use crate::domain::{ApiError, Draft, Group, OutboxCounts, StorageError};
use crate::form::{Form, GroupList, Groups};

use super::input::paste;
use super::overlay::{card, name_search, quit, waiting_list};
use super::{
    Effect, Exit, FormState, Intent, Model, Msg, Notice, Outcome, SMALLEST_SCREEN, WIDE_SCREEN, Welcome, editing, idle,
    lookup, overlay, preview, save, settled,
};

/// Carries out one message: changes the model and returns the effects.
///
/// A message that fits no state changes nothing, for example an answer to a registration that is no longer in flight.
pub fn update(model: &mut Model, msg: Msg) -> Outcome {
    let ends_wait = preview::ends_wait(model, &msg);
    match msg {
        Msg::Key { key, at } => {
            model.now = at;
            let mut input = std::mem::take(&mut model.input);
            let intents = input.intents(model, key, at);
            model.input = input;
            for intent in intents {
                carry_out(model, intent);
            }
        }
        Msg::Intent { intent, at } => {
            model.now = at;
            carry_out(model, intent);
        }
        msg => apply(model, msg),
    }
    settled::drop_settled(model);
    preview::sync(model, ends_wait);
    let lookup = lookup::sync(model);
    model.outcome.effects.extend(lookup);
    let drafts = model.drafts();
    if drafts != model.saved_drafts {
        model.saved_drafts.clone_from(&drafts);
        model.emit(Effect::SaveDrafts(drafts));
    }
    std::mem::take(&mut model.outcome)
}

/// Carries out an intent.
fn carry_out(model: &mut Model, intent: Intent) {
    if is_work_on_form(model, &intent) {
        model.count_key();
    }
    match intent {
        Intent::Quit => quit::quit(model),
        Intent::Suspend => model.outcome.exit_with(Exit::Suspend),
        Intent::ChangeLanguage => model.emit(Effect::ChangeLanguage),
        Intent::Open(kind) => overlay::open(model, kind),
        Intent::Select(_) | Intent::Confirm | Intent::Delete | Intent::Dismiss => overlay::apply(model, &intent),
        Intent::Type(c) => editing::type_in(model, c.encode_utf8(&mut [0; 4])),
        Intent::TypeSuspect(c) => editing::type_suspect(model, c),
        Intent::Edit(edit) => editing::edit_in(model, edit),
        Intent::SetField { field, text } => editing::set_field(model, field, &text.0),
        Intent::Advance => editing::advance(model),
        Intent::Register => save::save(model),
        Intent::RegisterForm(cid) => editing::register_form(model, cid),
        Intent::RegisterAt(due) => editing::register_at(model, due),
        Intent::StartScan(code) => editing::start_scan(model, &code),
        Intent::ContinueScan(code) => editing::read_scan(model, &code, Form::amend),
        Intent::DropScan => editing::undo_suspect(model),
        Intent::Focus(field) => editing::on_form(model, |form| form.focus_on(field)),
        Intent::Next => editing::on_form(model, Form::focus_next),
        Intent::Previous => editing::on_form(model, Form::focus_previous),
        Intent::AskForEnter => model.notice = Some(Notice::EnterAgain),
        Intent::Clear => editing::clear(model),
        Intent::Undo => editing::undo(model),
        Intent::AcceptSuggestion => editing::accept_suggestion(model),
        Intent::Unmask => model.unmask(),
    }
}

/// Returns true if an intent counts as a key of work on the form.
fn is_work_on_form(model: &Model, intent: &Intent) -> bool {
    let is_seen = !model.is_too_small && model.overlay.is_none();
    // A Ctrl-S held down after saving is no work on the next form.
    let is_held_save = *intent == Intent::Register && model.form().is_blank();
    is_seen && !is_held_save && !matches!(intent, Intent::RegisterForm(_) | Intent::Unmask)
}

/// Carries out a message that is no key.
fn apply(model: &mut Model, msg: Msg) {
    match msg {
        Msg::Paste { text, is_last, at } => paste::paste(model, &text.0, is_last, at),
        Msg::Idle { at } => idle::idle(model, at),
        Msg::Letters(letters) => model.desk.letters = letters,
        Msg::PhoneRules(rules) => {
            model.desk.rules.phone_rules = Some(rules);
            if model.notice.take_if(|notice| matches!(notice, Notice::SavesWhenLoaded(_))).is_some() {
                save::save(model);
            }
        }
        Msg::Today(today) => {
            model.desk.rules.today = today;
            if today.known().is_none() {
                model.notice = Some(Notice::ClockWrong);
            }
            if model.desk.code_template.is_some() {
                model.code_number = None;
                model.emit(Effect::NextCodeNumber);
            }
        }
        Msg::CodeNumber { day, number } => {
            model.code_number = (Some(day) == model.desk.rules.today.known()).then_some(number);
        }
        Msg::Venue(name) => model.desk.venue = Some(name),
        Msg::Groups(answer) => on_groups(model, answer),
        Msg::Answered { cid, delivery, took } => {
            save::on_answer(model, cid, delivery, took);
            refresh_shift(model);
        }
        Msg::LookedUp { phone, answer } => lookup::on_answer(model, phone, answer),
        Msg::FoundByName { name, answer } => name_search::on_found(model, &name, answer),
        Msg::Fetched { id, answer } => card::on_fetched(model, id, answer),
        Msg::Connectivity(connectivity) => model.connectivity = connectivity,
        Msg::Counts(counts) => on_counts(model, counts),
        Msg::RefusedLater { cid, name, error } => model.notice = Some(Notice::RefusedEarlier { cid, name, error }),
        Msg::Persisted(cid) => save::on_persisted(model, cid),
        Msg::WaitingRows(kept) => waiting_list::on_rows(model, kept),
        Msg::Resized { columns, rows } => on_resized(model, columns, rows),
        Msg::Shift(rows) => model.shift.set_rows(rows),
        Msg::Opened { customer, error, owner } => {
            let form = Form::from_customer(&customer).with_consent(model.desk.consent.as_ref());
            save::open_rejected(model, form, error, owner.as_ref());
        }
        Msg::FirstStart => {
            if add_to_welcome(model, |welcome| welcome.has_keys = true) {
                model.emit(Effect::RememberKeys);
            }
        }
        Msg::SampleFound => {
            add_to_welcome(model, |welcome| welcome.has_sample = true);
        }
        Msg::DraftsFound(drafts) => on_drafts_found(model, &drafts),
        Msg::DraftNotSaved(why) => on_draft_not_saved(model, why),
        Msg::DraftsSaved => model.draft_trouble = None,
        Msg::DraftsUnreadable(files) => model.notice = Some(Notice::DraftsUnreadable(files)),
        Msg::OutboxLocked(true) => model.notice = Some(Notice::OutboxLocked),
        Msg::OutboxLocked(false) => _ = model.notice.take_if(|notice| *notice == Notice::OutboxLocked),
        Msg::OutboxQuarantined { file, complete } => model.notice = Some(Notice::OutboxQuarantined { file, complete }),
        Msg::Disk(why) => model.notice = Some(Notice::Disk(why)),
        Msg::Unreadable => model.notice = Some(Notice::Unreadable),
        Msg::HangUp => model.outcome.exit_with(Exit::Quit),
        Msg::Key { .. } | Msg::Intent { .. } => {}
    }
}

/// Takes the new size. A form that is no longer shown loses its delayed registration and its scan.
fn on_resized(model: &mut Model, columns: u16, rows: u16) {
    model.is_too_small = columns < SMALLEST_SCREEN.0 || rows < SMALLEST_SCREEN.1;
    if model.is_too_small {
        model.input.abandon();
    }
    model.is_wide = columns >= WIDE_SCREEN;
    refresh_shift(model);
}

/// Lists the shift again, if it stands beside the form.
fn refresh_shift(model: &mut Model) {
    if model.is_wide {
        model.emit(Effect::ListShift);
    }
}

/// Takes the answer about the groups. An error does not replace a list that is already loaded.
fn on_groups(model: &mut Model, answer: Result<Vec<Group>, ApiError>) {
    match (answer, &model.groups) {
        (Ok(groups), Groups::Loaded(list)) => model.groups = Groups::Loaded(list.refreshed(groups)),
        (Ok(groups), _) => model.groups = Groups::Loaded(GroupList::new(groups)),
        (Err(_), Groups::Loaded(_)) => {}
        (Err(error), _) => model.groups = Groups::Failed(error),
    }
}

/// Takes the numbers of the outbox. If everything is delivered, the notice says so.
fn on_counts(model: &mut Model, counts: OutboxCounts) {
    if let (None, Some(age), None) = (model.counts.overdue, counts.overdue, &model.notice) {
        model.notice = Some(Notice::Overdue { waiting: counts.waiting, age });
    }
    let is_changed = model.counts != counts;
    model.counts = counts;
    match model.notice {
        Some(Notice::Waiting { .. }) if counts.waiting == 0 && counts.refused > 0 => {
            model.notice = Some(Notice::SomeRefused);
        }
        Some(Notice::Waiting { .. }) if counts.waiting == 0 => model.notice = Some(Notice::AllSent),
        Some(Notice::SomeRefused) if counts.refused == 0 => model.notice = None,
        // The outbox could be read, so the disk works again.
        Some(Notice::Disk(_)) => model.notice = None,
        _ => {}
    }
    if is_changed {
        refresh_shift(model);
    }
}

/// Adds to the welcome. Returns false if the result line shows something else.
fn add_to_welcome(model: &mut Model, change: impl FnOnce(&mut Welcome)) -> bool {
    let mut welcome = match (&model.notice, &model.stage) {
        (None, FormState::Editing { .. }) => Welcome::default(),
        (Some(Notice::Welcome(welcome)), _) => *welcome,
        _ => return false,
    };
    change(&mut welcome);
    model.notice = Some(Notice::Welcome(welcome));
    true
}

/// Notes that drafts cannot be saved. A notice about a registration that could not be saved is worse and stays.
fn on_draft_not_saved(model: &mut Model, why: StorageError) {
    model.draft_trouble = Some(why);
    if !matches!(model.notice, Some(Notice::NotSaved(_) | Notice::NotSavedEarlier { .. })) {
        model.notice = Some(Notice::DraftNotSaved(why));
    }
}

/// Puts the drafts of an earlier run into the list. None goes to the screen, because the cashier may already be typing.
fn on_drafts_found(model: &mut Model, drafts: &[Draft]) {
    let question = model.desk.consent.as_ref();
    let forms = drafts.iter().map(|draft| Form::from_draft(draft).with_consent(question));
    let forms = forms.filter(|form| !form.is_blank());
    let before = model.listed_drafts.len();
    model.listed_drafts.extend(forms);
    if model.listed_drafts.len() == before {
        return;
    }
    // The notice about unreadable drafts is more important and stays. The footer counts the drafts.
    if !matches!(model.notice, Some(Notice::DraftsUnreadable(_))) {
        model.notice = Some(Notice::DraftsFound);
    }
    // A draft may belong to a rejected registration. With the listed rows the two count once.
    model.emit(Effect::ListWaiting);
}
