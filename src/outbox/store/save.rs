//! The actions of a cashier: save, correct, discard, retry.

use chrono::{DateTime, Utc};
use rusqlite::Transaction;

use crate::domain::{Cid, EntryStats, NewCustomer};

use super::super::OutboxError;
use super::super::event::Event;
use super::super::registration::{Cashier, Leased};
use super::super::state::State;
use super::record::{self, Record};
use super::{Outbox, lease};

/// The treatment of an uncertain registration that the caller discards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscardUncertain {
    /// It stays and is looked up.
    Keep,
    /// It is discarded too: a person who knows of the doubt has decided so.
    Forget,
}

impl Outbox {
    /// Saves a registration and leases it, so that this process can send it at once. It is on the disk when this
    /// returns.
    ///
    /// Saving the same `cid` again is harmless: it is the same registration, corrected if the text differs. If the old
    /// text may have arrived, it is looked up before the new one is sent. `None` means that another process works on
    /// it.
    ///
    /// # Errors
    ///
    /// The outbox cannot be written. `UnderWay` or `Registered`: a correction comes too late.
    pub fn save_and_lease(
        &self,
        customer: &NewCustomer,
        cashier: &Cashier,
        now: DateTime<Utc>,
    ) -> Result<Option<Leased>, OutboxError> {
        self.take_over(now)?;
        self.write(|transaction| {
            persist(transaction, customer, cashier, now)?;
            let Some(record) = record::by_cid(transaction, customer.cid)? else { return Ok(None) };
            lease::lease_record(transaction, record, self.owner.id(), now)
        })
    }

    /// Deletes a registration with its personal data.
    ///
    /// # Errors
    ///
    /// The outbox cannot be written. `Unknown`, `UnderWay` or `Registered`: there is nothing to discard. `InDoubt`: it
    /// may have arrived, and the caller does not discard it then.
    pub fn discard(&self, cid: Cid, in_doubt: DiscardUncertain, now: DateTime<Utc>) -> Result<(), OutboxError> {
        // A registration that a killed process was sending is in doubt from here on.
        self.take_over(now)?;
        self.erase(|transaction| {
            let record = record::by_cid(transaction, cid)?.ok_or(OutboxError::Unknown)?;
            ensure_unleased(&record)?;
            if in_doubt == DiscardUncertain::Keep && record.row.state.doubt().is_some() {
                return Err(OutboxError::InDoubt);
            }
            transaction.prepare_cached("DELETE FROM registration WHERE id = ?1")?.execute([record.row.number])?;
            Ok(())
        })
    }

    /// Adds the keys and the time that a registration took. A rejected registration that was corrected and saved again
    /// has the sum of both.
    ///
    /// # Errors
    ///
    /// The outbox cannot be written.
    pub fn add_stats(&self, cid: Cid, stats: EntryStats) -> Result<(), OutboxError> {
        self.write(|transaction| add_stats(transaction, cid, stats))
    }

    /// Makes every delayed registration due at once, because a person asked for it.
    ///
    /// # Errors
    ///
    /// The outbox cannot be written.
    pub fn retry_all_now(&self) -> Result<(), OutboxError> {
        self.write(|transaction| {
            transaction.execute("UPDATE registration SET not_before = 0, setbacks = 0 WHERE not_before > 0", [])?;
            Ok(())
        })
    }
}

/// Adds the keys and the time to those of an earlier save.
pub(super) fn add_stats(transaction: &Transaction<'_>, cid: Cid, stats: EntryStats) -> Result<(), OutboxError> {
    let millis = i64::try_from(stats.time.as_millis()).unwrap_or(i64::MAX);
    transaction
        .prepare_cached(
            "UPDATE registration SET keys = coalesce(keys, 0) + ?1, millis = coalesce(millis, 0) + ?2 WHERE cid = ?3",
        )?
        .execute((stats.keys, millis, cid.to_string()))?;
    Ok(())
}

fn persist(
    transaction: &Transaction<'_>,
    customer: &NewCustomer,
    cashier: &Cashier,
    now: DateTime<Utc>,
) -> Result<(), OutboxError> {
    match record::by_cid(transaction, customer.cid)? {
        None => record::insert(transaction, customer.cid, cashier, now, Some(customer)).map(drop),
        // A desk that crashed after saving and before deleting its draft saves the same text again.
        Some(record)
            if record.row.customer.as_ref() == Some(customer) && !matches!(record.row.state, State::Refused { .. }) =>
        {
            Ok(())
        }
        Some(record) => correct(transaction, record, customer),
    }
}

pub(super) fn correct(
    transaction: &Transaction<'_>,
    mut record: Record,
    customer: &NewCustomer,
) -> Result<(), OutboxError> {
    ensure_unleased(&record)?;
    let in_doubt = record.row.state.doubt().is_some();
    record.row.state = record.row.state.next(Event::Corrected)?;
    let old = record.row.customer.replace(customer.clone());
    if in_doubt
        && let Some(old) = old.filter(|old| old != customer)
        && !record.row.earlier.contains(&old)
    {
        record.row.earlier.push(old);
    }
    record.row.consent = record::consent(customer);
    record.row.not_before = None;
    record.row.error = None;
    record.failed_attempts = 0;
    record.write_state(transaction)?;
    record.write_customers(transaction)
}

fn ensure_unleased(record: &Record) -> Result<(), OutboxError> {
    match record.row.state {
        State::Registered { .. } => Err(OutboxError::Registered),
        _ if record.owner.is_some() => Err(OutboxError::UnderWay),
        _ => Ok(()),
    }
}
