//! The outbox on disk: what is saved, who gets it, what stays, what goes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may fail loudly"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use chrono::Duration;
use frontdesk::customer::{CustomerId, Field, KeptState, NotKept, Phone, Told, Trouble, Uncertainty, Unreached};
use frontdesk::outbox::{
    Clash, Counts, Doubt, Event, Holder, LEASE, Line, Outbox, OutboxError, Owner, Report, Sight, State, Which,
};

mod outbox_support;

use outbox_support::{
    bare, cashier, cid, customer, files_with, later, lease_next, name, now, phone, process, stored, traces,
};

fn registered(number: u32) -> Report {
    let customer = stored(&customer(number), u64::from(number));
    Report { events: vec![Event::Stored(customer.id)], trouble: None, customer: Some(customer) }
}

fn report(events: Vec<Event>, trouble: Trouble) -> Report {
    Report { events, trouble: Some(trouble), customer: None }
}

fn unreachable() -> Report {
    report(vec![Event::NotCarriedOut], Trouble::Unreachable(Unreached::ConnectionRefused))
}

fn lost() -> Report {
    report(vec![Event::Lost], Trouble::Uncertain(Uncertainty::Timeout))
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[test]
fn what_is_saved_comes_back_as_it_was_field_by_field() {
    let home = tempfile::tempdir().unwrap();
    process(home.path()).save(&customer(1), &cashier(), now()).unwrap();
    process(home.path()).save(&bare(2), &cashier(), later(1)).unwrap();
    let rows = process(home.path()).list(Which::Kept, 0, 10).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].customer.as_ref(), Some(&customer(1)));
    assert_eq!(rows[1].customer.as_ref(), Some(&bare(2)));
    assert_eq!((rows[0].saved_at, rows[1].saved_at), (now(), later(1)));
    assert_eq!(rows[0].cashier, cashier());
    assert_eq!(rows[0].state, State::NEW);
    assert_eq!((rows[0].attempts, rows[0].not_before, rows[0].settled_at), (0, None, None));
}

#[test]
fn order_of_arrival_and_each_one_to_one_process() {
    let home = tempfile::tempdir().unwrap();
    let (first, second) = (process(home.path()), process(home.path()));
    for number in 1..=3 {
        first.save(&customer(number), &cashier(), now()).unwrap();
    }
    assert_eq!(lease_next(&first).cid(), cid(1));
    assert_eq!(lease_next(&second).cid(), cid(2));
    let third = lease_next(&first);
    assert_eq!(third.cid(), cid(3));
    assert_eq!(third.state, State::Sending { doubt: None });
    assert!(second.lease_next(now()).unwrap().is_none());
    assert_eq!(second.counts().unwrap().waiting, 3);
}

#[test]
fn the_file_and_all_beside_it_are_private() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("state/frontdesk");
    let outbox = process(&dir);
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    assert_eq!(mode(&dir), 0o700);
    assert_eq!(mode(&dir.join("owners")), 0o700);
    for name in ["outbox.sqlite", "outbox.sqlite-wal", "outbox.sqlite-shm", "outbox.lock", "phone.key"] {
        assert_eq!(mode(&dir.join(name)), 0o600, "{name}");
    }
    assert_eq!(outbox.path(), dir.join("outbox.sqlite"));
}

#[test]
fn what_was_open_to_others_is_closed_to_them() {
    let home = tempfile::tempdir().unwrap();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(home.path().join("outbox.sqlite"), "").unwrap();
    fs::set_permissions(home.path().join("outbox.sqlite"), fs::Permissions::from_mode(0o644)).unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    assert_eq!(mode(home.path()), 0o700);
    assert_eq!(mode(&outbox.path()), 0o600);
    assert_eq!(mode(&home.path().join("outbox.sqlite-wal")), 0o600);
}

