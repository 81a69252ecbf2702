//! The desk as a state machine: for each thing that can happen, the model and the exact commands.

use crate::support::bench as support;
use std::time::Duration;

use crate::support::bench::{Bench, groups, registered, rules, sent, today};
use frontdesk::app::{Command, Key, Model, Msg, Notice, Overlay, SetAside, Stage};
use frontdesk::customer::{
    AccountFault, BodyKind, Cid, Customer, CustomerId, Delivery, Field, Flaw, ForeignAnswer, Gender, GroupId, Holder,
    Kept, KeptCounts, KeptState, NotKept, Told, Trouble, Uncertainty, Unreached,
};
use frontdesk::form::{Finding, Form, GroupList, Groups, Mark, Spot};

fn form_on_screen(model: &Model) -> &Form {
    match &model.stage {
        Stage::Typing { form, .. } => form,
        Stage::Sending(_) => panic!("the form is being sent"),
    }
}

fn text(model: &Model, spot: Spot) -> &str {
    form_on_screen(model).text(spot).unwrap().value()
}

fn clash(field: Field) -> Trouble {
    Trouble::Clash { field: Some(field) }
}

#[test]
fn every_field_reaches_the_registration() {
    let mut desk = Bench::with_groups();
    desk.types("0501234567");
    desk.press(Key::Enter);
    desk.types("Aysel Məmmədova");
    desk.press(Key::Enter);
    desk.types("CUST001");
    desk.press(Key::Enter);
    desk.types("15051990");
    desk.press(Key::Enter);
    desk.types("f");
    desk.press(Key::Enter);
    desk.types("reg");
    desk.press(Key::Enter);
    desk.types("aysel@example.com");
    desk.press(Key::Enter);
    desk.types("likes tea");
    desk.press(Key::Enter);
    assert_eq!(desk.model.form().focus(), Spot::Register);
    let cid = desk.model.form().cid();

    assert_eq!(desk.press(Key::Enter), vec![]);
    let customer = sent(desk.wait_for_delayed_save());

    assert_eq!(customer.cid, cid);
    assert_eq!(customer.phone.unwrap().e164(), "+994501234567");
    assert_eq!(customer.name.as_str(), "Aysel Məmmədova");
    assert_eq!(customer.code.unwrap().as_str(), "CUST001");
    assert_eq!(customer.birth_date.unwrap().iso(), "1990-05-15");
    assert_eq!(customer.gender, Some(Gender::Female));
    assert_eq!(customer.group, Some(GroupId(2)));
    assert_eq!(customer.email.unwrap().as_str(), "aysel@example.com");
    assert_eq!(customer.note.unwrap().as_str(), "likes tea");
}

#[test]
fn blank_means_absent() {
    let mut desk = Bench::with_groups();
    let customer = desk.save("", "Rauf");
    assert_eq!(customer.phone, None);
    assert_eq!(customer.email, None);
    assert_eq!(customer.code, None);
    assert_eq!(customer.birth_date, None);
    assert_eq!(customer.gender, None);
    assert_eq!(customer.group, None);
    assert_eq!(customer.note, None);
}

#[test]
fn while_it_is_sent_the_form_stays_on_the_screen() {
    let mut desk = Bench::new();
    let customer = desk.save("501234567", "Aysel");
    match &desk.model.stage {
        Stage::Sending(under_way) => {
            assert_eq!(under_way.cid(), customer.cid);
            assert_eq!(under_way.name, Told::new("Aysel"));
            assert_eq!(under_way.form.text(Spot::Name).unwrap().value(), "Aysel");
        }
        Stage::Typing { .. } => panic!("not being sent"),
    }
}

#[test]
fn registered_leaves_a_blank_form_with_another_cid_and_the_focus_on_the_phone() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    let customer = registered(cid, "Aysel");

    assert_eq!(desk.answer(cid, Ok(customer.clone())), vec![]);

    let form = form_on_screen(&desk.model);
    assert!(form.is_blank());
    assert_eq!(form.focus(), Spot::Phone);
    assert_ne!(form.cid(), cid);
    assert_eq!(desk.model.notice, Some(Notice::Registered { customer, took: Duration::from_millis(400) }));
}

#[test]
fn a_clash_is_marked_at_its_field_and_nothing_typed_is_lost() {
    for (field, spot) in [(Field::Phone, Spot::Phone), (Field::Code, Spot::Code)] {
        let mut desk = Bench::new();
        let cid = desk.save("501234567", "Aysel").cid;

        assert_eq!(desk.answer(cid, Err(clash(field))), vec![]);

        let form = form_on_screen(&desk.model);
        assert_eq!(form.focus(), spot);
        assert_eq!(form.mark_of(field), Some(&Mark::AlreadyRegistered { by: None }));
        assert_eq!((text(&desk.model, Spot::Phone), text(&desk.model, Spot::Name)), ("501234567", "Aysel"));
        assert_eq!(form.cid(), cid, "the same customer keeps its cid");
        assert_eq!(desk.model.notice, Some(Notice::Refused(clash(field))));
    }
}

#[test]
fn a_clash_of_the_cid_has_no_field_to_go_to() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Err(clash(Field::Cid)));
    assert_eq!(form_on_screen(&desk.model).focus(), Spot::Name);
    assert_eq!(desk.model.notice, Some(Notice::Refused(clash(Field::Cid))));
}

#[test]
fn a_refusal_stands_at_the_field_that_it_names() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    let sentence = Told::new("The name field is required.");
    let trouble = Trouble::Refused { field: Some(Field::Name), sentence: sentence.clone() };

    desk.answer(cid, Err(trouble.clone()));

    let form = form_on_screen(&desk.model);
    assert_eq!(form.focus(), Spot::Name);
    assert_eq!(form.mark_of(Field::Name), Some(&Mark::Refused(sentence)));
    assert_eq!(desk.model.notice, Some(Notice::Refused(trouble)));
}

