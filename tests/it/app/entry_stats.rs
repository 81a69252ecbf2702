//! The keys and seconds of one customer are counted through clearing, drafts, refusals and restarts.

use std::time::Duration;

use frontdesk::app::{Effect, Msg};
use frontdesk::domain::{ApiError, DeliveryOutcome, DisplayText, EntryStats, Field, StorageError};
use frontdesk::form::FormField;
use frontdesk::keys::Key;

use crate::support::bench::{Bench, registered};

const SECOND: Duration = Duration::from_secs(1);

/// Types a text with one second between the keys.
fn types(desk: &mut Bench, text: &str) {
    for c in text.chars() {
        assert_eq!(desk.press_after(SECOND, Key::Char(c)), vec![]);
    }
}

/// Saves one second after the last key. Returns the number of keys and whole seconds of the customer.
fn save_and_count(desk: &mut Bench) -> Option<(u32, u64)> {
    match &desk.press_after(SECOND, Key::Ctrl('s'))[..] {
        [.., Effect::Save { stats: effort, .. }] => effort.map(|stats| (stats.keys, stats.time.as_secs())),
        other => panic!("not one registration: {other:?}"),
    }
}

#[test]
fn clearing_a_form_resets_its_counts() {
    let mut desk = Bench::new();
    types(&mut desk, "5012345");
    desk.press_after(SECOND, Key::Ctrl('r'));
    desk.press_after(Duration::from_mins(2), Key::Tab);
    types(&mut desk, "Rauf");
    assert_eq!(save_and_count(&mut desk), Some((6, 4)), "Tab, four letters, Ctrl-S");
}

#[test]
fn restoring_a_form_restores_its_counts() {
    for undo in [Key::Ctrl('r'), Key::Ctrl('_')] {
        let mut desk = Bench::new();
        desk.press_after(SECOND, Key::Tab);
        types(&mut desk, "Rauf");
        desk.press_after(SECOND, Key::Ctrl('r'));
        desk.press_after(Duration::from_mins(2), undo);
        assert_eq!(save_and_count(&mut desk), Some((7, 5)), "{undo:?}");
    }
}

#[test]
fn a_draft_keeps_its_counts() {
    let mut before = Bench::new();
    before.press_after(SECOND, Key::Tab);
    types(&mut before, "Rauf");
    let drafts = before.model.drafts();
    assert_eq!(drafts[0].stats, Some(EntryStats { keys: 5, time: 3 * SECOND }));

    // In another run, after another form was begun.
    let mut desk = Bench::new();
    desk.send(Msg::DraftsFound(drafts));
    types(&mut desk, "55");
    desk.press_after(Duration::from_mins(3), Key::Ctrl('o'));
    desk.press_after(Duration::from_mins(3), Key::Enter);
    assert_eq!(desk.model.form().text(FormField::Name).unwrap().value(), "Rauf");
    desk.press_after(SECOND, Key::Tab);
    types(&mut desk, "2");
    assert_eq!(save_and_count(&mut desk), Some((8, 6)), "the minutes in the list do not count");
    let cid = desk.model.form().cid();
    desk.answer(cid, Ok(registered(cid, "Rauf")));

    // The interrupted form is back with its own keys: two digits and Ctrl-O.
    assert_eq!(desk.model.form().text(FormField::Phone).unwrap().value(), "55");
    assert_eq!(desk.model.form().stats().map(|stats| stats.keys), Some(3));
}

#[test]
fn a_draft_of_an_older_version_has_no_counts() {
    let mut before = Bench::new();
    before.press(Key::Tab);
    types(&mut before, "Rauf");
    let mut drafts = before.model.drafts();
    drafts[0].stats = None;
    let mut desk = Bench::new();
    desk.send(Msg::DraftsFound(drafts));
    desk.open_only_draft();
    assert_eq!(save_and_count(&mut desk), None);
}

#[test]
fn after_a_refusal_only_the_correction_is_counted() {
    let mut desk = Bench::new();
    desk.press_after(SECOND, Key::Tab);
    types(&mut desk, "Rauf");
    assert_eq!(save_and_count(&mut desk), Some((6, 4)));
    let cid = desk.model.form().cid();
    desk.answer(cid, Err(ApiError::Rejected { field: Some(Field::Name), sentence: DisplayText::new("No.") }));
    // The outbox has the first part and adds the second. 0.4 s of it passed before the answer.
    types(&mut desk, "2");
    assert_eq!(save_and_count(&mut desk), Some((2, 1)));
}

#[test]
fn a_save_that_was_not_stored_keeps_the_whole_count() {
    let mut desk = Bench::new();
    desk.press_after(SECOND, Key::Tab);
    types(&mut desk, "Rauf");
    assert_eq!(save_and_count(&mut desk), Some((6, 4)));
    let cid = desk.model.form().cid();
    desk.deliver(cid, DeliveryOutcome::NotStored(StorageError::DiskFull));
    assert_eq!(save_and_count(&mut desk), Some((7, 4)));
}

#[test]
fn keys_outside_the_form_are_not_counted() {
    let mut desk = Bench::new();
    desk.press_after(SECOND, Key::Tab);
    types(&mut desk, "Aysel");
    save_and_count(&mut desk);
    let cid = desk.model.form().cid();
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    // A held Ctrl-S, an hour without keys, and the help.
    (0..50).for_each(|_| drop(desk.press_after(Duration::from_millis(33), Key::Ctrl('s'))));
    desk.press_after(Duration::from_hours(1), Key::Tab);
    types(&mut desk, "Rauf");
    desk.press_after(SECOND, Key::Ctrl('g'));
    (0..5).for_each(|_| drop(desk.press_after(SECOND, Key::Down)));
    desk.press_after(SECOND, Key::Esc);
    assert_eq!(save_and_count(&mut desk).map(|(keys, _)| keys), Some(7), "Tab, four letters, Ctrl-G, Ctrl-S");
}

#[test]
fn time_on_the_hidden_screen_is_not_counted() {
    let mut desk = Bench::new();
    desk.press_after(SECOND, Key::Tab);
    types(&mut desk, "Rauf");
    desk.pause();
    let at = desk.model.idle_due().unwrap();
    desk.send(Msg::Idle { at });
    assert!(desk.model.is_masked());
    desk.press_after(Duration::from_mins(4), Key::Enter);
    assert_eq!(save_and_count(&mut desk), Some((6, 4)));
}
