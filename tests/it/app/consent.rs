//! The question about consent: its row, its keys, and what is sent, saved and restored.

use frontdesk::app::{Effect, Msg};
use frontdesk::domain::{Consent, Draft, Field};
use frontdesk::form::{Edit, FormField};
use frontdesk::keys::Key;

use super::render::screen;
use crate::support::bench::{Bench, conflict, consent_question, form_on_screen, registered, sent, today};

fn answer(is_given: bool, version: &str) -> Consent {
    Consent { is_given, version: version.parse().unwrap(), day: Some(today()) }
}

fn has_consent(desk: &Bench) -> bool {
    desk.model.form().has_consent()
}

#[test]
fn without_the_setting_there_is_no_row_and_no_answer() {
    let mut desk = Bench::with_groups();
    assert!(!screen(&desk).contains("Consent"));
    desk.focus(FormField::Note);
    desk.press(Key::Tab);
    assert_eq!(desk.model.form().focus(), FormField::Register);
    desk.press(Key::BackTab);
    assert_eq!(desk.model.form().focus(), FormField::Note);
    desk.focus(FormField::Phone);
    assert_eq!(desk.save("501234567", "Aysel").consent, None);
}

#[test]
fn the_row_is_before_the_button_and_the_answer_is_no_until_it_is_changed() {
    let mut desk = Bench::asking_consent();
    let row = |desk: &Bench| screen(desk).lines().find(|row| row.contains("Consent")).unwrap().to_owned();
    assert!(row(&desk).contains("[n No] y Yes   May we send you messages?"), "{}", row(&desk));
    desk.focus(FormField::Note);
    desk.press(Key::Tab);
    assert_eq!(desk.model.form().focus(), FormField::Consent);
    assert!(screen(&desk).contains("May we send you messages? (n no · y yes)"), "{}", screen(&desk));
    desk.types("y");
    assert!(row(&desk).contains(" n No [y Yes]"), "{}", row(&desk));
    desk.press(Key::Tab);
    assert_eq!(desk.model.form().focus(), FormField::Register);
    let mut untouched = Bench::asking_consent();
    assert_eq!(untouched.save("501234567", "Aysel").consent, Some(answer(false, "2026-1")));
}

/// Each key from each of the two answers.
#[test]
fn one_key_answers_and_no_other_key_does() {
    use Key::{BackTab, Backspace, Char, Ctrl, Delete, End, Home, Left, Right};
    let table: [(&[Key], Option<bool>, Option<bool>); 5] = [
        (&[Char('y'), Char('Y'), Char('1')], Some(true), Some(true)),
        (
            &[Char('n'), Char('N'), Char('0'), Char('-'), Char('2'), Backspace, Delete, Ctrl('u')],
            Some(false),
            Some(false),
        ),
        (&[Char(' '), Left, Right, Ctrl('f')], Some(true), Some(false)),
        // The first letters of a Russian "no", an Azerbaijani "yes", and keys of other fields.
        (&[Char('н'), Char('Н'), Char('h'), Char('e'), Char('3'), Char('f'), Char('ə')], None, None),
        (&[Home, End, Ctrl('_'), Ctrl('y'), BackTab], None, None),
    ];
    for (keys, from_no, from_yes) in table {
        for key in keys {
            for (before, after) in [(false, from_no), (true, from_yes)] {
                let mut desk = Bench::asking_consent();
                desk.types("501234567");
                desk.focus(FormField::Consent);
                desk.types(if before { "y" } else { "n" });
                desk.press(*key);
                assert_eq!(has_consent(&desk), after.unwrap_or(before), "{key:?} after {before}");
            }
        }
    }
}

#[test]
fn a_yes_is_sent_with_its_version_and_day_and_the_next_form_begins_with_no() {
    let mut desk = Bench::asking_consent();
    desk.types("501234567");
    desk.press(Key::Tab);
    desk.types("Aysel");
    desk.focus(FormField::Note);
    desk.types("likes tea");
    desk.press(Key::Tab);
    desk.types("y");
    let customer = sent(desk.press(Key::Ctrl('s')));
    assert_eq!(customer.consent, Some(answer(true, "2026-1")));
    assert_eq!(customer.description().unwrap(), "likes tea\nconsent=yes version=2026-1 day=2026-11-24");
    desk.answer(customer.cid, Ok(registered(customer.cid, "Aysel")));
    assert!(!has_consent(&desk) && desk.model.form().is_blank());
    let next = desk.save("551234567", "Rauf");
    assert_eq!(next.description().unwrap(), "consent=no version=2026-1 day=2026-11-24");
}

#[test]
fn an_answer_alone_is_typed_work_and_clear_restores_it() {
    let mut desk = Bench::asking_consent();
    desk.focus(FormField::Consent);
    desk.types("y");
    assert!(!desk.model.form().is_blank());
    assert_eq!(desk.model.drafts().len(), 1);
    desk.press(Key::Ctrl('r'));
    assert!(!has_consent(&desk));
    desk.press(Key::Ctrl('r'));
    assert!(has_consent(&desk));
}

#[test]
fn a_draft_keeps_the_answer_and_a_draft_of_an_earlier_version_has_none() {
    let mut before = Bench::asking_consent();
    before.types("501234567");
    before.focus(FormField::Consent);
    before.types("y");
    let drafts = before.model.drafts();
    let mut without = drafts.clone();
    without[0].texts.remove("consent");
    for (drafts, expected) in [(drafts, true), (without, false)] {
        let stored = serde_json::to_string(&drafts).unwrap();
        let drafts: Vec<Draft> = serde_json::from_str(&stored).unwrap();
        let mut desk = Bench::asking_consent();
        assert_eq!(desk.send(Msg::DraftsFound(drafts.clone())), vec![Effect::ListWaiting]);
        desk.open_only_draft();
        assert_eq!(has_consent(&desk), expected, "{stored}");
        // A desk that does not ask any more sends no answer.
        let mut silent = Bench::with_groups();
        silent.send(Msg::DraftsFound(drafts));
        silent.open_only_draft();
        assert!(!has_consent(&silent));
    }
}

#[test]
fn a_rejected_registration_comes_back_with_its_answer_and_gets_the_version_that_is_asked_now() {
    let mut desk = Bench::asking_consent();
    desk.focus(FormField::Consent);
    desk.types("y");
    desk.focus(FormField::Phone);
    let customer = desk.save("501234567", "Aysel");
    desk.answer(customer.cid, Err(conflict(Field::Phone)));
    assert!(form_on_screen(&desk.model).has_consent());

    let mut later = Bench::asking_consent();
    later.configure(|settings| settings.consent = Some(consent_question("2027-1")));
    later.send(Msg::Opened { customer: Box::new(customer), error: conflict(Field::Phone), owner: None });
    assert!(has_consent(&later));
    later.send(Msg::Intent { intent: frontdesk::app::Intent::Edit(Edit::DeletePrevChar), at: later.now });
    later.types("8");
    assert_eq!(sent(later.press(Key::Ctrl('s'))).consent, Some(answer(true, "2027-1")));
}

#[test]
fn an_answer_has_no_day_while_the_clock_is_wrong() {
    let mut desk = Bench::asking_consent();
    desk.send(Msg::Today(frontdesk::domain::Today::NotBefore(today())));
    let consent = desk.save("501234567", "Aysel").consent.unwrap();
    assert_eq!(consent.to_string(), "consent=no version=2026-1");
}
