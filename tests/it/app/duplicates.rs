//! Possible duplicates: customers with the same name and birth date.

use frontdesk::app::{Msg, find_duplicate};
use frontdesk::domain::{ApiError, ConnectError, Country, Customer, DeliveryOutcome, DisplayText, Phone, PhoneLookup};
use frontdesk::keys::Key;

use super::render::screen;
use crate::support::bench::{Bench, birth_date, registered, sent};

/// Registers a customer with a birth date.
fn register(desk: &mut Bench, name: &str, born: &str) {
    type_person(desk, name, born);
    let cid = sent(desk.press(Key::Ctrl('s'))).cid;
    desk.answer(cid, Ok(registered(cid, name)));
}

fn type_person(desk: &mut Bench, name: &str, born: &str) {
    desk.press(Key::Tab);
    desk.types(name);
    desk.press(Key::Tab);
    desk.press(Key::Tab);
    desk.types(born);
}

#[test]
fn a_possible_duplicate_is_shown_and_can_be_saved() {
    for (name, born, is_similar) in [
        ("Aysel Məmmədova", "15051990", true),
        ("AYSEL MEMMEDOVA", "15.5.1990", true),
        ("məmmədova aysel", "150590", true),
        ("Mammadova Aisel", "15051990", true),
        ("Aysel Rauf qızı Məmmədova", "15051990", true),
        ("Мамедова Айсель", "15051990", true),
        ("Aysel Məmmədova", "16051990", false),
        ("Aysel Məmmədli", "15051990", false),
        ("Aysel Məmmədova", "", false),
    ] {
        let mut desk = Bench::new();
        register(&mut desk, "Aysel Məmmədova", "15051990");
        type_person(&mut desk, name, born);
        assert_eq!(find_duplicate(&desk.model).is_some(), is_similar, "{name} {born}");
        let warning = "same name and date as #1042 Aysel Məmmədova";
        assert_eq!(screen(&desk).contains(warning), is_similar, "{}", screen(&desk));
        sent(desk.press(Key::Ctrl('s')));
    }
}

#[test]
fn looked_up_and_waiting_customers_are_duplicates_too() {
    let mut desk = Bench::new();
    let cid = desk.model.form().cid();
    let customer = Customer { birth_date: birth_date("15.5.1990"), ..registered(cid, "Aysel Məmmədova") };
    let phone = Phone::parse("501234567", Country::default()).valid().unwrap();
    desk.send(Msg::LookedUp { phone, answer: Ok(PhoneLookup::Registered(Box::new(customer))) });
    type_person(&mut desk, "aysel memmedova", "15051990");
    assert!(find_duplicate(&desk.model).is_some());

    let mut desk = Bench::new();
    type_person(&mut desk, "Rauf", "15051990");
    let cid = sent(desk.press(Key::Ctrl('s'))).cid;
    let error = ApiError::NotSent(ConnectError::NoConnection);
    desk.deliver(cid, DeliveryOutcome::Waiting { error, waiting: 1 });
    type_person(&mut desk, "rauf", "15051990");
    assert_eq!(find_duplicate(&desk.model).unwrap().name, DisplayText::new("Rauf"));
}
