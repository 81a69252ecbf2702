use proptest::prelude::*;

use super::*;
use crate::clopos::call_log::HOUR_MS;

const NOW: u64 = 1_767_853_132_000;
const MAX_CALL_DELAY: Duration = Duration::from_secs(3);
const RANDOM: u64 = 0;

fn announced_headers(limit: u32, remaining: u32, reset: u64) -> RateLimitHeaders {
    let headers =
        [("ratelimit-limit", u64::from(limit)), ("ratelimit-remaining", remaining.into()), ("ratelimit-reset", reset)];
    let headers = headers.into_iter().map(|(name, value)| (name.parse().unwrap(), value.into())).collect();
    RateLimitHeaders::read(&headers, std::time::UNIX_EPOCH)
}

fn per_minute(per_minute: u32) -> DefaultLimits {
    DefaultLimits { per_minute, per_hour: None, host_share: None }
}

const V1: DefaultLimits = DefaultLimits { per_minute: 100, per_hour: Some(1000), host_share: None };

fn ticket(counted_at: u64, priority: Priority) -> Ticket {
    Ticket { counted_at, priority, direction: CallDirection::Write }
}

fn acquire(limiter: &mut RateLimiter, now: u64, priority: Priority) -> Permit {
    limiter.try_acquire(now, per_minute(300), priority, CallDirection::Read, MAX_CALL_DELAY, RANDOM)
}

#[test]
fn nine_tenths_of_the_budget_go_at_once_and_the_last_tenth_at_an_even_pace() {
    let mut limiter = RateLimiter::default();
    for _ in 0..270 {
        assert_eq!(acquire(&mut limiter, NOW, Priority::Foreground), Permit::Granted(Duration::ZERO));
    }
    // 300 a minute is one in 200 ms.
    assert_eq!(acquire(&mut limiter, NOW, Priority::Foreground), Permit::Granted(Duration::ZERO));
    assert_eq!(acquire(&mut limiter, NOW, Priority::Foreground), Permit::Granted(Duration::from_millis(200)));
    assert_eq!(acquire(&mut limiter, NOW, Priority::Foreground), Permit::Granted(Duration::from_millis(400)));
    assert_eq!(acquire(&mut limiter, NOW + 1000, Priority::Foreground), Permit::Granted(Duration::ZERO));
}

#[test]
fn never_more_than_the_limit_in_any_minute() {
    let mut limiter = RateLimiter::default();
    let mut sent = Vec::new();
    let mut now = NOW;
    while now < NOW + 300_000 {
        match limiter.try_acquire(
            now,
            per_minute(100),
            Priority::Foreground,
            CallDirection::Read,
            MAX_CALL_DELAY,
            RANDOM,
        ) {
            Permit::Granted(delay) => sent.push(now + as_millis(delay)),
            Permit::Denied(wait) => now += as_millis(wait),
            Permit::Offline => panic!("offline"),
        }
    }
    for (i, first) in sent.iter().enumerate() {
        let in_minute = sent[i..].iter().take_while(|at| **at < first + MINUTE_MS).count();
        assert!(in_minute <= 100, "{in_minute}");
    }
    // The budget is used: five minutes have nearly five budgets.
    assert!(sent.len() > 450, "{}", sent.len());
}

#[test]
fn background_calls_leave_half_of_the_budget_to_cashiers_who_work_and_take_all_when_no_cashier_works() {
    let mut limiter = RateLimiter::default();
    for _ in 0..300 {
        assert!(matches!(acquire(&mut limiter, NOW, Priority::Background), Permit::Granted(_)));
        limiter.last_slot = 0;
    }
    assert_eq!(acquire(&mut limiter, NOW, Priority::Background), Permit::Denied(Duration::from_mins(1)));

    let mut limiter = RateLimiter::default();
    assert_eq!(acquire(&mut limiter, NOW, Priority::Foreground), Permit::Granted(Duration::ZERO));
    limiter.settle(NOW, ticket(NOW, Priority::Foreground), Outcome::Passed, true, RANDOM);
    for _ in 1..150 {
        assert_eq!(acquire(&mut limiter, NOW, Priority::Background), Permit::Granted(Duration::ZERO));
    }
    assert_eq!(acquire(&mut limiter, NOW + 1000, Priority::Background), Permit::Denied(Duration::from_secs(59)));
    assert_eq!(acquire(&mut limiter, NOW + 1000, Priority::Foreground), Permit::Granted(Duration::ZERO));
    // A minute after the last call for a person, no call is reserved for a person.
    for _ in 0..200 {
        assert_eq!(acquire(&mut limiter, NOW + 60_000, Priority::Background), Permit::Granted(Duration::ZERO));
    }
}

