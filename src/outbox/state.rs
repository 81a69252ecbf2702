//! How far a registration is, as a pure state machine: every event in every state, and nothing else.
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
//! Something in between, or a right that is missing, may turn a registration away. That may happen to all of them, so it
//! waits. If another one passes and it is turned away again, it is the registration.
//!
//! The store keeps it on disk, `delivery` finds out what happened. It knows no clock, no disk and no network.
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

/// How far a registration is, with what is valid there and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Waits for its next attempt.
    Queued {
        /// Nothing: surely not stored.
        doubt: Option<Doubt>,
        /// Whether the last attempt was turned away.
        turned_away: TurnedAway,
    },
    /// An attempt is under way.
    Sending {
        /// Whether an earlier one may have arrived.
        doubt: Option<Doubt>,
        /// Whether the attempt before was turned away.
        turned_away: TurnedAway,
    },
    /// It may be stored: to be looked up before anything else is done.
    Uncertain {
        /// What is known of the earlier attempts.
        doubt: Doubt,
        /// The clash that only a look-up can explain: with a record that is ours, or with somebody else's.
        clash: Option<Conflict>,
    },
    /// Stored. Final.
    Registered {
        /// The API's number. Nothing where a clash on `cid` proves that it is stored and no look-up finds it.
        id: Option<CustomerId>,
    },
    /// Not stored as it is: somebody has to mend or discard it.
    Refused {
        /// Whether an earlier attempt may have arrived all the same.
        doubt: Option<Doubt>,
        /// Why.
        refusal: Refusal,
    },
}

/// An attempt may have arrived. That stays so until the registration is registered, or cannot be because somebody else
/// has the phone: a look-up that finds nothing may only have come too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Doubt {
    /// How many clashes no look-up could explain.
    pub unexplained_conflicts: u8,
}

/// What is known of an attempt that was turned away before the API looked at the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum TurnedAway {
    /// The last attempt was not.
    #[default]
    No,
    /// It was, and perhaps every other one would have been.
    Yes,
    /// It was, and another registration has passed since.
    OthersPassed,
}

/// A 409 as the API said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Conflict {
    /// The field that it names, where it names one.
    #[serde(deserialize_with = "deserialize_known")]
    pub field: Option<Field>,
}

/// Why a registration was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// `Conflict` or `Rejected`, or what turned it away while others passed.
    #[serde(rename = "trouble")]
    pub error: ApiError,
    /// Whom it clashes with, where a look-up could tell.
    #[serde(rename = "by", skip_serializing_if = "Option::is_none")]
    pub owner: Option<ConflictOwner>,
}

/// What happened to a registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An attempt begins.
    Begun,
    /// The API answered the attempt: stored.
    Stored(CustomerId),
    /// The attempt surely came to nothing, for a reason that is not the registration (429, refused connection).
    NotCarriedOut,
    /// It was turned away before the API looked at the customer (401, 403, 404, 3xx, a firewall): surely not stored.
    TurnedAway(ApiError),
    /// The API has taken or refused another registration since.
    OthersPassed,
    /// It is not known what the attempt came to.
    Lost,
    /// The process that had it ended, or did not speak up for too long.
    Crashed,
    /// The API does not take it as it is (400, 422).
    Rejected(ApiError),
    /// The API has a record with one of its unique values (409).
    Conflicted {
        /// What it said.
        clash: Conflict,
        /// Whose record that is, where it was looked up.
        by: Option<ConflictOwner>,
    },
    /// It was looked up.
    ReadBack(LookupResult),
    /// The cashier changed it.
    Corrected,
}

/// What a look-up showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookupResult {
    /// A record with our `cid`.
    Ours(CustomerId),
    /// A record with our phone and another `cid`: what was sent with this phone is not stored.
    OtherCustomer {
        /// Whose it is.
        by: ConflictOwner,
        /// Whether nothing else was ever sent under our `cid`, so that ours is surely not stored.
        alone: bool,
    },
    /// Nothing of it.
    NotFound,
    /// It did not succeed.
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

/// So many clashes without an explanation are borne before the API's word is taken for it. A record that was
/// just made may not be found for a while, but not for ever.
pub const MAX_UNEXPLAINED_CONFLICTS: u8 = 8;

impl State {
    /// A registration that was just saved.
    pub const NEW: Self = Self::queued(None);

    /// The state after an event.
    ///
    /// # Errors
    ///
    /// [`InvalidTransition`] where the event cannot happen in this state.
    pub fn next(&self, event: Event) -> Result<Self, InvalidTransition> {
        let unfit = InvalidTransition { state: self.name(), event: event.name() };
        match self {
            Self::Queued { doubt, turned_away } => queued(*doubt, *turned_away, &event).ok_or(unfit),
            Self::Sending { doubt, turned_away } => sending(*doubt, *turned_away, event).ok_or(unfit),
            Self::Uncertain { doubt, clash } => uncertain(*doubt, *clash, event).ok_or(unfit),
            Self::Refused { doubt, .. } if event == Event::Corrected => Ok(mended(*doubt)),
            Self::Refused { .. } | Self::Registered { .. } => Err(unfit),
        }
    }

