use std::time::Duration;

use crate::customer::{Cid, Customer, NotKept, Told, Trouble};

use super::Card;

/// What the result line says.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// It is registered.
    Registered {
        /// As it was stored.
        customer: Customer,
        /// From save to answer.
        took: Duration,
    },
    /// It is kept and will be sent later.
    Waiting {
        /// Why not now.
        trouble: Trouble,
        /// How many wait.
        waiting: u64,
    },
    /// The form on the screen was refused.
    Refused(Trouble),
    /// A form that is not on the screen any more was refused; the waiting list has it.
    RefusedBehind {
        /// Whom it would have registered.
        name: Told,
        /// Why not.
        trouble: Trouble,
    },
    /// Everything that waited is delivered.
    AllSent,
    /// What was to be opened is on its way: there is nothing to mend.
    OnItsWay,
    /// The form on the screen could not even be written down.
    NotKept(NotKept),
    /// What is typed is not safe from a crash at this moment.
    DraftNotKept(NotKept),
    /// The disk has a trouble, though nothing was being saved.
    Disk(NotKept),
    /// The outbox was damaged and a new one begun.
    OutboxSetAside {
        /// The name of the damaged file. `None` means that it was gone or empty.
        file: Option<Told>,
        /// Whether everything in it could be taken over.
        complete: bool,
    },
    /// Something has waited for longer than it may.
    Overdue {
        /// How many wait.
        waiting: u64,
        /// How long the oldest has waited.
        age: Duration,
    },
    /// The clock of this computer is wrong.
    ClockWrong,
    /// Half-typed forms of an earlier run are in the list.
    DraftsFound,
    /// A field has to be mended before it can be saved.
    MendFirst,
    /// Keys came so fast that the Enter on the button was taken for a part of pasted text.
    EnterAgain,
    /// A letter was typed that cannot be read in the terminal's locale.
    Unreadable,
    /// The field takes no more characters; what went beyond was dropped.
    Full,
    /// The form was cleared; the same key brings it back.
    Cleared,
    /// Nobody typed for so long that the form was put away as a draft.
    PutAway,
    /// It was brought back.
    Restored,
}

/// What lies over the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// A customer who is registered already.
    Card(Card),
    /// The keys.
    Help {
        /// How many pages were turned forth, less those turned back; behind the last comes the first.
        turned: i16,
    },
    /// What is parked and what is kept.
    Waiting {
        /// The row that the keys are about, from 0: first what is parked, then what is kept.
        at: usize,
        /// What Ctrl-X discards, if it is still in that row.
        discarding: Option<Cid>,
    },
    /// What this cashier has registered today.
    Shift {
        /// So many of the newest are out of sight.
        first: usize,
    },
    /// Whether to quit although something is typed.
    QuitAsked,
}
