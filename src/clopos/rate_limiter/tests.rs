use proptest::prelude::*;

use super::*;

const NOW: u64 = 1_767_853_132_000;
const MAX_CALL_DELAY: Duration = Duration::from_secs(3);

fn told(limit: u32, remaining: u32, reset: u64) -> RateLimitHeaders {
    let headers =
        [("ratelimit-limit", u64::from(limit)), ("ratelimit-remaining", remaining.into()), ("ratelimit-reset", reset)];
    let headers = headers.into_iter().map(|(name, value)| (name.parse().unwrap(), value.into())).collect();
    RateLimitHeaders::read(&headers, std::time::UNIX_EPOCH)
}

fn per_minute(per_minute: u32) -> DefaultLimits {
    DefaultLimits { per_minute, per_hour: None }
}

const V1: DefaultLimits = DefaultLimits { per_minute: 100, per_hour: Some(1000) };

fn ticket(counted_at: u64, pace: Priority) -> Ticket {
    Ticket { counted_at, pace, way: CallDirection::Write }
}

fn ask(ledger: &mut RateLimiter, now: u64, pace: Priority) -> Permit {
    ledger.ask(now, per_minute(300), pace, CallDirection::Read, MAX_CALL_DELAY)
}

#[test]
fn nine_tenths_go_at_once_the_last_tenth_at_an_even_pace() {
    let mut ledger = RateLimiter::default();
    for _ in 0..270 {
        assert_eq!(ask(&mut ledger, NOW, Priority::Foreground), Permit::In(Duration::ZERO));
    }
    // 300 a minute is one in 200 ms.
    assert_eq!(ask(&mut ledger, NOW, Priority::Foreground), Permit::In(Duration::ZERO));
    assert_eq!(ask(&mut ledger, NOW, Priority::Foreground), Permit::In(Duration::from_millis(200)));
    assert_eq!(ask(&mut ledger, NOW, Priority::Foreground), Permit::In(Duration::from_millis(400)));
    assert_eq!(ask(&mut ledger, NOW + 1000, Priority::Foreground), Permit::In(Duration::ZERO));
}

#[test]
fn never_more_than_the_limit_in_any_minute() {
    let mut ledger = RateLimiter::default();
    let mut sent = Vec::new();
    let mut now = NOW;
    while now < NOW + 300_000 {
        match ledger.ask(now, per_minute(100), Priority::Foreground, CallDirection::Read, MAX_CALL_DELAY) {
            Permit::In(delay) => sent.push(now + in_millis(delay)),
            Permit::NotBefore(wait) => now += in_millis(wait),
            other => panic!("{other:?}"),
        }
    }
    for (i, first) in sent.iter().enumerate() {
        let in_minute = sent[i..].iter().take_while(|at| **at < first + MINUTE_MS).count();
        assert!(in_minute <= 100, "{in_minute}");
    }
    // And what is there is used: five minutes hold nearly five budgets.
    assert!(sent.len() > 450, "{}", sent.len());
}

#[test]
fn work_in_the_background_leaves_half_to_people_who_work_and_nothing_to_an_empty_desk() {
    let mut ledger = RateLimiter::default();
    for _ in 0..300 {
        assert!(matches!(ask(&mut ledger, NOW, Priority::Background), Permit::In(_)));
        ledger.slot = 0;
    }
    assert_eq!(ask(&mut ledger, NOW, Priority::Background), Permit::NotBefore(Duration::from_mins(1)));

    let mut ledger = RateLimiter::default();
    assert_eq!(ask(&mut ledger, NOW, Priority::Foreground), Permit::In(Duration::ZERO));
    ledger.settle(NOW, ticket(NOW, Priority::Foreground), Outcome::Passed, true);
    for _ in 1..150 {
        assert_eq!(ask(&mut ledger, NOW, Priority::Background), Permit::In(Duration::ZERO));
    }
    assert_eq!(ask(&mut ledger, NOW + 1000, Priority::Background), Permit::NotBefore(Duration::from_secs(59)));
    assert_eq!(ask(&mut ledger, NOW + 1000, Priority::Foreground), Permit::In(Duration::ZERO));
    // A minute after the last call for a person nothing is left to one.
    for _ in 0..200 {
        assert_eq!(ask(&mut ledger, NOW + 60_000, Priority::Background), Permit::In(Duration::ZERO));
    }
}

