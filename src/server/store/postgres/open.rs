//! Opens the database: checks it, migrates its schema and reads the key. Several servers may open one database at the same
//! time: the first one migrates it, and the others wait.

use deadpool_postgres::{Object, Transaction};
use tokio::sync::Semaphore;

use crate::server::phone_key::PhoneComparison;
use crate::server::samples::Samples;

use super::customers::insert_statement;
use super::{MAX_READERS, Postgres, PostgresError, PostgresUrl, connect, typed};

/// The SQL of each schema version, in order. The first migrates an empty database to version 1. A released step is never
/// changed.
const MIGRATIONS: [&str; 1] = [include_str!("../../../../assets/schema/postgres/0001_customers.sql")];

/// The advisory lock of a server that opens the database: `frontdsk` as a number.
const OPENING_LOCK: i64 = i64::from_be_bytes(*b"frontdsk");

/// The oldest version of `PostgreSQL` that is tested.
const MIN_VERSION: i32 = 150_000;

impl Postgres {
    /// Opens the database and adds the venue if it is missing or makes it active. A new database begins with these customers.
    /// Returns the key that signs tokens as well.
    pub(in crate::server::store) async fn open(
        url: PostgresUrl,
        venue_id: i64,
        phones: PhoneComparison,
        samples: impl FnOnce() -> Samples,
    ) -> Result<(Self, [u8; 32]), PostgresError> {
        let pool = connect::pool(url)?;
        let insert = insert_statement();
        let mut connection = connect::get(&pool).await?;
        check_database(&connection).await?;
        let transaction = connection.transaction().await?;
        // It ends with the transaction.
        transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&OPENING_LOCK]).await?;
        if migrate(&transaction).await? {
            for customer in samples().customers {
                transaction.query_typed(&insert, &typed(&customer.values())).await?;
            }
        }
        apply_phone_comparison(&transaction, phones).await?;
        let venue = "INSERT INTO venues (id, name, is_main, is_active) VALUES ($1::int8, 'Venue ' || $1::int8, FALSE, TRUE) \
             ON CONFLICT (id) DO UPDATE SET is_active = TRUE WHERE NOT venues.is_active";
        transaction.execute(venue, &[&venue_id]).await?;
        let token_key: Vec<u8> = transaction.query_one("SELECT token_key FROM secret", &[]).await?.try_get(0)?;
        let token_key = token_key.try_into().map_err(|_| PostgresError::Lost)?;
        transaction.commit().await?;
        drop(connection);
        Ok((Self { pool, readers: Semaphore::new(MAX_READERS), insert }, token_key))
    }
}

/// Checks the version of `PostgreSQL`, and that the database can store all characters.
async fn check_database(connection: &Object) -> Result<(), PostgresError> {
    let sql = "SELECT current_setting('server_version_num')::int4, current_setting('server_encoding')";
    let row = connection.query_one(sql, &[]).await?;
    let (found, encoding): (i32, String) = (row.try_get(0)?, row.try_get(1)?);
    if found < MIN_VERSION {
        return Err(PostgresError::TooOld { found });
    }
    // SQL_ASCII stores the bytes as they are.
    if ["UTF8", "SQL_ASCII"].contains(&encoding.as_str()) { Ok(()) } else { Err(PostgresError::Encoding(encoding)) }
}

/// Brings the schema to the latest version. Returns true if the database was empty.
async fn migrate(transaction: &Transaction<'_>) -> Result<bool, PostgresError> {
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    // An account that only uses the tables may not create one.
    let exists = transaction.query_one("SELECT to_regclass('schema_version') IS NOT NULL", &[]).await?.try_get(0)?;
    let found: i64 = if exists {
        transaction.query_one("SELECT version FROM schema_version", &[]).await?.try_get(0)?
    } else {
        transaction.batch_execute("CREATE TABLE schema_version AS SELECT 0::int8 AS version").await?;
        0
    };
    let applied = usize::try_from(found).unwrap_or(usize::MAX);
    for step in MIGRATIONS.get(applied..).ok_or(PostgresError::Newer { found, known })? {
        transaction.batch_execute(step).await?;
    }
    if found < known {
        transaction.execute("UPDATE schema_version SET version = $1", &[&known]).await?;
    }
    Ok(found == 0)
}

/// Makes the keys of all phones again if they were made by another rule than this one.
async fn apply_phone_comparison(transaction: &Transaction<'_>, phones: PhoneComparison) -> Result<(), PostgresError> {
    let stored: String = transaction.query_one("SELECT name FROM phone_rule", &[]).await?.try_get(0)?;
    if stored == phones.name() {
        return Ok(());
    }
    let rows = transaction.query("SELECT id, phone FROM customers WHERE phone IS NOT NULL ORDER BY id", &[]).await?;
    let rows = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, PostgresError>>()?;
    let (ids, keys): (Vec<_>, Vec<_>) = phones.keys(rows).unzip();
    // No old key may be in the way of a new one.
    transaction.execute("UPDATE customers SET phone_key = '#' || id WHERE phone IS NOT NULL", &[]).await?;
    let update = "UPDATE customers c SET phone_key = k.phone_key FROM unnest($1::int8[], $2::text[]) AS k (id, phone_key) \
         WHERE c.id = k.id";
    transaction.execute(update, &[&ids, &keys]).await?;
    transaction.execute("UPDATE phone_rule SET name = $1", &[&phones.name()]).await?;
    Ok(())
}
