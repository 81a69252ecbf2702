//! Keys and seconds belong to one customer: through clearing, drafts, refusals and restarts.

use std::time::Duration;

use frontdesk::app::{Effect, Key, Msg};
use frontdesk::domain::{ApiError, DeliveryOutcome, DisplayText, EntryStats, Field, StorageError};
use frontdesk::form::FormField;

use crate::support::bench::{Bench, registered};

const SECOND: Duration = Duration::from_secs(1);

/// Types a text with a second between the keys.
fn types(desk: &mut Bench, text: &str) {
    for c in text.chars() {
        assert_eq!(desk.press_after(SECOND, Key::Char(c)), vec![]);
    }
}

/// Saves a second after the last key: how many keys and whole seconds that took.
fn saved(desk: &mut Bench) -> Option<(u32, u64)> {
    match &desk.press_after(SECOND, Key::Ctrl('s'))[..] {
        [.., Effect::Save { effort, .. }] => effort.map(|effort| (effort.keys, effort.time.as_secs())),
        other => panic!("not one registration: {other:?}"),
    }
}

#[test]
fn a_cleared_form_takes_its_keys_with_it() {
    let mut desk = Bench::new();
    types(&mut desk, "5012345");
    desk.press_after(SECOND, Key::Ctrl('r'));
    desk.press_after(Duration::from_mins(2), Key::Tab);
    types(&mut desk, "Rauf");
    assert_eq!(saved(&mut desk), Some((6, 4)), "Tab, four letters, Ctrl-S");
}

#[test]
fn a_restored_form_brings_its_keys_back() {
    for undo in [Key::Ctrl('r'), Key::Ctrl('_')] {
        let mut desk = Bench::new();
        desk.press_after(SECOND, Key::Tab);
        types(&mut desk, "Rauf");
        desk.press_after(SECOND, Key::Ctrl('r'));
        desk.press_after(Duration::from_mins(2), undo);
        assert_eq!(saved(&mut desk), Some((7, 5)), "{undo:?}");
    }
}

#[test]
fn a_draft_takes_its_keys_with_it_and_brings_them_back() {
    let mut before = Bench::new();
    before.press_after(SECOND, Key::Tab);
    types(&mut before, "Rauf");
    let drafts = before.model.drafts();
    assert_eq!(drafts[0].effort, Some(EntryStats { keys: 5, time: 3 * SECOND }));

    // In another run, after a form that was begun there.
    let mut desk = Bench::new();
    desk.send(Msg::DraftsFound(drafts));
    types(&mut desk, "55");
    desk.press_after(Duration::from_mins(3), Key::Ctrl('o'));
    desk.press_after(Duration::from_mins(3), Key::Enter);
    assert_eq!(desk.model.form().text(FormField::Name).unwrap().value(), "Rauf");
    desk.press_after(SECOND, Key::Tab);
    types(&mut desk, "2");
    assert_eq!(saved(&mut desk), Some((8, 6)), "the minutes in the list are not its own");
    let cid = desk.model.form().cid();
    desk.answer(cid, Ok(registered(cid, "Rauf")));

    // What made room is back, with its own: two digits, and Ctrl-O.
    assert_eq!(desk.model.form().text(FormField::Phone).unwrap().value(), "55");
    assert_eq!(desk.model.form().stats().map(|effort| effort.keys), Some(3));
}

#[test]
fn what_an_older_version_has_left_counts_nothing_rather_than_too_little() {
    let mut before = Bench::new();
    before.press(Key::Tab);
    types(&mut before, "Rauf");
    let mut drafts = before.model.drafts();
    drafts[0].effort = None;
    let mut desk = Bench::new();
    desk.send(Msg::DraftsFound(drafts));
    desk.opens_the_draft();
    assert_eq!(saved(&mut desk), None);
}

#[test]
fn a_refused_customer_that_is_corrected_adds_up() {
    let mut desk = Bench::new();
    desk.press_after(SECOND, Key::Tab);
    types(&mut desk, "Rauf");
    assert_eq!(saved(&mut desk), Some((6, 4)));
    let cid = desk.model.form().cid();
    desk.answer(cid, Err(ApiError::Rejected { field: Some(Field::Name), sentence: DisplayText::new("No.") }));
    // The outbox has the first part, and adds the second; 0.4 s of it passed before the answer.
    types(&mut desk, "2");
    assert_eq!(saved(&mut desk), Some((2, 1)));
}

#[test]
fn what_could_not_be_written_down_has_taken_all_of_it() {
    let mut desk = Bench::new();
    desk.press_after(SECOND, Key::Tab);
    types(&mut desk, "Rauf");
    assert_eq!(saved(&mut desk), Some((6, 4)));
    let cid = desk.model.form().cid();
    desk.deliver(cid, DeliveryOutcome::NotStored(StorageError::DiskFull));
    assert_eq!(saved(&mut desk), Some((7, 4)));
}

#[test]
fn keys_that_do_nothing_for_a_customer_are_no_work() {
    let mut desk = Bench::new();
    desk.press_after(SECOND, Key::Tab);
    types(&mut desk, "Aysel");
    saved(&mut desk);
    let cid = desk.model.form().cid();
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    // Ctrl-S held down, a look at the keys of the desk, an hour of nothing.
    (0..50).for_each(|_| drop(desk.press_after(Duration::from_millis(33), Key::Ctrl('s'))));
    desk.press_after(Duration::from_hours(1), Key::Tab);
    types(&mut desk, "Rauf");
    desk.press_after(SECOND, Key::Ctrl('g'));
    (0..5).for_each(|_| drop(desk.press_after(SECOND, Key::Down)));
    desk.press_after(SECOND, Key::Esc);
    assert_eq!(saved(&mut desk).map(|(keys, _)| keys), Some(7), "Tab, four letters, Ctrl-G, Ctrl-S");
}

#[test]
fn the_time_in_which_nobody_was_there_is_no_work() {
    let mut desk = Bench::new();
    desk.press_after(SECOND, Key::Tab);
    types(&mut desk, "Rauf");
    let at = desk.model.idle_due().unwrap();
    desk.send(Msg::Idle { at });
    assert!(desk.model.hidden);
    desk.press_after(Duration::from_mins(4), Key::Enter);
    assert_eq!(saved(&mut desk), Some((6, 4)));
}
