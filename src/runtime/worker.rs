//! Carries out the requests of the loop. Work on the outbox becomes jobs of the storage thread, in order; work on the
//! network becomes tasks. The worker itself never waits for the disk.

#[cfg(test)]
mod outages;
mod rows;
mod tasks;

use tasks::DebouncedLookup;
pub(super) use tasks::WorkerContext;

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};
use std::{process, thread};

use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::{AbortHandle, JoinSet};

use crate::app::{Effect, Msg};
use crate::clock;
use crate::delivery::{LocalStore, background, first_attempt};
use crate::domain::{Draft, EntryStats, NewCustomer, PhoneRules, Today};
use crate::outbox::State;
use crate::settings::{DeskConfig, OutboxConfig};
use crate::storage::code_numbers::CodeNumbers;
use crate::terminal;

use super::drafts::DraftThread;
use super::event::{Event, Signals, WorkerRequest};

/// The time in which the loop must end after a signal.
const END_TIMEOUT: Duration = Duration::from_millis(1500);

/// The time after that for writing the drafts, and the time for restoring the terminal.
const LEAVE_TIMEOUT: Duration = Duration::from_millis(200);

/// The time after which the drafts of an earlier run are offered, even if the outbox has not said which of them were
/// saved.
const OFFER_TIMEOUT: Duration = Duration::from_secs(1);

/// The worker. It handles one request after the other, and queues the jobs of a request before it takes the next one.
pub(super) struct Worker {
    context: WorkerContext,
    config: DeskConfig,
    outbox: OutboxConfig,
    store: Arc<LocalStore>,
    drafts: DraftThread,
    lookup: DebouncedLookup,
    /// The task that sends the rows after each change, while a list is open.
    following: Option<AbortHandle>,
    tasks: JoinSet<()>,
}

impl Worker {
    pub(super) fn new(
        context: WorkerContext,
        config: DeskConfig,
        outbox: OutboxConfig,
        store: Arc<LocalStore>,
        drafts: DraftThread,
    ) -> Self {
        let (lookup, tasks) = (DebouncedLookup::default(), JoinSet::new());
        Self { context, config, outbox, store, drafts, lookup, following: None, tasks }
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
                    Some(WorkerRequest::Follow(follows)) => self.follow(follows),
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

    fn watch(&mut self, signals: Signals, end_requested: &Arc<Notify>) {
        for end in signals.ends.into_iter().flatten() {
            let requested = Arc::clone(end_requested);
            let hang_up = move || {
                requested.notify_one();
                Event::Msg(Msg::HangUp)
            };
            self.tasks.spawn(self.context.clone().send_on(end, hang_up));
        }
        if let Ok(resized) = signals.resized {
            self.tasks.spawn(self.context.clone().send_on(resized, || Event::Resized));
        }
        if let Ok(stops) = signals.stops {
            self.tasks.spawn(self.context.clone().send_on(stops, || Event::Stopped));
        }
        if let Ok(continued) = signals.continued {
            self.tasks.spawn(self.context.clone().send_on(continued, || Event::Continued));
        }
    }

    fn carry_out(&mut self, command: Effect) {
        // Finished tasks are removed, because a desk is open for weeks.
        while self.tasks.try_join_next().is_some() {}
        match command {
            Effect::LoadDesk => self.open(),
            Effect::Save { customer, stats: effort } => self.save(customer, effort),
            Effect::ListShift => self.list_shift(),
            Effect::LookUp(phone) => {
                let (connection, events) = (Arc::clone(&self.context.connection), self.context.events.clone());
                self.lookup.look_up(phone, &mut self.tasks, connection, events);
            }
            Effect::NextCodeNumber => self.next_code_number(),
            Effect::DropLookUp => self.lookup.cancel(),
            Effect::FetchCustomer(id) => {
                self.tasks.spawn(tasks::fetch(id, Arc::clone(&self.context.connection), self.context.events.clone()));
            }
            Effect::ListWaiting => self.list(),
            Effect::OpenRefused(cid) => self.open_kept(cid),
            Effect::Discard(cid) => self.discard(cid),
            // The thread of the drafts gets these.
            Effect::SaveDrafts(_) => {}
        }
    }

    fn open(&mut self) {
        let (context, country) = (self.context.clone(), self.config.country);
        self.tasks.spawn_blocking(move || context.send(Msg::PhoneRules(PhoneRules::load(country))));
        if let today @ Today::NotBefore(_) = clock::today() {
            self.context.send(Msg::Today(today));
        }
        let on_progress = self.context.clone().deduplicated_counts();
        let (connection, poke) = (Arc::clone(&self.context.connection), Arc::clone(&self.context.poke));
        self.tasks.spawn(background::run(
            Arc::clone(&self.store),
            self.outbox.paths.outbox_dir.clone(),
            connection,
            poke,
            on_progress,
        ));
        self.tasks.spawn(self.context.clone().load());
        self.next_code_number();
        self.store.tidy(&self.outbox);
    }

    /// Offers the drafts of an earlier run that were not saved as registrations. A rejected registration is a draft
    /// while it is corrected.
    fn offer(&mut self, mut drafts: Vec<Draft>) {
        if drafts.is_empty() {
            return self.context.send(Msg::DraftsFound(drafts));
        }
        let cids: Vec<_> = drafts.iter().map(|draft| draft.cid).collect();
        let saved = self.store.run(move |outbox| {
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
            let saved = saved.within(OFFER_TIMEOUT).await.unwrap_or_default();
            drafts.retain(|draft| !saved.contains(&draft.cid));
            context.send(Msg::DraftsFound(drafts));
            draft_thread.forget(saved);
        });
    }

    fn next_code_number(&mut self) {
        if self.config.code_template.is_none() {
            return;
        }
        let Some(day) = clock::today().known() else { return };
        let (numbers, context) = (CodeNumbers::new(&self.outbox.paths.outbox_dir), self.context.clone());
        self.tasks.spawn(async move {
            match numbers.next(day).await {
                Ok(number) => context.send(Msg::CodeNumber { day, number }),
                // Then customers are saved without a code.
                Err(error) => tracing::warn!(%error, "code numbers"),
            }
        });
    }

    fn save(&mut self, customer: NewCustomer, effort: Option<EntryStats>) {
        let begun = Instant::now();
        let cid = customer.cid;
        let (store, context) = (Arc::clone(&self.store), self.context.clone());
        let persisted = first_attempt::persist(&store, customer);
        // Only for the report: no registration waits for it.
        if let Some(effort) = effort {
            drop(store.run(move |outbox| outbox.note_effort(cid, effort)));
        }
        self.tasks.spawn(async move {
            let on_persisted = || context.send(Msg::Persisted(cid));
            let delivery =
                first_attempt::deliver_persisted(persisted, &*store, &context.connection, on_persisted).await;
            context.answer(cid, delivery, begun);
            context.poke.notify_one();
            context.count(&store).await;
        });
    }
}

/// Ends the process when the loop did not end after a signal, because it waits for an output that is not read. The
/// drafts are on the disk.
fn exit_process() -> ! {
    let (done, given_back) = sync_channel(1);
    // Restoring the terminal may block too.
    thread::spawn(move || {
        terminal::restore();
        let _ = done.send(());
    });
    let _ = given_back.recv_timeout(LEAVE_TIMEOUT);
    process::exit(1)
}
