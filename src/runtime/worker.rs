//! Carries out the requests of the screen's thread: what goes to the disk as jobs of the storage thread, in order; what
//! goes to the network as tasks of its own. Nothing here waits for the disk.

mod rows;

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};
use std::{process, thread};

use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::{AbortHandle, JoinSet};

use crate::app::{Effect, Msg};
use crate::domain::{Draft, EntryStats, NewCustomer, PhoneRules, Today};

use crate::outbox::State;
use crate::settings::Settings;
use crate::terminal;

use super::background::{Signals, WorkerRequest};
use super::code_numbers::CodeNumbers;
use super::drafts::DraftThread;
use super::event::Event;
use super::feed::Feed;
use super::local_store::{LocalStore, folder};
use super::looking::{self, Looking};
use super::{courier, day, deliver};

/// After a signal to end, the screen's thread has so long to do it.
const END_TIMEOUT: Duration = Duration::from_millis(1500);

/// After that, the drafts and the terminal have so long each.
const LEAVE_TIMEOUT: Duration = Duration::from_millis(200);

/// After this time the drafts of an earlier run are offered although the outbox could not be asked which of them were
/// saved.
const OFFER_TIMEOUT: Duration = Duration::from_secs(1);

/// Takes the requests one after the other. Their jobs for the outbox are queued before the next request is taken.
pub(super) struct Worker {
    feed: Feed,
    settings: Settings,
    store: Arc<LocalStore>,
    drafts: DraftThread,
    looking: Looking,
    /// Tells of changes of the outbox, while a list is open.
    following: Option<AbortHandle>,
    tasks: JoinSet<()>,
}

impl Worker {
    pub(super) fn new(feed: Feed, settings: Settings, store: Arc<LocalStore>, drafts: DraftThread) -> Self {
        let (looking, tasks) = (Looking::default(), JoinSet::new());
        Self { feed, settings, store, drafts, looking, following: None, tasks }
    }

    pub(super) async fn serve(mut self, mut requests: UnboundedReceiver<WorkerRequest>, signals: Signals) {
        let told_to_end = Arc::new(Notify::new());
        self.watch(signals, &told_to_end);
        self.tasks.spawn(self.feed.clone().watch_the_day());
        let overdue = tokio::time::sleep(Duration::MAX);
        tokio::pin!(overdue);
        loop {
            tokio::select! {
                // Every request is taken before anything is given up.
                biased;
                request = requests.recv() => match request {
                    Some(WorkerRequest::Command(command)) => self.carry_out(command),
                    Some(WorkerRequest::Follow(follows)) => self.follow(follows),
                    Some(WorkerRequest::DraftsLeft(drafts)) => self.offer(drafts),
                    Some(WorkerRequest::End) | None => return,
                },
                () = told_to_end.notified() => overdue.as_mut().reset(tokio::time::Instant::now() + END_TIMEOUT),
                () = &mut overdue => {
                    self.drafts.flush(LEAVE_TIMEOUT);
                    leave();
                }
            }
        }
    }

    fn watch(&mut self, signals: Signals, told_to_end: &Arc<Notify>) {
        for end in signals.ends.into_iter().flatten() {
            let told = Arc::clone(told_to_end);
            let hang_up = move || {
                told.notify_one();
                Event::Msg(Msg::HangUp)
            };
            self.tasks.spawn(self.feed.clone().send_on(end, hang_up));
        }
        if let Ok(resized) = signals.resized {
            self.tasks.spawn(self.feed.clone().send_on(resized, || Event::Resized));
        }
        if let Ok(stops) = signals.stops {
            self.tasks.spawn(self.feed.clone().send_on(stops, || Event::Stopped));
        }
        if let Ok(continued) = signals.continued {
            self.tasks.spawn(self.feed.clone().send_on(continued, || Event::Continued));
        }
    }

