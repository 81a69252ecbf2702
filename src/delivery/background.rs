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
use crate::domain::{ApiError, ConnectError, StorageError};
use crate::outbox::{
    Counts, Environment, Outbox, OutboxError, RegistrationRecord, RoundEnd, RunJob, State, deliver_due,
};
use crate::storage::change_watch::ChangeWatch;

use super::Connection;
use super::first_attempt::{not_kept, random};

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

/// The clock and the randomness of this host.
#[derive(Clone)]
struct System;

impl Environment for System {
    fn now(&self) -> DateTime<Utc> {
        clock::now()
    }

    fn random(&self) -> u64 {
        random()
    }
}

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
    on_progress: impl Fn(Result<Counts, StorageError>),
) {
    let mut watch: Option<ChangeWatch> = None;
    loop {
        // This comes before the look, so that no change after it is missed. The first look creates the directory.
        watch = watch.filter(|watch| watch.clear().is_ok());
        watch = watch.or_else(|| Outbox::watch(&directory).ok());
        let pause = round(&*store, &connection, &on_progress).await;
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
        if is_open().await {
            return;
        }
        client.try_to_connect().await;
        if is_open().await {
            return;
        }
    }
}

/// Runs one round of delivery: delivers until nothing is due. Returns the pause before the next round.
async fn round(
    store: &impl RunJob,
    connection: &Connection,
    on_progress: &impl Fn(Result<Counts, StorageError>),
) -> Pause {
    // While there is nothing to deliver, other processes are not disturbed and no client is made.
    let counts = store.run(Outbox::counts).await.map_err(|error| not_kept(&error));
    // Also without an attempt: another desk may have delivered what this one shows as waiting.
    on_progress(counts);
    let Ok(counts) = counts else { return Pause::For(DISK_INTERVAL) };
    if counts.waiting == 0 {
        // Data that could not be erased is erased at the next look.
        let is_erased = store.run(|outbox| Ok(outbox.sweep())).await.unwrap_or(false);
        return if is_erased { Pause::Idle } else { Pause::For(POLL_INTERVAL) };
    }
    let Ok(client) = connection.client().await else { return Pause::For(NO_CLIENT_INTERVAL) };
    let client = client.in_background();
    let on_step =
        |_: &RegistrationRecord, counts: Option<Counts>| counts.into_iter().for_each(|counts| on_progress(Ok(counts)));
    match deliver_due(store, &client, &System, on_step).await {
        Ok(RoundEnd { shut_for: Some(wait), next_due, .. }) => {
            let next_due = next_due.map_or(POLL_INTERVAL, until_then);
            Pause::Shut(client, wait.min(POLL_INTERVAL).max(next_due.min(CONNECT_INTERVAL)))
        }
        Ok(RoundEnd { next_due, .. }) => Pause::For(next_due.map_or(POLL_INTERVAL, until_then).min(POLL_INTERVAL)),
        Err(error) => {
            on_progress(Err(not_kept(&error)));
            Pause::For(DISK_INTERVAL)
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

/// An error that stops all deliveries.
#[derive(Debug)]
pub enum SendError {
    /// The API, or the connection.
    Line(ApiError),
    /// The outbox.
    Outbox(OutboxError),
}

impl From<OutboxError> for SendError {
    fn from(error: OutboxError) -> Self {
        Self::Outbox(error)
    }
}

async fn send_due(store: &impl RunJob, connection: &Connection, sent: &mut Sent) -> Result<(), SendError> {
    if store.run(Outbox::counts).await?.waiting == 0 {
        return Ok(());
    }
    let client = connection.client().await.map_err(SendError::Line)?.in_background();
    let deadline = Instant::now() + SEND_TIMEOUT;
    let mut trouble = None;
    let mut tried = BTreeSet::new();
    loop {
        let on_step = |step: &RegistrationRecord, _: Option<Counts>| {
            match step.state {
                State::Registered { .. } => sent.registered += 1,
                State::Refused { .. } => sent.refused += 1,
                // Another attempt in flight has found that there is no connection, so this one was not sent.
                _ if step.trouble == Some(ApiError::NotSent(ConnectError::NoConnection)) && trouble.is_some() => return,
                State::Queued { .. } | State::Sending { .. } | State::Uncertain { .. } => {
                    tried.insert(step.cid);
                    trouble = step.trouble.clone().or(trouble.take());
                    return;
                }
            }
            tried.clear();
        };
        let end = deliver_due(store, &client, &System, on_step).await?;
        if end.waiting == 0 {
            return Ok(());
        }
        let is_of_one = trouble.as_ref().is_some_and(may_be_of_one);
        let different = if is_of_one { DIFFERENT_ROWS.min(end.waiting) } else { 1 };
        let was_tried = u64::try_from(tried.len()).is_ok_and(|tried| tried >= different);
        let Some(wait) = next_round(&end, was_tried, deadline) else {
            let pause = end.shut_for.filter(|_| !end.is_away).map(|wait| ApiError::RateLimited { retry_after: wait });
            return pause.or(trouble).map_or(Ok(()), |trouble| Err(SendError::Line(trouble)));
        };
        match end.shut_for {
            Some(_) => until_open(&client, wait).await,
            None => tokio::time::sleep(wait).await,
        }
    }
}

/// Returns true if the API may turn away this registration and accept others.
const fn may_be_of_one(trouble: &ApiError) -> bool {
    matches!(trouble, ApiError::NotFromApi(_)) || trouble.needs_operator()
}

/// Returns the time until the next round. `None` ends the command. It does not wait for a connection that it has just
/// tried itself.
fn next_round(end: &RoundEnd, was_tried: bool, deadline: Instant) -> Option<Duration> {
    let wait = match (end.shut_for, end.next_due) {
        (Some(_), _) if end.is_away && was_tried => return None,
        (Some(wait), _) => wait,
        (None, Some(due)) => until_then(due),
        // Other processes have leased them.
        (None, None) => return None,
    };
    (Instant::now() + wait <= deadline).then_some(wait)
}
