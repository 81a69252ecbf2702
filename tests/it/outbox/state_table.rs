//! The table of the state machine: every state, every event, and the next state for each event that is valid in a state.

use frontdesk::domain::{ApiError, CustomerId, DisplayText, Field};
use frontdesk::outbox::{
    Conflict, ConflictOwner, Doubt, Event, LookupResult, MAX_UNEXPLAINED_CONFLICTS, Refusal, State, TurnedAway,
};

pub const OURS: CustomerId = CustomerId(1042);

fn conflict_owner() -> ConflictOwner {
    ConflictOwner { id: CustomerId(7), name: DisplayText::new("Rauf") }
}

fn rejected_error() -> ApiError {
    ApiError::Rejected { field: Some(Field::Email), sentence: DisplayText::new("The email must be valid.") }
}

fn conflict(field: impl Into<Option<Field>>) -> Conflict {
    Conflict { field: field.into() }
}

fn conflict_refusal(field: impl Into<Option<Field>>, by: Option<ConflictOwner>) -> Refusal {
    Refusal { error: ApiError::Conflict { field: field.into() }, owner: by }
}

fn doubt(unexplained: u8) -> Doubt {
    Doubt { unexplained_conflicts: unexplained }
}

fn queued(doubt: impl Into<Option<Doubt>>) -> State {
    State::queued(doubt.into())
}

fn sending(doubt: impl Into<Option<Doubt>>) -> State {
    State::Sending { doubt: doubt.into(), turned_away: TurnedAway::No }
}

pub fn queued_after(turned_away: TurnedAway, doubt: Option<Doubt>) -> State {
    State::Queued { doubt, turned_away }
}

fn sending_after(turned_away: TurnedAway, doubt: Option<Doubt>) -> State {
    State::Sending { doubt, turned_away }
}

/// The error of a device in between, or of a missing permission.
pub fn forbidden() -> ApiError {
    ApiError::Permission { sentence: DisplayText::new("Forbidden") }
}

fn uncertain(unexplained: u8, conflict: impl Into<Option<Conflict>>) -> State {
    State::Uncertain { doubt: doubt(unexplained), conflict: conflict.into() }
}

pub fn refused(doubt: impl Into<Option<Doubt>>, refusal: Refusal) -> State {
    State::Refused { doubt: doubt.into(), refusal }
}

pub fn registered(id: impl Into<Option<CustomerId>>) -> State {
    State::Registered { id: id.into() }
}

/// Every kind of event, with every field that makes a difference.
pub fn events() -> Vec<Event> {
    vec![
        Event::Begun,
        Event::Stored(OURS),
        Event::NotCarriedOut,
        Event::TurnedAway(forbidden()),
        Event::OthersPassed,
        Event::Lost,
        Event::Crashed,
        Event::Rejected(rejected_error()),
        Event::Conflicted { conflict: conflict(Field::Phone), by: Some(conflict_owner()) },
        Event::Conflicted { conflict: conflict(Field::Cid), by: None },
        Event::Conflicted { conflict: conflict(None), by: None },
        Event::ReadBack(LookupResult::Ours(OURS)),
        Event::ReadBack(LookupResult::OtherCustomer { by: conflict_owner(), alone: true }),
        Event::ReadBack(LookupResult::OtherCustomer { by: conflict_owner(), alone: false }),
        Event::ReadBack(LookupResult::NotFound),
        Event::ReadBack(LookupResult::Failed),
        Event::Corrected,
    ]
}

/// The states of a registration that was turned away. The cause may be this registration, or all are turned away. It is
/// refused only if it is turned away again after another one has passed.
pub fn turned_away_table() -> Vec<(State, Vec<(Event, State)>)> {
    use TurnedAway::{OthersPassed, Yes};
    let mut table = Vec::new();
    for known in [None, Some(doubt(0))] {
        let corrected = if known.is_some() { uncertain(0, None) } else { queued(None) };
        let by_phone = Event::Conflicted { conflict: conflict(Field::Phone), by: Some(conflict_owner()) };
        let after_conflict = |field: Option<Field>, by| match known {
            None if field != Some(Field::Cid) => refused(None, conflict_refusal(field, by)),
            _ => uncertain(0, conflict(field)),
        };
        for before in [Yes, OthersPassed] {
            let again = match before {
                OthersPassed => refused(known, Refusal { error: forbidden(), owner: None }),
                _ => queued_after(Yes, known),
            };
            table.push((
                sending_after(before, known),
                vec![
                    (Event::Stored(OURS), registered(OURS)),
                    (Event::NotCarriedOut, queued_after(before, known)),
                    (Event::TurnedAway(forbidden()), again),
                    (Event::Lost, uncertain(0, None)),
                    (Event::Crashed, uncertain(0, None)),
                    (
                        Event::Rejected(rejected_error()),
                        refused(known, Refusal { error: rejected_error(), owner: None }),
                    ),
                    (by_phone.clone(), after_conflict(Some(Field::Phone), Some(conflict_owner()))),
                    (
                        Event::Conflicted { conflict: conflict(Field::Cid), by: None },
                        after_conflict(Some(Field::Cid), None),
                    ),
                    (Event::Conflicted { conflict: conflict(None), by: None }, after_conflict(None, None)),
                ],
            ));
            let mut queued = vec![(Event::Begun, sending_after(before, known)), (Event::Corrected, corrected.clone())];
            if before == Yes {
                queued.push((Event::OthersPassed, queued_after(OthersPassed, known)));
            }
            table.push((queued_after(before, known), queued));
        }
        table.push((refused(known, Refusal { error: forbidden(), owner: None }), vec![(Event::Corrected, corrected)]));
    }
    table
}

