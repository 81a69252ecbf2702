//! Parameters and rows of both databases: how a record becomes parameters of a statement, and how it is read from a row. `queries`
//! has the SQL. `sqlite` and `postgres` run it.

use super::records::{Balance, CreateOutcome, Customer, CustomerDetails, Group, UniqueField, Venue};
use super::search::fold_name;

/// A parameter of a statement. `None` means null.
pub(super) enum Value {
    Number(Option<i64>),
    Text(Option<String>),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl CustomerDetails {
    /// Returns the parameters of the statement that stores this customer, in their order.
    pub(super) fn values(&self) -> Vec<Value> {
        let optional = |text: &Option<String>| Value::Text(text.clone());
        vec![
            self.venue_id.into(),
            self.group_id.into(),
            self.cid.as_str().into(),
            self.name.as_str().into(),
            fold_name(&self.name).as_str().into(),
            optional(&self.email),
            optional(&self.phone),
            optional(&self.phone_key),
            optional(&self.code),
            optional(&self.description),
            Value::Number(self.gender.map(i64::from)),
            optional(&self.date_of_birth),
            self.created_at.as_str().into(),
        ]
    }

    /// Returns the parameters of [`find_conflict`](super::queries::find_conflict).
    pub(super) fn unique_values(&self) -> [Value; 4] {
        let [phone_key, code] = [&self.phone_key, &self.code].map(|text| Value::Text(text.clone()));
        [self.group_id.into(), phone_key, code, self.cid.as_str().into()]
    }
}

/// A type of Rust that both databases have in their columns.
pub(super) trait ColumnValue: rusqlite::types::FromSql + for<'a> tokio_postgres::types::FromSql<'a> {}

impl<T: rusqlite::types::FromSql + for<'a> tokio_postgres::types::FromSql<'a>> ColumnValue for T {}

/// A row of either database.
pub(super) trait Row {
    type Error;

    /// Returns the value of a column.
    fn value<T: ColumnValue>(&self, column: &str) -> Result<T, Self::Error>;
}

impl Row for rusqlite::Row<'_> {
    type Error = rusqlite::Error;

    fn value<T: ColumnValue>(&self, column: &str) -> rusqlite::Result<T> {
        self.get(column)
    }
}

impl Row for tokio_postgres::Row {
    type Error = tokio_postgres::Error;

    fn value<T: ColumnValue>(&self, column: &str) -> Result<T, tokio_postgres::Error> {
        self.try_get(column)
    }
}

/// A record that can be read from a row of either database.
pub(super) trait FromRow: Sized + Send + 'static {
    /// The column that is null if a row has no such record.
    const ID: &str = "id";

    /// Reads the record.
    fn from_row<R: Row>(row: &R) -> Result<Self, R::Error>;
}

/// Reads the fields of a record from the columns with their names, after a prefix.
macro_rules! read {
    ($row:ident, $prefix:literal, $record:ident { $($field:ident),+ }) => {
        $record { $($field: $row.value(concat!($prefix, stringify!($field)))?),+ }
    };
}

impl FromRow for Customer {
    fn from_row<R: Row>(row: &R) -> Result<Self, R::Error> {
        Ok(Self {
            id: row.value("id")?,
            details: read!(
                row,
                "",
                CustomerDetails {
                    venue_id,
                    group_id,
                    cid,
                    name,
                    email,
                    phone,
                    phone_key,
                    code,
                    description,
                    gender,
                    date_of_birth,
                    created_at
                }
            ),
            group: Group::from_row(row)?,
            balance: read!(row, "balance_", Balance { id, name, amount, created_at, updated_at }),
            updated_at: row.value("updated_at")?,
        })
    }
}

impl FromRow for Group {
    const ID: &str = "g_id";

    fn from_row<R: Row>(row: &R) -> Result<Self, R::Error> {
        Ok(read!(row, "g_", Group { id, name, discount_type, discount_value, system_type, created_at, updated_at }))
    }
}

impl FromRow for Venue {
    fn from_row<R: Row>(row: &R) -> Result<Self, R::Error> {
        Ok(read!(row, "", Venue { id, name, is_main, address, is_active, phone, email }))
    }
}

/// A row of a page: the total, and the record if the page is not empty.
impl<T: FromRow> FromRow for (i64, Option<T>) {
    fn from_row<R: Row>(row: &R) -> Result<Self, R::Error> {
        let id: Option<i64> = row.value(T::ID)?;
        Ok((row.value("total")?, id.map(|_| T::from_row(row)).transpose()?))
    }
}

/// The reason why a customer was not stored: the group before the phone before the code before the cid. `None` means that
/// nothing is in the way any more.
impl FromRow for Option<CreateOutcome> {
    fn from_row<R: Row>(row: &R) -> Result<Self, R::Error> {
        if !row.value("has_group")? {
            return Ok(Some(CreateOutcome::UnknownGroup));
        }
        for (column, unique) in
            [("has_phone", UniqueField::Phone), ("has_code", UniqueField::Code), ("has_cid", UniqueField::Cid)]
        {
            if row.value(column)? {
                return Ok(Some(CreateOutcome::Conflict(unique)));
            }
        }
        Ok(None)
    }
}
