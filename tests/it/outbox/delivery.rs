//! Delivery against an API that answers from a script, attempt by attempt: the calls of each attempt, and the state of
//! the registration after it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use frontdesk::domain::{
    AccountFault, ApiError, BodyKind, ConnectError, Customer, CustomerId, DisplayText, Field, ForeignAnswer,
    NewCustomer, UnknownOutcome,
};
use frontdesk::outbox::{
    AttemptReport, Doubt, MAX_RETRY_DELAY, MAX_UNEXPLAINED_CONFLICTS, State, TurnedAway, attempt, backoff,
};
use proptest::prelude::*;

use crate::support::outbox::{
    cashier, cid, customer, customer_from_api, lease_one, minimal_customer, now, open_as_new_process, phone, queue,
};

use crate::outbox::script::{
    Call, ScriptedApi, conflict, conflict_owner, deliver, look_up, ours, post, refused, registered, run_step, theirs,
    time_of_step, timeout, unreachable,
};

#[test]
fn the_first_attempt_succeeds() {
    let delivered = deliver(&customer(1), &[&[post(Ok(ours()))]]);
    assert_eq!(delivered.state, registered(1042));
    assert_eq!(delivered.steps[0].id(), Some(ours().id));
    assert_eq!(delivered.steps[0].error, None);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn every_sequence_of_answers_ends_in_its_state() {
    let gateway = || ApiError::Unknown(UnknownOutcome::ServerError(504));
    let rows: Vec<(&str, Vec<Vec<Call>>, State)> = vec![
        (
            "answer lost after the commit",
            vec![vec![post(Err(timeout()))], vec![look_up(Ok(vec![ours()]))]],
            registered(1042),
        ),
        (
            "504 after the commit",
            vec![vec![post(Err(gateway()))], vec![look_up(Ok(vec![theirs(), ours()]))]],
            registered(1042),
        ),
        (
            "504 before the commit: the same cid again",
            vec![vec![post(Err(gateway()))], vec![look_up(Ok(vec![]))], vec![post(Ok(ours()))]],
            registered(1042),
        ),
        (
            "504, and another customer has the phone",
            vec![vec![post(Err(gateway()))], vec![look_up(Ok(vec![theirs()]))]],
            refused(None, conflict(Field::Phone), conflict_owner()),
        ),
        (
            "the look-up fails twice and then succeeds",
            vec![
                vec![post(Err(timeout()))],
                vec![look_up(Err(timeout()))],
                vec![look_up(Err(unreachable()))],
                vec![look_up(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
        (
            "not visible yet: a conflict with our own phone, then it is found",
            vec![
                vec![post(Err(timeout()))],
                vec![look_up(Ok(vec![]))],
                vec![post(Err(conflict(Field::Phone))), look_up(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
        (
            "not visible for longer: a conflict, not found, a conflict, found",
            vec![
                vec![post(Err(timeout()))],
                vec![look_up(Ok(vec![]))],
                vec![post(Err(conflict(Field::Phone))), look_up(Ok(vec![]))],
                vec![post(Err(conflict(Field::Phone))), look_up(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
        (
            "a second attempt with a conflict, and the look-up fails: looked up again, not sent again",
            vec![
                vec![post(Err(timeout()))],
                vec![look_up(Ok(vec![]))],
                vec![post(Err(conflict(Field::Phone))), look_up(Err(timeout()))],
                vec![look_up(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
        (
            "a second attempt with a conflict: another customer was registered in between",
            vec![
                vec![post(Err(timeout()))],
                vec![look_up(Ok(vec![]))],
                vec![post(Err(conflict(Field::Phone))), look_up(Ok(vec![theirs()]))],
            ],
            refused(None, conflict(Field::Phone), conflict_owner()),
        ),
        (
            "a second attempt with a conflict on the code, with our own record",
            vec![
                vec![post(Err(timeout()))],
                vec![look_up(Ok(vec![]))],
                vec![post(Err(conflict(Field::Code))), look_up(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
        (
            "a second attempt with a conflict that names no field, with our own record",
            vec![
                vec![post(Err(timeout()))],
                vec![look_up(Ok(vec![]))],
                vec![post(Err(conflict(None))), look_up(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
        (
            "a conflict at the first attempt, with its owner",
            vec![vec![post(Err(conflict(Field::Phone))), look_up(Ok(vec![theirs()]))]],
            refused(None, conflict(Field::Phone), conflict_owner()),
        ),
        (
            "a conflict at the first attempt, and the look-up fails: refused without the owner",
            vec![vec![post(Err(conflict(Field::Phone))), look_up(Err(timeout()))]],
            refused(None, conflict(Field::Phone), None),
        ),
        (
            "a conflict at the first attempt, and no owner is found",
            vec![vec![post(Err(conflict(Field::Phone))), look_up(Ok(vec![]))]],
            refused(None, conflict(Field::Phone), None),
        ),
        (
            "a conflict at the first attempt that names no field, and another customer has the phone",
            vec![vec![post(Err(conflict(None))), look_up(Ok(vec![theirs()]))]],
            refused(None, conflict(Field::Phone), conflict_owner()),
        ),
        (
            "a conflict at the first attempt on the code, for which there is no look-up",
            vec![vec![post(Err(conflict(Field::Code)))]],
            refused(None, conflict(Field::Code), None),
        ),
        (
            "a conflict at the first attempt with our own record",
            vec![vec![post(Err(conflict(Field::Phone))), look_up(Ok(vec![ours()]))]],
            registered(1042),
        ),
        (
            "a conflict on the cid is with our own record, even at the first attempt",
            vec![vec![post(Err(conflict(Field::Cid))), look_up(Ok(vec![ours()]))]],
            registered(1042),
        ),
        (
            "a conflict on the cid, and the look-up fails at first",
            vec![vec![post(Err(conflict(Field::Cid))), look_up(Err(timeout()))], vec![look_up(Ok(vec![ours()]))]],
            registered(1042),
        ),
        (
            "a second attempt after a 429 is the first that can arrive",
            vec![
                vec![post(Err(ApiError::RateLimited { retry_after: Duration::from_secs(5) }))],
                vec![post(Err(conflict(Field::Phone))), look_up(Ok(vec![theirs()]))],
            ],
            refused(None, conflict(Field::Phone), conflict_owner()),
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
    for (description, script, expected) in rows {
        let script: Vec<&[Call]> = script.iter().map(Vec::as_slice).collect();
        assert_eq!(deliver(&customer(1), &script).state, expected, "{description}");
    }
}

#[test]
fn without_a_phone_a_registration_is_looked_up_by_name_and_only_the_cid_counts() {
    let own = || customer_from_api(&minimal_customer(1), 1042);
    let namesake = || Customer { cid: Some(cid(77)), ..customer_from_api(&minimal_customer(1), 7) };
    let look_up = |answer| Call::ByName("Canary0000001", answer);
    let delivered = deliver(&minimal_customer(1), &[&[post(Err(timeout()))], &[look_up(Ok(vec![namesake(), own()]))]]);
    assert_eq!(delivered.state, registered(1042));
    // A customer with the same name is no conflict: the registration is sent again.
    let delivered =
        deliver(&minimal_customer(1), &[&[post(Err(timeout()))], &[look_up(Ok(vec![namesake()]))], &[post(Ok(own()))]]);
    assert_eq!(delivered.state, registered(1042));
    // A conflict that names no field may be with our own record, so it is looked up.
    let delivered = deliver(&minimal_customer(1), &[&[post(Err(conflict(None))), look_up(Ok(vec![own()]))]]);
    assert_eq!(delivered.state, registered(1042));
    // Only the cid of this registration is unique. That proves nothing, because the answer may not be about the cid.
    for found in [Ok(vec![]), Ok(vec![namesake()]), Err(timeout())] {
        let delivered = deliver(&minimal_customer(1), &[&[post(Err(conflict(None))), look_up(found)]]);
        assert_eq!(delivered.state, refused(None, conflict(None), None));
    }
}

#[test]
fn after_too_many_unexplained_conflicts_the_answer_is_final() {
    let mut script: Vec<Vec<Call>> = vec![vec![post(Err(timeout()))], vec![look_up(Ok(vec![]))]];
    for _ in 0..MAX_UNEXPLAINED_CONFLICTS {
        script.push(vec![post(Err(conflict(Field::Phone))), look_up(Ok(vec![]))]);
    }
    let calls: Vec<&[Call]> = script.iter().map(Vec::as_slice).collect();
    let delivered = deliver(&customer(1), &calls);
    assert_eq!(
        delivered.state,
        refused(Doubt { unexplained_conflicts: MAX_UNEXPLAINED_CONFLICTS }, conflict(Field::Phone), None)
    );
    assert_eq!(delivered.steps[2].state.name(), "queued");

    for calls in &mut script[2..] {
        calls[0] = post(Err(conflict(Field::Cid)));
    }
    let calls: Vec<&[Call]> = script.iter().map(Vec::as_slice).collect();
    assert_eq!(deliver(&customer(1), &calls).state, State::Registered { id: None });
}

#[test]
fn after_a_crash_at_each_step_the_registration_is_looked_up_first() {
    let home = tempfile::tempdir().unwrap();
    let outbox = Arc::new(open_as_new_process(home.path()));
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    // The process died while it was sending.
    let dying = open_as_new_process(home.path());
    assert!(lease_one(&dying, now()).is_some());
    drop(dying);
    let api = ScriptedApi(Mutex::new([look_up(Ok(vec![]))].into()));
    assert_eq!(run_step(&outbox, &api, 0).unwrap().state, State::queued(Some(Doubt::default())));
    // It died while it was sending the second time. The conflict is with our own record.
    let dying = open_as_new_process(home.path());
    assert!(lease_one(&dying, now()).is_some());
    drop(dying);
    let dying = open_as_new_process(home.path());
    assert_eq!(lease_one(&dying, now()).unwrap().state.name(), "uncertain");
    // It died while it was looking up.
    drop(dying);
    let api = ScriptedApi(Mutex::new([look_up(Ok(vec![ours()]))].into()));
    assert_eq!(run_step(&outbox, &api, 1).unwrap().state, registered(1042));
}

#[test]
fn a_correction_after_a_possible_arrival_is_settled_first() {
    let corrected = NewCustomer { phone: Some(phone(50)), ..customer(1) };
    let look_up_old = |answer| Call::ByPhone(phone(1), answer);
    let look_up_new = |answer| Call::ByPhone(phone(50), answer);
    let rows: Vec<(&str, Vec<Vec<Call>>, State)> = vec![
        (
            "the first version had arrived: it is registered as it was sent",
            vec![vec![look_up_new(Ok(vec![])), look_up_old(Ok(vec![ours()]))]],
            registered(1042),
        ),
        (
            "the first version had not arrived: the corrected one is sent",
            vec![
                vec![look_up_new(Ok(vec![])), look_up_old(Ok(vec![]))],
                vec![post(Ok(customer_from_api(&corrected, 1043)))],
            ],
            registered(1043),
        ),
        (
            "another customer has the old phone, which does not matter any more",
            vec![
                vec![look_up_new(Ok(vec![])), look_up_old(Ok(vec![theirs()]))],
                vec![post(Ok(customer_from_api(&corrected, 1043)))],
            ],
            registered(1043),
        ),
        (
            "another customer has the new phone",
            vec![vec![look_up_new(Ok(vec![theirs()])), look_up_old(Ok(vec![]))]],
            refused(Doubt::default(), conflict(Field::Phone), conflict_owner()),
        ),
        (
            "another customer has the new phone, but it is unknown if the first version arrived",
            vec![
                vec![look_up_new(Ok(vec![theirs()])), look_up_old(Err(timeout()))],
                vec![look_up_new(Ok(vec![theirs()])), look_up_old(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
        (
            "the first version had arrived but was not visible yet, and the corrected one has a conflict on the cid",
            vec![
                vec![look_up_new(Ok(vec![])), look_up_old(Ok(vec![]))],
                vec![post(Err(conflict(None))), look_up_new(Ok(vec![])), look_up_old(Ok(vec![ours()]))],
            ],
            registered(1042),
        ),
    ];
    for (description, script, expected) in rows {
        let home = tempfile::tempdir().unwrap();
        let outbox = Arc::new(open_as_new_process(home.path()));
        queue(&outbox, &customer(1), &cashier(), now()).unwrap();
        let api = ScriptedApi(Mutex::new([post(Err(timeout()))].into()));
        run_step(&outbox, &api, 0).unwrap();
        queue(&outbox, &corrected, &cashier(), now()).unwrap();
        for (number, calls) in script.into_iter().enumerate() {
            api.0.lock().unwrap().extend(calls);
            run_step(&outbox, &api, number + 1).unwrap();
        }
        assert!(api.0.lock().unwrap().is_empty(), "{description}");
        assert_eq!(outbox.show(cid(1)).unwrap().unwrap().state, expected, "{description}");
    }
}

#[test]
fn after_a_failure_a_registration_is_due_again_within_half_a_minute() {
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
    for (error, turned_away) in rows {
        let home = tempfile::tempdir().unwrap();
        let outbox = Arc::new(open_as_new_process(home.path()));
        queue(&outbox, &customer(1), &cashier(), now()).unwrap();
        let api = ScriptedApi(Mutex::new([post(Err(error.clone()))].into()));
        let step = run_step(&outbox, &api, 0).unwrap();
        assert_eq!(step.state, State::Queued { doubt: None, turned_away }, "{error:?}");
        assert_eq!(step.error, Some(error));
        let due = step.not_before.unwrap();
        assert!(due - now() <= TimeDelta::from_std(MAX_RETRY_DELAY).unwrap(), "{due}");
    }
}

/// A person reads it in the list of what waits.
#[test]
fn the_reason_stays_until_there_is_another_one() {
    let home = tempfile::tempdir().unwrap();
    let outbox = Arc::new(open_as_new_process(home.path()));
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    let server_error = || ApiError::Unknown(UnknownOutcome::ServerError(500));
    let offline = || ApiError::NotSent(ConnectError::NoConnection);
    let reason_after = |step, call| {
        let api = ScriptedApi(Mutex::new([call].into()));
        run_step(&outbox, &api, step).unwrap().error
    };
    assert_eq!(reason_after(0, post(Err(server_error()))), Some(server_error()));
    assert_eq!(reason_after(1, look_up(Ok(vec![]))), Some(server_error()), "it must be sent again");
    let leased = lease_one(&outbox, time_of_step(2)).unwrap();
    for report in
        [AttemptReport::not_made(&leased, None, true), AttemptReport::not_made(&leased, Some(offline()), true)]
    {
        let leased = outbox.lease(cid(1), time_of_step(2)).unwrap().unwrap_or_else(|| leased.clone());
        let row = outbox.finish(&leased, &report, time_of_step(2), 0).unwrap();
        assert_eq!(row.error, Some(server_error()), "the call was not made");
    }
    assert_eq!(reason_after(3, post(Err(unreachable()))), Some(unreachable()));
    assert_eq!(reason_after(4, post(Ok(ours()))), None);
}

/// Without a token nothing was asked about the customer: the error of `/auth` refuses no registration, even if it comes
/// often.
#[test]
fn an_error_of_the_authentication_refuses_no_registration() {
    let forbidden = || ApiError::NotFromApi(ForeignAnswer { status: 403, kind: BodyKind::Html });
    let sentence = || DisplayText::new("no");
    for error in [
        forbidden(),
        ApiError::NotFromApi(ForeignAnswer { status: 504, kind: BodyKind::Html }),
        ApiError::Credentials { sentence: sentence() },
        ApiError::Permission { sentence: sentence() },
        ApiError::Settings { sentence: sentence() },
        ApiError::WrongAddress { status: 404 },
        ApiError::Account(AccountFault::ClientDisabled),
        ApiError::RateLimited { retry_after: Duration::from_secs(9) },
        unreachable(),
    ] {
        let home = tempfile::tempdir().unwrap();
        let outbox = Arc::new(open_as_new_process(home.path()));
        let api = ScriptedApi::default();
        let next = |number: u32, call: Call, step| {
            let time = time_of_step(step);
            let leased = outbox.lease(cid(number), time).unwrap().unwrap();
            api.0.lock().unwrap().push_back(call);
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let report = runtime.block_on(attempt(&api, &leased));
            outbox.finish(&leased, &report, time, 0).unwrap().state
        };
        queue(&outbox, &customer(1), &cashier(), now()).unwrap();
        assert_eq!(next(1, Call::NoToken(error.clone()), 0), State::NEW, "{error:?}");
        // Turned away once, while another one passes: the next answer decides, but only one about this registration.
        next(1, post(Err(forbidden())), 1);
        queue(&outbox, &customer(2), &cashier(), now()).unwrap();
        let passed = next(2, post(Ok(customer_from_api(&customer(2), 2))), 1);
        assert_eq!(passed, State::Registered { id: Some(CustomerId(2)) });
        let state = next(1, Call::NoToken(error.clone()), 2);
        assert_eq!(state, State::Queued { doubt: None, turned_away: TurnedAway::OthersPassed }, "{error:?}");
        assert!(matches!(next(1, post(Err(forbidden())), 3), State::Refused { .. }), "{error:?}");
    }
}

proptest! {
    #[test]
    fn the_backoff_is_jitter_below_a_ceiling_from_half_a_second_to_thirty(failed_attempts in any::<u32>(), random in any::<u64>()) {
        let ceiling = match failed_attempts {
            0 => 500,
            1 => 1_000,
            2 => 2_000,
            3 => 4_000,
            4 => 8_000,
            5 => 16_000,
            _ => 30_000,
        };
        let wait = backoff(failed_attempts, random);
        prop_assert!(wait <= Duration::from_millis(ceiling), "{:?} after {}", wait, failed_attempts);
        prop_assert!(wait <= MAX_RETRY_DELAY);
        prop_assert_eq!(backoff(failed_attempts, ceiling), Duration::from_millis(ceiling));
        prop_assert_eq!(backoff(failed_attempts, 0), Duration::ZERO);
    }
}
