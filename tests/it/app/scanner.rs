//! A scanner that types a code into each field, with and without a prefix, in one or two pieces.
//!
//! The scan ends in CR, LF, CR LF, Tab or nothing. It never saves the form and never loses a character.

use std::time::Duration;

use crate::support::bench::{Bench, registered, sent, today};
use frontdesk::app::{Effect, Msg, Notice};
use frontdesk::domain::{Code, CodeTemplate, Gender, HostName};
use frontdesk::form::FormField;
use frontdesk::keys::Key;

const BETWEEN_CHARACTERS: Duration = Duration::from_millis(4);
const CODES: [&str; 4] = ["4006381333931", "AB-12", "1234", "fm12 x"];

fn scan_ends() -> Vec<(&'static str, Vec<Key>)> {
    vec![
        ("nothing", vec![]),
        ("CR", vec![Key::Enter]),
        ("LF", vec![Key::Ctrl('j')]),
        ("CR LF", vec![Key::Enter, Key::Ctrl('j')]),
        ("Tab", vec![Key::Tab]),
    ]
}

/// Returns a desk with a form that can be saved and the focus on a field. The texts of the other fields are known.
fn desk_at(field: FormField) -> Bench {
    let mut desk = Bench::asking_consent();
    desk.press(Key::Tab);
    desk.types("Aysel");
    let step = if field < FormField::Name { Key::BackTab } else { Key::Tab };
    while desk.model.form().focus() != field {
        desk.press(step);
    }
    // No cashier scans in the same instant in which the focus moves.
    desk.now += Duration::from_secs(1);
    desk
}

/// Types a code as a scanner does, with a pause if the connection cuts it in two.
fn scan(desk: &mut Bench, code: &str, end: &[Key], cut: Option<usize>) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (index, key) in code.chars().map(Key::Char).chain(end.iter().copied()).enumerate() {
        let pause = if cut == Some(index) { Duration::from_millis(180) } else { BETWEEN_CHARACTERS };
        effects.extend(desk.press_after(pause, key));
    }
    effects
}

fn text(desk: &Bench, field: FormField) -> String {
    desk.model.form().text(field).unwrap().value().to_owned()
}

#[test]
fn without_a_prefix_a_scan_goes_to_the_focus_or_the_code_field() {
    for field in FormField::ALL {
        for (end, keys) in scan_ends() {
            for code in CODES {
                for cut in [None, Some(1), Some(2), Some(code.len())] {
                    let mut desk = desk_at(field);
                    let effects = scan(&mut desk, code, &keys, cut);
                    let case = format!("{code} and {end} at {field:?}, cut at {cut:?}");
                    assert_eq!(effects, vec![], "{case}");
                    let (target, before) = match field {
                        FormField::Gender | FormField::Consent | FormField::Register => (FormField::Code, ""),
                        FormField::Name => (FormField::Name, "Aysel"),
                        field => (field, ""),
                    };
                    assert_eq!(text(&desk, target), format!("{before}{code}"), "{case}");
                    assert_eq!((desk.model.form().gender(), desk.model.form().has_consent()), (None, false), "{case}");
                    if target != FormField::Name {
                        assert_eq!(text(&desk, FormField::Name), "Aysel", "{case}");
                    }
                }
            }
        }
    }
}