#[test]
fn the_first_generation_keeps_the_limit_of_an_hour_as_well() {
    let (mut limiter, mut sent, mut now) = (RateLimiter::default(), Vec::new(), NOW);
    while now < NOW + 3 * HOUR_MS {
        match limiter.try_acquire(now, V1, Priority::Foreground, CallDirection::Write, MAX_CALL_DELAY, RANDOM) {
            Permit::Granted(delay) => sent.push(now + as_millis(delay)),
            Permit::Denied(wait) => now += as_millis(wait),
            Permit::Offline => panic!("offline"),
        }
    }
    for (window, max_calls) in [(MINUTE_MS, 100), (HOUR_MS, 1000)] {
        for (i, first) in sent.iter().enumerate() {
            let count = sent[i..].iter().take_while(|at| **at < first + window).count();
            assert!(count <= max_calls, "{count} in {window} ms");
        }
    }
    assert!(sent.len() > 2_500, "and the budget is used: {}", sent.len());
}

#[test]
fn background_calls_leave_a_tenth_of_the_hour_to_cashiers_who_work() {
    let mut limiter = RateLimiter::default();
    let mut now = NOW;
    for _ in 0..9 {
        for _ in 0..100 {
            limiter.calls.count(now);
        }
        now += MINUTE_MS;
    }
    limiter.settle(now, ticket(now, Priority::Foreground), Outcome::Passed, true, RANDOM);
    assert!(matches!(
        limiter.try_acquire(now, V1, Priority::Background, CallDirection::Write, MAX_CALL_DELAY, RANDOM),
        Permit::Denied(_)
    ));
    assert_eq!(
        limiter.try_acquire(now, V1, Priority::Foreground, CallDirection::Write, MAX_CALL_DELAY, RANDOM),
        Permit::Granted(Duration::ZERO)
    );
    assert_eq!(
        limiter.try_acquire(now + MINUTE_MS, V1, Priority::Background, CallDirection::Write, MAX_CALL_DELAY, RANDOM),
        Permit::Granted(Duration::ZERO)
    );
}

#[test]
fn a_call_that_was_not_made_is_refunded() {
    let mut limiter = RateLimiter::default();
    for priority in [Priority::Foreground, Priority::Background] {
        for number in 0..500 {
            let now = NOW + number;
            assert!(
                matches!(
                    limiter.try_acquire(now, V1, Priority::Foreground, CallDirection::Write, MAX_CALL_DELAY, RANDOM),
                    Permit::Granted(_)
                ),
                "{number}"
            );
            limiter.settle(now, ticket(now, priority), Outcome::Unconnected, false, RANDOM);
        }
    }
    assert_eq!((limiter.calls.sent.len(), limiter.calls.in_hour(), limiter.foreground_at), (0, 0, 0));
}

#[test]
fn while_offline_calls_that_can_wait_are_one_probe_at_a_time() {
    let mut limiter = RateLimiter::default();
    limiter.settle(NOW, ticket(NOW, Priority::Foreground), Outcome::Unconnected, false, RANDOM);
    let mut calls = Vec::new();
    for now in (NOW..NOW + 60_000).step_by(100) {
        for priority in [Priority::Optional, Priority::Background, Priority::Background] {
            match acquire(&mut limiter, now, priority) {
                Permit::Granted(Duration::ZERO) => {
                    limiter.settle(now, ticket(now, priority), Outcome::Failed, true, RANDOM);
                    calls.push(now);
                }
                Permit::Offline => {}
                other => panic!("{other:?}"),
            }
        }
        assert!(matches!(
            limiter.try_acquire(now, V1, Priority::Foreground, CallDirection::Write, MAX_CALL_DELAY, RANDOM),
            Permit::Granted(_) | Permit::Denied(_)
        ));
    }
    assert!((5..=10).contains(&calls.len()), "{}", calls.len());
    limiter.settle(NOW + 60_000, ticket(NOW, Priority::Foreground), Outcome::Passed, true, RANDOM);
    let readiness = limiter.readiness(NOW + 60_000, per_minute(3_000));
    assert_eq!((readiness.reads, readiness.writes, readiness.offline_since), (Gate::Open, Gate::Open, None));
}

