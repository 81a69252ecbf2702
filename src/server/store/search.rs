//! What is searched for, in which order and which part of it.

/// Which rows of an ordered list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// From 1.
    pub page: u64,
    /// Rows a page, at least 1.
    pub limit: u64,
}

impl Paging {
    /// `LIMIT` and `OFFSET`, whatever the numbers.
    pub(super) fn limit_and_offset(self) -> (i64, i64) {
        let offset = self.page.saturating_sub(1).saturating_mul(self.limit);
        (i64::try_from(self.limit).unwrap_or(i64::MAX), i64::try_from(offset).unwrap_or(i64::MAX))
    }
}

/// An order by one column; rows that are equal in it are ordered by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// One of [`CustomerSearch::SORTS`] or [`GroupSearch::SORTS`]: it becomes part of the SQL.
    pub field: &'static str,
    /// Whether the smallest comes first.
    pub ascending: bool,
}

impl Sort {
    /// The newest first.
    pub const NEWEST: Self = Self { field: "created_at", ascending: false };

    /// In the order of the numbers.
    pub const BY_ID: Self = Self { field: "id", ascending: true };

    /// `ORDER BY` this field, of the table that the query calls `table`.
    pub(super) fn clause(self, table: &str) -> String {
        let direction = if self.ascending { "ASC" } else { "DESC" };
        let column = if self.field == "name" && table == "c" { "name_folded" } else { self.field };
        format!("ORDER BY {table}.{column} {direction}, {table}.id {direction}")
    }
}

/// A condition on customers.
#[derive(Clone, PartialEq, Eq)]
pub enum Filter {
    /// The name contains this, without regard to case.
    Name(String),
    /// The phone's digits contain these digits.
    Phones(String),
    /// The group has this number.
    Group(i64),
    /// Nothing fits: the value cannot be a number of a group.
    Nothing,
}

/// A search for customers. All filters must fit.
pub struct CustomerSearch {
    /// At most a few dozen.
    pub filters: Vec<Filter>,
    /// The order.
    pub sort: Sort,
    /// The part.
    pub paging: Paging,
}

impl CustomerSearch {
    /// The fields by which customers can be ordered.
    pub const SORTS: &'static [&'static str] =
        &["id", "name", "email", "phone", "code", "group_id", "gender", "date_of_birth", "created_at", "updated_at"];
}

/// A search for groups.
pub struct GroupSearch {
    /// The order.
    pub sort: Sort,
    /// The part.
    pub paging: Paging,
}

impl GroupSearch {
    /// The fields by which groups can be ordered.
    pub const SORTS: &'static [&'static str] =
        &["id", "name", "discount_type", "discount_value", "created_at", "updated_at"];
}

/// A part of a list, and how long the whole list is.
pub struct Page<T> {
    /// The rows asked for.
    pub rows: Vec<T>,
    /// How many there are on all pages.
    pub total: i64,
}
