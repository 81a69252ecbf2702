//! The state machine of a registration in the outbox: every event in every state, and what no path may do.

use std::collections::{BTreeMap, VecDeque};

use frontdesk::customer::{CustomerId, Field, Told, Trouble};
use frontdesk::outbox::{Clash, Doubt, Event, Holder, PATIENCE, Refusal, Sight, State};

const OURS: CustomerId = CustomerId(1042);

fn holder() -> Holder {
    Holder { id: CustomerId(7), name: Told::new("Rauf") }
}

fn refused_sentence() -> Trouble {
    Trouble::Refused { field: Some(Field::Email), sentence: Told::new("The email must be valid.") }
}

fn clash(field: impl Into<Option<Field>>) -> Clash {
    Clash { field: field.into() }
}

fn by_clash(field: impl Into<Option<Field>>, by: Option<Holder>) -> Refusal {
    Refusal { trouble: Trouble::Clash { field: field.into() }, by }
}

fn doubt(unexplained: u8) -> Doubt {
    Doubt { unexplained }
}

fn queued(doubt: impl Into<Option<Doubt>>) -> State {
    State::Queued { doubt: doubt.into() }
}

fn sending(doubt: impl Into<Option<Doubt>>) -> State {
    State::Sending { doubt: doubt.into() }
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
        Event::Lost,
        Event::Crashed,
        Event::Rejected(refused_sentence()),
        Event::Clashed { clash: clash(Field::Phone), by: Some(holder()) },
        Event::Clashed { clash: clash(Field::Cid), by: None },
        Event::Clashed { clash: clash(None), by: None },
        Event::ReadBack(Sight::Ours(OURS)),
        Event::ReadBack(Sight::Others { by: holder(), alone: true }),
        Event::ReadBack(Sight::Others { by: holder(), alone: false }),
        Event::ReadBack(Sight::Nobody),
        Event::ReadBack(Sight::Failed),
        Event::Mended,
    ]
}

