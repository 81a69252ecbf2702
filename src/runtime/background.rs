use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};
use std::{io, thread};

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::JoinSet;

use crate::app::{Command, Msg};
use crate::customer::{Delivery, NewCustomer, Trouble};
use crate::settings::Settings;
use crate::terminal;

use super::{Connection, Wake, day};

/// How often is looked whether the terminal is still there, in case that no signal tells.
const LINE_LOOK: Duration = Duration::from_secs(2);

/// The thread in which everything runs that may take time; answers come back as wakes.
pub(super) struct Background {
    commands: UnboundedSender<Command>,
    thread: thread::JoinHandle<()>,
}

impl Background {
    /// Starts it. From here on the signals that end a program come as messages.
    pub(super) fn start(settings: Settings, wake: Sender<Wake>) -> io::Result<Self> {
        let work = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (commands, received) = mpsc::unbounded_channel();
        let ends = {
            // Before the terminal is taken over: a signal must never find it unguarded.
            let _inside = work.enter();
            [SignalKind::hangup(), SignalKind::terminate(), SignalKind::interrupt()].map(signal)
        };
        let thread = thread::Builder::new().name("background".into()).spawn(move || {
            let desk = Desk { wake, connection: Arc::new(Connection::new(settings)) };
            work.block_on(desk.serve(received, ends));
        })?;
        Ok(Self { commands, thread })
    }

    pub(super) fn perform(&self, command: Command) {
        // Nobody receives only after the end.
        let _ = self.commands.send(command);
    }

    /// Ends it; what is still under way is given up.
    pub(super) fn end(self) {
        drop(self.commands);
        // A thread that panicked has ended as well, and the panic was told when it happened.
        let _ = self.thread.join();
    }
}

#[derive(Clone)]
struct Desk {
    wake: Sender<Wake>,
    connection: Arc<Connection>,
}

impl Desk {
    async fn serve(self, mut commands: UnboundedReceiver<Command>, ends: [io::Result<Signal>; 3]) {
        let mut tasks = JoinSet::new();
        for end in ends.into_iter().flatten() {
            tasks.spawn(self.clone().hang_up_on(end));
        }
        tasks.spawn(self.clone().watch_the_day());
        tasks.spawn(self.clone().watch_the_line());
        while let Some(command) = commands.recv().await {
            match command {
                Command::LoadDesk => {
                    // The first number parsed loads the metadata: 10 ms that no key should wait for.
                    tasks.spawn_blocking(crate::customer::warm_phones);
                    tasks.spawn(self.clone().load_venue());
                    tasks.spawn(self.clone().load_groups());
                }
                Command::Save(customer) => {
                    tasks.spawn(self.clone().register(customer));
                }
                Command::ListKept | Command::OpenKept(_) | Command::Discard(_) | Command::Quit => {}
            }
        }
        tasks.shutdown().await;
    }

    fn tell(&self, msg: Msg) {
        // Nobody listens only after the end.
        let _ = self.wake.send(Wake::Msg(msg));
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

    /// The groups are asked for until they come, unless waiting cannot help.
    async fn load_groups(self) {
        let mut pause = Duration::from_secs(2);
        loop {
            let answer = match self.connection.client().await {
                Ok(client) => client.groups().await,
                Err(trouble) => Err(trouble),
            };
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

    async fn register(self, customer: NewCustomer) {
        let begun = Instant::now();
        let outcome = match self.connection.client().await {
            Ok(client) => client.register(&customer).await,
            Err(trouble) => Err(trouble),
        };
        let delivery = match outcome {
            Ok(customer) => Delivery::Registered(customer),
            Err(trouble) => Delivery::Refused { trouble, by: None },
        };
        self.tell(Msg::Answered { cid: customer.cid, delivery, took: begun.elapsed() });
    }
}
