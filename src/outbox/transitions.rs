//! The next state for each event, one function a state. `State::next` calls them. Pure.

use crate::domain::Field;

use super::event::{Event, LookupResult};
use super::state::{Conflict, Doubt, Refusal, State, TurnedAway};

/// After this many unexplained conflicts the API's answer is final. A new record may not be found for a while, but not
/// for ever.
pub const MAX_UNEXPLAINED_CONFLICTS: u8 = 8;

pub(super) fn queued(doubt: Option<Doubt>, turned_away: TurnedAway, event: &Event) -> Option<State> {
    match event {
        Event::Begun => Some(State::Sending { doubt, turned_away }),
        Event::OthersPassed if turned_away == TurnedAway::Yes => {
            Some(State::Queued { doubt, turned_away: TurnedAway::OthersPassed })
        }
        Event::Corrected => Some(after_correction(doubt)),
        _ => None,
    }
}

pub(super) fn sending(doubt: Option<Doubt>, turned_away: TurnedAway, event: Event) -> Option<State> {
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

pub(super) fn uncertain(doubt: Doubt, conflict: Option<Conflict>, event: Event) -> Option<State> {
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
pub(super) fn after_correction(doubt: Option<Doubt>) -> State {
    doubt.map_or(State::NEW, |_| State::Uncertain { doubt: Doubt::default(), conflict: None })
}
