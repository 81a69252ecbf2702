//! The server's data in one `SQLite` file: the desk's training server, and `frontdesk serve --database`.
//!
//! The code never checks before it writes, so two writers at the same time cannot both succeed.

mod customers;
mod open;
mod readers;
mod writer;

use std::sync::Arc;

use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, ToSql, params_from_iter};

use crate::domain::StorageError;

use super::records::{CreateOutcome, CustomerDetails};
use super::rows::{FromRow, Value};
use readers::Readers;
use writer::Writer;

/// The open file.
pub(super) struct Sqlite {
    readers: Arc<Readers>,
    writer: Writer,
}

impl Sqlite {
    /// Runs a query. If the returned future is dropped, the query is interrupted.
    pub(super) async fn query<T: FromRow>(&self, sql: String, values: Vec<Value>) -> Result<Vec<T>, StorageError> {
        self.readers.run(move |connection| Ok(rows(connection, &sql, &values)?)).await
    }

    /// Stores a customer, also if the returned future is dropped.
    pub(super) async fn create_customer(&self, new: CustomerDetails) -> Result<CreateOutcome, StorageError> {
        self.writer.create(new).await
    }
}

/// Returns the rows of a query.
fn rows<T: FromRow>(connection: &Connection, sql: &str, values: &[Value]) -> rusqlite::Result<Vec<T>> {
    // Parameters with a `$` would be numbered by their order in the text.
    let mut statement = connection.prepare_cached(&sql.replace('$', "?"))?;
    statement.query_map(params_from_iter(values), |row| T::from_row(row))?.collect()
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Number(number) => number.to_sql(),
            Self::Text(text) => text.to_sql(),
        }
    }
}
