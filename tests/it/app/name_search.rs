//! The search by name: one call when the cashier asks for it, a list, and the card of a found customer.

use std::time::Duration;

use super::render::screen;
use crate::support::bench::{Bench, registered, text, with_name};
use frontdesk::app::{Card, Effect, KeyContext, Msg, NameSearch, Notice, Overlay};
use frontdesk::domain::{
    ApiError, Cid, ConnectError, Customer, CustomerId, DisplayText, FoundByName, Name, UnknownOutcome,
};
use frontdesk::form::FormField;
use frontdesk::keys::Key;

fn name(text: &str) -> Name {
    Name::parse(text).valid().unwrap()
}

/// Returns customers with these names, each with a phone and a year of its own.
fn customers(names: &[&str]) -> Vec<Customer> {
    let customer = |(at, name): (u8, &&str)| Customer {
        id: CustomerId(100 + u64::from(at)),
        phone: Some(DisplayText::new(&format!("+9945000000{at:02}"))),
        since_year: Some(2010 + i32::from(at)),
        ..registered(Cid::from_random_bytes([at; 16]), name)
    };
    (0..).zip(names).map(customer).collect()
}

/// Returns the answer to a search: customers with these names.
pub fn found(typed: &str, names: &[&str]) -> Msg {
    let answer = FoundByName { customers: customers(names), has_more: false };
    Msg::FoundByName { name: name(typed), answer: Ok(answer) }
}

/// Returns a desk whose search for the typed name has begun.
fn searching(typed: &str) -> Bench {
    let mut desk = with_name(typed);
    assert_eq!(desk.press(Key::Ctrl('n')), vec![Effect::FindByName(name(typed))]);
    desk
}

