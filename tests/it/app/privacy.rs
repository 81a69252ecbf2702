//! The privacy of customers: an idle desk, the next customer at the desk, a customer with the same name.

use std::time::Duration;

use super::render::{render, screen};
use crate::support::bench::{Bench, registered};
use frontdesk::app::{IdleTimeouts, Msg, Notice};
use frontdesk::domain::{ApiError, ConnectError, Country, DeliveryOutcome, Field, Phone, PhoneLookup};
use frontdesk::form::FormField;
use frontdesk::keys::Key;

/// Lets time pass without a key and sends the idle messages that are due, as `runtime` does.
fn wait_idle(desk: &mut Bench, seconds: u64) {
    let until = desk.now + Duration::from_secs(seconds);
    while let Some(at) = desk.model.idle_due().filter(|due| *due <= until) {
        assert_eq!(desk.send(Msg::Idle { at }), vec![]);
    }
    desk.now = until;
}

fn desk_with_phone_and_name() -> Bench {
    let mut desk = Bench::new();
    desk.types("501234567");
    desk.press(Key::Tab);
    desk.types("Aysel");
    desk
}

#[test]
fn a_minute_without_keys_hides_the_form_and_any_key_only_shows_it() {
    let mut desk = desk_with_phone_and_name();
    wait_idle(&mut desk, 59);
    assert!(screen(&desk).contains("501234567") && screen(&desk).contains("Aysel"));
    wait_idle(&mut desk, 1);
    let hidden = screen(&desk);
    assert!(!hidden.contains("501") && !hidden.contains("50 123") && !hidden.contains("Aysel"), "{hidden}");
    assert!(hidden.contains("Hidden"), "{hidden}");
    assert_eq!(desk.press_after(Duration::ZERO, Key::Char('!')), vec![]);
    let shown = screen(&desk);
    assert!(shown.contains("501234567") && shown.contains("Aysel ") && !shown.contains('!'), "{shown}");
    desk.types("!");
    assert!(screen(&desk).contains("Aysel!"), "the next key is typed");
}

#[test]
fn any_key_paste_or_scan_only_shows_the_hidden_screen() {
    let keys = [
        Key::Enter,
        Key::Tab,
        Key::Esc,
        Key::Backspace,
        Key::Char('n'),
        Key::Char(' '),
        Key::Ctrl('s'),
        Key::Ctrl('r'),
        Key::Ctrl('q'),
        Key::Ctrl('o'),
        Key::Ctrl('p'),
        Key::Ctrl('y'),
        Key::Ctrl('j'),
    ];
    for tabs in 0..8 {
        for key in keys {
            let mut desk = desk_with_phone_and_name();
            (0..tabs).for_each(|_| drop(desk.press(Key::Tab)));
            wait_idle(&mut desk, 60);
            assert!(desk.model.is_masked());
            let before = desk.model.clone();
            assert_eq!(desk.press(key), vec![], "{key:?}");
            let after = &desk.model;
            assert_eq!(
                (after.stage(), after.overlay(), after.notice()),
                (before.stage(), before.overlay(), before.notice())
            );
            assert!(!after.is_masked() && after.delayed_save().is_none(), "{key:?}");
        }
        let mut desk = desk_with_phone_and_name();
        (0..tabs).for_each(|_| drop(desk.press(Key::Tab)));
        let before = desk.model.stage().clone();
        for end in [Key::Enter, Key::Tab] {
            wait_idle(&mut desk, 60);
            for c in "4006381333931".chars() {
                desk.press_after(Duration::from_millis(8), Key::Char(c));
            }
            assert_eq!(desk.press_after(Duration::from_millis(300), end), vec![], "the connection has split the scan");
            wait_idle(&mut desk, 60);
            assert_eq!(desk.paste("Leyla\r\nMain Street 1\r\n"), vec![]);
        }
        assert_eq!(*desk.model.stage(), before);
    }
}

/// A key that is held to show the hidden screen again must not save with its repeats.
#[test]
fn enter_held_on_a_hidden_screen_does_not_register() {
    for repeat in [15, 33, 100, 500] {
        let mut desk = desk_with_phone_and_name();
        (0..7).for_each(|_| drop(desk.press(Key::Tab)));
        assert_eq!(desk.model.form().focus(), FormField::Register);
        wait_idle(&mut desk, 60);
        desk.press(Key::Enter);
        assert_eq!(desk.press_after(Duration::from_millis(500), Key::Enter), vec![]);
        for _ in 0..40 {
            assert_eq!(desk.press_after(Duration::from_millis(repeat), Key::Enter), vec![], "{repeat} ms");
        }
    }
}

