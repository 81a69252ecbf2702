mod shares;
mod waits;

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