fn search(desk: &Bench) -> &NameSearch {
    match desk.model.overlay() {
        Some(Overlay::NameSearch(search)) => search,
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_key_makes_one_call_and_typing_none() {
    for key in [Key::Ctrl('n'), Key::Function(6)] {
        // Typing and moving have no effect: `types` and `press` assert it.
        let mut desk = with_name("Aysel");
        assert_eq!(desk.press(key), vec![Effect::FindByName(name("Aysel"))]);
        let expected = NameSearch { name: name("Aysel"), answer: None, at: 0, is_card_open: false };
        assert_eq!(desk.model.overlay(), Some(&Overlay::NameSearch(expected)));
        assert!(screen(&desk).contains("Loading"), "{}", screen(&desk));
        assert_eq!(desk.press(key), vec![]);
        assert_eq!(desk.model.overlay(), None, "the same key closes it");
        assert_eq!(desk.look_ups, vec![], "no phone is looked up");
    }
}

#[test]
fn the_name_is_looked_up_as_it_would_be_saved() {
    let mut desk = with_name("  aysel   MƏMMƏDOVA");
    let [Effect::FindByName(searched)] = &desk.press(Key::Ctrl('n'))[..] else { panic!("no search") };
    let mut saved = with_name("  aysel   MƏMMƏDOVA");
    assert_eq!(searched.as_str(), crate::support::bench::save_and_return_name(&mut saved));
}

#[test]
fn enter_shows_the_card_and_esc_goes_back_to_the_list_and_to_the_form() {
    let mut desk = searching("Aysel");
    desk.send(found("Aysel", &["Aysel A", "Aysel B", "Aysel C"]));
    let shown = screen(&desk);
    assert!(shown.contains("Aysel B · +994500000001 · since 2011"), "{shown}");
    assert_eq!(desk.press(Key::Down), vec![]);
    assert_eq!(desk.press(Key::Enter), vec![], "the card needs no call");
    assert_eq!(KeyContext::of(&desk.model), KeyContext::Card);
    assert_eq!(search(&desk).open_card(), Some(&customers(&["", "Aysel B"])[1]));
    let card = screen(&desk);
    assert!(card.contains("#101") && !card.contains("Aysel A"), "{card}");
    for close in [Key::Esc, Key::Ctrl('p'), Key::Enter] {
        desk.press(close);
        assert_eq!((search(&desk).at, search(&desk).is_card_open), (1, false), "{close:?}");
        desk.press(Key::Enter);
    }
    desk.press(Key::Esc);
    desk.press(Key::Esc);
    assert_eq!((desk.model.overlay(), text(&desk.model, FormField::Name)), (None, "Aysel"));
    assert_eq!(desk.model.form().focus(), FormField::Name);
}

#[test]
fn the_selection_stops_at_both_ends() {
    let mut desk = searching("Aysel");
    desk.send(found("Aysel", &["A", "B", "C"]));
    for (key, at) in
        [(Key::Up, 0), (Key::Down, 1), (Key::End, 2), (Key::Down, 2), (Key::Tab, 2), (Key::BackTab, 1), (Key::Home, 0)]
    {
        assert_eq!(desk.press(key), vec![]);
        assert_eq!(search(&desk).at, at, "{key:?}");
    }
}

#[test]
fn typing_over_list_or_card_closes_both_and_loses_no_letter() {
    for is_card_open in [false, true] {
        let mut desk = searching("Aysel");
        desk.send(found("Aysel", &["Aysel A"]));
        if is_card_open {
            desk.press(Key::Enter);
        }
        desk.types("a");
        assert_eq!((desk.model.overlay(), text(&desk.model, FormField::Name)), (None, "Aysela"), "{is_card_open}");
    }
}

#[test]
fn an_empty_or_failed_search_says_what_happened() {
    let not_sent = ApiError::NotSent(ConnectError::NoConnection);
    let timeout = ApiError::Unknown(UnknownOutcome::Timeout);
    for (answer, sentence) in [
        (Ok(FoundByName { customers: vec![], has_more: false }), "No customer has this name."),
        (
            Ok(FoundByName { customers: customers(&["Aysel"; 10]), has_more: true }),
            "There are more. Type more of the name.",
        ),
        (Err(not_sent), "The search did not work."),
        (Err(timeout), "The search did not work."),
        (Err(ApiError::RateLimited { retry_after: Duration::from_secs(7) }), "Clopos is busy."),
    ] {
        let mut desk = searching("Aysel");
        desk.send(Msg::FoundByName { name: name("Aysel"), answer: answer.clone() });
        let shown = screen(&desk);
        assert!(shown.contains(sentence) && shown.contains("Esc back"), "{answer:?}: {shown}");
        let has_rows = answer.is_ok_and(|found| !found.customers.is_empty());
        assert_eq!(shown.contains("Enter show"), has_rows, "{shown}");
        assert_eq!(desk.press(Key::Enter), vec![]);
        assert_eq!(search(&desk).open_card().is_some(), has_rows);
        desk.press(Key::Esc);
        desk.press(Key::Esc);
        assert_eq!(desk.model.overlay(), None);
    }
}

#[test]
fn without_a_name_the_cashier_is_asked_for_it() {
    for typed in ["", "-", "  "] {
        let mut desk = with_name(typed);
        desk.press(Key::BackTab);
        assert_eq!(desk.press(Key::Ctrl('n')), vec![], "{typed:?}");
        assert_eq!(desk.model.overlay(), None);
        assert_eq!((desk.model.notice(), desk.model.form().focus()), (Some(&Notice::TypeName), FormField::Name));
        desk.types("A");
        assert_eq!(desk.model.notice(), None, "{typed:?}");
    }
}

#[test]
fn an_answer_that_comes_too_late_shows_nothing() {
    let mut closed = searching("Aysel");
    closed.press(Key::Esc);
    closed.send(found("Aysel", &["Aysel A"]));
    assert_eq!(closed.model.overlay(), None);

    let mut other = searching("Aysel");
    other.send(found("Rauf", &["Rauf A"]));
    assert_eq!(search(&other).answer, None, "it is about another name");

    let mut twice = searching("Aysel");
    twice.send(found("Aysel", &["Aysel A", "Aysel B"]));
    twice.press(Key::End);
    twice.send(found("Aysel", &[]));
    assert_eq!((search(&twice).customers().len(), search(&twice).at), (2, 1), "the list does not change");

    let mut helped = searching("Aysel");
    helped.press(Key::Ctrl('o'));
    helped.send(found("Aysel", &["Aysel A"]));
    assert!(matches!(helped.model.overlay(), Some(Overlay::Waiting { .. })));
}

#[test]
fn the_answer_reaches_the_list_under_the_help() {
    let mut desk = searching("Aysel");
    desk.press(Key::Ctrl('g'));
    desk.send(found("Aysel", &["Aysel A"]));
    desk.press(Key::Esc);
    assert_eq!(search(&desk).customers(), customers(&["Aysel A"]));
}

#[test]
fn a_held_key_does_not_search_again_and_again() {
    let mut desk = with_name("Aysel");
    let mut effects = desk.press(Key::Ctrl('n'));
    effects.extend(desk.press_after(Duration::from_millis(500), Key::Ctrl('n')));
    for _ in 0..60 {
        effects.extend(desk.press_after(Duration::from_millis(33), Key::Ctrl('n')));
    }
    assert_eq!(effects, vec![Effect::FindByName(name("Aysel"))]);
}

#[test]
fn found_customers_are_hidden_and_forgotten_on_an_idle_desk() {
    let mut desk = searching("Aysel");
    desk.send(found("Aysel", &["Aysel Secret"]));
    let at = desk.model.idle_due().unwrap();
    desk.send(Msg::Idle { at });
    assert!(desk.model.is_masked());
    assert!(!screen(&desk).contains("Secret") && !screen(&desk).contains("+994"), "{}", screen(&desk));
    let at = desk.model.idle_due().unwrap();
    desk.send(Msg::Idle { at });
    assert_eq!(desk.model.overlay(), None);
    assert!(!format!("{:?}", Card::Known(Box::new(customers(&["Secret"]).remove(0)))).contains("Secret"));
}

/// The clean path has no new step, and its keys do not change.
#[test]
fn phone_and_name_still_need_two_keys() {
    let mut desk = Bench::new();
    let customer = desk.save("501234567", "Aysel");
    assert_eq!(customer.name.as_str(), "Aysel");
    assert_eq!(desk.model.overlay(), None);
}
