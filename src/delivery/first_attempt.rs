//! One registration from its save to its first answer, for the desk, and for commands by `once`: it is written to the
//! disk first, then sent. If the answer is lost, the registration is looked up at once.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use crate::clock;
use crate::domain::{ApiError, DeliveryOutcome, Gate, StorageError, UnknownOutcome};
use crate::outbox::{AttemptReport, Counts, Leased, Outbox, OutboxError, RegistrationRecord, State, attempt};

use super::Connection;
use super::local_store::Answer;
use super::round::{RunJob, record};

/// The longest time for which the cashier waits until a lost answer is looked up. Later it is done in the background.
const MAX_FOREGROUND_TIME: Duration = Duration::from_secs(5);

/// The time after which the cashier gets the API's answer although the outbox is locked. It is recorded later.
pub(super) const RECORD_TIMEOUT: Duration = Duration::from_secs(2);

/// Waits until a registration is saved, then makes the first attempt, and the look-ups after a lost answer.
pub async fn deliver_saved(
    saved: Answer<Option<Leased>>,
    store: &impl RunJob,
    connection: &Connection,
    on_persisted: impl FnOnce(),
) -> DeliveryOutcome {
    let leased = match saved.await {
        Ok(leased) => leased,
        Err(error) => return DeliveryOutcome::NotStored(error.log()),
    };
    on_persisted();
    match leased {
        Some(leased) => deliver(store, connection, leased).await,
        // Another desk is sending it.
        None => waiting(None, within(RECORD_TIMEOUT, store.run(Outbox::counts)).await.ok()),
    }
}

/// Makes the first attempt, and the look-ups after a lost answer.
pub(crate) async fn deliver(store: &impl RunJob, connection: &Connection, mut leased: Leased) -> DeliveryOutcome {
    let begun = Instant::now();
    let mut last_error = None;
    loop {
        let report = match connection.client().await {
            Ok(client) => attempt(client, &leased).await,
            Err(error) => AttemptReport::not_made(&leased, Some(error), false),
        };
        let recorded = within(RECORD_TIMEOUT, record(store, leased, report.clone())).await;
        let (record, counts) = match recorded {
            Ok((record, counts)) => (record, counts),
            // The registration is settled by its `cid` later.
            Err(error) => {
                error.log();
                let waiting = || waiting(report.error.or(last_error), None);
                return report.customer.map_or_else(waiting, DeliveryOutcome::Registered);
            }
        };
        if can_be_settled_now(connection, &record.state, report.error.as_ref()).await
            && let Some(next) = lease_again(store, &record, begun).await
        {
            (leased, last_error) = (next, record.error);
            continue;
        }
        return match (record.state, report.customer) {
            (State::Registered { .. }, Some(customer)) => DeliveryOutcome::Registered(customer),
            (State::Refused { refusal, .. }, _) => {
                DeliveryOutcome::Refused { error: refusal.error, owner: refusal.owner }
            }
            _ => waiting(record.error, counts),
        };
    }
}

/// Returns the outcome of a registration that is in the outbox. Without an error, another process has not finished its
/// attempt in time. If it were reported as not stored, the cashier would
/// register it twice.
pub(super) fn waiting(error: Option<ApiError>, counts: Option<Counts>) -> DeliveryOutcome {
    DeliveryOutcome::Waiting {
        error: error.unwrap_or(ApiError::Unknown(UnknownOutcome::Timeout)),
        waiting: counts.map_or(1, |counts| counts.waiting.max(1)),
    }
}

/// Waits for a job at most for `limit`. Returns `Locked` if it is not done by then; it is done later.
pub(crate) async fn within<T>(
    limit: Duration,
    job: impl Future<Output = Result<T, OutboxError>>,
) -> Result<T, OutboxError> {
    timeout(limit, job).await.unwrap_or(Err(StorageError::Locked.into()))
}

/// Returns true if the registration is in doubt and another attempt can settle it now. It cannot if calls of this kind
/// fail at present, or if only the settings can correct the error of the last one: it comes again with each call.
async fn can_be_settled_now(connection: &Connection, state: &State, error: Option<&ApiError>) -> bool {
    let Ok(client) = connection.client().await else { return false };
    let readiness = client.readiness().await;
    let is_open = match state {
        State::Uncertain { .. } => !readiness.reads_fail,
        // A look-up has not found it.
        State::Queued { doubt: Some(_), .. } => error.is_none() && readiness.writes == Gate::Open,
        _ => false,
    };
    is_open && !error.is_some_and(ApiError::needs_operator)
}

/// Waits until the registration is due, and leases it. `None` means that the cashier would wait too long.
async fn lease_again(store: &impl RunJob, record: &RegistrationRecord, begun: Instant) -> Option<Leased> {
    let wait = record.not_before.and_then(|due| (due - clock::now()).to_std().ok()).unwrap_or_default();
    if begun.elapsed() + wait > MAX_FOREGROUND_TIME {
        return None;
    }
    sleep(wait).await;
    let cid = record.cid;
    within(MAX_FOREGROUND_TIME, store.run(move |outbox| outbox.lease(cid, clock::now()))).await.ok().flatten()
}
