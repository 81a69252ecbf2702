//! A restaurant for these tests: a server, and the processes that share a state directory.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::time::Instant;

use super::PERIOD;
use crate::clock;
use crate::clopos::fake_server::FakeServer;
use crate::clopos::{Client, ClientConfig, Credentials, Generation, PlainHttpPolicy};
use crate::delivery::{Connection, background, first_attempt, send_all};
use crate::domain::{Cid, Country, Name, NewCustomer, Phone};
use crate::outbox::{Cashier, Outbox, Owner};
use crate::runtime::event;
use crate::runtime::worker::tasks::load;
use crate::settings::ApiTarget;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    V1,
    V2,
}

/// A restaurant: the server, and a state directory that all processes share.
#[derive(Clone)]
pub(super) struct Restaurant {
    pub(super) server: Arc<FakeServer>,
    pub(super) home: Arc<tempfile::TempDir>,
    pub(super) version: Version,
    pub(super) calls_per_minute: Option<u32>,
}

impl Restaurant {
    pub(super) fn new(version: Version) -> Self {
        let server = if version == Version::V1 { FakeServer::v1() } else { FakeServer::v2() };
        Self::with_server(version, server)
    }

    pub(super) fn with_server(version: Version, server: FakeServer) -> Self {
        // In memory, if the system has such a directory: the test is not about the speed of a disk.
        let home = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let home = Arc::new(home.unwrap());
        Self { server: Arc::new(server), home, version, calls_per_minute: None }
    }

    pub(super) fn dir(&self) -> &Path {
        self.home.path()
    }

    pub(super) fn config(&self) -> ClientConfig {
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
    pub(super) fn process(&self) -> (Arc<Outbox>, Arc<Connection>) {
        let owner = Arc::new(Owner::register(self.dir()).unwrap());
        let outbox = Outbox::open(self.dir(), owner, clock::now(), Duration::from_secs(30)).unwrap();
        let client = Client::of_fake(self.config(), Arc::clone(&self.server));
        (Arc::new(outbox), Arc::new(Connection::with_client(ApiTarget::Live(Box::new(self.config())), client)))
    }

    /// Opens a desk: delivery in the background, venue and groups.
    ///
    /// Returns the events of the desk.
    pub(super) fn open_desk(&self) -> event::EventReceiver {
        let (outbox, connection) = self.process();
        let (events, received) = event::channel().unwrap();
        tokio::spawn(load(Arc::clone(&connection), events, Arc::default()));
        let directory = self.dir().to_owned();
        tokio::spawn(
            async move { background::run(outbox, directory, connection, Arc::default(), |_| {}, |_| {}).await },
        );
        received
    }

    /// Starts `outbox send` every minute, the first time after this time.
    pub(super) fn start_timer(&self, first: Duration) {
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
    pub(super) fn register(&self, number: u32) {
        let restaurant = self.clone();
        tokio::spawn(async move {
            let (outbox, connection) = restaurant.process();
            let customer = customer(number);
            let leased = outbox.save_and_lease(&customer, &Cashier::new("aysel"), clock::now()).unwrap().unwrap();
            first_attempt::deliver(&*outbox, &connection, leased).await;
        });
    }

    /// Returns the rows that are not registered.
    pub(super) fn waiting(outbox: &Outbox) -> u64 {
        let counts = outbox.counts().unwrap();
        counts.waiting + counts.refused
    }
}

pub(super) fn customer(number: u32) -> NewCustomer {
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
