//! The first words of a desk: the keys of a first start, and the phone of an invented customer.

use frontdesk::app::{Effect, Msg, Notice, Welcome};
use frontdesk::domain::{Draft, StorageError};
use frontdesk::keys::Key;

use super::render::{render, screen};
use crate::support::bench::{Bench, registered, text};
use frontdesk::form::FormField;

const KEYS: &str = "Press Enter to go to the next field";
const SAMPLE: &str = "to see a registered customer.";

fn welcome(has_keys: bool, has_sample: bool) -> Notice {
    Notice::Welcome(Welcome { has_keys, has_sample })
}

#[test]
fn keys_and_sample_are_shown_together_in_any_order() {
    for sample_first in [false, true] {
        let mut desk = Bench::new();
        if sample_first {
            assert_eq!(desk.send(Msg::SampleFound), vec![]);
            assert_eq!(desk.model.notice(), Some(&welcome(false, true)));
        }
        assert_eq!(desk.send(Msg::FirstStart), vec![Effect::RememberKeys]);
        assert_eq!(desk.model.notice(), Some(&welcome(true, sample_first)));
        assert_eq!(desk.send(Msg::SampleFound), vec![]);
        assert_eq!(desk.model.notice(), Some(&welcome(true, true)));
        assert!(screen(&desk).contains(KEYS) && screen(&desk).contains(SAMPLE), "{}", screen(&desk));
    }
}

#[test]
fn the_first_key_is_typed_and_the_words_stay_until_the_form_is_saved() {
    let mut desk = Bench::new();
    desk.send(Msg::FirstStart);
    desk.types("501234567");
    assert_eq!(text(&desk.model, FormField::Phone), "501234567");
    assert_eq!(desk.model.notice(), Some(&welcome(true, false)));
    desk.press(Key::Tab);
    desk.types("Aysel");
    let cid = desk.model.form().cid();
    assert!(matches!(&desk.press(Key::Ctrl('s'))[..], [Effect::Save { .. }]));
    assert_eq!(desk.model.notice(), None);
    // Nothing comes back later.
    desk.send(Msg::SampleFound);
    assert_eq!(desk.model.notice(), None);
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    assert!(matches!(desk.model.notice(), Some(Notice::Registered(_))));
}

#[test]
fn clearing_the_form_ends_the_words() {
    let mut desk = Bench::new();
    desk.send(Msg::SampleFound);
    desk.types("5");
    desk.press(Key::Ctrl('r'));
    assert_eq!(desk.model.notice(), Some(&Notice::Cleared));
}

/// Keys that were not shown are shown at the next start.
#[test]
fn a_more_important_notice_stays_and_the_keys_do_not_count_as_seen() {
    let draft = || {
        let mut other = Bench::new();
        other.types("5");
        other.model.drafts()
    };
    let before: [fn(Vec<Draft>) -> Msg; 3] =
        [Msg::DraftsFound, |_| Msg::Disk(StorageError::DiskFull), |_| Msg::OutboxLocked(true)];
    for msg in before {
        let mut desk = Bench::new();
        desk.send(msg(draft()));
        let notice = desk.model.notice().cloned();
        assert!(notice.is_some());
        assert_eq!(desk.send(Msg::FirstStart), vec![]);
        assert_eq!(desk.send(Msg::SampleFound), vec![]);
        assert_eq!(desk.model.notice(), notice.as_ref());
    }
}

/// The sizes that the form has, from the widest to the smallest.
#[test]
fn the_keys_are_whole_at_every_size_and_the_form_stays() {
    for (columns, rows) in [(132, 43), (80, 24), (60, 24), (40, 12)] {
        let mut desk = Bench::new();
        desk.send(Msg::SampleFound);
        desk.send(Msg::FirstStart);
        let shown = render(&desk, columns, rows).backend().to_string();
        for key in ["Enter", "Ctrl-S", "Ctrl-R", "Ctrl-O", "Ctrl-G"] {
            assert!(shown.contains(key), "{key} at {columns}x{rows}:\n{shown}");
        }
        for label in ["Phone", "Name"] {
            assert!(shown.contains(label), "{label} at {columns}x{rows}:\n{shown}");
        }
    }
}
