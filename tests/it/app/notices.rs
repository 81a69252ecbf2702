//! The notices in the result line and the number of waiting forms: each goes when it is no longer true.

use std::time::Duration;

use frontdesk::app::{Effect, Msg, Notice};
use frontdesk::domain::{
    ApiError, Cid, ConnectError, Customer, DeliveryOutcome, DisplayText, Draft, Field, OutboxCounts, PhoneLookup,
    Progress, StorageError, WaitingRow,
};
use frontdesk::form::FormField;
use frontdesk::keys::Key;
use frontdesk::locale::Locale;

use super::render::screen;
use crate::support::bench::{Bench, conflict, groups, registered};

/// Returns the text of the screen with one space between words.
pub fn screen_words(desk: &Bench) -> String {
    screen(desk).replace('"', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a desk with a refused form on the screen, and the `cid` of its row in the outbox.
fn desk_after_refusal(error: ApiError) -> (Bench, Cid) {
    let mut desk = Bench::with_groups();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.send(Msg::Counts(OutboxCounts { waiting: 0, refused: 1, ..OutboxCounts::default() }));
    desk.answer(cid, Err(error));
    (desk, cid)
}

fn waiting_row(cid: Cid, name: &str, state: Progress, error: ApiError) -> WaitingRow {
    WaitingRow { cid, name: DisplayText::new(name), state, age_minutes: 3, attempts: 1, last_error: Some(error) }
}

/// Returns drafts of an earlier run with these names.
pub fn drafts(names: &[&str]) -> Vec<Draft> {
    let draft = |(number, name): (u8, &&str)| {
        let cid = Cid::from_random_bytes([number + 100; 16]);
        Draft { cid, texts: [("name".to_owned(), (*name).to_owned())].into(), stats: None }
    };
    (0..).zip(names).map(draft).collect()
}

#[test]
fn a_cleared_refusal_no_longer_waits() {
    let (mut desk, cid) = desk_after_refusal(conflict(Field::Phone));
    assert!(screen_words(&desk).contains("waiting (1)"), "{}", screen_words(&desk));
    desk.press(Key::Ctrl('r'));
    assert_eq!(desk.model.waiting(), 0);
    assert!(!screen_words(&desk).contains("waiting ("), "{}", screen_words(&desk));
    let row = || vec![waiting_row(cid, "Aysel", Progress::Refused, conflict(Field::Phone))];
    desk.press(Key::Ctrl('o'));
    desk.send(Msg::WaitingRows(row()));
    assert_eq!(desk.model.waiting_rows(), 0, "it is not listed either");
    desk.press(Key::Esc);

    // Other registrations still wait.
    desk.send(Msg::Counts(OutboxCounts { waiting: 2, refused: 2, ..OutboxCounts::default() }));
    assert_eq!(desk.model.waiting(), 3);

    // After it is restored, it counts as before.
    desk.press(Key::Ctrl('r'));
    assert_eq!(desk.model.waiting(), 4);
    desk.press(Key::Ctrl('r'));
    let effects = desk.press(Key::Char('5'));
    assert!(effects.contains(&Effect::Discard(cid)), "{effects:?}");
    assert_eq!(desk.model.waiting(), 3, "it does not count any more, although the outbox has not answered yet");
}

/// The row of the form on the screen leads back to that form.
#[test]
fn opening_the_row_of_the_current_form_only_closes_the_list() {
    let (mut desk, cid) = desk_after_refusal(conflict(Field::Phone));
    desk.press(Key::Tab);
    desk.types("X");
    desk.press(Key::Ctrl('o'));
    desk.send(Msg::WaitingRows(vec![waiting_row(cid, "Aysel", Progress::Refused, conflict(Field::Phone))]));
    assert_eq!(desk.press(Key::Enter), vec![]);
    assert_eq!((desk.model.overlay(), desk.model.listed_drafts()), (None, &[][..]));
    assert_eq!(desk.model.form().text(FormField::Name).unwrap().value(), "AyselX");
}

#[test]
fn a_refusal_notice_stays_until_its_field_is_changed() {
    let refusal = |api_field| ApiError::Rejected { field: api_field, sentence: DisplayText::new("No.") };
    for (error, field) in [
        (conflict(Field::Phone), Some(FormField::Phone)),
        (conflict(Field::Code), Some(FormField::Code)),
        (refusal(Some(Field::Name)), Some(FormField::Name)),
        (refusal(Some(Field::Email)), Some(FormField::Email)),
        // The field is unknown, so that any changed field counts.
        (ApiError::Conflict { field: None }, None),
        (refusal(None), None),
        (conflict(Field::Cid), None),
    ] {
        let (mut desk, _) = desk_after_refusal(error.clone());
        let notice = Some(Notice::Refused(error));
        assert_eq!(desk.model.notice(), notice.as_ref());
        desk.press(Key::Tab);
        desk.press(Key::BackTab);
        assert_eq!(desk.model.notice(), notice.as_ref(), "moving corrects nothing");
        if field.is_some() {
            while desk.model.form().focus() != FormField::Note {
                desk.press(Key::Tab);
            }
            desk.types("x");
            assert_eq!(desk.model.notice(), notice.as_ref(), "a change of another field corrects nothing either");
        }
        while field.is_some_and(|field| desk.model.form().focus() != field) {
            desk.press(Key::BackTab);
        }
        desk.types("1");
        assert_eq!(desk.model.notice(), None);
    }
}

#[test]
fn the_notice_of_an_invalid_field_stays_until_it_is_valid() {
    let mut desk = Bench::new();
    desk.types("50123");
    desk.press(Key::Tab);
    desk.types("Aysel");
    desk.press(Key::Ctrl('s'));
    assert_eq!((desk.model.notice(), desk.model.form().focus()), (Some(&Notice::FixField), FormField::Phone));
    desk.types("456");
    assert_eq!(desk.model.notice(), Some(&Notice::FixField), "it is still wrong");
    desk.types("7");
    assert_eq!(desk.model.notice(), None);

    // An answer from outside can make the field valid as well.
    let mut desk = Bench::new();
    desk.press(Key::Tab);
    desk.types("Aysel");
    desk.press(Key::Ctrl('l'));
    desk.types("vip");
    desk.press(Key::Ctrl('s'));
    assert_eq!(desk.model.notice(), Some(&Notice::FixField));
    desk.send(Msg::Groups(Ok(groups())));
    assert_eq!(desk.model.notice(), None);

    // Deleting the text makes the field valid as well.
    let mut desk = Bench::new();
    desk.types("50123");
    desk.press(Key::Ctrl('s'));
    desk.press(Key::Ctrl('u'));
    assert_eq!(desk.model.notice(), None);
}

#[test]
fn a_notice_goes_with_its_cause() {
    // The focus leaves the button.
    let mut desk = Bench::new();
    desk.press(Key::Tab);
    desk.types("Aysel");
    (0..7).for_each(|_| drop(desk.press(Key::Tab)));
    desk.press_after(Duration::from_micros(20), Key::Enter);
    assert_eq!(desk.model.notice(), Some(&Notice::EnterAgain));
    desk.press(Key::BackTab);
    assert_eq!(desk.model.notice(), None);

    // The last draft is discarded.
    let mut desk = Bench::new();
    desk.send(Msg::DraftsFound(drafts(&["Rauf"])));
    assert_eq!(desk.model.notice(), Some(&Notice::DraftsFound));
    desk.press(Key::Ctrl('o'));
    desk.press(Key::Ctrl('d'));
    desk.press(Key::Ctrl('x'));
    assert_eq!(desk.model.notice(), None);

    // The list is closed.
    let mut desk = Bench::new();
    desk.send(Msg::Counts(OutboxCounts { waiting: 1, refused: 0, ..OutboxCounts::default() }));
    desk.press(Key::Ctrl('o'));
    let row = waiting_row(Cid::from_random_bytes([9; 16]), "Aysel", Progress::Queued, conflict(Field::Phone));
    desk.send(Msg::WaitingRows(vec![row]));
    desk.press(Key::Enter);
    assert_eq!(desk.model.notice(), Some(&Notice::NotEditable));
    desk.press(Key::Esc);
    assert_eq!(desk.model.notice(), None);

    // The outbox can be read again.
    let mut desk = Bench::new();
    desk.send(Msg::Disk(StorageError::Broken));
    desk.send(Msg::Counts(OutboxCounts::default()));
    assert_eq!(desk.model.notice(), None);

    // The refused customer behind the next form is discarded.
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.types("55");
    desk.answer(cid, Err(conflict(Field::Phone)));
    assert!(matches!(desk.model.notice(), Some(Notice::RefusedEarlier { .. })));
    desk.press(Key::Ctrl('o'));
    desk.send(Msg::WaitingRows(vec![waiting_row(cid, "Aysel", Progress::Refused, conflict(Field::Phone))]));
    assert!(desk.model.notice().is_some());
    desk.press(Key::Ctrl('d'));
    desk.press(Key::Ctrl('x'));
    assert_eq!(desk.model.notice(), None);
}

fn errors_that_keep_waiting() -> Vec<ApiError> {
    let connect_errors = [
        ConnectError::NameUnknown,
        ConnectError::ConnectionRefused,
        ConnectError::ConnectTimeout,
        ConnectError::Tls,
        ConnectError::NoConnection,
        ConnectError::NoToken,
    ];
    let rate_limited = ApiError::RateLimited { retry_after: Duration::from_secs(7) };
    connect_errors.into_iter().map(ApiError::NotSent).chain([rate_limited]).collect()
}

#[test]
fn a_queued_registration_never_asks_to_try_again() {
    for error in errors_that_keep_waiting() {
        let mut desk = Bench::new();
        let cid = desk.save("501234567", "Aysel").cid;
        desk.send(Msg::Counts(OutboxCounts { waiting: 1, refused: 0, ..OutboxCounts::default() }));
        desk.deliver(cid, DeliveryOutcome::Waiting { error: error.clone(), waiting: 1 });
        let saved = screen_words(&desk);
        desk.press(Key::Ctrl('o'));
        desk.send(Msg::WaitingRows(vec![waiting_row(cid, "Aysel", Progress::Queued, error.clone())]));
        for shown in [saved, screen_words(&desk), Locale::english().api_error(&error)] {
            assert!(!shown.to_lowercase().contains("again"), "{error:?}: {shown}");
        }
    }
}

#[test]
fn a_failed_look_up_shows_no_check_mark() {
    let all = errors_that_keep_waiting().into_iter();
    for error in all.chain([ApiError::Credentials { sentence: DisplayText::default() }]) {
        let mut desk = Bench::new();
        let phone = Bench::new().save("501234567", "Aysel").phone.unwrap();
        desk.types("501234567");
        desk.send(Msg::LookedUp { phone, answer: Err(error.clone()) });
        assert!(!screen_words(&desk).contains('✓'), "{error:?}: {}", screen_words(&desk));
    }
}

#[test]
fn a_conflict_names_the_keys_that_help() {
    for field in [Some(Field::Phone), Some(Field::Code), None] {
        let mut desk = Bench::new();
        let customer = desk.save("501234567", "Aysel");
        let owner = registered(customer.cid, "Leyla");
        let conflict_owner = field.map(|_| (&owner).into());
        desk.deliver(
            customer.cid,
            DeliveryOutcome::Refused { error: ApiError::Conflict { field }, owner: conflict_owner },
        );
        let phone = customer.phone.unwrap();
        desk.send(Msg::LookedUp { phone, answer: Ok(PhoneLookup::Registered(Box::new(owner))) });
        let shown = screen_words(&desk);
        assert!(shown.contains("Press Ctrl-P to see who, Ctrl-R to clear."), "{field:?}: {shown}");
    }
    // If the owner is unknown, there is no card to open.
    let (desk, _) = desk_after_refusal(conflict(Field::Phone));
    let shown = screen_words(&desk);
    assert!(!shown.contains("Ctrl-P") && shown.contains("or press Ctrl-R to clear."), "{shown}");
}

#[test]
fn an_account_number_is_never_shown_as_a_balance() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Ok(Customer { balance_id: Some(8), ..registered(cid, "Aysel") }));
    assert!(
        !screen_words(&desk).contains("balance") && !screen_words(&desk).contains(" 8 "),
        "{}",
        screen_words(&desk)
    );
    for (balance, is_shown) in [(Some("0"), true), (Some("12.50"), true), (None, false)] {
        let mut desk = Bench::new();
        desk.types("501234567");
        let phone = Bench::new().save("501234567", "Aysel").phone.unwrap();
        let customer =
            Customer { balance_id: Some(2868), balance: balance.map(DisplayText::new), ..registered(cid, "Leyla") };
        desk.send(Msg::LookedUp { phone, answer: Ok(PhoneLookup::Registered(Box::new(customer))) });
        desk.press(Key::Ctrl('p'));
        let shown = screen_words(&desk);
        assert_eq!(shown.contains("Balance"), is_shown, "{shown}");
        assert!(balance.is_none_or(|amount| shown.contains(&format!("Balance {amount} "))), "{shown}");
        assert!(!shown.contains("2868") && !shown.contains("account"), "{shown}");
    }
}
