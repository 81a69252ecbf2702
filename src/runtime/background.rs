use std::sync::Arc;
use std::sync::mpsc::{Sender, SyncSender, sync_channel};
use std::time::{Duration, Instant};
use std::{io, thread};

use chrono::{Local, Utc};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Notify;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::JoinSet;

use crate::app::{Command, Msg};
use crate::customer::{Cid, Delivery, Effort, KeptCounts, NewCustomer, NotKept, Told, Trouble, Uncertainty};
use crate::form::Draft;
use crate::outbox::{SetAside, State, Which};
use crate::settings::Settings;

use super::code_numbers::CodeNumbers;
use super::drafts::DraftKeeper;
use super::keeping::{self, Keeping};
use super::looking::{self, Looking};
use super::{Connection, Wake, courier, day, deliver, shift};

/// The longest that the screen waits for the disk before the program is stopped by its shell.
const DISK_PATIENCE: Duration = Duration::from_secs(2);

/// How long is waited at most before the API is asked again for what the desk needs of it.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// More rows than anybody reads; what is beyond comes into sight when these are settled.
const LISTED: u32 = 500;

/// What the screen's thread asks for.
pub(super) enum Order {
    /// The state machine's command.
    Command(Command),
    /// These forms are half typed now.
    Drafts(Vec<Draft>),
    /// Write what is pending, and say when it is done.
    WriteNow(SyncSender<()>),
}

/// The thread in which everything runs that may take time; answers come back as wakes.
///
/// Dropped, it ends when everything that was ordered is written down, also while a panic unwinds. What is being sent
/// is given up; the outbox knows that it may have arrived.
pub(super) struct Background {
    /// Taken to close it.
    orders: Option<UnboundedSender<Order>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Background {
    /// Starts it. From here on the signals that end a program come as messages.
    pub(super) fn start(settings: Settings, wake: Sender<Wake>) -> io::Result<Self> {
        let work = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (orders, received) = mpsc::unbounded_channel();
        let signals = {
            // Before the terminal is taken over: a signal must never find it unguarded.
            let _inside = work.enter();
            Signals::caught()
        };
        let thread = thread::Builder::new().name("background".into()).spawn(move || {
            let connection = Arc::new(Connection::new(settings.clone()));
            let desk = Desk { wake, connection, poke: Arc::default() };
            let office = Office {
                desk,
                settings,
                keeping: None,
                drafts: DraftKeeper::default(),
                drafts_unsafe: false,
                looking: Looking::default(),
                tasks: JoinSet::new(),
            };
            work.block_on(office.serve(received, signals));
        })?;
        Ok(Self { orders: Some(orders), thread: Some(thread) })
    }

    pub(super) fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // Nobody receives only after the end.
            let _ = orders.send(order);
        }
    }

    /// What was ordered is on the disk when this returns, unless the disk takes too long.
    pub(super) fn keep_now(&self) {
        let (done, written) = sync_channel(1);
        self.order(Order::WriteNow(done));
        // A slow disk must not keep a shell waiting; it is written when the program goes on.
        let _ = written.recv_timeout(DISK_PATIENCE);
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has ended as well, and the panic was told when it happened.
            let _ = thread.join();
        }
    }
}

/// The signals that mean something to the desk.
struct Signals {
    /// Ask the program to end.
    ends: [io::Result<Signal>; 3],
    resized: io::Result<Signal>,
    continued: io::Result<Signal>,
}

impl Signals {
    fn caught() -> Self {
        Self {
            ends: [SignalKind::hangup(), SignalKind::terminate(), SignalKind::interrupt()].map(signal),
            resized: signal(SignalKind::window_change()),
            continued: signal(SignalKind::from_raw(rustix::process::Signal::CONT.as_raw())),
        }
    }
}

/// What the tasks of the background need to answer.
#[derive(Clone)]
struct Desk {
    wake: Sender<Wake>,
    connection: Arc<Connection>,
    /// Wakes the courier.
    poke: Arc<Notify>,
}

