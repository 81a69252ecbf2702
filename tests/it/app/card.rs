//! The card of a customer that a look-up or a conflict has found.

use frontdesk::app::{Card, Effect, Msg, Overlay, has_card};
use frontdesk::domain::{
    ApiError, BodyKind, ConflictOwner, ConnectError, CustomerId, DeliveryOutcome, DisplayText, Field, ForeignAnswer,
    UnknownOutcome,
};
use frontdesk::form::FormField;
use frontdesk::keys::Key;
use frontdesk::locale::Locale;

use super::look_up::{FIRST, Step, aysel, run};
use super::render::screen;
use crate::support::bench::{Bench, sent};
use Step::{AnsweredFree, AnsweredTaken, Press, Types};

#[test]
fn ctrl_p_opens_and_closes_the_card_of_the_found_customer() {
    for close in [Key::Ctrl('p'), Key::Esc, Key::Enter] {
        let mut desk = run(&[Types("501234567"), AnsweredTaken(FIRST), Press(Key::Tab), Types("Ra")]);
        assert!(has_card(&desk.model));
        assert_eq!(desk.press(Key::Ctrl('p')), vec![], "no request is needed");
        assert_eq!(desk.model.overlay(), Some(&Overlay::Card(Card::Known(Box::new(aysel())))));
        assert_eq!(desk.press(close), vec![]);
        assert_eq!(desk.model.overlay(), None, "{close:?}");
        assert_eq!(desk.model.form().focus(), FormField::Name);
        assert_eq!(desk.model.form().text(FormField::Name).unwrap().value(), "Ra");
    }
}

#[test]
fn typing_over_the_card_loses_no_key() {
    let mut desk = run(&[Types("501234567"), AnsweredTaken(FIRST), Press(Key::Tab), Press(Key::Ctrl('p'))]);
    desk.types("R");
    assert_eq!(desk.model.overlay(), None);
    assert_eq!(desk.model.form().text(FormField::Name).unwrap().value(), "R");
}

#[test]
fn without_a_found_customer_there_is_no_card() {
    for steps in [vec![], vec![Types("501234567")], vec![Types("501234567"), AnsweredFree(FIRST)]] {
        let mut desk = run(&steps);
        assert!(!has_card(&desk.model));
        assert_eq!(desk.press(Key::Ctrl('p')), vec![]);
        assert_eq!(desk.model.overlay(), None);
    }
}

fn desk_after_conflict_with(owner: &ConflictOwner) -> Bench {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Rauf").cid;
    let error = ApiError::Conflict { field: Some(Field::Phone) };
    desk.deliver(cid, DeliveryOutcome::Refused { error, owner: Some(owner.clone()) });
    desk
}

#[test]
fn the_card_of_a_conflicting_customer_is_fetched() {
    let owner = ConflictOwner { id: CustomerId(1042), name: DisplayText::new("Aysel") };
    let no_connection = ApiError::NotSent(ConnectError::NoConnection);
    for (answer, card) in [
        (Ok(Some(Box::new(aysel()))), Card::Known(Box::new(aysel()))),
        (Ok(None), Card::Gone(owner.clone())),
        (Err(no_connection.clone()), Card::Failed(owner.clone(), no_connection)),
    ] {
        let mut desk = desk_after_conflict_with(&owner);
        assert_eq!(desk.press(Key::Ctrl('p')), vec![Effect::FetchCustomer(CustomerId(1042))]);
        assert_eq!(desk.model.overlay(), Some(&Overlay::Card(Card::Awaited(owner.clone()))));
        let other = Msg::Fetched { id: CustomerId(7), answer: Ok(None) };
        desk.send(other);
        assert_eq!(
            desk.model.overlay(),
            Some(&Overlay::Card(Card::Awaited(owner.clone()))),
            "the answer for another customer"
        );
        desk.send(Msg::Fetched { id: CustomerId(1042), answer });
        assert_eq!(desk.model.overlay(), Some(&Overlay::Card(card)));
    }
}

/// A look-up stores nothing: whatever becomes of it, the card must not say that a customer is maybe registered.
#[test]
fn a_card_that_could_not_be_loaded_leaves_no_doubt_about_a_registration() {
    let owner = ConflictOwner { id: CustomerId(1042), name: DisplayText::new("Aysel") };
    for outcome in [
        UnknownOutcome::Timeout,
        UnknownOutcome::ConnectionLost,
        UnknownOutcome::ServerError(503),
        UnknownOutcome::Unreadable(200),
        UnknownOutcome::NotFromApi(ForeignAnswer { status: 403, kind: BodyKind::Html }),
    ] {
        let mut desk = desk_after_conflict_with(&owner);
        desk.press(Key::Ctrl('p'));
        desk.send(Msg::Fetched { id: CustomerId(1042), answer: Err(ApiError::Unknown(outcome)) });
        let card = Locale::english().api_error_of_read(&ApiError::Unknown(outcome));
        let shown = screen(&desk);
        assert!(shown.contains(card.get(..30).unwrap_or(&card)), "{shown}");
        assert!(!shown.contains("Maybe the customer"), "{shown}");
    }
}

#[test]
fn an_answer_after_the_card_was_closed_does_not_reopen_it() {
    let mut desk = desk_after_conflict_with(&ConflictOwner { id: CustomerId(1042), name: DisplayText::new("Aysel") });
    desk.press(Key::Ctrl('p'));
    desk.press(Key::Ctrl('p'));
    desk.send(Msg::Fetched { id: CustomerId(1042), answer: Ok(Some(Box::new(aysel()))) });
    assert_eq!(desk.model.overlay(), None);
}

#[test]
fn a_customer_found_by_look_up_is_not_fetched_again_after_a_conflict() {
    let mut desk = run(&[Types("501234567"), AnsweredTaken(FIRST)]);
    desk.press(Key::Tab);
    desk.types("Rauf");
    let cid = sent(desk.press(Key::Ctrl('s'))).cid;
    let owner = Some(ConflictOwner::from(&aysel()));
    desk.deliver(cid, DeliveryOutcome::Refused { error: ApiError::Conflict { field: Some(Field::Phone) }, owner });
    assert_eq!(desk.press(Key::Ctrl('p')), vec![]);
    assert_eq!(desk.model.overlay(), Some(&Overlay::Card(Card::Known(Box::new(aysel())))));
}
