//! Tasks of the worker, and the messages that they send: the day, the venue and the groups, counts, look-ups. Each task
//! has a clone of [`WorkerContext`].

use std::sync::Arc;
use std::time::Duration;

use crate::app::Msg;
use crate::clock;
use crate::delivery::{Connection, LocalStore};
use crate::domain::{
    ApiError, Connectivity, Country, CustomerId, Gate, Name, OutboxCounts, Phone, PhoneLookup, TimeZone,
};
use crate::outbox::{Counts, Outbox};

use tokio::sync::Notify;

use super::super::event::{Event, EventSender};

/// The longest pause before the API is asked for the venue and the groups again.
const MAX_LOAD_INTERVAL: Duration = Duration::from_mins(1);

/// A phone is looked up if no other key changes it for this time.
const LOOKUP_DEBOUNCE: Duration = Duration::from_millis(250);

/// The interval of the looks at the state of the connection while the desk is offline.
const WATCH_INTERVAL: Duration = Duration::from_secs(5);

/// The context of the worker's tasks.
#[derive(Clone)]
pub(super) struct WorkerContext {
    pub(super) events: EventSender,
    pub(super) store: Arc<LocalStore>,
    pub(super) connection: Arc<Connection>,
    /// Notified when a call has ended, which may have changed the state of the connection.
    pub(super) called: Arc<Notify>,
    /// The time for which a registration may wait. `None` means no limit.
    pub(super) alarm_after: Option<Duration>,
    pub(super) time_zone: TimeZone,
}

impl WorkerContext {
    pub(super) fn send(&self, msg: Msg) {
        self.events.send(Event::Msg(msg));
    }

    pub(super) async fn count(&self) {
        if let Ok(counts) = self.store.run(Outbox::counts).await {
            self.send_counts(counts);
        }
    }

    pub(super) fn send_counts(&self, counts: Counts) {
        self.send(Msg::Counts(OutboxCounts {
            waiting: counts.waiting,
            overdue: counts.overdue(clock::now(), self.alarm_after),
            refused: counts.refused,
        }));
    }

    pub(super) async fn watch_the_day(self) {
        clock::watch_the_day(self.time_zone, |today| self.send(Msg::Today(today))).await;
    }

    /// Looks up a phone after the debounce time.
    pub(super) async fn look_up(self, phone: Phone) {
        tokio::time::sleep(LOOKUP_DEBOUNCE).await;
        let answer = async { self.connection.client().await?.for_optional_calls().look_up(&phone).await }.await;
        self.called.notify_one();
        self.send(Msg::LookedUp { phone, answer });
    }

    /// In training, looks up the example phone of the country, and sends that it belongs to a customer.
    pub(super) async fn find_sample(self, country: Country) {
        if !self.connection.is_training() {
            return;
        }
        let example = move || Phone::parse(country.phone_example()?.national, country).valid();
        // The phone library is loaded, which takes some milliseconds.
        let Ok(Some(phone)) = tokio::task::spawn_blocking(example).await else { return };
        let answer = async { self.connection.client().await?.look_up(&phone).await }.await;
        if let Ok(PhoneLookup::Registered(_)) = answer {
            self.send(Msg::SampleFound);
        }
    }

    /// Loads a customer by customer ID.
    pub(super) async fn fetch(self, id: CustomerId) {
        let answer = async { self.connection.client().await?.customer(id).await }.await;
        self.called.notify_one();
        self.send(Msg::Fetched { id, answer: answer.map(|found| found.map(Box::new)) });
    }

    /// Finds the customers who have a name, and sends the answer to the desk.
    pub(super) async fn find_by_name(self, name: Name) {
        let answer = async { self.connection.client().await?.look_up_name(&name).await }.await;
        self.called.notify_one();
        self.send(Msg::FoundByName { name, answer });
    }
}

/// Sends the venue's name and the groups: first the stored groups, then the API's answer. It asks until the API
/// answers, and after that once an hour. An error that only the settings can correct is repeated more rarely.
pub(super) async fn load(connection: Arc<Connection>, events: EventSender, called: Arc<Notify>) {
    let send = |msg| events.send(Event::Msg(msg));
    if let Some(groups) = connection.last_groups() {
        send(Msg::Groups(Ok(groups)));
    }
    let mut pause = Duration::from_secs(2);
    loop {
        let (venue, answer) = connection.venue_and_groups().await;
        called.notify_one();
        // The screen does without the venue's name.
        if let Some(name) = venue {
            send(Msg::Venue(name));
        }
        let wait = match &answer {
            Ok(_) => Duration::from_hours(1),
            Err(ApiError::RateLimited { retry_after }) => *retry_after,
            Err(error) if error.is_connection_error() => pause,
            Err(_) => MAX_LOAD_INTERVAL,
        };
        send(Msg::Groups(answer));
        tokio::time::sleep(wait).await;
        pause = (pause * 2).min(MAX_LOAD_INTERVAL);
    }
}

/// Sends each change of the state of the connection. While the desk is offline, it also probes for the end of the
/// outage, because a desk that has nothing to send makes no other calls.
pub(super) async fn watch_connectivity(context: WorkerContext) {
    let mut sent = Connectivity::Unknown;
    loop {
        let is_offline = matches!(sent, Connectivity::Offline { .. });
        let is_quiet = tokio::select! {
            () = context.called.notified() => false,
            () = tokio::time::sleep(WATCH_INTERVAL), if is_offline => true,
        };
        let Some(client) = context.connection.made_client() else { continue };
        if is_quiet {
            client.try_to_connect().await;
            let client = client.in_background();
            // All desks of the host share the probes.
            if client.readiness().await.reads == Gate::Probe {
                drop(client.groups().await);
            }
        }
        let offline_since = client.readiness().await.offline_since;
        let now = offline_since.map_or(Connectivity::Connected, |since| Connectivity::Offline {
            since: clock::local(context.time_zone, since).time(),
        });
        if now != sent {
            sent = now;
            context.send(Msg::Connectivity(now));
        }
    }
}
