//! The calls that a host leaves to other hosts, and background work to cashiers.

use super::*;

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
