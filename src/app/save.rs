//! A registration from the save to its answer: what becomes of the form, whether it is still on the screen or
//! the next one is being typed.

use std::time::Duration;

use crate::customer::{Cid, Customer, Told, Trouble};
use crate::form::{Form, Mark, Spot};

use super::{Command, Model, Notice, SetAside, Stage, UnderWay};

/// Sends the form on the screen, or goes to the first field that keeps it from being sent.
pub(super) fn save(model: &mut Model) -> Vec<Command> {
    let Stage::Typing { form, .. } = &mut model.stage else {
        return Vec::new();
    };
    match form.customer(&model.desk.rules, &model.groups) {
        Err(spot) => {
            form.speak_up();
            form.go_to(spot);
            model.notice = Some(Notice::MendFirst);
            Vec::new()
        }
        Ok(customer) => {
            let name = Told::new(customer.name.as_str());
            model.stage = Stage::Sending(UnderWay { form: form.clone(), name });
            model.notice = None;
            vec![Command::Register(customer)]
        }
    }
}

/// Takes the answer to a registration: on the screen, under way behind the next form, or not awaited at all.
pub(super) fn answered(model: &mut Model, cid: Cid, outcome: Result<Customer, Trouble>, took: Duration) {
    let on_screen = matches!(&model.stage, Stage::Sending(under_way) if under_way.cid() == cid);
    let behind = model.under_way.iter().position(|under_way| under_way.cid() == cid);
    let under_way = match (on_screen, behind) {
        (true, _) => match model.next_form() {
            Stage::Sending(under_way) => under_way,
            Stage::Typing { .. } => return,
        },
        (false, Some(at)) => model.under_way.remove(at),
        (false, None) => return,
    };
    match outcome {
        Ok(customer) => model.notice = Some(Notice::Registered { customer, took }),
        Err(trouble) => not_registered(model, under_way, trouble),
    }
}

/// The form comes back with what the API said of it, unless the cashier is already typing another one: then it
/// is set aside and can be opened.
fn not_registered(model: &mut Model, under_way: UnderWay, trouble: Trouble) {
    let UnderWay { form, name } = under_way;
    let form = marked(form, &trouble);
    match &mut model.stage {
        Stage::Typing { form: current, cleared: None } if current.is_blank() => {
            *current = form;
            model.notice = Some(Notice::NotRegistered(trouble));
        }
        Stage::Typing { .. } | Stage::Sending(_) => {
            model.set_aside.push(SetAside { form, trouble: Some(trouble.clone()) });
            model.notice = Some(Notice::SetAside { name, trouble });
        }
    }
}

/// With what the API said at the field that it is about, and the focus there.
fn marked(mut form: Form, trouble: &Trouble) -> Form {
    let (field, mark) = match trouble {
        Trouble::Clash { field: Some(field) } => (*field, Mark::AlreadyRegistered),
        Trouble::Refused { field: Some(field), sentence } => (*field, Mark::Refused(sentence.clone())),
        _ => return form,
    };
    if let Some(spot) = Spot::of(field) {
        form.go_to(spot);
        form.mark(field, mark);
    }
    form
}

/// Opens the form that was set aside first; what is on the screen takes its place if it is not blank.
pub(super) fn open(model: &mut Model) {
    if model.set_aside.is_empty() {
        return;
    }
    let SetAside { form: opened, trouble } = model.set_aside.remove(0);
    let stage = std::mem::replace(&mut model.stage, Stage::Typing { form: opened, cleared: None });
    match stage {
        Stage::Typing { form, .. } if form.is_blank() => {}
        Stage::Typing { form, .. } => model.set_aside.push(SetAside { form, trouble: None }),
        Stage::Sending(under_way) => model.under_way.push(under_way),
    }
    model.notice = trouble.map(Notice::NotRegistered);
}
