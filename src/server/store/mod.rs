//! The server's data: customers, groups, venues and the key that signs tokens. These are the only modules of the server
//! with SQL.
//!
//! The rest of the server calls the few methods of [`Store`] and must not know which engine runs them. Constraints of the
//! database keep phone, code and cid unique.

mod error;
mod postgres;
mod records;
mod search;
mod sqlite;

use std::path::{Path, PathBuf};

use super::phone_key::PhoneComparison;
use super::samples::Samples;

pub(super) use error::StoreError;
pub use postgres::{PostgresError, PostgresUrl, PostgresUrlError};
pub(super) use records::{Balance, CreateOutcome, Customer, CustomerDetails, Group, UniqueField, Venue};
pub(super) use search::{CUSTOMER_SORTS, Filter, GROUP_SORTS, Page, Paging, Search, Sort};

use postgres::Postgres;
use sqlite::{Reader, Sqlite};

/// The database of a server.
#[derive(Debug, Clone)]
pub enum Database {
    /// An `SQLite` file. It and its directories are created if they are missing.
    File(PathBuf),
    /// A `PostgreSQL` database. Several servers can use it at the same time.
    Postgres(PostgresUrl),
}

impl Database {
    /// Returns the path of the file; an empty one if the database is none.
    pub(super) fn file(&self) -> &Path {
        match self {
            Self::File(path) => path,
            Self::Postgres(_) => Path::new(""),
        }
    }
}

impl From<PathBuf> for Database {
    fn from(path: PathBuf) -> Self {
        Self::File(path)
    }
}

/// The open database. All requests share it.
pub struct Store {
    engine: Engine,
    token_key: [u8; 32],
}

enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Store {
    /// Opens the database, migrates its schema, and adds the venue if it is missing or makes it active. A new database
    /// begins with these samples.
    pub async fn open(
        database: Database,
        venue_id: i64,
        phones: PhoneComparison,
        samples: impl FnOnce() -> Samples + Send + 'static,
    ) -> Result<Self, StoreError> {
        match database {
            Database::File(path) => {
                let open = move || Sqlite::open(&path, venue_id, phones, samples);
                let sqlite = tokio::task::spawn_blocking(open).await.map_err(|_| StoreError::THREAD_ENDED)??;
                Ok(Self { token_key: sqlite.token_key, engine: Engine::Sqlite(sqlite) })
            }
            Database::Postgres(url) => {
                let postgres = Postgres::open(url, venue_id, phones, samples).await?;
                Ok(Self { token_key: postgres.token_key, engine: Engine::Postgres(postgres) })
            }
        }
    }

    /// Returns the key that signs this database's tokens: 32 random bytes, created with the database. A token of one
    /// server is therefore valid at all servers with the same database.
    pub fn token_key(&self) -> &[u8; 32] {
        &self.token_key
    }

    /// Finds the customer with this id.
    pub async fn find_customer(&self, id: i64) -> Result<Option<Customer>, StoreError> {
        Ok(match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.read(move |reader| reader.find_customer(id)).await?,
            Engine::Postgres(postgres) => postgres.find_customer(id).await?,
        })
    }

    /// Returns one page of the customers that match, and their number at the same moment. If the returned future is
    /// dropped, the query is interrupted.
    pub async fn search_customers(&self, search: Search) -> Result<Page<Customer>, StoreError> {
        Ok(match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.read(move |reader| reader.search_customers(&search)).await?,
            Engine::Postgres(postgres) => postgres.search_customers(&search).await?,
        })
    }

    /// Lists one page of the groups.
    pub async fn list_groups(&self, search: Search) -> Result<Page<Group>, StoreError> {
        Ok(match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.read(move |reader| reader.list_groups(&search)).await?,
            Engine::Postgres(postgres) => postgres.list_groups(&search).await?,
        })
    }

    /// Lists all venues by id, inactive ones as well.
    pub async fn list_venues(&self) -> Result<Vec<Venue>, StoreError> {
        Ok(match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.read(Reader::list_venues).await?,
            Engine::Postgres(postgres) => postgres.list_venues().await?,
        })
    }

    /// Returns true if the brand has an active venue with this id.
    pub async fn has_venue(&self, id: i64) -> Result<bool, StoreError> {
        Ok(match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.read(move |reader| reader.has_venue(id)).await?,
            Engine::Postgres(postgres) => postgres.has_venue(id).await?,
        })
    }

    /// Stores a customer and its balance account, both or none. `Stored` means that they are on the disk.
    pub async fn create_customer(&self, new: CustomerDetails) -> Result<CreateOutcome, StoreError> {
        Ok(match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.create_customer(new).await?,
            Engine::Postgres(postgres) => postgres.create_customer(&new).await?,
        })
    }
}
