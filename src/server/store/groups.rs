//! Customer groups: read one, list.

use rusqlite::{Row, params};

use super::records::Group;
use super::search::{GroupSearch, Page};
use super::{Failure, Store};

impl Store {
    /// The groups.
    pub fn groups(&self, search: &GroupSearch) -> Result<Page<Group>, Failure> {
        let order = search.sort.clause("g");
        let (limit, offset) = search.paging.limit_and_offset();
        self.read(|connection| {
            let transaction = connection.transaction()?;
            let total = transaction.query_row("SELECT count(*) FROM customer_groups", [], |row| row.get(0))?;
            let sql = format!("SELECT * FROM customer_groups g {order} LIMIT ?1 OFFSET ?2");
            let mut statement = transaction.prepare_cached(&sql)?;
            let rows =
                statement.query_map(params![limit, offset], |row| group_from(row, ""))?.collect::<Result<_, _>>()?;
            Ok(Page { rows, total })
        })
    }
}

/// A group from columns whose names begin with `prefix`.
pub(super) fn group_from(row: &Row<'_>, prefix: &str) -> rusqlite::Result<Group> {
    let column = |name: &str| format!("{prefix}{name}");
    Ok(Group {
        id: row.get(column("id").as_str())?,
        name: row.get(column("name").as_str())?,
        discount_type: row.get(column("discount_type").as_str())?,
        discount_value: row.get(column("discount_value").as_str())?,
        system_type: row.get(column("system_type").as_str())?,
        created_at: row.get(column("created_at").as_str())?,
        updated_at: row.get(column("updated_at").as_str())?,
    })
}
