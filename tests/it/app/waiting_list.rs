//! The waiting list with rejected registrations and drafts.

use crate::support::bench::{Bench, groups, registered, sent};
use crate::support::bench::{conflict, form_on_screen, kept, text};
use crate::support::screen::draw;
use frontdesk::app::{Effect, Msg, Notice, Overlay, SetAside};
use frontdesk::domain::{Cid, DisplayText, Field, GroupId, OutboxCounts, Progress};
use frontdesk::form::FormField;
use frontdesk::keys::Key;
use frontdesk::locale::Locale;
use frontdesk::view::{CharacterSet, RenderContext, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

#[test]
fn a_refusal_behind_the_next_form_is_in_the_waiting_list() {
    let mut desk = Bench::new();
    let customer = desk.save("501234567", "Aysel");
    let cid = customer.cid;
    desk.types("55");

    desk.answer(cid, Err(conflict(Field::Phone)));

    assert_eq!(text(&desk.model, FormField::Phone), "55", "the text on the screen stays");
    let notice = Notice::RefusedEarlier { cid, name: DisplayText::new("Aysel"), error: conflict(Field::Phone) };
    assert_eq!(desk.model.notice(), Some(&notice));

    desk.send(Msg::Counts(OutboxCounts { waiting: 0, refused: 1, ..OutboxCounts::default() }));
    assert_eq!(desk.press(Key::Ctrl('o')), vec![Effect::ListWaiting]);
    assert_eq!(desk.model.overlay(), Some(&Overlay::Waiting { at: 0, deleting: None }));
    desk.send(Msg::WaitingRows(vec![kept(cid, Progress::Refused)]));
    assert_eq!(desk.press(Key::Enter), vec![Effect::OpenRefused(cid)]);
    assert_eq!(desk.model.overlay(), None);
    desk.send(Msg::Opened { customer: Box::new(customer), error: conflict(Field::Phone), owner: None });

    assert_eq!(
        (text(&desk.model, FormField::Phone), text(&desk.model, FormField::Name)),
        ("+994 50 123 45 67", "Aysel")
    );
    assert_eq!(form_on_screen(&desk.model).cid(), cid);
    assert_eq!(form_on_screen(&desk.model).focus(), FormField::Phone);
    let form = SetAside { cid: desk.model.listed_drafts()[0].cid(), name: Some(DisplayText::new("55")) };
    assert_eq!(desk.model.notice(), Some(&Notice::SetAside { form, refused: Some(conflict(Field::Phone)) }));
    assert_eq!(desk.model.listed_drafts().len(), 1, "the other form is in the list");

    desk.press(Key::Backspace);
    desk.types("8");
    let corrected = sent(desk.press(Key::Ctrl('s')));
    assert_eq!((corrected.cid, corrected.phone.unwrap().e164()), (cid, "+994501234568"));
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    assert_eq!(
        text(&desk.model, FormField::Phone),
        "55",
        "the interrupted form comes back after the other one is registered"
    );
    assert_eq!(desk.model.listed_drafts(), vec![]);
}

#[test]
fn only_a_refused_registration_can_be_opened() {
    for state in [Progress::Queued, Progress::Sending, Progress::Uncertain] {
        let mut desk = Bench::new();
        let cid = desk.model.form().cid();
        desk.send(Msg::Counts(OutboxCounts { waiting: 1, refused: 0, ..OutboxCounts::default() }));
        desk.press(Key::Ctrl('o'));
        desk.send(Msg::WaitingRows(vec![kept(cid, state)]));
        assert_eq!(desk.press(Key::Enter), vec![], "{state:?}");
        assert!(desk.model.overlay().is_some());
    }
}

#[test]
fn discarding_needs_a_second_key() {
    let mut desk = Bench::new();
    let cid = desk.model.form().cid();
    desk.send(Msg::Counts(OutboxCounts { waiting: 1, refused: 0, ..OutboxCounts::default() }));
    desk.press(Key::Ctrl('o'));
    desk.send(Msg::WaitingRows(vec![kept(cid, Progress::Queued)]));
    assert_eq!(desk.press(Key::Ctrl('x')), vec![], "no question was asked before");
    assert_eq!(desk.press(Key::Ctrl('d')), vec![]);
    for other in [Key::Down, Key::Enter, Key::Char('y'), Key::Char('x'), Key::Ctrl('o'), Key::Ctrl('q')] {
        assert_eq!(desk.press(other), vec![], "{other:?} is no answer");
        assert_eq!(desk.model.overlay(), Some(&Overlay::Waiting { at: 0, deleting: Some(cid) }), "{other:?}");
    }
    desk.paste("4006381333931");
    assert_eq!(text(&desk.model, FormField::Phone), "", "the paste does not reach the form");
    for no in [Key::Esc, Key::Char('n')] {
        assert_eq!(desk.press(no), vec![], "{no:?} keeps it");
        assert_eq!(desk.model.overlay(), Some(&Overlay::Waiting { at: 0, deleting: None }));
        assert_eq!(desk.press(Key::Ctrl('x')), vec![]);
        assert_eq!(desk.press(Key::Ctrl('d')), vec![]);
    }
    assert_eq!(text(&desk.model, FormField::Phone), "", "a key that is no answer does not reach it either");
    for _ in 0..20 {
        assert_eq!(desk.press(Key::Ctrl('d')), vec![], "Ctrl-D is held down");
    }
    assert_eq!(desk.press(Key::Ctrl('x')), vec![Effect::Discard(cid), Effect::ListWaiting]);
}

#[test]
fn text_typed_over_the_waiting_list_goes_to_the_form() {
    let mut desk = Bench::new();
    let cid = desk.model.form().cid();
    desk.send(Msg::Counts(OutboxCounts { waiting: 1, refused: 0, ..OutboxCounts::default() }));
    desk.press(Key::Tab);
    desk.press(Key::Ctrl('o'));
    desk.send(Msg::WaitingRows(vec![kept(cid, Progress::Queued)]));
    desk.types("Eddy");
    assert_eq!((desk.model.overlay(), text(&desk.model, FormField::Name)), (None, "Eddy"));
    assert_eq!(desk.model.waiting_rows(), 1);
}

#[test]
fn a_cleared_refusal_is_discarded_when_the_next_form_begins() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Err(conflict(Field::Phone)));
    assert_eq!(desk.press(Key::Ctrl('r')), vec![]);
    assert_eq!(desk.press(Key::Ctrl('r')), vec![], "until then it can be restored");
    assert_eq!(text(&desk.model, FormField::Name), "Aysel");
    assert_eq!(desk.press(Key::Ctrl('r')), vec![]);
    let effects = desk.press(Key::Char('5'));
    assert!(effects.contains(&Effect::Discard(cid)), "{effects:?}");
}

