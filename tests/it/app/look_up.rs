//! The look-up of the phone while the cashier types, in all orders of look-up, edit and save, with the status on the
//! screen and the exact effects.

use std::time::Duration;

use crate::support::bench::{Bench, registered, sent};
use frontdesk::app::{Effect, LookupStatus, Msg};
use frontdesk::domain::{
    ApiError, ConnectError, Country, Customer, DeliveryOutcome, DisplayText, Field, Phone, PhoneLookup, UnknownOutcome,
};
use frontdesk::form::FormField;
use frontdesk::keys::Key;

fn phone(text: &str) -> Phone {
    Phone::parse(text, Country::default()).valid().unwrap()
}

pub const FIRST: &str = "+994501234567";
const SECOND: &str = "+994501234568";

/// Returns a customer whose `cid` no form of these tests has.
pub fn aysel() -> Customer {
    registered("0f9654bc-9520-43d7-8109-317d9820f54c".parse().unwrap(), "Aysel")
}

fn known_aysel() -> PhoneLookup {
    PhoneLookup::Registered(Box::new(aysel()))
}

/// A step of a race.
pub enum Step {
    Types(&'static str),
    Press(Key),
    /// The look-up of this number is answered: no customer has it.
    AnsweredFree(&'static str),
    AnsweredTaken(&'static str),
    /// No customer has this number as it was sent; the other spellings could not be asked for.
    AnsweredInPart(&'static str),
    Fails(&'static str, ApiError),
    Saves,
    /// The saved form is registered with this name.
    Stored(&'static str),
    Clashes(Field),
    Waits,
    /// This time passes before the next key.
    Passes(Duration),
}

use Step::{AnsweredFree, AnsweredInPart, AnsweredTaken, Clashes, Fails, Passes, Press, Saves, Stored, Types, Waits};

/// Runs the steps. Returns the bench, which has the look-up effects of all steps.
pub fn run(steps: &[Step]) -> Bench {
    let mut desk = Bench::new();
    let mut saved = None;
    for step in steps {
        let before = (desk.model.form().focus(), desk.model.drafts());
        let answer = |desk: &mut Bench, number: &str, answer| {
            assert_eq!(desk.send(Msg::LookedUp { phone: phone(number), answer }), vec![]);
            let after = (desk.model.form().focus(), desk.model.drafts());
            assert_eq!(after, before, "an answer neither moves the focus nor changes what is typed");
        };
        match step {
            Types(text) => desk.types(text),
            Press(key) => assert_eq!(desk.press(*key), vec![]),
            AnsweredFree(number) => answer(&mut desk, number, Ok(PhoneLookup::NotRegistered)),
            AnsweredTaken(number) => answer(&mut desk, number, Ok(known_aysel())),
            AnsweredInPart(number) => answer(&mut desk, number, Ok(PhoneLookup::NotFoundAsSent)),
            Fails(number, error) => answer(&mut desk, number, Err(error.clone())),
            Saves => {
                if desk.model.form().focus() == FormField::Phone {
                    desk.press(Key::Tab);
                    desk.types("Rauf");
                }
                saved = Some(sent(desk.press(Key::Ctrl('s'))).cid);
            }
            Stored(name) => drop(desk.answer(saved.unwrap(), Ok(registered(saved.unwrap(), name)))),
            Clashes(field) => drop(desk.answer(saved.unwrap(), Err(ApiError::Conflict { field: Some(*field) }))),
            Waits => {
                let error = ApiError::NotSent(ConnectError::NoConnection);
                desk.deliver(saved.unwrap(), DeliveryOutcome::Waiting { error, waiting: 1 });
            }
            Passes(time) => desk.now += *time,
        }
    }
    desk
}

fn look_up(number: &str) -> Effect {
    Effect::LookUp(phone(number))
}

/// A title, the steps, the look-up effects that they cause, and the final status of the number on the screen.
type Race = (&'static str, Vec<Step>, Vec<Effect>, Option<LookupStatus>);

#[expect(clippy::too_many_lines, reason = "a table")]
fn races() -> Vec<Race> {
    let no_connection = || ApiError::NotSent(ConnectError::NoConnection);
    let timeout = || ApiError::Unknown(UnknownOutcome::Timeout);
    let not_allowed = || ApiError::Permission { sentence: DisplayText::new("") };
    let registered_here = |name: &str| {
        let mut desk = Bench::new();
        let cid = desk.save("501234567", "Rauf").cid;
        Ok(PhoneLookup::Registered(Box::new(registered(cid, name))))
    };
    vec![
        ("an unfinished number", vec![Types("50123456")], vec![], None),
        ("a complete one", vec![Types("501234567")], vec![look_up(FIRST)], None),
        (
            "the answer",
            vec![Types("501234567"), AnsweredFree(FIRST)],
            vec![look_up(FIRST)],
            Some(Ok(PhoneLookup::NotRegistered)),
        ),
        (
            "a registered number",
            vec![Types("501234567"), AnsweredTaken(FIRST)],
            vec![look_up(FIRST)],
            Some(Ok(known_aysel())),
        ),
        (
            "while the name is typed",
            vec![Types("501234567"), Press(Key::Tab), Types("Ra"), AnsweredTaken(FIRST), Types("uf")],
            vec![look_up(FIRST)],
            Some(Ok(known_aysel())),
        ),
        (
            "an answer for an older text",
            vec![Types("501234567"), Press(Key::Backspace), Types("8"), AnsweredTaken(FIRST)],
            vec![look_up(FIRST), Effect::DropLookUp, look_up(SECOND)],
            None,
        ),
        (
            "an answer after a digit was deleted",
            vec![Types("501234567"), Press(Key::Backspace), AnsweredTaken(FIRST)],
            vec![look_up(FIRST), Effect::DropLookUp],
            None,
        ),
        (
            "an answer after a clear",
            vec![Types("501234567"), Press(Key::Ctrl('r')), AnsweredTaken(FIRST)],
            vec![look_up(FIRST), Effect::DropLookUp],
            None,
        ),
        (
            "cleared and restored before the answer",
            vec![Types("501234567"), Press(Key::Ctrl('r')), Press(Key::Ctrl('r')), AnsweredFree(FIRST)],
            vec![look_up(FIRST), Effect::DropLookUp, look_up(FIRST)],
            Some(Ok(PhoneLookup::NotRegistered)),
        ),
        (
            "looked up before in another spelling",
            vec![Types("501234567"), AnsweredTaken(FIRST), Press(Key::Ctrl('u')), Types("+994 50 123 45 67")],
            vec![look_up(FIRST)],
            Some(Ok(known_aysel())),
        ),
        (
            "another spelling of the same number",
            vec![Types("501234567"), Press(Key::Home), Types("0")],
            vec![look_up(FIRST)],
            None,
        ),
        (
            "looked up before, too long ago",
            vec![
                Types("501234567"),
                AnsweredTaken(FIRST),
                Press(Key::Backspace),
                Passes(Duration::from_secs(121)),
                Types("7"),
            ],
            vec![look_up(FIRST), look_up(FIRST)],
            None,
        ),
        (
            "a number on the screen is not looked up again, however long it is there",
            vec![
                Types("501234567"),
                AnsweredFree(FIRST),
                Passes(Duration::from_mins(10)),
                Press(Key::Tab),
                Types("Rauf"),
            ],
            vec![look_up(FIRST)],
            Some(Ok(PhoneLookup::NotRegistered)),
        ),
        (
            "no network",
            vec![Types("501234567"), Fails(FIRST, no_connection())],
            vec![look_up(FIRST)],
            Some(Err(no_connection())),
        ),
        (
            "a failed look-up is retried once after a while, and the error stays until then",
            vec![
                Types("501234567"),
                Fails(FIRST, no_connection()),
                Press(Key::Tab),
                Passes(Duration::from_secs(14)),
                Types("R"),
                Passes(Duration::from_secs(1)),
                Types("auf"),
            ],
            vec![look_up(FIRST), look_up(FIRST)],
            Some(Err(no_connection())),
        ),
        (
            "the answer of the retry",
            vec![
                Types("501234567"),
                Fails(FIRST, no_connection()),
                Passes(Duration::from_secs(15)),
                Press(Key::Tab),
                AnsweredTaken(FIRST),
            ],
            vec![look_up(FIRST), look_up(FIRST)],
            Some(Ok(known_aysel())),
        ),
        (
            "a permanent error is not retried",
            vec![Types("501234567"), Fails(FIRST, not_allowed()), Passes(Duration::from_mins(1)), Press(Key::Tab)],
            vec![look_up(FIRST)],
            Some(Err(not_allowed())),
        ),
        (
            "no answer in time",
            vec![Types("501234567"), Fails(FIRST, timeout()), Press(Key::Tab), Types("R")],
            vec![look_up(FIRST)],
            Some(Err(timeout())),
        ),
        (
            "a failure is not remembered",
            vec![Types("501234567"), Fails(FIRST, timeout()), Press(Key::Backspace), Types("7"), AnsweredFree(FIRST)],
            vec![look_up(FIRST), look_up(FIRST)],
            Some(Ok(PhoneLookup::NotRegistered)),
        ),
        (
            "an answer that may be wrong is not remembered",
            vec![Types("501234567"), AnsweredInPart(FIRST), Press(Key::Backspace), Types("7")],
            vec![look_up(FIRST), look_up(FIRST)],
            None,
        ),
        (
            "an answer that may be wrong is shown as such",
            vec![Types("501234567"), AnsweredInPart(FIRST), Press(Key::Tab), Types("R")],
            vec![look_up(FIRST)],
            Some(Ok(PhoneLookup::NotFoundAsSent)),
        ),
        (
            "a failure for an older text",
            vec![Types("501234567"), Press(Key::Backspace), Types("8"), Fails(FIRST, no_connection())],
            vec![look_up(FIRST), Effect::DropLookUp, look_up(SECOND)],
            None,
        ),
        (
            "the second answer for one number",
            vec![Types("501234567"), AnsweredFree(FIRST), AnsweredTaken(FIRST)],
            vec![look_up(FIRST)],
            Some(Ok(PhoneLookup::NotRegistered)),
        ),
        (
            "saved before the answer",
            vec![Types("501234567"), Saves, AnsweredTaken(FIRST)],
            vec![look_up(FIRST), Effect::DropLookUp],
            None,
        ),
        ("saved after the answer", vec![Types("501234567"), AnsweredFree(FIRST), Saves], vec![look_up(FIRST)], None),
        (
            "saved although it is registered",
            vec![Types("501234567"), AnsweredTaken(FIRST), Saves, Clashes(Field::Phone)],
            vec![look_up(FIRST)],
            None,
        ),
        (
            "a conflict after the number was free, and a change of the number",
            vec![
                Types("501234567"),
                AnsweredFree(FIRST),
                Saves,
                Clashes(Field::Phone),
                Press(Key::Backspace),
                Types("7"),
            ],
            vec![look_up(FIRST), look_up(FIRST)],
            None,
        ),
        (
            "a conflict of another field",
            vec![Types("501234567"), AnsweredFree(FIRST), Saves, Clashes(Field::Code)],
            vec![look_up(FIRST)],
            Some(Ok(PhoneLookup::NotRegistered)),
        ),
        (
            "the answer after the registration",
            vec![Types("501234567"), Saves, Stored("Rauf"), AnsweredTaken(FIRST)],
            vec![look_up(FIRST), Effect::DropLookUp],
            None,
        ),
        (
            "a customer registered at this desk is known",
            vec![Types("501234567"), AnsweredFree(FIRST), Saves, Stored("Rauf"), Types("0501234567")],
            vec![look_up(FIRST)],
            Some(registered_here("Rauf")),
        ),
        (
            "the next customer's number while the one before is sent",
            vec![
                Types("501234567"),
                AnsweredFree(FIRST),
                Saves,
                Types("501234568"),
                Stored("Rauf"),
                AnsweredFree(SECOND),
            ],
            vec![look_up(FIRST), look_up(SECOND)],
            Some(Ok(PhoneLookup::NotRegistered)),
        ),
        (
            "saved while offline",
            vec![Types("501234567"), Fails(FIRST, no_connection()), Saves, Waits],
            vec![look_up(FIRST)],
            None,
        ),
    ]
}

#[test]
fn a_look_up_never_races_with_edits_and_saves() {
    for (race, steps, effects, status) in races() {
        let desk = run(&steps);
        assert_eq!(desk.look_ups, effects, "{race}");
        assert_eq!(desk.model.lookups().status(), status.as_ref(), "{race}");
    }
}

#[test]
fn a_paste_is_looked_up_too() {
    let mut desk = Bench::new();
    desk.paste("+994 (50) 123-45-67");
    assert_eq!(desk.look_ups, vec![look_up(FIRST)]);
}
