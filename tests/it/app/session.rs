//! The desk around the form: questions, keys and time, shift, help, quit.

use crate::support::bench as support;
use std::time::Duration;

use crate::support::bench::{Bench, registered, sent, today};
use crate::support::bench::{form_on_screen, text};
use frontdesk::app::{Effect, Exit, Msg, Overlay};
use frontdesk::domain::{Customer, PhoneLookup};
use frontdesk::form::FormField;
use frontdesk::keys::Key;

#[test]
fn quit_asks_only_if_text_would_be_lost() {
    let mut desk = Bench::new();
    assert_eq!(desk.exit_after(Key::Ctrl('q')), Some(Exit::Quit));
    for (answer, exit) in [
        (Key::Char('y'), Some(Exit::Quit)),
        (Key::Char('Y'), Some(Exit::Quit)),
        // The same keys with a Cyrillic layout.
        (Key::Char('н'), Some(Exit::Quit)),
        (Key::Char('Н'), Some(Exit::Quit)),
        (Key::Char('т'), None),
        (Key::Char('Т'), None),
        (Key::Ctrl('q'), Some(Exit::Quit)),
        (Key::Ctrl('c'), Some(Exit::Quit)),
        (Key::Char('n'), None),
        (Key::Char('N'), None),
        (Key::Esc, None),
    ] {
        let mut desk = Bench::new();
        desk.types("7");
        assert_eq!(desk.press(Key::Ctrl('c')), vec![]);
        assert_eq!(desk.model.overlay(), Some(&Overlay::QuitQuestion));
        desk.now += Duration::from_secs(1);
        assert_eq!(desk.exit_after(answer), exit, "{answer:?}");
        assert_eq!(desk.model.overlay().is_none(), exit.is_none(), "{answer:?}");
        assert_eq!(text(&desk.model, FormField::Phone), "7");
    }
}

#[test]
fn only_an_answer_closes_the_quit_question() {
    let mut desk = Bench::new();
    desk.types("5");
    let assert_still_asked = |desk: &mut Bench, effects: Vec<Effect>, case: &str| {
        assert_eq!(effects, vec![], "{case}");
        assert_eq!(desk.model.overlay(), Some(&Overlay::QuitQuestion), "{case}");
        assert_eq!((text(&desk.model, FormField::Phone), desk.model.form().focus()), ("5", FormField::Phone), "{case}");
    };
    desk.press(Key::Ctrl('q'));
    let keys = "0aAх1 -".chars().map(Key::Char);
    let others = [Key::Enter, Key::Tab, Key::Down, Key::Backspace, Key::Delete, Key::Alt('y')];
    let controls = "srogptlyzxj_".chars().map(Key::Ctrl);
    for key in keys.chain(others).chain(controls) {
        let effects = desk.press(key);
        assert_still_asked(&mut desk, effects, &format!("{key:?}"));
    }
    let effects = desk.paste("y\n");
    assert_still_asked(&mut desk, effects, "a paste");
    // A scan is no answer, whatever letters it has.
    for c in "400ny6381333931".chars() {
        let effects = desk.press_after(Duration::from_millis(8), Key::Char(c));
        assert_still_asked(&mut desk, effects, "a scan");
    }
    let effects = desk.press_after(Duration::from_millis(8), Key::Enter);
    assert_still_asked(&mut desk, effects, "its end");
    // Fast typing is no scan.
    for c in "abc".chars() {
        desk.press_after(Duration::from_millis(8), Key::Char(c));
    }
    assert_eq!(desk.press_after(Duration::from_millis(8), Key::Char('n')), vec![]);
    assert_eq!(desk.model.overlay(), None);
    desk.press_after(Duration::from_millis(8), Key::Char('0'));
    assert_eq!(text(&desk.model, FormField::Phone), "50", "the form receives the keys again");
}

fn stats_of(effects: &[Effect]) -> (u32, u64) {
    match effects {
        [Effect::Save { stats: Some(effort), .. }] => (effort.keys, u64::try_from(effort.time.as_millis()).unwrap()),
        other => panic!("not one registration: {other:?}"),
    }
}

#[test]
fn keys_and_time_are_counted_from_the_first_letter() {
    let mut desk = Bench::new();
    desk.press_after(Duration::from_hours(1), Key::Tab);
    desk.press_after(Duration::from_hours(1), Key::Char('A'));
    desk.press_after(Duration::from_secs(1), Key::Char('y'));
    // Tab, two letters, Ctrl-S. The hours before the first letter do not count.
    assert_eq!(stats_of(&desk.press_after(Duration::from_secs(2), Key::Ctrl('s'))), (4, 3000));
    // The next count begins with the key that begins the next form, while the first is in flight.
    desk.press_after(Duration::from_mins(1), Key::Char('5'));
    desk.press_after(Duration::from_secs(1), Key::Ctrl('u'));
    desk.press_after(Duration::from_secs(1), Key::Tab);
    desk.press_after(Duration::from_secs(1), Key::Char('R'));
    assert_eq!(stats_of(&desk.press_after(Duration::from_secs(4), Key::Ctrl('s'))), (5, 4000));
}

