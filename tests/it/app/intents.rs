//! Intents without keys, as the line front end sends them: the model and the exact effects.

use frontdesk::app::{Effect, Exit, Intent, Msg, Notice, Overlay, OverlayKind, ScannedCode, Selection, TypedText};
use frontdesk::domain::{Cid, Gender, GroupId, Progress};
use frontdesk::form::{FormField, TextInput};

use crate::support::bench::{Bench, KEY_INTERVAL, form_on_screen, groups, kept, sent, text};

fn set(field: FormField, text: &str) -> Intent {
    Intent::SetField { field, text: TypedText(text.to_owned()) }
}

#[test]
fn a_form_is_filled_and_registered_field_by_field() {
    let mut desk = Bench::new();
    desk.send(Msg::Groups(Ok(groups())));
    for (field, text) in [
        (FormField::Phone, "501234567"),
        (FormField::Name, "aysel"),
        (FormField::Code, "C-1"),
        (FormField::BirthDate, "15.5.1990"),
        (FormField::Gender, "f"),
        (FormField::Group, "VIP"),
        (FormField::Email, "a@example.com"),
        (FormField::Note, "window"),
    ] {
        assert_eq!(desk.intend(set(field, text)), vec![], "{field:?}");
        assert_eq!(desk.model.form().focus(), field);
    }
    let customer = sent(desk.intend(Intent::Register));
    assert_eq!(customer.name.as_str(), "Aysel");
    assert_eq!(customer.phone.unwrap().e164(), "+994501234567");
    assert_eq!(customer.code.unwrap().as_str(), "C-1");
    assert_eq!(customer.birth_date.unwrap().iso(), "1990-05-15");
    assert_eq!(customer.gender, Some(Gender::Female));
    assert_eq!(customer.group, Some(GroupId(4)));
    assert_eq!(customer.email.unwrap().as_str(), "a@example.com");
    assert_eq!(customer.note.unwrap().as_str(), "window");
}

#[test]
fn a_field_is_replaced_and_an_empty_text_clears_it() {
    for (field, first, second) in
        [(FormField::Phone, "501", "55"), (FormField::Group, "reg", "vip"), (FormField::Note, "one two", "three")]
    {
        let mut desk = Bench::new();
        desk.send(Msg::Groups(Ok(groups())));
        desk.intend(set(field, first));
        desk.intend(set(field, second));
        assert_eq!(text(&desk.model, field), second);
        desk.intend(set(field, ""));
        assert!(desk.model.form().is_blank(), "{field:?}");
    }
    let mut desk = Bench::new();
    desk.intend(set(FormField::Gender, "m"));
    desk.intend(set(FormField::Gender, "f"));
    assert_eq!(form_on_screen(&desk.model).gender(), Some(Gender::Female));
    desk.intend(set(FormField::Gender, ""));
    assert_eq!(form_on_screen(&desk.model).gender(), None);
}

#[test]
fn a_text_that_is_too_long_is_cut_with_a_notice() {
    let mut desk = Bench::new();
    desk.intend(set(FormField::Note, &"a".repeat(TextInput::MAX_CHARS)));
    assert_eq!(desk.model.notice(), None);
    desk.intend(set(FormField::Note, &"b".repeat(TextInput::MAX_CHARS + 1)));
    assert_eq!(desk.model.notice(), Some(&Notice::Full));
    assert_eq!(text(&desk.model, FormField::Note).len(), TextInput::MAX_CHARS);
}

#[test]
fn a_left_field_is_touched() {
    let mut desk = Bench::new();
    desk.intend(set(FormField::Phone, "50"));
    desk.intend(Intent::Focus(FormField::Note));
    assert_eq!(desk.model.form().focus(), FormField::Note);
    let status = desk.model.form().status(FormField::Phone, &desk.model.desk().rules, desk.model.groups());
    assert!(matches!(status, frontdesk::form::FieldStatus::Invalid(_)), "{status:?}");
}

