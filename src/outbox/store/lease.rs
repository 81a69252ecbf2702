//! Who works on what: one process at a time on one registration, in the order of arrival.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, Transaction};

use crate::domain::{Cid, StorageError};

use super::super::registration::{LEASE_DURATION, Leased};
use super::super::state::{Event, State};
use super::super::{MAX_RETRY_DELAY, OutboxError, OwnerId, owner};
use super::record::{self, Record};
use super::{Outbox, millis};

/// So many that waited for their time are made due in one go: taking the next one must not become slow when very
/// many become due together.
const WOKEN: u32 = 64;

/// One list of the newest customers has room for so many.
const MAX_SETTLED_AT_ONCE: u32 = 100;

/// Who has something, and when the first of these leases runs out.
pub(super) const HOLDERS: &str =
    "SELECT owner, min(coalesce(lease_until, 0)) FROM registration WHERE owner IS NOT NULL GROUP BY owner";

/// What one has whose lease ran out by then.
pub(super) const HELD: &str = "SELECT id FROM registration WHERE owner = ?1 AND coalesce(lease_until, 0) <= ?2";

/// Whether one that waits for its time is due. A time further away than any wait was written by a clock that was wrong.
pub(super) const ANY_DELAYED_DUE: &str =
    "SELECT EXISTS (SELECT 1 FROM registration WHERE not_before > 0 AND not_before <= ?1)
             OR EXISTS (SELECT 1 FROM registration WHERE not_before > 0 AND not_before > ?2)";

/// Makes some due whose time has come.
pub(super) const WAKE: &str = "UPDATE registration SET not_before = 0 WHERE id IN (
                 SELECT id FROM registration WHERE not_before > 0 AND not_before <= ?1 ORDER BY not_before LIMIT ?3)
             OR id IN (SELECT id FROM registration WHERE not_before > 0 AND not_before > ?2 LIMIT ?3)";

/// The one that is to be sent, is due and was saved first.
pub(super) const TO_SEND: &str =
    "SELECT id FROM registration WHERE state = 'queued' AND owner IS NULL AND not_before = 0 ORDER BY id LIMIT 1";

/// The one that is to be sent, due or not, and was tried least: each gets its turn.
pub(super) const TO_PROBE: &str =
    "SELECT id FROM registration WHERE state = 'queued' AND owner IS NULL ORDER BY attempts, id LIMIT 1";

/// Those that are to be looked up, the due ones first.
pub(super) const TO_SETTLE: &str = "SELECT id FROM registration WHERE state = 'uncertain' AND owner IS NULL
         ORDER BY not_before, id LIMIT ?1";

/// Whether one of these is due.
pub(super) const ANY_TO_SETTLE: &str =
    "SELECT EXISTS (SELECT 1 FROM registration WHERE state = 'uncertain' AND owner IS NULL AND not_before = 0)";

/// A lease that runs out later than any lease can was written by a clock that was wrong.
pub(super) const SHORTEN: &str = "UPDATE registration SET lease_until = ?2 WHERE owner = ?1 AND lease_until > ?2";

/// One that was saved before it and only waits because the connection was away (surely not stored, not turned away, not
/// leased). The connection is about to be tried, so it goes first. One in doubt waits for a look-up of its own and holds
/// none up.
pub(super) const BEFORE_IT: &str = "SELECT id FROM registration
         WHERE state = 'queued' AND doubt IS NULL AND owner IS NULL AND not_before > 0 AND id < ?1 AND turned_away = 0
         ORDER BY id LIMIT 1";

/// Which registrations are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The one that is to be sent, is due and was saved first.
    ToSend,
    /// One that is to be sent, due or not: to see whether the connection is back.
    ToProbe,
    /// All that are to be looked up, if one of them is due. One call may settle all of them.
    ToSettle,
    /// All that are to be looked up, due or not: to see whether the connection is back.
    ToSettleNow,
}

