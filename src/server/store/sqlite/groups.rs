//! Lists customer groups.

use rusqlite::{Row, params};

use crate::domain::StorageError;

use super::order_by;
use super::readers::Reader;
use crate::server::store::records::Group;
use crate::server::store::search::{Page, Search};

impl Reader {
    /// Lists one page of the groups.
    pub(in crate::server::store) fn list_groups(&mut self, search: &Search) -> Result<Page<Group>, StorageError> {
        let order = order_by(search.sort, "g");
        let (limit, offset) = search.paging.limit_and_offset();
        let transaction = self.0.transaction()?;
        let total = transaction.query_row("SELECT count(*) FROM customer_groups", [], |row| row.get(0))?;
        let sql = format!("SELECT * FROM customer_groups g {order} LIMIT ?1 OFFSET ?2");
        let mut statement = transaction.prepare_cached(&sql)?;
        let rows =
            statement.query_map(params![limit, offset], |row| group_from_row(row, ""))?.collect::<Result<_, _>>()?;
        Ok(Page { rows, total })
    }
}

/// Reads a group from the columns whose names begin with `prefix`.
pub(super) fn group_from_row(row: &Row<'_>, prefix: &str) -> rusqlite::Result<Group> {
    let column = |name: &str| format!("{prefix}{name}");
    Ok(Group {
        id: row.get(column("id").as_str())?,
        name: row.get(column("name").as_str())?,
        discount_type: row.get(column("discount_type").as_str())?,
        discount_value: row.get(column("discount_value").as_str())?,
        system_type: row.get::<_, Option<_>>(column("system_type").as_str())?.unwrap_or_default(),
        created_at: row.get(column("created_at").as_str())?,
        updated_at: row.get(column("updated_at").as_str())?,
    })
}
