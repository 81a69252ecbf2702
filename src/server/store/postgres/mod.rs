//! The server's data in a `PostgreSQL` database, which several servers can share: `frontdesk serve` with
//! `server.database_url`.
//!
//! Each customer is one statement, which is a transaction of its own. Statements of several servers therefore cannot wait
//! for each other in a circle, and `PostgreSQL` syncs the commits of all connections together.

mod connect;
mod customers;
mod error;
mod lists;
mod open;
mod search;
mod tls;
mod url;

use deadpool_postgres::{Object, Pool};
use tokio::sync::Semaphore;
use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};

pub use error::PostgresError;
pub use url::{PostgresUrl, PostgresUrlError};

/// The maximum of queries at the same time, as with `SQLite`. The other connections are free for registrations.
const MAX_READERS: usize = 16;

/// The maximum of connections of one server. `PostgreSQL` permits 100 by default.
const MAX_CONNECTIONS: usize = 32;

/// A parameter of a query, with its type.
type Parameter<'a> = (&'a (dyn ToSql + Sync), Type);

/// The open database.
pub(super) struct Postgres {
    pool: Pool,
    readers: Semaphore,
    /// The statement that stores a customer.
    insert: String,
    /// 32 random bytes, created with the database.
    pub(super) token_key: [u8; 32],
}

impl Postgres {
    /// Runs a query. It is planned for these values: how a part of a name is found best depends on the part. If the
    /// returned future is dropped, the query is interrupted.
    async fn read(&self, sql: &str, parameters: &[Parameter<'_>]) -> Result<Vec<Row>, PostgresError> {
        let _permit = self.readers.acquire().await.map_err(|_| PostgresError::Lost)?;
        let connection = self.connection().await?;
        let rows = connection.get()?.query_typed(sql, parameters).await?;
        connection.give_back();
        Ok(rows)
    }

    /// Runs a statement that stores something. It is planned once for each connection.
    async fn write(&self, sql: &str, parameters: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, PostgresError> {
        let connection = self.connection().await?;
        let client = connection.get()?;
        let statement = client.prepare_cached(sql).await?;
        let rows = client.query(&statement, parameters).await?;
        connection.give_back();
        Ok(rows)
    }

    async fn connection(&self) -> Result<Connection, PostgresError> {
        Ok(Connection(Some(connect::get(&self.pool).await?)))
    }
}

/// A connection of the pool. Dropping it closes it: something has failed, or the caller has gone away and the database
/// should stop its query. Only a connection whose work is done goes back to the pool.
struct Connection(Option<Object>);

impl Connection {
    fn get(&self) -> Result<&Object, PostgresError> {
        self.0.as_ref().ok_or(PostgresError::Lost)
    }

    fn give_back(mut self) {
        self.0 = None;
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        drop(self.0.take().map(Object::take));
    }
}
