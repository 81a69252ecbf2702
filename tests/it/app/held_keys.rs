//! The difference between a held key and a second press, which decides if the form is saved.

use std::time::Duration;

use frontdesk::app::{Effect, Exit, FormState, Msg, Notice, Overlay};
use frontdesk::domain::{ApiError, ConnectError, DeliveryOutcome, Field, GroupId};
use frontdesk::form::{Form, FormField};
use frontdesk::keys::Key;

use crate::support::bench::{Bench, registered, sent, today};

const MS: fn(u64) -> Duration = Duration::from_millis;

/// Returns a desk with a form that can be saved and the focus on a field.
fn desk_at(field: FormField) -> Bench {
    let mut desk = if field == FormField::Consent { Bench::asking_consent() } else { Bench::with_groups() };
    desk.types("501234567");
    desk.press(Key::Tab);
    desk.types("Aysel");
    while desk.model.form().focus() > field {
        desk.press(Key::BackTab);
    }
    while desk.model.form().focus() < field {
        desk.press(Key::Tab);
    }
    desk.now += Duration::from_secs(5);
    desk
}

/// Presses a key after a pause, and sends the idle messages that are due before it, as `runtime` does.
fn press_after(desk: &mut Bench, pause: Duration, key: Key) -> Vec<Effect> {
    let mut effects = wait(desk, pause);
    effects.extend(desk.press_after(Duration::ZERO, key));
    effects
}

fn wait(desk: &mut Bench, time: Duration) -> Vec<Effect> {
    let until = desk.now + time;
    let mut effects = Vec::new();
    while let Some(due) = desk.model.idle_due().filter(|due| *due < until) {
        effects.extend(desk.send(Msg::Idle { at: due }));
    }
    desk.now = until;
    effects
}

fn contains_save(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Save { .. }))
}

/// Holds Enter down for `time` milliseconds and releases it. Returns true if anything was saved.
fn saves_while_enter_is_held(desk: &mut Bench, first: u64, repeat: u64, time: u64) -> bool {
    let mut saved = contains_save(&press_after(desk, MS(0), Key::Enter));
    let (mut passed, mut pause) = (first, first);
    while passed <= time {
        saved |= contains_save(&press_after(desk, MS(pause), Key::Enter));
        pause = repeat;
        passed += repeat;
    }
    saved | contains_save(&wait(desk, Duration::from_secs(3)))
}

#[test]
fn a_held_enter_never_saves_from_any_field_at_any_repeat_rate() {
    for field in FormField::ALL.into_iter().filter(|field| *field != FormField::Register) {
        for first in [200, 250, 500, 1_000] {
            for repeat in [2, 33, 92, 200, 250, 400, 500] {
                // Enter must come twice after the button is reached, because one repeat looks like a second press.
                let twice = first + 10 * repeat;
                for time in [twice, twice + 3_000] {
                    let mut desk = desk_at(field);
                    let saved = saves_while_enter_is_held(&mut desk, first, repeat, time);
                    assert!(!saved, "from {field:?}: after {first} ms, then each {repeat} ms, for {time} ms");
                    assert!(matches!(desk.model.stage(), FormState::Editing { .. }));
                }
            }
        }
    }
}

/// The repeats of a held Enter come in bunches over a slow connection.
#[test]
fn a_held_enter_over_a_stalling_connection_never_saves() {
    for bunch in [1_u64, 3, 12] {
        for stall in [100, 249, 250, 300, 450, 590] {
            let mut desk = desk_at(FormField::Phone);
            let mut saved = contains_save(&press_after(&mut desk, MS(0), Key::Enter));
            saved |= contains_save(&press_after(&mut desk, MS(500), Key::Enter));
            for key in 0..60 {
                let pause = if key % bunch == bunch - 1 { stall } else { 1 };
                saved |= contains_save(&press_after(&mut desk, MS(pause), Key::Enter));
            }
            assert!(!saved, "{bunch} at once, then {stall} ms nothing");
        }
    }
}

