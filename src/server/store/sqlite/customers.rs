//! Stores, finds and searches customers.

use rusqlite::types::Value;
use rusqlite::{
    Connection, ErrorCode, OptionalExtension, Row, TransactionBehavior, named_params, params, params_from_iter,
};

use crate::domain::StorageError;
use crate::server::phone_key::PhoneComparison;

use super::groups::group_from_row;
use super::order_by;
use super::readers::Reader;
use crate::server::store::records::{Balance, CreateOutcome, Customer, CustomerDetails, UniqueField};
use crate::server::store::search::{Filter, Page, Search, TRIGRAM, fold_name};

/// Selects a customer with its group and balance. Prefixes of the columns' names keep the three apart.
const SELECT_CUSTOMER: &str = "SELECT c.*, \
     b.name AS balance_name, b.amount AS balance_amount, \
     b.created_at AS balance_created_at, b.updated_at AS balance_updated_at, \
     g.id AS g_id, g.name AS g_name, g.discount_type AS g_discount_type, g.discount_value AS g_discount_value, \
     g.system_type AS g_system_type, g.created_at AS g_created_at, g.updated_at AS g_updated_at \
     FROM customers c JOIN balances b ON b.id = c.balance_id JOIN customer_groups g ON g.id = c.group_id";

const INSERT_CUSTOMER: &str = "INSERT INTO customers (venue_id, group_id, balance_id, cid, name, name_folded, email, phone, \
     phone_key, code, description, gender, date_of_birth, created_at, updated_at) \
     VALUES (:venue_id, :group_id, :balance_id, :cid, :name, :name_folded, :email, :phone, \
     :phone_key, :code, :description, :gender, :date_of_birth, :now, :now)";

impl Reader {
    /// Finds the customer with this id.
    pub(in crate::server::store) fn find_customer(&mut self, id: i64) -> Result<Option<Customer>, StorageError> {
        Ok(find_by_id(&self.0, id)?)
    }

    /// Returns one page of the customers that match.
    pub(in crate::server::store) fn search_customers(
        &mut self,
        search: &Search,
    ) -> Result<Page<Customer>, StorageError> {
        let Conditions { tables, counted_tables, clause, mut values } = conditions(&search.filters);
        let order = order_by(search.sort, "c");
        let (limit, offset) = search.paging.limit_and_offset();
        // One transaction, so that the total and the rows belong to the same moment.
        let transaction = self.0.transaction()?;
        let total = transaction
            .prepare_cached(&format!("SELECT count(*) FROM {counted_tables} {clause}"))?
            .query_row(params_from_iter(&values), |row| row.get(0))?;
        values.extend([Value::Integer(limit), Value::Integer(offset)]);
        // The page is found before groups and balances are joined.
        let page = format!("SELECT c.id FROM {tables} {clause} {order} LIMIT ? OFFSET ?");
        let mut statement = transaction.prepare_cached(&format!("{SELECT_CUSTOMER} WHERE c.id IN ({page}) {order}"))?;
        let rows = statement.query_map(params_from_iter(&values), customer_from_row)?.collect::<Result<_, _>>()?;
        Ok(Page { rows, total })
    }
}

/// Stores a customer and its balance account in the transaction of `connection`. If it is not `Stored`, the caller rolls
/// back what was written.
pub(super) fn create(connection: &Connection, new: &CustomerDetails) -> Result<CreateOutcome, StorageError> {
    if !group_exists(connection, new.group_id)? {
        return Ok(CreateOutcome::UnknownGroup);
    }
    match insert(connection, new) {
        Ok(id) => {
            let stored = find_by_id(connection, id)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
            Ok(CreateOutcome::Stored(Box::new(stored)))
        }
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            conflicting_field(connection, new)?.map(CreateOutcome::Conflict).ok_or_else(|| error.into())
        }
        Err(error) => Err(error.into()),
    }
}

fn group_exists(connection: &Connection, id: i64) -> rusqlite::Result<bool> {
    let mut statement = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM customer_groups WHERE id = ?1)")?;
    statement.query_row(params![id], |row| row.get(0))
}

/// Stores a customer whose group exists, and its balance account.
pub(super) fn insert(connection: &Connection, new: &CustomerDetails) -> rusqlite::Result<i64> {
    let balance = "INSERT INTO balances (name, created_at, updated_at) VALUES ('CUSTOMER:' || ?1, ?2, ?2)";
    connection.prepare_cached(balance)?.execute(params![new.cid, new.created_at])?;
    let balance_id = connection.last_insert_rowid();
    connection.prepare_cached(INSERT_CUSTOMER)?.execute(named_params! {
        ":venue_id": new.venue_id,
        ":group_id": new.group_id,
        ":balance_id": balance_id,
        ":cid": new.cid,
        ":name": new.name,
        ":name_folded": fold_name(&new.name),
        ":email": new.email,
        ":phone": new.phone,
        ":phone_key": new.phone_key,
        ":code": new.code,
        ":description": new.description,
        ":gender": new.gender,
        ":date_of_birth": new.date_of_birth,
        ":now": new.created_at,
    })?;
    Ok(connection.last_insert_rowid())
}

