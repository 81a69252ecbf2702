//! The state machine of a registration in the outbox: every event in every state, and the rules for all paths.

use std::collections::{BTreeMap, VecDeque};

use frontdesk::domain::{ApiError, CustomerId, DisplayText, Field};
use frontdesk::outbox::{Clash, ConflictOwner, Doubt, Event, PATIENCE, Refusal, Sight, State, TurnedAway};

const OURS: CustomerId = CustomerId(1042);

fn conflict_owner() -> ConflictOwner {
    ConflictOwner { id: CustomerId(7), name: DisplayText::new("Rauf") }
}

fn rejected_error() -> ApiError {
    ApiError::Rejected { field: Some(Field::Email), sentence: DisplayText::new("The email must be valid.") }
}

fn clash(field: impl Into<Option<Field>>) -> Clash {
    Clash { field: field.into() }
}

fn conflict_refusal(field: impl Into<Option<Field>>, by: Option<ConflictOwner>) -> Refusal {
    Refusal { trouble: ApiError::Conflict { field: field.into() }, by }
}

fn doubt(unexplained: u8) -> Doubt {
    Doubt { unexplained }
}

fn queued(doubt: impl Into<Option<Doubt>>) -> State {
    State::queued(doubt.into())
}

fn sending(doubt: impl Into<Option<Doubt>>) -> State {
    State::Sending { doubt: doubt.into(), turned_away: TurnedAway::No }
}

fn queued_after(turned_away: TurnedAway, doubt: Option<Doubt>) -> State {
    State::Queued { doubt, turned_away }
}

fn sending_after(turned_away: TurnedAway, doubt: Option<Doubt>) -> State {
    State::Sending { doubt, turned_away }
}

/// The error of a device in between, or of a missing permission.
fn forbidden() -> ApiError {
    ApiError::Permission { sentence: DisplayText::new("Forbidden") }
}

fn uncertain(unexplained: u8, clash: impl Into<Option<Clash>>) -> State {
    State::Uncertain { doubt: doubt(unexplained), clash: clash.into() }
}

fn refused(doubt: impl Into<Option<Doubt>>, refusal: Refusal) -> State {
    State::Refused { doubt: doubt.into(), refusal }
}

fn registered(id: impl Into<Option<CustomerId>>) -> State {
    State::Registered { id: id.into() }
}

/// Every kind of event, with every field that makes a difference.
fn events() -> Vec<Event> {
    vec![
        Event::Begun,
        Event::Stored(OURS),
        Event::NotCarriedOut,
        Event::TurnedAway(forbidden()),
        Event::OthersPassed,
        Event::Lost,
        Event::Crashed,
        Event::Rejected(rejected_error()),
        Event::Clashed { clash: clash(Field::Phone), by: Some(conflict_owner()) },
        Event::Clashed { clash: clash(Field::Cid), by: None },
        Event::Clashed { clash: clash(None), by: None },
        Event::ReadBack(Sight::Ours(OURS)),
        Event::ReadBack(Sight::Others { by: conflict_owner(), alone: true }),
        Event::ReadBack(Sight::Others { by: conflict_owner(), alone: false }),
        Event::ReadBack(Sight::Nobody),
        Event::ReadBack(Sight::Failed),
        Event::Mended,
    ]
}

