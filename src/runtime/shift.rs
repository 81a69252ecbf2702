use chrono::Local;

use crate::clock;
use crate::customer::ShiftRow;
use crate::outbox::OutboxError;

use super::day;
use super::keeping::Keeping;

/// What this cashier has registered since midnight.
pub(super) fn today(keeping: &Keeping) -> Result<Vec<ShiftRow>, OutboxError> {
    let today = clock::local_date();
    let tomorrow = today.succ_opt().unwrap_or(today);
    let work = keeping.outbox.work(day::begins(today), day::begins(tomorrow))?;
    let own = work.into_iter().filter(|work| work.cashier == keeping.cashier);
    Ok(own
        .map(|work| ShiftRow {
            cid: work.cid,
            at: work.saved_at.with_timezone(&Local).time(),
            id: work.id,
            progress: work.progress,
            effort: work.effort,
        })
        .collect())
}