#[test]
fn the_first_generation_keeps_its_hour_as_well() {
    let (mut ledger, mut sent, mut now) = (RateLimiter::default(), Vec::new(), NOW);
    while now < NOW + 3 * HOUR_MS {
        match ledger.ask(now, V1, Priority::Foreground, CallDirection::Write, MAX_CALL_DELAY) {
            Permit::In(delay) => sent.push(now + in_millis(delay)),
            Permit::NotBefore(wait) => now += in_millis(wait),
            other => panic!("{other:?}"),
        }
    }
    for (window, most) in [(MINUTE_MS, 100), (HOUR_MS, 1000)] {
        for (i, first) in sent.iter().enumerate() {
            let count = sent[i..].iter().take_while(|at| **at < first + window).count();
            assert!(count <= most, "{count} in {window} ms");
        }
    }
    assert!(sent.len() > 2_500, "and what is there is used: {}", sent.len());
}

#[test]
fn an_hour_that_people_use_keeps_a_tenth_for_them() {
    let mut ledger = RateLimiter::default();
    let mut now = NOW;
    for _ in 0..9 {
        for _ in 0..100 {
            ledger.count(now);
        }
        now += MINUTE_MS;
    }
    ledger.settle(now, ticket(now, Priority::Foreground), Outcome::Passed, true);
    assert!(matches!(
        ledger.ask(now, V1, Priority::Background, CallDirection::Write, MAX_CALL_DELAY),
        Permit::NotBefore(_)
    ));
    assert_eq!(
        ledger.ask(now, V1, Priority::Foreground, CallDirection::Write, MAX_CALL_DELAY),
        Permit::In(Duration::ZERO)
    );
    assert_eq!(
        ledger.ask(now + MINUTE_MS, V1, Priority::Background, CallDirection::Write, MAX_CALL_DELAY),
        Permit::In(Duration::ZERO)
    );
}

#[test]
fn a_call_that_was_not_made_is_given_back() {
    let mut ledger = RateLimiter::default();
    for pace in [Priority::Foreground, Priority::Background] {
        for number in 0..500 {
            let now = NOW + number;
            assert!(
                matches!(
                    ledger.ask(now, V1, Priority::Foreground, CallDirection::Write, MAX_CALL_DELAY),
                    Permit::In(_)
                ),
                "{number}"
            );
            ledger.settle(now, ticket(now, pace), Outcome::Unconnected, false);
        }
    }
    assert_eq!((ledger.sent.len(), ledger.calls_of_hour(), ledger.foreground_at), (0, 0, 0));
}

#[test]
fn while_the_connection_is_away_work_that_can_wait_makes_one_call_at_a_time() {
    let mut ledger = RateLimiter::default();
    ledger.settle(NOW, ticket(NOW, Priority::Foreground), Outcome::Unconnected, false);
    let mut calls = Vec::new();
    for now in (NOW..NOW + 60_000).step_by(100) {
        for pace in [Priority::Optional, Priority::Background, Priority::Background] {
            match ask(&mut ledger, now, pace) {
                Permit::Probe => {
                    ledger.settle(now, ticket(now, pace), Outcome::Failed, true);
                    calls.push(now);
                }
                Permit::Away => {}
                other => panic!("{other:?}"),
            }
        }
        assert!(matches!(
            ledger.ask(now, V1, Priority::Foreground, CallDirection::Write, MAX_CALL_DELAY),
            Permit::In(_) | Permit::NotBefore(_)
        ));
    }
    assert!((5..=10).contains(&calls.len()), "{}", calls.len());
    ledger.settle(NOW + 60_000, ticket(NOW, Priority::Foreground), Outcome::Passed, true);
    let readiness = ledger.readiness(NOW + 60_000, per_minute(3_000));
    assert_eq!((readiness.reads, readiness.writes, readiness.is_offline), (Gate::Open, Gate::Open, false));
}

#[test]
fn the_user_ends_a_pause_of_an_hour() {
    let mut ledger = RateLimiter::default();
    ledger.learn(NOW, &told(300, 0, 3600));
    ledger.pause(NOW, Duration::from_hours(1));
    let shut = ledger.readiness(NOW + 1_000, V1).shut_for().unwrap();
    assert_eq!(shut, Duration::from_secs(3599));
    ledger.lift(NOW + 1_000);
    assert_eq!(ledger.readiness(NOW + 1_000, V1).shut_for(), None);
    assert_eq!(ask(&mut ledger, NOW + 1_000, Priority::Background), Permit::In(Duration::ZERO));
}

