//! Venues: whether one is known, list.

use rusqlite::params;

use super::records::Venue;
use super::{Failure, Store};

impl Store {
    /// Whether the brand has a venue with this id.
    pub fn has_venue(&self, id: i64) -> Result<bool, Failure> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM venues WHERE id = ?1)")?
                .query_row(params![id], |row| row.get(0))
        })
    }

    /// All venues, by id.
    pub fn venues(&self) -> Result<Vec<Venue>, Failure> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT id, name, is_main FROM venues ORDER BY id")?;
            let rows = statement
                .query_map([], |row| Ok(Venue { id: row.get(0)?, name: row.get(1)?, is_main: row.get(2)? }))?;
            rows.collect()
        })
    }
}
