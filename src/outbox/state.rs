//! The state machine of a registration: every event in every state. Pure.
//!
//! ```text
//!            Begun                    Stored
//!   queued ─────────► sending ──────────────────────────► registered
//!    ▲  ▲ NotCarriedOut │ │ │ Rejected, Conflicted (sure), TurnedAway (others passed)
//!    │  └───────────────┘ │ └───────────────────────────► refused ──┐ Corrected (surely not stored)
//!    │           Lost, Crashed, Conflicted (in doubt)               │
//!    │ NotFound           ▼          Ours                           │
//!    └────────────── uncertain ─────────────────────────► registered│
//!    ▲                 ▲  └── OtherCustomer ─► refused ──┐          │
//!    │                 └──── Corrected (in doubt) ───────┘          │
//!    └──────────────────────────────────────────────────────────────┘
//! ```
//!
//! A firewall or a missing permission may turn a registration away. Usually this concerns all registrations, so it
//! waits. If another one passes and this one is turned away again, the cause is the registration, and it is rejected.
//!
//! `store` writes the state to the disk, and `delivery` finds out which event happened. This module must not know a
//! clock, the disk or the network.
//!
//! A lost answer is looked up before anything is sent again, and the doubt stays until the registration is settled:
//!
//! ```
//! use frontdesk::domain::CustomerId;
//! use frontdesk::outbox::{Doubt, Event, LookupResult, State};
//!
//! let sending = State::NEW.next(Event::Begun)?;
//! let uncertain = sending.next(Event::Lost)?;
//! assert!(matches!(uncertain, State::Uncertain { .. }));
//!
//! let again = uncertain.next(Event::ReadBack(LookupResult::NotFound))?;
//! assert!(matches!(again, State::Queued { doubt: Some(Doubt { unexplained_conflicts: 0 }), .. }));
//!
//! let found = uncertain.next(Event::ReadBack(LookupResult::Ours(CustomerId(7))))?;
//! assert_eq!(found, State::Registered { id: Some(CustomerId(7)) });
//! # Ok::<(), frontdesk::outbox::InvalidTransition>(())
//! ```

use serde::{Deserialize, Serialize};

use crate::domain::field::deserialize_known;
use crate::domain::{ApiError, ConflictOwner, CustomerId, Field, Progress};

/// The state of a registration, with the values that are valid in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Waiting for the next attempt.
    Queued {
        /// `None` means that it is certainly not stored.
        doubt: Option<Doubt>,
        /// Says if the last attempt was turned away.
        turned_away: TurnedAway,
    },
    /// An attempt is in flight.
    Sending {
        /// Set if an earlier attempt may have arrived.
        doubt: Option<Doubt>,
        /// Says if the attempt before was turned away.
        turned_away: TurnedAway,
    },
    /// It may be stored. It is looked up before anything else is done.
    Uncertain {
        /// The doubt of the earlier attempts.
        doubt: Doubt,
        /// The conflict that only a look-up can explain: with our own record, or with another customer's.
        conflict: Option<Conflict>,
    },
    /// Stored. Final.
    Registered {
        /// The customer ID. `None` means that a conflict on `cid` proves that it is stored, but no look-up finds it.
        id: Option<CustomerId>,
    },
    /// Rejected: the cashier must correct or discard it.
    Refused {
        /// Set if an earlier attempt may have arrived.
        doubt: Option<Doubt>,
        /// Why it was rejected.
        refusal: Refusal,
    },
}

/// The fact that an attempt may have arrived. It stays until the registration is stored, or until another customer has
/// the phone: a look-up that finds nothing may only have come too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Doubt {
    /// The number of conflicts that no look-up could explain.
    pub unexplained_conflicts: u8,
}

/// Says if the last attempt was turned away before the API looked at the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum TurnedAway {
    /// Not turned away.
    #[default]
    No,
    /// Turned away, and perhaps every other registration would have been.
    Yes,
    /// Turned away, and another registration has passed since.
    OthersPassed,
}