impl Outbox {
    /// Takes registrations: one that is queued becomes `sending`, one that is uncertain stays so and is to be looked up.
    /// Before that, what a process had that has ended, or whose lease ran out, is taken from it.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn lease_next(&self, wanted: Wanted, now: DateTime<Utc>) -> Result<Vec<Leased>, OutboxError> {
        self.take_over(now)?;
        // Mostly there is nothing to do, and looking disturbs no other process.
        if !self.read(|connection| may_have(connection, wanted, now))? {
            return Ok(Vec::new());
        }
        self.write(|transaction| {
            wake(transaction, now)?;
            let mut leased = Vec::new();
            for number in numbers(transaction, wanted)? {
                let Some(record) = record::by_number(transaction, number)? else { continue };
                leased.extend(of_record(transaction, record, self.owner.id(), now, LEASE_DURATION)?);
            }
            Ok(leased)
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
            of_record(transaction, record, self.owner.id(), now, LEASE_DURATION)
        })
    }

    /// Takes registrations from processes that have ended, and those whose lease ran out. What was being sent may
    /// have arrived.
    pub(super) fn take_over(&self, now: DateTime<Utc>) -> Result<(), OutboxError> {
        let holders = self.read(holders)?;
        let is_dead = |id: &OwnerId| id != self.owner.id() && owner::is_dead(&self.dir, id);
        let (dead, alive): (Vec<_>, Vec<_>) = holders.into_iter().partition(|(id, _)| is_dead(id));
        let latest = millis(now + LEASE_DURATION);
        // Another process may have read the clock a moment later.
        let is_in_time = |until: i64| until > millis(now) && until <= latest + 1_000;
        if dead.is_empty() && alive.iter().all(|(_, until)| is_in_time(*until)) {
            return Ok(());
        }
        self.write(|transaction| {
            for (id, _) in &dead {
                crashed(transaction, id, i64::MAX)?;
            }
            for (id, _) in &alive {
                crashed(transaction, id, millis(now))?;
                transaction.prepare_cached(SHORTEN)?.execute((id.to_string(), latest))?;
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
        holders.push((OwnerId::read(&owner).ok_or(StorageError::Damaged)?, until));
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

fn may_have(connection: &Connection, wanted: Wanted, now: DateTime<Utc>) -> Result<bool, OutboxError> {
    let found = match wanted {
        Wanted::ToSend => exists(connection, TO_SEND, [])?,
        Wanted::ToProbe => return exists(connection, TO_PROBE, []),
        Wanted::ToSettle => connection.prepare_cached(ANY_TO_SETTLE)?.query_row([], |row| row.get(0))?,
        Wanted::ToSettleNow => return exists(connection, TO_SETTLE, [1]),
    };
    let mut statement = connection.prepare_cached(ANY_DELAYED_DUE)?;
    Ok(found || statement.query_row((millis(now), millis(now + MAX_RETRY_DELAY)), |row| row.get(0))?)
}

fn exists(connection: &Connection, sql: &str, parameters: impl rusqlite::Params) -> Result<bool, OutboxError> {
    Ok(connection.prepare_cached(sql)?.exists(parameters)?)
}

fn wake(transaction: &Transaction<'_>, now: DateTime<Utc>) -> Result<(), OutboxError> {
    transaction.prepare_cached(WAKE)?.execute((millis(now), millis(now + MAX_RETRY_DELAY), WOKEN))?;
    Ok(())
}

fn numbers(transaction: &Transaction<'_>, wanted: Wanted) -> Result<Vec<i64>, OutboxError> {
    match wanted {
        Wanted::ToSend => Ok(first_to_send(transaction)?.into_iter().collect()),
        Wanted::ToProbe => Ok(number(transaction, TO_PROBE, [])?.into_iter().collect()),
        Wanted::ToSettle if !transaction.prepare_cached(ANY_TO_SETTLE)?.query_row([], |row| row.get(0))? => {
            Ok(Vec::new())
        }
        Wanted::ToSettle | Wanted::ToSettleNow => {
            let mut statement = transaction.prepare_cached(TO_SETTLE)?;
            let numbers = statement.query_map([MAX_SETTLED_AT_ONCE], |row| row.get(0))?;
            Ok(numbers.collect::<Result<_, _>>()?)
        }
    }
}

fn first_to_send(transaction: &Transaction<'_>) -> Result<Option<i64>, OutboxError> {
    let Some(ready) = number(transaction, TO_SEND, [])? else { return Ok(None) };
    Ok(Some(number(transaction, BEFORE_IT, [ready])?.unwrap_or(ready)))
}

fn number(
    transaction: &Transaction<'_>,
    sql: &str,
    parameters: impl rusqlite::Params,
) -> Result<Option<i64>, OutboxError> {
    Ok(transaction.prepare_cached(sql)?.query_row(parameters, |row| row.get(0)).optional()?)
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
        saved_at: record.row.saved_at,
        since: now,
        state: record.row.state.clone(),
        customer: record.customer()?.clone(),
        earlier: record.row.earlier,
    }))
}
