//! What comes to the desk by itself or as an answer: signals, the day, the venue and the groups, counts. Tasks of the
//! background thread; each holds a clone of [`WorkerContext`].

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::Local;
use tokio::signal::unix::Signal;
use tokio::sync::Notify;

use crate::app::Msg;
use crate::clock;
use crate::delivery::{Connection, LocalStore};
use crate::domain::{ApiError, Cid, DeliveryOutcome, OutboxCounts, StorageError};
use crate::outbox::{Counts, Outbox};

use super::super::day;
use super::super::event::{Event, EventSender};

/// How long is waited at most before the API is asked again for what the desk needs of it.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// What the tasks of the background need to answer.
#[derive(Clone)]
pub(in crate::runtime) struct WorkerContext {
    pub(in crate::runtime) events: EventSender,
    pub(in crate::runtime) connection: Arc<Connection>,
    /// Wakes the background delivery.
    pub(in crate::runtime) poke: Arc<Notify>,
    /// How long a registration may wait.
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

    /// Returns what tells the desk of counts and of errors; the same error again is not told again.
    pub(in crate::runtime) fn deduplicated_counts(
        self,
    ) -> impl Fn(Result<Counts, StorageError>) + Send + Sync + 'static {
        let told = Mutex::new(None);
        move |counts| {
            let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
            let error = counts.as_ref().err().copied();
            match counts {
                Ok(counts) => self.counted(counts),
                Err(why) if *told == error => tracing::debug!(?why, "still"),
                Err(why) => self.send(Msg::Disk(why)),
            }
            *told = error;
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
        day::watch(|today| self.send(Msg::Today(today))).await;
    }

    /// The venue's name and the groups: the last known ones at once, then what the API says, asked for until it
    /// answers and every hour from then on. What only the settings can mend is asked for as well, more rarely: it
    /// may be mended by now.
    pub(in crate::runtime) async fn load(self) {
        if let Some(groups) = self.connection.last_groups() {
            self.send(Msg::Groups(Ok(groups)));
        }
        let mut pause = Duration::from_secs(2);
        loop {
            let (venue, answer) = self.connection.venue_and_groups().await;
            // An ornament: where it cannot be had, the screen does without.
            if let Some(name) = venue {
                self.send(Msg::Venue(name));
            }
            let wait = match &answer {
                Ok(_) => Duration::from_hours(1),
                Err(ApiError::RateLimited { retry_after: wait }) => *wait,
                Err(trouble) if trouble.is_connection_error() => pause,
                Err(_) => LONGEST_PAUSE,
            };
            self.send(Msg::Groups(answer));
            tokio::time::sleep(wait).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}
