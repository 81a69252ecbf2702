//! Delivers what is kept, behind the scenes, in the order of arrival: whatever this desk or another one could not
//! deliver at once.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::Notify;

use crate::clock;
use crate::customer::{NotKept, Trouble};
use crate::outbox::{self, Counts, Outbox, OutboxError, State, deliver_next};

use super::deliver::{not_kept, random};
use super::{Connection, LocalStore};

/// How often is looked for what other desks have left, and for what is due by the clock.
const LOOK: Duration = Duration::from_secs(5);

/// After a trouble that only somebody can mend, one attempt is made so often: it may be mended by now.
const STOPPED: Duration = Duration::from_mins(1);

/// After a trouble of the disk.
const DISK: Duration = Duration::from_secs(10);

/// Runs until its task is dropped. `poked` wakes it; `told` hears how many wait at each look and after each step, and
/// what the disk says against them.
pub(super) async fn run(
    store: Arc<LocalStore>,
    connection: Arc<Connection>,
    poked: Arc<Notify>,
    told: impl Fn(Result<Counts, NotKept>),
) {
    loop {
        let pause = match round(&store, &connection, &told).await {
            Some(pause) => pause,
            None => LOOK,
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = poked.notified() => {}
        }
    }
}

/// Delivers until nothing is due; how long to wait, if the line or the disk says so.
async fn round(
    store: &LocalStore,
    connection: &Connection,
    told: &impl Fn(Result<Counts, NotKept>),
) -> Option<Duration> {
    // Nobody is disturbed, and no client is made, while there is nothing to deliver.
    let counts = store.run(Outbox::counts).await.map_err(|error| not_kept(&error));
    // Also where nothing was done: another desk may have delivered what this one shows as waiting.
    told(counts);
    let Ok(counts) = counts else { return Some(DISK) };
    if counts.waiting == 0 {
        drop(store.run(|outbox| Ok(outbox.sweep())));
        return None;
    }
    let client = match connection.client().await {
        Ok(client) => client.in_background(),
        Err(_) => return Some(STOPPED),
    };
    loop {
        match deliver_next(store, &client, clock::now, random()).await {
            Ok(None) => return next_due(store).await,
            Ok(Some(step)) => {
                told(store.run(Outbox::counts).await.map_err(|error| not_kept(&error)));
                match step.line {
                    outbox::Line::Free => {}
                    outbox::Line::Wait(until) => return Some(until_then(until)),
                    outbox::Line::Stop(_) => return Some(STOPPED),
                }
            }
            // It was taken over by another process, or is in a new outbox.
            Err(OutboxError::LeaseLost(_)) => {}
            Err(error) => {
                told(Err(not_kept(&error)));
                return Some(DISK);
            }
        }
    }
}

async fn next_due(store: &LocalStore) -> Option<Duration> {
    let due = store.run(Outbox::counts).await.ok()?.next_due?;
    Some(until_then(due).min(LOOK))
}

fn until_then(then: DateTime<Utc>) -> Duration {
    (then - clock::now()).to_std().unwrap_or_default().max(Duration::from_millis(50))
}

/// What [`send_all`] has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sent {
    /// Registered.
    pub registered: u64,
    /// Refused, to be mended at a desk.
    pub refused: u64,
    /// Still waiting.
    pub waiting: u64,
}

/// Delivers what is due now, once around: for a timer, while no desk runs. What waits for its time is left to the
/// next call.
///
/// # Errors
///
/// What stands in the way of all of them; the counts say what was done before.
pub async fn send_all(store: &LocalStore, connection: &Connection) -> Result<Sent, (Sent, SendError)> {
    let mut sent = Sent::default();
    let outcome = send_due(store, connection, &mut sent).await;
    match store.run(Outbox::counts).await {
        Ok(counts) => sent.waiting = counts.waiting,
        Err(error) => return Err((sent, error.into())),
    }
    outcome.map(|()| sent).map_err(|error| (sent, error))
}

/// What stands in the way of delivery.
#[derive(Debug)]
pub enum SendError {
    /// The API, or the way there.
    Line(Trouble),
    /// The outbox.
    Outbox(OutboxError),
}

impl From<OutboxError> for SendError {
    fn from(error: OutboxError) -> Self {
        Self::Outbox(error)
    }
}

async fn send_due(store: &LocalStore, connection: &Connection, sent: &mut Sent) -> Result<(), SendError> {
    if store.run(Outbox::counts).await?.waiting == 0 {
        return Ok(());
    }
    let client = connection.client().await.map_err(SendError::Line)?.in_background();
    let mut foreign = None;
    while let Some(step) = deliver_next(store, &client, clock::now, random()).await? {
        match step.state {
            State::Registered { .. } => sent.registered += 1,
            State::Refused { .. } => sent.refused += 1,
            State::Queued { .. } | State::Sending { .. } | State::Uncertain { .. } => {}
        }
        match (step.line, step.trouble) {
            // The others may pass; it is reported at the end.
            (outbox::Line::Free, Some(trouble @ Trouble::NotFromApi(_))) => foreign = Some(trouble),
            (outbox::Line::Free, _) => {}
            (outbox::Line::Stop(trouble), _) | (outbox::Line::Wait(_), Some(trouble)) => {
                return Err(SendError::Line(trouble));
            }
            (outbox::Line::Wait(_), None) => return Ok(()),
        }
    }
    foreign.map_or(Ok(()), |trouble| Err(SendError::Line(trouble)))
}