#[test]
fn only_the_row_in_the_question_is_discarded() {
    let mut desk = Bench::new();
    let (first, second) = (Cid::from_random_bytes([1; 16]), Cid::from_random_bytes([2; 16]));
    desk.send(Msg::Counts(OutboxCounts { waiting: 2, refused: 0, ..OutboxCounts::default() }));
    desk.press(Key::Ctrl('o'));
    desk.send(Msg::WaitingRows(vec![kept(first, Progress::Queued), kept(second, Progress::Queued)]));
    desk.press(Key::Ctrl('d'));
    desk.send(Msg::WaitingRows(vec![kept(second, Progress::Queued)]));
    assert_eq!(desk.press(Key::Ctrl('x')), vec![], "another row has moved to the selected position");
    desk.press(Key::Ctrl('d'));
    assert_eq!(desk.press(Key::Ctrl('x')), vec![Effect::Discard(second), Effect::ListWaiting]);
}

#[test]
fn an_open_list_keeps_the_selection_on_its_registration() {
    let mut desk = Bench::new();
    let rows: Vec<Cid> = (0..4).map(|number| Cid::from_random_bytes([number; 16])).collect();
    let list = |indexes: &[usize]| {
        Msg::WaitingRows(indexes.iter().map(|index| kept(rows[*index], Progress::Queued)).collect())
    };
    let selected = |desk: &Bench| match desk.model.overlay() {
        Some(Overlay::Waiting { at, deleting: discarding }) => {
            (rows.iter().position(|cid| Some(*cid) == desk.model.waiting_row(*at)), *discarding)
        }
        other => panic!("{other:?}"),
    };
    assert!(!desk.model.follows_outbox());
    desk.press(Key::Ctrl('o'));
    assert!(desk.model.follows_outbox());
    desk.send(list(&[0, 1, 2]));
    desk.press(Key::Down);
    assert_eq!(selected(&desk), (Some(1), None));
    for (now, expected) in [
        (&[1, 2][..], 1),
        (&[0, 3, 1, 2], 1),
        (&[0, 1], 1),
        // The selected row has gone. The row in its place is selected, or the last one.
        (&[0, 2, 3], 2),
        (&[0], 0),
        (&[3, 0], 0),
    ] {
        desk.send(list(now));
        assert_eq!(selected(&desk).0, Some(expected), "{now:?}");
        assert_eq!(desk.model.notice(), None, "{now:?}");
    }
    // A question belongs to its row and goes with it.
    desk.press(Key::Delete);
    assert_eq!(selected(&desk), (Some(0), Some(rows[0])));
    desk.send(list(&[3, 2, 0]));
    assert_eq!(selected(&desk), (Some(0), Some(rows[0])));
    desk.send(list(&[3, 2]));
    assert_eq!(selected(&desk), (Some(2), None));
    assert_eq!(desk.model.notice(), Some(&Notice::RowGone));
    // No row is left for any key.
    desk.send(list(&[]));
    assert_eq!(desk.model.overlay(), Some(&Overlay::Waiting { at: 0, deleting: None }));
    assert_eq!(desk.press(Key::Enter), vec![]);
    desk.press(Key::Esc);
    assert!(!desk.model.follows_outbox());
}

