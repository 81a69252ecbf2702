use crate::domain::StorageError;

use super::postgres::PostgresError;

/// The error of a database. It has nothing of what is stored.
#[derive(Debug, thiserror::Error)]
#[error("{self:?}")]
pub enum StoreError {
    /// The `SQLite` file failed.
    Sqlite(#[from] StorageError),
    /// `PostgreSQL` failed.
    Postgres(#[from] PostgresError),
}

impl StoreError {
    /// A thread ended before its work.
    pub(super) const THREAD_ENDED: Self = Self::Sqlite(StorageError::Broken);

    /// Returns true if the same request can succeed later: the database server is away, or has no room.
    pub(in crate::server) fn is_temporary(&self) -> bool {
        matches!(self, Self::Postgres(error) if error.is_temporary())
    }

    /// Returns true if a customer may have been stored, because the connection was lost before the answer.
    pub(in crate::server) fn may_have_stored(&self) -> bool {
        matches!(self, Self::Postgres(PostgresError::Lost))
    }
}