#[test]
fn the_user_ends_a_pause_of_an_hour() {
    let mut limiter = RateLimiter::default();
    limiter.record_limits(NOW, &announced_headers(300, 0, 3600));
    limiter.pause(NOW, Duration::from_hours(1));
    let shut = limiter.readiness(NOW + 1_000, V1).shut_for().unwrap();
    assert_eq!(shut, Duration::from_secs(3599));
    limiter.lift_pause(NOW + 1_000);
    assert_eq!(limiter.readiness(NOW + 1_000, V1).shut_for(), None);
    assert_eq!(acquire(&mut limiter, NOW + 1_000, Priority::Background), Permit::Granted(Duration::ZERO));
}

#[test]
fn the_announced_remaining_calls_count_when_other_hosts_use_the_same_budget() {
    let mut limiter = RateLimiter::default();
    limiter.record_limits(NOW, &announced_headers(300, 0, 7));
    assert_eq!(acquire(&mut limiter, NOW + 2000, Priority::Foreground), Permit::Denied(Duration::from_secs(5)));
    assert_eq!(acquire(&mut limiter, NOW + 7000, Priority::Foreground), Permit::Granted(Duration::ZERO));

    limiter.record_limits(NOW + 7000, &announced_headers(300, 2, 60));
    assert!(matches!(acquire(&mut limiter, NOW + 8000, Priority::Foreground), Permit::Granted(_)));
    assert!(matches!(acquire(&mut limiter, NOW + 8000, Priority::Foreground), Permit::Granted(_)));
    assert!(matches!(acquire(&mut limiter, NOW + 8000, Priority::Foreground), Permit::Denied(_)), "two were left");
}

/// Makes as many calls as are granted within 12 minutes. Returns their times.
fn calls_of_twelve_minutes(limiter: &mut RateLimiter, limits: DefaultLimits, priority: Priority) -> Vec<u64> {
    let (mut calls, mut now) = (Vec::new(), NOW);
    while now < NOW + 12 * MINUTE_MS {
        match limiter.try_acquire(now, limits, priority, CallDirection::Write, MAX_CALL_DELAY, RANDOM) {
            Permit::Granted(delay) => calls.push(now + as_millis(delay)),
            Permit::Denied(wait) => now += as_millis(wait),
            Permit::Offline => panic!("offline"),
        }
    }
    calls
}

#[test]
fn a_host_makes_no_more_calls_than_its_share_whatever_the_api_announces() {
    for (limits, share, announced, per_minute, sum) in [
        (per_minute(300), 15, None, 15, 12 * 15),
        (per_minute(300), 1, None, 1, 12),
        (per_minute(300), 15, Some(300), 15, 12 * 15),
        (per_minute(300), 15, Some(600), 15, 12 * 15),
        // No more than the API permits.
        (per_minute(300), 500, None, 300, 12 * 300),
        (per_minute(300), u32::MAX, None, 300, 12 * 300),
        // v1: the same share of the hour.
        (V1, 5, None, 5, 50),
        (V1, 5, Some(100), 5, 50),
        // v1 announces the limit of the hour too.
        (V1, 5, Some(1_000), 5, 50),
        (V1, 200, None, 100, 1_000),
    ] {
        for priority in [Priority::Foreground, Priority::Optional, Priority::Background] {
            let mut limiter = RateLimiter::default();
            if let Some(announced) = announced {
                limiter.record_limits(NOW, &announced_headers(announced, announced, 60));
            }
            let calls = calls_of_twelve_minutes(&mut limiter, limits.with_host_share(Some(share)), priority);
            let case = format!("{share} of {limits:?}, announced {announced:?}, {priority:?}");
            for (number, first) in calls.iter().enumerate() {
                let end = calls.partition_point(|at| *at < first + MINUTE_MS);
                assert!(end - number <= per_minute, "{} in a minute: {case}", end - number);
            }
            assert!(calls.len() <= sum && calls.len() > sum * 9 / 10, "{} calls: {case}", calls.len());
        }
    }
}

#[test]
fn background_calls_leave_half_of_the_share_to_cashiers_who_work() {
    let (mut limiter, limits) = (RateLimiter::default(), per_minute(300).with_host_share(Some(20)));
    limiter.settle(NOW, ticket(NOW, Priority::Foreground), Outcome::Passed, true, RANDOM);
    let mut acquire =
        |priority| limiter.try_acquire(NOW, limits, priority, CallDirection::Write, MAX_CALL_DELAY, RANDOM);
    let granted = (0..20).filter(|_| matches!(acquire(Priority::Background), Permit::Granted(_))).count();
    assert_eq!(granted, 10);
    assert_eq!(acquire(Priority::Foreground), Permit::Granted(Duration::ZERO));
}