#[test]
fn with_a_prefix_a_scan_fills_the_code_and_keeps_the_focus() {
    for field in FormField::ALL {
        for (end, keys) in scan_ends() {
            for code in CODES {
                for cut in [None, Some(1), Some(2), Some(code.len() + 1)] {
                    let mut desk = desk_at(field);
                    desk.configure(|settings| settings.scanner_prefix = Some('~'));
                    let before: Vec<_> = FormField::ALL.map(|field| desk.model.form().text(field).cloned()).to_vec();
                    let effects = scan(&mut desk, &format!("~{code}"), &keys, cut);
                    let case = format!("{code} and {end} at {field:?}, cut at {cut:?}");
                    assert_eq!(effects, vec![], "{case}");
                    assert_eq!(text(&desk, FormField::Code), code, "{case}");
                    for (other, text_before) in FormField::ALL.into_iter().zip(before) {
                        if other != FormField::Code {
                            assert_eq!(desk.model.form().text(other).cloned(), text_before, "{case}: {other:?}");
                        }
                    }
                    assert_eq!((desk.model.form().gender(), desk.model.form().has_consent()), (None, false), "{case}");
                    let has_one_end_key = !keys.is_empty() && keys.len() < 2;
                    if has_one_end_key && field != FormField::Code {
                        assert_eq!(desk.model.form().focus(), field, "{case}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_short_scan_on_the_button_never_saves() {
    for (_, keys) in scan_ends() {
        let mut desk = desk_at(FormField::Register);
        assert_eq!(scan(&mut desk, "12", &keys, None), vec![]);
    }
    let mut desk = desk_at(FormField::Register);
    scan(&mut desk, "12", &[Key::Enter], None);
    assert_eq!(desk.model.notice(), Some(&Notice::EnterAgain));
    sent(desk.press_after(Duration::from_secs(2), Key::Enter));
}

#[test]
fn a_second_scan_replaces_the_first_and_can_be_undone() {
    let mut desk = desk_at(FormField::Code);
    desk.configure(|settings| settings.scanner_prefix = Some('~'));
    scan(&mut desk, "~111", &[], None);
    desk.now += Duration::from_secs(1);
    scan(&mut desk, "~222", &[], None);
    assert_eq!(text(&desk, FormField::Code), "222");
    desk.press(Key::Ctrl('_'));
    assert_eq!(text(&desk, FormField::Code), "111");
}

#[test]
fn slow_typing_is_no_scan() {
    let mut desk = desk_at(FormField::Gender);
    for c in "female1".chars() {
        desk.press_after(Duration::from_millis(90), Key::Char(c));
    }
    assert_eq!((desk.model.form().gender(), text(&desk, FormField::Code)), (Some(Gender::Male), String::new()));
    let mut desk = desk_at(FormField::Note);
    desk.configure(|settings| settings.scanner_prefix = Some('~'));
    desk.press_after(Duration::from_secs(1), Key::Char('~'));
    desk.press_after(Duration::from_secs(1), Key::Char('5'));
    assert_eq!(text(&desk, FormField::Note), "~5", "a prefix that is typed slowly is an ordinary character");
}

#[test]
fn a_scan_while_a_form_is_sent_goes_to_the_next_form() {
    let mut desk = desk_at(FormField::Note);
    desk.configure(|settings| settings.scanner_prefix = Some('~'));
    let cid = sent(desk.press(Key::Ctrl('s'))).cid;
    assert_eq!(scan(&mut desk, "~4006", &[Key::Enter], None), vec![]);
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    assert_eq!(text(&desk, FormField::Code), "4006");
    assert_eq!(desk.model.form().focus(), FormField::Phone);
}

fn desk_with_code_template() -> Bench {
    let mut desk = Bench::new();
    desk.configure(|settings| settings.code_template = Some("W-{date}-{seq}".parse::<CodeTemplate>().unwrap()));
    desk
}

#[test]
fn a_template_makes_a_code_for_a_customer_without_one() {
    let mut desk = desk_with_code_template();
    desk.send(Msg::CodeNumber { day: today(), number: 7 });
    desk.press(Key::Tab);
    desk.types("Aysel");
    let effects = desk.press(Key::Ctrl('s'));
    let [Effect::Save { customer, .. }, Effect::NextCodeNumber] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(customer.code.as_ref().unwrap().as_str(), "W-20261124-007");

    desk.types("501234567");
    desk.press(Key::Tab);
    desk.types("Rauf");
    assert_eq!(sent(desk.press(Key::Ctrl('s'))).code, None, "this form got no number");

    desk.send(Msg::CodeNumber { day: today(), number: 8 });
    desk.press(Key::Tab);
    desk.types("Leyla");
    desk.press(Key::Tab);
    desk.types("CARD");
    assert_eq!(sent(desk.press(Key::Ctrl('s'))).code.unwrap().as_str(), "CARD", "a typed code counts");
}

#[test]
fn a_template_with_the_host_makes_a_code_only_on_a_host_with_a_name() {
    for (host, made) in [(Some("baku-1"), Some("W-baku-1-007")), (Some("localhost"), None), (None, None)] {
        let mut desk = Bench::new();
        let template = "W-{host}-{seq}".parse::<CodeTemplate>().unwrap().for_host(host.and_then(HostName::parse));
        desk.configure(|settings| settings.code_template = Some(template));
        desk.send(Msg::CodeNumber { day: today(), number: 7 });
        assert_eq!(desk.model.made_code().as_deref(), made, "{host:?}");
        desk.press(Key::Tab);
        desk.types("Aysel");
        let effects = desk.press(Key::Ctrl('s'));
        let Some(Effect::Save { customer, .. }) = effects.first() else { panic!("{effects:?}") };
        assert_eq!(customer.code.as_ref().map(Code::as_str), made, "{host:?}");
    }
}

#[test]
fn a_code_number_of_another_day_is_not_used() {
    let mut desk = desk_with_code_template();
    let tomorrow = today().succ_opt().unwrap();
    desk.send(Msg::CodeNumber { day: today(), number: 7 });
    assert_eq!(desk.send(Msg::Today(tomorrow.into())), vec![Effect::NextCodeNumber]);
    desk.send(Msg::CodeNumber { day: today(), number: 8 });
    assert_eq!(desk.model.made_code(), None);
    desk.send(Msg::CodeNumber { day: tomorrow, number: 1 });
    assert_eq!(desk.model.made_code().as_deref(), Some("W-20261125-001"));
}

#[test]
fn a_form_that_cannot_be_saved_yet_uses_no_number() {
    let mut desk = desk_with_code_template();
    desk.send(Msg::CodeNumber { day: today(), number: 7 });
    assert_eq!(desk.press(Key::Ctrl('s')), vec![]);
    assert!(desk.model.form().is_blank());
    assert_eq!(desk.model.made_code().as_deref(), Some("W-20261124-007"));
}
