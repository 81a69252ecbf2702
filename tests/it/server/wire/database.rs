//! The database of a test: a new file, or a new database of `PostgreSQL` if the second tier runs the test again with it.

use std::ops::Deref;
use std::path::{Path, PathBuf};

use frontdesk::server::Database;
use tempfile::TempDir;

use crate::support::postgres::query;

/// The variable with the address of a `PostgreSQL` server, which ends in `/`. Without it the tests use files.
pub const POSTGRES: &str = "FRONTDESK_TEST_POSTGRES";

/// A directory for a database. Dropping it deletes the database.
pub struct TemporaryDatabase(TempDir);

/// Returns a directory, and the path of a database in it.
pub fn temporary_database() -> (TemporaryDatabase, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("server.db");
    (TemporaryDatabase(directory), file)
}

impl Deref for TemporaryDatabase {
    type Target = TempDir;

    fn deref(&self) -> &TempDir {
        &self.0
    }
}

impl Drop for TemporaryDatabase {
    fn drop(&mut self) {
        if let Ok(postgres) = std::env::var(POSTGRES) {
            let name = name(&self.path().join("server.db"));
            query(&format!("{postgres}postgres"), &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// Returns the database that belongs to a path. It is created by the first server that uses it.
pub(super) fn database(file: &Path) -> Database {
    let Ok(postgres) = std::env::var(POSTGRES) else { return Database::File(file.to_owned()) };
    let (any, name) = (format!("{postgres}postgres"), name(file));
    if query(&any, &format!("SELECT count(*) FROM pg_database WHERE datname = '{name}'")) == "0" {
        query(&any, &format!("CREATE DATABASE {name}"));
    }
    Database::Postgres(format!("{postgres}{name}").parse().unwrap())
}

/// The name of the directory is random. It has letters and digits.
fn name(file: &Path) -> String {
    let path = file.to_str().unwrap();
    let letters = path.chars().filter(char::is_ascii_alphanumeric);
    letters.flat_map(|c| if c.is_ascii_uppercase() { vec!['_', c.to_ascii_lowercase()] } else { vec![c] }).collect()
}