#[test]
fn what_cannot_be_delivered_now_is_kept_and_the_form_is_free() {
    let nothing = Told::default;
    for trouble in [
        Trouble::Credentials { sentence: nothing() },
        Trouble::Permission { sentence: nothing() },
        Trouble::TooMany { wait: Duration::from_secs(7) },
        Trouble::Unreachable(Unreached::ConnectionRefused),
        Trouble::Uncertain(Uncertainty::Timeout),
        Trouble::Uncertain(Uncertainty::ServerError(500)),
        Trouble::Uncertain(Uncertainty::Unreadable(502)),
        Trouble::Uncertain(Uncertainty::NotFromApi(ForeignAnswer { status: 502, kind: BodyKind::Html })),
        Trouble::NotFromApi(ForeignAnswer { status: 403, kind: BodyKind::Html }),
        Trouble::Account(AccountFault::ClientDisabled),
        Trouble::Settings { sentence: nothing() },
    ] {
        let mut desk = Bench::new();
        let cid = desk.save("501234567", "Aysel").cid;
        assert_eq!(desk.deliver(cid, Delivery::Waiting { trouble: trouble.clone(), waiting: 3 }), vec![]);
        assert!(form_on_screen(&desk.model).is_blank());
        assert_eq!(form_on_screen(&desk.model).focus(), Spot::Phone);
        assert_eq!(desk.model.notice, Some(Notice::Waiting { trouble, waiting: 3 }));
    }
}

#[test]
fn a_refusal_without_a_field_keeps_the_form_as_it_was() {
    for trouble in [Trouble::Clash { field: None }, Trouble::Refused { field: None, sentence: Told::new("No.") }] {
        let mut desk = Bench::new();
        let cid = desk.save("501234567", "Aysel").cid;
        assert_eq!(desk.answer(cid, Err(trouble.clone())), vec![]);
        let form = form_on_screen(&desk.model);
        assert_eq!(form.focus(), Spot::Name);
        assert_eq!((text(&desk.model, Spot::Phone), text(&desk.model, Spot::Name)), ("501234567", "Aysel"));
        assert_eq!(desk.model.notice, Some(Notice::Refused(trouble)));
        assert_eq!(sent(desk.press(Key::Ctrl('s'))).cid, cid, "once more is the same customer");
    }
}

#[test]
fn what_could_not_be_written_down_is_still_on_the_screen() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    assert_eq!(desk.deliver(cid, Delivery::NotKept(NotKept::DiskFull)), vec![]);
    assert_eq!((text(&desk.model, Spot::Phone), text(&desk.model, Spot::Name)), ("501234567", "Aysel"));
    assert_eq!(desk.model.notice, Some(Notice::NotKept(NotKept::DiskFull)));
}

#[test]
fn what_could_not_be_written_down_behind_the_next_form_is_parked() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.types("55");
    desk.deliver(cid, Delivery::NotKept(NotKept::NotWritable));
    assert_eq!(text(&desk.model, Spot::Phone), "55");
    assert_eq!(desk.model.parked.len(), 1);
    assert_eq!(desk.model.parked[0].text(Spot::Name).unwrap().value(), "Aysel");
}

#[test]
fn a_clash_names_the_person_where_a_look_up_could() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    let by = Some(Holder { id: CustomerId(1042), name: Told::new("Rauf") });
    desk.deliver(cid, Delivery::Refused { trouble: clash(Field::Phone), by: by.clone() });
    let mark = Mark::AlreadyRegistered { by };
    assert_eq!(form_on_screen(&desk.model).mark_of(Field::Phone), Some(&mark));
}

#[test]
fn a_mark_goes_when_its_field_is_changed_and_not_before() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Err(clash(Field::Phone)));
    desk.press(Key::Left);
    assert!(form_on_screen(&desk.model).mark_of(Field::Phone).is_some());
    desk.press(Key::Backspace);
    assert_eq!(form_on_screen(&desk.model).mark_of(Field::Phone), None);
}

#[test]
fn a_key_while_it_is_sent_begins_the_next_form_and_the_answer_comes_in_the_result_line() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.types("55");
    assert_eq!(text(&desk.model, Spot::Phone), "55");
    assert_eq!(desk.model.under_way.len(), 1);
    let customer = registered(cid, "Aysel");

    desk.answer(cid, Ok(customer.clone()));

    assert_eq!(text(&desk.model, Spot::Phone), "55");
    assert!(desk.model.under_way.is_empty());
    assert_eq!(desk.model.notice, Some(Notice::Registered { customer, took: Duration::from_millis(400) }));
}

fn kept(cid: Cid, state: KeptState) -> Kept {
    let trouble = Some(clash(Field::Phone));
    Kept { cid, name: Told::new("Aysel"), state, minutes: 3, attempts: 1, trouble }
}

#[test]
fn a_refusal_behind_the_next_form_is_in_the_waiting_list() {
    let mut desk = Bench::new();
    let customer = desk.save("501234567", "Aysel");
    let cid = customer.cid;
    desk.types("55");

    desk.answer(cid, Err(clash(Field::Phone)));

    assert_eq!(text(&desk.model, Spot::Phone), "55", "what is being typed is not taken away");
    let notice = Notice::RefusedBehind { cid, name: Told::new("Aysel"), trouble: clash(Field::Phone) };
    assert_eq!(desk.model.notice, Some(notice));

    desk.send(Msg::Counts(KeptCounts { waiting: 0, refused: 1, ..KeptCounts::default() }));
    assert_eq!(desk.press(Key::Ctrl('o')), vec![Command::ListKept]);
    assert_eq!(desk.model.overlay, Some(Overlay::Waiting { at: 0, discarding: None }));
    desk.send(Msg::Kept(vec![kept(cid, KeptState::Refused)]));
    assert_eq!(desk.press(Key::Enter), vec![Command::OpenKept(cid)]);
    assert_eq!(desk.model.overlay, None);
    desk.send(Msg::Opened { customer: Box::new(customer), trouble: clash(Field::Phone), by: None });

    assert_eq!((text(&desk.model, Spot::Phone), text(&desk.model, Spot::Name)), ("+994 50 123 45 67", "Aysel"));
    assert_eq!(form_on_screen(&desk.model).cid(), cid);
    assert_eq!(form_on_screen(&desk.model).focus(), Spot::Phone);
    let form = SetAside { cid: desk.model.parked[0].cid(), name: Some(Told::new("55")) };
    assert_eq!(desk.model.notice, Some(Notice::SetAside { form, refused: Some(clash(Field::Phone)) }));
    assert_eq!(desk.model.parked.len(), 1, "what made room is parked");

    desk.press(Key::Backspace);
    desk.types("8");
    let mended = sent(desk.press(Key::Ctrl('s')));
    assert_eq!((mended.cid, mended.phone.unwrap().e164()), (cid, "+994501234568"));
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    assert_eq!(text(&desk.model, Spot::Phone), "55", "and comes back when the other one is done");
    assert_eq!(desk.model.parked, vec![]);
}

