use std::time::Duration;

use chrono::NaiveDate;

use crate::domain::{
    ApiError, Cid, ConflictOwner, Connectivity, Customer, CustomerId, DeliveryOutcome, DisplayText, Draft, FoundByName,
    Group, Letters, Name, NewCustomer, OutboxCounts, Phone, PhoneLookup, PhoneRules, ShiftRow, StorageError, Today,
    WaitingRow,
};

use crate::keys::Key;

use super::{Intent, TypedText};

/// A message to the state machine. All times are since the desk was opened.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A key was pressed.
    Key {
        /// The key.
        key: Key,
        /// The time of the key.
        at: Duration,
    },
    /// An intent from a front end without keys (`plain`).
    Intent {
        /// The intent.
        intent: Intent,
        /// The time since the desk was opened.
        at: Duration,
    },
    /// A pasted text, or a part of it if the paste has stalled.
    Paste {
        /// The text.
        text: TypedText,
        /// False if the rest has not come yet.
        is_last: bool,
        /// The time since the desk was opened.
        at: Duration,
    },
    /// The screen has a new size.
    Resized {
        /// The width in columns.
        columns: u16,
        /// The height in rows.
        rows: u16,
    },
    /// No key has come until now.
    Idle {
        /// The time since the desk was opened.
        at: Duration,
    },
    /// The language has changed, and with it the letters that answer.
    Letters(Letters),
    /// The phone library is loaded. The phone is parsed again.
    PhoneRules(PhoneRules),
    /// The day has changed, or the clock is wrong.
    Today(Today),
    /// A reserved number for the next code that the desk makes. It was not used before on this day.
    CodeNumber {
        /// The day.
        day: NaiveDate,
        /// The number, from 1.
        number: u32,
    },
    /// The API returned the venue's name.
    Venue(DisplayText),
    /// The groups: from the API, its error, or a saved list of an earlier run.
    Groups(Result<Vec<Group>, ApiError>),
    /// The outcome of the first attempt at the registration with this `cid`. It comes once.
    Answered {
        /// The registration.
        cid: Cid,
        /// Its outcome.
        delivery: DeliveryOutcome,
        /// The time from the effect to the answer.
        took: Duration,
    },
    /// The registration with this `cid` is on the disk and is about to be sent.
    Persisted(Cid),
    /// The result of a look-up.
    LookedUp {
        /// The phone that was looked up. By now another one may be on the screen.
        phone: Phone,
        /// The customer who has it, if there is one.
        answer: Result<PhoneLookup, ApiError>,
    },
    /// The answer to a search by name.
    FoundByName {
        /// The name that was looked up.
        name: Name,
        /// The customers who have it.
        answer: Result<FoundByName, ApiError>,
    },
    /// The answer to a request for a customer.
    Fetched {
        /// The customer ID.
        id: CustomerId,
        /// The customer. `None` means that the customer no longer exists.
        answer: Result<Option<Box<Customer>>, ApiError>,
    },
    /// The state of the connection has changed.
    Connectivity(Connectivity),
    /// The numbers of registrations in the outbox.
    Counts(OutboxCounts),
    /// The rows of the outbox, as requested.
    WaitingRows(Vec<WaitingRow>),
    /// A registration that waited was rejected when it was sent in the background. It is in the waiting list.
    RefusedLater {
        /// The registration.
        cid: Cid,
        /// The customer's name.
        name: DisplayText,
        /// Why it was rejected.
        error: ApiError,
    },
    /// This cashier's registrations of today, in the order of arrival.
    Shift(Vec<ShiftRow>),
    /// A rejected registration, to be corrected in the form.
    Opened {
        /// The customer as it was saved.
        customer: Box<NewCustomer>,
        /// Why it was rejected.
        error: ApiError,
        /// The conflict owner. `None` means unknown, or no conflict.
        owner: Option<ConflictOwner>,
    },
    /// This cashier sees the desk for the first time.
    FirstStart,
    /// The example phone of the country is the phone of an invented customer of training.
    SampleFound,
    /// The drafts of an earlier run, perhaps none. It comes once.
    DraftsFound(Vec<Draft>),
    /// The drafts cannot be saved on the disk.
    DraftNotSaved(StorageError),
    /// The drafts can be saved again.
    DraftsSaved,
    /// The number of draft files that cannot be read. They are kept.
    DraftsUnreadable(usize),
    /// Another process has locked the outbox for longer than a moment (true), or has released it (false).
    OutboxLocked(bool),
    /// The disk has an error, although nothing is being saved. The cashier should know.
    Disk(StorageError),
    /// The outbox was damaged and quarantined, and a new one was begun.
    OutboxQuarantined {
        /// The name of the damaged file, without its directory. `None` means that the file was gone or empty.
        file: Option<DisplayText>,
        /// True if all rows could be salvaged.
        complete: bool,
    },
    /// The terminal sent bytes that are no character in its locale.
    Unreadable,
    /// The terminal is gone, or the system asks the program to end. The desk ends without a question.
    HangUp,
}