/// A conflict (409).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Conflict {
    /// The field that the API names, if any.
    #[serde(deserialize_with = "deserialize_known")]
    pub field: Option<Field>,
}

/// Why a registration was rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// `Conflict` or `Rejected`, or the error that turned it away while others passed.
    #[serde(rename = "trouble")]
    pub error: ApiError,
    /// The conflict owner, if a look-up found one.
    #[serde(rename = "by", skip_serializing_if = "Option::is_none")]
    pub owner: Option<ConflictOwner>,
}

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

/// An event that cannot happen in a state. The state stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{self:?}")]
pub struct InvalidTransition {
    /// The state's name.
    pub state: &'static str,
    /// The event's name.
    pub event: &'static str,
}

/// After this many unexplained conflicts the API's answer is final. A new record may not be found for a while, but not
/// for ever.
pub const MAX_UNEXPLAINED_CONFLICTS: u8 = 8;

impl State {
    /// The state of a registration that was just saved.
    pub const NEW: Self = Self::queued(None);

    /// Returns the state after an event.
    ///
    /// # Errors
    ///
    /// [`InvalidTransition`] if the event cannot happen in this state.
    pub fn next(&self, event: Event) -> Result<Self, InvalidTransition> {
        let invalid = InvalidTransition { state: self.name(), event: event.name() };
        match self {
            Self::Queued { doubt, turned_away } => queued(*doubt, *turned_away, &event).ok_or(invalid),
            Self::Sending { doubt, turned_away } => sending(*doubt, *turned_away, event).ok_or(invalid),
            Self::Uncertain { doubt, conflict } => uncertain(*doubt, *conflict, event).ok_or(invalid),
            Self::Refused { doubt, .. } if event == Event::Corrected => Ok(after_correction(*doubt)),
            Self::Refused { .. } | Self::Registered { .. } => Err(invalid),
        }
    }

    /// Returns the state of a registration that waits for its next attempt and was not turned away.
    pub const fn queued(doubt: Option<Doubt>) -> Self {
        Self::Queued { doubt, turned_away: TurnedAway::No }
    }

    /// Returns the state after proof that the API has the record. `None` means that this was known.
    pub const fn proven_stored(&self, id: CustomerId) -> Option<Self> {
        match self {
            Self::Registered { .. } => None,
            Self::Queued { .. } | Self::Sending { .. } | Self::Uncertain { .. } | Self::Refused { .. } => {
                Some(Self::Registered { id: Some(id) })
            }
        }
    }

    /// Returns the doubt. `None` means that it is certainly stored, or certainly not.
    pub const fn doubt(&self) -> Option<Doubt> {
        match self {
            Self::Queued { doubt, .. } | Self::Sending { doubt, .. } | Self::Refused { doubt, .. } => *doubt,
            Self::Uncertain { doubt, .. } => Some(*doubt),
            Self::Registered { .. } => None,
        }
    }

    /// Says if the last attempt was turned away.
    pub const fn turned_away(&self) -> TurnedAway {
        match self {
            Self::Queued { turned_away, .. } | Self::Sending { turned_away, .. } => *turned_away,
            Self::Uncertain { .. } | Self::Registered { .. } | Self::Refused { .. } => TurnedAway::No,
        }
    }

    /// Returns the progress, as a person sees it.
    pub const fn progress(&self) -> Progress {
        match self {
            Self::Queued { .. } => Progress::Queued,
            Self::Sending { .. } => Progress::Sending,
            Self::Uncertain { .. } => Progress::Uncertain,
            Self::Registered { .. } => Progress::Registered,
            Self::Refused { .. } => Progress::Refused,
        }
    }

    /// Returns the name of its progress.
    pub const fn name(&self) -> &'static str {
        self.progress().name()
    }
}

