//! Checks and lists venues.

use rusqlite::params;

use crate::domain::StorageError;

use super::readers::Reader;
use crate::server::store::records::Venue;

impl Reader {
    /// Returns true if the brand has an active venue with this id.
    pub(in crate::server::store) fn has_venue(&mut self, id: i64) -> Result<bool, StorageError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM venues WHERE id = ?1 AND status = 1)";
        Ok(self.0.prepare_cached(sql)?.query_row(params![id], |row| row.get(0))?)
    }

    /// Lists all venues by id, inactive ones as well.
    pub(in crate::server::store) fn list_venues(&mut self) -> Result<Vec<Venue>, StorageError> {
        let mut statement =
            self.0.prepare_cached("SELECT id, name, is_main, address, status, phone, email FROM venues ORDER BY id")?;
        let rows = statement.query_map([], |row| {
            Ok(Venue {
                id: row.get("id")?,
                name: row.get("name")?,
                is_main: row.get("is_main")?,
                address: row.get("address")?,
                is_active: row.get("status")?,
                phone: row.get("phone")?,
                email: row.get("email")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
