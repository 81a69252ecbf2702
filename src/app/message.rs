use std::time::Duration;

use chrono::NaiveDate;

use crate::customer::{Cid, Customer, Group, NewCustomer, Told, Trouble};

use super::Key;

/// What happens to the desk.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A key, and when it came, since the desk was opened.
    Key {
        /// Which.
        key: Key,
        /// When.
        at: Duration,
    },
    /// Pasted text, as the terminal handed it over.
    Paste(Pasted),
    /// It is this day now.
    Today(NaiveDate),
    /// The API told the venue's name.
    Venue(Told),
    /// The API listed its groups, or did not.
    Groups(Result<Vec<Group>, Trouble>),
    /// The answer to the registration with this `cid`.
    Answered {
        /// Which registration.
        cid: Cid,
        /// The customer as it was stored, or why not.
        outcome: Result<Customer, Trouble>,
        /// From the command to the answer.
        took: Duration,
    },
    /// The terminal went away, or the system asks the program to end: leave without asking.
    HangUp,
}

/// A pasted text. Its `Debug` shows the length alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Pasted(pub String);

impl std::fmt::Debug for Pasted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pasted({} bytes)", self.0.len())
    }
}

/// What the edge is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Ask the API for the venue's name and the groups.
    LoadDesk,
    /// Send a registration. [`Msg::Answered`] with its `cid` comes of it, once.
    Register(NewCustomer),
    /// Give the terminal back and end.
    Quit,
}