#[test]
fn after_the_delivery_nothing_personal_is_in_any_file() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    for number in 1..=200 {
        outbox.save(&customer(number), &cashier(), now()).unwrap();
    }
    for number in 1..=200 {
        assert!(
            !files_with(home.path(), &traces(number)[..1]).is_empty(),
            "{number}: the search must find what is there"
        );
        let leased = lease_next(&outbox);
        // Some are refused by somebody and mended before.
        if number % 7 == 0 {
            let clash = Clash { field: Some(Field::Phone) };
            let by = Some(Holder { id: CustomerId(9), name: Told::new("CanaryHolder") });
            let refused = report(vec![Event::Clashed { clash, by }], Trouble::Clash { field: Some(Field::Phone) });
            outbox.finish(&leased, &refused, now(), 0).unwrap();
            outbox.replace(&customer(number), now()).unwrap();
            let leased = outbox.lease(cid(number), now()).unwrap().unwrap();
            outbox.finish(&leased, &registered(number), now(), 0).unwrap();
        } else {
            outbox.finish(&leased, &registered(number), now(), 0).unwrap();
        }
        let found = files_with(home.path(), &traces(number));
        assert!(found.is_empty(), "{found:?}");
        assert!(outbox.sweep());
    }
    assert_eq!(files_with(home.path(), &["CanaryHolder".to_owned()]), Vec::<String>::new());
    let row = outbox.show(cid(7)).unwrap().unwrap();
    assert_eq!(row.state, State::Registered { id: Some(CustomerId(7)) });
    assert_eq!((row.customer, row.trouble, row.settled_at), (None, None, Some(now())));
    assert_eq!(row.cashier, cashier());
}

#[test]
fn a_reader_delays_the_erasure_and_does_not_prevent_it() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    let reader = rusqlite::Connection::open(outbox.path()).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM registration").unwrap();
    let leased = lease_next(&outbox);
    outbox.finish(&leased, &registered(1), now(), 0).unwrap();
    assert!(!outbox.sweep());
    assert!(!files_with(home.path(), &traces(1)).is_empty());
    reader.execute_batch("COMMIT").unwrap();
    assert!(outbox.sweep());
    assert_eq!(files_with(home.path(), &traces(1)), Vec::<String>::new());
}

#[test]
fn a_process_that_was_killed_before_the_log_was_emptied_leaves_that_to_the_next() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    let leased = lease_next(&outbox);
    let reader = rusqlite::Connection::open(outbox.path()).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM registration").unwrap();
    outbox.finish(&leased, &registered(1), now(), 0).unwrap();
    reader.execute_batch("COMMIT").unwrap();
    assert!(!files_with(home.path(), &traces(1)).is_empty());
    let _next = process(home.path());
    assert_eq!(files_with(home.path(), &traces(1)), Vec::<String>::new());
}

#[test]
fn what_is_discarded_is_erased_too() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    outbox.discard(cid(1), now()).unwrap();
    assert_eq!(outbox.show(cid(1)).unwrap(), None);
    assert_eq!(files_with(home.path(), &traces(1)), Vec::<String>::new());
    assert!(matches!(outbox.discard(cid(1), now()), Err(OutboxError::Unknown(which)) if which == cid(1)));
}

#[test]
fn the_phone_is_recognised_by_its_keyed_hash_and_forgotten_in_time() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    outbox.save(&customer(2), &cashier(), now()).unwrap();
    for number in 1..=2 {
        let leased = lease_next(&outbox);
        outbox.finish(&leased, &registered(number), later(i64::from(number) * 100), 0).unwrap();
    }
    let found = process(home.path()).registered_with(&phone(1)).unwrap();
    assert_eq!(found.iter().map(|row| row.cid).collect::<Vec<_>>(), [cid(1)]);
    assert_eq!(outbox.registered_with(&phone(3)).unwrap(), []);
    // Another outbox has another key: the hashes tell nothing to each other.
    let hash = |outbox: &Outbox| -> Vec<u8> {
        let reader = rusqlite::Connection::open(outbox.path()).unwrap();
        reader.query_row("SELECT phone_hash FROM registration LIMIT 1", [], |row| row.get(0)).unwrap()
    };
    let elsewhere = tempfile::tempdir().unwrap();
    let other = process(elsewhere.path());
    other.save(&customer(1), &cashier(), now()).unwrap();
    let leased = lease_next(&other);
    other.finish(&leased, &registered(1), now(), 0).unwrap();
    assert_ne!(hash(&outbox), hash(&other));

    assert_eq!(outbox.purge(later(150)).unwrap(), 1);
    assert_eq!(outbox.show(cid(1)).unwrap(), None);
    assert!(outbox.show(cid(2)).unwrap().is_some());
    assert_eq!(outbox.purge(later(150)).unwrap(), 0);
}

