use rusqlite::Transaction;

use super::super::OutboxError;
use super::super::state::State;
use super::codec::to_json;
use super::millis;
use super::record::{self, Record};

/// Copies a registration from a damaged file into a new one. Returns true if it was not there yet.
///
/// The damaged file may lack the latest changes, so a queued registration may have been sent. Therefore every waiting
/// registration is looked up before it is sent.
pub(super) fn take_over(new: &Transaction<'_>, old: &Record) -> Result<bool, OutboxError> {
    if record::by_cid(new, old.row.cid)?.is_some() {
        return Ok(false);
    }
    let Some(customer) = &old.row.customer else {
        // Without the customer, only a registered row is useful.
        return match old.row.state {
            State::Registered { .. } => insert(new, old).map(|_| true),
            _ => Ok(false),
        };
    };
    let number = insert(new, old)?;
    new.prepare_cached("INSERT INTO personal (id, current) VALUES (?1, ?2)")?.execute((number, to_json(customer)?))?;
    let Some(mut record) = record::by_number(new, number)? else { return Ok(false) };
    let doubt = old.row.state.doubt().unwrap_or_default();
    record.row.state = match &old.row.state {
        State::Refused { refusal, .. } => State::Refused { doubt: Some(doubt), refusal: refusal.clone() },
        State::Registered { id } => State::Registered { id: *id },
        State::Queued { .. } | State::Sending { .. } | State::Uncertain { .. } => {
            State::Uncertain { doubt, clash: None }
        }
    };
    record.row.trouble.clone_from(&old.row.trouble);
    record.row.earlier.clone_from(&old.row.earlier);
    record.write_state(new)?;
    record.write_customers(new)?;
    Ok(true)
}

fn insert(new: &Transaction<'_>, old: &Record) -> Result<i64, OutboxError> {
    let (customer_id, state) = match &old.row.state {
        State::Registered { id } => (id.map(|id| id.0.cast_signed()), old.row.state.name()),
        _ => (None, State::NEW.name()),
    };
    new.prepare_cached(
        "INSERT INTO registration (cid, cashier, saved_at, state, attempts, customer_id, settled_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((
        old.row.cid.to_string(),
        old.row.cashier.as_str(),
        millis(old.row.saved_at),
        state,
        old.row.attempts,
        customer_id,
        old.row.settled_at.map(millis),
    ))?;
    Ok(new.last_insert_rowid())
}
