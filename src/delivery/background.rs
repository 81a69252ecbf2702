//! Delivers in the background, in the order of arrival, what this desk or another one could not deliver at once.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use crate::clock;
use crate::clopos::Client;
use crate::domain::{ApiError, Readiness, StorageError};
use crate::outbox::{Counts, Outbox, OutboxError, RegistrationRecord};
use crate::storage::change_watch::ChangeWatch;

use super::Connection;
use super::round::{RunJob, deliver_due};

/// While something waits: the interval of the looks for due registrations and for those that other desks saved. After a
/// change by another process the next look comes later by this time, because the other process has usually delivered it
/// by then.
const POLL_INTERVAL: Duration = Duration::from_secs(5);

/// While nothing waits and no change is seen: the interval of the looks. The changes of some file systems cannot be
/// watched.
const IDLE_INTERVAL: Duration = Duration::from_mins(10);

/// While no call may be made: the interval of the looks if that has changed.
const CONNECT_INTERVAL: Duration = Duration::from_secs(1);

/// The pause after no client could be made.
const NO_CLIENT_INTERVAL: Duration = Duration::from_mins(1);

/// The pause after an error of the disk.
const DISK_INTERVAL: Duration = Duration::from_secs(10);

/// The pause before the next round.
enum Pause {
    For(Duration),
    /// Nothing waits. The pause ends when the outbox changes.
    Idle,
    /// No call may be made. The pause ends when that changes, at the latest after this time.
    Shut(Client, Duration),
}

/// Runs rounds of delivery until its task is dropped. `poked` starts a round at once. `on_attempt` gets each attempt;
/// then `on_progress` gets the counts. It also gets those of each look, or the storage error.
pub async fn run(
    store: Arc<impl RunJob>,
    directory: PathBuf,
    connection: Arc<Connection>,
    poked: Arc<Notify>,
    mut on_attempt: impl FnMut(&RegistrationRecord),
    mut on_progress: impl FnMut(Result<Counts, StorageError>),
) {
    let mut watch: Option<ChangeWatch> = None;
    loop {
        // This comes before the look, so that no change after it is missed. The first look creates the directory.
        watch = watch.filter(|watch| watch.clear().is_ok());
        watch = watch.or_else(|| Outbox::watch(&directory).ok());
        // The counts of each look: another desk may have delivered what this one shows as waiting.
        let on_step = |attempt: Option<&RegistrationRecord>, counts: Option<Counts>| {
            if let Some(attempt) = attempt {
                on_attempt(attempt);
            }
            if let Some(counts) = counts {
                on_progress(Ok(counts));
            }
        };
        let pause = match round(&*store, &connection, on_step).await {
            Ok(Some(end)) => end.pause(),
            // Data that could not be erased is erased at the next look.
            Ok(None) if store.run(|outbox| Ok(outbox.truncate_wal_if_dirty())).await.unwrap_or(false) => Pause::Idle,
            Ok(None) => Pause::For(POLL_INTERVAL),
            Err(SendError::Api(_)) => Pause::For(NO_CLIENT_INTERVAL),
            Err(SendError::Outbox(error)) => {
                on_progress(Err(error.log()));
                Pause::For(DISK_INTERVAL)
            }
        };
        tokio::select! {
            () = pause.wait(watch.as_ref()) => {}
            () = poked.notified() => {}
        }
    }
}

impl Pause {
    async fn wait(self, watch: Option<&ChangeWatch>) {
        match (self, watch) {
            (Self::For(pause), _) => tokio::time::sleep(pause).await,
            (Self::Idle, Some(watch)) => {
                // An error means that the directory is gone. The next look reports it.
                let _ = timeout(IDLE_INTERVAL, watch.changed()).await;
                tokio::time::sleep(POLL_INTERVAL).await;
            }
            (Self::Idle, None) => tokio::time::sleep(POLL_INTERVAL).await,
            (Self::Shut(client, at_most), _) => until_open(&client, at_most).await,
        }
    }
}

/// Waits until calls may be made, at most for this time.
pub(super) async fn until_open(client: &Client, at_most: Duration) {
    let deadline = Instant::now() + at_most;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        tokio::time::sleep(left.min(CONNECT_INTERVAL)).await;
        let is_open = async || client.readiness().await.shut_for().is_none();
        if is_open().await || (client.try_to_connect().await && is_open().await) {
            return;
        }
    }
}

/// An error that stops all deliveries.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The API, or the connection.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The outbox.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
}

/// The end of a round that had something to deliver.
pub(super) struct RoundEnd {
    pub(super) client: Client,
    pub(super) counts: Counts,
    pub(super) readiness: Readiness,
}

/// Runs one round of delivery: delivers until nothing is due. `None` means that nothing waits: then no other process is
/// disturbed and no client is made. `on_step` gets the counts of the look, and each attempt with the counts after it.
pub(super) async fn round(
    store: &impl RunJob,
    connection: &Connection,
    mut on_step: impl FnMut(Option<&RegistrationRecord>, Option<Counts>),
) -> Result<Option<RoundEnd>, SendError> {
    let counts = store.run(Outbox::counts).await?;
    on_step(None, Some(counts));
    if counts.waiting == 0 {
        return Ok(None);
    }
    let client = connection.client().await?.in_background();
    let (counts, readiness) = deliver_due(store, &client, |record, counts| on_step(Some(record), counts)).await?;
    Ok(Some(RoundEnd { client, counts, readiness }))
}

impl RoundEnd {
    /// Returns the pause of a desk.
    fn pause(self) -> Pause {
        let next_due = self.counts.next_due.map_or(POLL_INTERVAL, until_then);
        match self.readiness.shut_for() {
            Some(wait) => Pause::Shut(self.client, wait.min(POLL_INTERVAL).max(next_due.min(CONNECT_INTERVAL))),
            None => Pause::For(next_due.min(POLL_INTERVAL)),
        }
    }
}

pub(super) fn until_then(then: DateTime<Utc>) -> Duration {
    (then - clock::now()).to_std().unwrap_or_default().max(Duration::from_millis(50))
}
