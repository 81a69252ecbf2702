//! The SQL that both databases run, with the few differences between them. Parameters are written as `$1`.

use super::rows::Value;
use super::search::{Filter, Search, Sort, TRIGRAM, fold_name};

/// The columns of a customer and its balance.
pub(super) const CUSTOMER_COLUMNS: &str = "c.*, b.name AS balance_name, b.amount AS balance_amount, \
     b.created_at AS balance_created_at, b.updated_at AS balance_updated_at";

/// The columns of a group. Prefixes of their names keep them apart from a customer's.
pub(super) const GROUP_COLUMNS: &str = "g.id AS g_id, g.name AS g_name, g.discount_type AS g_discount_type, \
     g.discount_value AS g_discount_value, coalesce(g.system_type, '') AS g_system_type, g.created_at AS g_created_at, \
     g.updated_at AS g_updated_at";

/// The index of `SQLite`, whose rows come in the order of their ids, and each row's customer.
const INDEXED: &str = "customer_search CROSS JOIN customers c ON c.id = customer_search.rowid";

/// The number of last characters by which `PostgreSQL` finds a phone in the index.
const PHONE_END: usize = 7;

/// A language of SQL.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

/// Finds one customer by its id.
pub(super) fn find_customer() -> String {
    format!(
        "SELECT {CUSTOMER_COLUMNS}, {GROUP_COLUMNS} FROM customers c JOIN balances b ON b.id = c.balance_id \
         JOIN customer_groups g ON g.id = c.group_id WHERE c.id = $1"
    )
}

/// Tells why a customer was not stored: if the group exists, and which values belong to other customers.
pub(super) fn find_conflict(dialect: Dialect) -> String {
    let has_cid = match dialect {
        Dialect::Sqlite => "cid = $4",
        Dialect::Postgres => "lower(cid) = lower($4 COLLATE \"C\")",
    };
    format!(
        "SELECT EXISTS (SELECT 1 FROM customer_groups WHERE id = $1) AS has_group, \
         EXISTS (SELECT 1 FROM customers WHERE phone_key = $2) AS has_phone, \
         EXISTS (SELECT 1 FROM customers WHERE code = $3) AS has_code, \
         EXISTS (SELECT 1 FROM customers WHERE {has_cid}) AS has_cid"
    )
}

/// Lists the venues that match.
pub(super) fn list_venues(dialect: Dialect, condition: &str) -> String {
    let venues = match dialect {
        Dialect::Sqlite => "(SELECT *, status AS is_active FROM venues)",
        Dialect::Postgres => "venues",
    };
    format!("SELECT * FROM {venues} v WHERE {condition} ORDER BY id")
}

/// Lists one page of the groups.
pub(super) fn list_groups(dialect: Dialect, search: &Search) -> (String, Vec<Value>) {
    let order = order_by(dialect, search.sort, "g");
    let sql = format!(
        "SELECT t.total, {GROUP_COLUMNS} FROM (SELECT count(*) AS total FROM customer_groups) t \
         LEFT JOIN (SELECT * FROM customer_groups g {order} LIMIT $1 OFFSET $2) g ON TRUE {order}"
    );
    (sql, vec![search.paging.limit.into(), search.paging.offset.into()])
}

/// Lists one page of the customers that match. One statement finds the total and the page, so that both belong to the same
/// moment. The page is found before groups and balances are joined. Without a row of a page there is one with the total.
pub(super) fn search_customers(dialect: Dialect, search: &Search) -> (String, Vec<Value>) {
    let order = order_by(dialect, search.sort, "c");
    let mut conditions = Conditions { dialect, clauses: Vec::new(), indexed: 0, values: Vec::new() };
    for filter in &search.filters {
        let clause = conditions.clause(filter);
        conditions.clauses.push(clause);
    }
    let (tables, counted_tables) = conditions.tables();
    let [limit, offset] = [search.paging.limit, search.paging.offset].map(|number| conditions.parameter(number));
    let Conditions { clauses, values, .. } = conditions;
    let clause = if clauses.is_empty() { String::new() } else { format!("WHERE {}", clauses.join(" AND ")) };
    let sql = format!(
        "SELECT t.total, {CUSTOMER_COLUMNS}, {GROUP_COLUMNS} \
         FROM (SELECT count(*) AS total FROM {counted_tables} {clause}) t \
         LEFT JOIN customers c ON c.id IN (SELECT c.id FROM {tables} {clause} {order} LIMIT {limit} OFFSET {offset}) \
         LEFT JOIN balances b ON b.id = c.balance_id LEFT JOIN customer_groups g ON g.id = c.group_id {order}"
    );
    (sql, values)
}