/// The states of a registration that was turned away. The cause may be this registration, or all are turned away. It is
/// refused only if it is turned away again after another one has passed.
fn turned_away_table() -> Vec<(State, Vec<(Event, State)>)> {
    use TurnedAway::{OthersPassed, Yes};
    let mut table = Vec::new();
    for known in [None, Some(doubt(0))] {
        let corrected = if known.is_some() { uncertain(0, None) } else { queued(None) };
        let by_phone = Event::Clashed { clash: clash(Field::Phone), by: Some(conflict_owner()) };
        let clashed = |field: Option<Field>, by| match known {
            None if field != Some(Field::Cid) => refused(None, conflict_refusal(field, by)),
            _ => uncertain(0, clash(field)),
        };
        for before in [Yes, OthersPassed] {
            let again = match before {
                OthersPassed => refused(known, Refusal { trouble: forbidden(), by: None }),
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
                        refused(known, Refusal { trouble: rejected_error(), by: None }),
                    ),
                    (by_phone.clone(), clashed(Some(Field::Phone), Some(conflict_owner()))),
                    (Event::Clashed { clash: clash(Field::Cid), by: None }, clashed(Some(Field::Cid), None)),
                    (Event::Clashed { clash: clash(None), by: None }, clashed(None, None)),
                ],
            ));
            let mut queued = vec![(Event::Begun, sending_after(before, known)), (Event::Mended, corrected.clone())];
            if before == Yes {
                queued.push((Event::OthersPassed, queued_after(OthersPassed, known)));
            }
            table.push((queued_after(before, known), queued));
        }
        table.push((refused(known, Refusal { trouble: forbidden(), by: None }), vec![(Event::Mended, corrected)]));
    }
    table
}

/// The next state for each event that is valid in a state. Every other event must be an error.
fn table() -> Vec<(State, Vec<(Event, State)>)> {
    use Event::{Begun, Clashed, Crashed, Lost, Mended, NotCarriedOut, ReadBack, Rejected, Stored};
    let sure_phone = Clashed { clash: clash(Field::Phone), by: Some(conflict_owner()) };
    let phone = Clashed { clash: clash(Field::Phone), by: Some(conflict_owner()) };
    let own_cid = Clashed { clash: clash(Field::Cid), by: None };
    let unnamed = Clashed { clash: clash(None), by: None };
    let ours = ReadBack(Sight::Ours(OURS));
    let others = ReadBack(Sight::Others { by: conflict_owner(), alone: false });
    let only_others = ReadBack(Sight::Others { by: conflict_owner(), alone: true });
    let not_found = ReadBack(Sight::Nobody);
    let failed = ReadBack(Sight::Failed);
    let rejected = Refusal { trouble: rejected_error(), by: None };
    let theirs = conflict_refusal(Field::Phone, Some(conflict_owner()));
    vec![
        // Certainly not stored.
        (queued(None), vec![(Begun, sending(None)), (Mended, queued(None))]),
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
                (own_cid.clone(), uncertain(0, clash(Field::Cid))),
                (unnamed.clone(), refused(None, conflict_refusal(None, None))),
            ],
        ),
        (refused(None, rejected.clone()), vec![(Mended, queued(None))]),
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
                (Mended, uncertain(0, None)),
            ],
        ),
        // Was looked up and not found, but may be stored.
        (queued(doubt(0)), vec![(Begun, sending(doubt(0))), (Mended, uncertain(0, None))]),
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
                (phone, uncertain(0, clash(Field::Phone))),
                (own_cid, uncertain(0, clash(Field::Cid))),
                (unnamed, uncertain(0, clash(None))),
            ],
        ),
        (
            uncertain(0, clash(Field::Phone)),
            vec![
                (ours.clone(), registered(OURS)),
                (others.clone(), refused(doubt(0), theirs.clone())),
                (only_others.clone(), refused(None, theirs.clone())),
                (not_found.clone(), queued(doubt(1))),
                (failed.clone(), uncertain(0, clash(Field::Phone))),
                (Crashed, uncertain(0, clash(Field::Phone))),
                (Mended, uncertain(0, None)),
            ],
        ),
        // The last unexplained conflict after which the registration is sent again.
        (
            uncertain(PATIENCE - 1, clash(Field::Phone)),
            vec![
                (ours.clone(), registered(OURS)),
                (others.clone(), refused(doubt(PATIENCE - 1), theirs.clone())),
                (only_others.clone(), refused(None, theirs.clone())),
                (not_found.clone(), refused(doubt(PATIENCE), conflict_refusal(Field::Phone, None))),
                (failed.clone(), uncertain(PATIENCE - 1, clash(Field::Phone))),
                (Crashed, uncertain(PATIENCE - 1, clash(Field::Phone))),
                (Mended, uncertain(0, None)),
            ],
        ),
        (
            uncertain(PATIENCE - 1, clash(Field::Cid)),
            vec![
                (ours, registered(OURS)),
                (others, refused(doubt(PATIENCE - 1), theirs.clone())),
                (only_others, refused(None, theirs)),
                // A conflict on our cid is the proof.
                (not_found, registered(None)),
                (failed, uncertain(PATIENCE - 1, clash(Field::Cid))),
                (Crashed, uncertain(PATIENCE - 1, clash(Field::Cid))),
                (Mended, uncertain(0, None)),
            ],
        ),
        (refused(doubt(0), rejected), vec![(Mended, uncertain(0, None))]),
        // Final.
        (registered(OURS), vec![]),
        (registered(None), vec![]),
    ]
}

