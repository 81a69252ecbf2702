//! Leases: one process at a time works on a registration, in the order of arrival.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Params, Transaction, params_from_iter};

use crate::domain::{Cid, StorageError};

use super::super::event::Event;
use super::super::registration::{LEASE_DURATION, Leased};
use super::super::state::State;
use super::super::{MAX_RETRY_DELAY, OutboxError, OwnerId, owner};
use super::record::{self, Record};
use super::{Outbox, millis};

/// The number of delayed registrations that become due in one step. Leasing the next one must not become slow when very
/// many become due together.
const WAKE_BATCH: u32 = 64;

/// The number of registrations that one list of the newest customers can settle.
const MAX_SETTLED_AT_ONCE: i64 = 100;

/// The owners of leases, and the time at which their first lease ends.
pub(super) const LEASE_HOLDERS: &str =
    "SELECT owner, min(coalesce(lease_until, 0)) FROM registration WHERE owner IS NOT NULL GROUP BY owner";

/// The registrations of an owner whose lease ends by this time.
pub(super) const HELD: &str = "SELECT id FROM registration WHERE owner = ?1 AND coalesce(lease_until, 0) <= ?2";

/// True if a delayed registration is due. A time further away than any delay was written by a wrong clock.
pub(super) const ANY_DELAYED_DUE: &str =
    "SELECT EXISTS (SELECT 1 FROM registration WHERE not_before > 0 AND not_before <= ?1)
             OR EXISTS (SELECT 1 FROM registration WHERE not_before > 0 AND not_before > ?2)";

/// Makes delayed registrations due whose time has come.
pub(super) const WAKE: &str = "UPDATE registration SET not_before = 0 WHERE id IN (
                 SELECT id FROM registration WHERE not_before > 0 AND not_before <= ?1 ORDER BY not_before LIMIT ?3)
             OR id IN (SELECT id FROM registration WHERE not_before > 0 AND not_before > ?2 LIMIT ?3)";

/// The queued registration that is due and was saved first.
pub(super) const TO_SEND: &str =
    "SELECT id FROM registration WHERE state = 'queued' AND owner IS NULL AND not_before = 0 ORDER BY id LIMIT 1";

/// The queued registration, due or not, that was tried least, so that each gets its turn.
pub(super) const TO_PROBE: &str =
    "SELECT id FROM registration WHERE state = 'queued' AND owner IS NULL ORDER BY attempts, id LIMIT 1";

/// The uncertain registrations, the due ones first.
pub(super) const TO_SETTLE: &str = "SELECT id FROM registration WHERE state = 'uncertain' AND owner IS NULL
         ORDER BY not_before, id LIMIT ?1";

/// True if one of these is due.
pub(super) const ANY_TO_SETTLE: &str =
    "SELECT EXISTS (SELECT 1 FROM registration WHERE state = 'uncertain' AND owner IS NULL AND not_before = 0)";

/// Shortens the leases of an owner that are longer than any lease can be: a wrong clock wrote them.
pub(super) const SHORTEN: &str = "UPDATE registration SET lease_until = ?2 WHERE owner = ?1 AND lease_until > ?2";

/// An earlier registration that only waits because the connection was offline (certainly not stored, not turned away,
/// not leased). A call is about to be made, so this one goes first. An uncertain one waits for its own look-up and does
/// not delay others.
pub(super) const EARLIER_DELAYED: &str = "SELECT id FROM registration
         WHERE state = 'queued' AND doubt IS NULL AND owner IS NULL AND not_before > 0 AND id < ?1 AND turned_away = 0
         ORDER BY id LIMIT 1";

/// The registrations to lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The queued registration that is due and was saved first.
    ToSend,
    /// A queued registration, due or not, to find out if the connection is back.
    ToProbe,
    /// All uncertain registrations, if one of them is due. One call may settle all of them.
    ToSettle,
    /// All uncertain registrations, due or not, to find out if the connection is back.
    ToSettleNow,
}

impl Outbox {
    /// Leases registrations. A queued one becomes `sending`; an uncertain one stays uncertain and is looked up. Before
    /// that, registrations of ended processes and with ended leases are taken over.
    ///
    /// # Errors
    ///
    /// The outbox cannot be read or written.
    pub fn lease_next(&self, wanted: Wanted, now: DateTime<Utc>) -> Result<Vec<Leased>, OutboxError> {
        self.take_over(now)?;
        // Usually there is nothing to do, and a read disturbs no other process.
        let until = (millis(now), millis(now + MAX_RETRY_DELAY));
        let may_have = |connection: &Connection| {
            Ok(is_any(connection, ANY_DELAYED_DUE, until)? || !numbers(connection, wanted)?.is_empty())
        };
        if !self.read(may_have)? {
            return Ok(Vec::new());
        }
        self.write(|transaction| {
            transaction.prepare_cached(WAKE)?.execute((until.0, until.1, WAKE_BATCH))?;
            let mut leased = Vec::new();
            for number in numbers(transaction, wanted)? {
                let Some(record) = record::by_number(transaction, number)? else { continue };
                leased.extend(lease_record(transaction, record, self.owner.id(), now)?);
            }
            Ok(leased)
        })
    }

