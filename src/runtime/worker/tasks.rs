//! Tasks of the worker, and the messages that they send: signals, the day, the venue and the groups, counts, look-ups.
//! Each task has a clone of [`WorkerContext`].

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::Local;
use tokio::signal::unix::Signal;
use tokio::sync::Notify;
use tokio::task::{AbortHandle, JoinSet};

use crate::app::Msg;
use crate::clock;
use crate::delivery::{Connection, LocalStore};
use crate::domain::{ApiError, Cid, CustomerId, DeliveryOutcome, OutboxCounts, Phone, StorageError};
use crate::outbox::{Counts, Outbox};

use super::super::event::{Event, EventSender};

/// The longest pause before the API is asked for the venue and the groups again.
const MAX_LOAD_INTERVAL: Duration = Duration::from_mins(1);

/// The context of the worker's tasks.
#[derive(Clone)]
pub(in crate::runtime) struct WorkerContext {
    pub(in crate::runtime) events: EventSender,
    pub(in crate::runtime) connection: Arc<Connection>,
    /// Wakes the background delivery.
    pub(in crate::runtime) poke: Arc<Notify>,
    /// The time for which a registration may wait. `None` means no limit.
    pub(in crate::runtime) alarm_after: Option<Duration>,
}

impl WorkerContext {
    pub(in crate::runtime) fn send(&self, msg: Msg) {
        self.events.send(Event::Msg(msg));
    }

    pub(in crate::runtime) fn answer(&self, cid: Cid, delivery: DeliveryOutcome, begun: Instant) {
        self.send(Msg::Answered { cid, delivery, took: begun.elapsed() });
    }

    pub(in crate::runtime) async fn count(&self, store: &LocalStore) {
        if let Ok(counts) = store.run(Outbox::counts).await {
            self.counted(counts);
        }
    }

    /// Returns a function that sends counts and errors to the desk. A repeated error is sent only once.
    pub(in crate::runtime) fn deduplicated_counts(
        self,
    ) -> impl Fn(Result<Counts, StorageError>) + Send + Sync + 'static {
        let last_error = Mutex::new(None);
        move |counts| {
            let mut last_error = last_error.lock().unwrap_or_else(PoisonError::into_inner);
            let error = counts.as_ref().err().copied();
            match counts {
                Ok(counts) => self.counted(counts),
                Err(why) if *last_error == error => tracing::debug!(?why, "still"),
                Err(why) => self.send(Msg::Disk(why)),
            }
            *last_error = error;
        }
    }

    pub(in crate::runtime) fn counted(&self, counts: Counts) {
        let since = counts.oldest.map(|oldest| oldest.with_timezone(&Local).time());
        let overdue = counts.overdue(clock::now(), self.alarm_after);
        self.send(Msg::Counts(OutboxCounts {
            waiting: counts.waiting,
            waiting_since: since,
            overdue,
            refused: counts.refused,
        }));
    }

    pub(in crate::runtime) async fn send_on(self, mut signal: Signal, event: impl Fn() -> Event) {
        while signal.recv().await.is_some() {
            self.events.send(event());
        }
    }

    pub(in crate::runtime) async fn watch_the_day(self) {
        clock::watch_the_day(|today| self.send(Msg::Today(today))).await;
    }

    /// Sends the venue's name and the groups: first the stored groups, then the API's answer. It asks until the API
    /// answers, and after that once an hour. An error that only the settings can correct is repeated more rarely.
    pub(in crate::runtime) async fn load(self) {
        if let Some(groups) = self.connection.last_groups() {
            self.send(Msg::Groups(Ok(groups)));
        }
        let mut pause = Duration::from_secs(2);
        loop {
            let (venue, answer) = self.connection.venue_and_groups().await;
            // The screen does without the venue's name.
            if let Some(name) = venue {
                self.send(Msg::Venue(name));
            }
            let wait = match &answer {
                Ok(_) => Duration::from_hours(1),
                Err(ApiError::RateLimited { retry_after: wait }) => *wait,
                Err(trouble) if trouble.is_connection_error() => pause,
                Err(_) => MAX_LOAD_INTERVAL,
            };
            self.send(Msg::Groups(answer));
            tokio::time::sleep(wait).await;
            pause = (pause * 2).min(MAX_LOAD_INTERVAL);
        }
    }
}

/// A phone is looked up if no other key changes it for this time.
const LOOKUP_DEBOUNCE: Duration = Duration::from_millis(250);

/// The look-up of the phone on the screen. Only the last one asked for runs.
#[derive(Default)]
pub(super) struct DebouncedLookup {
    current: Option<AbortHandle>,
}

impl DebouncedLookup {
    /// Looks up a phone after the debounce time. It replaces the look-up before.
    pub(super) fn look_up(
        &mut self,
        phone: Phone,
        tasks: &mut JoinSet<()>,
        connection: Arc<Connection>,
        events: EventSender,
    ) {
        self.cancel();
        self.current = Some(tasks.spawn(async move {
            tokio::time::sleep(LOOKUP_DEBOUNCE).await;
            let answer = match connection.client().await {
                Ok(client) => client.for_optional_calls().look_up(&phone).await,
                Err(error) => Err(error),
            };
            events.send(Event::Msg(Msg::LookedUp { phone, answer }));
        }));
    }

    /// Cancels the look-up, also one that is in flight.
    pub(super) fn cancel(&mut self) {
        if let Some(task) = self.current.take() {
            task.abort();
        }
    }
}

/// Loads a customer by customer ID, and sends the answer to the desk.
pub(super) async fn fetch(id: CustomerId, connection: Arc<Connection>, events: EventSender) {
    let answer = match connection.client().await {
        Ok(client) => client.customer(id).await,
        Err(error) => Err(error),
    };
    events.send(Event::Msg(Msg::Fetched { id, answer: answer.map(|found| found.map(Box::new)) }));
}
