//! Saving a form: the registration that is sent, and the effect of each answer.

use std::time::Duration;

use crate::support::bench::{Bench, registered, sent};
use crate::support::bench::{conflict, form_on_screen, text};
use frontdesk::app::{Msg, Notice};
use frontdesk::domain::{
    AccountFault, ApiError, BodyKind, ConflictOwner, ConnectError, CustomerId, DeliveryOutcome, DisplayText, Field,
    ForeignAnswer, Gender, GroupId, OutboxCounts, StorageError, UnknownOutcome,
};
use frontdesk::form::{FormField, ServerError};
use frontdesk::keys::Key;

#[test]
fn every_field_reaches_the_registration() {
    let mut desk = Bench::with_groups();
    desk.types("0501234567");
    desk.press(Key::Enter);
    desk.types("Aysel Məmmədova");
    desk.press(Key::Enter);
    desk.types("CUST001");
    desk.press(Key::Enter);
    desk.types("15051990");
    desk.press(Key::Enter);
    desk.types("f");
    desk.press(Key::Enter);
    desk.types("reg");
    desk.press(Key::Enter);
    desk.types("aysel@example.com");
    desk.press(Key::Enter);
    desk.types("likes tea");
    desk.press(Key::Enter);
    assert_eq!(desk.model.form().focus(), FormField::Register);
    let cid = desk.model.form().cid();

    assert_eq!(desk.press(Key::Enter), vec![]);
    let customer = sent(desk.wait_for_delayed_save());

    assert_eq!(customer.cid, cid);
    assert_eq!(customer.phone.unwrap().e164(), "+994501234567");
    assert_eq!(customer.name.as_str(), "Aysel Məmmədova");
    assert_eq!(customer.code.unwrap().as_str(), "CUST001");
    assert_eq!(customer.birth_date.unwrap().iso(), "1990-05-15");
    assert_eq!(customer.gender, Some(Gender::Female));
    assert_eq!(customer.group, Some(GroupId(2)));
    assert_eq!(customer.email.unwrap().as_str(), "aysel@example.com");
    assert_eq!(customer.note.unwrap().as_str(), "likes tea");
}

#[test]
fn a_blank_field_is_not_sent() {
    let mut desk = Bench::with_groups();
    let customer = desk.save("", "Rauf");
    assert_eq!(customer.phone, None);
    assert_eq!(customer.email, None);
    assert_eq!(customer.code, None);
    assert_eq!(customer.birth_date, None);
    assert_eq!(customer.gender, None);
    assert_eq!(customer.group, None);
    assert_eq!(customer.note, None);
}

#[test]
fn a_registration_leaves_a_blank_form_with_a_new_cid() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    let customer = registered(cid, "Aysel");

    assert_eq!(desk.answer(cid, Ok(customer.clone())), vec![]);

    let form = form_on_screen(&desk.model);
    assert!(form.is_blank());
    assert_eq!(form.focus(), FormField::Phone);
    assert_ne!(form.cid(), cid);
    assert_eq!(desk.model.notice(), Some(&Notice::Registered(customer)));
}

#[test]
fn a_conflict_is_shown_at_its_field_and_the_text_stays() {
    for (field, form_field) in [(Field::Phone, FormField::Phone), (Field::Code, FormField::Code)] {
        let mut desk = Bench::new();
        let cid = desk.save("501234567", "Aysel").cid;

        assert_eq!(desk.answer(cid, Err(conflict(field))), vec![]);

        let form = form_on_screen(&desk.model);
        assert_eq!(form.focus(), form_field);
        assert_eq!(
            form.server_error(FormField::for_api_field(field).unwrap()),
            Some(&ServerError::AlreadyRegistered { owner: None })
        );
        assert_eq!((text(&desk.model, FormField::Phone), text(&desk.model, FormField::Name)), ("501234567", "Aysel"));
        assert_eq!(form.cid(), cid, "the customer keeps its cid");
        assert_eq!(desk.model.notice(), Some(&Notice::Refused(conflict(field))));
    }
}

#[test]
fn a_conflict_of_the_cid_does_not_move_the_focus() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Err(conflict(Field::Cid)));
    assert_eq!(form_on_screen(&desk.model).focus(), FormField::Name);
    assert_eq!(desk.model.notice(), Some(&Notice::Refused(conflict(Field::Cid))));
}

#[test]
fn a_refusal_is_shown_at_the_field_that_it_names() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    let sentence = DisplayText::new("The name field is required.");
    let error = ApiError::Rejected { field: Some(Field::Name), sentence: sentence.clone() };

    desk.answer(cid, Err(error.clone()));

    let form = form_on_screen(&desk.model);
    assert_eq!(form.focus(), FormField::Name);
    assert_eq!(form.server_error(FormField::Name), Some(&ServerError::Rejected(sentence)));
    assert_eq!(desk.model.notice(), Some(&Notice::Refused(error)));
}

#[test]
fn an_undelivered_registration_waits_and_leaves_a_blank_form() {
    let no_sentence = DisplayText::default;
    for error in [
        ApiError::Credentials { sentence: no_sentence() },
        ApiError::Permission { sentence: no_sentence() },
        ApiError::RateLimited { retry_after: Duration::from_secs(7) },
        ApiError::NotSent(ConnectError::ConnectionRefused),
        ApiError::Unknown(UnknownOutcome::Timeout),
        ApiError::Unknown(UnknownOutcome::ServerError(500)),
        ApiError::Unknown(UnknownOutcome::Unreadable(502)),
        ApiError::Unknown(UnknownOutcome::NotFromApi(ForeignAnswer { status: 502, kind: BodyKind::Html })),
        ApiError::NotFromApi(ForeignAnswer { status: 403, kind: BodyKind::Html }),
        ApiError::Account(AccountFault::ClientDisabled),
        ApiError::Settings { sentence: no_sentence() },
    ] {
        let mut desk = Bench::new();
        let cid = desk.save("501234567", "Aysel").cid;
        assert_eq!(desk.deliver(cid, DeliveryOutcome::Waiting { error: error.clone(), waiting: 3 }), vec![]);
        assert!(form_on_screen(&desk.model).is_blank());
        assert_eq!(form_on_screen(&desk.model).focus(), FormField::Phone);
        assert_eq!(desk.model.notice(), Some(&Notice::Waiting { name: DisplayText::new("Aysel"), error, waiting: 3 }));
    }
}

