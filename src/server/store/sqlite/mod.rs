//! The server's data in one `SQLite` file: the desk's training server, and `frontdesk serve --database`.
//!
//! The code never checks before it writes, so two writers at the same time cannot both succeed.

mod customers;
mod groups;
mod open;
mod readers;
mod venues;
mod writer;

use std::sync::Arc;

use crate::domain::StorageError;

use super::records::{CreateOutcome, CustomerDetails};
use super::search::Sort;
pub(super) use readers::Reader;
use readers::Readers;
use writer::Writer;

/// The open file.
pub(super) struct Sqlite {
    readers: Arc<Readers>,
    writer: Writer,
    /// 32 random bytes, created with the file.
    pub(super) token_key: [u8; 32],
}

impl Sqlite {
    /// Runs a query of [`Reader`]. If the returned future is dropped, the query is interrupted.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&mut Reader) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        self.readers.run(query).await
    }

    /// Stores a customer, also if the returned future is dropped.
    pub(super) async fn create_customer(&self, new: CustomerDetails) -> Result<CreateOutcome, StorageError> {
        self.writer.create(new).await
    }
}

/// Returns the `ORDER BY` clause for the table with the alias `table`. Rows are made in the order of their ids and never
/// changed, so that the order of their times is the one of their ids, which needs no sorting. No customer has an address.
fn order_by(sort: Sort, table: &str) -> String {
    let direction = if sort.is_ascending { "ASC" } else { "DESC" };
    match sort.field {
        "id" | "created_at" | "updated_at" | "address" => format!("ORDER BY {table}.id {direction}"),
        "name" if table == "c" => format!("ORDER BY c.name_folded {direction}, c.id {direction}"),
        column => format!("ORDER BY {table}.{column} {direction}, {table}.id {direction}"),
    }
}
