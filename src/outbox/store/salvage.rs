//! Salvages a damaged file: reads it row by row and copies the readable rows into a new file. `quarantine` calls it
//! under the lock.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, Row, Transaction, named_params};

use crate::domain::StorageError;
use crate::storage::sqlite;

use super::super::OutboxError;
use super::super::state::State;
use super::record::{self, FIRST_COLUMNS, LATER_COLUMNS, Record, TABLES};
use super::{millis, save};

/// The greatest plausible id: a larger one is damage. 1,000 a day for 25 years.
const MAX_PLAUSIBLE_ID: i64 = 10_000_000;

/// After this many unreadable ids in a row the salvage ends: one damaged inner page cannot affect more.
const MAX_UNREADABLE_RUN: u32 = 30_000;

/// The query for a row if the table `personal` cannot be read.
const NO_PERSONAL: &str = "registration r LEFT JOIN \
     (SELECT NULL AS current, NULL AS earlier, NULL AS refusal, NULL AS trouble) p ON TRUE WHERE r.id = ?1";

/// The query for a row of `personal` whose registration cannot be read. The `cid` comes from the index. It may have
/// been sent.
const NO_REGISTRATION: &str = "SELECT p.id, :cid AS cid, '' AS cashier, :saved_at AS saved_at, 'uncertain' AS state, \
     0 AS doubt, NULL AS clash, NULL AS customer_id, NULL AS settled_at, 0 AS attempts, 0 AS setbacks, \
     0 AS not_before, NULL AS owner, 0 AS lease, p.current, p.earlier, NULL AS refusal, NULL AS trouble \
     FROM personal p WHERE p.id = :id";

/// Copies every readable row. Returns the number of copied rows, and true if nothing was unreadable.
///
/// Each id is read by itself, because a search for the next row on a damaged page may skip intact rows. An old format
/// is not migrated: this writes, and fails on damage. The columns that it lacks are not read.
pub(super) fn take_over_all(
    damaged: &Path,
    new: &mut Connection,
    now: DateTime<Utc>,
    lock_timeout: Duration,
) -> Result<(u64, bool), OutboxError> {
    let old = match open_to_read(damaged, lock_timeout) {
        Ok(old) => old,
        // Another process is only using it. The salvage is tried again.
        Err(error @ OutboxError::Storage(StorageError::Locked)) => return Err(error),
        Err(_) => return Ok((0, false)),
    };
    let salvage = Salvage { cids: cids(&old), old, now };
    let last = salvage.last_id();
    let transaction = new.transaction()?;
    let (mut taken_over, mut complete, mut unreadable_run) = (0, last.is_some(), 0);
    for id in 1..=last.unwrap_or(MAX_UNREADABLE_RUN.into()) {
        if salvage.is_absent(id) {
            continue;
        }
        let record = salvage.read(id).ok();
        complete &= record.is_some();
        match record.or_else(|| salvage.without_registration(id)) {
            Some(record) => {
                unreadable_run = 0;
                taken_over += u64::from(take_over(&transaction, record)?);
            }
            None if unreadable_run == MAX_UNREADABLE_RUN => break,
            None => unreadable_run += 1,
        }
    }
    transaction.commit()?;
    Ok((taken_over, complete))
}

/// Copies a registration into the new file. Returns true if it was not there yet.
///
/// The damaged file may lack the latest changes, so a queued registration may have been sent. Therefore every waiting
/// registration is looked up before it is sent.
fn take_over(new: &Transaction<'_>, old: Record) -> Result<bool, OutboxError> {
    let mut row = old.row;
    let doubt = row.state.doubt().unwrap_or_default();
    row.state = match row.state {
        State::Refused { refusal, .. } => State::Refused { doubt: Some(doubt), refusal },
        State::Queued { .. } | State::Sending { .. } | State::Uncertain { .. } => {
            State::Uncertain { doubt, conflict: None }
        }
        registered @ State::Registered { .. } => {
            row.customer = None;
            registered
        }
    };
    // Without the customer, only a registered row is useful.
    let is_useful = row.customer.is_some() || matches!(row.state, State::Registered { .. });
    if !is_useful || record::by_cid(new, row.cid)?.is_some() {
        return Ok(false);
    }
    row.number = record::insert(new, row.cid, &row.cashier, row.saved_at, row.customer.as_ref())?;
    row.not_before = None;
    if let Some(stats) = row.stats {
        save::add_stats(new, row.cid, stats)?;
    }
    let record = Record { row, failed_attempts: 0, lease: 0, owner: None };
    record.write_state(new)?;
    if record.row.customer.is_some() {
        record.write_customers(new)?;
    }
    Ok(true)
}