#[test]
fn the_cursor_is_on_the_sentence_of_the_hidden_screen() {
    let mut desk = desk_with_phone_and_name();
    wait_idle(&mut desk, 60);
    let terminal = render(&desk, 80, 24);
    assert!(terminal.backend().cursor_visible());
    let cursor = terminal.backend().cursor_position();
    let row = terminal.backend().to_string().lines().nth(cursor.y.into()).unwrap().to_owned();
    assert!(row.contains("Hidden"), "{row}");
}

#[test]
fn after_five_minutes_the_form_is_a_draft() {
    let mut desk = desk_with_phone_and_name();
    let drafts = desk.model.drafts();
    wait_idle(&mut desk, 300);
    assert!(desk.model.form().is_blank());
    assert_eq!(desk.model.notice(), Some(&Notice::Shelved));
    assert_eq!(desk.model.drafts(), drafts, "the same draft, with its cid");
    let shelved = screen(&desk);
    assert!(!shelved.contains("Aysel") && shelved.contains("Press Ctrl-O to"), "{shelved}");
    desk.open_only_draft();
    assert_eq!(desk.model.form().text(FormField::Name).unwrap().value(), "Aysel");
}

#[test]
fn a_clear_cannot_be_undone_after_the_idle_timeout() {
    let mut desk = desk_with_phone_and_name();
    desk.press(Key::Ctrl('r'));
    wait_idle(&mut desk, 300);
    desk.press(Key::Ctrl('r'));
    assert!(desk.model.form().is_blank());
    assert_eq!(desk.model.listed_drafts(), vec![], "a cleared form is no draft");
}

#[test]
fn a_refused_form_is_cleared_after_the_idle_timeout() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Err(ApiError::Conflict { field: Some(Field::Phone) }));
    wait_idle(&mut desk, 300);
    assert!(desk.model.form().is_blank());
    assert_eq!(desk.model.listed_drafts(), vec![], "the outbox has the form");
}

#[test]
fn the_result_the_card_and_the_list_are_hidden_too() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    wait_idle(&mut desk, 60);
    assert!(!screen(&desk).contains("Aysel"), "{}", screen(&desk));
    wait_idle(&mut desk, 240);
    assert_eq!(desk.model.notice(), None);

    let mut desk = desk_with_phone_and_name();
    let phone = Phone::parse("501234567", Country::default()).valid().unwrap();
    desk.send(Msg::LookedUp { phone, answer: Ok(PhoneLookup::Registered(Box::new(registered(cid, "Leyla")))) });
    desk.press(Key::Ctrl('p'));
    assert!(screen(&desk).contains("Leyla"));
    wait_idle(&mut desk, 60);
    assert!(!screen(&desk).contains("Leyla"));
    wait_idle(&mut desk, 240);
    assert_eq!(desk.model.overlay(), None);

    let mut desk = Bench::new();
    desk.press(Key::Ctrl('o'));
    wait_idle(&mut desk, 300);
    assert_eq!(desk.model.overlay(), None);
}

#[test]
fn a_form_in_flight_is_hidden_and_still_answered() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    wait_idle(&mut desk, 400);
    assert!(!screen(&desk).contains("Aysel"));
    desk.deliver(cid, DeliveryOutcome::Waiting { error: ApiError::NotSent(ConnectError::NoConnection), waiting: 1 });
    assert!(desk.model.form().is_blank());
}

#[test]
fn a_blank_form_and_disabled_timeouts_have_no_idle_event() {
    assert_eq!(Bench::new().model.idle_due(), None);
    let mut desk = desk_with_phone_and_name();
    desk.configure(|settings| settings.privacy = IdleTimeouts { hide_after: None, shelve_after: None });
    assert_eq!(desk.model.idle_due(), None);
    desk.send(Msg::Idle { at: Duration::from_secs(100_000) });
    assert!(screen(&desk).contains("Aysel"));
}

#[test]
fn the_previous_customer_leaves_the_screen_when_the_next_form_begins() {
    for answered_before in [false, true] {
        let mut desk = Bench::new();
        let cid = desk.save("501234567", "Aysel").cid;
        if answered_before {
            desk.answer(cid, Ok(registered(cid, "Aysel")));
        }
        desk.types("5");
        let next = screen(&desk);
        assert!(!next.contains("Aysel") && !next.contains("501234567") && !next.contains("1042"), "{next}");
        if !answered_before {
            desk.answer(cid, Ok(registered(cid, "Aysel")));
            assert!(screen(&desk).contains("#1042"), "the result is shown");
            desk.press_after(Duration::from_secs(6), Key::Char('0'));
            assert!(!screen(&desk).contains("#1042"), "a key clears it after the time to read it");
        }
    }
}
