//! What cashiers have registered and what it took them: numbers and times, nothing personal.

use std::str::FromStr as _;
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::Row;

use crate::domain::{Cid, CustomerId, EntryStats, Progress, StorageError};

use super::super::OutboxError;
use super::super::row::{Cashier, RegistrationStats};
use super::{Outbox, millis, time};

impl Outbox {
    /// Writes down what a registration took. One that was refused, mended and saved again has taken both.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn note_effort(&self, cid: Cid, effort: EntryStats) -> Result<(), OutboxError> {
        let took = i64::try_from(effort.time.as_millis()).unwrap_or(i64::MAX);
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "UPDATE registration SET keys = coalesce(keys, 0) + ?1, millis = coalesce(millis, 0) + ?2
                     WHERE cid = ?3",
                )?
                .execute((effort.keys, took, cid.to_string()))?;
            Ok(())
        })
    }

    /// The registrations that were saved from a moment on and before another one, in the order of arrival.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn work(&self, from: DateTime<Utc>, before: DateTime<Utc>) -> Result<Vec<RegistrationStats>, OutboxError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT cid, cashier, saved_at, state, customer_id, keys, millis FROM registration
                 WHERE saved_at >= ?1 AND saved_at < ?2 ORDER BY id",
            )?;
            let mut rows = statement.query((millis(from), millis(before)))?;
            let mut list = Vec::new();
            while let Some(row) = rows.next()? {
                list.push(read(row)?);
            }
            Ok(list)
        })
    }
}

fn read(row: &Row<'_>) -> Result<RegistrationStats, OutboxError> {
    let cid: String = row.get("cid")?;
    let state: String = row.get("state")?;
    let customer_id: Option<i64> = row.get("customer_id")?;
    let (keys, took): (Option<u32>, Option<i64>) = (row.get("keys")?, row.get("millis")?);
    Ok(RegistrationStats {
        cid: Cid::from_str(&cid).map_err(|_| StorageError::Damaged)?,
        cashier: Cashier::new(&row.get::<_, String>("cashier")?),
        saved_at: time(row.get("saved_at")?)?,
        id: customer_id.map(|id| CustomerId(id.cast_unsigned())),
        progress: match state.as_str() {
            "registered" => Progress::Registered,
            "refused" => Progress::Refused,
            _ => Progress::Waiting,
        },
        effort: keys
            .zip(took)
            .map(|(keys, took)| EntryStats { keys, time: Duration::from_millis(took.unsigned_abs()) }),
    })
}
