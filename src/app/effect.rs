//! What comes of a message outside of the model: work for the background, and the end of the loop.

use crate::domain::{Cid, CustomerId, Draft, EntryStats, NewCustomer, Phone};

/// What a message leads to outside of the model.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The work for the background, in order.
    pub effects: Vec<Effect>,
    /// Why the loop ends or stops. `None` means that it goes on.
    pub exit: Option<Exit>,
}

impl Outcome {
    /// Adds what comes next.
    pub fn merge(&mut self, next: Self) {
        self.effects.extend(next.effects);
        self.exit = self.exit.max(next.exit);
    }
}

impl From<Vec<Effect>> for Outcome {
    fn from(effects: Vec<Effect>) -> Self {
        Self { effects, exit: None }
    }
}

impl From<Exit> for Outcome {
    fn from(exit: Exit) -> Self {
        Self { effects: Vec::new(), exit: Some(exit) }
    }
}

/// Why the loop ends or stops. The greater one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// The program stops until a shell continues it. Without a shell it does nothing.
    Suspend,
    /// The program ends.
    Quit,
}

/// Work for the background.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Ask the API for the venue's name and the groups.
    LoadDesk,
    /// Write a registration to the outbox, then send it. [`Msg::Answered`](super::Msg::Answered) with its `cid` follows once. A rejected
    /// registration with this `cid` is replaced.
    Save {
        /// The registration.
        customer: NewCustomer,
        /// The keys and time since it was saved the last time. `None` means unknown.
        stats: Option<EntryStats>,
    },
    /// List what this cashier has registered today: [`Msg::Shift`](super::Msg::Shift).
    ListShift,
    /// Look up who has this phone, after a pause in which nothing else comes: [`Msg::LookedUp`](super::Msg::LookedUp). It takes the place
    /// of the look-up before.
    LookUp(Phone),
    /// The number that is being looked up is gone: its answer is not needed.
    DropLookUp,
    /// Ask for a customer: [`Msg::Fetched`](super::Msg::Fetched).
    FetchCustomer(CustomerId),
    /// Hand out a number for the next code that the desk makes: [`Msg::CodeNumber`](super::Msg::CodeNumber).
    NextCodeNumber,
    /// List what is kept: [`Msg::Kept`](super::Msg::Kept).
    ListWaiting,
    /// Hand out a refused registration: [`Msg::Opened`](super::Msg::Opened).
    OpenRefused(Cid),
    /// Forget a registration that is kept.
    Discard(Cid),
    /// Save what a crash would lose. It replaces the drafts of before.
    SaveDrafts(Vec<Draft>),
}
