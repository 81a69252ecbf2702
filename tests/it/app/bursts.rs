//! Keys that come faster than a person types: pastes, scanners, a bouncing Enter.

use std::time::Duration;

use crate::support::bench::text;
use crate::support::bench::{Bench, registered, sent};
use frontdesk::app::Notice;
use frontdesk::form::{FormField, TextInput};
use frontdesk::keys::Key;

#[test]
fn a_bouncing_enter_after_a_save_does_not_move_the_focus() {
    let mut desk = Bench::new();
    desk.types("501234567");
    desk.press(Key::Tab);
    desk.types("Aysel");
    (0..7).for_each(|_| drop(desk.press(Key::Tab)));
    let cid = sent(desk.press(Key::Enter)).cid;
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    desk.press_after(Duration::from_millis(120), Key::Enter);
    assert_eq!(desk.model.form().focus(), FormField::Phone);
    desk.press_after(Duration::from_millis(900), Key::Enter);
    assert_eq!(desk.model.form().focus(), FormField::Name, "a later Enter moves the focus as always");
}

#[test]
fn no_key_typed_right_after_a_saving_enter_is_lost() {
    let mut desk = desk_on_the_button();
    let between_keys = Duration::from_millis(5);
    sent(desk.press(Key::Enter));
    for key in "501234567".chars().map(Key::Char).chain([Key::Enter]).chain("Rauf".chars().map(Key::Char)) {
        assert_eq!(desk.press_after(between_keys, key), vec![]);
    }
    assert_eq!((text(&desk.model, FormField::Phone), text(&desk.model, FormField::Name)), ("501234567", "Rauf"));
}

/// Returns a desk with a form that can be saved and the focus on the button.
fn desk_on_the_button() -> Bench {
    let mut desk = Bench::new();
    desk.press(Key::Tab);
    desk.types("Aysel");
    (0..7).for_each(|_| drop(desk.press(Key::Tab)));
    assert_eq!(desk.model.form().focus(), FormField::Register);
    desk
}

#[test]
fn an_enter_inside_a_pasted_block_never_saves() {
    let mut desk = desk_on_the_button();
    desk.press(Key::BackTab);
    desk.press(Key::Tab);
    assert_eq!(desk.press_after(Duration::from_micros(20), Key::Enter), vec![]);
    assert_eq!(desk.model.notice(), Some(&Notice::EnterAgain));
    sent(desk.press_after(Duration::from_millis(1_100), Key::Enter));
}

/// A paste on a terminal that does not mark pastes, over a connection that splits it.
#[test]
fn an_unmarked_paste_with_pauses_never_saves() {
    let between_pasted_keys = Duration::from_micros(20);
    for pause in [0, 20, 120, 299] {
        let mut desk = Bench::new();
        desk.press(Key::Tab);
        for c in "Aysel".chars() {
            desk.press_after(between_pasted_keys, Key::Char(c));
        }
        for key in 0..12 {
            let pause = if key == 8 { Duration::from_millis(pause) } else { between_pasted_keys };
            assert_eq!(desk.press_after(pause, Key::Enter), vec![], "{pause:?}");
        }
        assert_eq!(desk.model.notice(), Some(&Notice::EnterAgain));
        sent(desk.press_after(Duration::from_millis(600), Key::Enter));
    }
    // A line feed is an Enter only if no key came just before it. Pasted text has line feeds, but Enter on a keyboard
    // sends none.
    let mut desk = desk_on_the_button();
    assert_eq!(desk.press_after(Duration::from_millis(50), Key::Ctrl('j')), vec![]);
    assert_eq!(desk.model.notice(), Some(&Notice::EnterAgain));
    assert_eq!(desk.press_after(Duration::from_millis(300), Key::Ctrl('j')), vec![]);
    sent(desk.wait_for_delayed_save());
    let mut desk = desk_on_the_button();
    // No terminal pastes a Ctrl-S. It is a key, however soon it comes.
    sent(desk.press_after(between_pasted_keys, Key::Ctrl('s')));
}

#[test]
fn a_scan_on_the_button_never_saves() {
    for end in [Key::Enter, Key::Ctrl('j')] {
        let mut desk = desk_on_the_button();
        for c in "4006381333931".chars() {
            desk.press_after(Duration::from_millis(8), Key::Char(c));
        }
        assert_eq!(desk.press_after(Duration::from_millis(8), end), vec![]);
        sent(desk.press_after(Duration::from_secs(2), Key::Enter));
    }
}

#[test]
fn a_scan_into_the_last_field_that_ends_in_cr_lf_stops_at_the_button() {
    let mut desk = desk_on_the_button();
    desk.press(Key::BackTab);
    for c in "4006381333931".chars() {
        desk.press_after(Duration::from_millis(8), Key::Char(c));
    }
    assert_eq!(desk.press_after(Duration::from_millis(8), Key::Enter), vec![]);
    assert_eq!(desk.press_after(Duration::from_millis(8), Key::Ctrl('j')), vec![]);
    assert_eq!(desk.model.form().focus(), FormField::Register);
}

#[test]
fn a_pasted_line_break_becomes_a_space_and_never_saves() {
    let mut desk = Bench::new();
    desk.press(Key::Tab);
    assert_eq!(desk.paste("Aysel\r\nMəmmədova\n"), vec![]);
    assert_eq!(text(&desk.model, FormField::Name), "Aysel Məmmədova ");
    assert_eq!(desk.model.form().focus(), FormField::Name);
}

#[test]
fn text_beyond_the_maximum_length_is_reported() {
    let mut desk = Bench::new();
    desk.press(Key::Tab);
    desk.paste(&"x".repeat(64_000));
    assert_eq!(desk.model.notice(), Some(&Notice::Full));
    desk.press(Key::Backspace);
    assert_eq!(desk.model.notice(), None);
    desk.types("y");
    assert_eq!(desk.model.notice(), None, "nothing was dropped");
    desk.types("z");
    assert_eq!(
        (desk.model.notice(), text(&desk.model, FormField::Name).len()),
        (Some(&Notice::Full), TextInput::MAX_CHARS)
    );
}
