//! Outages, from their first minute to the last delivered row, under Tokio's paused clock: several desks and a timer on
//! one state directory, as in a restaurant. An hour takes seconds.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::time::Instant;

mod fleet;
mod groups;
mod imports;

use super::super::event;
use super::tasks::load;
use crate::clock;
use crate::clopos::fake_server::{FakeServer, Outage, Scope};
use crate::clopos::{Client, ClientConfig, Credentials, Generation, PlainHttpPolicy};
use crate::delivery::{Connection, background, first_attempt, send_all};
use crate::domain::{Cid, Country, Name, NewCustomer, Phone};
use crate::outbox::{Cashier, Outbox, Owner};
use crate::settings::ApiTarget;

/// The registrations of one outage.
const ROWS: u32 = 50;

/// From one start of the timer's unit to the next.
const PERIOD: Duration = Duration::from_mins(1);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    V1,
    V2,
}

/// A restaurant: the server, and a state directory that all processes share.
#[derive(Clone)]
struct Restaurant {
    server: Arc<FakeServer>,
    home: Arc<tempfile::TempDir>,
    version: Version,
    calls_per_minute: Option<u32>,
}

impl Restaurant {
    fn new(version: Version) -> Self {
        let server = if version == Version::V1 { FakeServer::v1() } else { FakeServer::v2() };
        Self::with_server(version, server)
    }

    fn with_server(version: Version, server: FakeServer) -> Self {
        // In memory, if the system has such a directory: the test is not about the speed of a disk.
        let home = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let home = Arc::new(home.unwrap());
        Self { server: Arc::new(server), home, version, calls_per_minute: None }
    }

    fn dir(&self) -> &Path {
        self.home.path()
    }

    fn config(&self) -> ClientConfig {
        let text = || "training".to_owned();
        let (client_id, client_secret, brand) = (text(), SecretString::from("training"), text());
        let generation = match self.version {
            Version::V1 => Generation::V1 { venue_id: "1".into() },
            Version::V2 => Generation::V2 { integrator_id: text(), venue_id: None },
        };
        let credentials = Credentials { client_id, client_secret, brand, generation };
        ClientConfig {
            base_url: "http://127.0.0.1:1/open-api".parse().unwrap(),
            credentials,
            extra_ca: None,
            plain_http: PlainHttpPolicy::OnlyLoopback,
            state_dir: self.dir().to_owned(),
            country: Country::default(),
            calls_per_minute: self.calls_per_minute,
        }
    }

    /// Returns the outbox and the connection of another process.
    fn process(&self) -> (Arc<Outbox>, Arc<Connection>) {
        let owner = Arc::new(Owner::register(self.dir()).unwrap());
        let outbox = Outbox::open(self.dir(), owner, clock::now(), Duration::from_secs(30)).unwrap();
        let client = Client::of_fake(self.config(), Arc::clone(&self.server));
        (Arc::new(outbox), Arc::new(Connection::with_client(ApiTarget::Live(Box::new(self.config())), client)))
    }

    /// Opens a desk: delivery in the background, venue and groups.
    ///
    /// Returns the events of the desk.
    fn open_desk(&self) -> event::EventReceiver {
        let (outbox, connection) = self.process();
        let (events, received) = event::channel().unwrap();
        tokio::spawn(load(Arc::clone(&connection), events, Arc::default()));
        let directory = self.dir().to_owned();
        tokio::spawn(async move { background::run(outbox, directory, connection, Arc::default(), |_| {}).await });
        received
    }

    /// Starts `outbox send` every minute, the first time after this time.
    fn start_timer(&self, first: Duration) {
        let restaurant = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(first).await;
            loop {
                let begun = Instant::now();
                let (outbox, connection) = restaurant.process();
                // The result only becomes an exit code.
                drop(send_all(&*outbox, &connection).await);
                drop((outbox, connection));
                tokio::time::sleep_until(begun + PERIOD).await;
            }
        });
    }

    /// Registers a customer as `frontdesk add` and a desk do, without waiting for the result.
    fn register(&self, number: u32) {
        let restaurant = self.clone();
        tokio::spawn(async move {
            let (outbox, connection) = restaurant.process();
            let customer = customer(number);
            let leased = outbox.save_and_lease(&customer, &Cashier::new("aysel"), clock::now()).unwrap().unwrap();
            first_attempt::deliver(&*outbox, &connection, leased).await;
        });
    }

    /// Returns the rows that are not registered.
    fn waiting(outbox: &Outbox) -> u64 {
        let counts = outbox.counts().unwrap();
        counts.waiting + counts.refused
    }
}

fn customer(number: u32) -> NewCustomer {
    let mut bytes = [0; 16];
    bytes[12..].copy_from_slice(&number.to_be_bytes());
    NewCustomer {
        cid: Cid::from_random_bytes(bytes),
        name: Name::parse(&format!("Customer {number}")).valid().unwrap(),
        phone: Phone::parse(&format!("+99450{number:07}"), Country::default()).valid(),
        email: None,
        code: None,
        birth_date: None,
        gender: None,
        group: None,
        note: None,
        consent: None,
    }
}

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