/// Opens the damaged file without changing it or its log. The size of cells is not checked, so that intact rows on a
/// damaged page can be read.
///
/// # Errors
///
/// `Locked` if another process has it for longer than `lock_timeout`.
fn open_to_read(damaged: &Path, lock_timeout: Duration) -> Result<Connection, OutboxError> {
    let old = sqlite::connect(damaged, lock_timeout)?;
    // Otherwise SQLite would write the intact part of the log into the file and delete the log.
    old.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // From here on the transaction reads this version, so a lock of another process is not taken for damage.
    old.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; BEGIN; SELECT 1 FROM sqlite_schema;")?;
    Ok(old)
}

struct Salvage {
    old: Connection,
    /// The `cid` of each id, as far as its index can be read.
    cids: BTreeMap<i64, String>,
    now: DateTime<Utc>,
}

impl Salvage {
    /// Returns true if neither the table nor the index of the `cid`s has this id.
    fn is_absent(&self, id: i64) -> bool {
        let sql = "SELECT 1 FROM registration NOT INDEXED WHERE id = ?1";
        let is_there = self.old.prepare_cached(sql).and_then(|mut sql| sql.exists([id]));
        !self.cids.contains_key(&id) && is_there.is_ok_and(|is_there| !is_there)
    }

    /// Reads a row of both tables. Without its row in `personal`, only a registered row is useful.
    fn read(&self, id: i64) -> Result<Record, OutboxError> {
        let all_columns = format!("{FIRST_COLUMNS}, {LATER_COLUMNS}");
        let tables = [format!("{TABLES} WHERE r.id = ?1"), NO_PERSONAL.to_owned()];
        let mut queries = tables
            .iter()
            .flat_map(|tables| [&*all_columns, FIRST_COLUMNS].map(|columns| format!("SELECT {columns} FROM {tables}")));
        let record = queries.find_map(|sql| self.record(&sql, [id]).ok()).ok_or(StorageError::Damaged)?;
        let is_whole = record.row.customer.is_some() || matches!(record.row.state, State::Registered { .. });
        if is_whole { Ok(record) } else { Err(StorageError::Damaged.into()) }
    }

    fn record(&self, sql: &str, parameters: impl rusqlite::Params) -> Result<Record, OutboxError> {
        self.old.prepare_cached(sql)?.query_row(parameters, |row| Ok(Record::read(row)))?
    }

    /// Reads the customer to send if the rest of the registration is damaged.
    fn without_registration(&self, id: i64) -> Option<Record> {
        let cid = self.cids.get(&id)?;
        // Only from the index, because the row cannot be read.
        let sql = "SELECT saved_at FROM registration INDEXED BY waiting
                   WHERE state IN ('queued', 'sending', 'uncertain') AND id = ?1";
        let saved_at = self.old.prepare_cached(sql).and_then(|mut sql| sql.query_row([id], |row| row.get::<_, i64>(0)));
        let saved_at = saved_at.unwrap_or_else(|_| millis(self.now));
        let parameters = named_params! { ":id": id, ":cid": cid, ":saved_at": saved_at };
        self.record(NO_REGISTRATION, parameters).ok()
    }

    /// Returns the largest plausible id in any table or index.
    fn last_id(&self) -> Option<i64> {
        let tellers = [
            "SELECT seq FROM sqlite_sequence WHERE name = 'registration'",
            "SELECT max(id) FROM registration NOT INDEXED",
            "SELECT max(id) FROM registration INDEXED BY kept WHERE state <> 'registered'",
            "SELECT max(id) FROM personal",
        ];
        let told = tellers.iter().filter_map(|sql| self.old.query_row(sql, [], |row| row.get(0)).ok());
        told.chain(self.cids.keys().copied()).filter(|id| (0..=MAX_PLAUSIBLE_ID).contains(id)).max()
    }
}

/// Reads the index of the `cid`s from both ends to the first damage.
fn cids(old: &Connection) -> BTreeMap<i64, String> {
    let mut cids = BTreeMap::new();
    for order in ["ASC", "DESC"] {
        let sql = format!("SELECT id, cid FROM registration ORDER BY cid {order}");
        let Ok(mut statement) = old.prepare(&sql) else { continue };
        let pair = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let Ok(pairs) = statement.query_map([], pair) else { continue };
        cids.extend(pairs.map_while(Result::ok));
    }
    cids
}