#[test]
fn a_second_press_on_the_button_saves() {
    // A press that is certainly another one saves at once. Otherwise the save waits until no other press has come.
    for (pause, at_once) in [(250, false), (400, false), (1_000, false), (1_100, true), (20_000, true)] {
        let mut desk = desk_at(FormField::Note);
        assert_eq!(desk.press(Key::Enter), vec![]);
        assert_eq!(desk.model.form().focus(), FormField::Register);
        let effects = press_after(&mut desk, MS(pause), Key::Enter);
        assert_eq!(contains_save(&effects), at_once, "{pause} ms");
        if !at_once {
            sent(desk.wait_for_delayed_save());
        }
        assert!(matches!(desk.model.stage(), FormState::Submitting(_)), "{pause} ms");
    }
    // A cashier who presses Enter through the fields and pauses on the button has made a second press.
    let mut desk = desk_at(FormField::Phone);
    for _ in 0..12 {
        assert!(!contains_save(&press_after(&mut desk, MS(180), Key::Enter)));
    }
    assert_eq!(desk.model.notice(), Some(&Notice::EnterAgain));
    assert!(!contains_save(&press_after(&mut desk, MS(400), Key::Enter)));
    sent(desk.wait_for_delayed_save());
    // Another key in between shows that no key is held down.
    let mut desk = desk_at(FormField::Note);
    desk.press(Key::Enter);
    desk.press_after(MS(90), Key::Left);
    assert!(contains_save(&press_after(&mut desk, MS(90), Key::Enter)));
}

#[test]
fn another_key_confirms_a_delayed_save_and_belongs_to_the_next_customer() {
    let mut desk = desk_at(FormField::Note);
    desk.press(Key::Enter);
    assert!(!contains_save(&press_after(&mut desk, MS(300), Key::Enter)));
    let cid = desk.model.form().cid();
    let effects = press_after(&mut desk, MS(100), Key::Char('5'));
    assert!(matches!(&effects[..], [Effect::Save { customer, .. }] if customer.cid == cid), "{effects:?}");
    assert_eq!(desk.model.form().text(FormField::Phone).unwrap().value(), "5");

    for key in [Key::Ctrl('s'), Key::Tab, Key::Ctrl('q'), Key::Ctrl('o')] {
        let mut desk = desk_at(FormField::Note);
        desk.press(Key::Enter);
        press_after(&mut desk, MS(300), Key::Enter);
        let effects = press_after(&mut desk, MS(100), key);
        assert_eq!(effects.iter().filter(|effect| matches!(effect, Effect::Save { .. })).count(), 1, "{key:?}");
    }
}

#[test]
fn a_delayed_save_is_cancelled_if_the_form_was_out_of_sight() {
    let mut desk = desk_at(FormField::Note);
    desk.press(Key::Enter);
    press_after(&mut desk, MS(300), Key::Enter);
    desk.send(Msg::Resized { columns: 39, rows: 12 });
    desk.send(Msg::Resized { columns: 80, rows: 24 });
    assert!(!contains_save(&wait(&mut desk, Duration::from_secs(3))), "the form was out of sight for a moment");
}

#[test]
fn an_invalid_field_is_reported_at_once() {
    let mut desk = desk_at(FormField::Email);
    desk.types("aysel@");
    desk.press(Key::Enter);
    desk.press(Key::Enter);
    assert_eq!(desk.press(Key::Enter), vec![]);
    assert_eq!((desk.model.notice(), desk.model.form().focus()), (Some(&Notice::FixField), FormField::Email));
}

/// Returns desks after a successful save, one for each combination of the settings.
fn desks_after_a_save() -> [Bench; 4] {
    [(false, false), (true, false), (false, true), (true, true)].map(|(sticky, template)| {
        let mut desk = Bench::with_groups();
        desk.configure(|settings| settings.sticky_group = sticky);
        if template {
            desk.configure(|settings| settings.code_template = "W-{date}-{seq}".parse().ok());
            desk.send(Msg::CodeNumber { day: today(), number: 1 });
        }
        desk.press(Key::Tab);
        desk.types("Aysel");
        (0..4).for_each(|_| drop(desk.press(Key::Tab)));
        desk.types("vip");
        let effects = desk.press(Key::Ctrl('s'));
        let Some(Effect::Save { customer, .. }) = effects.first() else { panic!("{effects:?}") };
        assert_eq!((customer.group, customer.code.is_some()), (Some(GroupId(4)), template));
        let cid = customer.cid;
        if template {
            desk.send(Msg::CodeNumber { day: today(), number: 2 });
        }
        desk.answer(cid, Ok(registered(cid, "Aysel")));
        assert!(matches!(desk.model.notice(), Some(Notice::Registered(_))));
        desk
    })
}

