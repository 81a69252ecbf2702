//! Carries out the orders of the screen's thread: what goes to the disk at once and in order, what goes to the network as
//! tasks of its own. Runs in the background thread.

mod rows;

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};
use std::{process, thread};

use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;

use crate::app::{Command, Msg};
use crate::clock;
use crate::customer::{Delivery, Effort, NewCustomer, NotKept, Today, Told, Trouble, Uncertainty};
use crate::outbox::SetAside;
use crate::settings::Settings;
use crate::terminal;

use super::background::{Order, Signals};
use super::code_numbers::CodeNumbers;
use super::drafts::DraftKeeper;
use super::feed::Feed;
use super::keeping::{self, Keeping};
use super::looking::{self, Looking};
use super::{Wake, courier, day, deliver};

/// After a signal to end, the other thread has so long to do it.
const END_PATIENCE: Duration = Duration::from_secs(2);

/// Takes the orders one after the other. What goes to the disk is written before the next order is taken, so that
/// a save is on the disk before its draft is erased, and before the program ends.
pub(super) struct Office {
    feed: Feed,
    settings: Settings,
    /// Opened with the first order, and again with a save if that failed.
    keeping: Option<Arc<Keeping>>,
    drafts: DraftKeeper,
    /// Whether the last attempt to write them failed.
    drafts_unsafe: bool,
    looking: Looking,
    tasks: JoinSet<()>,
}

impl Office {
    /// Nothing is opened yet: the first order does that.
    pub(super) fn new(feed: Feed, settings: Settings) -> Self {
        Self {
            feed,
            settings,
            keeping: None,
            drafts: DraftKeeper::default(),
            drafts_unsafe: false,
            looking: Looking::default(),
            tasks: JoinSet::new(),
        }
    }

    pub(super) async fn serve(mut self, mut orders: UnboundedReceiver<Order>, signals: Signals) {
        let told_to_end = Arc::new(Notify::new());
        for end in signals.ends.into_iter().flatten() {
            let told = Arc::clone(&told_to_end);
            let wake = move || {
                told.notify_one();
                Wake::Msg(Msg::HangUp)
            };
            self.tasks.spawn(self.feed.clone().wake_on(end, wake));
        }
        if let Ok(resized) = signals.resized {
            self.tasks.spawn(self.feed.clone().wake_on(resized, || Wake::Resized));
        }
        if let Ok(stops) = signals.stops {
            self.tasks.spawn(self.feed.clone().wake_on(stops, || Wake::Stopped));
        }
        if let Ok(continued) = signals.continued {
            self.tasks.spawn(self.feed.clone().wake_on(continued, || Wake::Continued));
        }
        self.tasks.spawn(self.feed.clone().watch_the_day());
        let overdue = tokio::time::sleep(Duration::MAX);
        tokio::pin!(overdue);
        loop {
            tokio::select! {
                // What was ordered is carried out before anything is given up.
                biased;
                order = orders.recv() => match order {
                    Some(Order::Command(command)) => self.carry_out(command),
                    Some(Order::Drafts(drafts)) => self.drafts.change(drafts),
                    Some(Order::WriteNow(done)) => {
                        self.write_drafts();
                        // Nobody waits any more where it took too long.
                        let _ = done.send(!self.drafts_unsafe);
                    }
                    None => break,
                },
                () = self.drafts.due() => self.write_drafts(),
                () = told_to_end.notified() => overdue.as_mut().reset(tokio::time::Instant::now() + END_PATIENCE),
                () = &mut overdue => {
                    self.write_drafts();
                    leave_it();
                }
            }
        }
        self.write_drafts();
        self.tasks.shutdown().await;
    }

    fn carry_out(&mut self, command: Command) {
        // What has ended is let go: a desk is open for weeks.
        while self.tasks.try_join_next().is_some() {}
        match command {
            Command::LoadDesk => self.open(),
            Command::Save { customer, effort } => self.save(&customer, effort),
            Command::ListShift => self.list_shift(),
            Command::LookUp(phone) => {
                let (connection, wake) = (Arc::clone(&self.feed.connection), self.feed.wake.clone());
                self.looking.look_up(phone, &mut self.tasks, connection, wake);
            }
            Command::NextCodeNumber => self.next_code_number(),
            Command::DropLookUp => self.looking.give_up(),
            Command::FetchCustomer(id) => {
                self.tasks.spawn(looking::fetch(id, Arc::clone(&self.feed.connection), self.feed.wake.clone()));
            }
            Command::ListKept => self.list(),
            Command::OpenKept(cid) => self.open_kept(cid),
            Command::Discard(cid) => self.discard(cid),
            Command::Suspend | Command::Quit => {}
        }
    }