/// What becomes of a state by each event that fits it. Every other event must be turned down.
fn table() -> Vec<(State, Vec<(Event, State)>)> {
    use Event::{Begun, Clashed, Crashed, Lost, Mended, NotCarriedOut, ReadBack, Rejected, Stored};
    let sure_phone = Clashed { clash: clash(Field::Phone), by: Some(holder()) };
    let phone = Clashed { clash: clash(Field::Phone), by: Some(holder()) };
    let own_cid = Clashed { clash: clash(Field::Cid), by: None };
    let unnamed = Clashed { clash: clash(None), by: None };
    let ours = ReadBack(Sight::Ours(OURS));
    let others = ReadBack(Sight::Others { by: holder(), alone: false });
    let only_others = ReadBack(Sight::Others { by: holder(), alone: true });
    let nobody = ReadBack(Sight::Nobody);
    let failed = ReadBack(Sight::Failed);
    let rejected = Refusal { trouble: refused_sentence(), by: None };
    let theirs = by_clash(Field::Phone, Some(holder()));
    vec![
        // Surely not stored.
        (queued(None), vec![(Begun, sending(None)), (Mended, queued(None))]),
        (
            sending(None),
            vec![
                (Stored(OURS), registered(OURS)),
                (NotCarriedOut, queued(None)),
                (Lost, uncertain(0, None)),
                (Crashed, uncertain(0, None)),
                (Rejected(refused_sentence()), refused(None, rejected.clone())),
                (sure_phone, refused(None, theirs.clone())),
                // Nobody else can have our cid.
                (own_cid.clone(), uncertain(0, clash(Field::Cid))),
                (unnamed.clone(), refused(None, by_clash(None, None))),
            ],
        ),
        (refused(None, rejected.clone()), vec![(Mended, queued(None))]),
        // May be stored: nothing is sent before it was looked up.
        (
            uncertain(0, None),
            vec![
                (ours.clone(), registered(OURS)),
                (others.clone(), refused(doubt(0), theirs.clone())),
                (only_others.clone(), refused(None, theirs.clone())),
                (nobody.clone(), queued(doubt(0))),
                (failed.clone(), uncertain(0, None)),
                (Crashed, uncertain(0, None)),
                (Mended, uncertain(0, None)),
            ],
        ),
        // Was looked up and not found; may be stored all the same.
        (queued(doubt(0)), vec![(Begun, sending(doubt(0))), (Mended, uncertain(0, None))]),
        (
            sending(doubt(0)),
            vec![
                (Stored(OURS), registered(OURS)),
                (NotCarriedOut, queued(doubt(0))),
                (Lost, uncertain(0, None)),
                (Crashed, uncertain(0, None)),
                (Rejected(refused_sentence()), refused(doubt(0), rejected.clone())),
                // It may be our own record that has the phone: only a look-up can tell.
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
                (nobody.clone(), queued(doubt(1))),
                (failed.clone(), uncertain(0, clash(Field::Phone))),
                (Crashed, uncertain(0, clash(Field::Phone))),
                (Mended, uncertain(0, None)),
            ],
        ),
        // The last time that a clash without an explanation is borne.
        (
            uncertain(PATIENCE - 1, clash(Field::Phone)),
            vec![
                (ours.clone(), registered(OURS)),
                (others.clone(), refused(doubt(PATIENCE - 1), theirs.clone())),
                (only_others.clone(), refused(None, theirs.clone())),
                (nobody.clone(), refused(doubt(PATIENCE), by_clash(Field::Phone, None))),
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
                // A clash on our cid proves it.
                (nobody, registered(None)),
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
fn every_event_in_every_state() {
    for (state, fitting) in table() {
        for event in events() {
            let expected = fitting.iter().find(|(fits, _)| *fits == event).map(|(_, next)| next);
            match (state.next(event.clone()), expected) {
                (Ok(next), Some(expected)) => assert_eq!(next, *expected, "{event:?} in {state:?}"),
                (Err(unfit), None) => {
                    assert_eq!((unfit.state, unfit.event), (state.name(), event.name()));
                }
                (got, expected) => panic!("{event:?} in {state:?}: {got:?}, expected {expected:?}"),
            }
        }
    }
}

#[test]
fn the_table_names_only_events_that_are_tried() {
    let events = events();
    for (state, fitting) in table() {
        for (event, _) in fitting {
            assert!(events.contains(&event), "{event:?} in {state:?} is never tried");
        }
    }
}

/// Everything that can be reached from a new registration, with the event that led there first.
fn reachable() -> BTreeMap<String, State> {
    let mut seen = BTreeMap::from([(format!("{:?}", State::NEW), State::NEW)]);
    let mut open = VecDeque::from([State::NEW]);
    while let Some(state) = open.pop_front() {
        for event in events() {
            if let Ok(next) = state.next(event)
                && seen.insert(format!("{next:?}"), next.clone()).is_none()
            {
                open.push_back(next);
            }
        }
    }
    seen
}

#[test]
fn what_can_be_reached_is_finite_and_every_kind_is_reached() {
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
fn only_a_queued_one_is_sent_and_only_by_beginning() {
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
                    // The API said that our cid is taken.
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
fn a_doubt_goes_away_by_proof_alone() {
    for state in reachable().values().filter(|state| state.doubt().is_some()) {
        for event in events() {
            let Ok(next) = state.next(event.clone()) else { continue };
            // Somebody else has the only phone that was ever sent: ours cannot be stored.
            let disproved = matches!(event, Event::ReadBack(Sight::Others { alone: true, .. }));
            let kept = next.doubt().is_some() || next.name() == "registered" || disproved;
            assert!(kept, "{event:?} in {state:?} gives {next:?}");
        }
    }
}

#[test]
fn what_was_changed_after_a_possible_arrival_is_looked_up_first() {
    for state in reachable().values() {
        if let Ok(next) = state.next(Event::Mended) {
            let expected = if state.doubt().is_some() { "uncertain" } else { "queued" };
            assert_eq!(next.name(), expected, "{state:?}");
        }
    }
}

#[test]
fn a_proof_that_comes_late_settles_all_but_the_settled() {
    for state in reachable().values() {
        let expected = (state.name() != "registered").then(|| registered(OURS));
        assert_eq!(state.proven_stored(OURS), expected);
    }
}

#[test]
fn nobodys_name_is_in_the_debug_of_a_state_or_an_event() {
    for state in reachable().values() {
        assert!(!format!("{state:?}").contains("Rauf") && !format!("{state:?}").contains("email must"));
    }
    for event in events() {
        assert!(!format!("{event:?}").contains("Rauf"));
    }
}