#[test]
fn only_what_was_refused_can_be_opened() {
    for state in [KeptState::Queued, KeptState::Sending, KeptState::Uncertain] {
        let mut desk = Bench::new();
        let cid = desk.model.form().cid();
        desk.send(Msg::Counts(KeptCounts { waiting: 1, refused: 0, ..KeptCounts::default() }));
        desk.press(Key::Ctrl('o'));
        desk.send(Msg::Kept(vec![kept(cid, state)]));
        assert_eq!(desk.press(Key::Enter), vec![], "{state:?}");
        assert!(desk.model.overlay.is_some());
    }
}

#[test]
fn discarding_asks_twice() {
    let mut desk = Bench::new();
    let cid = desk.model.form().cid();
    desk.send(Msg::Counts(KeptCounts { waiting: 1, refused: 0, ..KeptCounts::default() }));
    desk.press(Key::Ctrl('o'));
    desk.send(Msg::Kept(vec![kept(cid, KeptState::Queued)]));
    assert_eq!(desk.press(Key::Ctrl('x')), vec![], "nobody was asked");
    assert_eq!(desk.press(Key::Ctrl('d')), vec![]);
    for other in [Key::Down, Key::Enter, Key::Char('y'), Key::Char('x'), Key::Ctrl('o'), Key::Ctrl('q')] {
        assert_eq!(desk.press(other), vec![], "{other:?} is no answer");
        assert_eq!(desk.model.overlay, Some(Overlay::Waiting { at: 0, discarding: Some(cid) }), "{other:?}");
    }
    desk.paste("4006381333931");
    assert_eq!(text(&desk.model, Spot::Phone), "", "nothing of it goes to the form");
    for no in [Key::Esc, Key::Char('n')] {
        assert_eq!(desk.press(no), vec![], "{no:?} keeps it");
        assert_eq!(desk.model.overlay, Some(Overlay::Waiting { at: 0, discarding: None }));
        assert_eq!(desk.press(Key::Ctrl('x')), vec![]);
        assert_eq!(desk.press(Key::Ctrl('d')), vec![]);
    }
    assert_eq!(text(&desk.model, Spot::Phone), "", "nor of a key that is no answer");
    for _ in 0..20 {
        assert_eq!(desk.press(Key::Ctrl('d')), vec![], "held down");
    }
    assert_eq!(desk.press(Key::Ctrl('x')), vec![Command::Discard(cid), Command::ListKept]);
}

#[test]
fn a_name_typed_into_the_waiting_list_discards_nobody_and_is_typed() {
    let mut desk = Bench::new();
    let cid = desk.model.form().cid();
    desk.send(Msg::Counts(KeptCounts { waiting: 1, refused: 0, ..KeptCounts::default() }));
    desk.press(Key::Tab);
    desk.press(Key::Ctrl('o'));
    desk.send(Msg::Kept(vec![kept(cid, KeptState::Queued)]));
    desk.types("Eddy");
    assert_eq!((&desk.model.overlay, text(&desk.model, Spot::Name)), (&None, "Eddy"));
    assert_eq!(desk.model.kept.len(), 1);
}

#[test]
fn a_refused_registration_that_was_cleared_is_discarded_when_the_next_is_begun() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Err(clash(Field::Phone)));
    assert_eq!(desk.press(Key::Ctrl('r')), vec![]);
    assert_eq!(desk.press(Key::Ctrl('r')), vec![], "until then it can be brought back");
    assert_eq!(text(&desk.model, Spot::Name), "Aysel");
    assert_eq!(desk.press(Key::Ctrl('r')), vec![]);
    let commands = desk.press(Key::Char('5'));
    assert!(commands.contains(&Command::Discard(cid)), "{commands:?}");
}

#[test]
fn a_draft_that_nobody_opened_never_comes_by_itself() {
    let mut before = Bench::new();
    before.types("5022");
    let drafts = before.model.drafts();
    let mut desk = Bench::new();
    desk.send(Msg::DraftsFound(drafts.clone()));
    let cid = desk.save("551234567", "Rauf").cid;
    desk.answer(cid, Ok(registered(cid, "Rauf")));
    assert!(form_on_screen(&desk.model).is_blank());
    assert_eq!(desk.model.parked.len(), 1, "it still waits to be opened");
}

#[test]
fn what_was_asked_about_is_discarded_or_nothing() {
    let mut desk = Bench::new();
    let (one, other) = (Cid::from_random_bytes([1; 16]), Cid::from_random_bytes([2; 16]));
    desk.send(Msg::Counts(KeptCounts { waiting: 2, refused: 0, ..KeptCounts::default() }));
    desk.press(Key::Ctrl('o'));
    desk.send(Msg::Kept(vec![kept(one, KeptState::Queued), kept(other, KeptState::Queued)]));
    desk.press(Key::Ctrl('d'));
    desk.send(Msg::Kept(vec![kept(other, KeptState::Queued)]));
    assert_eq!(desk.press(Key::Ctrl('x')), vec![], "another row has moved under the finger");
    desk.press(Key::Ctrl('d'));
    assert_eq!(desk.press(Key::Ctrl('x')), vec![Command::Discard(other), Command::ListKept]);
}

#[test]
fn changes_to_a_refused_form_are_not_lost_when_another_is_opened() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Err(clash(Field::Phone)));
    assert_eq!(desk.model.drafts(), vec![], "unchanged it is what the outbox has");
    desk.press(Key::Tab);
    desk.types("X");
    assert_eq!(desk.model.drafts().len(), 1);
    let customer = Bench::new().save("551234567", "Rauf");
    desk.send(Msg::Opened { customer: Box::new(customer), trouble: clash(Field::Code), by: None });
    assert_eq!(desk.model.parked.len(), 1);
    assert_eq!(desk.model.parked[0].text(Spot::Name).unwrap().value(), "AyselX");
}

#[test]
fn an_answer_that_comes_while_one_types_can_be_read() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.types("55");
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    desk.types("1");
    assert!(matches!(desk.model.notice, Some(Notice::Registered { .. })));
    desk.press_after(Duration::from_secs(6), Key::Char('2'));
    assert_eq!(desk.model.notice, None);
}

#[test]
fn that_nothing_was_saved_is_not_hidden_by_the_lesser_trouble() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.deliver(cid, Delivery::NotKept(NotKept::DiskFull));
    desk.send(Msg::DraftNotKept(NotKept::DiskFull));
    assert_eq!(desk.model.notice, Some(Notice::NotKept(NotKept::DiskFull)));
}

#[test]
fn what_waited_and_is_delivered_is_said_to_wait_no_more() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    let trouble = Trouble::Unreachable(Unreached::ConnectTimeout);
    desk.deliver(cid, Delivery::Waiting { trouble, waiting: 1 });
    desk.send(Msg::Counts(KeptCounts { waiting: 0, refused: 0, ..KeptCounts::default() }));
    assert_eq!(desk.model.notice, Some(Notice::AllSent));
}

