//! Leases: which process gets which registration, when, and the state after an attempt.

use std::thread;

use chrono::Duration;
use frontdesk::domain::{ApiError, ConnectError, CustomerId, DisplayText, Progress, UnknownOutcome};
use frontdesk::outbox::{
    AttemptReport, Counts, Doubt, Event, LEASE_DURATION, Leased, LookupResult, MAX_RETRY_DELAY, OutboxError, RowFilter,
    State, TurnedAway, Wanted,
};

use crate::outbox::reports::{lost, registered, report, unreachable};
use crate::support::outbox::{
    cashier, cid, customer, files_with, later, lease_due, lease_next, lease_one, name, now, open_as_new_process,
    personal_texts, queue,
};

#[test]
fn registrations_are_leased_in_order_of_arrival_and_each_to_one_process() {
    let home = tempfile::tempdir().unwrap();
    let (first, second) = (open_as_new_process(home.path()), open_as_new_process(home.path()));
    for number in 1..=3 {
        queue(&first, &customer(number), &cashier(), now()).unwrap();
    }
    assert_eq!(lease_next(&first).cid(), cid(1));
    assert_eq!(lease_next(&second).cid(), cid(2));
    let third = lease_next(&first);
    assert_eq!(third.cid(), cid(3));
    assert_eq!(third.state, State::Sending { doubt: None, turned_away: TurnedAway::No });
    assert!(lease_one(&second, now()).is_none());
    assert_eq!(second.counts().unwrap().waiting, 3);
}

#[test]
fn save_and_lease_leases_the_saved_registration_before_older_ones() {
    let home = tempfile::tempdir().unwrap();
    let (outbox, other) = (open_as_new_process(home.path()), open_as_new_process(home.path()));
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    let leased = outbox.save_and_lease(&customer(2), &cashier(), now()).unwrap().unwrap();
    assert_eq!(
        (leased.cid(), leased.state.clone()),
        (cid(2), State::Sending { doubt: None, turned_away: TurnedAway::No })
    );
    assert!(other.save_and_lease(&customer(2), &cashier(), now()).unwrap().is_none());
    outbox.finish(&leased, &registered(2), now(), 0).unwrap();
    assert_eq!(lease_next(&other).cid(), cid(1));
}

#[test]
fn an_attempt_that_was_not_carried_out_is_repeated_after_the_backoff() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    let leased = outbox.save_and_lease(&customer(1), &cashier(), now()).unwrap().unwrap();
    let step = outbox.finish(&leased, &unreachable(), now(), 300).unwrap();
    let due = now() + Duration::milliseconds(300);
    assert_eq!((step.state, step.not_before), (State::NEW, Some(due)));
    assert!(lease_one(&outbox, due - Duration::milliseconds(1)).is_none());
    assert_eq!(outbox.counts().unwrap().next_due, Some(due));
    let second_lease = lease_one(&outbox, due).unwrap();
    // The second ceiling is one second: 300 ms of 1,001, and the random number is 1,001 more.
    let step = outbox.finish(&second_lease, &unreachable(), due, 300 + 1_001).unwrap();
    assert_eq!(step.not_before, Some(due + Duration::milliseconds(300)));
    let row = outbox.show(cid(1)).unwrap().unwrap();
    assert_eq!((row.attempts, row.error), (2, Some(ApiError::NotSent(ConnectError::ConnectionRefused))));
    let waiting = outbox.show(cid(1)).unwrap().unwrap().waiting_row(later(150)).unwrap();
    assert_eq!((waiting.age_minutes, waiting.attempts, waiting.state), (2, 2, Progress::Queued));
    assert_eq!(waiting.name.as_str(), name(1));
}

#[test]
fn a_registration_that_waits_for_the_connection_tries_it_first() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    outbox.finish(&lease_next(&outbox), &unreachable(), now(), 400).unwrap();
    assert!(lease_one(&outbox, now()).is_none(), "no other registration tries the connection");
    queue(&outbox, &customer(2), &cashier(), now()).unwrap();
    let first = lease_next(&outbox);
    assert_eq!(first.cid(), cid(1), "the second would try the connection, so the first does");
    assert_eq!(lease_next(&outbox).cid(), cid(2), "and the second stays available to other desks");
}

#[test]
fn an_uncertain_registration_that_waits_does_not_block_others() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    let lost = report(vec![Event::Lost], ApiError::Unknown(UnknownOutcome::Timeout));
    outbox.finish(&lease_next(&outbox), &lost, now(), 400).unwrap();
    queue(&outbox, &customer(2), &cashier(), now()).unwrap();
    assert_eq!(lease_next(&outbox).cid(), cid(2));
}