#[test]
fn help_closes_by_its_own_keys_and_passes_on_other_keys() {
    let mut desk = Bench::new();
    desk.press(Key::Ctrl('g'));
    assert_eq!(desk.model.overlay(), Some(&Overlay::Help { turned: 0, beneath: None }));
    desk.press(Key::Ctrl('g'));
    assert_eq!(desk.model.overlay(), None);
    desk.press(Key::Ctrl('g'));
    desk.types("5");
    assert_eq!((desk.model.overlay(), text(&desk.model, FormField::Phone)), (None, "5"));
    desk.press(Key::Ctrl('g'));
    for (key, turned) in [(Key::Down, 1), (Key::Char(' '), 2), (Key::Up, 1), (Key::Left, 0), (Key::BackTab, -1)] {
        desk.press(key);
        assert_eq!(desk.model.overlay(), Some(&Overlay::Help { turned, beneath: None }));
    }
}

#[test]
fn escape_destroys_nothing() {
    let mut desk = Bench::new();
    desk.types("501234567");
    let before = form_on_screen(&desk.model).to_draft().texts;
    assert_eq!(desk.press(Key::Esc), vec![]);
    assert_eq!(form_on_screen(&desk.model).to_draft().texts, before);
}

#[test]
fn the_day_comes_from_outside() {
    let mut desk = Bench::new();
    let tomorrow = today().succ_opt().unwrap();
    desk.send(Msg::Today(tomorrow.into()));
    assert_eq!(desk.model.desk().rules.today.known(), Some(tomorrow));
}

#[test]
fn a_hang_up_leaves_without_asking() {
    let mut desk = Bench::new();
    desk.types("7");
    assert_eq!(desk.send(Msg::HangUp), vec![]);
    assert_eq!(desk.exit, Some(Exit::Quit));
}

#[test]
fn the_previous_customer_leaves_the_screen_when_the_next_is_typed() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    desk.press(Key::Tab);
    assert!(desk.model.notice().is_some(), "moving is not typing");
    desk.types("R");
    assert_eq!(desk.model.notice(), None);
}

#[test]
fn nothing_typed_shows_in_debug() {
    let mut desk = Bench::new();
    desk.types("501234567");
    desk.press(Key::Tab);
    desk.types("Aysel");
    let shown = format!("{:?} {:?}", desk.model, frontdesk::app::TypedText("Aysel".into()));
    assert!(!shown.contains("Aysel") && !shown.contains("501234567"), "{shown}");
    let customer = sent(desk.press(Key::Ctrl('s')));
    let shown = format!("{customer:?} {:?}", desk.model);
    assert!(!shown.contains("Aysel") && !shown.contains("501234567"), "{shown}");
    let found = Customer { birth_date: support::birth_date("15.5.1990"), ..registered(customer.cid, "Aysel") };
    desk.answer(customer.cid, Ok(found.clone()));
    desk.send(Msg::LookedUp { phone: customer.phone.unwrap(), answer: Ok(PhoneLookup::Registered(Box::new(found))) });
    let shown = format!("{:?}", desk.model);
    assert!(!shown.contains("Aysel") && !shown.contains("501234567") && !shown.contains("1990"), "{shown}");
}

#[test]
fn a_function_key_does_what_its_ctrl_key_does() {
    for (number, letter) in [(1, 'g'), (2, 's'), (3, 'p'), (4, 'o'), (5, 't')] {
        let pressed = |keys: [Key; 2]| {
            let mut desk = Bench::new();
            desk.types("501234567");
            desk.press(Key::Tab);
            desk.types("Aysel");
            let effects = keys.map(|key| desk.press(key));
            let focus = desk.model.form().focus();
            (effects, desk.model.overlay().cloned(), focus, desk.model.notice().cloned())
        };
        let (function, ctrl) = (Key::Function(number), Key::Ctrl(letter));
        assert_eq!(pressed([function, Key::Esc]), pressed([ctrl, Key::Esc]), "F{number}");
        if number != 2 {
            assert_eq!(pressed([function, function]), pressed([ctrl, ctrl]), "F{number} closes what it has opened");
        }
    }
}
