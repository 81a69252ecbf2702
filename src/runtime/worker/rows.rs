//! Requests for rows of the outbox: list, follow, open, discard.

use std::time::{Duration, Instant};

use crate::app::Msg;
use crate::clock;
use crate::domain::{Cid, ShiftRow, TimeZone};
use crate::outbox::{Cashier, DiscardUncertain, Outbox, OutboxError, RegistrationRecord, RowFilter, State};

use super::Worker;
use super::tasks::WorkerContext;

/// The greatest number of listed rows, more than a cashier reads. Later ones appear when these are settled.
const MAX_LISTED: u32 = 500;

/// The interval of the looks for changes by other processes, while a list is open.
const FOLLOW_INTERVAL: Duration = Duration::from_secs(1);

/// The interval after which an open list is read again without a change, because it shows the age of each row.
const REFRESH_INTERVAL: Duration = Duration::from_secs(15);

impl Worker {
    pub(super) fn list(&mut self) {
        self.query(|outbox| Ok(waiting_rows(&listed(outbox)?)));
    }

    pub(super) fn list_shift(&mut self) {
        let (cashier, zone) = (self.context.store.cashier.clone(), self.config.time_zone);
        self.query(move |outbox| Ok(Msg::Shift(shift_today(outbox, &cashier, zone)?)));
    }

    /// Sends a rejected registration. If another desk has corrected or discarded it, the list shows that.
    pub(super) fn open_refused(&mut self, cid: Cid) {
        self.query(move |outbox| match outbox.show(cid)?.map(|record| (record.state, record.customer)) {
            Some((State::Refused { refusal, .. }, Some(customer))) => {
                Ok(Msg::Opened { customer: Box::new(customer), error: refusal.error, owner: refusal.owner })
            }
            _ => Ok(waiting_rows(&listed(outbox)?)),
        });
    }

    /// Sends the message of a job, or its error.
    fn query(&mut self, job: impl FnMut(&Outbox) -> Result<Msg, OutboxError> + Send + 'static) {
        let (answer, context) = (self.context.store.run(job), self.context.clone());
        self.tasks.spawn(async move { context.send(answer.await.unwrap_or_else(|error| Msg::Disk(error.log()))) });
    }

    pub(super) fn discard(&mut self, cid: Cid) {
        let context = self.context.clone();
        let discarded = context.store.run(move |outbox| outbox.discard(cid, DiscardUncertain::Forget, clock::now()));
        self.tasks.spawn(async move {
            if let Err(error) = discarded.await {
                // Another process has delivered, discarded or leased it. The list shows that.
                tracing::info!(%error, "discard");
            }
            context.count().await;
        });
    }
}

fn listed(outbox: &Outbox) -> Result<Vec<RegistrationRecord>, OutboxError> {
    outbox.list(RowFilter::Unsettled, MAX_LISTED)
}

/// Returns this cashier's registrations since midnight.
fn shift_today(outbox: &Outbox, cashier: &Cashier, zone: TimeZone) -> Result<Vec<ShiftRow>, OutboxError> {
    let today = clock::local_date(zone);
    let tomorrow = today.succ_opt().unwrap_or(today);
    let saved_today = RowFilter::SavedBetween(clock::day_begins(zone, today), clock::day_begins(zone, tomorrow));
    let own = outbox.list(saved_today, u32::MAX)?.into_iter().filter(|record| record.cashier == *cashier);
    Ok(own
        .map(|record| ShiftRow {
            cid: record.cid,
            saved_at: clock::local(zone, record.saved_at).time(),
            id: record.id(),
            progress: record.state.progress(),
            stats: record.stats,
        })
        .collect())
}

fn waiting_rows(rows: &[RegistrationRecord]) -> Msg {
    let now = clock::now();
    Msg::WaitingRows(rows.iter().filter_map(|row| row.waiting_row(now)).collect())
}

/// Sends the rows after each change.
pub(super) async fn follow(context: WorkerContext) {
    let (mut known, mut refresh_at) = (None, Instant::now());
    loop {
        let is_due = refresh_at <= Instant::now();
        let changed = context.store.run(move |outbox| {
            // Read before the rows: a change in between is seen at the next look.
            let version = outbox.version()?;
            let is_known = known == Some(version) && !is_due;
            Ok(if is_known { None } else { Some((version, waiting_rows(&listed(outbox)?))) })
        });
        // Other work on the outbox reports the error.
        if let Ok(Some((version, rows))) = changed.await {
            known = Some(version);
            refresh_at = Instant::now() + REFRESH_INTERVAL;
            context.send(rows);
        }
        tokio::select! {
            () = tokio::time::sleep(FOLLOW_INTERVAL) => {}
            () = context.store.changed() => {}
        }
    }
}