fn queued(doubt: Option<Doubt>, turned_away: TurnedAway, event: &Event) -> Option<State> {
    match event {
        Event::Begun => Some(State::Sending { doubt, turned_away }),
        Event::OthersPassed if turned_away == TurnedAway::Yes => {
            Some(State::Queued { doubt, turned_away: TurnedAway::OthersPassed })
        }
        Event::Corrected => Some(after_correction(doubt)),
        _ => None,
    }
}

fn sending(doubt: Option<Doubt>, turned_away: TurnedAway, event: Event) -> Option<State> {
    let doubtful = |conflict| State::Uncertain { doubt: doubt.unwrap_or_default(), conflict };
    match event {
        Event::Stored(id) => Some(State::Registered { id: Some(id) }),
        Event::NotCarriedOut => Some(State::Queued { doubt, turned_away }),
        Event::TurnedAway(error) if turned_away == TurnedAway::OthersPassed => {
            Some(State::Refused { doubt, refusal: Refusal { error, owner: None } })
        }
        Event::TurnedAway(_) => Some(State::Queued { doubt, turned_away: TurnedAway::Yes }),
        Event::Lost | Event::Crashed => Some(doubtful(None)),
        Event::Rejected(error) => Some(State::Refused { doubt, refusal: Refusal { error, owner: None } }),
        // No other customer has our `cid`. After an attempt that may have arrived, our own record may have the phone.
        // Only a look-up can tell.
        Event::Conflicted { conflict, .. } if doubt.is_some() || conflict.field == Some(Field::Cid) => {
            Some(doubtful(Some(conflict)))
        }
        Event::Conflicted { conflict, by } => Some(State::Refused { doubt, refusal: Refusal::conflict(conflict, by) }),
        Event::Begun | Event::OthersPassed | Event::ReadBack(_) | Event::Corrected => None,
    }
}

fn uncertain(doubt: Doubt, conflict: Option<Conflict>, event: Event) -> Option<State> {
    match event {
        Event::ReadBack(LookupResult::Ours(id)) => Some(State::Registered { id: Some(id) }),
        Event::ReadBack(LookupResult::OtherCustomer { by, alone }) => {
            let conflict = Conflict { field: Some(Field::Phone) };
            let doubt = if alone { None } else { Some(doubt) };
            Some(State::Refused { doubt, refusal: Refusal::conflict(conflict, Some(by)) })
        }
        Event::ReadBack(LookupResult::NotFound) => Some(conflict.map_or(State::queued(Some(doubt)), |conflict| {
            after_unexplained_conflict(
                Doubt { unexplained_conflicts: doubt.unexplained_conflicts.saturating_add(1) },
                conflict,
            )
        })),
        Event::ReadBack(LookupResult::Failed) | Event::Crashed => Some(State::Uncertain { doubt, conflict }),
        Event::Corrected => Some(after_correction(Some(doubt))),
        _ => None,
    }
}

/// Returns the state after a conflict with a record that no look-up finds. The same `cid` is sent again, which cannot
/// make a second record, until [`MAX_UNEXPLAINED_CONFLICTS`].
const fn after_unexplained_conflict(doubt: Doubt, conflict: Conflict) -> State {
    match conflict.field {
        _ if doubt.unexplained_conflicts < MAX_UNEXPLAINED_CONFLICTS => State::queued(Some(doubt)),
        Some(Field::Cid) => State::Registered { id: None },
        _ => State::Refused { doubt: Some(doubt), refusal: Refusal::conflict(conflict, None) },
    }
}

/// Returns the state after a correction. If an earlier text may have arrived, it is looked up first, because it cannot
/// be changed any more. The count of unexplained conflicts begins again.
fn after_correction(doubt: Option<Doubt>) -> State {
    doubt.map_or(State::NEW, |_| State::Uncertain { doubt: Doubt::default(), conflict: None })
}

impl Refusal {
    const fn conflict(conflict: Conflict, by: Option<ConflictOwner>) -> Self {
        Self { error: ApiError::Conflict { field: conflict.field }, owner: by }
    }
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
