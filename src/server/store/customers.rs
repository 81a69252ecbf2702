//! Stores, finds and searches customers.

use rusqlite::types::Value;
use rusqlite::{
    Connection, ErrorCode, OptionalExtension, Row, TransactionBehavior, named_params, params, params_from_iter,
};

use crate::domain::StorageError;

use super::Store;
use super::groups::group_from_row;
use super::records::{Balance, CreateOutcome, Customer, CustomerDetails, UniqueField};
use super::search::{CustomerSearch, Filter, Page};

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

impl Store {
    /// Stores a customer and its balance account, both or none. `Stored` means that they are on the disk.
    pub fn create_customer(&self, new: &CustomerDetails) -> Result<CreateOutcome, StorageError> {
        let mut writer = self.lock_writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if !group_exists(&transaction, new.group_id)? {
            return Ok(CreateOutcome::UnknownGroup);
        }
        let id = match insert(&transaction, new) {
            Ok(id) => id,
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                let field = conflicting_field(&transaction, new)?;
                return field.map(CreateOutcome::Conflict).ok_or_else(|| error.into());
            }
            Err(error) => return Err(error.into()),
        };
        let stored = find_by_id(&transaction, id)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        transaction.commit()?;
        Ok(CreateOutcome::Stored(Box::new(stored)))
    }

    /// Finds the customer with this id.
    pub fn find_customer(&self, id: i64) -> Result<Option<Customer>, StorageError> {
        self.with_reader(|connection| find_by_id(connection, id))
    }

    /// Returns one page of the customers that match.
    pub fn search_customers(&self, search: &CustomerSearch) -> Result<Page<Customer>, StorageError> {
        let (condition, mut values) = where_clause(&search.filters);
        let order = search.sort.order_by("c");
        let (limit, offset) = search.paging.limit_and_offset();
        self.with_reader(|connection| {
            // One transaction, so that the total and the rows belong to the same moment.
            let transaction = connection.transaction()?;
            let total = transaction.query_row(
                &format!("SELECT count(*) FROM customers c {condition}"),
                params_from_iter(&values),
                |row| row.get(0),
            )?;
            values.extend([Value::Integer(limit), Value::Integer(offset)]);
            let sql = format!("{SELECT_CUSTOMER} {condition} {order} LIMIT ? OFFSET ?");
            let mut statement = transaction.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(&values), customer_from_row)?.collect::<Result<_, _>>()?;
            Ok(Page { rows, total })
        })
    }
}

fn group_exists(connection: &Connection, id: i64) -> rusqlite::Result<bool> {
    connection.query_row("SELECT EXISTS (SELECT 1 FROM customer_groups WHERE id = ?1)", params![id], |row| row.get(0))
}

fn insert(connection: &Connection, new: &CustomerDetails) -> rusqlite::Result<i64> {
    connection.execute(
        "INSERT INTO balances (name, created_at, updated_at) VALUES ('CUSTOMER:' || ?1, ?2, ?2)",
        params![new.cid, new.created_at],
    )?;
    let balance_id = connection.last_insert_rowid();
    connection.execute(
        INSERT_CUSTOMER,
        named_params! {
            ":venue_id": new.venue_id,
            ":group_id": new.group_id,
            ":balance_id": balance_id,
            ":cid": new.cid,
            ":name": new.name,
            ":name_folded": new.name.to_lowercase(),
            ":email": new.email,
            ":phone": new.phone,
            ":phone_key": new.phone.as_deref().map(phone_key),
            ":code": new.code,
            ":description": new.description,
            ":gender": new.gender,
            ":date_of_birth": new.date_of_birth,
            ":now": new.created_at,
        },
    )?;
    Ok(connection.last_insert_rowid())
}

/// Returns the field that violated a constraint: the phone before the code before the cid. It queries in the transaction
/// that failed, so that no other process can have changed the data since.
fn conflicting_field(connection: &Connection, new: &CustomerDetails) -> rusqlite::Result<Option<UniqueField>> {
    let phone = new.phone.as_deref().map(phone_key);
    let checks = [
        (UniqueField::Phone, "SELECT EXISTS (SELECT 1 FROM customers WHERE phone_key = ?1)", phone.as_deref()),
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

/// Builds the `WHERE` clause and its values.
fn where_clause(filters: &[Filter]) -> (String, Vec<Value>) {
    let mut conditions = Vec::new();
    let mut values = Vec::new();
    for filter in filters {
        match filter {
            Filter::Name(part) => {
                conditions.push("instr(c.name_folded, ?) > 0");
                values.push(Value::Text(part.to_lowercase()));
            }
            Filter::Phones(part) => {
                conditions.push("instr(c.phone_key, ?) > 0");
                values.push(Value::Text(phone_key(part)));
            }
            Filter::Group(id) => {
                conditions.push("c.group_id = ?");
                values.push(Value::Integer(*id));
            }
            Filter::NoMatch => conditions.push("FALSE"),
        }
    }
    let clause = if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
    (clause, values)
}

/// Returns the key that all spellings of one phone share: its ASCII digits. A phone without digits is its own key.
fn phone_key(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() { phone.to_owned() } else { digits }
}

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