#[test]
fn every_state_that_can_be_reached_is_in_the_table() {
    let table: Vec<State> = table().into_iter().chain(turned_away_table()).map(|(state, _)| state).collect();
    for state in reachable().into_values() {
        // The number of unexplained conflicts grows by one. Its ends are in the table.
        let counts = |state: &State| state.doubt().is_some_and(|doubt| doubt.unexplained > 0);
        assert!(table.contains(&state) || counts(&state) || holds_clash(&state), "{state:?}");
    }
}

/// Returns true if a state has a conflict. The table has one conflict for each outcome.
fn holds_clash(state: &State) -> bool {
    match state {
        State::Uncertain { clash, .. } => clash.is_some(),
        State::Refused { refusal, .. } => matches!(refusal.trouble, ApiError::Conflict { .. }),
        _ => false,
    }
}

#[test]
fn a_registration_is_refused_if_it_is_turned_away_again_after_others_passed() {
    let state_after =
        |events: Vec<Event>| events.into_iter().fold(State::NEW, |state, event| state.next(event).unwrap());
    let (turned_away, passed) = (|| Event::TurnedAway(forbidden()), || Event::OthersPassed);
    let it_is_the_row = state_after(vec![Event::Begun, turned_away(), passed(), Event::Begun, turned_away()]);
    assert_eq!(it_is_the_row, refused(None, Refusal { trouble: forbidden(), by: None }));
    let all_are =
        state_after(vec![Event::Begun, turned_away(), Event::Begun, turned_away(), Event::Begun, turned_away()]);
    assert_eq!(all_are, queued_after(TurnedAway::Yes, None));
    let it_was_corrected =
        state_after(vec![Event::Begun, turned_away(), passed(), Event::Mended, Event::Begun, turned_away()]);
    assert_eq!(it_was_corrected, queued_after(TurnedAway::Yes, None));
    let it_passed_itself = state_after(vec![Event::Begun, turned_away(), passed(), Event::Begun, Event::Stored(OURS)]);
    assert_eq!(it_passed_itself, registered(OURS));
}

#[test]
fn every_event_in_every_state() {
    for (state, expected_events) in table().into_iter().chain(turned_away_table()) {
        for event in events() {
            let expected =
                expected_events.iter().find(|(fitting_event, _)| *fitting_event == event).map(|(_, next)| next);
            match (state.next(event.clone()), expected) {
                (Ok(next), Some(expected)) => assert_eq!(next, *expected, "{event:?} in {state:?}"),
                (Err(error), None) => {
                    assert_eq!((error.state, error.event), (state.name(), event.name()));
                }
                (got, expected) => panic!("{event:?} in {state:?}: {got:?}, expected {expected:?}"),
            }
        }
    }
}

#[test]
fn the_table_names_only_events_that_are_tried() {
    let events = events();
    for (state, expected_events) in table().into_iter().chain(turned_away_table()) {
        for (event, _) in expected_events {
            assert!(events.contains(&event), "{event:?} in {state:?} is never tried");
        }
    }
}

/// Returns every state that can be reached from a new registration, by its debug output.
fn reachable() -> BTreeMap<String, State> {
    let mut seen = BTreeMap::from([(format!("{:?}", State::NEW), State::NEW)]);
    let mut unvisited = VecDeque::from([State::NEW]);
    while let Some(state) = unvisited.pop_front() {
        for event in events() {
            if let Ok(next) = state.next(event)
                && seen.insert(format!("{next:?}"), next.clone()).is_none()
            {
                unvisited.push_back(next);
            }
        }
    }
    seen
}

