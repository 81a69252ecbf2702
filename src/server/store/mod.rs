//! The server's data: customers, groups, venues and the key that signs tokens. These are the only modules of the server
//! with SQL.
//!
//! The rest of the server calls the few methods of [`Store`] and must not know which engine runs them. Constraints of the
//! database keep phone, code and cid unique.

mod error;
mod postgres;
mod queries;
mod records;
mod rows;
mod search;
mod sqlite;

use std::path::PathBuf;

use super::phone_key::PhoneComparison;
use super::samples::Samples;

pub(super) use error::StoreError;
pub use postgres::{PostgresError, PostgresUrl, PostgresUrlError};
pub(super) use records::{Balance, CreateOutcome, Customer, CustomerDetails, Group, UniqueField, Venue};
pub(super) use search::{CUSTOMER_SORTS, Filter, GROUP_SORTS, Page, Paging, Search, Sort};

use postgres::Postgres;
use queries::Dialect;
use rows::{FromRow, Value};
use sqlite::Sqlite;

/// The database of a server.
#[derive(Debug, Clone)]
pub enum Database {
    /// An `SQLite` file. It and its directories are created if they are missing.
    File(PathBuf),
    /// A `PostgreSQL` database. Several servers can use it at the same time.
    Postgres(PostgresUrl),
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
        let (engine, token_key) = match database {
            Database::File(path) => {
                let open = move || Sqlite::open(&path, venue_id, phones, samples);
                let opened = tokio::task::spawn_blocking(open).await.map_err(|_| StoreError::THREAD_ENDED)?;
                opened.map(|(sqlite, key)| (Engine::Sqlite(sqlite), key))?
            }
            Database::Postgres(url) => {
                let (postgres, key) = Postgres::open(url, venue_id, phones, samples).await?;
                (Engine::Postgres(postgres), key)
            }
        };
        Ok(Self { engine, token_key })
    }

    /// Returns the key that signs this database's tokens: 32 random bytes, created with the database. A token of one
    /// server is therefore valid at all servers with the same database.
    pub fn token_key(&self) -> &[u8; 32] {
        &self.token_key
    }

    /// Finds the customer with this id.
    pub async fn find_customer(&self, id: i64) -> Result<Option<Customer>, StoreError> {
        Ok(self.query(queries::find_customer(), vec![id.into()]).await?.pop())
    }

    /// Returns one page of the customers that match, and their number at the same moment. If the returned future is
    /// dropped, the query is interrupted.
    pub async fn search_customers(&self, search: Search) -> Result<Page<Customer>, StoreError> {
        self.page(queries::search_customers(self.dialect(), &search)).await
    }

    /// Lists one page of the groups.
    pub async fn list_groups(&self, search: Search) -> Result<Page<Group>, StoreError> {
        self.page(queries::list_groups(self.dialect(), &search)).await
    }

    /// Lists all venues by id, inactive ones as well.
    pub async fn list_venues(&self) -> Result<Vec<Venue>, StoreError> {
        self.query(queries::list_venues(self.dialect(), "TRUE"), Vec::new()).await
    }

    /// Returns true if the brand has an active venue with this id.
    pub async fn has_venue(&self, id: i64) -> Result<bool, StoreError> {
        let sql = queries::list_venues(self.dialect(), "id = $1 AND is_active");
        Ok(!self.query::<Venue>(sql, vec![id.into()]).await?.is_empty())
    }

    async fn page<T: FromRow>(&self, (sql, values): (String, Vec<Value>)) -> Result<Page<T>, StoreError> {
        let rows: Vec<(i64, Option<T>)> = self.query(sql, values).await?;
        let total = rows.first().map_or(0, |(total, _)| *total);
        Ok(Page { rows: rows.into_iter().filter_map(|(_, row)| row).collect(), total })
    }

    async fn query<T: FromRow>(&self, sql: String, values: Vec<Value>) -> Result<Vec<T>, StoreError> {
        Ok(match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.query(sql, values).await?,
            Engine::Postgres(postgres) => postgres.query(&sql, &values).await?,
        })
    }

    const fn dialect(&self) -> Dialect {
        match self.engine {
            Engine::Sqlite(_) => Dialect::Sqlite,
            Engine::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Stores a customer and its balance account, both or none. `Stored` means that they are on the disk.
    pub async fn create_customer(&self, new: CustomerDetails) -> Result<CreateOutcome, StoreError> {
        Ok(match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.create_customer(new).await?,
            Engine::Postgres(postgres) => postgres.create_customer(&new).await?,
        })
    }
}