#[test]
fn drafts_of_an_earlier_run_are_offered_and_opened_by_a_key() {
    let mut before = Bench::with_groups();
    before.types("501234567");
    before.press(Key::Tab);
    before.types("Aysel");
    before.press(Key::Tab);
    before.types(" C 1");
    before.press(Key::Tab);
    before.types("15051990");
    before.press(Key::Tab);
    before.types("m");
    before.press(Key::Tab);
    before.types("s");
    before.press(Key::Right);
    let drafts = before.model.drafts();
    assert_eq!(drafts.len(), 1);

    let mut desk = Bench::with_groups();
    assert_eq!(desk.send(Msg::DraftsFound(drafts.clone())), vec![]);
    assert!(form_on_screen(&desk.model).is_blank());
    assert_eq!(desk.model.notice, Some(Notice::DraftsFound));
    desk.opens_the_draft();
    assert_eq!(desk.model.drafts(), drafts, "every text and choice is back, with the same cid");
}

#[test]
fn what_is_saved_is_a_draft_until_it_is_on_the_disk() {
    let mut desk = Bench::new();
    desk.types("501234567");
    assert_eq!(desk.model.drafts().len(), 1);
    desk.press(Key::Tab);
    desk.types("Aysel");
    let cid = desk.model.form().cid();
    desk.press(Key::Ctrl('s'));
    assert_eq!(desk.model.drafts().len(), 1, "a crash would lose it");
    assert_eq!(desk.model.half_typed(), vec![]);
    // The next one is begun, with the one before behind it.
    desk.press(Key::Tab);
    desk.types("Rauf");
    assert_eq!(desk.model.drafts().len(), 2);
    desk.send(Msg::Persisted(cid));
    assert_eq!(desk.model.drafts().len(), 1);
    assert_ne!(desk.model.drafts().first().unwrap().cid, cid);
    let mut desk = Bench::new();
    desk.types("501234567");
    desk.press(Key::Ctrl('r'));
    assert_eq!(desk.model.drafts(), vec![], "nor what is cleared");
}

#[test]
fn an_open_list_keeps_the_selection_on_its_registration() {
    let mut desk = Bench::new();
    let mut cids = desk.model.cids.clone();
    let rows: Vec<Cid> = (0..4).map(|_| cids.make()).collect();
    let list = |of: &[usize]| Msg::Kept(of.iter().map(|at| kept(rows[*at], KeptState::Queued)).collect());
    let selected = |desk: &Bench| match desk.model.overlay {
        Some(Overlay::Waiting { at, discarding }) => {
            (rows.iter().position(|cid| *cid == desk.model.kept[at].cid), discarding)
        }
        ref other => panic!("{other:?}"),
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
        // It has gone: the one that is in its place now, or the last one.
        (&[0, 2, 3], 2),
        (&[0], 0),
        (&[3, 0], 0),
    ] {
        desk.send(list(now));
        assert_eq!(selected(&desk).0, Some(expected), "{now:?}");
        assert_eq!(desk.model.notice, None, "{now:?}");
    }
    // A question stays with its row, and goes with it.
    desk.press(Key::Delete);
    assert_eq!(selected(&desk), (Some(0), Some(rows[0])));
    desk.send(list(&[3, 2, 0]));
    assert_eq!(selected(&desk), (Some(0), Some(rows[0])));
    desk.send(list(&[3, 2]));
    assert_eq!(selected(&desk), (Some(2), None));
    assert_eq!(desk.model.notice, Some(Notice::RowGone));
    // None is left: no key finds a row.
    desk.send(list(&[]));
    assert_eq!(desk.model.overlay, Some(Overlay::Waiting { at: 0, discarding: None }));
    assert_eq!(desk.press(Key::Enter), vec![]);
    desk.press(Key::Esc);
    assert!(!desk.model.follows_outbox());
}

#[test]
fn a_locked_outbox_is_told_until_it_is_free() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.send(Msg::OutboxLocked(true));
    assert_eq!(desk.model.notice, Some(Notice::OutboxLocked));
    desk.send(Msg::OutboxLocked(false));
    assert_eq!(desk.model.notice, None);
    // What became of a customer is more important than that the outbox is free.
    desk.send(Msg::OutboxLocked(true));
    desk.answer(cid, Err(clash(Field::Phone)));
    let notice = desk.model.notice.clone();
    desk.send(Msg::OutboxLocked(false));
    assert_eq!(desk.model.notice, notice);
}

#[test]
fn a_refusal_behind_a_form_that_is_still_blank_comes_back_at_once() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.press(Key::Tab);
    assert_eq!(desk.model.under_way.len(), 1);
    desk.answer(cid, Err(clash(Field::Phone)));
    assert_eq!(text(&desk.model, Spot::Name), "Aysel");
}

#[test]
fn several_may_be_under_way_and_each_answer_finds_its_own() {
    let mut desk = Bench::new();
    let first = desk.save("501234567", "Aysel").cid;
    let second = desk.save("552345678", "Rauf").cid;
    desk.types("7");
    desk.answer(second, Err(clash(Field::Phone)));
    desk.answer(first, Ok(registered(first, "Aysel")));
    assert_eq!(desk.model.under_way, vec![]);
    assert_eq!(text(&desk.model, Spot::Phone), "7");
}

#[test]
fn an_answer_that_nobody_awaits_changes_nothing() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    let before = desk.model.clone();
    assert_eq!(desk.answer(cid, Err(clash(Field::Phone))), vec![]);
    assert_eq!(desk.model, before);
}

#[test]
fn a_second_save_while_it_is_sent_sends_nothing() {
    let mut desk = Bench::new();
    desk.save("501234567", "Aysel");
    let before = desk.model.stage.clone();
    for key in [Key::Ctrl('s'), Key::Enter, Key::Ctrl('s')] {
        assert_eq!(desk.press(key), vec![]);
    }
    assert_eq!(desk.model.stage, before);
}

#[test]
fn the_bounce_of_the_enter_that_saved_does_not_leave_the_next_phone() {
    let mut desk = Bench::new();
    desk.types("501234567");
    desk.press(Key::Tab);
    desk.types("Aysel");
    (0..7).for_each(|_| drop(desk.press(Key::Tab)));
    let cid = sent(desk.press(Key::Enter)).cid;
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    desk.press_after(Duration::from_millis(120), Key::Enter);
    assert_eq!(desk.model.form().focus(), Spot::Phone);
    desk.press_after(Duration::from_millis(900), Key::Enter);
    assert_eq!(desk.model.form().focus(), Spot::Name, "a later Enter goes on as always");
}

