//! Drafts: forms that are saved before they are sent.

use frontdesk::app::{Effect, Msg, Notice};
use frontdesk::domain::Field;
use frontdesk::form::FormField;
use frontdesk::keys::Key;

use crate::support::bench::{Bench, conflict, form_on_screen, registered, save_and_return_name, sent, with_name};

#[test]
fn a_draft_is_never_opened_without_a_key() {
    let mut before = Bench::new();
    before.types("5022");
    let drafts = before.model.drafts();
    let mut desk = Bench::new();
    desk.send(Msg::DraftsFound(drafts.clone()));
    let cid = desk.save("551234567", "Rauf").cid;
    desk.answer(cid, Ok(registered(cid, "Rauf")));
    assert!(form_on_screen(&desk.model).is_blank());
    assert_eq!(desk.model.listed_drafts().len(), 1, "the draft is still in the list");
}

#[test]
fn changes_to_a_refused_form_are_not_lost_when_another_is_opened() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Err(conflict(Field::Phone)));
    assert_eq!(desk.model.drafts(), vec![], "an unchanged form is in the outbox and needs no draft");
    desk.press(Key::Tab);
    desk.types("X");
    assert_eq!(desk.model.drafts().len(), 1);
    let customer = Bench::new().save("551234567", "Rauf");
    desk.send(Msg::Opened { customer: Box::new(customer), error: conflict(Field::Code), owner: None });
    assert_eq!(desk.model.listed_drafts().len(), 1);
    assert_eq!(desk.model.listed_drafts()[0].text(FormField::Name).unwrap().value(), "AyselX");
}

#[test]
fn drafts_of_an_earlier_run_are_offered_and_opened_by_a_key() {
    let mut before = Bench::with_groups();
    before.types("501234567");
    before.press(Key::Tab);
    before.types("Aysel");
    before.press(Key::Tab);
    before.types(" C 1");
    before.press(Key::Tab);
    before.types("15051990");
    before.press(Key::Tab);
    before.types("m");
    before.press(Key::Tab);
    before.types("s");
    before.press(Key::Right);
    let drafts = before.model.drafts();
    assert_eq!(drafts.len(), 1);

    let mut desk = Bench::with_groups();
    assert_eq!(desk.send(Msg::DraftsFound(drafts.clone())), vec![Effect::ListWaiting]);
    assert!(form_on_screen(&desk.model).is_blank());
    assert_eq!(desk.model.notice(), Some(&Notice::DraftsFound));
    desk.open_only_draft();
    assert_eq!(desk.model.drafts(), drafts, "every text and choice is restored, with the same cid");
}

#[test]
fn a_saved_form_is_a_draft_until_it_is_on_disk() {
    let mut desk = Bench::new();
    desk.types("501234567");
    assert_eq!(desk.model.drafts().len(), 1);
    desk.press(Key::Tab);
    desk.types("Aysel");
    let cid = desk.model.form().cid();
    desk.press(Key::Ctrl('s'));
    assert_eq!(desk.model.drafts().len(), 1, "a crash must not lose it");
    assert_eq!(desk.model.half_typed(), vec![]);
    // The next form is begun while the first is in flight.
    desk.press(Key::Tab);
    desk.types("Rauf");
    assert_eq!(desk.model.drafts().len(), 2);
    desk.send(Msg::Persisted(cid));
    assert_eq!(desk.model.drafts().len(), 1);
    assert_ne!(desk.model.drafts().first().unwrap().cid, cid);
    let mut desk = Bench::new();
    desk.types("501234567");
    desk.press(Key::Ctrl('r'));
    assert_eq!(desk.model.drafts(), vec![], "a cleared form is no draft");
}

#[test]
fn a_name_kept_as_typed_survives_a_draft_and_a_refusal() {
    let mut desk = with_name("AYSEL");
    desk.press(Key::Ctrl('y'));
    let drafts = desk.model.drafts();
    let mut next = Bench::new();
    next.send(Msg::DraftsFound(drafts));
    next.open_only_draft();
    let customer = sent(next.press(Key::Ctrl('s')));
    assert_eq!(customer.name.as_str(), "AYSEL");
    let mut reopened = Bench::new();
    reopened.send(Msg::Opened { customer: Box::new(customer), error: conflict(Field::Code), owner: None });
    assert_eq!(save_and_return_name(&mut reopened), "AYSEL");
}