/// Returns the `ORDER BY` clause for the table with the alias `table`, where null is smaller than every value. Rows are made in
/// the order of their ids and never changed, so that the order of their times is the one of their ids, which needs no sorting.
/// No customer has an address.
fn order_by(dialect: Dialect, sort: Sort, table: &str) -> String {
    let (id, nulls) = if sort.is_ascending { ("ASC", "NULLS FIRST") } else { ("DESC", "NULLS LAST") };
    match sort.field {
        "id" | "created_at" | "updated_at" | "address" => format!("ORDER BY {table}.id {id}"),
        "cid" if dialect == Dialect::Postgres => format!("ORDER BY lower(c.cid) {id}"),
        "name" if table == "c" => format!("ORDER BY c.name_folded {id}, c.id {id}"),
        column => format!("ORDER BY {table}.{column} {id} {nulls}, {table}.id {id}"),
    }
}

/// The conditions of a search, and the values of the parameters.
struct Conditions {
    dialect: Dialect,
    clauses: Vec<String>,
    /// The number of clauses about the index of `SQLite`.
    indexed: usize,
    values: Vec<Value>,
}

impl Conditions {
    fn clause(&mut self, filter: &Filter) -> String {
        match filter {
            Filter::Name(part) => self.contains("name_folded", &fold_name(part)),
            Filter::Phones(part) if self.dialect == Dialect::Postgres => self.phone_contains(part),
            Filter::Phones(part) => self.contains("phone_key", part),
            // No stored text has this character. PostgreSQL accepts none with it, and SQLite's index would read no further.
            Filter::Phone(key) if key.contains('\0') => "FALSE".to_owned(),
            Filter::Phone(key) => {
                // Also the keys of phones that are second ones: `#` is the character before `$`.
                let end = self.parameter(format!("{key}$").as_str());
                let (key, is_second) = (self.parameter(key.as_str()), self.contains("phone_key", "#"));
                format!("c.phone_key >= {key} AND c.phone_key < {end} AND (c.phone_key = {key} OR {is_second})")
            }
            Filter::Group(id) => format!("c.group_id = {}", self.parameter(*id)),
            Filter::NoMatch => "FALSE".to_owned(),
        }
    }

    /// Returns the condition that a column contains a text. Texts of [`TRIGRAM`] characters and more are in the index.
    fn contains(&mut self, column: &str, text: &str) -> String {
        let is_indexed = text.chars().count() >= TRIGRAM;
        match self.dialect {
            _ if text.contains('\0') => "FALSE".to_owned(),
            Dialect::Sqlite if is_indexed => {
                self.indexed += 1;
                let phrase = format!("{column} : \"{}\"", text.replace('"', "\"\""));
                format!("customer_search MATCH {}", self.parameter(phrase.as_str()))
            }
            Dialect::Sqlite => format!("instr(c.{column}, {}) > 0", self.parameter(text)),
            Dialect::Postgres if is_indexed => {
                let escaped = text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
                format!("c.{column} LIKE {}", self.parameter(format!("%{escaped}%").as_str()))
            }
            Dialect::Postgres => format!("strpos(c.{column}, {}) > 0", self.parameter(text)),
        }
    }

    /// Returns the condition that the key of a phone contains a text, for `PostgreSQL`. The index is asked for the last characters
    /// only: the first ones, of the country and the network, are in nearly all phones, and looking for them takes 20 times as
    /// long.
    fn phone_contains(&mut self, text: &str) -> String {
        let end: String = text.chars().skip(text.chars().count().saturating_sub(PHONE_END)).collect();
        if text.contains('\0') || end == text {
            return self.contains("phone_key", text);
        }
        format!("{} AND strpos(c.phone_key, {}) > 0", self.contains("phone_key", &end), self.parameter(text))
    }

    /// Returns the tables of a search, and those for counting: customers are not read if all clauses are about the index.
    const fn tables(&self) -> (&'static str, &'static str) {
        match self.indexed {
            0 => ("customers c", "customers c"),
            indexed if indexed == self.clauses.len() => (INDEXED, "customer_search"),
            _ => (INDEXED, INDEXED),
        }
    }

    /// Adds a parameter and returns its place in the SQL.
    fn parameter(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }
}
