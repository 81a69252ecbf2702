//! The format of the file and how an older one becomes today's: `assets/schema/outbox/NNNN.sql`, one step a version.
//! A step that was released is never changed.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::super::OutboxError;

const STEPS: &[&str] = &[
    include_str!("../../../assets/schema/outbox/0001.sql"),
    include_str!("../../../assets/schema/outbox/0002.sql"),
    include_str!("../../../assets/schema/outbox/0003.sql"),
    include_str!("../../../assets/schema/outbox/0004.sql"),
    include_str!("../../../assets/schema/outbox/0005.sql"),
];

#[expect(clippy::cast_possible_wrap, reason = "a handful")]
pub(super) const KNOWN: i64 = STEPS.len() as i64;

/// Brings the file to today's format.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), OutboxError> {
    migrate_to(connection, KNOWN)
}

pub(super) fn migrate_to(connection: &mut Connection, target: i64) -> Result<(), OutboxError> {
    if version(connection)? == target {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = version(&transaction)?;
    let Ok(done) = usize::try_from(from) else { return Err(OutboxError::Corrupt) };
    if from > target {
        return Err(OutboxError::Newer { found: from, known: target });
    }
    for step in STEPS.iter().take(usize::try_from(target).unwrap_or_default()).skip(done) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", target)?;
    transaction.commit()?;
    Ok(())
}

/// A newer version of the program may have changed the file while this one runs.
pub(super) fn is_known(transaction: &Transaction<'_>) -> Result<(), OutboxError> {
    let found = version(transaction)?;
    if found == KNOWN { Ok(()) } else { Err(OutboxError::Newer { found, known: KNOWN }) }
}

fn version(connection: &Connection) -> Result<i64, OutboxError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}
