//! Opens the database file: makes it private, migrates its schema and reads the key. `Store::open` calls it once.
//! Several processes may open one file at the same time.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, params};

use crate::domain::StorageError;
use crate::server::phone_key::PhoneComparison;
use crate::storage::private::{self, with_suffix};
use crate::storage::sqlite;

use super::readers::Readers;
use super::writer::Writer;
use super::{Sqlite, customers};
use crate::server::samples::{SampleNames, Samples};

/// The SQL of each schema version, in order. The first migrates an empty file to version 1.
const MIGRATIONS: [&str; 4] = [
    include_str!("../../../../assets/schema/server/0001_customers.sql"),
    include_str!("../../../../assets/schema/server/0002_venues.sql"),
    include_str!("../../../../assets/schema/server/0003_search.sql"),
    include_str!("../../../../assets/schema/server/0004_phone_rule.sql"),
];

/// The longest wait for another process that writes. It is shorter than the gateway's 8 s, so that the client gets the
/// database error instead of a timeout.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

impl Sqlite {
    /// Opens the database at `path` and adds the venue if it is missing or makes it active. A missing file is created, readable
    /// by its owner only. A new database begins with these samples. Returns the key that signs tokens as well.
    pub(in crate::server::store) fn open(
        path: &Path,
        venue_id: i64,
        phones: PhoneComparison,
        samples: impl FnOnce() -> Samples,
    ) -> Result<(Self, [u8; 32]), StorageError> {
        private::create_dir(private::parent(path))?;
        private::create_file(path)?;
        let mut writer = connect(path)?;
        sqlite::create_or_migrate(&mut writer, &MIGRATIONS, |new| {
            let Samples { customers, names } = samples();
            names.iter().try_for_each(|names| rename(new, names))?;
            customers.iter().try_for_each(|customer| customers::insert(new, customer).map(drop))
        })?;
        customers::apply_phone_comparison(&mut writer, phones)?;
        writer.execute(
            "INSERT INTO venues (id, name, is_main) VALUES (?1, 'Venue ' || ?1, 0)
             ON CONFLICT (id) DO UPDATE SET status = 1 WHERE status = 0",
            params![venue_id],
        )?;
        let token_key = writer.query_row("SELECT token_key FROM secret", [], |row| row.get(0))?;
        // An existing file may be any file. It is restricted only after it has opened as this server's database.
        for file in [path.to_owned(), with_suffix(path, "-wal"), with_suffix(path, "-shm")] {
            private::restrict_file(&file)?;
        }
        let readers = Arc::new(Readers::new(path.to_owned()));
        Ok((Self { readers, writer: Writer::start(writer)? }, token_key))
    }
}

/// Gives the main venue and the groups of a new database the names of a language.
fn rename(new: &Connection, names: &SampleNames) -> rusqlite::Result<()> {
    new.execute("UPDATE venues SET name = ?1 WHERE is_main", params![names.venue])?;
    for (id, name) in (1_i64..).zip(&names.groups) {
        new.execute("UPDATE customer_groups SET name = ?1 WHERE id = ?2", params![name, id])?;
    }
    Ok(())
}

/// Opens a connection in WAL mode that syncs every commit to the disk, so that no acknowledged customer is lost.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = sqlite::open(path, BUSY_TIMEOUT)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

#[cfg(test)]
mod tests;