    fn open(&mut self) {
        // The first number parsed loads the metadata: 10 ms that no key should wait for.
        self.tasks.spawn_blocking(crate::customer::warm_phones);
        if let today @ Today::NotBefore(_) = day::today() {
            self.feed.tell(Msg::Today(today));
        }
        if let Err(why) = self.keeping() {
            self.feed.tell(Msg::Disk(why));
        }
        self.tasks.spawn(self.feed.clone().load());
        self.next_code_number();
    }

    /// The outbox, opened if it is not open yet. With it the courier begins, and what an earlier run left half typed
    /// is offered.
    fn keeping(&mut self) -> Result<Arc<Keeping>, NotKept> {
        if let Some(keeping) = &self.keeping {
            return Ok(Arc::clone(keeping));
        }
        let feed = self.feed.clone();
        let heard = move |SetAside { path, complete, .. }: &SetAside| {
            let name = path.as_ref().and_then(|path| path.file_name());
            let file = name.map(|name| Told::new(&name.to_string_lossy()));
            feed.tell(Msg::OutboxSetAside { file, complete: *complete });
        };
        let keeping = Keeping::open(&self.settings, clock::now(), heard).map_err(|error| deliver::not_kept(&error))?;
        let keeping = Arc::new(keeping);
        self.keeping = Some(Arc::clone(&keeping));
        match self.drafts.open(&keeping) {
            Ok(left) if left.is_empty() => {}
            Ok(left) => self.feed.tell(Msg::DraftsFound(left)),
            Err(why) => self.feed.tell(Msg::DraftNotKept(why)),
        }
        let feed = self.feed.clone();
        let told = move |counts| match counts {
            Ok(counts) => feed.counted(counts),
            Err(why) => feed.tell(Msg::Disk(why)),
        };
        let (connection, poke) = (Arc::clone(&self.feed.connection), Arc::clone(&self.feed.poke));
        self.tasks.spawn(courier::run(Arc::clone(&keeping), connection, poke, told));
        Ok(keeping)
    }

    fn next_code_number(&self) {
        if self.settings.code_template.is_none() {
            return;
        }
        let Some(day) = day::today().known() else { return };
        match CodeNumbers::new(&keeping::folder(&self.settings)).next(day) {
            Ok(number) => self.feed.tell(Msg::CodeNumber { day, number }),
            // Customers are saved without a code then.
            Err(error) => tracing::warn!(%error, "code numbers"),
        }
    }

    fn write_drafts(&mut self) {
        let was_unsafe = std::mem::take(&mut self.drafts_unsafe);
        match self.drafts.write() {
            Ok(()) if was_unsafe => self.feed.tell(Msg::DraftsKept),
            Ok(()) => {}
            Err(why) => {
                self.drafts_unsafe = true;
                self.feed.tell(Msg::DraftNotKept(why));
            }
        }
    }

    fn save(&mut self, customer: &NewCustomer, effort: Option<Effort>) {
        let begun = Instant::now();
        let cid = customer.cid;
        let kept = self.keeping().and_then(|keeping| Ok((deliver::keep(&keeping, customer)?, keeping)));
        match kept {
            Err(why) => self.feed.answer(cid, Delivery::NotKept(why), begun),
            Ok((Some(leased), keeping)) => {
                let feed = self.feed.clone();
                self.tasks.spawn(async move {
                    let noted = Arc::clone(&keeping);
                    // An ornament of the report: nobody waits for it, and without it nothing is lost.
                    if let Some(effort) = effort {
                        tokio::task::spawn_blocking(move || noted.outbox.note_effort(cid, effort));
                    }
                    let delivery = deliver::deliver(&keeping, &feed.connection, leased).await;
                    feed.count(&keeping);
                    feed.answer(cid, delivery, begun);
                    feed.poke.notify_one();
                });
            }
            // Another desk has it in its hands.
            Ok((None, keeping)) => {
                let trouble = Trouble::Uncertain(Uncertainty::ConnectionLost);
                self.feed.answer(cid, deliver::waiting(&keeping, trouble), begun);
                self.feed.poke.notify_one();
            }
        }
    }
}

/// The other thread was told to end and does not: it waits for an output that nobody takes. What is typed is on the
/// disk.
fn leave_it() -> ! {
    let (done, given_back) = sync_channel(1);
    // To give the terminal back may have to wait for it as well.
    thread::spawn(move || {
        terminal::restore();
        let _ = done.send(());
    });
    let _ = given_back.recv_timeout(END_PATIENCE);
    process::exit(1)
}
