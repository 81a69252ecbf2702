//! Queries that change nothing: counts, lists, one registration.

use rusqlite::{Connection, OptionalExtension as _};

use crate::domain::{Cid, StorageError};

use super::super::OutboxError;
use super::super::registration::{Counts, RegistrationRecord, RowFilter};
use super::record::{self, FIRST_COLUMNS, LATER_COLUMNS, Record, TABLES};
use super::{Outbox, millis, time};

pub(super) const WAITING: &str = "SELECT count(*) FROM registration WHERE state IN ('queued', 'sending', 'uncertain')";
pub(super) const OLDEST: &str =
    "SELECT saved_at FROM registration WHERE state IN ('queued', 'sending', 'uncertain') ORDER BY id LIMIT 1";
pub(super) const REFUSED: &str = "SELECT count(*) FROM registration WHERE state = 'refused'";
pub(super) const NEXT_DUE: &str =
    "SELECT not_before FROM registration WHERE not_before > 0 ORDER BY not_before LIMIT 1";

impl Outbox {
    /// Counts the registrations.
    ///
    /// # Errors
    ///
    /// The outbox cannot be read.
    pub fn counts(&self) -> Result<Counts, OutboxError> {
        self.read(|connection| {
            Ok(Counts {
                waiting: count(connection, WAITING)?,
                oldest: one(connection, OLDEST)?.map(time).transpose()?,
                refused: count(connection, REFUSED)?,
                next_due: one(connection, NEXT_DUE)?.map(time).transpose()?,
            })
        })
    }

    /// Lists registrations in the order of arrival, at most `at_most`.
    ///
    /// # Errors
    ///
    /// The outbox cannot be read.
    pub fn list(&self, which: RowFilter, at_most: u32) -> Result<Vec<RegistrationRecord>, OutboxError> {
        self.read(|connection| rows(connection, &list(which), [at_most]))
    }

    /// Returns one registration.
    ///
    /// # Errors
    ///
    /// The outbox cannot be read.
    pub fn show(&self, cid: Cid) -> Result<Option<RegistrationRecord>, OutboxError> {
        self.read(|connection| Ok(record::by_cid(connection, cid)?.map(|record| record.row)))
    }

    /// Checks the whole file and reads every row. This takes long for a large file.
    ///
    /// # Errors
    ///
    /// `Damaged` if the file or a row is damaged.
    pub fn check(&self) -> Result<(), OutboxError> {
        self.read(|connection| {
            let verdict: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
            if verdict != "ok" {
                return Err(StorageError::Damaged.into());
            }
            // SQLite checks only its pages; the content of the rows is checked here.
            let mut statement =
                connection.prepare(&format!("SELECT {FIRST_COLUMNS}, {LATER_COLUMNS} FROM {TABLES}"))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                Record::read(row)?;
            }
            Ok(())
        })
    }
}

/// Returns the query of a list. It names the index, because the planner could use the primary key and read all
/// registered rows.
pub(super) fn list(which: RowFilter) -> String {
    let (index, condition) = match which {
        RowFilter::Unsettled => ("INDEXED BY kept", "WHERE r.state <> 'registered'".to_owned()),
        RowFilter::Refused => ("INDEXED BY refused", "WHERE r.state = 'refused'".to_owned()),
        RowFilter::SavedBetween(from, before) => {
            ("", format!("WHERE r.saved_at >= {} AND r.saved_at < {}", millis(from), millis(before)))
        }
        RowFilter::All => ("", String::new()),
    };
    format!(
        "SELECT {FIRST_COLUMNS}, {LATER_COLUMNS} FROM registration r {index} LEFT JOIN personal p USING (id)
         {condition} ORDER BY r.id LIMIT ?1"
    )
}

fn rows(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<RegistrationRecord>, OutboxError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let mut list = Vec::new();
    while let Some(row) = rows.next()? {
        list.push(Record::read(row)?.row);
    }
    Ok(list)
}

fn count(connection: &Connection, sql: &str) -> Result<u64, OutboxError> {
    let count: i64 = connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    u64::try_from(count).map_err(|_| StorageError::Damaged.into())
}

fn one(connection: &Connection, sql: &str) -> Result<Option<i64>, OutboxError> {
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?)
}
