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
//! `store` writes the state to the disk, and `delivery` finds out which event happened. `event` lists the
//! events, and `transitions` what each does to a state. These three modules must not know a clock, the disk or the network.
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

use super::event::Event;
use super::transitions::{after_correction, queued, sending, uncertain};

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

/// An event that cannot happen in a state. The state stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{self:?}")]
pub struct InvalidTransition {
    /// The state's name.
    pub state: &'static str,
    /// The event's name.
    pub event: &'static str,
}

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

impl Refusal {
    pub(super) const fn conflict(conflict: Conflict, by: Option<ConflictOwner>) -> Self {
        Self { error: ApiError::Conflict { field: conflict.field }, owner: by }
    }
}