#[test]
fn what_is_typed_ahead_at_once_after_the_saving_enter_loses_no_key() {
    let mut desk = on_the_button();
    let quick = Duration::from_millis(5);
    sent(desk.press(Key::Enter));
    for key in "501234567".chars().map(Key::Char).chain([Key::Enter]).chain("Rauf".chars().map(Key::Char)) {
        assert_eq!(desk.press_after(quick, key), vec![]);
    }
    assert_eq!((text(&desk.model, Spot::Phone), text(&desk.model, Spot::Name)), ("501234567", "Rauf"));
}

/// A form that could be saved, with the focus on the button.
fn on_the_button() -> Bench {
    let mut desk = Bench::new();
    desk.press(Key::Tab);
    desk.types("Aysel");
    (0..7).for_each(|_| drop(desk.press(Key::Tab)));
    assert_eq!(desk.model.form().focus(), Spot::Register);
    desk
}

#[test]
fn an_enter_within_a_pasted_block_never_saves() {
    let mut desk = on_the_button();
    desk.press(Key::BackTab);
    desk.press(Key::Tab);
    assert_eq!(desk.press_after(Duration::from_micros(20), Key::Enter), vec![]);
    assert_eq!(desk.model.notice, Some(Notice::EnterAgain));
    sent(desk.press_after(Duration::from_millis(1_100), Key::Enter));
}

/// On a terminal that does not mark pastes, and over a line that parts them.
#[test]
fn a_pasted_block_never_saves_however_it_is_parted() {
    let in_one_go = Duration::from_micros(20);
    for pause in [0, 20, 120, 299] {
        let mut desk = Bench::new();
        desk.press(Key::Tab);
        for c in "Aysel".chars() {
            desk.press_after(in_one_go, Key::Char(c));
        }
        for at in 0..12 {
            let pause = if at == 8 { Duration::from_millis(pause) } else { in_one_go };
            assert_eq!(desk.press_after(pause, Key::Enter), vec![], "{pause:?}");
        }
        assert_eq!(desk.model.notice, Some(Notice::EnterAgain));
        sent(desk.press_after(Duration::from_millis(600), Key::Enter));
    }
    // A line feed is an Enter only where no key came just before: pasted text has it, and no keyboard's Enter.
    let mut desk = on_the_button();
    assert_eq!(desk.press_after(Duration::from_millis(50), Key::Ctrl('j')), vec![]);
    assert_eq!(desk.model.notice, Some(Notice::EnterAgain));
    assert_eq!(desk.press_after(Duration::from_millis(300), Key::Ctrl('j')), vec![]);
    sent(desk.wait_for_delayed_save());
    let mut desk = on_the_button();
    // No terminal pastes a Ctrl-S: it is a key, however soon it comes.
    sent(desk.press_after(in_one_go, Key::Ctrl('s')));
}

#[test]
fn a_scan_that_went_astray_on_the_button_never_saves() {
    for end in [Key::Enter, Key::Ctrl('j')] {
        let mut desk = on_the_button();
        for c in "4006381333931".chars() {
            desk.press_after(Duration::from_millis(8), Key::Char(c));
        }
        assert_eq!(desk.press_after(Duration::from_millis(8), end), vec![]);
        sent(desk.press_after(Duration::from_secs(2), Key::Enter));
    }
}

#[test]
fn a_scan_into_the_last_field_that_ends_in_cr_lf_stops_at_the_button() {
    let mut desk = on_the_button();
    desk.press(Key::BackTab);
    for c in "4006381333931".chars() {
        desk.press_after(Duration::from_millis(8), Key::Char(c));
    }
    assert_eq!(desk.press_after(Duration::from_millis(8), Key::Enter), vec![]);
    assert_eq!(desk.press_after(Duration::from_millis(8), Key::Ctrl('j')), vec![]);
    assert_eq!(desk.model.form().focus(), Spot::Register);
}

#[test]
fn a_pasted_line_break_is_a_blank_and_never_saves() {
    let mut desk = Bench::new();
    desk.press(Key::Tab);
    assert_eq!(desk.paste("Aysel\r\nMəmmədova\n"), vec![]);
    assert_eq!(text(&desk.model, Spot::Name), "Aysel Məmmədova ");
    assert_eq!(desk.model.form().focus(), Spot::Name);
}

#[test]
fn save_goes_to_the_first_field_that_has_to_be_mended() {
    let cases: [(&[(Spot, &str)], Spot); 5] = [
        (&[(Spot::Note, "likes tea")], Spot::Name),
        (&[(Spot::Phone, "50123")], Spot::Phone),
        (&[(Spot::Name, "Aysel"), (Spot::BirthDate, "31.04.1990")], Spot::BirthDate),
        (&[(Spot::Name, "Aysel"), (Spot::Email, "aysel@")], Spot::Email),
        (&[(Spot::Name, "Aysel"), (Spot::Group, "nobody")], Spot::Group),
    ];
    for (typed, first) in cases {
        let mut desk = Bench::with_groups();
        for (spot, text) in typed {
            while desk.model.form().focus() != *spot {
                desk.press(Key::Tab);
            }
            desk.types(text);
        }
        assert_eq!(desk.press(Key::Ctrl('s')), vec![]);
        assert_eq!(desk.model.form().focus(), first);
        assert_eq!(desk.model.notice, Some(Notice::MendFirst));
        let finding = desk.model.form().finding(first, &rules(), &desk.model.groups);
        assert!(matches!(finding, Finding::Wrong(_)), "{first:?}: {finding:?}");
    }
}

#[test]
fn an_unfinished_field_is_wrong_only_after_it_was_left() {
    let mut desk = Bench::new();
    desk.types("5012345");
    let finding = |desk: &Bench| desk.model.form().finding(Spot::Phone, &rules(), &Groups::Awaited).clone_data();
    assert_eq!(finding(&desk), "unfinished");
    desk.press(Key::Tab);
    assert_eq!(finding(&desk), "wrong");
    desk.press(Key::BackTab);
    desk.types("67");
    assert_eq!(finding(&desk), "understood");
}

trait Voice {
    fn clone_data(&self) -> &'static str;
}

impl Voice for Finding<'_> {
    fn clone_data(&self) -> &'static str {
        match self {
            Finding::Quiet => "quiet",
            Finding::Unfinished(_) => "unfinished",
            Finding::Wrong(_) => "wrong",
            Finding::Understood(_) => "understood",
            Finding::Doubtful(_) => "doubtful",
            Finding::Marked(_) => "marked",
        }
    }
}

