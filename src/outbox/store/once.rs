//! The save of a registration whose `cid` the caller may have used before: the same call twice is one customer.
//!
//! A delivered registration has no personal data any more. To find a `cid` that is used for another customer, it keeps a
//! fingerprint of 16 bits. One in 65,536 other values has the same one, so the values cannot be found by trying.

use chrono::{DateTime, Utc};
use ring::hmac;
use rusqlite::{OptionalExtension as _, Transaction};

use crate::domain::{CustomerId, NewCustomer};

use super::super::OutboxError;
use super::super::registration::{Cashier, Leased};
use super::super::state::State;
use super::{Outbox, codec, lease, record, save};

pub(super) const WRITE_FINGERPRINT: &str = "UPDATE registration SET fingerprint = ?1 WHERE cid = ?2";

/// True if a registration was certainly saved with other values.
pub(super) const IS_OTHER: &str =
    "SELECT fingerprint <> ?1 FROM registration WHERE id = ?2 AND fingerprint IS NOT NULL";

/// The result of [`Outbox::save_once`].
#[derive(Debug)]
pub enum SavedOnce {
    /// It is on the disk, and this process has leased it. It may have been saved before with the same values.
    Leased(Box<Leased>),
    /// It was saved before, and another process works on it.
    InFlight,
    /// It was registered before. `None` means that no look-up has found the customer ID.
    Registered(Option<CustomerId>),
    /// The `cid` was used before for other values. Nothing was changed.
    OtherValues,
}

impl Outbox {
    /// Saves a registration and leases it, unless its `cid` is known: then nothing is registered twice. A rejected
    /// registration may be saved again with corrected values.
    ///
    /// # Errors
    ///
    /// The outbox cannot be written.
    pub fn save_once(
        &self,
        customer: &NewCustomer,
        cashier: &Cashier,
        now: DateTime<Utc>,
    ) -> Result<SavedOnce, OutboxError> {
        let fingerprint = fingerprint(customer)?;
        self.take_over(now)?;
        self.write(|transaction| {
            match record::by_cid(transaction, customer.cid)? {
                None => {
                    record::insert(transaction, customer.cid, cashier, now, Some(customer))?;
                    write_fingerprint(transaction, customer, fingerprint)?;
                }
                Some(known) => match known.row.state {
                    State::Registered { id } => {
                        let is_other = is_other(transaction, known.row.number, fingerprint)?;
                        return Ok(if is_other { SavedOnce::OtherValues } else { SavedOnce::Registered(id) });
                    }
                    State::Refused { .. } => {
                        save::correct(transaction, known, customer)?;
                        write_fingerprint(transaction, customer, fingerprint)?;
                    }
                    _ if known.row.customer.as_ref().map(values) != Some(values(customer)) => {
                        return Ok(SavedOnce::OtherValues);
                    }
                    _ => {}
                },
            }
            let Some(record) = record::by_cid(transaction, customer.cid)? else { return Ok(SavedOnce::InFlight) };
            let leased = lease::lease_record(transaction, record, self.owner.id(), now)?;
            Ok(leased.map_or(SavedOnce::InFlight, |leased| SavedOnce::Leased(Box::new(leased))))
        })
    }
}

/// Returns what the caller has given. The day of the consent and the version of its question are those of the first call.
fn values(customer: &NewCustomer) -> (NewCustomer, Option<bool>) {
    let consent = customer.consent.as_ref().map(|consent| consent.is_given);
    (NewCustomer { consent: None, ..customer.clone() }, consent)
}

fn write_fingerprint(
    transaction: &Transaction<'_>,
    customer: &NewCustomer,
    fingerprint: u16,
) -> Result<(), OutboxError> {
    transaction.prepare_cached(WRITE_FINGERPRINT)?.execute((fingerprint, customer.cid.to_string()))?;
    Ok(())
}

fn is_other(transaction: &Transaction<'_>, number: i64, fingerprint: u16) -> Result<bool, OutboxError> {
    let is_other =
        transaction.prepare_cached(IS_OTHER)?.query_row((fingerprint, number), |row| row.get(0)).optional()?;
    Ok(is_other.unwrap_or(false))
}

/// Returns 16 bits that depend on all values, and on the `cid`: equal customers have different fingerprints.
fn fingerprint(customer: &NewCustomer) -> Result<u16, OutboxError> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, customer.cid.to_string().as_bytes());
    let tag = hmac::sign(&key, codec::to_json(&values(customer))?.as_bytes());
    Ok(tag.as_ref().iter().take(2).fold(0, |bits, byte| bits << 8 | u16::from(*byte)))
}
