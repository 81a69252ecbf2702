use std::time::Duration;

use chrono::NaiveDate;

use crate::domain::{
    ApiError, Cid, ConflictOwner, Customer, CustomerId, DeliveryOutcome, DisplayText, Draft, Group, NewCustomer,
    OutboxCounts, Phone, PhoneRules, ShiftRow, StorageError, Today, WaitingRow,
};

use crate::keys::Key;

use super::{Intent, TypedText};

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
    /// An intent of a front end without keys.
    Intent {
        /// What the cashier wants.
        intent: Intent,
        /// When, since the desk was opened.
        at: Duration,
    },
    /// A pasted text, as the terminal handed it over: all of it, or what came after the last [`Msg::PastePart`].
    Paste {
        /// The text.
        text: TypedText,
        /// When, since the desk was opened.
        at: Duration,
    },
    /// The screen has this size now.
    Resized {
        /// In columns.
        columns: u16,
        /// In rows.
        rows: u16,
    },
    /// A part of a paste that has stalled: more is awaited.
    PastePart {
        /// The text.
        text: TypedText,
        /// When, since the desk was opened.
        at: Duration,
    },
    /// Nothing has come until now, since the desk was opened.
    Idle {
        /// Now.
        at: Duration,
    },
    /// The phone library is loaded: the phone is parsed again.
    PhoneRules(PhoneRules),
    /// It is this day now, or the clock is wrong.
    Today(Today),
    /// This number was not handed out before on this day: the next code that the desk makes has it.
    CodeNumber {
        /// The day.
        day: NaiveDate,
        /// From 1.
        number: u32,
    },
    /// The API told the venue's name.
    Venue(DisplayText),
    /// The API listed its groups, or did not; or an earlier list of them was at hand.
    Groups(Result<Vec<Group>, ApiError>),
    /// What became of the registration with this `cid`, once, after its first attempt.
    Answered {
        /// Which registration.
        cid: Cid,
        /// What became of it.
        delivery: DeliveryOutcome,
        /// From the effect to the answer.
        took: Duration,
    },
    /// The registration with this `cid` is on the disk, and about to be sent.
    Persisted(Cid),
    /// A phone was looked up.
    LookedUp {
        /// The number that the answer is for: by now another one may stand on the screen.
        phone: Phone,
        /// Who has it, if anybody.
        answer: Result<Option<Box<Customer>>, ApiError>,
    },
    /// A customer was asked for by number.
    Fetched {
        /// The number.
        id: CustomerId,
        /// Nobody, if there is none.
        answer: Result<Option<Box<Customer>>, ApiError>,
    },
    /// So many registrations are kept on this machine.
    Counts(OutboxCounts),
    /// The list of them that was asked for.
    WaitingRows(Vec<WaitingRow>),
    /// What this cashier has registered today, in the order of arrival.
    Shift(Vec<ShiftRow>),
    /// A refused one, to be mended in the form.
    Opened {
        /// As it was saved.
        customer: Box<NewCustomer>,
        /// Why it was refused.
        error: ApiError,
        /// Whom it clashes with, where that is known.
        owner: Option<ConflictOwner>,
    },
    /// The drafts of an earlier run, perhaps none. It comes once.
    DraftsFound(Vec<Draft>),
    /// What is typed cannot be kept on the disk at this moment.
    DraftNotSaved(StorageError),
    /// It can again.
    DraftsSaved,
    /// An earlier run has left so many files of drafts that cannot be read. They are kept.
    DraftsUnreadable(usize),
    /// Another process holds the outbox for longer than a moment, or does no longer.
    OutboxLocked(bool),
    /// The disk has an error that somebody should know of, though nothing is being saved.
    Disk(StorageError),
    /// The outbox was damaged: it has this name now, and a new one was begun.
    OutboxQuarantined {
        /// The file's name, without its directory. `None` means that the file was gone or empty.
        file: Option<DisplayText>,
        /// Whether everything in it could be taken over.
        complete: bool,
    },
    /// Bytes came that are no letter in the terminal's locale.
    Unreadable,
    /// The terminal went away, or the system asks the program to end: leave without asking.
    HangUp,
}
