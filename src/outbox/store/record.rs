//! Conversion of one registration between its two tables and [`RegistrationRecord`].

use std::str::FromStr as _;
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension as _, ToSql, named_params};
use serde::de::DeserializeOwned;

use crate::domain::{Cid, CustomerId, EntryStats, NewCustomer, Progress, StorageError};

use super::super::registration::{Cashier, RegistrationRecord};
use super::super::state::{Doubt, State, TurnedAway};
use super::super::{OutboxError, OwnerId};
use super::codec::{customer_from_json, from_json, to_json};
use super::{millis, time};

/// A row, with the columns that only the store needs.
pub(super) struct Record {
    pub row: RegistrationRecord,
    pub failed_attempts: u32,
    pub lease: i64,
    pub owner: Option<OwnerId>,
}

/// The columns of the first format.
pub(super) const FIRST_COLUMNS: &str = "r.id, r.cid, r.cashier, r.saved_at, r.state, r.doubt, r.clash, r.customer_id, \
     r.settled_at, r.attempts, r.setbacks, r.not_before, r.owner, r.lease, \
     p.current, p.earlier, p.refusal, p.trouble";
/// The columns that later formats added.
pub(super) const LATER_COLUMNS: &str = "r.turned_away, r.keys, r.millis, r.consent";
pub(super) const TABLES: &str = "registration r LEFT JOIN personal p USING (id)";

pub(super) fn by_cid(connection: &Connection, cid: Cid) -> Result<Option<Record>, OutboxError> {
    one(connection, "cid", cid.to_string())
}

pub(super) fn by_number(connection: &Connection, number: i64) -> Result<Option<Record>, OutboxError> {
    one(connection, "id", number)
}

fn one(connection: &Connection, column: &str, value: impl ToSql) -> Result<Option<Record>, OutboxError> {
    let sql = format!("SELECT {FIRST_COLUMNS}, {LATER_COLUMNS} FROM {TABLES} WHERE r.{column} = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row([value], |row| Ok(Record::read(row))).optional()?.transpose()
}

/// Inserts a new registration. Returns its number.
pub(super) fn insert(
    connection: &Connection,
    cid: Cid,
    cashier: &Cashier,
    saved_at: DateTime<Utc>,
    customer: Option<&NewCustomer>,
) -> Result<i64, OutboxError> {
    connection
        .prepare_cached(
            "INSERT INTO registration (cid, cashier, saved_at, state, consent) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((
            cid.to_string(),
            cashier.as_str(),
            millis(saved_at),
            State::NEW.name(),
            customer.and_then(consent),
        ))?;
    let number = connection.last_insert_rowid();
    if let Some(customer) = customer {
        connection
            .prepare_cached("INSERT INTO personal (id, current) VALUES (?1, ?2)")?
            .execute((number, to_json(customer)?))?;
    }
    Ok(number)
}

/// Returns the answer about consent, which outlives the personal data.
pub(super) fn consent(customer: &NewCustomer) -> Option<bool> {
    customer.consent.as_ref().map(|consent| consent.is_given)
}

impl Record {
    pub(super) fn read(row: &rusqlite::Row<'_>) -> Result<Self, OutboxError> {
        let cid: String = row.get("cid")?;
        let cid = Cid::from_str(&cid).map_err(|_| StorageError::Damaged)?;
        let not_before: i64 = row.get("not_before")?;
        let owner: Option<String> = row.get("owner")?;
        let customer = |stored| customer_from_json(stored, cid);
        let settled_at: Option<i64> = row.get("settled_at")?;
        let kept = RegistrationRecord {
            number: row.get("id")?,
            cid,
            cashier: Cashier::new(&row.get::<_, String>("cashier")?),
            saved_at: time(row.get("saved_at")?)?,
            state: state(row)?,
            attempts: row.get("attempts")?,
            not_before: if not_before == 0 { None } else { Some(time(not_before)?) },
            settled_at: settled_at.map(time).transpose()?,
            customer: json_column(row, "current")?.map(customer).transpose()?,
            earlier: json_column::<Vec<_>>(row, "earlier")?
                .unwrap_or_default()
                .into_iter()
                .map(customer)
                .collect::<Result<_, _>>()?,
            error: json_column(row, "trouble")?,
            stats: stats(row)?,
            consent: later_column(row, "consent")?,
        };
        Ok(Self {
            row: kept,
            failed_attempts: row.get("setbacks")?,
            lease: row.get("lease")?,
            owner: owner.as_deref().and_then(OwnerId::read),
        })
    }

    /// Returns the customer to send. It is there as long as the registration is not registered.
    pub(super) fn customer(&self) -> Result<&NewCustomer, OutboxError> {
        self.row.customer.as_ref().ok_or(StorageError::Damaged.into())
    }

