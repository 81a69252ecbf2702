//! The rows of the outbox as the desk asks for them: listed, followed, opened, discarded.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::app::Msg;
use crate::clock;
use crate::domain::{Cid, ShiftRow};
use crate::outbox::{DiscardUncertain, Outbox, OutboxError, RegistrationRecord, RowFilter, State};

use super::super::deliver::not_kept;
use super::super::feed::Feed;
use super::super::local_store::LocalStore;
use super::super::shift;
use super::Worker;

/// More rows than a cashier reads; what is beyond comes into sight when these are settled.
const MAX_LISTED: u32 = 500;

/// Between two looks for changes by other processes, while a list is open.
const FOLLOW_INTERVAL: Duration = Duration::from_secs(1);

/// After this time an open list is read again though nothing has changed: it shows how long each one has waited.
const REFRESH_INTERVAL: Duration = Duration::from_secs(15);

impl Worker {
    pub(super) fn list(&mut self) {
        let (rows, feed) = (self.store.run(listed), self.feed.clone());
        self.tasks.spawn(async move {
            match rows.await {
                Ok(rows) => tell_rows(&feed, &rows),
                Err(error) => feed.tell(Msg::Disk(not_kept(&error))),
            }
        });
    }

    /// Tells of every change of the outbox, or no longer. Without a list on the screen nothing wakes the desk for it.
    pub(super) fn follow(&mut self, follows: bool) {
        if let Some(task) = self.following.take() {
            task.abort();
        }
        if follows {
            self.following = Some(self.tasks.spawn(follow(Arc::clone(&self.store), self.feed.clone())));
        }
    }

    pub(super) fn list_shift(&mut self) {
        let cashier = self.store.cashier.clone();
        let (rows, feed) = (self.store.run(move |outbox| shift::today(outbox, &cashier)), self.feed.clone());
        self.tasks.spawn(async move {
            let rows: Result<Vec<ShiftRow>, OutboxError> = rows.await;
            feed.tell(rows.map_or_else(|error| Msg::Disk(not_kept(&error)), Msg::Shift));
        });
    }

    pub(super) fn open_kept(&mut self, cid: Cid) {
        let (store, feed) = (Arc::clone(&self.store), self.feed.clone());
        let row = store.run(move |outbox| outbox.show(cid));
        self.tasks.spawn(async move {
            match row.await {
                Err(error) => feed.tell(Msg::Disk(not_kept(&error))),
                Ok(row) => match row.map(|row| (row.state, row.customer)) {
                    Some((State::Refused { refusal, .. }, Some(customer))) => {
                        let customer = Box::new(customer);
                        feed.tell(Msg::Opened { customer, error: refusal.error, owner: refusal.owner });
                    }
                    // Another desk has corrected or discarded it: the list tells.
                    _ => match store.run(listed).await {
                        Ok(rows) => tell_rows(&feed, &rows),
                        Err(error) => feed.tell(Msg::Disk(not_kept(&error))),
                    },
                },
            }
        });
    }

    pub(super) fn discard(&mut self, cid: Cid) {
        let discarded = self.store.run(move |outbox| outbox.discard(cid, DiscardUncertain::Forget, clock::now()));
        let (store, feed) = (Arc::clone(&self.store), self.feed.clone());
        self.tasks.spawn(async move {
            if let Err(error) = discarded.await {
                // It was delivered, discarded or leased by another process meanwhile: the list tells.
                tracing::info!(%error, "discard");
            }
            feed.count(&store).await;
        });
    }
}

fn listed(outbox: &Outbox) -> Result<Vec<RegistrationRecord>, OutboxError> {
    outbox.list(RowFilter::Unsettled, 0, MAX_LISTED)
}

fn tell_rows(feed: &Feed, rows: &[RegistrationRecord]) {
    let now = clock::now();
    feed.tell(Msg::WaitingRows(rows.iter().filter_map(|row| row.waiting_row(now)).collect()));
}

async fn follow(store: Arc<LocalStore>, feed: Feed) {
    let (mut known, mut refresh_at) = (None, Instant::now());
    loop {
        let is_due = refresh_at <= Instant::now();
        let changed = store.run(move |outbox| {
            // Before the rows are read: a change in between is seen the next time.
            let version = outbox.version()?;
            let is_known = known == Some(version) && !is_due;
            Ok(if is_known { None } else { Some((version, listed(outbox)?)) })
        });
        // An error is told by whatever else the desk does with the outbox.
        if let Ok(Some((version, rows))) = changed.await {
            known = Some(version);
            refresh_at = Instant::now() + REFRESH_INTERVAL;
            tell_rows(&feed, &rows);
        }
        tokio::select! {
            () = tokio::time::sleep(FOLLOW_INTERVAL) => {}
            () = store.changed() => {}
        }
    }
}
