//! Requests for rows of the outbox: list, follow, open, discard.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::Local;

use crate::app::Msg;
use crate::clock;
use crate::delivery::LocalStore;
use crate::delivery::first_attempt::not_kept;
use crate::domain::{Cid, ShiftRow};
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
        let (rows, context) = (self.store.run(listed), self.context.clone());
        self.tasks.spawn(async move {
            match rows.await {
                Ok(rows) => send_rows(&context, &rows),
                Err(error) => context.send(Msg::Disk(not_kept(&error))),
            }
        });
    }

    /// Starts or stops sending the rows after each change. Without a list on the screen nothing wakes the desk.
    pub(super) fn follow(&mut self, follows: bool) {
        if let Some(task) = self.following.take() {
            task.abort();
        }
        if follows {
            self.following = Some(self.tasks.spawn(follow(Arc::clone(&self.store), self.context.clone())));
        }
    }

    pub(super) fn list_shift(&mut self) {
        let cashier = self.store.cashier.clone();
        let (rows, context) = (self.store.run(move |outbox| shift_today(outbox, &cashier)), self.context.clone());
        self.tasks.spawn(async move {
            let rows: Result<Vec<ShiftRow>, OutboxError> = rows.await;
            context.send(rows.map_or_else(|error| Msg::Disk(not_kept(&error)), Msg::Shift));
        });
    }

    pub(super) fn open_kept(&mut self, cid: Cid) {
        let (store, context) = (Arc::clone(&self.store), self.context.clone());
        let row = store.run(move |outbox| outbox.show(cid));
        self.tasks.spawn(async move {
            match row.await {
                Err(error) => context.send(Msg::Disk(not_kept(&error))),
                Ok(row) => match row.map(|row| (row.state, row.customer)) {
                    Some((State::Refused { refusal, .. }, Some(customer))) => {
                        let customer = Box::new(customer);
                        context.send(Msg::Opened { customer, error: refusal.error, owner: refusal.owner });
                    }
                    // Another desk has corrected or discarded it. The list shows that.
                    _ => match store.run(listed).await {
                        Ok(rows) => send_rows(&context, &rows),
                        Err(error) => context.send(Msg::Disk(not_kept(&error))),
                    },
                },
            }
        });
    }

    pub(super) fn discard(&mut self, cid: Cid) {
        let discarded = self.store.run(move |outbox| outbox.discard(cid, DiscardUncertain::Forget, clock::now()));
        let (store, context) = (Arc::clone(&self.store), self.context.clone());
        self.tasks.spawn(async move {
            if let Err(error) = discarded.await {
                // Another process has delivered, discarded or leased it. The list shows that.
                tracing::info!(%error, "discard");
            }
            context.count(&store).await;
        });
    }
}

fn listed(outbox: &Outbox) -> Result<Vec<RegistrationRecord>, OutboxError> {
    outbox.list(RowFilter::Unsettled, 0, MAX_LISTED)
}

/// Returns this cashier's registrations since midnight.
fn shift_today(outbox: &Outbox, cashier: &Cashier) -> Result<Vec<ShiftRow>, OutboxError> {
    let today = clock::local_date();
    let tomorrow = today.succ_opt().unwrap_or(today);
    let saved_today = RowFilter::SavedBetween(clock::day_begins(today), clock::day_begins(tomorrow));
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

fn send_rows(context: &WorkerContext, rows: &[RegistrationRecord]) {
    let now = clock::now();
    context.send(Msg::WaitingRows(rows.iter().filter_map(|row| row.waiting_row(now)).collect()));
}

async fn follow(store: Arc<LocalStore>, context: WorkerContext) {
    let (mut known, mut refresh_at) = (None, Instant::now());
    loop {
        let is_due = refresh_at <= Instant::now();
        let changed = store.run(move |outbox| {
            // Read before the rows: a change in between is seen at the next look.
            let version = outbox.version()?;
            let is_known = known == Some(version) && !is_due;
            Ok(if is_known { None } else { Some((version, listed(outbox)?)) })
        });
        // Other work on the outbox reports the error.
        if let Ok(Some((version, rows))) = changed.await {
            known = Some(version);
            refresh_at = Instant::now() + REFRESH_INTERVAL;
            send_rows(&context, &rows);
        }
        tokio::select! {
            () = tokio::time::sleep(FOLLOW_INTERVAL) => {}
            () = store.changed() => {}
        }
    }
}
