use std::time::Duration;

use crate::domain::{ApiError, Cid, Customer, DisplayText, Draft, StorageError};
use crate::form::{Form, FormField};

/// A sentence on the result line, as data. `view` and `plain` find the words.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// The customer is registered, as it was stored.
    Registered(Customer),
    /// The registration is saved and will be sent later.
    Waiting {
        /// The customer's name.
        name: DisplayText,
        /// Why it was not delivered now.
        error: ApiError,
        /// The number of waiting registrations.
        waiting: u64,
    },
    /// The form on the screen was rejected.
    Refused(ApiError),
    /// A registration whose form is no longer on the screen was rejected. It is in the waiting list.
    RefusedEarlier {
        /// The registration.
        cid: Cid,
        /// The customer's name.
        name: DisplayText,
        /// Why it was rejected.
        error: ApiError,
    },
    /// The first words of the desk.
    Welcome(Welcome),
    /// All waiting registrations are delivered.
    AllSent,
    /// No registration waits any longer, but some were rejected. They are in the waiting list.
    SomeRefused,
    /// The selected registration is waiting to be sent. It cannot be edited.
    NotEditable,
    /// The form on the screen could not be written to the disk.
    NotSaved(StorageError),
    /// A form that is no longer on the screen could not be written to the disk. It is in the waiting list.
    NotSavedEarlier {
        /// The customer's name.
        name: DisplayText,
        /// Why it was not written.
        why: StorageError,
    },
    /// Drafts cannot be saved at the moment.
    DraftNotSaved(StorageError),
    /// The disk has an error, although nothing was being saved.
    Disk(StorageError),
    /// The outbox was damaged and quarantined, and a new one was begun.
    OutboxQuarantined {
        /// The name of the damaged file. `None` means that it was gone or empty.
        file: Option<DisplayText>,
        /// True if all rows could be salvaged.
        complete: bool,
    },
    /// A registration has waited for longer than the limit.
    Overdue {
        /// The number of waiting registrations.
        waiting: u64,
        /// The age of the oldest one.
        age: Duration,
    },
    /// The clock of this computer is wrong.
    ClockWrong,
    /// Another process has locked the outbox. Saving waits for it.
    OutboxLocked,
    /// The number of draft files that cannot be read. They are kept.
    DraftsUnreadable(usize),
    /// The row that the question was about is no longer in the list.
    RowGone,
    /// Drafts of an earlier run are in the list.
    DraftsFound,
    /// A search by name needs a name.
    TypeName,
    /// A field must be corrected before the form can be saved.
    FixField,
    /// The form waits for the phone library. It is saved when the library is loaded, unless it is changed before.
    SavesWhenLoaded(Box<Draft>),
    /// The Enter on the button came so fast that it may be a part of pasted text. The cashier is asked to press it
    /// again.
    EnterAgain,
    /// A character was typed that cannot be read in the terminal's locale.
    Unreadable,
    /// The scanner typed under another keyboard layout, and the code is what the keys type under the US layout.
    ScanMapped,
    /// The field takes no more characters. The rest was dropped.
    Full,
    /// The form was cleared. The same key restores it.
    Cleared,
    /// The form was shelved as a draft after the idle timeout.
    Shelved,
    /// The cleared form was restored.
    Restored,
    /// Another form was opened. The one before is in the waiting list.
    SetAside {
        /// The one before.
        form: SetAside,
        /// Why the opened one was rejected. `None` means that it was not rejected.
        refused: Option<ApiError>,
    },
}

/// What a desk shows at its start, until the first form is registered or cleared. Typing does not remove it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Welcome {
    /// The five most important keys. A cashier sees them once.
    pub has_keys: bool,
    /// The phone of an invented customer, which is the example phone of the country.
    pub has_sample: bool,
}

/// A form that was set aside for another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The form.
    pub cid: Cid,
    /// The name typed in it, or else the phone. `None` means that both are empty.
    pub name: Option<DisplayText>,
}

impl From<&Form> for SetAside {
    fn from(form: &Form) -> Self {
        let typed =
            |spot| form.text(spot).filter(|text| !text.is_blank()).map(|text| DisplayText::new(text.value().trim()));
        Self { cid: form.cid(), name: typed(FormField::Name).or_else(|| typed(FormField::Phone)) }
    }
}

/// When a notice ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Lifetime {
    /// With the next typed text: the notice is about the form before.
    UntilTyped,
    /// When its cause is gone.
    UntilSettled,
}

impl Notice {
    /// Returns when it ends, if no other notice replaces it before.
    pub(in crate::app) const fn lifetime(&self) -> Lifetime {
        self.traits().0
    }

    /// Returns true if it has personal data. A masked screen does not show it.
    pub(in crate::app) const fn is_personal(&self) -> bool {
        self.traits().1
    }

    /// Returns the lifetime of each notice, and whether it has personal data.
    const fn traits(&self) -> (Lifetime, bool) {
        match self {
            Self::Registered(_) | Self::Waiting { .. } | Self::SetAside { refused: None, .. } => {
                (Lifetime::UntilTyped, true)
            }
            Self::AllSent
            | Self::NotEditable
            | Self::Cleared
            | Self::Restored
            | Self::Shelved
            | Self::EnterAgain
            | Self::TypeName
            | Self::ScanMapped
            | Self::Full
            | Self::Overdue { .. } => (Lifetime::UntilTyped, false),
            Self::Refused(_)
            | Self::RefusedEarlier { .. }
            | Self::NotSavedEarlier { .. }
            | Self::SetAside { refused: Some(_), .. } => (Lifetime::UntilSettled, true),
            Self::NotSaved(_)
            | Self::DraftNotSaved(_)
            | Self::Disk(_)
            | Self::OutboxQuarantined { .. }
            | Self::ClockWrong
            | Self::OutboxLocked
            | Self::DraftsUnreadable(_)
            | Self::RowGone
            | Self::SomeRefused
            | Self::DraftsFound
            | Self::Welcome(_)
            | Self::FixField
            | Self::SavesWhenLoaded(_)
            | Self::Unreadable => (Lifetime::UntilSettled, false),
        }
    }
}
