//! The filters, the order and the page of a search.

/// The page of an ordered list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// The rows per page, at least 1.
    pub limit: i64,
    /// The number of rows on the pages before.
    pub offset: i64,
}

/// An order by one column. Rows with equal values are ordered by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// One of [`CUSTOMER_SORTS`] or [`GROUP_SORTS`]: it becomes part of the SQL.
    pub field: &'static str,
    /// True if the smallest value comes first.
    pub is_ascending: bool,
}

impl Sort {
    /// By time of registration, the newest first.
    pub const NEWEST_FIRST: Self = Self { field: "created_at", is_ascending: false };

    /// By id, the smallest first.
    pub const BY_ID: Self = Self { field: "id", is_ascending: true };
}

/// A condition on customers.
#[derive(Clone, PartialEq, Eq)]
pub enum Filter {
    /// The name contains this, without regard to case.
    Name(String),
    /// The key of the phone contains this.
    Phones(String),
    /// The key of the phone is this.
    Phone(String),
    /// The group has this id.
    Group(i64),
    /// No customer matches, because the value cannot be a group's id.
    NoMatch,
}

/// A search for customers or groups. A row must match all filters. Groups have none.
pub struct Search {
    /// The filters, at most a few dozen.
    pub filters: Vec<Filter>,
    /// The order.
    pub sort: Sort,
    /// The page.
    pub paging: Paging,
}

/// The fields by which customers can be sorted.
pub(in crate::server) const CUSTOMER_SORTS: &[&str] = &[
    "id",
    "cid",
    "name",
    "email",
    "phone",
    "address",
    "code",
    "group_id",
    "gender",
    "date_of_birth",
    "created_at",
    "updated_at",
];

/// The fields by which groups can be sorted.
pub(in crate::server) const GROUP_SORTS: &[&str] =
    &["id", "name", "discount_type", "discount_value", "created_at", "updated_at"];

/// The fewest characters that an index of trigrams finds: it has every three characters that follow each other.
pub(super) const TRIGRAM: usize = 3;

/// Returns a name as it is compared: in small letters, with `i` for the four letters `İ`, `I`, `i` and `ı`, which are two
/// pairs in Azerbaijani and Turkish and one in other languages.
pub(super) fn fold_name(name: &str) -> String {
    name.to_lowercase().replace("i\u{307}", "i").replace('ı', "i")
}

/// One page of a list, and the length of the whole list.
pub struct Page<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// The number of rows on all pages.
    pub total: i64,
}
