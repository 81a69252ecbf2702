//! `frontdesk add --stdin` within the call budget, and during outages.

use super::*;
use crate::delivery::{Once, Paced, send_all};
use crate::domain::{ApiError, DeliveryOutcome};

impl Restaurant {
    /// Registers this many customers one after the other, as an import does. Returns the outcomes.
    async fn import(&self, rows: u32) -> Vec<DeliveryOutcome> {
        let (outbox, _) = self.process();
        let client = Client::of_fake(self.config(), Arc::clone(&self.server)).in_background();
        let connection = Connection::with_client(ApiTarget::Live(Box::new(self.config())), client);
        let (mut paced, mut outcomes) = (Paced::default(), Vec::new());
        for number in 0..rows {
            let cashier = Cashier::new("import");
            match paced.register(&*outbox, &connection, &cashier, &customer(number), |_| {}).await {
                Once::Delivered(outcome) => outcomes.push(outcome),
                other => panic!("{other:?}"),
            }
        }
        outcomes
    }

    fn calls(&self, since: Instant) -> usize {
        self.server.calls_since(since).values().sum()
    }
}

fn registered(outcomes: &[DeliveryOutcome]) -> usize {
    outcomes.iter().filter(|outcome| matches!(outcome, DeliveryOutcome::Registered(_))).count()
}

#[tokio::test(start_paused = true)]
async fn an_import_waits_for_the_calls_of_a_minute_and_of_an_hour() {
    let restaurant = Restaurant::new(Version::V1);
    // The token is there before the first call of the import.
    restaurant.register(9_999);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begun = Instant::now();
    let import = tokio::spawn({
        let restaurant = restaurant.clone();
        async move { restaurant.import(1_010).await }
    });
    tokio::time::sleep(Duration::from_mins(59)).await;
    assert!((990..1_000).contains(&restaurant.calls(begun)), "{}", restaurant.calls(begun));
    assert!(!import.is_finished());
    assert_eq!(registered(&import.await.unwrap()), 1_010);
    assert_eq!((restaurant.server.stored(), restaurant.server.too_many()), ((1_011, 1_011), 0));
}

/// The other half of a minute's 300 calls is for the cashiers.
#[tokio::test(start_paused = true)]
async fn while_cashiers_work_an_import_makes_half_of_the_calls() {
    let restaurant = Restaurant::new(Version::V2);
    let begun = Instant::now();
    restaurant.register(9_999);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let import = tokio::spawn({
        let restaurant = restaurant.clone();
        async move { restaurant.import(400).await }
    });
    for second in [20, 40, 59] {
        restaurant.register(10_000 + second);
        tokio::time::sleep_until(begun + Duration::from_secs(second.into())).await;
    }
    assert!((140..=160).contains(&restaurant.calls(begun)), "{}", restaurant.calls(begun));
    assert_eq!(registered(&import.await.unwrap()), 400);
    assert_eq!(restaurant.server.too_many(), 0);
}

#[tokio::test(start_paused = true)]
async fn an_import_waits_through_a_short_outage_and_saves_during_a_long_one() {
    let outages = [Outage::Refused, Outage::Reset, Outage::AnswerLost, Outage::Status(503), Outage::Page(502)];
    for (outage, (seconds, all_registered)) in
        outages.iter().flat_map(|outage| [(30, true), (300, false)].map(|row| (*outage, row)))
    {
        let restaurant = Restaurant::new(Version::V2);
        let import = tokio::spawn({
            let restaurant = restaurant.clone();
            async move { restaurant.import(50).await }
        });
        tokio::time::sleep(Duration::from_secs(1)).await;
        restaurant.server.set_outage(Some((outage, Scope::All)));
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        restaurant.server.set_outage(None);
        let outcomes = import.await.unwrap();
        let waiting = outcomes.iter().filter(|outcome| matches!(outcome, DeliveryOutcome::Waiting { .. })).count();
        assert_eq!(registered(&outcomes) + waiting, 50);
        assert_eq!(waiting == 0, all_registered, "{outage:?} {seconds} s: {waiting} waiting");
        let (outbox, connection) = restaurant.process();
        while send_all(&*outbox, &connection).await.unwrap().waiting > 0 {}
        assert_eq!(restaurant.server.stored(), (50, 50));
    }
}

#[tokio::test(start_paused = true)]
async fn an_import_that_is_turned_away_tries_one_customer_a_minute() {
    let restaurant = Restaurant::new(Version::V2);
    restaurant.server.set_outage(Some((Outage::Status(403), Scope::Registrations)));
    let begun = Instant::now();
    let outcomes = restaurant.import(100).await;
    let is_turned_away = |outcome: &DeliveryOutcome| {
        matches!(outcome, DeliveryOutcome::Refused { error: ApiError::Permission { .. }, .. })
    };
    assert!(outcomes.iter().all(is_turned_away), "{outcomes:?}");
    assert_eq!(restaurant.server.calls_since(begun)["register"], 3);
}
