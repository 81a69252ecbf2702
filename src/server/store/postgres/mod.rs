//! The server's data in a `PostgreSQL` database, which several servers can share: `frontdesk serve` with
//! `server.database_url`.
//!
//! Each customer is one statement, which is a transaction of its own. Statements of several servers therefore cannot wait
//! for each other in a circle, and `PostgreSQL` syncs the commits of all connections together.

mod connect;
mod customers;
mod error;
mod open;
mod tls;
mod url;

use deadpool_postgres::{Object, Pool};
use tokio::sync::Semaphore;
use tokio_postgres::types::{ToSql, Type};

use super::rows::{FromRow, Value};

pub use error::PostgresError;
pub use url::{PostgresUrl, PostgresUrlError};

/// The maximum of queries at the same time, as with `SQLite`. The other connections are free for registrations.
const MAX_READERS: usize = 16;

/// The maximum of connections of one server. `PostgreSQL` permits 100 by default.
const MAX_CONNECTIONS: usize = 32;

/// The open database.
pub(super) struct Postgres {
    pool: Pool,
    readers: Semaphore,
    /// The statement that stores a customer.
    insert: String,
}

impl Postgres {
    /// Runs a query. It is planned for these values: how a part of a name is found best depends on the part. If the
    /// returned future is dropped, the query is interrupted.
    pub(super) async fn query<T: FromRow>(&self, sql: &str, values: &[Value]) -> Result<Vec<T>, PostgresError> {
        let _permit = self.readers.acquire().await.map_err(|_| PostgresError::Lost)?;
        let connection = self.connection().await?;
        let rows = connection.get()?.query_typed(sql, &typed(values)).await?;
        connection.give_back();
        Ok(rows.iter().map(T::from_row).collect::<Result<_, _>>()?)
    }

    /// Runs a statement that stores something, or looks up why nothing was stored. It is planned once for each connection.
    async fn write<T: FromRow>(&self, sql: &str, values: &[Value]) -> Result<Vec<T>, PostgresError> {
        let connection = self.connection().await?;
        let client = connection.get()?;
        let statement = client.prepare_cached(sql).await?;
        let parameters: Vec<_> = typed(values).into_iter().map(|(value, _)| value).collect();
        let rows = client.query(&statement, &parameters).await?;
        connection.give_back();
        Ok(rows.iter().map(T::from_row).collect::<Result<_, _>>()?)
    }

    async fn connection(&self) -> Result<Connection, PostgresError> {
        Ok(Connection(Some(connect::get(&self.pool).await?)))
    }
}

/// Returns parameters with their types.
fn typed<'a>(values: &'a [Value]) -> Vec<(&'a (dyn ToSql + Sync), Type)> {
    let typed = |value: &'a Value| match value {
        Value::Number(number) => (number as &(dyn ToSql + Sync), Type::INT8),
        Value::Text(text) => (text as &(dyn ToSql + Sync), Type::TEXT),
    };
    values.iter().map(typed).collect()
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
