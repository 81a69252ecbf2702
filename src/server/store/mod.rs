//! The server's data in one `SQLite` file. This is the only module of the server with SQL.
//!
//! The rest of the server calls the few methods of [`Store`] and [`Reader`]. It must not know that there is a database
//! file, so that another database can replace it. Constraints of the database keep phone, code and cid unique. The code
//! never checks before it writes, so two writers at the same time cannot both succeed.

mod customers;
mod groups;
mod open;
mod readers;
mod records;
mod search;
mod venues;
mod writer;

use std::sync::Arc;

use crate::domain::StorageError;

pub(super) use readers::Reader;
use readers::Readers;
pub(super) use records::{Balance, CreateOutcome, Customer, CustomerDetails, Group, UniqueField, Venue};
pub(super) use search::{CUSTOMER_SORTS, Filter, GROUP_SORTS, Page, Paging, Search, Sort};
use writer::Writer;

/// The open database. All requests share it.
pub struct Store {
    readers: Arc<Readers>,
    writer: Writer,
    token_key: [u8; 32],
}

impl Store {
    /// Returns the key that signs this database's tokens: 32 random bytes, created with the file.
    pub fn token_key(&self) -> &[u8; 32] {
        &self.token_key
    }

    /// Runs a query of [`Reader`]. If the returned future is dropped, the query is interrupted.
    pub async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&mut Reader) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        self.readers.run(query).await
    }

    /// Stores a customer and its balance account, both or none. `Stored` means that they are on the disk. A customer is
    /// stored even if the returned future is dropped.
    pub async fn create_customer(&self, new: CustomerDetails) -> Result<CreateOutcome, StorageError> {
        self.writer.create(new).await
    }
}
