//! Delivers what is due once, for `outbox send`: rounds until nothing is due soon, or an error stops them.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::time::Instant;

use crate::domain::{ApiError, ConnectError};
use crate::outbox::{Counts, Outbox, OutboxError, RegistrationRecord, RowFilter, State};

use super::Connection;
use super::background::{RoundEnd, SendError, round, until_open, until_then};
use super::round::RunJob;

/// The time for which `outbox send` waits for registrations that are due soon. A timer starts it every minute.
const SEND_TIMEOUT: Duration = Duration::from_secs(50);

/// If this many different registrations in a row were turned away, `outbox send` tries no other one.
const DIFFERENT_ROWS: u64 = 3;

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

async fn send_due(store: &impl RunJob, connection: &Connection, sent: &mut Sent) -> Result<(), SendError> {
    let deadline = Instant::now() + SEND_TIMEOUT;
    let mut last_error = None;
    let mut tried = BTreeSet::new();
    loop {
        let mut has_found_absent = false;
        let on_step = |record: Option<&RegistrationRecord>, _: Option<Counts>| {
            let Some(record) = record else { return };
            match record.state {
                State::Registered { .. } => sent.registered += 1,
                State::Refused { .. } => sent.refused += 1,
                // Another attempt in flight has found that there is no connection, so this one was not sent.
                _ if record.error == Some(ApiError::NotSent(ConnectError::NoConnection)) && last_error.is_some() => {
                    return;
                }
                // A look-up has not found it: it is to be sent now.
                State::Queued { .. } if record.not_before.is_none() => has_found_absent = true,
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
        if has_found_absent && readiness.offline_since.is_some() && !readiness.reads_fail {
            // Only the registrations had failed, and the look-up took their probe.
            client.make_probe_due().await;
            continue;
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
                let error = match limit.or(last_error) {
                    None => store.run(known_reason).await?,
                    error => error,
                };
                return error.map_or(Ok(()), |error| Err(error.into()));
            }
        }
    }
}

/// Returns why the oldest waiting registration waits. `None` means that none has failed, or that other processes send
/// them.
fn known_reason(outbox: &Outbox) -> Result<Option<ApiError>, OutboxError> {
    let rows = outbox.list(RowFilter::Unsettled, u32::MAX)?;
    let is_idle = |row: &RegistrationRecord| matches!(row.state, State::Queued { .. } | State::Uncertain { .. });
    Ok(rows.into_iter().filter(is_idle).find_map(|row| row.error))
}

/// Returns true if the API may turn away this registration and accept others.
const fn may_be_of_one(error: &ApiError) -> bool {
    matches!(error, ApiError::NotFromApi(_)) || error.needs_operator()
}