/// Returns the field that violated a constraint: the phone before the code before the cid. It queries in the transaction
/// that failed, so that no other process can have changed the data since.
fn conflicting_field(connection: &Connection, new: &CustomerDetails) -> rusqlite::Result<Option<UniqueField>> {
    let checks = [
        (UniqueField::Phone, "SELECT EXISTS (SELECT 1 FROM customers WHERE phone_key = ?1)", new.phone_key.as_deref()),
        (UniqueField::Code, "SELECT EXISTS (SELECT 1 FROM customers WHERE code = ?1)", new.code.as_deref()),
        (UniqueField::Cid, "SELECT EXISTS (SELECT 1 FROM customers WHERE cid = ?1)", Some(new.cid.as_str())),
    ];
    for (unique, sql, value) in checks {
        if connection.query_row(sql, params![value], |row| row.get(0))? {
            return Ok(Some(unique));
        }
    }
    Ok(None)
}

fn find_by_id(connection: &Connection, id: i64) -> rusqlite::Result<Option<Customer>> {
    connection
        .prepare_cached(&format!("{SELECT_CUSTOMER} WHERE c.id = ?1"))?
        .query_row(params![id], customer_from_row)
        .optional()
}

/// The tables and conditions of a search, and the values of its parameters. The customer is `c` in `tables`.
struct Conditions {
    tables: &'static str,
    /// The tables for counting, where each customer of the index need not be read if the clause is about the index alone.
    counted_tables: &'static str,
    clause: String,
    values: Vec<Value>,
}

/// Builds the conditions. Texts of [`TRIGRAM`] characters and more are looked up in the index `customer_search`.
fn conditions(filters: &[Filter]) -> Conditions {
    let (mut phrases, mut clauses, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for filter in filters {
        let (column, text) = match filter {
            Filter::Name(part) => ("name_folded", fold_name(part)),
            Filter::Phones(part) => ("phone_key", part.clone()),
            Filter::Phone(key) => {
                // Also the keys of phones that are second ones: `#` is the character before `$`.
                clauses.push(
                    "c.phone_key >= ? AND c.phone_key < ? || '$' AND (c.phone_key = ? OR instr(c.phone_key, '#') > 0)"
                        .to_owned(),
                );
                values.extend([key, key, key].map(|key| Value::Text(key.clone())));
                continue;
            }
            Filter::Group(id) => {
                clauses.push("c.group_id = ?".to_owned());
                values.push(Value::Integer(*id));
                continue;
            }
            Filter::NoMatch => {
                clauses.push("FALSE".to_owned());
                continue;
            }
        };
        if text.contains('\0') {
            // No stored text has this character, and the index would read no further.
            clauses.push("FALSE".to_owned());
        } else if text.chars().count() >= TRIGRAM {
            phrases.push(format!("{column} : \"{}\"", text.replace('"', "\"\"")));
        } else {
            clauses.push(format!("instr(c.{column}, ?) > 0"));
            values.push(Value::Text(text));
        }
    }
    let (tables, counted_tables) = match (phrases.is_empty(), clauses.is_empty()) {
        (true, _) => ("customers c", "customers c"),
        (false, true) => (INDEXED, "customer_search"),
        (false, false) => (INDEXED, INDEXED),
    };
    if !phrases.is_empty() {
        clauses.push("customer_search MATCH ?".to_owned());
        values.push(Value::Text(phrases.join(" AND ")));
    }
    let clause = if clauses.is_empty() { String::new() } else { format!("WHERE {}", clauses.join(" AND ")) };
    Conditions { tables, counted_tables, clause, values }
}

/// The index, whose rows come in the order of their ids, and each row's customer.
const INDEXED: &str = "customer_search CROSS JOIN customers c ON c.id = customer_search.rowid";

fn customer_from_row(row: &Row<'_>) -> rusqlite::Result<Customer> {
    Ok(Customer {
        id: row.get("id")?,
        details: CustomerDetails {
            venue_id: row.get("venue_id")?,
            group_id: row.get("group_id")?,
            cid: row.get("cid")?,
            name: row.get("name")?,
            email: row.get("email")?,
            phone: row.get("phone")?,
            phone_key: row.get("phone_key")?,
            code: row.get("code")?,
            description: row.get("description")?,
            gender: row.get("gender")?,
            date_of_birth: row.get("date_of_birth")?,
            created_at: row.get("created_at")?,
        },
        group: group_from_row(row, "g_")?,
        balance: Balance {
            id: row.get("balance_id")?,
            name: row.get("balance_name")?,
            amount: row.get("balance_amount")?,
            created_at: row.get("balance_created_at")?,
            updated_at: row.get("balance_updated_at")?,
        },
        updated_at: row.get("updated_at")?,
    })
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
    let mut update = transaction.prepare("UPDATE OR IGNORE customers SET phone_key = ?2 WHERE id = ?1")?;
    for (id, phone) in rows {
        let key = phones.key(&phone);
        if update.execute(params![id, key])? == 0 {
            update.execute(params![id, format!("{key}#{id}")])?;
        }
    }
    drop(update);
    transaction.execute("INSERT INTO customer_search (customer_search) VALUES ('rebuild')", [])?;
    transaction.execute("UPDATE phone_rule SET name = ?1", [phones.name()])?;
    transaction.commit()
}
