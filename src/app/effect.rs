//! The results of a message outside of the model: work for `runtime`, and the end of the loop.

use crate::domain::{Cid, CustomerId, Draft, EntryStats, Name, NewCustomer, Phone};

/// The result of a message outside of the model.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The work for `runtime`, in order.
    pub effects: Vec<Effect>,
    /// Why the loop ends or stops. `None` means that it continues.
    pub exit: Option<Exit>,
}

impl Outcome {
    /// Appends the outcome of the next intent or message. Of the drafts only the newest are kept, unless one is missing
    /// there: that it was deleted is known only to a receiver that has seen it.
    pub fn merge(&mut self, next: Self) {
        let newest = next.effects.iter().find_map(Effect::drafts);
        if let Some(newest) = newest {
            let is_in_newest = |draft: &Draft| newest.iter().any(|new| new.cid == draft.cid);
            self.effects.retain(|earlier| earlier.drafts().is_none_or(|drafts| !drafts.iter().all(is_in_newest)));
        }
        self.effects.extend(next.effects);
        self.exit = self.exit.max(next.exit);
    }

    /// Ends or stops the loop.
    pub fn exit_with(&mut self, exit: Exit) {
        self.exit = self.exit.max(Some(exit));
    }
}

/// Why the loop ends or stops. If both are asked for, the greater one is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// The program stops until a shell continues it. Without a shell this is ignored.
    Suspend,
    /// The program ends.
    Quit,
}

/// Work that `runtime` carries out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Ask the API for the venue's name and the groups.
    LoadDesk,
    /// Find out if this cashier sees the desk for the first time. Then the answer is
    /// [`Msg::FirstStart`](super::Msg::FirstStart).
    FindFirstStart,
    /// Remember that this cashier has seen the keys.
    RememberKeys,
    /// Show the next language. The answer is [`Msg::Letters`](super::Msg::Letters). Only a front end can do this.
    ChangeLanguage,
    /// Remember the code of the language that this cashier has chosen.
    RememberLanguage(&'static str),
    /// In training, find out if an invented customer has the example phone of the country. Then the answer is
    /// [`Msg::SampleFound`](super::Msg::SampleFound).
    FindSample,
    /// Write a registration to the outbox, then send it. [`Msg::Answered`](super::Msg::Answered) with its `cid` follows
    /// once. A rejected registration with this `cid` is replaced.
    Save {
        /// The registration.
        customer: NewCustomer,
        /// The keys and the time since it was saved the last time. `None` means unknown.
        stats: Option<EntryStats>,
    },
    /// List this cashier's registrations of today. The answer is [`Msg::Shift`](super::Msg::Shift).
    ListShift,
    /// Look up the customer who has this phone, after the debounce time. It replaces the look-up before. The answer is
    /// [`Msg::LookedUp`](super::Msg::LookedUp).
    LookUp(Phone),
    /// Cancel the look-up: its phone is no longer on the screen.
    DropLookUp,
    /// Load a customer. The answer is [`Msg::Fetched`](super::Msg::Fetched).
    FetchCustomer(CustomerId),
    /// Find the customers who have a name, with one call. The answer is
    /// [`Msg::FoundByName`](super::Msg::FoundByName).
    FindByName(Name),
    /// Reserve a number for the next code that the desk makes. The answer is
    /// [`Msg::CodeNumber`](super::Msg::CodeNumber).
    NextCodeNumber,
    /// List the outbox. The answer is [`Msg::WaitingRows`](super::Msg::WaitingRows).
    ListWaiting,
    /// Load a rejected registration for correction. The answer is [`Msg::Opened`](super::Msg::Opened).
    OpenRefused(Cid),
    /// Delete a registration from the outbox.
    Discard(Cid),
    /// Save the drafts. They replace all drafts saved before.
    SaveDrafts(Vec<Draft>),
}

impl Effect {
    fn drafts(&self) -> Option<&[Draft]> {
        match self {
            Self::SaveDrafts(drafts) => Some(drafts),
            _ => None,
        }
    }
}