#[test]
fn clear_is_undone_by_the_same_key() {
    let mut desk = Bench::new();
    desk.types("501234567");
    let typed = form_on_screen(&desk.model).draft();
    assert_eq!(desk.press(Key::Ctrl('r')), vec![]);
    assert!(desk.model.form().is_blank());
    assert_ne!(desk.model.form().cid(), typed.cid);
    assert_eq!(desk.model.notice, Some(Notice::Cleared));
    assert_eq!(desk.press(Key::Ctrl('r')), vec![]);
    let restored = form_on_screen(&desk.model).draft();
    assert_eq!((restored.cid, restored.texts), (typed.cid, typed.texts));
    assert_eq!(desk.model.notice, Some(Notice::Restored));
}

#[test]
fn what_was_cleared_is_gone_once_something_is_typed() {
    let mut desk = Bench::new();
    desk.types("501234567");
    desk.press(Key::Ctrl('r'));
    desk.types("7");
    desk.press(Key::Backspace);
    desk.press(Key::Ctrl('r'));
    assert!(desk.model.form().is_blank());
}

fn name_sent(desk: &mut Bench) -> String {
    sent(desk.press(Key::Ctrl('s'))).name.as_str().to_owned()
}

fn with_name(name: &str) -> Bench {
    let mut desk = Bench::new();
    desk.press(Key::Tab);
    desk.types(name);
    desk
}

#[test]
fn a_name_in_small_letters_is_sent_with_capitals_unless_the_cashier_keeps_it() {
    assert_eq!(name_sent(&mut with_name("ilqar məmmədov")), "İlqar Məmmədov");
    assert_eq!(name_sent(&mut with_name("AYSEL MƏMMƏDOVA")), "Aysel Məmmədova");
    let mut desk = with_name("ilqar məmmədov");
    assert_eq!(text(&desk.model, Spot::Name), "ilqar məmmədov", "nothing typed is rewritten");
    assert_eq!(desk.press(Key::Ctrl('y')), vec![]);
    assert_eq!(name_sent(&mut desk), "ilqar məmmədov");
    let mut desk = with_name("ilqar");
    desk.press(Key::Ctrl('y'));
    desk.press(Key::Tab);
    desk.press(Key::Ctrl('y'));
    assert_eq!(name_sent(&mut desk), "İlqar", "once more takes the word back, from another field as well");
    let mut desk = with_name("Aysel məmmədova");
    desk.press(Key::Ctrl('y'));
    assert_eq!(name_sent(&mut desk), "Aysel məmmədova", "mixed letters are never touched");
}

#[test]
fn a_name_that_is_kept_as_typed_stays_so_in_a_draft_and_after_a_refusal() {
    let mut desk = with_name("AYSEL");
    desk.press(Key::Ctrl('y'));
    let drafts = desk.model.drafts();
    let mut next = Bench::new();
    next.send(Msg::DraftsFound(drafts));
    next.opens_the_draft();
    let customer = sent(next.press(Key::Ctrl('s')));
    assert_eq!(customer.name.as_str(), "AYSEL");
    let mut mended = Bench::new();
    mended.send(Msg::Opened { customer: Box::new(customer), trouble: clash(Field::Code), by: None });
    assert_eq!(name_sent(&mut mended), "AYSEL");
}

#[test]
fn the_address_that_was_probably_meant_is_taken_by_a_key() {
    let mut desk = with_name("Aysel");
    while desk.model.form().focus() != Spot::Email {
        desk.press(Key::Tab);
    }
    desk.types("aysel@gmial.com");
    let finding = desk.model.form().finding(Spot::Email, &rules(), &Groups::Awaited).clone_data();
    assert_eq!(finding, "doubtful");
    assert_eq!(desk.press(Key::Ctrl('y')), vec![]);
    assert_eq!(text(&desk.model, Spot::Email), "aysel@gmail.com");
    desk.press(Key::Ctrl('_'));
    assert_eq!(text(&desk.model, Spot::Email), "aysel@gmial.com", "and can be undone");
    desk.press(Key::Tab);
    desk.press(Key::Ctrl('y'));
    assert_eq!(sent(desk.press(Key::Ctrl('s'))).email.unwrap().as_str(), "aysel@gmail.com", "from another field too");
}

#[test]
fn undo_is_for_the_field_and_for_a_clear() {
    for undo in [Key::Ctrl('_'), Key::Ctrl('7'), Key::Ctrl('/')] {
        let mut desk = Bench::with_groups();
        desk.types("501234567");
        desk.press(Key::Tab);
        desk.types("Aysel");
        desk.press(Key::Ctrl('u'));
        desk.press(undo);
        assert_eq!(text(&desk.model, Spot::Name), "Aysel");
        desk.press(Key::Ctrl('r'));
        desk.press(undo);
        assert_eq!((text(&desk.model, Spot::Phone), text(&desk.model, Spot::Name)), ("501234567", "Aysel"));
        desk.press(undo);
        assert_eq!((text(&desk.model, Spot::Phone), text(&desk.model, Spot::Name)), ("501234567", ""));
    }
}

#[test]
fn nothing_is_undone_into_the_next_customers_form() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    desk.press(Key::Ctrl('_'));
    assert!(desk.model.form().is_blank());
    desk.types("7");
    desk.press(Key::Ctrl('_'));
    desk.press(Key::Ctrl('_'));
    assert!(desk.model.form().is_blank());
}

#[test]
fn quit_asks_only_where_something_would_be_lost() {
    let mut desk = Bench::new();
    assert_eq!(desk.press(Key::Ctrl('q')), vec![Command::Quit]);
    for (answer, commands) in [
        (Key::Char('y'), vec![Command::Quit]),
        (Key::Char('Y'), vec![Command::Quit]),
        (Key::Ctrl('q'), vec![Command::Quit]),
        (Key::Ctrl('c'), vec![Command::Quit]),
        (Key::Char('n'), vec![]),
        (Key::Char('N'), vec![]),
        (Key::Esc, vec![]),
    ] {
        let mut desk = Bench::new();
        desk.types("7");
        assert_eq!(desk.press(Key::Ctrl('c')), vec![]);
        assert_eq!(desk.model.overlay, Some(Overlay::QuitAsked));
        assert_eq!(desk.press(answer), commands, "{answer:?}");
        assert_eq!(desk.model.overlay.is_none(), commands.is_empty(), "{answer:?}");
        assert_eq!(text(&desk.model, Spot::Phone), "7");
    }
}

