//! Stores customers, and makes the keys of their phones again.

use rusqlite::{Connection, ErrorCode, TransactionBehavior, params, params_from_iter};

use crate::domain::StorageError;
use crate::server::phone_key::PhoneComparison;
use crate::server::store::queries::{Dialect, find_conflict, find_customer};
use crate::server::store::records::{CreateOutcome, CustomerDetails};

use super::rows;

const INSERT_CUSTOMER: &str = "INSERT INTO customers (venue_id, group_id, cid, name, name_folded, email, phone, phone_key, code, \
     description, gender, date_of_birth, created_at, updated_at, balance_id) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13, ?14)";

/// Stores a customer and its balance account in the transaction of `connection`. If it is not `Stored`, the caller rolls
/// back what was written. The reason is looked up in the same transaction, so that no other process can have changed the data
/// since.
pub(super) fn create(connection: &Connection, new: &CustomerDetails) -> Result<CreateOutcome, StorageError> {
    match insert(connection, new) {
        Ok(id) => {
            let stored = rows(connection, &find_customer(), &[id.into()])?.pop();
            Ok(CreateOutcome::Stored(Box::new(stored.ok_or(rusqlite::Error::QueryReturnedNoRows)?)))
        }
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            let reason = rows(connection, &find_conflict(Dialect::Sqlite), &new.unique_values())?.pop().flatten();
            reason.ok_or_else(|| error.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Stores a customer and its balance account.
pub(super) fn insert(connection: &Connection, new: &CustomerDetails) -> rusqlite::Result<i64> {
    let balance = "INSERT INTO balances (name, created_at, updated_at) VALUES ('CUSTOMER:' || ?1, ?2, ?2)";
    connection.prepare_cached(balance)?.execute(params![new.cid, new.created_at])?;
    let mut values = new.values();
    values.push(connection.last_insert_rowid().into());
    connection.prepare_cached(INSERT_CUSTOMER)?.execute(params_from_iter(values))?;
    Ok(connection.last_insert_rowid())
}

/// Makes the keys of all phones again if they were made by another rule than this one.
pub(super) fn apply_phone_comparison(connection: &mut Connection, phones: PhoneComparison) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let stored: String = transaction.query_row("SELECT name FROM phone_rule", [], |row| row.get(0))?;
    if stored == phones.name() {
        return Ok(());
    }
    let mut statement = transaction.prepare("SELECT id, phone FROM customers WHERE phone IS NOT NULL ORDER BY id")?;
    let rows: Vec<(i64, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    drop(statement);
    // No old key may be in the way of a new one.
    transaction.execute("UPDATE customers SET phone_key = '#' || id WHERE phone IS NOT NULL", [])?;
    let mut update = transaction.prepare("UPDATE customers SET phone_key = ?2 WHERE id = ?1")?;
    for (id, key) in phones.keys(rows) {
        update.execute(params![id, key])?;
    }
    drop(update);
    transaction.execute("INSERT INTO customer_search (customer_search) VALUES ('rebuild')", [])?;
    transaction.execute("UPDATE phone_rule SET name = ?1", [phones.name()])?;
    transaction.commit()
}