    /// Leases one registration, due or not. `None` means that another process has leased it, or that there is nothing
    /// to do.
    ///
    /// # Errors
    ///
    /// The outbox cannot be read or written.
    pub fn lease(&self, cid: Cid, now: DateTime<Utc>) -> Result<Option<Leased>, OutboxError> {
        self.take_over(now)?;
        self.write(|transaction| {
            let Some(record) = record::by_cid(transaction, cid)? else { return Ok(None) };
            lease_record(transaction, record, self.owner.id(), now)
        })
    }

    /// Releases the registrations of ended processes and those whose lease has ended. If one was being sent, it may
    /// have arrived.
    pub(super) fn take_over(&self, now: DateTime<Utc>) -> Result<(), OutboxError> {
        let lease_holders = self.read(lease_holders)?;
        let is_dead = |id: &OwnerId| id != self.owner.id() && owner::is_dead(&self.dir, id);
        let (dead, alive): (Vec<_>, Vec<_>) = lease_holders.into_iter().partition(|(id, _)| is_dead(id));
        let latest = millis(now + LEASE_DURATION);
        // The clock of another process may be read a moment later.
        let is_in_time = |until: i64| until > millis(now) && until <= latest + 1_000;
        if dead.is_empty() && alive.iter().all(|(_, until)| is_in_time(*until)) {
            return Ok(());
        }
        self.write(|transaction| {
            for (id, _) in &dead {
                release_crashed(transaction, id, i64::MAX)?;
            }
            for (id, _) in &alive {
                release_crashed(transaction, id, millis(now))?;
                transaction.prepare_cached(SHORTEN)?.execute((id.to_string(), latest))?;
            }
            Ok(())
        })
    }
}

fn lease_holders(connection: &Connection) -> Result<Vec<(OwnerId, i64)>, OutboxError> {
    let mut statement = connection.prepare_cached(LEASE_HOLDERS)?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    let mut lease_holders = Vec::new();
    for row in rows {
        let (owner, until) = row?;
        lease_holders.push((OwnerId::read(&owner).ok_or(StorageError::Damaged)?, until));
    }
    Ok(lease_holders)
}

/// Releases the registrations of an owner whose leases end by this time.
fn release_crashed(transaction: &Transaction<'_>, id: &OwnerId, until: i64) -> Result<(), OutboxError> {
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

fn is_any(connection: &Connection, sql: &str, parameters: impl Params) -> Result<bool, OutboxError> {
    Ok(connection.prepare_cached(sql)?.query_row(parameters, |row| row.get(0))?)
}

/// Returns the numbers of the registrations to lease.
fn numbers(connection: &Connection, wanted: Wanted) -> Result<Vec<i64>, OutboxError> {
    let found = |sql: &str, parameter: Option<i64>| -> Result<Vec<i64>, OutboxError> {
        let mut statement = connection.prepare_cached(sql)?;
        Ok(statement.query_map(params_from_iter(parameter), |row| row.get(0))?.collect::<Result<_, _>>()?)
    };
    match wanted {
        Wanted::ToSend => {
            let ready = found(TO_SEND, None)?;
            let Some(first) = ready.first() else { return Ok(ready) };
            let earlier = found(EARLIER_DELAYED, Some(*first))?;
            Ok(if earlier.is_empty() { ready } else { earlier })
        }
        Wanted::ToProbe => found(TO_PROBE, None),
        Wanted::ToSettle if !is_any(connection, ANY_TO_SETTLE, [])? => Ok(Vec::new()),
        Wanted::ToSettle | Wanted::ToSettleNow => found(TO_SETTLE, Some(MAX_SETTLED_AT_ONCE)),
    }
}

/// Leases a registration, if it is not leased and there is something to do.
pub(super) fn lease_record(
    transaction: &Transaction<'_>,
    mut record: Record,
    owner: &OwnerId,
    now: DateTime<Utc>,
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
        .execute((millis(now + LEASE_DURATION), record.row.number))?;
    Ok(Some(Leased {
        number: record.row.number,
        lease: record.lease,
        failed_attempts: record.failed_attempts,
        saved_at: record.row.saved_at,
        since: now,
        state: record.row.state.clone(),
        customer: record.customer()?.clone(),
        earlier: record.row.earlier,
    }))
}
