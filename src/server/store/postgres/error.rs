use std::error::Error as _;
use std::path::PathBuf;

use deadpool_postgres::{HookError, PoolError};
use tokio_postgres::Error;

/// The error of a `PostgreSQL` database. It has nothing of what is stored and nothing of the address's password: the texts
/// of `PostgreSQL`, which may quote stored values, are left out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{self:?}")]
pub enum PostgresError {
    /// No connection can be made, for this reason of the operating system.
    Unreachable(String),
    /// No connection was made or became free in time.
    NoAnswer,
    /// The connection was lost. A statement that it was running may have been carried out.
    Lost,
    /// The rule of phones was changed during the statement. Nothing was stored.
    Changed,
    /// TLS cannot be used, for this reason.
    Tls(String),
    /// This file of `sslrootcert` cannot be read, or has no certificate.
    CaFile(PathBuf),
    /// `PostgreSQL` rejects the password, or this client.
    Login,
    /// An error of `PostgreSQL`, by its five characters (`SQLSTATE`).
    Sql(String),
    /// The version of `PostgreSQL` is too old.
    TooOld {
        /// The version, e.g. 140005.
        found: i32,
    },
    /// The encoding of the database cannot store all characters.
    Encoding(String),
    /// A newer version of the program has migrated the database.
    Newer {
        /// The version of the database's schema.
        found: i64,
        /// The latest version that this program knows.
        known: i64,
    },
}

impl PostgresError {
    /// Returns true if the same statement can succeed later.
    pub(in crate::server::store) fn is_temporary(&self) -> bool {
        // Classes of errors: data, constraints, and the statement itself.
        !matches!(self, Self::Sql(code) if ["22", "23", "42"].iter().any(|class| code.starts_with(class)))
    }
}

impl From<Error> for PostgresError {
    fn from(error: Error) -> Self {
        if let Some(code) = error.code() {
            return match code.code() {
                // The database ended, perhaps between the commit and the answer.
                "57P01" | "57P02" => Self::Lost,
                code if code.starts_with("28") => Self::Login,
                code => Self::Sql(code.to_owned()),
            };
        }
        let cause = error.source().map(ToString::to_string).unwrap_or_default();
        // The kind of an error is private to its library.
        match error.to_string().as_str() {
            "error performing TLS handshake" => Self::Tls(cause),
            "authentication error" | "invalid configuration" => Self::Login,
            "error connecting to server" => Self::Unreachable(cause),
            "timeout waiting for server" => Self::NoAnswer,
            _ => Self::Lost,
        }
    }
}

impl From<PoolError> for PostgresError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => error.into(),
            _ => Self::NoAnswer,
        }
    }
}
