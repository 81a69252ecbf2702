//! Stores customers.

use crate::server::store::queries::{CUSTOMER_COLUMNS, Dialect, GROUP_COLUMNS, find_conflict};
use crate::server::store::records::{CreateOutcome, Customer, CustomerDetails};

use super::{Postgres, PostgresError};

/// Stores a customer and its balance account, and returns them as `c` and `b`. It stores nothing and returns no row if the
/// group does not exist, or if a unique value belongs to another customer: an error would end the transaction.
///
/// Foreign keys are checked at the end of the statement, when the balance exists.
const INSERT_CUSTOMER: &str = "WITH c AS ( \
         INSERT INTO customers (venue_id, group_id, balance_id, cid, name, name_folded, email, phone, phone_key, code, \
             description, gender, date_of_birth, created_at, updated_at) \
         SELECT $1, g.id, nextval('balance_ids'), $3, $4, $5, $6, $7, $8, $9, $10, $11::int8, $12, $13, $13 \
         FROM customer_groups g WHERE g.id = $2 \
         ON CONFLICT DO NOTHING RETURNING *), \
     b AS ( \
         INSERT INTO balances (id, name, created_at, updated_at) \
         SELECT balance_id, 'CUSTOMER:' || cid, created_at, updated_at FROM c RETURNING *)";

/// Returns a statement with [`INSERT_CUSTOMER`].
pub(super) fn insert_statement() -> String {
    format!(
        "{INSERT_CUSTOMER} SELECT {CUSTOMER_COLUMNS}, {GROUP_COLUMNS} \
         FROM c JOIN b ON b.id = c.balance_id JOIN customer_groups g ON g.id = c.group_id"
    )
}

impl Postgres {
    /// Stores a customer and its balance account, both or none. The reason for none is looked up after the statement that found
    /// a conflict, and so sees what that statement has met.
    pub(in crate::server::store) async fn create_customer(
        &self,
        new: &CustomerDetails,
    ) -> Result<CreateOutcome, PostgresError> {
        let mut stored: Vec<Customer> = self.write(&self.insert, &new.values()).await?;
        if let Some(customer) = stored.pop() {
            return Ok(CreateOutcome::Stored(Box::new(customer)));
        }
        let reason = self.write(&find_conflict(Dialect::Postgres), &new.unique_values()).await?.pop().flatten();
        // Without one, the other customer's phone has got another key in between.
        reason.ok_or(PostgresError::Changed)
    }
}