#[test]
fn only_what_is_registered_is_purged() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    assert_eq!(outbox.purge(later(1_000_000)).unwrap(), 0);
    assert!(outbox.show(cid(1)).unwrap().is_some());
}

#[test]
fn saving_the_same_again_is_the_same_registration() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    outbox.save(&customer(1), &cashier(), later(9)).unwrap();
    assert_eq!(outbox.counts().unwrap().waiting, 1);
    let leased = lease_next(&outbox);
    // The same while it is being sent: harmless. Something else: too late.
    outbox.save(&customer(1), &cashier(), later(9)).unwrap();
    let changed = frontdesk::customer::NewCustomer { note: None, ..customer(1) };
    assert!(matches!(outbox.save(&changed, &cashier(), now()), Err(OutboxError::UnderWay(_))));
    outbox.finish(&leased, &registered(1), now(), 0).unwrap();
    assert!(matches!(outbox.save(&customer(1), &cashier(), now()), Err(OutboxError::Registered(_))));
    assert!(matches!(outbox.replace(&changed, now()), Err(OutboxError::Registered(_))));
    assert!(matches!(outbox.discard(cid(1), now()), Err(OutboxError::Registered(_))));
    assert_eq!(outbox.counts().unwrap(), Counts::default());
}

#[test]
fn save_and_lease_is_for_the_cashier_who_waits() {
    let home = tempfile::tempdir().unwrap();
    let (outbox, other) = (process(home.path()), process(home.path()));
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    let leased = outbox.save_and_lease(&customer(2), &cashier(), now()).unwrap().unwrap();
    assert_eq!((leased.cid(), leased.state.clone()), (cid(2), State::Sending { doubt: None }));
    assert!(other.save_and_lease(&customer(2), &cashier(), now()).unwrap().is_none());
    outbox.finish(&leased, &registered(2), now(), 0).unwrap();
    assert_eq!(lease_next(&other).cid(), cid(1));
}

#[test]
fn an_attempt_that_was_not_carried_out_waits_and_comes_again() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    let leased = lease_next(&outbox);
    let step = outbox.finish(&leased, &unreachable(), now(), 300).unwrap();
    let due = now() + Duration::milliseconds(300);
    assert_eq!((step.state, step.not_before, step.line), (State::NEW, Some(due), Line::Wait(due)));
    assert!(outbox.lease_next(due - Duration::milliseconds(1)).unwrap().is_none());
    assert_eq!(outbox.counts().unwrap().next_due, Some(due));
    let again = outbox.lease_next(due).unwrap().unwrap();
    // The second ceiling is one second: 300 ms of 1,001, and the random number is 1,001 more.
    let step = outbox.finish(&again, &unreachable(), due, 300 + 1_001).unwrap();
    assert_eq!(step.not_before, Some(due + Duration::milliseconds(300)));
    let row = outbox.show(cid(1)).unwrap().unwrap();
    assert_eq!((row.attempts, row.trouble), (2, Some(Trouble::Unreachable(Unreached::ConnectionRefused))));
    let kept = outbox.show(cid(1)).unwrap().unwrap().kept(later(150)).unwrap();
    assert_eq!((kept.minutes, kept.attempts, kept.state), (2, 2, KeptState::Queued));
    assert_eq!(kept.name.as_str(), name(1));
}

#[test]
fn one_that_waits_for_the_line_goes_first_when_the_line_is_tried() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    outbox.finish(&lease_next(&outbox), &unreachable(), now(), 400).unwrap();
    assert!(outbox.lease_next(now()).unwrap().is_none(), "nobody asks for the line");
    outbox.save(&customer(2), &cashier(), now()).unwrap();
    let first = lease_next(&outbox);
    assert_eq!(first.cid(), cid(1), "the second would try it, so the first does");
    assert_eq!(lease_next(&outbox).cid(), cid(2), "and keeps nobody up that another desk can take");
}

