//! Outages, from their first minute to the last delivered row, under Tokio's paused clock: several desks and a timer on
//! one state directory, as in a restaurant. An hour takes seconds.

mod fleet;
mod groups;
mod imports;
mod restaurant;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::clopos::Client;
use crate::clopos::fake_server::{FakeServer, Outage, Scope};
use crate::delivery::Connection;
use crate::outbox::Cashier;
use crate::settings::ApiTarget;
use restaurant::{Restaurant, Version, customer};

/// The registrations of one outage.
const ROWS: u32 = 50;

/// From one start of the timer's unit to the next.
const PERIOD: Duration = Duration::from_mins(1);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deliverer {
    Desk,
    Timer,
}

/// Registers 50 customers while the server is away for 120 s. Returns the time from its return to the last delivered
/// row.
async fn time_until_empty(outage: Outage, version: Version, deliverer: Deliverer) -> Duration {
    const OUTAGE: Duration = Duration::from_mins(2);
    const LAST_ROW_AT: Duration = Duration::from_secs(95);
    let restaurant = Restaurant::new(version);
    let (outbox, _) = restaurant.process();
    // Before the outage everything works.
    restaurant.register(0);
    let _desk = (deliverer == Deliverer::Desk).then(|| restaurant.open_desk());
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(restaurant.server.stored(), (1, 1));
    restaurant.server.set_outage(Some((outage, Scope::All)));
    let begun = Instant::now();
    if deliverer == Deliverer::Timer {
        restaurant.start_timer(Duration::from_secs(7));
    }
    for number in 1..=ROWS {
        restaurant.register(number);
        tokio::time::sleep_until(begun + LAST_ROW_AT * number / ROWS).await;
    }
    tokio::time::sleep_until(begun + OUTAGE).await;
    assert_eq!(Restaurant::waiting(&outbox), u64::from(ROWS));
    restaurant.server.set_outage(None);
    let back = Instant::now();
    while Restaurant::waiting(&outbox) > 0 {
        assert!(back.elapsed() < Duration::from_mins(10), "{outage:?} {version:?} {deliverer:?}: not empty");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let rows = usize::try_from(ROWS).unwrap() + 1;
    assert_eq!(restaurant.server.stored(), (rows, rows), "{outage:?} {version:?} {deliverer:?}");
    assert_eq!(restaurant.server.too_many(), 0, "{outage:?} {version:?} {deliverer:?}");
    back.elapsed()
}

async fn assert_soon_empty(version: Version, deliverer: Deliverer) {
    let goals = match version {
        Version::V1 => [(Outage::Refused, 10), (Outage::Reset, 65), (Outage::Silent, 65)],
        Version::V2 => [(Outage::Refused, 3), (Outage::Reset, 10), (Outage::Silent, 10)],
    };
    for (outage, goal) in goals {
        let more = if deliverer == Deliverer::Timer { PERIOD } else { Duration::ZERO };
        let took = time_until_empty(outage, version, deliverer).await;
        println!("{outage:?} {version:?} {deliverer:?}: {took:?}");
        assert!(took <= Duration::from_secs(goal) + more, "{outage:?} {version:?} {deliverer:?}: {took:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_open_desk_delivers_soon_after_the_return_v1() {
    assert_soon_empty(Version::V1, Deliverer::Desk).await;
}

#[tokio::test(start_paused = true)]
async fn an_open_desk_delivers_soon_after_the_return_v2() {
    assert_soon_empty(Version::V2, Deliverer::Desk).await;
}

#[tokio::test(start_paused = true)]
async fn the_timer_delivers_soon_after_the_return_v1() {
    assert_soon_empty(Version::V1, Deliverer::Timer).await;
}

#[tokio::test(start_paused = true)]
async fn the_timer_delivers_soon_after_the_return_v2() {
    assert_soon_empty(Version::V2, Deliverer::Timer).await;
}

/// The greatest number of calls of a host in an outage of an hour, of any kind.
const MAX_CALLS_OF_AN_HOUR: usize = 130;

/// The desks of a restaurant in an outage of an hour.
const DESKS: u32 = 2;

/// Runs several desks and a timer for an hour. Six customers are registered in the first two minutes. Returns the calls
/// by kind.
async fn calls_of_an_hour(outage: Outage, scope: Scope) -> BTreeMap<&'static str, usize> {
    let restaurant = Restaurant::new(Version::V2);
    restaurant.register(0);
    let _desks: Vec<_> = (0..DESKS).map(|_| restaurant.open_desk()).collect();
    tokio::time::sleep(Duration::from_secs(10)).await;
    restaurant.start_timer(Duration::from_secs(7));
    restaurant.server.set_outage(Some((outage, scope)));
    let begun = Instant::now();
    for number in 1..=6 {
        restaurant.register(number);
        tokio::time::sleep(Duration::from_secs(20)).await;
    }
    tokio::time::sleep_until(begun + Duration::from_hours(1)).await;
    restaurant.server.calls_since(begun)
}

async fn assert_few_calls(outages: &[(Outage, Scope)]) {
    let mut failed = Vec::new();
    for (outage, scope) in outages {
        let calls = calls_of_an_hour(*outage, *scope).await;
        let sum: usize = calls.values().sum();
        println!("{outage:?} {scope:?}: {sum} {calls:?}");
        if sum > MAX_CALLS_OF_AN_HOUR {
            failed.push(format!("{outage:?} {scope:?}: {calls:?}"));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[tokio::test(start_paused = true)]
async fn an_hour_without_an_answer_makes_few_calls() {
    assert_few_calls(&[(Outage::Reset, Scope::All), (Outage::Status(500), Scope::Tokens)]).await;
}

#[tokio::test(start_paused = true)]
async fn an_hour_in_which_only_registrations_fail_makes_few_calls() {
    assert_few_calls(&[(Outage::Reset, Scope::Registrations), (Outage::Page(403), Scope::Registrations)]).await;
}

#[tokio::test(start_paused = true)]
#[ignore = "takes long: just ci-extra"]
async fn an_hour_of_any_other_outage_makes_few_calls() {
    assert_few_calls(&[
        (Outage::Refused, Scope::All),
        (Outage::NoNameServer, Scope::All),
        (Outage::BadCertificate, Scope::All),
        (Outage::Silent, Scope::All),
        (Outage::Page(502), Scope::All),
        (Outage::Status(500), Scope::All),
        (Outage::Status(503), Scope::AllButTokens),
        (Outage::Reset, Scope::Tokens),
    ])
    .await;
}

#[tokio::test(start_paused = true)]
#[ignore = "takes long: just ci-extra"]
async fn an_hour_in_which_registrations_fail_in_any_other_way_makes_few_calls() {
    assert_few_calls(&[
        (Outage::Silent, Scope::Registrations),
        (Outage::Status(500), Scope::Registrations),
        (Outage::Page(502), Scope::Registrations),
        (Outage::Status(403), Scope::Registrations),
        (Outage::AnswerLost, Scope::Registrations),
    ])
    .await;
}