#[test]
fn what_is_no_answer_to_the_question_does_nothing() {
    let mut desk = Bench::new();
    desk.types("5");
    let asked = |desk: &mut Bench, commands: Vec<Command>, what: &str| {
        assert_eq!(commands, vec![], "{what}");
        assert_eq!(desk.model.overlay, Some(Overlay::QuitAsked), "{what}");
        assert_eq!((text(&desk.model, Spot::Phone), desk.model.form().focus()), ("5", Spot::Phone), "{what}");
    };
    desk.press(Key::Ctrl('q'));
    let keys = "0aAх1 -".chars().map(Key::Char);
    let others = [Key::Enter, Key::Tab, Key::Down, Key::Backspace, Key::Delete, Key::Alt('y')];
    let controls = "srogptlyzxj_".chars().map(Key::Ctrl);
    for key in keys.chain(others).chain(controls) {
        let commands = desk.press(key);
        asked(&mut desk, commands, &format!("{key:?}"));
    }
    let commands = desk.paste("y\n");
    asked(&mut desk, commands, "a paste");
    // A scan, whatever letters are in it.
    for c in "400ny6381333931".chars() {
        let commands = desk.press_after(Duration::from_millis(8), Key::Char(c));
        asked(&mut desk, commands, "a scan");
    }
    let commands = desk.press_after(Duration::from_millis(8), Key::Enter);
    asked(&mut desk, commands, "its end");
    // Quick fingers are no scanner.
    for c in "abc".chars() {
        desk.press_after(Duration::from_millis(8), Key::Char(c));
    }
    assert_eq!(desk.press_after(Duration::from_millis(8), Key::Char('n')), vec![]);
    assert_eq!(desk.model.overlay, None);
    desk.press_after(Duration::from_millis(8), Key::Char('0'));
    assert_eq!(text(&desk.model, Spot::Phone), "50", "and the form has the keys again");
}

fn effort_of(commands: &[Command]) -> (u32, u64) {
    match commands {
        [Command::Save { effort: Some(effort), .. }] => (effort.keys, u64::try_from(effort.time.as_millis()).unwrap()),
        other => panic!("not one registration: {other:?}"),
    }
}

#[test]
fn what_a_registration_takes_is_counted_from_its_first_key() {
    let mut desk = Bench::new();
    desk.press_after(Duration::from_hours(1), Key::Tab);
    desk.press_after(Duration::from_hours(1), Key::Char('A'));
    desk.press_after(Duration::from_secs(1), Key::Char('y'));
    // Tab, two letters, Ctrl-S; the hours before the first letter are nobody's work.
    assert_eq!(effort_of(&desk.press_after(Duration::from_secs(2), Key::Ctrl('s'))), (4, 3000));
    // The next one begins with the key that begins its form, while the first is under way.
    desk.press_after(Duration::from_mins(1), Key::Char('5'));
    desk.press_after(Duration::from_secs(1), Key::Ctrl('u'));
    desk.press_after(Duration::from_secs(1), Key::Tab);
    desk.press_after(Duration::from_secs(1), Key::Char('R'));
    assert_eq!(effort_of(&desk.press_after(Duration::from_secs(4), Key::Ctrl('s'))), (5, 4000));
}

#[test]
fn the_shift_is_listed_and_names_only_whom_this_desk_has_saved() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    assert_eq!(desk.press(Key::Ctrl('t')), vec![Command::ListShift]);
    assert_eq!(desk.model.overlay, Some(Overlay::Shift { first: 0 }));
    assert_eq!(desk.model.shift.name(cid), Some(&Told::new("Aysel")));
    assert_eq!(desk.model.shift.name(desk.model.form().cid()), None);
    assert_eq!(desk.press(Key::Ctrl('t')), vec![]);
    assert_eq!(desk.model.overlay, None);
    desk.press(Key::Ctrl('t'));
    desk.types("5");
    assert_eq!((&desk.model.overlay, text(&desk.model, Spot::Phone)), (&None, "5"), "who types on loses no key");
}

#[test]
fn help_closes_by_its_own_keys_and_loses_no_other() {
    let mut desk = Bench::new();
    desk.press(Key::Ctrl('g'));
    assert_eq!(desk.model.overlay, Some(Overlay::Help { turned: 0 }));
    desk.press(Key::Ctrl('g'));
    assert_eq!(desk.model.overlay, None);
    desk.press(Key::Ctrl('g'));
    desk.types("5");
    assert_eq!((&desk.model.overlay, text(&desk.model, Spot::Phone)), (&None, "5"));
    desk.press(Key::Ctrl('g'));
    for (key, turned) in [(Key::Down, 1), (Key::Char(' '), 2), (Key::Up, 1), (Key::Left, 0), (Key::BackTab, -1)] {
        desk.press(key);
        assert_eq!(desk.model.overlay, Some(Overlay::Help { turned }));
    }
}

#[test]
fn what_no_field_holds_is_not_dropped_without_a_word() {
    let mut desk = Bench::new();
    desk.press(Key::Tab);
    desk.paste(&"x".repeat(64_000));
    assert_eq!(desk.model.notice, Some(Notice::Full));
    desk.press(Key::Backspace);
    assert_eq!(desk.model.notice, None);
    desk.types("y");
    assert_eq!(desk.model.notice, None, "nothing was dropped");
    desk.types("z");
    assert_eq!((&desk.model.notice, text(&desk.model, Spot::Name).len()), (&Some(Notice::Full), 1_000));
}

#[test]
fn escape_destroys_nothing() {
    let mut desk = Bench::new();
    desk.types("501234567");
    let before = form_on_screen(&desk.model).draft().texts;
    assert_eq!(desk.press(Key::Esc), vec![]);
    assert_eq!(form_on_screen(&desk.model).draft().texts, before);
}

#[test]
fn gender_is_one_letter_or_an_arrow() {
    let mut desk = Bench::new();
    (0..4).for_each(|_| drop(desk.press(Key::Tab)));
    let mut then = |key: Key| {
        desk.press(key);
        desk.model.form().gender()
    };
    assert_eq!(then(Key::Char('f')), Some(Gender::Female));
    assert_eq!(then(Key::Char('M')), Some(Gender::Male));
    assert_eq!(then(Key::Char('-')), None);
    assert_eq!(then(Key::Right), Some(Gender::Female));
    assert_eq!(then(Key::Right), Some(Gender::Male));
    assert_eq!(then(Key::Right), None);
    assert_eq!(then(Key::Left), Some(Gender::Male));
    assert_eq!(then(Key::Backspace), None);
    assert_eq!(then(Key::Char('x')), None);
}

