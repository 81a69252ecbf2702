//! Forms that another one interrupts: they become drafts in the list, and a notice names them.

use std::time::Duration;

use frontdesk::app::{Effect, Msg, Notice, Overlay, SetAside};
use frontdesk::domain::{DeliveryOutcome, DisplayText, Field, OutboxCounts, StorageError};
use frontdesk::form::FormField;
use frontdesk::keys::Key;

use super::notices::{drafts, screen_words};
use crate::support::bench::{Bench, conflict, registered, sent};

#[test]
fn ctrl_o_always_opens_the_list() {
    let refused = |count| OutboxCounts { waiting: 0, refused: count, ..OutboxCounts::default() };
    for (names, counts) in [
        (&[][..], OutboxCounts::default()),
        (&["Rauf"], OutboxCounts::default()),
        (&["Rauf", "Leyla"], OutboxCounts::default()),
        (&[], refused(1)),
        (&["Rauf"], refused(2)),
    ] {
        for typed in ["", "55"] {
            let mut desk = Bench::new();
            desk.send(Msg::DraftsFound(drafts(names)));
            desk.send(Msg::Counts(counts));
            desk.types(typed);
            let before = desk.model.form().to_draft().texts;
            assert_eq!(desk.press(Key::Ctrl('o')), vec![Effect::ListWaiting], "{names:?}");
            assert_eq!(desk.model.overlay(), Some(&Overlay::Waiting { at: 0, deleting: None }), "{names:?}");
            assert_eq!(desk.model.form().to_draft().texts, before, "the form on the screen stays");
            assert!(names.iter().all(|name| screen_words(&desk).contains(name)), "{}", screen_words(&desk));
        }
    }
    let mut desk = Bench::new();
    desk.press(Key::Ctrl('o'));
    desk.send(Msg::WaitingRows(vec![]));
    assert!(screen_words(&desk).contains("Nothing is waiting."), "{}", screen_words(&desk));
}

#[test]
fn the_notice_names_the_interrupted_form_and_the_key_that_opens_it() {
    for (typed, sentence) in [
        (
            &[(FormField::Name, "Leyla"), (FormField::Phone, "55")][..],
            "Leyla is in the waiting list. Press Ctrl-O to open it.",
        ),
        (&[(FormField::Phone, "55")], "55 is in the waiting list. Press Ctrl-O to open it."),
        (&[(FormField::Note, "tea")], "The form that you typed is in the waiting list. Press Ctrl-O to open it."),
    ] {
        let mut desk = Bench::new();
        desk.send(Msg::DraftsFound(drafts(&["Rauf"])));
        for (field, text) in typed {
            while desk.model.form().focus() != *field {
                desk.press(if desk.model.form().focus() < *field { Key::Tab } else { Key::BackTab });
            }
            desk.types(text);
        }
        desk.open_only_draft();
        assert!(screen_words(&desk).contains(sentence), "{}", screen_words(&desk));
        desk.types("x");
        assert!(screen_words(&desk).contains(sentence), "it stays long enough to be read");
        desk.press_after(Duration::from_secs(6), Key::Char('y'));
        assert!(!screen_words(&desk).contains("in the waiting list"), "{}", screen_words(&desk));
        assert_eq!(desk.model.listed_drafts().len(), 1);
    }
    // Nothing was typed, so that no form becomes a draft.
    let mut desk = Bench::new();
    desk.send(Msg::DraftsFound(drafts(&["Rauf"])));
    desk.open_only_draft();
    assert_eq!(desk.model.notice(), None);
}

#[test]
fn opening_a_refused_customer_shows_the_reason_and_the_interrupted_form() {
    let mut desk = Bench::new();
    let customer = Bench::new().save("551234567", "Rauf");
    desk.types("7");
    desk.send(Msg::Opened { customer: Box::new(customer), error: conflict(Field::Phone), owner: None });
    let shown = screen_words(&desk);
    assert!(shown.contains("Phone: already registered."), "{shown}");
    assert!(shown.contains("7 is in the waiting list. Press Ctrl-O to open it."), "{shown}");
    desk.press(Key::Backspace);
    assert_eq!(desk.model.notice(), None, "the phone was changed");
}

#[test]
fn a_registration_not_stored_behind_the_next_form_is_reported() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.types("55");
    desk.deliver(cid, DeliveryOutcome::NotStored(StorageError::DiskFull));
    desk.send(Msg::DraftNotSaved(StorageError::DiskFull));
    let shown = screen_words(&desk);
    assert!(shown.contains("Aysel is not saved. ") && shown.contains("Press Ctrl-O to open it."), "{shown}");
    let name = DisplayText::new("Aysel");
    assert_eq!(desk.model.notice(), Some(&Notice::NotSavedEarlier { name, why: StorageError::DiskFull }));
}

#[test]
fn the_interrupted_form_returns_after_the_opened_draft_is_sent() {
    let mut desk = Bench::new();
    desk.send(Msg::DraftsFound(drafts(&["Rauf"])));
    desk.types("55");
    desk.open_only_draft();
    let set_aside = SetAside { cid: desk.model.listed_drafts()[0].cid(), name: Some(DisplayText::new("55")) };
    assert_eq!(desk.model.notice(), Some(&Notice::SetAside { form: set_aside, refused: None }));
    let customer = sent(desk.press(Key::Ctrl('s')));
    assert_eq!(customer.name.as_str(), "Rauf");
    desk.answer(customer.cid, Ok(registered(customer.cid, "Rauf")));
    assert_eq!(desk.model.form().text(FormField::Phone).unwrap().value(), "55");
}
