//! A desk whose phone library is still loading: no key waits for it, and nothing typed is lost.

use crate::support::bench::{Bench, form_on_screen, parse_context, sent, text};
use frontdesk::app::{Effect, Msg, Notice};
use frontdesk::domain::{FieldError, Parsed};
use frontdesk::form::{FieldStatus, FormField};
use frontdesk::keys::Key;

fn loading() -> Bench {
    let mut desk = Bench::with_groups();
    desk.configure(|settings| settings.rules.phone_rules = None);
    desk
}

fn loaded() -> Msg {
    Msg::PhoneRules(parse_context().phone_rules.unwrap())
}

/// A form that has everything but a parsed phone.
fn typed(phone: &str, name: &str) -> Bench {
    let mut desk = loading();
    desk.types(phone);
    desk.press(Key::Tab);
    desk.types(name);
    desk
}

fn phone_status(desk: &Bench) -> FieldStatus<'_> {
    desk.model.form().status(FormField::Phone, &desk.model.desk().rules, desk.model.groups())
}

#[test]
fn a_phone_is_incomplete_until_the_library_is_loaded_and_is_parsed_then() {
    for (phone, is_valid) in [("501234567", true), ("+994 50 123 45 67", true), ("50123", false), ("050x", false)] {
        let mut desk = loading();
        desk.types(phone);
        assert_eq!(phone_status(&desk), FieldStatus::Incomplete(FieldError::PhoneRulesNotLoaded), "{phone}");
        assert_eq!(desk.look_ups, [], "{phone}");
        assert_eq!(desk.send(loaded()), []);
        let parsed = desk.model.form().phone(&desk.model.desk().rules);
        assert_ne!(parsed, Parsed::Incomplete(FieldError::PhoneRulesNotLoaded), "{phone}");
        assert_eq!(matches!(phone_status(&desk), FieldStatus::Valid(_)), is_valid, "{phone}");
        // The look-up does not wait for another key.
        assert_eq!(desk.look_ups.iter().any(|effect| matches!(effect, Effect::LookUp(_))), is_valid, "{phone}");
        assert_eq!(text(&desk.model, FormField::Phone), phone);
    }
    let mut desk = loading();
    assert_eq!(phone_status(&desk), FieldStatus::Neutral);
    assert_eq!((desk.send(loaded()), desk.look_ups), (vec![], vec![]));
}

#[test]
fn a_save_before_that_is_done_when_the_library_is_loaded() {
    for keys in [&[Key::Ctrl('s')][..], &[Key::Ctrl('s'), Key::Ctrl('s'), Key::Tab], &[Key::Ctrl('s'), Key::Ctrl('g')]]
    {
        let mut desk = typed("050 123 45 67", "Aysel");
        for key in keys {
            assert_eq!(desk.press(*key), []);
        }
        assert!(matches!(desk.model.notice(), Some(Notice::SavesWhenLoaded(_))), "{:?}", desk.model.notice());
        assert_eq!(desk.model.drafts().len(), 1, "a crash would lose it");
        let customer = sent(desk.send(loaded()));
        assert_eq!(customer.phone.unwrap().e164(), "+994501234567");
        assert_eq!(desk.model.notice(), None);
        assert_eq!(desk.send(loaded()), [], "saved once");
    }
}

#[test]
fn the_button_saves_it_as_well() {
    let mut desk = typed("501234567", "Aysel");
    while desk.model.form().focus() != FormField::Register {
        desk.press(Key::Enter);
    }
    assert_eq!(desk.press(Key::Enter), []);
    assert_eq!(sent(desk.send(loaded())).name.as_str(), "Aysel");
}

#[test]
fn a_form_without_a_phone_waits_for_nothing() {
    let mut desk = loading();
    desk.press(Key::Tab);
    desk.types("Aysel");
    assert_eq!(sent(desk.press(Key::Ctrl('s'))).phone, None);
}

#[test]
fn a_form_that_is_changed_meanwhile_is_not_saved() {
    for key in [Key::Char('a'), Key::Backspace, Key::Ctrl('r'), Key::Ctrl('_')] {
        let mut desk = typed("501234567", "Aysel");
        desk.press(Key::Ctrl('s'));
        desk.press(key);
        assert_eq!(desk.send(loaded()), [], "{key:?}");
    }
    // Nothing is lost: the form is saved by the next press.
    let mut desk = typed("501234567", "Ayse");
    desk.press(Key::Ctrl('s'));
    desk.types("l");
    desk.send(loaded());
    assert_eq!(sent(desk.press(Key::Ctrl('s'))).name.as_str(), "Aysel");
}

#[test]
fn an_error_that_the_cashier_can_correct_is_reported_first() {
    let mut desk = loading();
    desk.types("501234567");
    assert_eq!(desk.press(Key::Ctrl('s')), []);
    assert_eq!((desk.model.notice(), desk.model.form().focus()), (Some(&Notice::FixField), FormField::Name));
    // The phone that turns out to be incomplete is reported when it is parsed.
    let mut desk = typed("50123", "Aysel");
    desk.press(Key::Ctrl('s'));
    assert_eq!(desk.send(loaded()), []);
    assert_eq!((desk.model.notice(), form_on_screen(&desk.model).focus()), (Some(&Notice::FixField), FormField::Phone));
}
