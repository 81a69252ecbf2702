//! Searches customers. One statement finds the total and the page, so that both belong to the same moment.

use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Error, Row};

use crate::server::store::records::Customer;
use crate::server::store::search::{Filter, Page, Search, Sort, TRIGRAM, fold_name};

use super::customers::{CUSTOMER_COLUMNS, customer_from_row};
use super::lists::GROUP_COLUMNS;
use super::{Parameter, Postgres, PostgresError};

impl Postgres {
    /// Returns one page of the customers that match, and their number.
    pub(in crate::server::store) async fn search_customers(
        &self,
        search: &Search,
    ) -> Result<Page<Customer>, PostgresError> {
        let (limit, offset) = search.paging.limit_and_offset();
        let order = order_by(search.sort, "c");
        let mut conditions = Conditions::default();
        search.filters.iter().for_each(|filter| conditions.add(filter));
        let clause = conditions.clause();
        let (limit, offset) = (conditions.parameter(limit), conditions.parameter(offset));
        // The page is found before groups and balances are joined. Without a row of a page there is one with the total.
        let sql = format!(
            "SELECT t.total, {CUSTOMER_COLUMNS}, {GROUP_COLUMNS} FROM (SELECT count(*) AS total FROM customers c {clause}) t \
             LEFT JOIN ((SELECT c.* FROM customers c {clause} {order} LIMIT {limit} OFFSET {offset}) c \
             JOIN balances b ON b.id = c.balance_id JOIN customer_groups g ON g.id = c.group_id) ON TRUE {order}"
        );
        let rows = self.read(&sql, &conditions.parameters()).await?;
        Ok(page_from_rows(&rows, "id", customer_from_row)?)
    }
}

/// Reads a page from rows that all have the total. The column `id` of an empty page is null.
pub(super) fn page_from_rows<T>(
    rows: &[Row],
    id: &str,
    from_row: impl Fn(&Row) -> Result<T, Error>,
) -> Result<Page<T>, Error> {
    let total = rows.first().map_or(Ok(0), |row| row.try_get("total"))?;
    let mut page = Page { rows: Vec::with_capacity(rows.len()), total };
    for row in rows {
        if row.try_get::<_, Option<i64>>(id)?.is_some() {
            page.rows.push(from_row(row)?);
        }
    }
    Ok(page)
}

/// Returns the `ORDER BY` clause for the table with the alias `table`: the same order as with `SQLite`, where null is
/// smaller than every value. The order of times is the one of ids. No customer has an address.
pub(super) fn order_by(sort: Sort, table: &str) -> String {
    let direction = if sort.is_ascending { "ASC NULLS FIRST" } else { "DESC NULLS LAST" };
    let id = if sort.is_ascending { "ASC" } else { "DESC" };
    match sort.field {
        "id" | "created_at" | "updated_at" | "address" => format!("ORDER BY {table}.id {id}"),
        "cid" => format!("ORDER BY lower({table}.cid) {id}"),
        "name" if table == "c" => format!("ORDER BY c.name_folded {id}, c.id {id}"),
        column => format!("ORDER BY {table}.{column} {direction}, {table}.id {id}"),
    }
}

/// The number of last characters by which a phone is found in the index.
const PHONE_END: usize = 7;

/// The conditions of a search, and the values of its parameters.
#[derive(Default)]
struct Conditions {
    clauses: Vec<String>,
    values: Vec<(Box<dyn ToSql + Send + Sync>, Type)>,
}

impl Conditions {
    fn add(&mut self, filter: &Filter) {
        let clause = match filter {
            Filter::Name(part) => self.contains("name_folded", &fold_name(part)),
            Filter::Phones(part) => self.contains_phone(part),
            // No stored text has this character, and PostgreSQL accepts none with it.
            Filter::Phone(key) if key.contains('\0') => "FALSE".to_owned(),
            Filter::Phone(key) => {
                // Also the keys of phones that are second ones: `#` is the character before `$`.
                let (key, end) = (self.text(key.clone()), self.text(format!("{key}$")));
                format!(
                    "c.phone_key >= {key} AND c.phone_key < {end} AND (c.phone_key = {key} OR strpos(c.phone_key, '#') > 0)"
                )
            }
            Filter::Group(id) => format!("c.group_id = {}", self.parameter(*id)),
            Filter::NoMatch => "FALSE".to_owned(),
        };
        self.clauses.push(clause);
    }

    /// Returns the condition that a column contains a text. Texts of [`TRIGRAM`] characters and more are in the index.
    fn contains(&mut self, column: &str, text: &str) -> String {
        if text.contains('\0') {
            "FALSE".to_owned()
        } else if text.chars().count() >= TRIGRAM {
            let escaped = text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
            format!("c.{column} LIKE {}", self.text(format!("%{escaped}%")))
        } else {
            format!("strpos(c.{column}, {}) > 0", self.text(text.to_owned()))
        }
    }

    /// Returns the condition that the key of a phone contains a text. The index is asked for the last characters only: the
    /// first ones, of the country and the network, are in nearly all phones, and looking for them takes 20 times as long.
    fn contains_phone(&mut self, text: &str) -> String {
        let end: String = text.chars().skip(text.chars().count().saturating_sub(PHONE_END)).collect();
        if text.contains('\0') || end == text {
            return self.contains("phone_key", text);
        }
        format!("{} AND strpos(c.phone_key, {}) > 0", self.contains("phone_key", &end), self.text(text.to_owned()))
    }

    fn text(&mut self, value: String) -> String {
        self.push(Box::new(value), Type::TEXT)
    }

    /// Adds a parameter and returns its place in the SQL.
    fn parameter(&mut self, value: i64) -> String {
        self.push(Box::new(value), Type::INT8)
    }

    fn push(&mut self, value: Box<dyn ToSql + Send + Sync>, kind: Type) -> String {
        self.values.push((value, kind));
        format!("${}", self.values.len())
    }

    fn clause(&self) -> String {
        if self.clauses.is_empty() { String::new() } else { format!("WHERE {}", self.clauses.join(" AND ")) }
    }

    fn parameters(&self) -> Vec<Parameter<'_>> {
        self.values.iter().map(|(value, kind)| (&**value as &(dyn ToSql + Sync), kind.clone())).collect()
    }
}