    /// Waits for its next attempt, and was not turned away.
    pub const fn queued(doubt: Option<Doubt>) -> Self {
        Self::Queued { doubt, turned_away: TurnedAway::No }
    }

    /// The state once it is proven that the API has the record, whatever was thought of it; nothing where that was
    /// known.
    pub const fn proven_stored(&self, id: CustomerId) -> Option<Self> {
        match self {
            Self::Registered { .. } => None,
            Self::Queued { .. } | Self::Sending { .. } | Self::Uncertain { .. } | Self::Refused { .. } => {
                Some(Self::Registered { id: Some(id) })
            }
        }
    }

    /// What is known of earlier attempts; nothing where it is surely not stored, or surely stored.
    pub const fn doubt(&self) -> Option<Doubt> {
        match self {
            Self::Queued { doubt, .. } | Self::Sending { doubt, .. } | Self::Refused { doubt, .. } => *doubt,
            Self::Uncertain { doubt, .. } => Some(*doubt),
            Self::Registered { .. } => None,
        }
    }

    /// Whether its last attempt was turned away.
    pub const fn turned_away(&self) -> TurnedAway {
        match self {
            Self::Queued { turned_away, .. } | Self::Sending { turned_away, .. } => *turned_away,
            Self::Uncertain { .. } | Self::Registered { .. } | Self::Refused { .. } => TurnedAway::No,
        }
    }

    /// Returns the progress that a person sees.
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
        Event::Corrected => Some(mended(doubt)),
        _ => None,
    }
}

fn sending(doubt: Option<Doubt>, turned_away: TurnedAway, event: Event) -> Option<State> {
    let doubtful = |clash| State::Uncertain { doubt: doubt.unwrap_or_default(), clash };
    match event {
        Event::Stored(id) => Some(State::Registered { id: Some(id) }),
        Event::NotCarriedOut => Some(State::Queued { doubt, turned_away }),
        Event::TurnedAway(trouble) if turned_away == TurnedAway::OthersPassed => {
            Some(State::Refused { doubt, refusal: Refusal { error: trouble, owner: None } })
        }
        Event::TurnedAway(_) => Some(State::Queued { doubt, turned_away: TurnedAway::Yes }),
        Event::Lost | Event::Crashed => Some(doubtful(None)),
        Event::Rejected(trouble) => Some(State::Refused { doubt, refusal: Refusal { error: trouble, owner: None } }),
        // Nobody else can have our `cid`, and after an attempt that may have arrived it may be our own record that
        // has the phone: only a look-up can tell.
        Event::Conflicted { clash, .. } if doubt.is_some() || clash.field == Some(Field::Cid) => {
            Some(doubtful(Some(clash)))
        }
        Event::Conflicted { clash, by } => Some(State::Refused { doubt, refusal: Refusal::clash(clash, by) }),
        Event::Begun | Event::OthersPassed | Event::ReadBack(_) | Event::Corrected => None,
    }
}

fn uncertain(doubt: Doubt, clash: Option<Conflict>, event: Event) -> Option<State> {
    match event {
        Event::ReadBack(LookupResult::Ours(id)) => Some(State::Registered { id: Some(id) }),
        Event::ReadBack(LookupResult::OtherCustomer { by, alone }) => {
            let clash = Conflict { field: Some(Field::Phone) };
            let doubt = if alone { None } else { Some(doubt) };
            Some(State::Refused { doubt, refusal: Refusal::clash(clash, Some(by)) })
        }
        Event::ReadBack(LookupResult::NotFound) => Some(clash.map_or(State::queued(Some(doubt)), |clash| {
            unexplained(Doubt { unexplained_conflicts: doubt.unexplained_conflicts.saturating_add(1) }, clash)
        })),
        Event::ReadBack(LookupResult::Failed) | Event::Crashed => Some(State::Uncertain { doubt, clash }),
        Event::Corrected => Some(mended(Some(doubt))),
        _ => None,
    }
}

/// A clash with a record that no look-up finds: the same `cid` is sent again, which can make no second record,
/// until it is plain that looking will not help.
const fn unexplained(doubt: Doubt, clash: Conflict) -> State {
    match clash.field {
        _ if doubt.unexplained_conflicts < MAX_UNEXPLAINED_CONFLICTS => State::queued(Some(doubt)),
        Some(Field::Cid) => State::Registered { id: None },
        _ => State::Refused { doubt: Some(doubt), refusal: Refusal::clash(clash, None) },
    }
}

/// What was changed after a possible arrival has to be looked up first: what arrived cannot be changed any more. The
/// patience with clashes begins anew.
fn mended(doubt: Option<Doubt>) -> State {
    doubt.map_or(State::NEW, |_| State::Uncertain { doubt: Doubt::default(), clash: None })
}

impl Refusal {
    const fn clash(clash: Conflict, by: Option<ConflictOwner>) -> Self {
        Self { error: ApiError::Conflict { field: clash.field }, owner: by }
    }
}

impl Event {
    /// Its name, for messages to developers.
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
