use proptest::prelude::*;

use super::*;

const NOW: u64 = 1_767_853_132_000;
const PATIENCE: Duration = Duration::from_secs(3);

fn told(limit: u32, remaining: u32, reset: u64) -> Limits {
    let headers =
        [("ratelimit-limit", u64::from(limit)), ("ratelimit-remaining", remaining.into()), ("ratelimit-reset", reset)];
    let headers = headers.into_iter().map(|(name, value)| (name.parse().unwrap(), value.into())).collect();
    Limits::read(&headers, std::time::UNIX_EPOCH)
}

fn ask(ledger: &mut Ledger, now: u64, pace: Pace) -> Permit {
    ledger.ask(now, 300, pace, PATIENCE)
}

#[test]
fn nine_tenths_go_at_once_the_last_tenth_at_an_even_pace() {
    let mut ledger = Ledger::default();
    for _ in 0..270 {
        assert_eq!(ask(&mut ledger, NOW, Pace::Foreground), Permit::In(Duration::ZERO));
    }
    // 300 a minute is one in 200 ms.
    assert_eq!(ask(&mut ledger, NOW, Pace::Foreground), Permit::In(Duration::ZERO));
    assert_eq!(ask(&mut ledger, NOW, Pace::Foreground), Permit::In(Duration::from_millis(200)));
    assert_eq!(ask(&mut ledger, NOW, Pace::Foreground), Permit::In(Duration::from_millis(400)));
    assert_eq!(ask(&mut ledger, NOW + 1000, Pace::Foreground), Permit::In(Duration::ZERO));
}

#[test]
fn never_more_than_the_limit_in_any_minute() {
    let mut ledger = Ledger::default();
    let mut sent = Vec::new();
    let mut now = NOW;
    while now < NOW + 300_000 {
        match ledger.ask(now, 100, Pace::Foreground, PATIENCE) {
            Permit::In(delay) => sent.push(now + in_millis(delay)),
            Permit::NotBefore(wait) => now += in_millis(wait),
        }
    }
    for (i, first) in sent.iter().enumerate() {
        let in_minute = sent[i..].iter().take_while(|at| **at < first + WINDOW).count();
        assert!(in_minute <= 100, "{in_minute}");
    }
    // And what is there is used: five minutes hold nearly five budgets.
    assert!(sent.len() > 450, "{}", sent.len());
}

#[test]
fn work_in_the_background_leaves_half() {
    let mut ledger = Ledger::default();
    for _ in 0..150 {
        assert_eq!(ask(&mut ledger, NOW, Pace::Background), Permit::In(Duration::ZERO));
    }
    assert_eq!(ask(&mut ledger, NOW + 1000, Pace::Background), Permit::NotBefore(Duration::from_secs(59)));
    assert_eq!(ask(&mut ledger, NOW + 1000, Pace::Foreground), Permit::In(Duration::ZERO));
    assert_eq!(ask(&mut ledger, NOW + 60_000, Pace::Background), Permit::In(Duration::ZERO));
}

#[test]
fn what_the_api_says_is_left_counts_where_others_spend_too() {
    let mut ledger = Ledger::default();
    ledger.learn(NOW, &told(300, 0, 7));
    assert_eq!(ask(&mut ledger, NOW + 2000, Pace::Foreground), Permit::NotBefore(Duration::from_secs(5)));
    assert_eq!(ask(&mut ledger, NOW + 7000, Pace::Foreground), Permit::In(Duration::ZERO));

    ledger.learn(NOW + 7000, &told(300, 2, 60));
    assert!(matches!(ask(&mut ledger, NOW + 8000, Pace::Foreground), Permit::In(_)));
    assert!(matches!(ask(&mut ledger, NOW + 8000, Pace::Foreground), Permit::In(_)));
    assert!(matches!(ask(&mut ledger, NOW + 8000, Pace::Foreground), Permit::NotBefore(_)), "two were left");
}

#[test]
fn a_told_limit_is_the_limit() {
    let mut ledger = Ledger::default();
    ledger.learn(NOW, &told(10, 10, 60));
    for _ in 0..10 {
        assert!(matches!(ledger.ask(NOW + 1, 300, Pace::Foreground, Duration::from_hours(1)), Permit::In(_)));
    }
    assert!(matches!(ledger.ask(NOW + 1, 300, Pace::Foreground, Duration::from_hours(1)), Permit::NotBefore(_)));
}

#[test]
fn a_pause_holds_everybody_back_and_ends() {
    let mut ledger = Ledger::default();
    ledger.pause(NOW, Duration::from_secs(30));
    assert_eq!(ask(&mut ledger, NOW + 10_000, Pace::Foreground), Permit::NotBefore(Duration::from_secs(20)));
    assert!(!ledger.is_over(NOW + 10_000));
    assert_eq!(ask(&mut ledger, NOW + 30_000, Pace::Foreground), Permit::In(Duration::ZERO));
    assert!(ledger.is_over(NOW + 200_000));
}

#[test]
fn a_clock_set_back_an_hour_and_more_does_not_hold_anybody_back() {
    let mut ledger = Ledger::default();
    for _ in 0..300 {
        let _ = ask(&mut ledger, NOW, Pace::Foreground);
    }
    ledger.learn(NOW, &told(300, 0, 60));
    ledger.pause(NOW, Duration::from_mins(1));
    assert_eq!(ask(&mut ledger, NOW - 7_200_000, Pace::Foreground), Permit::In(Duration::ZERO));
}

proptest! {
    #[test]
    fn no_numbers_make_it_panic(
        calls in prop::collection::vec((any::<u64>(), any::<u32>(), any::<u32>(), any::<u64>(), any::<bool>()), 0..40)
    ) {
        let mut ledger = Ledger::default();
        for (now, limit, remaining, reset, background) in calls {
            let pace = if background { Pace::Background } else { Pace::Foreground };
            if let Permit::In(delay) = ledger.ask(now, limit, pace, PATIENCE) {
                prop_assert!(delay <= PATIENCE);
            }
            ledger.learn(now, &told(limit, remaining, reset));
            ledger.pause(now, Duration::from_millis(reset));
            let _ = ledger.is_over(now);
        }
    }
}