#[test]
fn the_shift_list_names_only_customers_of_this_desk() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    assert_eq!(desk.press(Key::Ctrl('t')), vec![Effect::ListShift]);
    assert_eq!(desk.model.overlay(), Some(&Overlay::Shift { first: 0 }));
    assert_eq!(desk.model.shift().name(cid), Some(&DisplayText::new("Aysel")));
    assert_eq!(desk.model.shift().name(desk.model.form().cid()), None);
    assert_eq!(desk.press(Key::Ctrl('t')), vec![]);
    assert_eq!(desk.model.overlay(), None);
    desk.press(Key::Ctrl('t'));
    desk.types("5");
    assert_eq!(
        (desk.model.overlay(), text(&desk.model, FormField::Phone)),
        (None, "5"),
        "typing over the list loses no key"
    );
}

#[test]
fn a_group_typed_before_the_list_is_loaded_blocks_the_save() {
    let mut desk = Bench::new();
    desk.press(Key::Tab);
    desk.types("Aysel");
    (0..4).for_each(|_| drop(desk.press(Key::Tab)));
    desk.types("vip");
    assert_eq!(desk.press(Key::Ctrl('s')), vec![]);
    assert_eq!(desk.model.form().focus(), FormField::Group);
    desk.send(Msg::Groups(Ok(groups())));
    assert_eq!(sent(desk.press(Key::Ctrl('s'))).group, Some(GroupId(4)));
}

/// A rejected form that was changed and set aside: the draft and the row of the outbox are one registration.
fn desk_with_draft_of_rejected() -> (Bench, Cid) {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Err(conflict(Field::Phone)));
    desk.press(Key::Tab);
    desk.types("X");
    (desk, cid)
}