#[test]
fn a_refusal_without_a_field_leaves_the_form_unchanged() {
    for error in
        [ApiError::Conflict { field: None }, ApiError::Rejected { field: None, sentence: DisplayText::new("No.") }]
    {
        let mut desk = Bench::new();
        let cid = desk.save("501234567", "Aysel").cid;
        assert_eq!(desk.answer(cid, Err(error.clone())), vec![]);
        let form = form_on_screen(&desk.model);
        assert_eq!(form.focus(), FormField::Name);
        assert_eq!((text(&desk.model, FormField::Phone), text(&desk.model, FormField::Name)), ("501234567", "Aysel"));
        assert_eq!(desk.model.notice(), Some(&Notice::Refused(error)));
        assert_eq!(sent(desk.press(Key::Ctrl('s'))).cid, cid, "a second save is the same customer");
    }
}

#[test]
fn a_registration_that_was_not_stored_stays_on_the_screen() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    assert_eq!(desk.deliver(cid, DeliveryOutcome::NotStored(StorageError::DiskFull)), vec![]);
    assert_eq!((text(&desk.model, FormField::Phone), text(&desk.model, FormField::Name)), ("501234567", "Aysel"));
    assert_eq!(desk.model.notice(), Some(&Notice::NotSaved(StorageError::DiskFull)));
}

#[test]
fn a_conflict_names_its_owner_if_it_is_known() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    let owner = Some(ConflictOwner { id: CustomerId(1042), name: DisplayText::new("Rauf") });
    desk.deliver(cid, DeliveryOutcome::Refused { error: conflict(Field::Phone), owner: owner.clone() });
    let server_error = ServerError::AlreadyRegistered { owner };
    assert_eq!(form_on_screen(&desk.model).server_error(FormField::Phone), Some(&server_error));
}

#[test]
fn a_server_error_stays_until_its_field_is_changed() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Err(conflict(Field::Phone)));
    desk.press(Key::Left);
    assert!(form_on_screen(&desk.model).server_error(FormField::Phone).is_some());
    desk.press(Key::Backspace);
    assert_eq!(form_on_screen(&desk.model).server_error(FormField::Phone), None);
}

#[test]
fn a_failed_save_is_not_replaced_by_a_failed_draft() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.deliver(cid, DeliveryOutcome::NotStored(StorageError::DiskFull));
    desk.send(Msg::DraftNotSaved(StorageError::DiskFull));
    assert_eq!(desk.model.notice(), Some(&Notice::NotSaved(StorageError::DiskFull)));
}

#[test]
fn delivering_the_last_waiting_registration_is_reported() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    let error = ApiError::NotSent(ConnectError::ConnectTimeout);
    desk.deliver(cid, DeliveryOutcome::Waiting { error, waiting: 1 });
    desk.send(Msg::Counts(OutboxCounts { waiting: 0, refused: 0, ..OutboxCounts::default() }));
    assert_eq!(desk.model.notice(), Some(&Notice::AllSent));
}

#[test]
fn a_rejection_in_the_background_is_not_reported_as_sent() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    let error = ApiError::NotSent(ConnectError::ConnectTimeout);
    desk.deliver(cid, DeliveryOutcome::Waiting { error, waiting: 1 });
    // Another desk of this host has sent it.
    desk.send(Msg::Counts(OutboxCounts { waiting: 0, refused: 1, ..OutboxCounts::default() }));
    assert_eq!(desk.model.notice(), Some(&Notice::SomeRefused));
    desk.press(Key::Char('5'));
    assert_eq!(desk.model.notice(), Some(&Notice::SomeRefused), "the next customer does not hide it");
    desk.send(Msg::Counts(OutboxCounts::default()));
    assert_eq!(desk.model.notice(), None, "it was corrected or deleted");
    // This desk has sent it.
    let (name, error) = (DisplayText::new("Aysel"), conflict(Field::Phone));
    assert_eq!(desk.send(Msg::RefusedLater { cid, name: name.clone(), error: error.clone() }), []);
    desk.send(Msg::Counts(OutboxCounts { waiting: 0, refused: 1, ..OutboxCounts::default() }));
    desk.press(Key::Char('5'));
    assert_eq!(desk.model.notice(), Some(&Notice::RefusedEarlier { cid, name, error }));
}

#[test]
fn a_locked_outbox_is_reported_until_it_is_free() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.send(Msg::OutboxLocked(true));
    assert_eq!(desk.model.notice(), Some(&Notice::OutboxLocked));
    desk.send(Msg::OutboxLocked(false));
    assert_eq!(desk.model.notice(), None);
    // The result of a customer is more important than the message that the outbox is free.
    desk.send(Msg::OutboxLocked(true));
    desk.answer(cid, Err(conflict(Field::Phone)));
    let notice = desk.model.notice().cloned();
    desk.send(Msg::OutboxLocked(false));
    assert_eq!(desk.model.notice(), notice.as_ref());
}
