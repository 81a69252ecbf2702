//! Delivers in the background, in the order of arrival, what this desk or another one could not deliver at once.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use crate::clock;
use crate::clopos::Client;
use crate::domain::{ApiError, ConnectError, Readiness, StorageError};
use crate::outbox::{Counts, Outbox, OutboxError, RegistrationRecord, State};
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

/// The time for which `outbox send` waits for registrations that are due soon. A timer starts it every minute.
const SEND_TIMEOUT: Duration = Duration::from_secs(50);

/// If this many different registrations in a row were turned away, `outbox send` tries no other one.
const DIFFERENT_ROWS: u64 = 3;

/// The pause before the next round.
enum Pause {
    For(Duration),
    /// Nothing waits. The pause ends when the outbox changes.
    Idle,
    /// No call may be made. The pause ends when that changes, at the latest after this time.
    Shut(Client, Duration),
}

/// Runs rounds of delivery until its task is dropped. `poked` starts a round at once. `on_progress` gets the counts at
/// each look and after each attempt, or the storage error.
pub async fn run(
    store: Arc<impl RunJob>,
    directory: PathBuf,
    connection: Arc<Connection>,
    poked: Arc<Notify>,
    mut on_progress: impl FnMut(Result<Counts, StorageError>),
) {
    let mut watch: Option<ChangeWatch> = None;
    loop {
        // This comes before the look, so that no change after it is missed. The first look creates the directory.
        watch = watch.filter(|watch| watch.clear().is_ok());
        watch = watch.or_else(|| Outbox::watch(&directory).ok());
        // The counts of each look: another desk may have delivered what this one shows as waiting.
        let on_step = |_: Option<&RegistrationRecord>, counts: Option<Counts>| {
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
async fn until_open(client: &Client, at_most: Duration) {
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

/// The end of a round that had something to deliver.
struct RoundEnd {
    client: Client,
    counts: Counts,
    readiness: Readiness,
}

/// Runs one round of delivery: delivers until nothing is due. `None` means that nothing waits: then no other process is
/// disturbed and no client is made. `on_step` gets the counts of the look, and each attempt with the counts after it.
async fn round(
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

fn until_then(then: DateTime<Utc>) -> Duration {
    (then - clock::now()).to_std().unwrap_or_default().max(Duration::from_millis(50))
}

/// The result of [`send_all`], as numbers of registrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sent {
    /// Registered.
    pub registered: u64,
    /// Rejected, to be corrected at a desk.
    pub refused: u64,
    /// Still waiting.
    pub waiting: u64,
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

/// Delivers registrations that are due now or soon, for a timer while no desk runs. Those that are due later are left
/// for the next call.
///
/// # Errors
///
/// A [`SendError`] that stops all deliveries. The counts say what was done before.
pub async fn send_all(store: &impl RunJob, connection: &Connection) -> Result<Sent, (Sent, SendError)> {
    let mut sent = Sent::default();
    let outcome = send_due(store, connection, &mut sent).await;
    match store.run(Outbox::counts).await {
        Ok(counts) => sent.waiting = counts.waiting,
        Err(error) => return Err((sent, error.into())),
    }
    outcome.map(|()| sent).map_err(|error| (sent, error))
}

async fn send_due(store: &impl RunJob, connection: &Connection, sent: &mut Sent) -> Result<(), SendError> {
    let deadline = Instant::now() + SEND_TIMEOUT;
    let mut last_error = None;
    let mut tried = BTreeSet::new();
    loop {
        let on_step = |record: Option<&RegistrationRecord>, _: Option<Counts>| {
            let Some(record) = record else { return };
            match record.state {
                State::Registered { .. } => sent.registered += 1,
                State::Refused { .. } => sent.refused += 1,
                // Another attempt in flight has found that there is no connection, so this one was not sent.
                _ if record.error == Some(ApiError::NotSent(ConnectError::NoConnection)) && last_error.is_some() => {
                    return;
                }
                State::Queued { .. } | State::Sending { .. } | State::Uncertain { .. } => {
                    tried.insert(record.cid);
                    last_error = record.error.clone().or(last_error.take());
                    return;
                }
            }
            tried.clear();
        };
        let Some(RoundEnd { client, counts, readiness }) = round(store, connection, on_step).await? else {
            return Ok(());
        };
        if counts.waiting == 0 {
            return Ok(());
        }
        let different = if last_error.as_ref().is_some_and(may_be_of_one) { DIFFERENT_ROWS } else { 1 };
        let was_tried = u64::try_from(tried.len()).is_ok_and(|tried| tried >= different.min(counts.waiting));
        let pause = match (readiness.shut_for(), counts.next_due) {
            // It does not wait for a connection that it has just tried itself.
            (Some(_), _) if readiness.offline_since.is_some() && was_tried => None,
            (Some(wait), _) => Some(wait),
            // `None` means that other processes have leased them.
            (None, next_due) => next_due.map(until_then),
        };
        match pause.filter(|pause| Instant::now() + *pause <= deadline) {
            Some(pause) if readiness.shut_for().is_some() => until_open(&client, pause).await,
            Some(pause) => tokio::time::sleep(pause).await,
            None => {
                let limit = readiness.shut_for().filter(|_| readiness.offline_since.is_none());
                let limit = limit.map(|wait| ApiError::RateLimited { retry_after: wait });
                return limit.or(last_error).map_or(Ok(()), |error| Err(error.into()));
            }
        }
    }
}

/// Returns true if the API may turn away this registration and accept others.
const fn may_be_of_one(error: &ApiError) -> bool {
    matches!(error, ApiError::NotFromApi(_)) || error.needs_operator()
}