#[test]
fn one_in_doubt_that_waits_does_not_keep_the_others() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    let lost = report(vec![Event::Lost], Trouble::Uncertain(Uncertainty::Timeout));
    outbox.finish(&lease_next(&outbox), &lost, now(), 400).unwrap();
    outbox.save(&customer(2), &cashier(), now()).unwrap();
    assert_eq!(lease_next(&outbox).cid(), cid(2));
}

#[test]
fn retry_now_does_not_wait() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    for retry in [(|outbox| outbox.retry_now(cid(1))) as fn(&Outbox) -> Result<(), OutboxError>, Outbox::retry_all_now]
    {
        outbox.finish(&lease_next(&outbox), &unreachable(), now(), 400).unwrap();
        assert!(outbox.lease_next(now()).unwrap().is_none());
        retry(&outbox).unwrap();
    }
    assert_eq!(lease_next(&outbox).cid(), cid(1));
    assert!(matches!(outbox.retry_now(cid(9)), Err(OutboxError::Unknown(_))));
}

#[test]
fn very_many_that_become_due_together_all_come_in_their_order() {
    const MANY: u32 = 200;
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    for number in 1..=MANY {
        outbox.save(&customer(number), &cashier(), now()).unwrap();
        let leased = outbox.lease(cid(number), now()).unwrap().unwrap();
        outbox.finish(&leased, &lost(), now(), u64::from(number)).unwrap();
    }
    let mut taken = Vec::new();
    while let Some(leased) = outbox.lease_next(later(60)).unwrap() {
        taken.push(leased.cid());
    }
    assert_eq!(taken, (1..=MANY).map(cid).collect::<Vec<_>>());
}

#[test]
fn a_wait_as_told_by_the_api_is_kept_up_to_an_hour_and_a_wrong_clock_forgiven() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    let too_many = |seconds| {
        report(vec![Event::NotCarriedOut], Trouble::TooMany { wait: std::time::Duration::from_secs(seconds) })
    };
    let leased = lease_next(&outbox);
    let step = outbox.finish(&leased, &too_many(42), now(), 0).unwrap();
    assert_eq!((step.not_before, step.line), (Some(later(42)), Line::Wait(later(42))));
    let leased = outbox.lease_next(later(42)).unwrap().unwrap();
    let step = outbox.finish(&leased, &too_many(86_400), later(42), 0).unwrap();
    assert_eq!(step.not_before, Some(later(42 + 3600)));
    // The clock was set back by two hours: what is due in three can only be a mistake.
    assert!(outbox.lease_next(later(42)).unwrap().is_none());
    assert!(outbox.lease_next(later(42 - 7200)).unwrap().is_some());
}

#[test]
fn credentials_and_settings_stop_the_line_and_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    let trouble = Trouble::Credentials { sentence: Told::new("Invalid token") };
    let leased = lease_next(&outbox);
    let step = outbox.finish(&leased, &report(vec![Event::NotCarriedOut], trouble.clone()), now(), 0).unwrap();
    assert_eq!((step.state, step.line, step.not_before), (State::NEW, Line::Stop(trouble), None));
    outbox.save(&customer(2), &cashier(), now()).unwrap();
    assert_eq!(outbox.counts().unwrap().waiting, 2);
}

#[test]
fn a_lost_answer_is_uncertain_and_what_is_uncertain_is_looked_up() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    let leased = lease_next(&outbox);
    let step = outbox.finish(&leased, &lost(), now(), 500).unwrap();
    assert_eq!((step.state.name(), step.line), ("uncertain", Line::Free));
    let leased = outbox.lease_next(later(1)).unwrap().unwrap();
    assert_eq!(leased.state, State::Uncertain { doubt: Doubt::default(), clash: None });
    let nobody = Report { events: vec![Event::ReadBack(Sight::Nobody)], ..Report::default() };
    let step = outbox.finish(&leased, &nobody, later(1), 77).unwrap();
    assert_eq!((step.state, step.not_before), (State::Queued { doubt: Some(Doubt::default()) }, None));
    let again = outbox.lease_next(later(1)).unwrap().unwrap();
    assert_eq!(again.state, State::Sending { doubt: Some(Doubt::default()) });
    assert_eq!(outbox.show(cid(1)).unwrap().unwrap().attempts, 2);
}

