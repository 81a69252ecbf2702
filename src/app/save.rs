//! A registration from saving to its first answer: what happens to its form, on the screen or behind the next one.

use std::time::Duration;

use crate::domain::{
    ApiError, Cid, ConflictOwner, CustomerId, DeliveryOutcome, DisplayText, Field, FieldError, Parsed, PhoneLookup,
    StorageError,
};
use crate::form::{Form, FormField, Groups, ServerError};

use super::model::is_unchanged;
use super::{Effect, FormState, InFlight, Interrupted, Model, Notice, SetAside};

/// Saves the form on the screen, or moves the focus to the first field that prevents it. An empty form is not saved,
/// and the last result stays.
pub(super) fn save(model: &mut Model) {
    let made_code = model.made_code();
    let FormState::Editing { form, .. } = &mut model.stage else { return };
    if form.is_blank() {
        return;
    }
    let mut makes_code = false;
    if let Some(code) = made_code.filter(|_| form.code() == Parsed::Empty)
        && form.to_customer(&model.desk.rules, &model.groups).is_ok()
    {
        form.set_text(FormField::Code, &code);
        makes_code = true;
    }
    match form.to_customer(&model.desk.rules, &model.groups) {
        Err(FormField::Phone) if form.phone(&model.desk.rules).error() == Some(FieldError::PhoneRulesNotLoaded) => {
            model.notice = Some(Notice::SavesWhenLoaded(Box::new(form.to_draft())));
        }
        Err(spot) => {
            form.touch_all();
            form.focus_on(spot);
            model.notice = Some(Notice::FixField);
        }
        Ok(customer) => {
            let name = DisplayText::new(customer.name.as_str());
            model.last_group = customer.group;
            if let (Some(group), Groups::Loaded(list)) = (customer.group, &mut model.groups) {
                list.promote(group);
            }
            let stats = form.stats();
            model.stage =
                FormState::Submitting(InFlight { form: form.clone(), name: name.clone(), is_persisted: false });
            model.notice = None;
            model.shift.add_name(customer.cid, name);
            model.emit(Effect::Save { customer, stats });
            if makes_code {
                model.code_number = None;
                model.emit(Effect::NextCodeNumber);
            }
        }
    }
}

/// Notes that a registration is on the disk: a crash no longer loses it.
pub(super) fn on_persisted(model: &mut Model, cid: Cid) {
    let on_screen = match &mut model.stage {
        FormState::Submitting(sent) => Some(sent),
        FormState::Editing { .. } => None,
    };
    for sent in model.in_flight.iter_mut().chain(on_screen).filter(|sent| sent.cid() == cid) {
        sent.is_persisted = true;
    }
}

/// Takes the first answer to a registration. Its form may be on the screen or behind the next one. An answer that is
/// not expected is ignored.
pub(super) fn on_answer(model: &mut Model, cid: Cid, delivery: DeliveryOutcome, took: Duration) {
    let on_screen = matches!(&model.stage, FormState::Submitting(in_flight) if in_flight.cid() == cid);
    let behind = model.in_flight.iter().position(|in_flight| in_flight.cid() == cid);
    let in_flight = match (on_screen, behind) {
        (true, _) => match model.next_form() {
            FormState::Submitting(in_flight) => in_flight,
            FormState::Editing { .. } => return,
        },
        (false, Some(at)) => model.in_flight.remove(at),
        (false, None) => return,
    };
    if on_screen {
        // The work on a form that comes back is counted from here.
        model.counted_until = model.now + took;
    }
    match delivery {
        DeliveryOutcome::Registered(customer) => {
            if let Some(phone) = in_flight.form.phone(&model.desk.rules).valid() {
                let at = model.now;
                model.lookups.remember(phone, Ok(PhoneLookup::Registered(Box::new(customer.clone()))), at);
            }
            remember_customer(model, &in_flight.form, Some(customer.id));
            resume_interrupted(model, on_screen, cid);
            show_notice(model, on_screen, Notice::Registered(customer));
        }
        DeliveryOutcome::Waiting { error, waiting } => {
            remember_customer(model, &in_flight.form, None);
            resume_interrupted(model, on_screen, cid);
            show_notice(model, on_screen, Notice::Waiting { name: in_flight.name, error, waiting });
        }
        DeliveryOutcome::Refused { error, owner } => on_rejected(model, in_flight, error, owner.as_ref()),
        DeliveryOutcome::NotStored(why) => on_not_saved(model, in_flight, why),
    }
}

fn remember_customer(model: &mut Model, form: &Form, id: Option<CustomerId>) {
    if let Ok(customer) = form.to_customer(&model.desk.rules, &model.groups) {
        model.people.add(customer.name.as_str(), customer.birth_date, id);
    }
}