#[test]
fn a_row_is_selected_by_its_registration() {
    let rows = [1, 2, 3].map(|byte| Cid::from_random_bytes([byte; 16]));
    let mut desk = Bench::new();
    assert_eq!(desk.intend(Intent::Open(OverlayKind::WaitingList)), vec![Effect::ListWaiting]);
    desk.send(Msg::WaitingRows(rows.map(|cid| kept(cid, Progress::Refused)).to_vec()));
    assert_eq!(desk.intend(Intent::Select(Selection::Row(rows[2]))), vec![]);
    assert_eq!(desk.model.overlay(), Some(&Overlay::Waiting { at: 2, deleting: None }));
    // The row has gone: the selection stays.
    assert_eq!(desk.intend(Intent::Select(Selection::Row(Cid::from_random_bytes([9; 16])))), vec![]);
    assert_eq!(desk.intend(Intent::Confirm), vec![Effect::OpenRefused(rows[2])]);
    assert_eq!(desk.model.overlay(), None);
}

#[test]
fn a_row_is_deleted_after_the_question() {
    let cid = Cid::from_random_bytes([1; 16]);
    let mut desk = Bench::new();
    desk.intend(Intent::Open(OverlayKind::WaitingList));
    desk.send(Msg::WaitingRows(vec![kept(cid, Progress::Queued)]));
    assert_eq!(desk.intend(Intent::Delete), vec![]);
    assert_eq!(desk.model.overlay(), Some(&Overlay::Waiting { at: 0, deleting: Some(cid) }));
    assert_eq!(desk.intend(Intent::Dismiss), vec![]);
    assert_eq!(desk.model.overlay(), Some(&Overlay::Waiting { at: 0, deleting: None }));
    desk.intend(Intent::Delete);
    assert_eq!(desk.intend(Intent::Confirm), vec![Effect::Discard(cid), Effect::ListWaiting]);
}

#[test]
fn intents_about_an_overlay_do_nothing_without_one() {
    for intent in [Intent::Confirm, Intent::Dismiss, Intent::Delete, Intent::Select(Selection::Next)] {
        let mut desk = Bench::new();
        desk.intend(set(FormField::Phone, "50"));
        let before = desk.model.clone();
        assert_eq!(desk.intend(intent.clone()), vec![], "{intent:?}");
        assert_eq!((desk.model.overlay(), desk.model.notice()), (None, None), "{intent:?}");
        assert_eq!(desk.model.form().focus(), before.form().focus(), "{intent:?}");
        assert_eq!(text(&desk.model, FormField::Phone), "50", "{intent:?}");
    }
}

#[test]
fn quit_and_suspend_end_the_loop_and_are_no_work() {
    let mut desk = Bench::new();
    assert_eq!(desk.intend(Intent::Suspend), vec![]);
    assert_eq!(desk.exit, Some(Exit::Suspend));
    assert_eq!(desk.intend(Intent::Quit), vec![]);
    assert_eq!(desk.exit, Some(Exit::Quit));
    desk.intend(set(FormField::Phone, "50"));
    assert_eq!(desk.intend(Intent::Quit), vec![]);
    assert_eq!((desk.exit, desk.model.overlay()), (None, Some(&Overlay::QuitQuestion)));
    assert_eq!(desk.intend(Intent::Confirm), vec![]);
    assert_eq!(desk.exit, Some(Exit::Quit));
}

#[test]
fn every_intent_about_the_form_counts_as_a_key() {
    let mut desk = Bench::new();
    desk.intend(set(FormField::Phone, "501234567"));
    desk.intend(set(FormField::Name, "Aysel"));
    desk.intend(Intent::Focus(FormField::Register));
    match desk.intend(Intent::Advance).as_slice() {
        [Effect::Save { stats: Some(effort), .. }] => {
            assert_eq!((effort.keys, effort.time), (4, KEY_INTERVAL * 3));
        }
        other => panic!("{other:?}"),
    }
}

/// Nothing that was typed is in the `Debug` of an intent.
#[test]
fn an_intent_does_not_show_its_text() {
    let intents = [
        Intent::Type('ş'),
        Intent::TypeSuspect('ş'),
        set(FormField::Name, "ş"),
        Intent::StartScan(ScannedCode { text: TypedText("ş".into()), is_mapped: true }),
    ];
    assert!(!format!("{intents:?}").contains('ş'));
}
