//! Who works on what: one process at a time on one registration, in the order of arrival.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, Transaction};

use crate::customer::Cid;

use super::super::row::{LEASE, Leased};
use super::super::state::{Event, State};
use super::super::{LONGEST_WAIT, OutboxError, OwnerId, owner};
use super::record::{self, Record};
use super::{Outbox, millis};

/// So many that waited for their time are made due in one go: taking the next one must not become slow when very
/// many become due together.
const WOKEN: u32 = 64;

/// Who has something, and when the first of these leases runs out.
pub(super) const HOLDERS: &str =
    "SELECT owner, min(coalesce(lease_until, 0)) FROM registration WHERE owner IS NOT NULL GROUP BY owner";

/// What one has whose lease ran out by then.
pub(super) const HELD: &str = "SELECT id FROM registration WHERE owner = ?1 AND coalesce(lease_until, 0) <= ?2";

/// Whether one is due. A time further away than any wait was written by a clock that was wrong.
pub(super) const ANY_DUE: &str = "SELECT EXISTS (SELECT 1 FROM registration
                        WHERE state IN ('queued', 'uncertain') AND owner IS NULL AND not_before = 0)
             OR EXISTS (SELECT 1 FROM registration WHERE not_before > 0 AND not_before <= ?1)
             OR EXISTS (SELECT 1 FROM registration WHERE not_before > 0 AND not_before > ?2)";

/// Makes some due whose time has come.
pub(super) const WAKE: &str = "UPDATE registration SET not_before = 0 WHERE id IN (
                 SELECT id FROM registration WHERE not_before > 0 AND not_before <= ?1 ORDER BY not_before LIMIT ?3)
             OR id IN (SELECT id FROM registration WHERE not_before > 0 AND not_before > ?2 LIMIT ?3)";

/// The one that is due and was saved first.
pub(super) const FIRST_READY: &str =
    "SELECT id FROM registration WHERE state IN ('queued', 'uncertain') AND owner IS NULL AND not_before = 0
         ORDER BY id LIMIT 1";

/// One that was saved before it and only waits because the line was away (surely not stored, not in anybody's hands).
/// The line is about to be tried, so it goes first. One in doubt waits for a look-up of its own and holds nobody up; one
/// that something in between has answered may be the only one that does not pass.
pub(super) const BEFORE_IT: &str = "SELECT id FROM registration
         WHERE state = 'queued' AND doubt IS NULL AND owner IS NULL AND not_before > 0 AND id < ?1
             AND NOT EXISTS (SELECT 1 FROM personal p WHERE p.id = registration.id AND p.trouble LIKE '_\"not_from_api\"%')
         ORDER BY id LIMIT 1";

impl Outbox {
    /// Takes the registration that is due and was saved first: one that is queued becomes `sending`, one that is
    /// uncertain stays so and is to be looked up. Before that, what a process had that has ended, or that did not speak
    /// up for too long, is taken from it. Nothing if none is due.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn lease_next(&self, now: DateTime<Utc>) -> Result<Option<Leased>, OutboxError> {
        self.take_over(now)?;
        // Mostly there is nothing to do, and looking disturbs nobody.
        if !self.read(|connection| is_any_due(connection, now))? {
            return Ok(None);
        }
        self.write(|transaction| {
            wake(transaction, now)?;
            let Some(number) = first_ready(transaction)? else { return Ok(None) };
            let Some(record) = record::by_number(transaction, number)? else { return Ok(None) };
            of_record(transaction, record, self.owner.id(), now, LEASE)
        })
    }

    /// Takes this registration, due or not. Nothing if another process has it, or if there is nothing to be done.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn lease(&self, cid: Cid, now: DateTime<Utc>) -> Result<Option<Leased>, OutboxError> {
        self.take_over(now)?;
        self.write(|transaction| {
            let Some(record) = record::by_cid(transaction, cid)? else { return Ok(None) };
            of_record(transaction, record, self.owner.id(), now, LEASE)
        })
    }

    /// Takes registrations from processes that have ended, and those whose lease ran out. What was being sent may
    /// have arrived.
    pub(super) fn take_over(&self, now: DateTime<Utc>) -> Result<(), OutboxError> {
        let holders = self.read(holders)?;
        let is_dead = |id: &OwnerId| id != self.owner.id() && owner::is_dead(&self.dir, id);
        let (dead, alive): (Vec<_>, Vec<_>) = holders.into_iter().partition(|(id, _)| is_dead(id));
        if dead.is_empty() && alive.iter().all(|(_, until)| *until > millis(now)) {
            return Ok(());
        }
        self.write(|transaction| {
            for (id, _) in &dead {
                crashed(transaction, id, i64::MAX)?;
            }
            for (id, _) in &alive {
                crashed(transaction, id, millis(now))?;
            }
            Ok(())
        })
    }
}