/// Takes the orders one after the other. What goes to the disk is written before the next order is taken, so that
/// a save is on the disk before its draft is erased, and before the program ends.
struct Office {
    desk: Desk,
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
    async fn serve(mut self, mut orders: UnboundedReceiver<Order>, signals: Signals) {
        for end in signals.ends.into_iter().flatten() {
            self.tasks.spawn(self.desk.clone().wake_on(end, || Wake::Msg(Msg::HangUp)));
        }
        if let Ok(resized) = signals.resized {
            self.tasks.spawn(self.desk.clone().wake_on(resized, || Wake::Resized));
        }
        if let Ok(continued) = signals.continued {
            self.tasks.spawn(self.desk.clone().wake_on(continued, || Wake::Continued));
        }
        self.tasks.spawn(self.desk.clone().watch_the_day());
        loop {
            tokio::select! {
                order = orders.recv() => match order {
                    Some(Order::Command(command)) => self.carry_out(command),
                    Some(Order::Drafts(drafts)) => self.drafts.change(drafts),
                    Some(Order::WriteNow(done)) => {
                        self.write_drafts();
                        // Nobody waits any more where it took too long.
                        let _ = done.send(());
                    }
                    None => break,
                },
                () = self.drafts.due() => self.write_drafts(),
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
                let (connection, wake) = (Arc::clone(&self.desk.connection), self.desk.wake.clone());
                self.looking.look_up(phone, &mut self.tasks, connection, wake);
            }
            Command::NextCodeNumber => self.next_code_number(),
            Command::DropLookUp => self.looking.give_up(),
            Command::FetchCustomer(id) => {
                self.tasks.spawn(looking::fetch(id, Arc::clone(&self.desk.connection), self.desk.wake.clone()));
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
        if let Err(why) = self.keeping() {
            self.desk.tell(Msg::Disk(why));
        }
        self.tasks.spawn(self.desk.clone().load());
        self.next_code_number();
    }

    /// The outbox, opened if it is not open yet. With it the courier begins, and what an earlier run left half typed
    /// is offered.
    fn keeping(&mut self) -> Result<Arc<Keeping>, NotKept> {
        if let Some(keeping) = &self.keeping {
            return Ok(Arc::clone(keeping));
        }
        let (keeping, set_aside) =
            Keeping::open(&self.settings, Utc::now()).map_err(|error| deliver::not_kept(&error))?;
        let keeping = Arc::new(keeping);
        self.keeping = Some(Arc::clone(&keeping));
        if let Some(SetAside { path, complete, .. }) = set_aside {
            let file = Told::new(&path.file_name().unwrap_or_default().to_string_lossy());
            self.desk.tell(Msg::OutboxSetAside { file, complete });
        }
        match self.drafts.open(&keeping) {
            Ok(left) if left.is_empty() => {}
            Ok(left) => self.desk.tell(Msg::DraftsFound(left)),
            Err(why) => self.desk.tell(Msg::DraftNotKept(why)),
        }
        self.desk.count(&keeping);
        let (desk, counted) = (self.desk.clone(), Arc::clone(&keeping));
        let done = move |step: Result<(), NotKept>| match step {
            Ok(()) => desk.count(&counted),
            Err(why) => desk.tell(Msg::Disk(why)),
        };
        let (connection, poke) = (Arc::clone(&self.desk.connection), Arc::clone(&self.desk.poke));
        self.tasks.spawn(courier::run(Arc::clone(&keeping.outbox), connection, poke, done));
        Ok(keeping)
    }

    fn next_code_number(&self) {
        if self.settings.code_template.is_none() {
            return;
        }
        let day = day::today();
        match CodeNumbers::new(&keeping::folder(&self.settings)).next(day) {
            Ok(number) => self.desk.tell(Msg::CodeNumber { day, number }),
            // Customers are saved without a code then.
            Err(error) => tracing::warn!(%error, "code numbers"),
        }
    }

    fn write_drafts(&mut self) {
        let was_unsafe = std::mem::take(&mut self.drafts_unsafe);
        match self.drafts.write() {
            Ok(()) if was_unsafe => self.desk.tell(Msg::DraftsKept),
            Ok(()) => {}
            Err(why) => {
                self.drafts_unsafe = true;
                self.desk.tell(Msg::DraftNotKept(why));
            }
        }
    }

    fn save(&mut self, customer: &NewCustomer, effort: Effort) {
        let begun = Instant::now();
        let cid = customer.cid;
        let kept = self.keeping().and_then(|keeping| Ok((deliver::keep(&keeping, customer)?, keeping)));
        match kept {
            Err(why) => self.desk.answer(cid, Delivery::NotKept(why), begun),
            Ok((Some(leased), keeping)) => {
                let desk = self.desk.clone();
                self.tasks.spawn(async move {
                    let noted = Arc::clone(&keeping);
                    // An ornament of the report: nobody waits for it, and without it nothing is lost.
                    tokio::task::spawn_blocking(move || noted.outbox.note_effort(cid, effort));
                    let delivery = deliver::deliver(&keeping, &desk.connection, leased).await;
                    desk.count(&keeping);
                    desk.answer(cid, delivery, begun);
                    desk.poke.notify_one();
                });
            }
            // Another desk has it in its hands.
            Ok((None, keeping)) => {
                let trouble = Trouble::Uncertain(Uncertainty::ConnectionLost);
                self.desk.answer(cid, deliver::waiting(&keeping, trouble), begun);
                self.desk.poke.notify_one();
            }
        }
    }

    fn list(&mut self) {
        let now = Utc::now();
        let rows = self
            .keeping()
            .and_then(|keeping| keeping.outbox.list(Which::Kept, 0, LISTED).map_err(|error| deliver::not_kept(&error)));
        match rows {
            Ok(rows) => self.desk.tell(Msg::Kept(rows.iter().filter_map(|row| row.kept(now)).collect())),
            Err(why) => self.desk.tell(Msg::Disk(why)),
        }
    }

    fn list_shift(&mut self) {
        let rows = self.keeping().and_then(|keeping| shift::today(&keeping).map_err(|error| deliver::not_kept(&error)));
        match rows {
            Ok(rows) => self.desk.tell(Msg::Shift(rows)),
            Err(why) => self.desk.tell(Msg::Disk(why)),
        }
    }

    fn open_kept(&mut self, cid: Cid) {
        let row =
            self.keeping().and_then(|keeping| keeping.outbox.show(cid).map_err(|error| deliver::not_kept(&error)));
        match row {
            Err(why) => self.desk.tell(Msg::Disk(why)),
            Ok(Some(row)) => {
                if let (State::Refused { refusal, .. }, Some(customer)) = (row.state, row.customer) {
                    let customer = Box::new(customer);
                    self.desk.tell(Msg::Opened { customer, trouble: refusal.trouble, by: refusal.by });
                }
            }
            // Another desk has mended or discarded it.
            Ok(None) => {}
        }
    }

    fn discard(&mut self, cid: Cid) {
        let Ok(keeping) = self.keeping() else { return };
        if let Err(error) = keeping.outbox.discard(cid, Utc::now()) {
            // It was delivered, discarded or taken up by somebody meanwhile: the list tells.
            tracing::info!(%error, "discard");
        }
        self.desk.count(&keeping);
    }
}

impl Desk {
    fn tell(&self, msg: Msg) {
        // Nobody listens only after the end.
        let _ = self.wake.send(Wake::Msg(msg));
    }

    fn answer(&self, cid: Cid, delivery: Delivery, begun: Instant) {
        self.tell(Msg::Answered { cid, delivery, took: begun.elapsed() });
    }

    fn count(&self, keeping: &Keeping) {
        if let Ok(counts) = keeping.outbox.counts() {
            let since = counts.oldest.map(|oldest| oldest.with_timezone(&Local).time());
            self.tell(Msg::Counts(KeptCounts { waiting: counts.waiting, since, refused: counts.refused }));
        }
    }

    async fn wake_on(self, mut signal: Signal, wake: fn() -> Wake) {
        while signal.recv().await.is_some() {
            // Nobody listens only after the end.
            let _ = self.wake.send(wake());
        }
    }

    async fn watch_the_day(self) {
        let mut known = day::today();
        loop {
            tokio::time::sleep(day::LOOK).await;
            let today = day::today();
            if today != known {
                known = today;
                self.tell(Msg::Today(today));
            }
        }
    }

    /// The venue's name and the groups: the last known ones at once, then what the API says, asked for until it
    /// answers and every hour from then on. What only the settings can mend is asked for as well, more rarely: it
    /// may be mended by now.
    async fn load(self) {
        if let Some(groups) = self.connection.last_groups() {
            self.tell(Msg::Groups(Ok(groups)));
        }
        let mut pause = Duration::from_secs(2);
        loop {
            // An ornament: where it cannot be had, the screen does without.
            if let Some(name) = self.connection.venue_name().await {
                self.tell(Msg::Venue(name));
            }
            let answer = self.connection.groups().await;
            let wait = match &answer {
                Ok(_) => Duration::from_hours(1),
                Err(Trouble::TooMany { wait }) => *wait,
                Err(Trouble::Unreachable(_) | Trouble::Uncertain(_)) => pause,
                Err(_) => LONGEST_PAUSE,
            };
            self.tell(Msg::Groups(answer));
            tokio::time::sleep(wait).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}