/// Returns the time until a host makes its first background call after an outage, and until the first call of a cashier.
fn restart_delays(outage_ms: u64, random: u64) -> (u64, u64) {
    let mut limiter = RateLimiter::default();
    limiter.settle(NOW, ticket(NOW, Priority::Background), Outcome::Unconnected, false, random);
    let back = NOW + outage_ms;
    limiter.settle(back, ticket(back, Priority::Background), Outcome::Passed, true, random);
    let first = |priority| {
        let mut limiter = limiter.clone();
        (0..=MAX_RESTART_DELAY_MS).find(|after| {
            let now = back + after;
            let permit =
                limiter.try_acquire(now, per_minute(300), priority, CallDirection::Write, Duration::ZERO, random);
            let is_granted = matches!(permit, Permit::Granted(_));
            assert_eq!(
                priority == Priority::Background && limiter.readiness(now, V1).shut_for().is_some(),
                priority == Priority::Background && !is_granted
            );
            is_granted
        })
    };
    (first(Priority::Background).unwrap(), first(Priority::Foreground).unwrap())
}

#[test]
fn after_an_outage_hosts_begin_again_at_different_times_and_cashiers_at_once() {
    for (minutes, max_delay) in [(1, 600), (2, 1_200), (10, 6_000), (60, 20_000), (24 * 60, 20_000)] {
        let delays: Vec<_> = (0..20).map(|host| restart_delays(minutes * MINUTE_MS, host * 7_919)).collect();
        assert!(delays.iter().all(|(background, cashier)| *background <= max_delay && *cashier == 0), "{delays:?}");
        let (first, last) = (delays.iter().min().unwrap().0, delays.iter().max().unwrap().0);
        assert!(last - first > max_delay / 2, "not in step after {minutes} minutes: {delays:?}");
    }
    // One failure is no outage.
    let mut limiter = RateLimiter::default();
    for outcome in [Outcome::Failed, Outcome::Passed] {
        limiter.settle(NOW, ticket(NOW, Priority::Foreground), outcome, true, u64::MAX);
    }
    assert_eq!(limiter.restart_at, 0);
}

#[test]
fn the_user_and_a_clock_that_was_set_end_the_delay_after_an_outage() {
    let mut limiter = RateLimiter { restart_at: NOW + 15_000, ..RateLimiter::default() };
    assert_eq!(acquire(&mut limiter, NOW, Priority::Background), Permit::Denied(Duration::from_secs(15)));
    let mut set_back = limiter.clone();
    assert_eq!(acquire(&mut set_back, NOW - HOUR_MS, Priority::Background), Permit::Granted(Duration::ZERO));
    limiter.lift_pause(NOW);
    assert_eq!(acquire(&mut limiter, NOW, Priority::Background), Permit::Granted(Duration::ZERO));
}

/// A call that is denied although `readiness` permits it would be tried again at once.
#[test]
fn readiness_permits_a_call_if_and_only_if_it_is_granted_at_once() {
    for (limits, share) in [
        (per_minute(300), 300),
        (per_minute(300), 60),
        (per_minute(300), 20),
        (per_minute(300), 15),
        (per_minute(300), 10),
        (per_minute(300), 3),
        (per_minute(300), 1),
        (V1, 100),
        (V1, 5),
    ] {
        let limits = limits.with_host_share(Some(share));
        for announced in [None, Some(40), Some(3)] {
            let mut limiter = RateLimiter::default();
            for step in 0..4_000 {
                let now = NOW + step * 37;
                if let (Some(remaining), 0) = (announced, step % 500) {
                    limiter.record_limits(now, &announced_headers(300, remaining, 60));
                }
                if step % 50 == 0 {
                    let _ = limiter.try_acquire(
                        now,
                        limits,
                        Priority::Foreground,
                        CallDirection::Read,
                        MAX_CALL_DELAY,
                        RANDOM,
                    );
                    limiter.settle(now, ticket(now, Priority::Foreground), Outcome::Passed, true, RANDOM);
                }
                let readiness = limiter.readiness(now, limits);
                for call in 0..readiness.calls_left.min(8) {
                    let permit = limiter.try_acquire(
                        now,
                        limits,
                        Priority::Background,
                        CallDirection::Write,
                        Duration::ZERO,
                        RANDOM,
                    );
                    let is_permitted = readiness.writes == Gate::Open;
                    assert_eq!(
                        permit == Permit::Granted(Duration::ZERO),
                        is_permitted,
                        "call {call} of {} at {step}, share {share}, announced {announced:?}: {permit:?}",
                        readiness.calls_left
                    );
                }
            }
        }
    }
}