#[test]
fn a_group_is_found_by_typing_and_chosen_by_arrows() {
    let mut desk = Bench::with_groups();
    (0..5).for_each(|_| drop(desk.press(Key::Tab)));
    let group = |desk: &Bench| desk.model.form().group_reading(&desk.model.groups).good().map(|group| group.id.0);
    assert_eq!(group(&desk), None);
    desk.press(Key::Right);
    assert_eq!(group(&desk), Some(1));
    desk.press(Key::Left);
    assert_eq!(group(&desk), None);
    desk.types("s");
    assert_eq!(group(&desk), Some(3), "what begins with it comes first: Staff");
    desk.press(Key::Right);
    assert_eq!(group(&desk), Some(1), "then My Customers");
    desk.types("x");
    let finding = desk.model.form().finding(Spot::Group, &rules(), &desk.model.groups);
    assert_eq!(finding, Finding::Wrong(Flaw::GroupUnknown));
}

/// Types a name and a group, saves and has it registered; gives back the group that was sent.
fn registered_with_group(desk: &mut Bench, group: &str) -> Option<GroupId> {
    desk.press(Key::Tab);
    desk.types("Aysel");
    (0..4).for_each(|_| drop(desk.press(Key::Tab)));
    desk.types(group);
    let customer = sent(desk.press(Key::Ctrl('s')));
    desk.answer(customer.cid, Ok(registered(customer.cid, "Aysel")));
    customer.group
}

#[test]
fn the_group_used_last_stands_on_top() {
    let mut desk = Bench::with_groups();
    assert_eq!(registered_with_group(&mut desk, "vip"), Some(GroupId(4)));
    assert_eq!(registered_with_group(&mut desk, ""), None, "and is not chosen for anybody");
    (0..5).for_each(|_| drop(desk.press(Key::Tab)));
    desk.press(Key::Right);
    let group = desk.model.form().group_reading(&desk.model.groups).good();
    assert_eq!(group.map(|group| group.id), Some(GroupId(4)));
}

#[test]
fn a_sticky_group_is_the_next_customers_until_it_is_taken_out() {
    let mut desk = Bench::with_groups();
    desk.model.desk.sticky_group = true;
    assert_eq!(registered_with_group(&mut desk, "vip"), Some(GroupId(4)));
    assert!(desk.model.form().is_blank(), "what is left over is nothing typed");
    assert_eq!(desk.model.drafts(), vec![]);
    assert_eq!(registered_with_group(&mut desk, ""), Some(GroupId(4)));
    assert_eq!(registered_with_group(&mut desk, "staff"), Some(GroupId(3)));
    desk.types("5");
    desk.press(Key::Ctrl('r'));
    assert_eq!(desk.model.form().group_reading(&desk.model.groups).good().map(|group| group.id), Some(GroupId(3)));
    (0..5).for_each(|_| drop(desk.press(Key::Tab)));
    desk.press(Key::Backspace);
    (0..5).for_each(|_| drop(desk.press(Key::BackTab)));
    assert_eq!(registered_with_group(&mut desk, ""), None);
    assert_eq!(registered_with_group(&mut desk, ""), None, "nor is it anybody's after that");
}

#[test]
fn a_sticky_group_that_is_gone_keeps_nobody_from_saving() {
    let mut desk = Bench::with_groups();
    desk.model.desk.sticky_group = true;
    registered_with_group(&mut desk, "vip");
    desk.send(Msg::Groups(Ok(groups().into_iter().take(2).collect())));
    assert_eq!(registered_with_group(&mut desk, ""), None);
}

#[test]
fn no_number_is_taken_for_a_group() {
    let mut desk = Bench::with_groups();
    (0..5).for_each(|_| drop(desk.press(Key::Tab)));
    desk.types("2");
    assert_eq!(desk.model.form().flaw(Spot::Group, &rules(), &desk.model.groups), Some(Flaw::GroupUnknown));
}

#[test]
fn a_group_typed_before_the_list_is_here_waits_for_it() {
    let mut desk = Bench::new();
    desk.press(Key::Tab);
    desk.types("Aysel");
    (0..4).for_each(|_| drop(desk.press(Key::Tab)));
    desk.types("vip");
    assert_eq!(desk.press(Key::Ctrl('s')), vec![]);
    assert_eq!(desk.model.form().focus(), Spot::Group);
    desk.send(Msg::Groups(Ok(groups())));
    assert_eq!(sent(desk.press(Key::Ctrl('s'))).group, Some(GroupId(4)));
}

#[test]
fn groups_that_are_known_stay_known() {
    let mut desk = Bench::with_groups();
    desk.send(Msg::Groups(Err(Trouble::Unreachable(Unreached::ConnectTimeout))));
    assert_eq!(desk.model.groups, Groups::Known(GroupList::new(groups())));
}

#[test]
fn the_day_comes_from_outside() {
    let mut desk = Bench::new();
    let tomorrow = today().succ_opt().unwrap();
    desk.send(Msg::Today(tomorrow.into()));
    assert_eq!(desk.model.desk.rules.today.known(), Some(tomorrow));
}

#[test]
fn a_hang_up_leaves_without_asking() {
    let mut desk = Bench::new();
    desk.types("7");
    assert_eq!(desk.send(Msg::HangUp), vec![Command::Quit]);
}

#[test]
fn the_previous_customer_leaves_the_screen_when_the_next_is_typed() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    desk.press(Key::Tab);
    assert!(desk.model.notice.is_some(), "moving is not typing");
    desk.types("R");
    assert_eq!(desk.model.notice, None);
}

#[test]
fn nothing_typed_shows_in_debug() {
    let mut desk = Bench::new();
    desk.types("501234567");
    desk.press(Key::Tab);
    desk.types("Aysel");
    let shown = format!("{:?} {:?}", desk.model, frontdesk::app::Pasted("Aysel".into()));
    assert!(!shown.contains("Aysel") && !shown.contains("501234567"), "{shown}");
    let customer = sent(desk.press(Key::Ctrl('s')));
    let shown = format!("{customer:?} {:?}", desk.model);
    assert!(!shown.contains("Aysel") && !shown.contains("501234567"), "{shown}");
    let who = Customer { birth_date: support::born("15.5.1990"), ..registered(customer.cid, "Aysel") };
    desk.answer(customer.cid, Ok(who.clone()));
    desk.send(Msg::LookedUp { phone: customer.phone.unwrap(), answer: Ok(Some(Box::new(who))) });
    let shown = format!("{:?}", desk.model);
    assert!(!shown.contains("Aysel") && !shown.contains("501234567") && !shown.contains("1990"), "{shown}");
}
