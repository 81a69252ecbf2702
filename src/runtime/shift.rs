use chrono::Local;

use crate::clock;
use crate::domain::ShiftRow;
use crate::outbox::{Cashier, Outbox, OutboxError, RowFilter};

use super::day;

/// Returns what this cashier has registered since midnight.
pub(super) fn today(outbox: &Outbox, cashier: &Cashier) -> Result<Vec<ShiftRow>, OutboxError> {
    let today = clock::local_date();
    let tomorrow = today.succ_opt().unwrap_or(today);
    let saved_today = RowFilter::SavedBetween(day::begins(today), day::begins(tomorrow));
    let own = outbox.list(saved_today, 0, u32::MAX)?.into_iter().filter(|record| record.cashier == *cashier);
    Ok(own
        .map(|record| ShiftRow {
            cid: record.cid,
            saved_at: record.saved_at.with_timezone(&Local).time(),
            id: record.id(),
            progress: record.state.progress(),
            stats: record.stats,
        })
        .collect())
}
