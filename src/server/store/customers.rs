//! Customers: store one, read one, search.

use rusqlite::types::Value;
use rusqlite::{
    Connection, ErrorCode, OptionalExtension, Row, TransactionBehavior, named_params, params, params_from_iter,
};

use super::groups::group_from;
use super::records::{Balance, Created, Customer, NewCustomer, Unique};
use super::search::{CustomerSearch, Filter, Page};
use super::{Failure, Store};

/// A customer with its group and balance, in columns whose names say whose they are.
const SELECT: &str = "SELECT c.*, \
     b.name AS balance_name, b.amount AS balance_amount, \
     b.created_at AS balance_created_at, b.updated_at AS balance_updated_at, \
     g.id AS g_id, g.name AS g_name, g.discount_type AS g_discount_type, g.discount_value AS g_discount_value, \
     g.system_type AS g_system_type, g.created_at AS g_created_at, g.updated_at AS g_updated_at \
     FROM customers c JOIN balances b ON b.id = c.balance_id JOIN customer_groups g ON g.id = c.group_id";

const INSERT: &str = "INSERT INTO customers (venue_id, group_id, balance_id, cid, name, name_folded, email, phone, \
     phone_key, code, description, gender, date_of_birth, created_at, updated_at) \
     VALUES (:venue_id, :group_id, :balance_id, :cid, :name, :name_folded, :email, :phone, \
     :phone_key, :code, :description, :gender, :date_of_birth, :now, :now)";

impl Store {
    /// Stores a customer and its balance account, both or none. When this says `Stored`, the disk has it.
    pub fn create_customer(&self, new: &NewCustomer) -> Result<Created, Failure> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if !group_exists(&transaction, new.group_id)? {
            return Ok(Created::UnknownGroup);
        }
        let id = match insert(&transaction, new) {
            Ok(id) => id,
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                let taken = taken(&transaction, new)?;
                return taken.map(Created::Taken).ok_or_else(|| error.into());
            }
            Err(error) => return Err(error.into()),
        };
        let stored = one(&transaction, id)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        transaction.commit()?;
        Ok(Created::Stored(Box::new(stored)))
    }

    /// The customer with this id.
    pub fn customer(&self, id: i64) -> Result<Option<Customer>, Failure> {
        self.read(|connection| one(connection, id))
    }

    /// The customers that fit.
    pub fn customers(&self, search: &CustomerSearch) -> Result<Page<Customer>, Failure> {
        let (condition, mut values) = condition(&search.filters);
        let order = search.sort.clause("c");
        let (limit, offset) = search.paging.limit_and_offset();
        self.read(|connection| {
            // One transaction, so that the total and the rows are of one moment.
            let transaction = connection.transaction()?;
            let total = transaction.query_row(
                &format!("SELECT count(*) FROM customers c {condition}"),
                params_from_iter(&values),
                |row| row.get(0),
            )?;
            values.extend([Value::Integer(limit), Value::Integer(offset)]);
            let sql = format!("{SELECT} {condition} {order} LIMIT ? OFFSET ?");
            let mut statement = transaction.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(&values), customer_from)?.collect::<Result<_, _>>()?;
            Ok(Page { rows, total })
        })
    }
}

fn group_exists(connection: &Connection, id: i64) -> rusqlite::Result<bool> {
    connection.query_row("SELECT EXISTS (SELECT 1 FROM customer_groups WHERE id = ?1)", params![id], |row| row.get(0))
}

fn insert(connection: &Connection, new: &NewCustomer) -> rusqlite::Result<i64> {
    connection.execute(
        "INSERT INTO balances (name, created_at, updated_at) VALUES ('CUSTOMER:' || ?1, ?2, ?2)",
        params![new.cid, new.created_at],
    )?;
    let balance_id = connection.last_insert_rowid();
    connection.execute(
        INSERT,
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

/// Which value made the constraint refuse; of several the phone before the code before the cid. Asked in the
/// transaction that was refused, so that nobody can have changed it since.
fn taken(connection: &Connection, new: &NewCustomer) -> rusqlite::Result<Option<Unique>> {
    let phone = new.phone.as_deref().map(phone_key);
    let questions = [
        (Unique::Phone, "SELECT EXISTS (SELECT 1 FROM customers WHERE phone_key = ?1)", phone.as_deref()),
        (Unique::Code, "SELECT EXISTS (SELECT 1 FROM customers WHERE code = ?1)", new.code.as_deref()),
        (Unique::Cid, "SELECT EXISTS (SELECT 1 FROM customers WHERE cid = ?1)", Some(new.cid.as_str())),
    ];
    for (unique, sql, value) in questions {
        if connection.query_row(sql, params![value], |row| row.get(0))? {
            return Ok(Some(unique));
        }
    }
    Ok(None)
}

fn one(connection: &Connection, id: i64) -> rusqlite::Result<Option<Customer>> {
    connection.prepare_cached(&format!("{SELECT} WHERE c.id = ?1"))?.query_row(params![id], customer_from).optional()
}

/// The `WHERE` clause and its values.
fn condition(filters: &[Filter]) -> (String, Vec<Value>) {
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
            Filter::Nothing => conditions.push("FALSE"),
        }
    }
    let clause = if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
    (clause, values)
}

/// What two spellings of one phone have in common: the ASCII digits. A phone without any is compared as it is.
fn phone_key(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() { phone.to_owned() } else { digits }
}

fn customer_from(row: &Row<'_>) -> rusqlite::Result<Customer> {
    Ok(Customer {
        id: row.get("id")?,
        stored: NewCustomer {
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
        group: group_from(row, "g_")?,
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
