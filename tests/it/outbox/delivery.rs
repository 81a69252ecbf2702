//! Delivery against an API that answers from a script, attempt by attempt: what is called, and what becomes of the
//! registration.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use frontdesk::domain::{
    AccountFault, ApiError, BodyKind, Customer, DisplayText, Field, ForeignAnswer, NewCustomer, UnknownOutcome,
};
use frontdesk::outbox::{Doubt, LONGEST_WAIT, PATIENCE, State, TurnedAway, backoff};
use proptest::prelude::*;

use crate::support::outbox::{bare, cashier, cid, customer, lease_one, now, phone, process, queue, stored};

use crate::outbox::script::{
    Call, Script, clash, deliver, look, ours, post, rauf, refused, registered, step, theirs, timeout, unreachable,
};

#[test]
fn the_first_attempt_succeeds() {
    let told = deliver(&customer(1), &[&[post(Ok(ours()))]]);
    assert_eq!(told.state, registered(1042));
    assert_eq!(told.steps[0].customer, Some(ours()));
    assert_eq!(told.steps[0].trouble, None);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn every_sequence_ends_as_it_must() {
    let gateway = || ApiError::Unknown(UnknownOutcome::ServerError(504));
    let rows: Vec<(&str, Vec<Vec<Call>>, State)> = vec![
        (
            "answer lost after the commit",
            vec![vec![post(Err(timeout()))], vec![look(Ok(vec![ours()]))]],
            registered(1042),
        ),
        (
            "504 after the commit",
            vec![vec![post(Err(gateway()))], vec![look(Ok(vec![theirs(), ours()]))]],
            registered(1042),
        ),
        (
            "504 before the commit: the same cid again",
            vec![vec![post(Err(gateway()))], vec![look(Ok(vec![]))], vec![post(Ok(ours()))]],
            registered(1042),
        ),
        (
            "504, and somebody else has the phone",
            vec![vec![post(Err(gateway()))], vec![look(Ok(vec![theirs()]))]],
            refused(None, clash(Field::Phone), rauf()),
        ),
        (
            "the look-up fails until it does not",
            vec![
                vec![post(Err(timeout()))],
                vec![look(Err(timeout()))],
                vec![look(Err(unreachable()))],
                vec![look(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
        (
            "not to be seen yet: the same cid clashes on our own phone, then it is seen",
            vec![
                vec![post(Err(timeout()))],
                vec![look(Ok(vec![]))],
                vec![post(Err(clash(Field::Phone))), look(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
        (
            "not to be seen for longer: clash, nothing seen, clash, seen",
            vec![
                vec![post(Err(timeout()))],
                vec![look(Ok(vec![]))],
                vec![post(Err(clash(Field::Phone))), look(Ok(vec![]))],
                vec![post(Err(clash(Field::Phone))), look(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
        (
            "a second attempt that clashes, and the look-up fails: looked up again, not sent again",
            vec![
                vec![post(Err(timeout()))],
                vec![look(Ok(vec![]))],
                vec![post(Err(clash(Field::Phone))), look(Err(timeout()))],
                vec![look(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
        (
            "a second attempt that clashes with somebody who came between",
            vec![
                vec![post(Err(timeout()))],
                vec![look(Ok(vec![]))],
                vec![post(Err(clash(Field::Phone))), look(Ok(vec![theirs()]))],
            ],
            refused(None, clash(Field::Phone), rauf()),
        ),
        (
            "a second attempt that clashes on the code with our own record",
            vec![
                vec![post(Err(timeout()))],
                vec![look(Ok(vec![]))],
                vec![post(Err(clash(Field::Code))), look(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
        (
            "a second attempt that clashes on nothing that is named, with our own record",
            vec![
                vec![post(Err(timeout()))],
                vec![look(Ok(vec![]))],
                vec![post(Err(clash(None))), look(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
        (
            "a clash the first time, with whom",
            vec![vec![post(Err(clash(Field::Phone))), look(Ok(vec![theirs()]))]],
            refused(None, clash(Field::Phone), rauf()),
        ),
        (
            "a clash the first time, and the look-up fails: said all the same",
            vec![vec![post(Err(clash(Field::Phone))), look(Err(timeout()))]],
            refused(None, clash(Field::Phone), None),
        ),
        (
            "a clash the first time, and nobody is found",
            vec![vec![post(Err(clash(Field::Phone))), look(Ok(vec![]))]],
            refused(None, clash(Field::Phone), None),
        ),
        (
            "a clash the first time that names no field, and the phone is somebody's",
            vec![vec![post(Err(clash(None))), look(Ok(vec![theirs()]))]],
            refused(None, clash(Field::Phone), rauf()),
        ),
        (
            "a clash the first time on the code: nobody can be looked up by that",
            vec![vec![post(Err(clash(Field::Code)))]],
            refused(None, clash(Field::Code), None),
        ),
        (
            "a clash the first time with a record that is ours",
            vec![vec![post(Err(clash(Field::Phone))), look(Ok(vec![ours()]))]],
            registered(1042),
        ),
        (
            "a clash on the cid is ours, even the first time",
            vec![vec![post(Err(clash(Field::Cid))), look(Ok(vec![ours()]))]],
            registered(1042),
        ),
        (
            "a clash on the cid, and the look-up fails at first",
            vec![vec![post(Err(clash(Field::Cid))), look(Err(timeout()))], vec![look(Ok(vec![ours()]))]],
            registered(1042),
        ),
        (
            "a second attempt after a 429 is still the first that arrives",
            vec![
                vec![post(Err(ApiError::RateLimited { retry_after: Duration::from_secs(5) }))],
                vec![post(Err(clash(Field::Phone))), look(Ok(vec![theirs()]))],
            ],
            refused(None, clash(Field::Phone), rauf()),
        ),
        (
            "not reachable, then registered",
            vec![vec![post(Err(unreachable()))], vec![post(Ok(ours()))]],
            registered(1042),
        ),
        (
            "a 400",
            vec![vec![post(Err(ApiError::Rejected { field: Some(Field::Email), sentence: DisplayText::new("no") }))]],
            refused(None, ApiError::Rejected { field: Some(Field::Email), sentence: DisplayText::new("no") }, None),
        ),
    ];
    for (what, script, expected) in rows {
        let script: Vec<&[Call]> = script.iter().map(Vec::as_slice).collect();
        assert_eq!(deliver(&customer(1), &script).state, expected, "{what}");
    }
}

#[test]
fn without_a_phone_it_is_looked_up_by_name_and_only_the_cid_counts() {
    let own = || stored(&bare(1), 1042);
    let namesake = || Customer { cid: Some(cid(77)), ..stored(&bare(1), 7) };
    let look = |answer| Call::ByName("Canary0000001", answer);
    let told = deliver(&bare(1), &[&[post(Err(timeout()))], &[look(Ok(vec![namesake(), own()]))]]);
    assert_eq!(told.state, registered(1042));
    // A namesake is no clash: the same is sent again.
    let again = deliver(&bare(1), &[&[post(Err(timeout()))], &[look(Ok(vec![namesake()]))], &[post(Ok(own()))]]);
    assert_eq!(again.state, registered(1042));
    // A clash that names no field may be with our own record: it is looked up.
    let told = deliver(&bare(1), &[&[post(Err(clash(None))), look(Ok(vec![own()]))]]);
    assert_eq!(told.state, registered(1042));
    // That only the cid is unique of what was sent proves nothing: whoever answered may not have looked at it.
    for found in [Ok(vec![]), Ok(vec![namesake()]), Err(timeout())] {
        let told = deliver(&bare(1), &[&[post(Err(clash(None))), look(found)]]);
        assert_eq!(told.state, refused(None, clash(None), None));
    }
}

#[test]
fn a_record_that_is_never_seen_is_believed_in_the_end() {
    let mut script: Vec<Vec<Call>> = vec![vec![post(Err(timeout()))], vec![look(Ok(vec![]))]];
    for _ in 0..PATIENCE {
        script.push(vec![post(Err(clash(Field::Phone))), look(Ok(vec![]))]);
    }
    let calls: Vec<&[Call]> = script.iter().map(Vec::as_slice).collect();
    let told = deliver(&customer(1), &calls);
    assert_eq!(told.state, refused(Doubt { unexplained: PATIENCE }, clash(Field::Phone), None));
    assert_eq!(told.steps[2].state.name(), "queued");

    for calls in &mut script[2..] {
        calls[0] = post(Err(clash(Field::Cid)));
    }
    let calls: Vec<&[Call]> = script.iter().map(Vec::as_slice).collect();
    assert_eq!(deliver(&customer(1), &calls).state, State::Registered { id: None });
}

#[test]
fn a_crash_at_each_step_is_looked_up_first() {
    let home = tempfile::tempdir().unwrap();
    let outbox = Arc::new(process(home.path()));
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    // Died while sending.
    let dying = process(home.path());
    assert!(lease_one(&dying, now()).is_some());
    drop(dying);
    let api = Script(Mutex::new([look(Ok(vec![]))].into()));
    assert_eq!(step(&outbox, &api, 0).unwrap().state, State::queued(Some(Doubt::default())));
    // Died while sending the second time: the clash is our own.
    let dying = process(home.path());
    assert!(lease_one(&dying, now()).is_some());
    drop(dying);
    let dying = process(home.path());
    assert_eq!(lease_one(&dying, now()).unwrap().state.name(), "uncertain");
    // Died while looking up.
    drop(dying);
    let api = Script(Mutex::new([look(Ok(vec![ours()]))].into()));
    assert_eq!(step(&outbox, &api, 1).unwrap().state, registered(1042));
}

#[test]
fn what_was_mended_after_a_possible_arrival() {
    let mended = NewCustomer { phone: Some(phone(50)), ..customer(1) };
    let look_old = |answer| Call::ByPhone(phone(1), answer);
    let look_new = |answer| Call::ByPhone(phone(50), answer);
    let rows: Vec<(&str, Vec<Vec<Call>>, State)> = vec![
        (
            "the first one had arrived: it is registered as it was sent",
            vec![vec![look_new(Ok(vec![])), look_old(Ok(vec![ours()]))]],
            registered(1042),
        ),
        (
            "it had not: the mended one is sent",
            vec![vec![look_new(Ok(vec![])), look_old(Ok(vec![]))], vec![post(Ok(stored(&mended, 1043)))]],
            registered(1043),
        ),
        (
            "somebody else has the old phone, which matters no more",
            vec![vec![look_new(Ok(vec![])), look_old(Ok(vec![theirs()]))], vec![post(Ok(stored(&mended, 1043)))]],
            registered(1043),
        ),
        (
            "somebody else has the new phone",
            vec![vec![look_new(Ok(vec![theirs()])), look_old(Ok(vec![]))]],
            refused(Doubt::default(), clash(Field::Phone), rauf()),
        ),
        (
            "the new phone is somebody's, but whether the old one arrived is not known",
            vec![
                vec![look_new(Ok(vec![theirs()])), look_old(Err(timeout()))],
                vec![look_new(Ok(vec![theirs()])), look_old(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
        (
            "it had arrived, could not be seen yet, and the mended one clashes on the cid",
            vec![
                vec![look_new(Ok(vec![])), look_old(Ok(vec![]))],
                vec![post(Err(clash(None))), look_new(Ok(vec![])), look_old(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
    ];
    for (what, script, expected) in rows {
        let home = tempfile::tempdir().unwrap();
        let outbox = Arc::new(process(home.path()));
        queue(&outbox, &customer(1), &cashier(), now()).unwrap();
        let api = Script(Mutex::new([post(Err(timeout()))].into()));
        step(&outbox, &api, 0).unwrap();
        queue(&outbox, &mended, &cashier(), now()).unwrap();
        for (number, calls) in script.into_iter().enumerate() {
            api.0.lock().unwrap().extend(calls);
            step(&outbox, &api, number + 1).unwrap();
        }
        assert!(api.0.lock().unwrap().is_empty(), "{what}");
        assert_eq!(outbox.show(cid(1)).unwrap().unwrap().state, expected, "{what}");
    }
}

#[test]
fn after_a_failure_it_is_due_again_within_half_a_minute() {
    let sentence = || DisplayText::new("no");
    let foreign = |status, kind| ApiError::NotFromApi(ForeignAnswer { status, kind });
    let rows = [
        (unreachable(), TurnedAway::No),
        (ApiError::RateLimited { retry_after: Duration::from_secs(9) }, TurnedAway::No),
        (ApiError::RateLimited { retry_after: Duration::from_hours(1) }, TurnedAway::No),
        (ApiError::Credentials { sentence: sentence() }, TurnedAway::Yes),
        (ApiError::Permission { sentence: sentence() }, TurnedAway::Yes),
        (ApiError::Settings { sentence: sentence() }, TurnedAway::Yes),
        (ApiError::Account(AccountFault::ClientDisabled), TurnedAway::Yes),
        (foreign(403, BodyKind::Html), TurnedAway::Yes),
        (foreign(302, BodyKind::Empty), TurnedAway::Yes),
        (foreign(451, BodyKind::Json), TurnedAway::Yes),
    ];
    for (trouble, turned_away) in rows {
        let home = tempfile::tempdir().unwrap();
        let outbox = Arc::new(process(home.path()));
        queue(&outbox, &customer(1), &cashier(), now()).unwrap();
        let api = Script(Mutex::new([post(Err(trouble.clone()))].into()));
        let step = step(&outbox, &api, 0).unwrap();
        assert_eq!(step.state, State::Queued { doubt: None, turned_away }, "{trouble:?}");
        assert_eq!(step.trouble, Some(trouble));
        let due = step.not_before.unwrap();
        assert!(due - now() <= TimeDelta::from_std(LONGEST_WAIT).unwrap(), "{due}");
    }
}

proptest! {
    #[test]
    fn the_backoff_is_jitter_below_a_ceiling_from_half_a_second_to_thirty(setbacks in any::<u32>(), random in any::<u64>()) {
        let ceiling = match setbacks {
            0 => 500,
            1 => 1_000,
            2 => 2_000,
            3 => 4_000,
            4 => 8_000,
            5 => 16_000,
            _ => 30_000,
        };
        let wait = backoff(setbacks, random);
        prop_assert!(wait <= Duration::from_millis(ceiling), "{:?} after {}", wait, setbacks);
        prop_assert!(wait <= LONGEST_WAIT);
        prop_assert_eq!(backoff(setbacks, ceiling), Duration::from_millis(ceiling));
        prop_assert_eq!(backoff(setbacks, 0), Duration::ZERO);
    }
}
