use chrono::Local;

use crate::clock;
use crate::domain::ShiftRow;
use crate::outbox::{Cashier, Outbox, OutboxError};

use super::day;

/// Returns what this cashier has registered since midnight.
pub(super) fn today(outbox: &Outbox, cashier: &Cashier) -> Result<Vec<ShiftRow>, OutboxError> {
    let today = clock::local_date();
    let tomorrow = today.succ_opt().unwrap_or(today);
    let work = outbox.work(day::begins(today), day::begins(tomorrow))?;
    let own = work.into_iter().filter(|work| work.cashier == *cashier);
    Ok(own
        .map(|work| ShiftRow {
            cid: work.cid,
            saved_at: work.saved_at.with_timezone(&Local).time(),
            id: work.id,
            progress: work.progress,
            stats: work.effort,
        })
        .collect())
}