#[test]
fn what_the_api_says_is_left_counts_where_others_spend_too() {
    let mut ledger = RateLimiter::default();
    ledger.learn(NOW, &told(300, 0, 7));
    assert_eq!(ask(&mut ledger, NOW + 2000, Priority::Foreground), Permit::NotBefore(Duration::from_secs(5)));
    assert_eq!(ask(&mut ledger, NOW + 7000, Priority::Foreground), Permit::In(Duration::ZERO));

    ledger.learn(NOW + 7000, &told(300, 2, 60));
    assert!(matches!(ask(&mut ledger, NOW + 8000, Priority::Foreground), Permit::In(_)));
    assert!(matches!(ask(&mut ledger, NOW + 8000, Priority::Foreground), Permit::In(_)));
    assert!(matches!(ask(&mut ledger, NOW + 8000, Priority::Foreground), Permit::NotBefore(_)), "two were left");
}

#[test]
fn a_told_limit_is_the_limit() {
    let mut ledger = RateLimiter::default();
    ledger.learn(NOW, &told(10, 10, 60));
    for _ in 0..10 {
        assert!(matches!(
            ledger.ask(NOW + 1, per_minute(300), Priority::Foreground, CallDirection::Read, Duration::from_hours(1)),
            Permit::In(_)
        ));
    }
    assert!(matches!(
        ledger.ask(NOW + 1, per_minute(300), Priority::Foreground, CallDirection::Read, Duration::from_hours(1)),
        Permit::NotBefore(_)
    ));
}

#[test]
fn a_pause_holds_everybody_back_and_ends() {
    let mut ledger = RateLimiter::default();
    ledger.pause(NOW, Duration::from_secs(30));
    assert_eq!(ask(&mut ledger, NOW + 10_000, Priority::Foreground), Permit::NotBefore(Duration::from_secs(20)));
    assert!(!ledger.is_over(NOW + 10_000));
    assert_eq!(ask(&mut ledger, NOW + 30_000, Priority::Foreground), Permit::In(Duration::ZERO));
    assert!(ledger.is_over(NOW + 2 * HOUR_MS));
}

#[test]
fn a_clock_set_back_an_hour_and_more_does_not_hold_anybody_back() {
    let mut ledger = RateLimiter::default();
    for _ in 0..300 {
        let _ = ask(&mut ledger, NOW, Priority::Foreground);
    }
    ledger.learn(NOW, &told(300, 0, 60));
    ledger.pause(NOW, Duration::from_mins(1));
    assert_eq!(ask(&mut ledger, NOW - 7_200_000, Priority::Foreground), Permit::In(Duration::ZERO));
}

/// Desks of different versions share the file.
#[test]
fn the_stored_form_is_frozen() {
    let stored = concat!(
        r#"{"sent":[1],"told":{"limit":300,"remaining":5,"at":1,"until":2},"paused_until":3,"paused_at":4,"slot":5,"#,
        r#""minutes":[[0,1]],"foreground_at":6,"contact":{"reads":1,"writes":2,"away_since":7,"probe_at":8,"probes":9,"#,
        r#""unconnected":true}}"#
    );
    let limiter: RateLimiter = serde_json::from_str(stored).unwrap();
    assert_eq!(serde_json::to_string(&limiter).unwrap(), stored);
}

proptest! {
    #[test]
    fn no_numbers_make_it_panic(
        calls in prop::collection::vec((any::<u64>(), any::<u32>(), any::<u32>(), any::<u64>(), any::<bool>()), 0..40)
    ) {
        let mut ledger = RateLimiter::default();
        for (now, limit, remaining, reset, background) in calls {
            let pace = if background { Priority::Background } else { Priority::Foreground };
            if let Permit::In(delay) = ledger.ask(now, per_minute(limit), pace, CallDirection::Read, MAX_CALL_DELAY) {
                prop_assert!(delay <= MAX_CALL_DELAY);
            }
            ledger.learn(now, &told(limit, remaining, reset));
            ledger.pause(now, Duration::from_millis(reset));
            let _ = ledger.is_over(now);
        }
    }
}