#[test]
fn a_small_share_is_used_to_its_last_call() {
    for share in 1..=19 {
        let (mut limiter, limits) = (RateLimiter::default(), per_minute(300).with_host_share(Some(share)));
        for call in 0..share {
            let permit =
                limiter.try_acquire(NOW, limits, Priority::Foreground, CallDirection::Write, MAX_CALL_DELAY, RANDOM);
            assert_eq!(permit, Permit::Granted(Duration::ZERO), "call {call} of {share}");
        }
    }
}

#[test]
fn an_announced_limit_replaces_the_default() {
    let mut limiter = RateLimiter::default();
    limiter.record_limits(NOW, &announced_headers(10, 10, 60));
    for _ in 0..10 {
        assert!(matches!(
            limiter.try_acquire(
                NOW + 1,
                per_minute(300),
                Priority::Foreground,
                CallDirection::Read,
                Duration::from_hours(1),
                RANDOM
            ),
            Permit::Granted(_)
        ));
    }
    assert!(matches!(
        limiter.try_acquire(
            NOW + 1,
            per_minute(300),
            Priority::Foreground,
            CallDirection::Read,
            Duration::from_hours(1),
            RANDOM
        ),
        Permit::Denied(_)
    ));
}

#[test]
fn a_pause_holds_back_every_call_and_ends() {
    let mut limiter = RateLimiter::default();
    limiter.pause(NOW, Duration::from_secs(30));
    assert_eq!(acquire(&mut limiter, NOW + 10_000, Priority::Foreground), Permit::Denied(Duration::from_secs(20)));
    assert!(!limiter.is_expired(NOW + 10_000));
    assert_eq!(acquire(&mut limiter, NOW + 30_000, Priority::Foreground), Permit::Granted(Duration::ZERO));
    assert!(limiter.is_expired(NOW + 2 * HOUR_MS));
}

#[test]
fn a_clock_set_back_by_hours_does_not_hold_back_a_call() {
    let mut limiter = RateLimiter::default();
    for _ in 0..300 {
        let _ = acquire(&mut limiter, NOW, Priority::Foreground);
    }
    limiter.record_limits(NOW, &announced_headers(300, 0, 60));
    limiter.pause(NOW, Duration::from_mins(1));
    assert_eq!(acquire(&mut limiter, NOW - 7_200_000, Priority::Foreground), Permit::Granted(Duration::ZERO));
}

/// Desks of different versions share the file.
#[test]
fn the_stored_form_is_frozen() {
    let stored = concat!(
        r#"{"sent":[1],"told":{"limit":300,"remaining":5,"at":1,"until":2},"paused_until":3,"paused_at":4,"slot":5,"#,
        r#""minutes":[[0,1]],"foreground_at":6,"contact":{"reads":1,"writes":2,"away_since":7,"probe_at":8,"probes":9,"#,
        r#""unconnected":true},"restart_at":9}"#
    );
    let limiter: RateLimiter = serde_json::from_str(stored).unwrap();
    let stored: serde_json::Value = serde_json::from_str(stored).unwrap();
    assert_eq!(serde_json::to_value(&limiter).unwrap(), stored);
    let before_restarts = r#"{"sent":[1],"told":null,"paused_until":3,"slot":5}"#;
    assert_eq!(serde_json::from_str::<RateLimiter>(before_restarts).unwrap().restart_at, 0);
}

proptest! {
    #[test]
    fn no_numbers_cause_a_panic_or_a_longer_delay(
        calls in prop::collection::vec((any::<u64>(), any::<u32>(), any::<u32>(), any::<u64>(), any::<bool>()), 0..40)
    ) {
        let mut limiter = RateLimiter::default();
        for (now, limit, remaining, reset, background) in calls {
            let priority = if background { Priority::Background } else { Priority::Foreground };
            if let Permit::Granted(delay) = limiter.try_acquire(now, per_minute(limit), priority, CallDirection::Read, MAX_CALL_DELAY, RANDOM) {
                prop_assert!(delay <= MAX_CALL_DELAY);
            }
            limiter.record_limits(now, &announced_headers(limit, remaining, reset));
            limiter.pause(now, Duration::from_millis(reset));
            let _ = limiter.is_expired(now);
        }
    }
}