#[test]
fn an_event_that_does_not_fit_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    let leased = lease_next(&outbox);
    let before = outbox.show(cid(1)).unwrap();
    let wrong = Report { events: vec![Event::ReadBack(Sight::Nobody)], ..Report::default() };
    assert!(matches!(outbox.finish(&leased, &wrong, now(), 0), Err(OutboxError::Unfit(_))));
    assert_eq!(outbox.show(cid(1)).unwrap(), before);
    outbox.finish(&leased, &registered(1), now(), 0).unwrap();
}

#[test]
fn what_a_dead_process_was_sending_may_have_arrived() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    let dying = process(home.path());
    assert_eq!(lease_next(&dying).cid(), cid(1));
    assert!(outbox.lease_next(now()).unwrap().is_none(), "it is alive and has it");
    drop(dying);
    let leased = lease_next(&outbox);
    assert_eq!((leased.cid(), leased.state.name()), (cid(1), "uncertain"));
}

#[test]
fn one_that_does_not_speak_up_loses_its_lease_and_may_only_bring_proof() {
    let home = tempfile::tempdir().unwrap();
    let (slow, quick) = (process(home.path()), process(home.path()));
    for number in 1..=2 {
        slow.save(&customer(number), &cashier(), now()).unwrap();
    }
    let (one, two) = (lease_next(&slow), lease_next(&slow));
    let end = now() + LEASE;
    assert!(quick.lease_next(end - Duration::milliseconds(1)).unwrap().is_none());
    let taken = quick.lease_next(end).unwrap().unwrap();
    assert_eq!((taken.cid(), taken.state.name()), (cid(1), "uncertain"));
    // "Not carried out" is no proof of anything by now; "stored" is.
    assert!(matches!(slow.finish(&one, &unreachable(), end, 0), Err(OutboxError::LeaseLost(_))));
    assert!(matches!(slow.abandon(&one, end), Err(OutboxError::LeaseLost(_))));
    assert_eq!(slow.finish(&one, &registered(1), end, 0).unwrap().state.name(), "registered");
    let nobody = Report { events: vec![Event::ReadBack(Sight::Nobody)], ..Report::default() };
    assert!(matches!(quick.finish(&taken, &nobody, end, 0), Err(OutboxError::LeaseLost(_))));
    assert_eq!(quick.show(cid(1)).unwrap().unwrap().state, State::Registered { id: Some(CustomerId(1)) });
    // Nobody took the second one in hand yet, but it is not the slow one's any more.
    assert!(matches!(slow.finish(&two, &lost(), end, 0), Err(OutboxError::LeaseLost(_))));
    assert_eq!(files_with(home.path(), &traces(1)), Vec::<String>::new());
}

#[test]
fn an_attempt_that_was_broken_off_may_have_arrived() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    let leased = lease_next(&outbox);
    outbox.abandon(&leased, now()).unwrap();
    assert_eq!(lease_next(&outbox).state.name(), "uncertain");
}

#[test]
fn a_refused_one_is_kept_shown_and_mended() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    let leased = lease_next(&outbox);
    let clash = Clash { field: Some(Field::Phone) };
    let by = Holder { id: CustomerId(7), name: Told::new("Rauf") };
    let trouble = Trouble::Clash { field: Some(Field::Phone) };
    let events = vec![Event::Clashed { clash, by: Some(by.clone()) }];
    outbox.finish(&leased, &report(events, trouble.clone()), now(), 0).unwrap();
    assert_eq!(outbox.counts().unwrap(), Counts { refused: 1, ..Counts::default() });
    assert!(outbox.lease_next(later(100)).unwrap().is_none());
    assert!(outbox.lease(cid(1), now()).unwrap().is_none());
    let rows = outbox.list(Which::Refused, 0, 10).unwrap();
    assert_eq!(rows[0].kept(now()).unwrap().trouble, Some(trouble));
    let State::Refused { refusal, doubt: None } = &rows[0].state else { panic!("{:?}", rows[0].state) };
    assert_eq!(refusal.by, Some(by));

    let mended = frontdesk::customer::NewCustomer { phone: Some(phone(99)), ..customer(1) };
    outbox.save(&mended, &cashier(), now()).unwrap();
    let leased = lease_next(&outbox);
    assert_eq!((leased.customer.clone(), leased.state.clone()), (mended, State::Sending { doubt: None }));
    assert_eq!(leased.earlier, []);
}