#[test]
fn the_reachable_states_are_finite_and_include_every_kind() {
    let reached = reachable();
    for name in ["queued", "sending", "uncertain", "registered", "refused"] {
        assert!(reached.values().any(|state| state.name() == name), "{name} is never reached");
    }
    assert!(reached.values().any(|state| *state == registered(None)));
    let most_doubt = reached.values().filter_map(State::doubt).map(|doubt| doubt.unexplained).max();
    assert_eq!(most_doubt, Some(PATIENCE));
}

#[test]
fn nothing_uncertain_is_sent_before_it_was_read_back() {
    for state in reachable().values().filter(|state| state.name() == "uncertain") {
        for event in events() {
            let read_back = matches!(event, Event::ReadBack(Sight::Nobody));
            if let Ok(next) = state.next(event.clone()) {
                assert!(next.name() != "sending", "{event:?} sends {state:?}");
                assert!(next.name() != "queued" || read_back, "{event:?} queues {state:?}");
            }
        }
    }
}

#[test]
fn only_a_queued_registration_is_sent_and_only_by_begun() {
    for state in reachable().values() {
        for event in events() {
            if state.next(event.clone()).is_ok_and(|next| next.name() == "sending") {
                assert_eq!((state.name(), event), ("queued", Event::Begun));
            }
        }
    }
}

#[test]
fn a_crash_while_sending_is_uncertain_never_queued() {
    for state in reachable().values().filter(|state| state.name() == "sending") {
        for event in [Event::Crashed, Event::Lost] {
            assert_eq!(state.next(event).unwrap().name(), "uncertain", "{state:?}");
        }
    }
}

#[test]
fn registered_is_final_and_reached_by_proof_alone() {
    for state in reachable().values() {
        for event in events() {
            let Ok(next) = state.next(event.clone()) else { continue };
            assert_ne!(state.name(), "registered", "{event:?} leads out of it");
            if next.name() == "registered" {
                let proof = match &event {
                    Event::Stored(_) | Event::ReadBack(Sight::Ours(_)) => true,
                    // The API answered that our cid is taken.
                    Event::ReadBack(Sight::Nobody) => {
                        matches!(state, State::Uncertain { clash: Some(Clash { field: Some(Field::Cid) }), .. })
                    }
                    _ => false,
                };
                assert!(proof, "{event:?} in {state:?}");
            }
        }
    }
}

#[test]
fn a_doubt_ends_by_proof_alone() {
    for state in reachable().values().filter(|state| state.doubt().is_some()) {
        for event in events() {
            let Ok(next) = state.next(event.clone()) else { continue };
            // Another customer has the only phone that was ever sent, so ours cannot be stored.
            let disproved = matches!(event, Event::ReadBack(Sight::Others { alone: true, .. }));
            let is_valid = next.doubt().is_some() || next.name() == "registered" || disproved;
            assert!(is_valid, "{event:?} in {state:?} gives {next:?}");
        }
    }
}

#[test]
fn a_registration_changed_after_a_possible_arrival_is_looked_up_first() {
    for state in reachable().values() {
        if let Ok(next) = state.next(Event::Mended) {
            let expected = if state.doubt().is_some() { "uncertain" } else { "queued" };
            assert_eq!(next.name(), expected, "{state:?}");
        }
    }
}

#[test]
fn a_late_proof_settles_every_state_except_registered() {
    for state in reachable().values() {
        let expected = (state.name() != "registered").then(|| registered(OURS));
        assert_eq!(state.proven_stored(OURS), expected);
    }
}

#[test]
fn no_personal_data_is_in_the_debug_output_of_a_state_or_an_event() {
    for state in reachable().values() {
        assert!(!format!("{state:?}").contains("Rauf") && !format!("{state:?}").contains("email must"));
    }
    for event in events() {
        assert!(!format!("{event:?}").contains("Rauf"));
    }
}