/// The next state for each event that is valid in a state. Every other event must be an error.
pub fn table() -> Vec<(State, Vec<(Event, State)>)> {
    use Event::{Begun, Conflicted, Corrected, Crashed, Lost, NotCarriedOut, ReadBack, Rejected, Stored};
    let sure_phone = Conflicted { conflict: conflict(Field::Phone), by: Some(conflict_owner()) };
    let phone = Conflicted { conflict: conflict(Field::Phone), by: Some(conflict_owner()) };
    let own_cid = Conflicted { conflict: conflict(Field::Cid), by: None };
    let unnamed = Conflicted { conflict: conflict(None), by: None };
    let ours = ReadBack(LookupResult::Ours(OURS));
    let others = ReadBack(LookupResult::OtherCustomer { by: conflict_owner(), alone: false });
    let only_others = ReadBack(LookupResult::OtherCustomer { by: conflict_owner(), alone: true });
    let not_found = ReadBack(LookupResult::NotFound);
    let failed = ReadBack(LookupResult::Failed);
    let rejected = Refusal { error: rejected_error(), owner: None };
    let theirs = conflict_refusal(Field::Phone, Some(conflict_owner()));
    vec![
        // Certainly not stored.
        (queued(None), vec![(Begun, sending(None)), (Corrected, queued(None))]),
        (
            sending(None),
            vec![
                (Stored(OURS), registered(OURS)),
                (NotCarriedOut, queued(None)),
                (Event::TurnedAway(forbidden()), queued_after(TurnedAway::Yes, None)),
                (Lost, uncertain(0, None)),
                (Crashed, uncertain(0, None)),
                (Rejected(rejected_error()), refused(None, rejected.clone())),
                (sure_phone, refused(None, theirs.clone())),
                // No other registration can have our cid.
                (own_cid.clone(), uncertain(0, conflict(Field::Cid))),
                (unnamed.clone(), refused(None, conflict_refusal(None, None))),
            ],
        ),
        (refused(None, rejected.clone()), vec![(Corrected, queued(None))]),
        // May be stored: it is not sent before it was looked up.
        (
            uncertain(0, None),
            vec![
                (ours.clone(), registered(OURS)),
                (others.clone(), refused(doubt(0), theirs.clone())),
                (only_others.clone(), refused(None, theirs.clone())),
                (not_found.clone(), queued(doubt(0))),
                (failed.clone(), uncertain(0, None)),
                (Crashed, uncertain(0, None)),
                (Corrected, uncertain(0, None)),
            ],
        ),
        // Was looked up and not found, but may be stored.
        (queued(doubt(0)), vec![(Begun, sending(doubt(0))), (Corrected, uncertain(0, None))]),
        (
            sending(doubt(0)),
            vec![
                (Stored(OURS), registered(OURS)),
                (NotCarriedOut, queued(doubt(0))),
                (Event::TurnedAway(forbidden()), queued_after(TurnedAway::Yes, Some(doubt(0)))),
                (Lost, uncertain(0, None)),
                (Crashed, uncertain(0, None)),
                (Rejected(rejected_error()), refused(doubt(0), rejected.clone())),
                // Our own record may have the phone: only a look-up can show it.
                (phone, uncertain(0, conflict(Field::Phone))),
                (own_cid, uncertain(0, conflict(Field::Cid))),
                (unnamed, uncertain(0, conflict(None))),
            ],
        ),
        (
            uncertain(0, conflict(Field::Phone)),
            vec![
                (ours.clone(), registered(OURS)),
                (others.clone(), refused(doubt(0), theirs.clone())),
                (only_others.clone(), refused(None, theirs.clone())),
                (not_found.clone(), queued(doubt(1))),
                (failed.clone(), uncertain(0, conflict(Field::Phone))),
                (Crashed, uncertain(0, conflict(Field::Phone))),
                (Corrected, uncertain(0, None)),
            ],
        ),
        // The last unexplained conflict after which the registration is sent again.
        (
            uncertain(MAX_UNEXPLAINED_CONFLICTS - 1, conflict(Field::Phone)),
            vec![
                (ours.clone(), registered(OURS)),
                (others.clone(), refused(doubt(MAX_UNEXPLAINED_CONFLICTS - 1), theirs.clone())),
                (only_others.clone(), refused(None, theirs.clone())),
                (not_found.clone(), refused(doubt(MAX_UNEXPLAINED_CONFLICTS), conflict_refusal(Field::Phone, None))),
                (failed.clone(), uncertain(MAX_UNEXPLAINED_CONFLICTS - 1, conflict(Field::Phone))),
                (Crashed, uncertain(MAX_UNEXPLAINED_CONFLICTS - 1, conflict(Field::Phone))),
                (Corrected, uncertain(0, None)),
            ],
        ),
        (
            uncertain(MAX_UNEXPLAINED_CONFLICTS - 1, conflict(Field::Cid)),
            vec![
                (ours, registered(OURS)),
                (others, refused(doubt(MAX_UNEXPLAINED_CONFLICTS - 1), theirs.clone())),
                (only_others, refused(None, theirs)),
                // A conflict on our cid is the proof.
                (not_found, registered(None)),
                (failed, uncertain(MAX_UNEXPLAINED_CONFLICTS - 1, conflict(Field::Cid))),
                (Crashed, uncertain(MAX_UNEXPLAINED_CONFLICTS - 1, conflict(Field::Cid))),
                (Corrected, uncertain(0, None)),
            ],
        ),
        (refused(doubt(0), rejected), vec![(Corrected, uncertain(0, None))]),
        // Final.
        (registered(OURS), vec![]),
        (registered(None), vec![]),
    ]
}
