//! Carries out the requests of the loop. Work on the outbox becomes jobs of the storage thread, in order; work on the
//! network becomes tasks. The worker itself never waits for the disk.

#[cfg(test)]
mod outages;
mod rows;
mod signals;
mod tasks;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::{AbortHandle, JoinSet};

use crate::app::{Effect, Msg};
use crate::clock;
use crate::delivery::{Connection, LocalStore, background, first_attempt};
use crate::domain::{Draft, EntryStats, NewCustomer, PhoneRules, Today};
use crate::outbox::{Counts, RegistrationRecord, State};
use crate::settings::{ApiTarget, DeskConfig, OutboxConfig};
use crate::storage::code_numbers::next_code_number;

use super::drafts::DraftThread;
use super::event::{EventSender, Signals, WorkerRequest};
use signals::{END_TIMEOUT, LEAVE_TIMEOUT, exit_process};
use tasks::WorkerContext;

/// The time after which the drafts of an earlier run are offered, even if the outbox has not said which of them were
/// saved.
const OFFER_TIMEOUT: Duration = Duration::from_secs(1);

/// The worker. It handles one request after the other, and queues the jobs of a request before it takes the next one.
pub(super) struct Worker {
    context: WorkerContext,
    config: DeskConfig,
    outbox: OutboxConfig,
    drafts: DraftThread,
    /// Wakes the background delivery.
    poke: Arc<Notify>,
    /// The look-up of the phone on the screen, perhaps in flight. Only the last one asked for runs.
    lookup: Option<AbortHandle>,
    /// The task that sends the rows after each change, while a list is open. Without a list nothing wakes the desk.
    following: Option<AbortHandle>,
    tasks: JoinSet<()>,
}

impl Worker {
    pub(super) fn new(
        events: EventSender,
        api: ApiTarget,
        config: DeskConfig,
        outbox: OutboxConfig,
        store: Arc<LocalStore>,
        drafts: DraftThread,
    ) -> Self {
        let connection = Arc::new(Connection::new(api));
        let context = WorkerContext {
            events,
            store,
            connection,
            called: Arc::default(),
            alarm_after: outbox.alarm_after,
            time_zone: config.time_zone,
        };
        let (poke, tasks) = (Arc::default(), JoinSet::new());
        Self { context, config, outbox, drafts, poke, lookup: None, following: None, tasks }
    }

    pub(super) async fn serve(mut self, mut requests: UnboundedReceiver<WorkerRequest>, signals: Signals) {
        let end_requested = Arc::new(Notify::new());
        self.watch(signals, &end_requested);
        self.tasks.spawn(self.context.clone().watch_the_day());
        let overdue = tokio::time::sleep(Duration::MAX);
        tokio::pin!(overdue);
        loop {
            tokio::select! {
                // All requests are handled before the process ends.
                biased;
                request = requests.recv() => match request {
                    Some(WorkerRequest::Command(command)) => self.carry_out(command),
                    Some(WorkerRequest::Follow(follows)) => {
                        let task = follows.then(|| self.tasks.spawn(rows::follow(self.context.clone())));
                        replace(&mut self.following, task);
                    }
                    Some(WorkerRequest::DraftsLeft(drafts)) => self.offer(drafts),
                    Some(WorkerRequest::End) | None => return,
                },
                () = end_requested.notified() => overdue.as_mut().reset(tokio::time::Instant::now() + END_TIMEOUT),
                () = &mut overdue => {
                    self.drafts.flush(LEAVE_TIMEOUT);
                    exit_process();
                }
            }
        }
    }

    fn carry_out(&mut self, command: Effect) {
        // Finished tasks are removed, because a desk is open for weeks.
        while self.tasks.try_join_next().is_some() {}
        match command {
            Effect::LoadDesk => self.open(),
            Effect::Save { customer, stats } => self.save(customer, stats),
            Effect::ListShift => self.list_shift(),
            Effect::LookUp(phone) => {
                let task = self.tasks.spawn(self.context.clone().look_up(phone));
                replace(&mut self.lookup, Some(task));
            }
            Effect::NextCodeNumber => self.next_code_number(),
            Effect::DropLookUp => replace(&mut self.lookup, None),
            Effect::FetchCustomer(id) => {
                self.tasks.spawn(self.context.clone().fetch(id));
            }
            Effect::FindByName(name) => {
                self.tasks.spawn(self.context.clone().find_by_name(name));
            }
            Effect::ListWaiting => self.list(),
            Effect::OpenRefused(cid) => self.open_refused(cid),
            Effect::Discard(cid) => self.discard(cid),
            Effect::FindSample => {
                self.tasks.spawn(self.context.clone().find_sample(self.config.country));
            }
            // The thread of the drafts gets these.
            Effect::SaveDrafts(_)
            | Effect::FindFirstStart
            | Effect::RememberKeys
            | Effect::ChangeLanguage
            | Effect::RememberLanguage(_) => {}
        }
    }

