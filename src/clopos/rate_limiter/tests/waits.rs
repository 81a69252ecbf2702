//! Outages, pauses and a clock that is set.

use super::*;

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