#[test]
fn what_is_changed_after_a_possible_arrival_is_settled_first_with_all_that_was_sent() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    let leased = lease_next(&outbox);
    outbox.finish(&leased, &lost(), now(), 0).unwrap();
    let with_phone = |number| frontdesk::customer::NewCustomer { phone: Some(phone(number)), ..customer(1) };
    outbox.replace(&with_phone(50), now()).unwrap();
    outbox.replace(&with_phone(51), now()).unwrap();
    let leased = lease_next(&outbox);
    assert_eq!(leased.state.name(), "uncertain");
    assert_eq!(leased.customer, with_phone(51));
    assert_eq!(leased.earlier, [customer(1), with_phone(50)]);
    assert!(matches!(outbox.replace(&customer(1), now()), Err(OutboxError::UnderWay(_))));
    let ours = Report { events: vec![Event::ReadBack(Sight::Ours(CustomerId(5)))], ..Report::default() };
    outbox.finish(&leased, &ours, now(), 0).unwrap();
    assert_eq!(files_with(home.path(), &traces(1)), Vec::<String>::new());
    assert_eq!(files_with(home.path(), &traces(50)), Vec::<String>::new());
}

#[test]
fn every_trouble_and_refusal_survives_the_disk() {
    let sentence = || Told::new("a \"quoted\" sentence");
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    let troubles = [
        Trouble::Clash { field: None },
        Trouble::Clash { field: Some(Field::BirthDate) },
        Trouble::Refused { field: Some(Field::Email), sentence: sentence() },
        Trouble::Refused { field: None, sentence: Told::default() },
        Trouble::Credentials { sentence: sentence() },
        Trouble::Permission { sentence: sentence() },
        Trouble::TooMany { wait: std::time::Duration::from_millis(1_500) },
        Trouble::Unreachable(Unreached::NameUnknown),
        Trouble::Unreachable(Unreached::ConnectionRefused),
        Trouble::Unreachable(Unreached::ConnectTimeout),
        Trouble::Unreachable(Unreached::Tls),
        Trouble::Unreachable(Unreached::NoConnection),
        Trouble::Uncertain(Uncertainty::Timeout),
        Trouble::Uncertain(Uncertainty::ConnectionLost),
        Trouble::Uncertain(Uncertainty::ServerError(504)),
        Trouble::Uncertain(Uncertainty::Unreadable(200)),
        Trouble::Settings { sentence: sentence() },
    ];
    for (number, trouble) in (1..).zip(troubles) {
        outbox.save(&customer(number), &cashier(), now()).unwrap();
        let leased = outbox.lease(cid(number), now()).unwrap().unwrap();
        let events = vec![Event::Rejected(trouble.clone())];
        outbox.finish(&leased, &report(events, trouble.clone()), now(), 0).unwrap();
        let row = process(home.path()).show(cid(number)).unwrap().unwrap();
        assert_eq!(row.trouble.as_ref(), Some(&trouble));
        let State::Refused { refusal, .. } = row.state else { panic!("{:?}", row.state) };
        assert_eq!(refusal.trouble, trouble);
    }
}

#[test]
fn a_list_is_read_page_by_page() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    for number in 1..=5 {
        outbox.save(&customer(number), &cashier(), now()).unwrap();
    }
    let leased = lease_next(&outbox);
    outbox.finish(&leased, &registered(1), now(), 0).unwrap();
    let page = |which, after| -> Vec<_> {
        outbox.list(which, after, 2).unwrap().iter().map(|row| (row.number, row.cid)).collect()
    };
    let first = page(Which::All, 0);
    assert_eq!(first.iter().map(|row| row.1).collect::<Vec<_>>(), [cid(1), cid(2)]);
    let second = page(Which::All, first[1].0);
    assert_eq!(second.iter().map(|row| row.1).collect::<Vec<_>>(), [cid(3), cid(4)]);
    assert_eq!(page(Which::All, second[1].0).len(), 1);
    assert_eq!(page(Which::Kept, 0)[0].1, cid(2));
}

