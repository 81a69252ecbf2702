use std::sync::Arc;
use std::sync::mpsc::Sender;
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
use crate::terminal;

use super::code_numbers::CodeNumbers;
use super::drafts::DraftKeeper;
use super::keeping::{self, Keeping};
use super::looking::{self, Looking};
use super::{Connection, Wake, courier, day, deliver, shift};

/// How often is looked whether the terminal is still there, in case that no signal tells.
const LINE_LOOK: Duration = Duration::from_secs(2);

/// More rows than anybody reads; what is beyond comes into sight when these are settled.
const LISTED: u32 = 500;

/// What the screen's thread asks for.
pub(super) enum Order {
    /// The state machine's command.
    Command(Command),
    /// These forms are half typed now.
    Drafts(Vec<Draft>),
}

/// The thread in which everything runs that may take time; answers come back as wakes.
pub(super) struct Background {
    orders: UnboundedSender<Order>,
    thread: thread::JoinHandle<()>,
}

impl Background {
    /// Starts it. From here on the signals that end a program come as messages.
    pub(super) fn start(settings: Settings, wake: Sender<Wake>) -> io::Result<Self> {
        let work = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (orders, received) = mpsc::unbounded_channel();
        let ends = {
            // Before the terminal is taken over: a signal must never find it unguarded.
            let _inside = work.enter();
            [SignalKind::hangup(), SignalKind::terminate(), SignalKind::interrupt()].map(signal)
        };
        let thread = thread::Builder::new().name("background".into()).spawn(move || {
            let connection = Arc::new(Connection::new(settings.clone()));
            let desk = Desk { wake, connection, poke: Arc::default() };
            let office = Office {
                desk,
                settings,
                keeping: None,
                drafts: DraftKeeper::default(),
                looking: Looking::default(),
                tasks: JoinSet::new(),
            };
            work.block_on(office.serve(received, ends));
        })?;
        Ok(Self { orders, thread })
    }

    pub(super) fn order(&self, order: Order) {
        // Nobody receives only after the end.
        let _ = self.orders.send(order);
    }

    /// Ends it when everything that was ordered is written down. What is being sent is given up; the outbox knows
    /// that it may have arrived.
    pub(super) fn end(self) {
        drop(self.orders);
        // A thread that panicked has ended as well, and the panic was told when it happened.
        let _ = self.thread.join();
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
    looking: Looking,
    tasks: JoinSet<()>,
}

impl Office {
    async fn serve(mut self, mut orders: UnboundedReceiver<Order>, ends: [io::Result<Signal>; 3]) {
        for end in ends.into_iter().flatten() {
            self.tasks.spawn(self.desk.clone().hang_up_on(end));
        }
        self.tasks.spawn(self.desk.clone().watch_the_day());
        self.tasks.spawn(self.desk.clone().watch_the_line());
        loop {
            tokio::select! {
                order = orders.recv() => match order {
                    Some(Order::Command(command)) => self.carry_out(command),
                    Some(Order::Drafts(drafts)) => self.drafts.change(drafts),
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
            Command::Quit => {}
        }
    }

    fn open(&mut self) {
        // The first number parsed loads the metadata: 10 ms that no key should wait for.
        self.tasks.spawn_blocking(crate::customer::warm_phones);
        if let Err(why) = self.keeping() {
            self.desk.tell(Msg::Disk(why));
        }
        self.next_code_number();
        self.tasks.spawn(self.desk.clone().load_venue());
        self.tasks.spawn(self.desk.clone().load_groups());
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
        let done = move || desk.count(&counted);
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
        if let Err(why) = self.drafts.write() {
            self.desk.tell(Msg::DraftNotKept(why));
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

    async fn hang_up_on(self, mut end: Signal) {
        while end.recv().await.is_some() {
            self.tell(Msg::HangUp);
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

    async fn watch_the_line(self) {
        while !terminal::is_gone() {
            tokio::time::sleep(LINE_LOOK).await;
        }
        self.tell(Msg::HangUp);
    }

    /// The venue's name is an ornament: where it cannot be had, the screen does without.
    async fn load_venue(self) {
        if let Some(name) = self.connection.venue_name().await {
            self.tell(Msg::Venue(name));
        }
    }

    /// The last known groups at once; then they are asked for until they come, unless waiting cannot help.
    async fn load_groups(self) {
        if let Some(groups) = self.connection.last_groups() {
            self.tell(Msg::Groups(Ok(groups)));
        }
        let mut pause = Duration::from_secs(2);
        loop {
            let answer = self.connection.groups().await;
            let again = match &answer {
                Err(Trouble::Unreachable(_) | Trouble::Uncertain(_)) => Some(pause),
                Err(Trouble::TooMany { wait }) => Some(*wait),
                Ok(_) | Err(_) => None,
            };
            self.tell(Msg::Groups(answer));
            let Some(wait) = again else { return };
            tokio::time::sleep(wait).await;
            pause = (pause * 2).min(Duration::from_mins(1));
        }
    }
}
