//! Forms in flight behind the next form: each answer finds its own form.

use std::time::Duration;

use frontdesk::app::{FormState, Notice};
use frontdesk::domain::{DeliveryOutcome, DisplayText, Field, StorageError};
use frontdesk::form::FormField;
use frontdesk::keys::Key;

use crate::support::bench::{Bench, conflict, registered, text};

#[test]
fn the_form_stays_on_the_screen_while_it_is_sent() {
    let mut desk = Bench::new();
    let customer = desk.save("501234567", "Aysel");
    match desk.model.stage() {
        FormState::Submitting(in_flight) => {
            assert_eq!(in_flight.cid(), customer.cid);
            assert_eq!(in_flight.name, DisplayText::new("Aysel"));
            assert_eq!(in_flight.form.text(FormField::Name).unwrap().value(), "Aysel");
        }
        FormState::Editing { .. } => panic!("not being sent"),
    }
}

#[test]
fn a_registration_not_stored_behind_the_next_form_becomes_a_draft() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.types("55");
    desk.deliver(cid, DeliveryOutcome::NotStored(StorageError::NotWritable));
    assert_eq!(text(&desk.model, FormField::Phone), "55");
    assert_eq!(desk.model.listed_drafts().len(), 1);
    assert_eq!(desk.model.listed_drafts()[0].text(FormField::Name).unwrap().value(), "Aysel");
}

#[test]
fn a_key_while_a_form_is_sent_begins_the_next_form() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.types("55");
    assert_eq!(text(&desk.model, FormField::Phone), "55");
    assert_eq!(desk.model.in_flight().len(), 1);
    let customer = registered(cid, "Aysel");

    desk.answer(cid, Ok(customer.clone()));

    assert_eq!(text(&desk.model, FormField::Phone), "55");
    assert!(desk.model.in_flight().is_empty());
    assert_eq!(desk.model.notice(), Some(&Notice::Registered(customer)));
}

#[test]
fn an_answer_while_typing_stays_long_enough_to_be_read() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.types("55");
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    desk.types("1");
    assert!(matches!(desk.model.notice(), Some(Notice::Registered(_))));
    desk.press_after(Duration::from_secs(6), Key::Char('2'));
    assert_eq!(desk.model.notice(), None);
}

#[test]
fn a_refused_form_replaces_a_blank_form_at_once() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.press(Key::Tab);
    assert_eq!(desk.model.in_flight().len(), 1);
    desk.answer(cid, Err(conflict(Field::Phone)));
    assert_eq!(text(&desk.model, FormField::Name), "Aysel");
}

#[test]
fn each_answer_finds_its_own_form_in_flight() {
    let mut desk = Bench::new();
    let first = desk.save("501234567", "Aysel").cid;
    let second = desk.save("552345678", "Rauf").cid;
    desk.types("7");
    desk.answer(second, Err(conflict(Field::Phone)));
    desk.answer(first, Ok(registered(first, "Aysel")));
    assert_eq!(desk.model.in_flight(), vec![]);
    assert_eq!(text(&desk.model, FormField::Phone), "7");
}

#[test]
fn an_unexpected_answer_changes_nothing() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    let before = desk.model.clone();
    assert_eq!(desk.answer(cid, Err(conflict(Field::Phone))), vec![]);
    assert_eq!(desk.model, before);
}

#[test]
fn a_second_save_while_sending_sends_nothing() {
    let mut desk = Bench::new();
    desk.save("501234567", "Aysel");
    let before = desk.model.stage().clone();
    for key in [Key::Ctrl('s'), Key::Enter, Key::Ctrl('s')] {
        assert_eq!(desk.press(key), vec![]);
    }
    assert_eq!(*desk.model.stage(), before);
}