#[test]
fn retry_now_does_not_wait() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    outbox.finish(&lease_next(&outbox), &unreachable(), now(), 400).unwrap();
    assert!(lease_one(&outbox, now()).is_none());
    outbox.retry_all_now().unwrap();
    assert_eq!(lease_next(&outbox).cid(), cid(1));
}

#[test]
fn very_many_that_become_due_together_all_come_in_their_order() {
    const MANY: u32 = 200;
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    for number in 1..=MANY {
        queue(&outbox, &customer(number), &cashier(), now()).unwrap();
        let leased = outbox.lease(cid(number), now()).unwrap().unwrap();
        outbox.finish(&leased, &lost(), now(), u64::from(number)).unwrap();
    }
    let mut leased_again = Vec::new();
    loop {
        let due = lease_due(&outbox, later(60));
        if due.is_empty() {
            break;
        }
        leased_again.extend(due.iter().map(Leased::cid));
    }
    assert_eq!(leased_again, (1..=MANY).map(cid).collect::<Vec<_>>());
}

#[test]
fn no_wait_is_longer_than_half_a_minute_whatever_the_clock_does() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    let too_many = |seconds| {
        report(
            vec![Event::NotCarriedOut],
            ApiError::RateLimited { retry_after: std::time::Duration::from_secs(seconds) },
        )
    };
    let leased = lease_next(&outbox);
    let step = outbox.finish(&leased, &too_many(12), now(), 0).unwrap();
    assert_eq!(step.not_before, Some(later(12)));
    // The client respects the pause of an hour, for all desks and all calls.
    let leased = lease_one(&outbox, later(12)).unwrap();
    let step = outbox.finish(&leased, &too_many(86_400), later(12), 0).unwrap();
    let max_wait_seconds = i64::try_from(MAX_RETRY_DELAY.as_secs()).unwrap();
    assert_eq!((max_wait_seconds, step.not_before), (30, Some(later(12 + 30))));
    assert!(lease_one(&outbox, later(12)).is_none());
    // The clock was set back: a due time more than half a minute away can only be a mistake.
    for seconds_back in [31, 2 * 60, 10 * 60, 59 * 60, 2 * 3600] {
        let leased = lease_one(&outbox, later(12 - seconds_back)).unwrap_or_else(|| panic!("{seconds_back} s back"));
        outbox.finish(&leased, &too_many(86_400), later(12), 0).unwrap();
    }
}

#[test]
fn a_lease_ends_in_time_although_the_clock_was_set_back() {
    for seconds_back in [3 * 60, 59 * 60, 2 * 3600] {
        let home = tempfile::tempdir().unwrap();
        let (hung, other) = (open_as_new_process(home.path()), open_as_new_process(home.path()));
        queue(&hung, &customer(1), &cashier(), now()).unwrap();
        assert_eq!(lease_next(&hung).cid(), cid(1));
        let lease = i64::try_from(LEASE_DURATION.as_secs()).unwrap();
        assert!(lease_one(&other, later(-seconds_back)).is_none(), "it may be alive");
        assert!(lease_one(&other, later(-seconds_back + lease - 1)).is_none());
        assert_eq!(
            lease_one(&other, later(-seconds_back + lease)).unwrap().state.name(),
            "uncertain",
            "{seconds_back}"
        );
    }
}

#[test]
fn the_registration_with_the_fewest_attempts_is_the_next_probe() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    for number in 1..=3 {
        queue(&outbox, &customer(number), &cashier(), now()).unwrap();
    }
    let forbidden = || ApiError::Permission { sentence: DisplayText::new("Forbidden") };
    let mut order = Vec::new();
    for _ in 0..6 {
        let leased = outbox.lease_next(Wanted::ToProbe, now()).unwrap().remove(0);
        order.push(leased.cid());
        outbox.finish(&leased, &report(vec![Event::TurnedAway(forbidden())], forbidden()), now(), u64::MAX).unwrap();
    }
    assert_eq!(order, [1, 2, 3, 1, 2, 3].map(cid));
}