    fn carry_out(&mut self, command: Effect) {
        // What has ended is let go: a desk is open for weeks.
        while self.tasks.try_join_next().is_some() {}
        match command {
            Effect::LoadDesk => self.open(),
            Effect::Save { customer, stats: effort } => self.save(customer, effort),
            Effect::ListShift => self.list_shift(),
            Effect::LookUp(phone) => {
                let (connection, events) = (Arc::clone(&self.feed.connection), self.feed.events.clone());
                self.looking.look_up(phone, &mut self.tasks, connection, events);
            }
            Effect::NextCodeNumber => self.next_code_number(),
            Effect::DropLookUp => self.looking.give_up(),
            Effect::FetchCustomer(id) => {
                self.tasks.spawn(looking::fetch(id, Arc::clone(&self.feed.connection), self.feed.events.clone()));
            }
            Effect::ListWaiting => self.list(),
            Effect::OpenRefused(cid) => self.open_kept(cid),
            Effect::Discard(cid) => self.discard(cid),
            // The drafts thread has them.
            Effect::SaveDrafts(_) => {}
        }
    }

    fn open(&mut self) {
        let (feed, country) = (self.feed.clone(), self.settings.country);
        self.tasks.spawn_blocking(move || feed.tell(Msg::PhoneRules(PhoneRules::load(country))));
        if let today @ Today::NotBefore(_) = day::today() {
            self.feed.tell(Msg::Today(today));
        }
        let on_progress = self.feed.clone().deduplicated_counts();
        let (connection, poke) = (Arc::clone(&self.feed.connection), Arc::clone(&self.feed.poke));
        self.tasks.spawn(courier::run(Arc::clone(&self.store), folder(&self.settings), connection, poke, on_progress));
        self.tasks.spawn(self.feed.clone().load());
        self.next_code_number();
        self.store.tidy(&self.settings);
    }

    /// Offers the drafts of an earlier run that were not saved. One that was refused is a draft while it is corrected.
    fn offer(&mut self, mut drafts: Vec<Draft>) {
        if drafts.is_empty() {
            return self.feed.tell(Msg::DraftsFound(drafts));
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
        let (feed, draft_thread) = (self.feed.clone(), self.drafts.clone());
        self.tasks.spawn(async move {
            // A draft too many does no harm: its customer has the same `cid`.
            let saved = saved.within(OFFER_TIMEOUT).await.unwrap_or_default();
            drafts.retain(|draft| !saved.contains(&draft.cid));
            feed.tell(Msg::DraftsFound(drafts));
            draft_thread.forget(saved);
        });
    }

    fn next_code_number(&mut self) {
        if self.settings.code_template.is_none() {
            return;
        }
        let Some(day) = day::today().known() else { return };
        let (numbers, feed) = (CodeNumbers::new(&folder(&self.settings)), self.feed.clone());
        self.tasks.spawn(async move {
            match numbers.next(day).await {
                Ok(number) => feed.tell(Msg::CodeNumber { day, number }),
                // Customers are saved without a code then.
                Err(error) => tracing::warn!(%error, "code numbers"),
            }
        });
    }

    fn save(&mut self, customer: NewCustomer, effort: Option<EntryStats>) {
        let begun = Instant::now();
        let cid = customer.cid;
        let (store, feed) = (Arc::clone(&self.store), self.feed.clone());
        let persisted = deliver::persist(&store, customer);
        // For the report only: nothing waits for it, and without it no customer is lost.
        if let Some(effort) = effort {
            drop(store.run(move |outbox| outbox.note_effort(cid, effort)));
        }
        self.tasks.spawn(async move {
            let on_persisted = || feed.tell(Msg::Persisted(cid));
            let delivery = deliver::deliver_persisted(persisted, &*store, &feed.connection, on_persisted).await;
            feed.answer(cid, delivery, begun);
            feed.poke.notify_one();
            feed.count(&store).await;
        });
    }
}

/// Ends the process: the screen's thread was told to end and does not, because it waits for an output that is not read. What
/// is typed is on the disk.
fn leave() -> ! {
    let (done, given_back) = sync_channel(1);
    // To give the terminal back may have to wait for it as well.
    thread::spawn(move || {
        terminal::restore();
        let _ = done.send(());
    });
    let _ = given_back.recv_timeout(LEAVE_TIMEOUT);
    process::exit(1)
}
