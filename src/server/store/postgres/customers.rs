//! Stores and finds customers.

use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Error, Row};

use crate::server::store::records::{Balance, CreateOutcome, Customer, CustomerDetails, UniqueField};
use crate::server::store::search::fold_name;

use super::lists::{GROUP_COLUMNS, group_from_row};
use super::{Postgres, PostgresError};

/// The columns of a customer and its balance. [`GROUP_COLUMNS`] has those of its group.
pub(super) const CUSTOMER_COLUMNS: &str = "c.*, b.name AS balance_name, b.amount AS balance_amount, \
     b.created_at AS balance_created_at, b.updated_at AS balance_updated_at";

/// Stores a customer and its balance account, and returns them as `c` and `b`. It stores nothing and returns no row if the
/// group does not exist, or if a unique value belongs to another customer: an error would end the transaction.
///
/// Foreign keys are checked at the end of the statement, when the balance exists.
const INSERT_CUSTOMER: &str = "WITH c AS ( \
         INSERT INTO customers (venue_id, group_id, balance_id, cid, name, name_folded, email, phone, phone_key, code, \
             description, gender, date_of_birth, created_at, updated_at) \
         SELECT $1, g.id, nextval('balance_ids'), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13 \
         FROM customer_groups g WHERE g.id = $2 \
         ON CONFLICT DO NOTHING RETURNING *), \
     b AS ( \
         INSERT INTO balances (id, name, created_at, updated_at) \
         SELECT balance_id, 'CUSTOMER:' || cid, created_at, updated_at FROM c RETURNING *)";

/// Tells why a customer was not stored: if the group exists, and which values belong to other customers. It runs after the
/// statement that found a conflict, and so sees what that statement has met.
const FIND_CONFLICT: &str = "SELECT EXISTS (SELECT 1 FROM customer_groups WHERE id = $1), \
     EXISTS (SELECT 1 FROM customers WHERE phone_key = $2), \
     EXISTS (SELECT 1 FROM customers WHERE code = $3), \
     EXISTS (SELECT 1 FROM customers WHERE lower(cid) = lower($4 COLLATE \"C\"))";

/// Returns a statement with [`INSERT_CUSTOMER`].
pub(super) fn insert_statement() -> String {
    format!(
        "{INSERT_CUSTOMER} SELECT {CUSTOMER_COLUMNS}, {GROUP_COLUMNS} \
         FROM c JOIN b ON b.id = c.balance_id JOIN customer_groups g ON g.id = c.group_id"
    )
}

impl Postgres {
    /// Finds the customer with this id.
    pub(in crate::server::store) async fn find_customer(&self, id: i64) -> Result<Option<Customer>, PostgresError> {
        let sql = format!(
            "SELECT {CUSTOMER_COLUMNS}, {GROUP_COLUMNS} FROM customers c JOIN balances b ON b.id = c.balance_id \
             JOIN customer_groups g ON g.id = c.group_id WHERE c.id = $1"
        );
        let rows = self.read(&sql, &[(&id, Type::INT8)]).await?;
        Ok(rows.first().map(customer_from_row).transpose()?)
    }

    /// Stores a customer and its balance account, both or none.
    pub(in crate::server::store) async fn create_customer(
        &self,
        new: &CustomerDetails,
    ) -> Result<CreateOutcome, PostgresError> {
        let values = InsertValues::new(new);
        let rows = self.write(&self.insert, &values.parameters(new)).await?;
        match rows.first() {
            Some(stored) => Ok(CreateOutcome::Stored(Box::new(customer_from_row(stored)?))),
            None => self.find_conflict(new).await,
        }
    }

    /// Returns the reason why a customer was not stored: the group before the phone before the code before the cid.
    async fn find_conflict(&self, new: &CustomerDetails) -> Result<CreateOutcome, PostgresError> {
        let rows = self.write(FIND_CONFLICT, &[&new.group_id, &new.phone_key, &new.code, &new.cid]).await?;
        let row = rows.first().ok_or(PostgresError::Lost)?;
        if !row.try_get::<_, bool>(0)? {
            return Ok(CreateOutcome::UnknownGroup);
        }
        for (column, unique) in [(1, UniqueField::Phone), (2, UniqueField::Code), (3, UniqueField::Cid)] {
            if row.try_get(column)? {
                return Ok(CreateOutcome::Conflict(unique));
            }
        }
        // The other customer's phone has got another key in between.
        Err(PostgresError::Changed)
    }
}

/// The values of [`INSERT_CUSTOMER`] that a customer does not have in the database's types.
pub(super) struct InsertValues {
    name_folded: String,
    gender: Option<i16>,
}

impl InsertValues {
    pub(super) fn new(customer: &CustomerDetails) -> Self {
        Self { name_folded: fold_name(&customer.name), gender: customer.gender.map(i16::from) }
    }

    /// Returns the parameters in the order of the statement.
    pub(super) fn parameters<'a>(&'a self, customer: &'a CustomerDetails) -> [&'a (dyn ToSql + Sync); 13] {
        [
            &customer.venue_id,
            &customer.group_id,
            &customer.cid,
            &customer.name,
            &self.name_folded,
            &customer.email,
            &customer.phone,
            &customer.phone_key,
            &customer.code,
            &customer.description,
            &self.gender,
            &customer.date_of_birth,
            &customer.created_at,
        ]
    }
}

/// Reads a customer from [`CUSTOMER_COLUMNS`] and [`GROUP_COLUMNS`].
pub(super) fn customer_from_row(row: &Row) -> Result<Customer, Error> {
    Ok(Customer {
        id: row.try_get("id")?,
        details: CustomerDetails {
            venue_id: row.try_get("venue_id")?,
            group_id: row.try_get("group_id")?,
            cid: row.try_get("cid")?,
            name: row.try_get("name")?,
            email: row.try_get("email")?,
            phone: row.try_get("phone")?,
            phone_key: row.try_get("phone_key")?,
            code: row.try_get("code")?,
            description: row.try_get("description")?,
            gender: row.try_get::<_, Option<i16>>("gender")?.and_then(|gender| gender.try_into().ok()),
            date_of_birth: row.try_get("date_of_birth")?,
            created_at: row.try_get("created_at")?,
        },
        group: group_from_row(row)?,
        balance: Balance {
            id: row.try_get("balance_id")?,
            name: row.try_get("balance_name")?,
            amount: row.try_get("balance_amount")?,
            created_at: row.try_get("balance_created_at")?,
            updated_at: row.try_get("balance_updated_at")?,
        },
        updated_at: row.try_get("updated_at")?,
    })
}
