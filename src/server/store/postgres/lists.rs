//! Groups and venues.

use tokio_postgres::types::Type;
use tokio_postgres::{Error, Row};

use crate::server::store::records::{Group, Venue};
use crate::server::store::search::{Page, Search};

use super::search::{order_by, page_from_rows};
use super::{Postgres, PostgresError};

/// The columns of a group. Prefixes of their names keep them apart from a customer's.
pub(super) const GROUP_COLUMNS: &str = "g.id AS g_id, g.name AS g_name, g.discount_type AS g_discount_type, \
     g.discount_value AS g_discount_value, g.system_type AS g_system_type, g.created_at AS g_created_at, \
     g.updated_at AS g_updated_at";

impl Postgres {
    /// Lists one page of the groups.
    pub(in crate::server::store) async fn list_groups(&self, search: &Search) -> Result<Page<Group>, PostgresError> {
        let order = order_by(search.sort, "g");
        let (limit, offset) = search.paging.limit_and_offset();
        let sql = format!(
            "SELECT t.total, {GROUP_COLUMNS} FROM (SELECT count(*) AS total FROM customer_groups) t \
             LEFT JOIN (SELECT * FROM customer_groups g {order} LIMIT $1 OFFSET $2) g ON TRUE {order}"
        );
        let rows = self.read(&sql, &[(&limit, Type::INT8), (&offset, Type::INT8)]).await?;
        Ok(page_from_rows(&rows, "g_id", group_from_row)?)
    }

    /// Returns true if the brand has an active venue with this id.
    pub(in crate::server::store) async fn has_venue(&self, id: i64) -> Result<bool, PostgresError> {
        Ok(!self.read("SELECT 1 FROM venues WHERE id = $1 AND is_active", &[(&id, Type::INT8)]).await?.is_empty())
    }

    /// Lists all venues by id, inactive ones as well.
    pub(in crate::server::store) async fn list_venues(&self) -> Result<Vec<Venue>, PostgresError> {
        let rows = self.read("SELECT * FROM venues ORDER BY id", &[]).await?;
        Ok(rows.iter().map(venue_from_row).collect::<Result<_, _>>()?)
    }
}

fn venue_from_row(row: &Row) -> Result<Venue, Error> {
    Ok(Venue {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        is_main: row.try_get("is_main")?,
        address: row.try_get("address")?,
        is_active: row.try_get("is_active")?,
        phone: row.try_get("phone")?,
        email: row.try_get("email")?,
    })
}

/// Reads a group from [`GROUP_COLUMNS`].
pub(super) fn group_from_row(row: &Row) -> Result<Group, Error> {
    Ok(Group {
        id: row.try_get("g_id")?,
        name: row.try_get("g_name")?,
        discount_type: row.try_get("g_discount_type")?,
        discount_value: row.try_get("g_discount_value")?,
        system_type: row.try_get("g_system_type")?,
        created_at: row.try_get("g_created_at")?,
        updated_at: row.try_get("g_updated_at")?,
    })
}