/// The draft's row and those of other registrations, as the screen shows them.
fn assert_listed_once(desk: &mut Bench, cid: Cid, case: &str) {
    let (other, waiting) = (Cid::from_random_bytes([8; 16]), Cid::from_random_bytes([9; 16]));
    desk.send(Msg::Counts(OutboxCounts { waiting: 1, refused: 2, ..OutboxCounts::default() }));
    desk.send(Msg::WaitingRows(vec![
        kept(other, Progress::Refused),
        kept(cid, Progress::Refused),
        kept(waiting, Progress::Queued),
    ]));
    assert_eq!(desk.model.waiting(), 3, "{case}: the footer counts it once");
    if desk.model.overlay().is_none() {
        desk.press(Key::Ctrl('o'));
    }
    let rows: Vec<_> = (0..desk.model.waiting_rows()).filter_map(|at| desk.model.waiting_row(at)).collect();
    assert_eq!(rows, [cid, other, waiting], "{case}");
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let context = RenderContext {
        say: Locale::english(),
        theme: Theme { colour: true, underline: true, signs: CharacterSet::Unicode },
    };
    terminal.draw(|frame| draw(&desk.model, context, frame)).unwrap();
    let screen = terminal.backend().to_string();
    assert_eq!((screen.matches(" draft ").count(), screen.matches(" rejected ").count()), (1, 1), "{case}: {screen}");
}

#[test]
fn a_changed_rejected_form_that_was_set_aside_is_in_the_list_once() {
    // Another form was opened.
    let (mut desk, cid) = desk_with_draft_of_rejected();
    desk.press(Key::Ctrl('o'));
    let customer = Bench::new().save("551234567", "Rauf");
    let opened = Msg::Opened { customer: Box::new(customer), error: conflict(Field::Code), owner: None };
    desk.send(opened);
    assert_listed_once(&mut desk, cid, "set aside");

    // No key was pressed for a while: the rows are asked for, because the list is not open.
    let (mut desk, cid) = desk_with_draft_of_rejected();
    let at = desk.now + desk.model.desk().privacy.shelve_after.unwrap();
    assert_eq!(desk.send(Msg::Idle { at }), vec![Effect::ListWaiting]);
    assert_listed_once(&mut desk, cid, "shelved");

    // The desk was closed and opened again.
    let (before, cid) = desk_with_draft_of_rejected();
    let mut desk = Bench::new();
    assert_eq!(desk.send(Msg::DraftsFound(before.model.drafts())), vec![Effect::ListWaiting]);
    assert_listed_once(&mut desk, cid, "restarted");

    // The draft opens with what was changed.
    assert_eq!(desk.press(Key::Enter), vec![]);
    assert_eq!((form_on_screen(&desk.model).cid(), text(&desk.model, FormField::Name)), (cid, "AyselX"));
    assert_eq!(desk.model.waiting(), 3);
}

#[test]
fn deleting_the_draft_of_a_rejected_registration_deletes_both() {
    let (before, cid) = desk_with_draft_of_rejected();
    let mut desk = Bench::new();
    desk.send(Msg::DraftsFound(before.model.drafts()));
    assert_listed_once(&mut desk, cid, "restarted");
    desk.press(Key::Ctrl('d'));
    assert_eq!(desk.press(Key::Ctrl('x')), vec![Effect::Discard(cid), Effect::ListWaiting]);
    assert!((0..desk.model.waiting_rows()).all(|at| desk.model.waiting_row(at) != Some(cid)));
}

/// A registration that is waiting to be sent stays visible, even if a draft of it was left by a crash.
#[test]
fn a_draft_hides_only_a_rejected_row() {
    for state in [Progress::Queued, Progress::Sending, Progress::Uncertain] {
        let (before, cid) = desk_with_draft_of_rejected();
        let mut desk = Bench::new();
        desk.send(Msg::DraftsFound(before.model.drafts()));
        desk.press(Key::Ctrl('o'));
        desk.send(Msg::WaitingRows(vec![kept(cid, state)]));
        assert_eq!(desk.model.waiting_rows(), 2, "{state:?}");
        desk.press(Key::Ctrl('d'));
        assert_eq!(desk.press(Key::Ctrl('x')), vec![], "{state:?}: only the draft is deleted");
    }
}
