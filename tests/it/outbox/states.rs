//! The state machine of a registration in the outbox: every event in every state, and the rules for all paths.

use std::collections::{BTreeMap, VecDeque};

use frontdesk::domain::{ApiError, Field};
use frontdesk::outbox::{Conflict, Event, LookupResult, MAX_UNEXPLAINED_CONFLICTS, Refusal, State, TurnedAway};

use crate::outbox::state_table::{
    OURS, events, forbidden, queued_after, refused, registered, table, turned_away_table,
};

#[test]
fn every_state_that_can_be_reached_is_in_the_table() {
    let table: Vec<State> = table().into_iter().chain(turned_away_table()).map(|(state, _)| state).collect();
    for state in reachable().into_values() {
        // The number of unexplained conflicts grows by one. Its ends are in the table.
        let counts = |state: &State| state.doubt().is_some_and(|doubt| doubt.unexplained_conflicts > 0);
        assert!(table.contains(&state) || counts(&state) || has_conflict(&state), "{state:?}");
    }
}

/// Returns true if a state has a conflict. The table has one conflict for each outcome.
fn has_conflict(state: &State) -> bool {
    match state {
        State::Uncertain { conflict, .. } => conflict.is_some(),
        State::Refused { refusal, .. } => matches!(refusal.error, ApiError::Conflict { .. }),
        _ => false,
    }
}

#[test]
fn a_registration_is_refused_if_it_is_turned_away_again_after_others_passed() {
    let state_after =
        |events: Vec<Event>| events.into_iter().fold(State::NEW, |state, event| state.next(event).unwrap());
    let (turned_away, passed) = (|| Event::TurnedAway(forbidden()), || Event::OthersPassed);
    let it_is_the_row = state_after(vec![Event::Begun, turned_away(), passed(), Event::Begun, turned_away()]);
    assert_eq!(it_is_the_row, refused(None, Refusal { error: forbidden(), owner: None }));
    let all_are =
        state_after(vec![Event::Begun, turned_away(), Event::Begun, turned_away(), Event::Begun, turned_away()]);
    assert_eq!(all_are, queued_after(TurnedAway::Yes, None));
    let it_was_corrected =
        state_after(vec![Event::Begun, turned_away(), passed(), Event::Corrected, Event::Begun, turned_away()]);
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
    let most_doubt = reached.values().filter_map(State::doubt).map(|doubt| doubt.unexplained_conflicts).max();
    assert_eq!(most_doubt, Some(MAX_UNEXPLAINED_CONFLICTS));
}

#[test]
fn nothing_uncertain_is_sent_before_it_was_read_back() {
    for state in reachable().values().filter(|state| state.name() == "uncertain") {
        for event in events() {
            let read_back = matches!(event, Event::ReadBack(LookupResult::NotFound));
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
                    Event::Stored(_) | Event::ReadBack(LookupResult::Ours(_)) => true,
                    // The API answered that our cid is taken.
                    Event::ReadBack(LookupResult::NotFound) => {
                        matches!(state, State::Uncertain { conflict: Some(Conflict { field: Some(Field::Cid) }), .. })
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
            let disproved = matches!(event, Event::ReadBack(LookupResult::OtherCustomer { alone: true, .. }));
            let is_valid = next.doubt().is_some() || next.name() == "registered" || disproved;
            assert!(is_valid, "{event:?} in {state:?} gives {next:?}");
        }
    }
}

#[test]
fn a_registration_changed_after_a_possible_arrival_is_looked_up_first() {
    for state in reachable().values() {
        if let Ok(next) = state.next(Event::Corrected) {
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