    /// Writes the state and the columns that depend on it. Without an owner the lease ends.
    pub(super) fn write_state(&self, connection: &Connection) -> Result<(), OutboxError> {
        let (mut conflict, mut customer_id, mut refusal) = (None, None, None);
        match &self.row.state {
            State::Uncertain { conflict: Some(of), .. } => conflict = Some(to_json(of)?),
            State::Registered { id } => customer_id = id.map(|id| id.0.cast_signed()),
            State::Refused { refusal: why, .. } => refusal = Some(to_json(why)?),
            State::Uncertain { conflict: None, .. } | State::Queued { .. } | State::Sending { .. } => {}
        }
        let error = self.row.error.as_ref().map(to_json).transpose()?;
        connection
            .prepare_cached(
                "UPDATE registration SET state = :state, doubt = :doubt, clash = :clash, customer_id = :customer_id,
                     settled_at = :settled_at, attempts = :attempts, setbacks = :setbacks, not_before = :not_before,
                     owner = :owner, lease = :lease, turned_away = :turned_away, consent = :consent, lease_until = CASE WHEN :owner IS NULL THEN NULL ELSE lease_until END
                 WHERE id = :id",
            )?
            .execute(named_params! {
                ":state": self.row.state.name(),
                ":doubt": self.row.state.doubt().map(|doubt| doubt.unexplained_conflicts),
                ":clash": conflict,
                ":customer_id": customer_id,
                ":settled_at": self.row.settled_at.map(millis),
                ":attempts": self.row.attempts,
                ":setbacks": self.failed_attempts,
                ":not_before": self.row.not_before.map_or(0, millis),
                ":owner": self.owner.as_ref().map(ToString::to_string),
                ":lease": self.lease,
                ":turned_away": match self.row.state.turned_away() {
                    TurnedAway::No => 0,
                    TurnedAway::Yes => 1,
                    TurnedAway::OthersPassed => 2,
                },
                ":consent": self.row.consent,
                ":id": self.row.number,
            })?;
        connection.prepare_cached("UPDATE personal SET refusal = ?1, trouble = ?2 WHERE id = ?3")?.execute((
            refusal,
            error,
            self.row.number,
        ))?;
        Ok(())
    }

    /// Writes the customer to send and the earlier texts.
    pub(super) fn write_customers(&self, connection: &Connection) -> Result<(), OutboxError> {
        connection.prepare_cached("UPDATE personal SET current = ?1, earlier = ?2 WHERE id = ?3")?.execute((
            to_json(self.customer()?)?,
            to_json(&self.row.earlier)?,
            self.row.number,
        ))?;
        Ok(())
    }
}

fn json_column<T: DeserializeOwned>(row: &rusqlite::Row<'_>, name: &str) -> Result<Option<T>, OutboxError> {
    row.get::<_, Option<String>>(name)?.as_deref().map(from_json).transpose()
}

/// Reads a column that the first format does not have.
fn later_column<T: FromSql>(row: &rusqlite::Row<'_>, name: &str) -> rusqlite::Result<Option<T>> {
    match row.get(name) {
        Err(rusqlite::Error::InvalidColumnName(_)) => Ok(None),
        value => value,
    }
}

fn turned_away(row: &rusqlite::Row<'_>) -> Result<TurnedAway, OutboxError> {
    match later_column(row, "turned_away")? {
        None | Some(0) => Ok(TurnedAway::No),
        Some(1) => Ok(TurnedAway::Yes),
        Some(2) => Ok(TurnedAway::OthersPassed),
        Some(_) => Err(StorageError::Damaged.into()),
    }
}

fn stats(row: &rusqlite::Row<'_>) -> Result<Option<EntryStats>, OutboxError> {
    let (keys, millis) = (later_column(row, "keys")?, later_column::<i64>(row, "millis")?);
    let stats = |(keys, millis): (_, i64)| EntryStats { keys, time: Duration::from_millis(millis.unsigned_abs()) };
    Ok(keys.zip(millis).map(stats))
}

fn state(row: &rusqlite::Row<'_>) -> Result<State, OutboxError> {
    let name: String = row.get("state")?;
    let doubt = row.get::<_, Option<u8>>("doubt")?.map(|unexplained| Doubt { unexplained_conflicts: unexplained });
    let customer_id: Option<i64> = row.get("customer_id")?;
    Ok(match Progress::from_name(&name).ok_or(StorageError::Damaged)? {
        Progress::Queued => State::Queued { doubt, turned_away: turned_away(row)? },
        Progress::Sending => State::Sending { doubt, turned_away: turned_away(row)? },
        Progress::Uncertain => {
            State::Uncertain { doubt: doubt.ok_or(StorageError::Damaged)?, conflict: json_column(row, "clash")? }
        }
        Progress::Registered => State::Registered { id: customer_id.map(|id| CustomerId(id.cast_unsigned())) },
        Progress::Refused => {
            State::Refused { doubt, refusal: json_column(row, "refusal")?.ok_or(StorageError::Damaged)? }
        }
    })
}