/// Brings back the form that was set aside for an opened one, when the opened one is settled. Other drafts stay in the
/// list.
fn resume_interrupted(model: &mut Model, on_screen: bool, settled: Cid) {
    let Some(interrupted) = model.interrupted.filter(|interrupted| interrupted.opened == settled) else { return };
    model.interrupted = None;
    let at = model.listed_drafts.iter().position(|form| form.cid() == interrupted.draft);
    if let (true, Some(at)) = (on_screen, at) {
        model.stage = FormState::typing(model.listed_drafts.remove(at));
    }
}

/// The time for which typing does not remove an answer that came while the next form was being typed.
const NOTICE_PIN_TIME: Duration = Duration::from_secs(5);

fn show_notice(model: &mut Model, on_screen: bool, notice: Notice) {
    model.notice = Some(notice);
    model.notice_pinned_until = if on_screen { Duration::ZERO } else { model.now + NOTICE_PIN_TIME };
}

/// Brings a rejected form back with the API's error. If the cashier is already typing another form, it stays in the
/// waiting list.
fn on_rejected(model: &mut Model, in_flight: InFlight, error: ApiError, owner: Option<&ConflictOwner>) {
    forget_outdated_lookup(model, &in_flight.form, &error);
    if is_untouched(&model.stage) {
        let mut form = with_server_error(in_flight.form, &error, owner);
        // The outbox has the keys and the time until now, and adds those of the correction.
        form.reset_stats();
        model.stage = FormState::rejected(form);
        model.notice = Some(Notice::Refused(error));
    } else {
        model.notice = Some(Notice::RefusedEarlier { cid: in_flight.cid(), name: in_flight.name, error });
    }
}

/// Drops the look-up result "not registered" after a conflict, because it is wrong.
fn forget_outdated_lookup(model: &mut Model, form: &Form, error: &ApiError) {
    if matches!(error, ApiError::Conflict { field: Some(Field::Phone) | None })
        && let Some(phone) = form.phone(&model.desk.rules).valid()
    {
        model.lookups.forget_absence(&phone);
    }
}

/// Brings back a form that could not be saved. If the cashier is already typing another one, it becomes a draft.
fn on_not_saved(model: &mut Model, in_flight: InFlight, why: StorageError) {
    if is_untouched(&model.stage) {
        model.stage = FormState::typing(in_flight.form);
        model.notice = Some(Notice::NotSaved(why));
    } else {
        model.listed_drafts.push(in_flight.form);
        model.notice = Some(Notice::NotSavedEarlier { name: in_flight.name, why });
    }
}

/// Returns true if the form on the screen is empty and nothing can be restored, so that another form may replace it.
fn is_untouched(stage: &FormState) -> bool {
    matches!(stage, FormState::Editing { form, cleared: None, .. } if form.is_blank())
}

/// Returns the form with the API's error at its field, and the focus there.
fn with_server_error(mut form: Form, error: &ApiError, owner: Option<&ConflictOwner>) -> Form {
    let (field, mark) = match error {
        ApiError::Conflict { field: Some(field) } => (*field, ServerError::AlreadyRegistered { owner: owner.cloned() }),
        ApiError::Rejected { field: Some(field), sentence } => (*field, ServerError::Rejected(sentence.clone())),
        _ => return form,
    };
    if let Some(field) = FormField::for_api_field(field) {
        form.focus_on(field);
        form.set_server_error(field, mark);
    }
    form
}

/// Puts a rejected registration on the screen to be corrected. A form that is being typed is set aside.
pub(super) fn open_rejected(model: &mut Model, form: Form, error: ApiError, owner: Option<&ConflictOwner>) {
    let form = with_server_error(form, &error, owner);
    let set_aside = put_on_screen(model, FormState::rejected(form));
    show_opened_notice(model, Some(error), set_aside);
}

/// Shows the notice of an opened form: why it was rejected, and which form was set aside for it.
pub(super) fn show_opened_notice(model: &mut Model, refused: Option<ApiError>, set_aside: Option<SetAside>) {
    model.notice = match (set_aside, refused) {
        (Some(form), refused) => Some(Notice::SetAside { form, refused }),
        (None, refused) => refused.map(Notice::Refused),
    };
    model.notice_pinned_until = model.now + NOTICE_PIN_TIME;
}

/// Puts another form on the screen. A form that is being edited is set aside as a draft, one that is being sent stays
/// in flight. A rejected registration that was not changed needs no draft. Returns the form that was set aside.
pub(super) fn put_on_screen(model: &mut Model, stage: FormState) -> Option<SetAside> {
    model.counted_until = model.now;
    match std::mem::replace(&mut model.stage, stage) {
        FormState::Editing { form, .. } if form.is_blank() => None,
        FormState::Editing { form, refused, .. } => {
            let set_aside = SetAside::from(&form);
            if !is_unchanged(&form, refused.as_deref()) {
                model.interrupted = Some(Interrupted { opened: model.form().cid(), draft: form.cid() });
                model.listed_drafts.push(form);
            }
            Some(set_aside)
        }
        FormState::Submitting(in_flight) => {
            model.in_flight.push(in_flight);
            None
        }
    }
}