#[test]
fn a_repeated_save_keeps_the_result_and_saves_nothing() {
    for pause in [1, 33, 250, 1_000, 60_000] {
        for mut desk in desks_after_a_save() {
            let notice = desk.model.notice().cloned();
            for _ in 0..30 {
                assert_eq!(desk.press_after(MS(pause), Key::Ctrl('s')), vec![], "each {pause} ms");
            }
            assert_eq!(desk.model.notice(), notice.as_ref());
            assert_eq!(desk.model.form().focus(), FormField::Phone);
            // The same is true in another field, and for Enter on the button.
            (0..8).for_each(|_| drop(desk.press(Key::Tab)));
            assert_eq!(desk.press_after(MS(pause), Key::Ctrl('s')), vec![]);
            for _ in 0..30 {
                assert_eq!(desk.press_after(MS(pause), Key::Enter), vec![], "each {pause} ms");
            }
            assert!(!contains_save(&wait(&mut desk, Duration::from_secs(2))));
            assert_eq!((desk.model.notice(), desk.model.form().focus()), (notice.as_ref(), FormField::Register));
        }
    }
}

/// A form that has only a space, or the previous customer's group, is blank as well.
#[test]
fn a_blank_form_is_not_saved() {
    let mut desk = Bench::new();
    assert_eq!(desk.press(Key::Ctrl('s')), vec![]);
    assert_eq!(desk.model.notice(), None);
    desk.types("  ");
    assert_eq!(desk.press(Key::Ctrl('s')), vec![]);
    assert_eq!(desk.model.notice(), None);
}

#[test]
fn a_held_ctrl_s_sends_a_refused_customer_once() {
    let mut desk = desk_at(FormField::Name);
    let cid = sent(desk.press(Key::Ctrl('s'))).cid;
    assert_eq!(desk.press_after(MS(33), Key::Ctrl('s')), vec![]);
    desk.answer(cid, Err(ApiError::Conflict { field: Some(Field::Phone) }));
    for _ in 0..20 {
        assert_eq!(desk.press_after(MS(33), Key::Ctrl('s')), vec![]);
    }
    assert_eq!(desk.model.notice(), Some(&Notice::Refused(ApiError::Conflict { field: Some(Field::Phone) })));
    assert_eq!(sent(desk.press_after(MS(600), Key::Ctrl('s'))).cid, cid, "a press of its own");
}

#[test]
fn a_held_enter_after_a_save_does_not_move_the_focus() {
    let mut desk = desk_at(FormField::Register);
    let cid = sent(desk.press(Key::Enter)).cid;
    desk.press_after(MS(400), Key::Enter);
    desk.deliver(cid, DeliveryOutcome::Waiting { error: ApiError::NotSent(ConnectError::NoConnection), waiting: 1 });
    for _ in 0..40 {
        assert_eq!(desk.press_after(MS(33), Key::Enter), vec![]);
    }
    assert_eq!(desk.model.form().focus(), FormField::Phone);
    assert!(matches!(desk.model.notice(), Some(Notice::Waiting { .. })));
    desk.press_after(MS(600), Key::Enter);
    assert_eq!(desk.model.form().focus(), FormField::Name, "a press of its own goes on");
}

/// A keypad can send CR and LF for one Enter.
#[test]
fn a_held_enter_that_sends_cr_and_lf_never_saves() {
    let mut desk = desk_at(FormField::Phone);
    let mut saved = false;
    for key in 0..40 {
        saved |= contains_save(&press_after(&mut desk, MS(if key == 1 { 500 } else { 33 }), Key::Enter));
        saved |= contains_save(&press_after(&mut desk, MS(1), Key::Ctrl('j')));
    }
    assert!(!saved);
    assert_eq!(desk.model.form().focus(), FormField::Register);
    assert!(!Form::is_blank(desk.model.form()));
}

#[test]
fn a_held_quit_key_asks_and_does_not_answer() {
    for key in [Key::Ctrl('q'), Key::Ctrl('c')] {
        for (repeats, exit) in [
            (&[33; 20][..], None),
            (&[500, 33, 33, 33], None),
            (&[660, 40, 40], None),
            (&[799, 799], None),
            (&[800], Some(Exit::Quit)),
            (&[500, 33, 33, 2_000], Some(Exit::Quit)),
        ] {
            let mut desk = desk_at(FormField::Note);
            desk.press(key);
            for pause in repeats {
                press_after(&mut desk, Duration::from_millis(*pause), key);
            }
            assert_eq!(desk.exit, exit, "{key:?} {repeats:?}");
            assert_eq!(desk.model.overlay(), Some(&Overlay::QuitQuestion));
        }
    }
    // The other key that quits is another press.
    let mut desk = desk_at(FormField::Note);
    desk.press(Key::Ctrl('c'));
    assert_eq!(desk.exit_after(Key::Ctrl('q')), Some(Exit::Quit));
}