    fn open(&mut self) {
        let (context, country) = (self.context.clone(), self.config.country);
        self.tasks.spawn_blocking(move || context.send(Msg::PhoneRules(PhoneRules::load(country))));
        if let today @ Today::NotBefore(_) = clock::today(self.config.time_zone) {
            self.context.send(Msg::Today(today));
        }
        let WorkerContext { events, store, connection, called, .. } = self.context.clone();
        let (context, mut last_error) = (self.context.clone(), None);
        let refused = self.context.clone();
        let on_attempt = move |record: &RegistrationRecord| {
            if let (State::Refused { refusal, .. }, Some(row)) = (&record.state, record.waiting_row(clock::now())) {
                refused.send(Msg::RefusedLater { cid: row.cid, name: row.name, error: refusal.error.clone() });
            }
        };
        let on_progress = move |counts: Result<Counts, _>| {
            match counts {
                Ok(counts) => {
                    context.called.notify_one();
                    context.send_counts(counts);
                }
                // A repeated error is sent only once.
                Err(error) if last_error == Some(error) => {}
                Err(error) => context.send(Msg::Disk(error)),
            }
            last_error = counts.err();
        };
        let (directory, poke) = (self.outbox.paths.outbox_dir.clone(), Arc::clone(&self.poke));
        self.tasks.spawn(background::run(store, directory, Arc::clone(&connection), poke, on_attempt, on_progress));
        self.tasks.spawn(tasks::watch_connectivity(self.context.clone()));
        self.tasks.spawn(tasks::load(connection, events, called));
        self.next_code_number();
        self.context.store.tidy(&self.outbox);
    }

    /// Offers the drafts of an earlier run that were not saved as registrations. A rejected registration is a draft
    /// while it is corrected.
    fn offer(&mut self, mut drafts: Vec<Draft>) {
        if drafts.is_empty() {
            return self.context.send(Msg::DraftsFound(drafts));
        }
        let cids: Vec<_> = drafts.iter().map(|draft| draft.cid).collect();
        let saved = self.context.store.run(move |outbox| {
            let mut saved = Vec::new();
            for cid in &cids {
                if outbox.show(*cid)?.is_some_and(|row| !matches!(row.state, State::Refused { .. })) {
                    saved.push(*cid);
                }
            }
            Ok(saved)
        });
        let (context, draft_thread) = (self.context.clone(), self.drafts.clone());
        self.tasks.spawn(async move {
            // One draft too many does no harm: its customer has the same `cid`.
            let saved = first_attempt::within(OFFER_TIMEOUT, saved).await.unwrap_or_default();
            drafts.retain(|draft| !saved.contains(&draft.cid));
            context.send(Msg::DraftsFound(drafts));
            draft_thread.forget(saved);
        });
    }

    fn next_code_number(&mut self) {
        if self.config.code_template.is_none() {
            return;
        }
        let Some(day) = clock::today(self.config.time_zone).known() else { return };
        let (folder, context) = (self.outbox.paths.outbox_dir.clone(), self.context.clone());
        self.tasks.spawn(async move {
            match next_code_number(&folder, day).await {
                Ok(number) => context.send(Msg::CodeNumber { day, number }),
                // Then customers are saved without a code.
                Err(error) => tracing::warn!(%error, "code numbers"),
            }
        });
    }

    fn save(&mut self, customer: NewCustomer, stats: Option<EntryStats>) {
        let (begun, cid) = (Instant::now(), customer.cid);
        let (context, poke) = (self.context.clone(), Arc::clone(&self.poke));
        let saved = context.store.save(customer);
        // Only for the report: no registration waits for it.
        if let Some(stats) = stats {
            drop(context.store.run(move |outbox| outbox.add_stats(cid, stats)));
        }
        self.tasks.spawn(async move {
            let on_persisted = || context.send(Msg::Persisted(cid));
            let delivery =
                first_attempt::deliver_saved(saved, &*context.store, &context.connection, on_persisted).await;
            context.called.notify_one();
            context.send(Msg::Answered { cid, delivery, took: begun.elapsed() });
            poke.notify_one();
            context.count().await;
        });
    }
}

/// Replaces a task, and cancels the one before.
fn replace(current: &mut Option<AbortHandle>, task: Option<AbortHandle>) {
    if let Some(before) = std::mem::replace(current, task) {
        before.abort();
    }
}