#[test]
fn a_registration_with_a_lost_answer_is_uncertain_and_looked_up() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    let leased = outbox.save_and_lease(&customer(1), &cashier(), now()).unwrap().unwrap();
    let step = outbox.finish(&leased, &lost(), now(), 500).unwrap();
    assert_eq!(step.state.name(), "uncertain");
    let leased = lease_one(&outbox, later(1)).unwrap();
    assert_eq!(leased.state, State::Uncertain { doubt: Doubt::default(), conflict: None });
    let not_found = AttemptReport { events: vec![Event::ReadBack(LookupResult::NotFound)], ..AttemptReport::default() };
    let step = outbox.finish(&leased, &not_found, later(1), 77).unwrap();
    assert_eq!((step.state, step.not_before), (State::queued(Some(Doubt::default())), None));
    let second_lease = lease_one(&outbox, later(1)).unwrap();
    assert_eq!(second_lease.state, State::Sending { doubt: Some(Doubt::default()), turned_away: TurnedAway::No });
    assert_eq!(outbox.show(cid(1)).unwrap().unwrap().attempts, 2);
}

#[test]
fn an_event_that_does_not_fit_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    let leased = lease_next(&outbox);
    let before = outbox.show(cid(1)).unwrap();
    let wrong = AttemptReport { events: vec![Event::ReadBack(LookupResult::NotFound)], ..AttemptReport::default() };
    assert!(matches!(outbox.finish(&leased, &wrong, now(), 0), Err(OutboxError::InvalidTransition(_))));
    assert_eq!(outbox.show(cid(1)).unwrap(), before);
    outbox.finish(&leased, &registered(1), now(), 0).unwrap();
}

#[test]
fn a_registration_that_a_dead_process_was_sending_is_uncertain() {
    let home = tempfile::tempdir().unwrap();
    let outbox = open_as_new_process(home.path());
    queue(&outbox, &customer(1), &cashier(), now()).unwrap();
    let dying = open_as_new_process(home.path());
    assert_eq!(lease_next(&dying).cid(), cid(1));
    assert!(lease_one(&outbox, now()).is_none(), "the other process is alive and has the lease");
    drop(dying);
    let leased = lease_next(&outbox);
    assert_eq!((leased.cid(), leased.state.name()), (cid(1), "uncertain"));
}

#[test]
fn after_the_end_of_its_lease_a_process_can_only_report_proof() {
    let home = tempfile::tempdir().unwrap();
    let (slow, quick) = (open_as_new_process(home.path()), open_as_new_process(home.path()));
    for number in 1..=2 {
        queue(&slow, &customer(number), &cashier(), now()).unwrap();
    }
    let (one, two) = (lease_next(&slow), lease_next(&slow));
    let end = now() + LEASE_DURATION;
    assert!(lease_one(&quick, end - Duration::milliseconds(1)).is_none());
    let leased_again = lease_due(&quick, end);
    assert_eq!(leased_again.iter().map(Leased::cid).collect::<Vec<_>>(), [cid(1), cid(2)]);
    let [leased_again, _] = leased_again.as_slice() else { unreachable!() };
    assert_eq!(leased_again.state.name(), "uncertain");
    // After the end of the lease, "not carried out" proves nothing. "Stored" is a proof.
    assert!(matches!(slow.finish(&one, &unreachable(), end, 0), Err(OutboxError::LeaseLost)));
    assert_eq!(slow.finish(&one, &registered(1), end, 0).unwrap().state.name(), "registered");
    let not_found = AttemptReport { events: vec![Event::ReadBack(LookupResult::NotFound)], ..AttemptReport::default() };
    assert!(matches!(quick.finish(leased_again, &not_found, end, 0), Err(OutboxError::LeaseLost)));
    assert_eq!(quick.show(cid(1)).unwrap().unwrap().state, State::Registered { id: Some(CustomerId(1)) });
    // The slow process has also lost the lease of the second registration.
    assert!(matches!(slow.finish(&two, &lost(), end, 0), Err(OutboxError::LeaseLost)));
    assert_eq!(files_with(home.path(), &personal_texts(1)), Vec::<String>::new());
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
                    let outbox = open_as_new_process(dir);
                    let mut sent = Vec::new();
                    for number in desk * EACH..(desk + 1) * EACH {
                        queue(&outbox, &customer(number), &cashier(), now()).unwrap();
                        if let Some(leased) = lease_one(&outbox, now()) {
                            sent.push(leased.cid());
                            outbox.finish(&leased, &registered(number), now(), 0).unwrap();
                        }
                    }
                    while let Some(leased) = lease_one(&outbox, now()) {
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
    let outbox = open_as_new_process(dir);
    assert_eq!(outbox.counts().unwrap(), Counts::default());
    assert_eq!(outbox.list(RowFilter::All, 1000).unwrap().len(), expected.len());
    let traces: Vec<_> = (0..6 * EACH).flat_map(personal_texts).collect();
    assert_eq!(files_with(dir, &traces), Vec::<String>::new());
}
