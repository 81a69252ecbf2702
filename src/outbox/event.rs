//! The events of a registration, which `delivery` and `store` find out and `state` applies. Pure.

use crate::domain::{ApiError, ConflictOwner, CustomerId};

use super::state::Conflict;

/// An event of a registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An attempt begins.
    Begun,
    /// The API answered that it is stored.
    Stored(CustomerId),
    /// The attempt certainly stored nothing, for a reason that is not the registration (429, refused connection).
    NotCarriedOut,
    /// The attempt was turned away before the API looked at the customer (401, 403, 404, 3xx, a firewall): certainly
    /// not stored.
    TurnedAway(ApiError),
    /// The API has accepted or rejected another registration since.
    OthersPassed,
    /// The outcome of the attempt is unknown.
    Lost,
    /// The process that leased it has ended, or its lease has ended.
    Crashed,
    /// The API rejects it as it is (400, 422).
    Rejected(ApiError),
    /// The API has another record with one of its unique values (409).
    Conflicted {
        /// The conflict.
        conflict: Conflict,
        /// The conflict owner, if it was looked up.
        by: Option<ConflictOwner>,
    },
    /// A look-up has ended.
    ReadBack(LookupResult),
    /// The cashier changed it.
    Corrected,
}

/// The result of a look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookupResult {
    /// A record has our `cid`.
    Ours(CustomerId),
    /// A record has our phone and another `cid`: the text with this phone is not stored.
    OtherCustomer {
        /// The owner of the record.
        by: ConflictOwner,
        /// True if nothing else was ever sent with our `cid`, so our registration is certainly not stored.
        alone: bool,
    },
    /// No record was found.
    NotFound,
    /// The look-up failed.
    Failed,
}

impl Event {
    /// Returns its name, for messages to developers.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Stored(_) => "stored",
            Self::NotCarriedOut => "not carried out",
            Self::TurnedAway(_) => "turned away",
            Self::OthersPassed => "others passed",
            Self::Lost => "lost",
            Self::Crashed => "crashed",
            Self::Rejected(_) => "rejected",
            Self::Conflicted { .. } => "clashed",
            Self::ReadBack(_) => "read back",
            Self::Corrected => "mended",
        }
    }
}