fn holders(connection: &Connection) -> Result<Vec<(OwnerId, i64)>, OutboxError> {
    let mut statement = connection.prepare_cached(HOLDERS)?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    let mut holders = Vec::new();
    for row in rows {
        let (owner, until) = row?;
        holders.push((OwnerId::read(&owner).ok_or(OutboxError::Corrupt)?, until));
    }
    Ok(holders)
}

/// What this process had until then is in nobody's hands again.
fn crashed(transaction: &Transaction<'_>, id: &OwnerId, until: i64) -> Result<(), OutboxError> {
    let mut statement = transaction.prepare_cached(HELD)?;
    let numbers: Vec<i64> =
        statement.query_map((id.to_string(), until), |row| row.get(0))?.collect::<Result<_, _>>()?;
    for number in numbers {
        let Some(mut record) = record::by_number(transaction, number)? else { continue };
        record.row.state = record.row.state.next(Event::Crashed)?;
        record.owner = None;
        record.write_state(transaction)?;
    }
    Ok(())
}

fn is_any_due(connection: &Connection, now: DateTime<Utc>) -> Result<bool, OutboxError> {
    let mut statement = connection.prepare_cached(ANY_DUE)?;
    Ok(statement.query_row((millis(now), millis(now + LONGEST_WAIT)), |row| row.get(0))?)
}

fn wake(transaction: &Transaction<'_>, now: DateTime<Utc>) -> Result<(), OutboxError> {
    transaction.prepare_cached(WAKE)?.execute((millis(now), millis(now + LONGEST_WAIT), WOKEN))?;
    Ok(())
}

fn first_ready(transaction: &Transaction<'_>) -> Result<Option<i64>, OutboxError> {
    let mut statement = transaction.prepare_cached(FIRST_READY)?;
    let Some(ready) = statement.query_row([], |row| row.get::<_, i64>(0)).optional()? else { return Ok(None) };
    let mut statement = transaction.prepare_cached(BEFORE_IT)?;
    Ok(Some(statement.query_row([ready], |row| row.get(0)).optional()?.unwrap_or(ready)))
}

/// Puts a registration in a process's hands, if there is something to be done with it and nobody has it.
pub(super) fn of_record(
    transaction: &Transaction<'_>,
    mut record: Record,
    owner: &OwnerId,
    now: DateTime<Utc>,
    lease_for: Duration,
) -> Result<Option<Leased>, OutboxError> {
    if record.owner.is_some() {
        return Ok(None);
    }
    match record.row.state {
        State::Queued { .. } => {
            record.row.state = record.row.state.next(Event::Begun)?;
            record.row.attempts += 1;
        }
        State::Uncertain { .. } => {}
        State::Sending { .. } | State::Registered { .. } | State::Refused { .. } => return Ok(None),
    }
    record.row.not_before = None;
    record.owner = Some(owner.clone());
    record.lease += 1;
    record.write_state(transaction)?;
    transaction
        .prepare_cached("UPDATE registration SET lease_until = ?1 WHERE id = ?2")?
        .execute((millis(now + lease_for), record.row.number))?;
    Ok(Some(Leased {
        number: record.row.number,
        lease: record.lease,
        setbacks: record.setbacks,
        state: record.row.state.clone(),
        customer: record.customer()?.clone(),
        earlier: record.row.earlier,
    }))
}
