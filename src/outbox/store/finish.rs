//! The end of an attempt: the report changes the registration's state, and a delivered registration loses its personal
//! data.

use chrono::{DateTime, Utc};
use rusqlite::Transaction;

use crate::domain::{ApiError, ConnectError};

use super::super::OutboxError;
use super::super::delivery::AttemptReport;
use super::super::event::{Event, LookupResult};
use super::super::registration::{Leased, RegistrationRecord};
use super::super::schedule;
use super::super::state::{State, TurnedAway};
use super::record;
use super::{Outbox, millis};

pub(super) const PURGE: &str = "DELETE FROM registration WHERE state = 'registered' AND settled_at < ?1";

const MISDATED: &str = "SELECT id FROM registration WHERE saved_at < ?1
     UNION ALL SELECT id FROM registration WHERE state = 'registered' AND settled_at < ?1";

const REDATE: &str = "UPDATE registration SET saved_at = CASE WHEN saved_at < ?1 THEN ?2 ELSE saved_at END,
         settled_at = CASE WHEN settled_at < ?1 THEN ?2 ELSE settled_at END
     WHERE saved_at < ?1 OR (state = 'registered' AND settled_at < ?1)";

pub(super) const REGISTERED_SINCE: &str =
    "SELECT 1 FROM registration WHERE state = 'registered' AND settled_at >= ?1 AND settled_at <= ?2";

/// The registrations that were turned away, without a later one that passed. At most 100 at a time; the others follow
/// after the next one that passes.
pub(super) const TURNED_AWAY: &str =
    "SELECT id FROM registration WHERE turned_away = 1 AND owner IS NULL ORDER BY id LIMIT 100";

impl Outbox {
    /// Writes the outcome of an attempt to the disk and returns the registration as it is now. If the customer is
    /// registered, personal data is erased.
    ///
    /// # Errors
    ///
    /// The outbox cannot be written. `LeaseLost`: another process has leased the registration, and the report does not
    /// prove that it is stored.
    pub fn finish(
        &self,
        leased: &Leased,
        report: &AttemptReport,
        now: DateTime<Utc>,
        random: u64,
    ) -> Result<RegistrationRecord, OutboxError> {
        let step = self.write(|transaction| self.settle(transaction, leased, report, now, random))?;
        if matches!(step.state, State::Registered { .. }) {
            self.truncate_wal();
        }
        tracing::debug!(cid = %step.cid, state = step.state.name(), "outbox");
        Ok(step)
    }

    fn settle(
        &self,
        transaction: &Transaction<'_>,
        leased: &Leased,
        report: &AttemptReport,
        now: DateTime<Utc>,
        random: u64,
    ) -> Result<RegistrationRecord, OutboxError> {
        let cid = leased.cid();
        let mut record = record::by_number(transaction, leased.number)?
            .filter(|record| record.row.cid == cid)
            .ok_or(OutboxError::LeaseLost)?;
        if record.lease == leased.lease && record.owner.as_ref() == Some(self.owner.id()) {
            for event in &report.events {
                record.row.state = record.row.state.next(event.clone())?;
            }
        } else {
            record.row.state = proven_state(&record.row.state, report).ok_or(OutboxError::LeaseLost)?;
            record.lease += 1;
        }
        if record.row.state.turned_away() == TurnedAway::Yes && has_passed_since(transaction, leased.since, now)? {
            record.row.state = record.row.state.next(Event::OthersPassed)?;
        }
        record.owner = None;
        record.row.error = reason(record.row.error.take(), report);
        if !report.is_away {
            record.failed_attempts = leased.failed_attempts.saturating_add(1);
        }
        record.row.not_before = schedule::not_before(&record.row.state, report, leased.failed_attempts, now, random);
        if matches!(record.row.state, State::Registered { .. }) {
            record.row.settled_at = Some(now);
            record.row.customer = None;
            record.row.earlier.clear();
            transaction.prepare_cached("DELETE FROM personal WHERE id = ?1")?.execute([record.row.number])?;
        }
        record.write_state(transaction)?;
        if report.has_passed() {
            mark_others_passed(transaction)?;
        }
        Ok(record.row)
    }

    /// Replaces impossible times (before `impossible_before`) by the present: the clock was wrong when they were
    /// written. Returns the number of changed registrations.
    ///
    /// # Errors
    ///
    /// The outbox cannot be read or written.
    pub fn redate(&self, impossible_before: DateTime<Utc>, now: DateTime<Utc>) -> Result<usize, OutboxError> {
        let before = millis(impossible_before);
        if self.read(|connection| Ok(connection.prepare_cached(MISDATED)?.exists([before])?))? {
            self.write(|transaction| Ok(transaction.prepare_cached(REDATE)?.execute((before, millis(now)))?))
        } else {
            Ok(0)
        }
    }

    /// Deletes registrations that were registered before a time, and returns their number.
    ///
    /// # Errors
    ///
    /// The outbox cannot be written.
    pub fn purge(&self, registered_before: DateTime<Utc>) -> Result<usize, OutboxError> {
        self.write(|transaction| Ok(transaction.prepare_cached(PURGE)?.execute([millis(registered_before)])?))
    }
}

/// Returns why a registration is not registered. The last reason stays if there is no new one: a look-up only found that
/// it must be sent again, or the call was not made because earlier ones had failed.
fn reason(last: Option<ApiError>, report: &AttemptReport) -> Option<ApiError> {
    let was_not_made = report.is_away && report.error == Some(ApiError::NotSent(ConnectError::NoConnection));
    let new = report.error.clone().filter(|_| last.is_none() || !was_not_made);
    new.or(last).filter(|_| report.customer.is_none())
}

/// Returns true if another registration was registered while this one was in flight.
fn has_passed_since(
    transaction: &Transaction<'_>,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, OutboxError> {
    Ok(transaction.prepare_cached(REGISTERED_SINCE)?.exists((millis(since), millis(now)))?)
}

/// Makes registrations that were turned away due at once, because another one has passed. If one is turned away again,
/// the cause is the registration itself.
fn mark_others_passed(transaction: &Transaction<'_>) -> Result<(), OutboxError> {
    let mut statement = transaction.prepare_cached(TURNED_AWAY)?;
    let numbers: Vec<i64> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for number in numbers {
        let Some(mut record) = record::by_number(transaction, number)? else { continue };
        record.row.state = record.row.state.next(Event::OthersPassed)?;
        record.row.not_before = None;
        record.write_state(transaction)?;
    }
    Ok(())
}

/// Returns the new state if the report proves that the API has our record. The proof counts also from a process whose
/// lease ended while it waited for the answer.
fn proven_state(state: &State, report: &AttemptReport) -> Option<State> {
    match report.events.last()? {
        Event::Stored(id) | Event::ReadBack(LookupResult::Ours(id)) => state.proven_stored(*id),
        _ => None,
    }
}