#[test]
fn many_threads_of_many_processes_lose_nothing_and_send_nothing_twice() {
    const EACH: u32 = 25;
    let home = tempfile::tempdir().unwrap();
    let dir = home.path();
    let mut seen = thread::scope(|scope| {
        let desks: Vec<_> = (0..6)
            .map(|desk| {
                scope.spawn(move || {
                    let outbox = process(dir);
                    let mut sent = Vec::new();
                    for number in desk * EACH..(desk + 1) * EACH {
                        outbox.save(&customer(number), &cashier(), now()).unwrap();
                        if let Some(leased) = outbox.lease_next(now()).unwrap() {
                            sent.push(leased.cid());
                            outbox.finish(&leased, &registered(number), now(), 0).unwrap();
                        }
                    }
                    while let Some(leased) = outbox.lease_next(now()).unwrap() {
                        sent.push(leased.cid());
                        outbox.finish(&leased, &registered(0), now(), 0).unwrap();
                    }
                    sent
                })
            })
            .collect();
        desks.into_iter().flat_map(|desk| desk.join().unwrap()).collect::<Vec<_>>()
    });
    seen.sort();
    let mut expected: Vec<_> = (0..6 * EACH).map(cid).collect();
    expected.sort();
    assert_eq!(seen, expected);
    let outbox = process(dir);
    assert_eq!(outbox.counts().unwrap(), Counts::default());
    assert_eq!(outbox.list(Which::All, 0, 1000).unwrap().len(), expected.len());
    let traces: Vec<_> = (0..6 * EACH).flat_map(traces).collect();
    assert_eq!(files_with(dir, &traces), Vec::<String>::new());
}

#[test]
fn a_phone_that_is_only_possible_and_one_that_no_table_knows_come_back() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    let possible = Phone::from_stored("0811234567", frontdesk::customer::Country::default()).unwrap();
    let customer = frontdesk::customer::NewCustomer { phone: Some(possible), ..customer(1) };
    outbox.save(&customer, &cashier(), now()).unwrap();
    let back = outbox.show(cid(1)).unwrap().unwrap().customer.unwrap().phone.unwrap();
    assert_eq!((back.e164(), back.certainty()), ("+994811234567", frontdesk::customer::Certainty::Possible));
    // The tables of a later version may have dropped a number that was good when it was saved.
    let raw = rusqlite::Connection::open(outbox.path()).unwrap();
    raw.execute("UPDATE personal SET current = replace(current, '+994811234567', '+999123')", []).unwrap();
    let back = outbox.show(cid(1)).unwrap().unwrap().customer.unwrap().phone.unwrap();
    assert_eq!((back.e164(), back.certainty()), ("+999123", frontdesk::customer::Certainty::Possible));
}

#[test]
fn a_directory_that_cannot_be_is_not_writable() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let refused = Owner::register(file.path()).unwrap_err();
    assert_eq!(refused.not_kept(), NotKept::NotWritable, "{refused:?}");
    let home = tempfile::tempdir().unwrap();
    let owner = Arc::new(Owner::register(home.path()).unwrap());
    let refused = Outbox::open(file.path(), Arc::clone(&owner), now()).unwrap_err();
    assert_eq!(refused.not_kept(), NotKept::NotWritable, "{refused:?}");
    // A directory in the place of the file.
    fs::create_dir(home.path().join("outbox.sqlite")).unwrap();
    let refused = Outbox::open(home.path(), owner, now()).unwrap_err();
    assert_eq!(refused.not_kept(), NotKept::NotWritable, "{refused:?}");
}

#[test]
fn nobodys_name_is_in_the_debug_of_anything() {
    let home = tempfile::tempdir().unwrap();
    let outbox = process(home.path());
    outbox.save(&customer(1), &cashier(), now()).unwrap();
    let row = outbox.show(cid(1)).unwrap();
    let leased = lease_next(&outbox);
    let step = outbox.finish(&leased, &registered(1), now(), 0).unwrap();
    let text = format!("{row:?} {leased:?} {step:?} {outbox:?} {:?} {:?}", cashier(), registered(1));
    for trace in traces(1).iter().chain([&"leyla".to_owned()]) {
        assert!(!text.contains(trace), "{trace} in {text}");
    }
}
