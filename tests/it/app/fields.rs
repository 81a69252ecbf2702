//! The fields while the cashier types: names, groups, gender, undo, clear.

use crate::support::bench::{Bench, groups, parse_context, registered, sent};
use crate::support::bench::{form_on_screen, save_and_return_name, text, with_name};
use frontdesk::app::{Msg, Notice};
use frontdesk::domain::{ApiError, ConnectError, DateOrder, FieldError, Gender, GroupId};
use frontdesk::form::{FieldStatus, FormField, GroupList, Groups};
use frontdesk::keys::Key;

use super::render::screen;

#[test]
fn save_focuses_the_first_invalid_field() {
    let cases: [(&[(FormField, &str)], FormField); 5] = [
        (&[(FormField::Note, "likes tea")], FormField::Name),
        (&[(FormField::Phone, "50123")], FormField::Phone),
        (&[(FormField::Name, "Aysel"), (FormField::BirthDate, "31.04.1990")], FormField::BirthDate),
        (&[(FormField::Name, "Aysel"), (FormField::Email, "aysel@")], FormField::Email),
        (&[(FormField::Name, "Aysel"), (FormField::Group, "unknown")], FormField::Group),
    ];
    for (typed, first) in cases {
        let mut desk = Bench::with_groups();
        for (field, text) in typed {
            while desk.model.form().focus() != *field {
                desk.press(Key::Tab);
            }
            desk.types(text);
        }
        assert_eq!(desk.press(Key::Ctrl('s')), vec![]);
        assert_eq!(desk.model.form().focus(), first);
        assert_eq!(desk.model.notice(), Some(&Notice::FixField));
        let status = desk.model.form().status(first, &parse_context(), desk.model.groups());
        assert!(matches!(status, FieldStatus::Invalid(_)), "{first:?}: {status:?}");
    }
}

#[test]
fn an_unfinished_field_is_invalid_only_once_touched() {
    let mut desk = Bench::new();
    desk.types("5012345");
    let status =
        |desk: &Bench| desk.model.form().status(FormField::Phone, &parse_context(), &Groups::Loading).status_name();
    assert_eq!(status(&desk), "unfinished");
    desk.press(Key::Tab);
    assert_eq!(status(&desk), "wrong");
    desk.press(Key::BackTab);
    desk.types("67");
    assert_eq!(status(&desk), "understood");
}

#[test]
fn examples_suit_the_country_and_the_date_order_of_the_desk() {
    for (letters, hint) in [
        ("AZ", "e.g. 050 123 45 67 "),
        ("TR", "e.g. 0501 234 56 78 "),
        ("UZ", "e.g. 91 234 56 78 "),
        ("KZ", "e.g. 8 (771) 000 9998 "),
        ("GB", "e.g. 07400 123456 "),
        ("US", "e.g. (201) 555-0123 "),
    ] {
        let mut desk = Bench::new();
        desk.configure(|settings| settings.rules.country = letters.parse().unwrap());
        assert!(screen(&desk).contains(hint), "{letters} {}", screen(&desk));
    }
    for (order, hint, example) in [
        (DateOrder::DayMonthYear, "15051990 or 15.5.1990 (day, month, year)", "Type it like 15051990."),
        (DateOrder::MonthDayYear, "05151990 or 5/15/1990 (month, day, year)", "Type it like 05151990."),
        (DateOrder::YearMonthDay, "19900515 or 1990-5-15 (year, month, day)", "Type it like 19900515."),
    ] {
        let mut desk = Bench::new();
        desk.configure(|settings| settings.rules.date_order = order);
        while desk.model.form().focus() != FormField::BirthDate {
            desk.press(Key::Tab);
        }
        assert!(screen(&desk).contains(hint), "{order:?} {}", screen(&desk));
        desk.types("1.5.1990.7");
        assert!(screen(&desk).contains(example), "{order:?} {}", screen(&desk));
    }
}

#[test]
fn clear_is_undone_by_the_same_key() {
    let mut desk = Bench::new();
    desk.types("501234567");
    let typed = form_on_screen(&desk.model).to_draft();
    assert_eq!(desk.press(Key::Ctrl('r')), vec![]);
    assert!(desk.model.form().is_blank());
    assert_ne!(desk.model.form().cid(), typed.cid);
    assert_eq!(desk.model.notice(), Some(&Notice::Cleared));
    assert_eq!(desk.press(Key::Ctrl('r')), vec![]);
    let restored = form_on_screen(&desk.model).to_draft();
    assert_eq!((restored.cid, restored.texts), (typed.cid, typed.texts));
    assert_eq!(desk.model.notice(), Some(&Notice::Restored));
}

#[test]
fn a_clear_cannot_be_undone_once_text_is_typed() {
    let mut desk = Bench::new();
    desk.types("501234567");
    desk.press(Key::Ctrl('r'));
    desk.types("7");
    desk.press(Key::Backspace);
    desk.press(Key::Ctrl('r'));
    assert!(desk.model.form().is_blank());
}

#[test]
fn a_name_in_one_case_is_sent_capitalized_unless_the_cashier_keeps_it() {
    assert_eq!(save_and_return_name(&mut with_name("ilqar məmmədov")), "İlqar Məmmədov");
    assert_eq!(save_and_return_name(&mut with_name("AYSEL MƏMMƏDOVA")), "Aysel Məmmədova");
    let mut desk = with_name("ilqar məmmədov");
    assert_eq!(text(&desk.model, FormField::Name), "ilqar məmmədov", "nothing typed is rewritten");
    assert_eq!(desk.press(Key::Ctrl('y')), vec![]);
    assert_eq!(save_and_return_name(&mut desk), "ilqar məmmədov");
    let mut desk = with_name("ilqar");
    desk.press(Key::Ctrl('y'));
    desk.press(Key::Tab);
    desk.press(Key::Ctrl('y'));
    assert_eq!(
        save_and_return_name(&mut desk),
        "İlqar",
        "a second Ctrl-Y takes the choice back, from another field as well"
    );
    let mut desk = with_name("Aysel məmmədova");
    desk.press(Key::Ctrl('y'));
    assert_eq!(save_and_return_name(&mut desk), "Aysel məmmədova", "mixed case is never changed");
}

#[test]
fn ctrl_y_accepts_the_suggested_email() {
    let mut desk = with_name("Aysel");
    while desk.model.form().focus() != FormField::Email {
        desk.press(Key::Tab);
    }
    desk.types("aysel@gmial.com");
    let status = desk.model.form().status(FormField::Email, &parse_context(), &Groups::Loading).status_name();
    assert_eq!(status, "doubtful");
    assert_eq!(desk.press(Key::Ctrl('y')), vec![]);
    assert_eq!(text(&desk.model, FormField::Email), "aysel@gmail.com");
    desk.press(Key::Ctrl('_'));
    assert_eq!(text(&desk.model, FormField::Email), "aysel@gmial.com", "the suggestion can be undone");
    desk.press(Key::Tab);
    desk.press(Key::Ctrl('y'));
    assert_eq!(sent(desk.press(Key::Ctrl('s'))).email.unwrap().as_str(), "aysel@gmail.com", "from another field too");
}

#[test]
fn undo_restores_a_field_or_a_cleared_form() {
    for undo in [Key::Ctrl('_'), Key::Ctrl('7'), Key::Ctrl('/')] {
        let mut desk = Bench::with_groups();
        desk.types("501234567");
        desk.press(Key::Tab);
        desk.types("Aysel");
        desk.press(Key::Ctrl('u'));
        desk.press(undo);
        assert_eq!(text(&desk.model, FormField::Name), "Aysel");
        desk.press(Key::Ctrl('r'));
        desk.press(undo);
        assert_eq!((text(&desk.model, FormField::Phone), text(&desk.model, FormField::Name)), ("501234567", "Aysel"));
        desk.press(undo);
        assert_eq!((text(&desk.model, FormField::Phone), text(&desk.model, FormField::Name)), ("501234567", ""));
    }
}

#[test]
fn nothing_is_undone_into_the_next_customers_form() {
    let mut desk = Bench::new();
    let cid = desk.save("501234567", "Aysel").cid;
    desk.answer(cid, Ok(registered(cid, "Aysel")));
    desk.press(Key::Ctrl('_'));
    assert!(desk.model.form().is_blank());
    desk.types("7");
    desk.press(Key::Ctrl('_'));
    desk.press(Key::Ctrl('_'));
    assert!(desk.model.form().is_blank());
}

#[test]
fn gender_is_one_letter_or_an_arrow() {
    let mut desk = Bench::new();
    (0..4).for_each(|_| drop(desk.press(Key::Tab)));
    let mut gender_after = |key: Key| {
        desk.press(key);
        desk.model.form().gender()
    };
    assert_eq!(gender_after(Key::Char('f')), Some(Gender::Female));
    assert_eq!(gender_after(Key::Char('M')), Some(Gender::Male));
    assert_eq!(gender_after(Key::Char('-')), None);
    assert_eq!(gender_after(Key::Right), Some(Gender::Female));
    assert_eq!(gender_after(Key::Right), Some(Gender::Male));
    assert_eq!(gender_after(Key::Right), None);
    assert_eq!(gender_after(Key::Left), Some(Gender::Male));
    assert_eq!(gender_after(Key::Backspace), None);
    assert_eq!(gender_after(Key::Char('x')), None);
}

#[test]
fn a_group_is_found_by_typing_and_chosen_by_arrows() {
    let mut desk = Bench::with_groups();
    (0..5).for_each(|_| drop(desk.press(Key::Tab)));
    let group = |desk: &Bench| desk.model.form().parsed_group(desk.model.groups()).valid().map(|group| group.id.0);
    assert_eq!(group(&desk), None);
    desk.press(Key::Right);
    assert_eq!(group(&desk), Some(1));
    desk.press(Key::Left);
    assert_eq!(group(&desk), None);
    desk.types("s");
    assert_eq!(group(&desk), Some(3), "a name that begins with it comes first: Staff");
    desk.press(Key::Right);
    assert_eq!(group(&desk), Some(1), "then My Customers");
    desk.types("x");
    let status = desk.model.form().status(FormField::Group, &parse_context(), desk.model.groups());
    assert_eq!(status, FieldStatus::Invalid(FieldError::GroupNotFound));
}

/// Types a name and a group, saves, and answers that it is registered. Returns the group that was sent.
fn registered_with_group(desk: &mut Bench, group: &str) -> Option<GroupId> {
    desk.press(Key::Tab);
    desk.types("Aysel");
    (0..4).for_each(|_| drop(desk.press(Key::Tab)));
    desk.types(group);
    let customer = sent(desk.press(Key::Ctrl('s')));
    desk.answer(customer.cid, Ok(registered(customer.cid, "Aysel")));
    customer.group
}

#[test]
fn the_last_used_group_comes_first() {
    let mut desk = Bench::with_groups();
    assert_eq!(registered_with_group(&mut desk, "vip"), Some(GroupId(4)));
    assert_eq!(registered_with_group(&mut desk, ""), None, "it is not chosen for the next customer");
    (0..5).for_each(|_| drop(desk.press(Key::Tab)));
    desk.press(Key::Right);
    let group = desk.model.form().parsed_group(desk.model.groups()).valid();
    assert_eq!(group.map(|group| group.id), Some(GroupId(4)));
}

#[test]
fn a_sticky_group_is_carried_over_until_it_is_removed() {
    let mut desk = Bench::with_groups();
    desk.configure(|settings| settings.sticky_group = true);
    assert_eq!(registered_with_group(&mut desk, "vip"), Some(GroupId(4)));
    assert!(desk.model.form().is_blank(), "a carried-over group counts as blank");
    assert_eq!(desk.model.drafts(), vec![]);
    assert_eq!(registered_with_group(&mut desk, ""), Some(GroupId(4)));
    assert_eq!(registered_with_group(&mut desk, "staff"), Some(GroupId(3)));
    desk.types("5");
    desk.press(Key::Ctrl('r'));
    assert_eq!(desk.model.form().parsed_group(desk.model.groups()).valid().map(|group| group.id), Some(GroupId(3)));
    (0..5).for_each(|_| drop(desk.press(Key::Tab)));
    desk.press(Key::Backspace);
    (0..5).for_each(|_| drop(desk.press(Key::BackTab)));
    assert_eq!(registered_with_group(&mut desk, ""), None);
    assert_eq!(registered_with_group(&mut desk, ""), None, "the removed group does not come back");
}

#[test]
fn a_deleted_sticky_group_does_not_block_a_save() {
    let mut desk = Bench::with_groups();
    desk.configure(|settings| settings.sticky_group = true);
    registered_with_group(&mut desk, "vip");
    desk.send(Msg::Groups(Ok(groups().into_iter().take(2).collect())));
    assert_eq!(registered_with_group(&mut desk, ""), None);
}

#[test]
fn a_group_is_not_found_by_its_number() {
    let mut desk = Bench::with_groups();
    (0..5).for_each(|_| drop(desk.press(Key::Tab)));
    desk.types("2");
    assert_eq!(
        desk.model.form().field_error(FormField::Group, &parse_context(), desk.model.groups()),
        Some(FieldError::GroupNotFound)
    );
}

#[test]
fn a_failed_reload_keeps_the_known_groups() {
    let mut desk = Bench::with_groups();
    desk.send(Msg::Groups(Err(ApiError::NotSent(ConnectError::ConnectTimeout))));
    assert_eq!(*desk.model.groups(), Groups::Loaded(GroupList::new(groups())));
}

trait StatusName {
    fn status_name(&self) -> &'static str;
}

impl StatusName for FieldStatus<'_> {
    fn status_name(&self) -> &'static str {
        match self {
            FieldStatus::Neutral => "quiet",
            FieldStatus::Incomplete(_) => "unfinished",
            FieldStatus::Invalid(_) => "wrong",
            FieldStatus::Valid(_) => "understood",
            FieldStatus::Offered(_) | FieldStatus::TwoAlphabets(_) => "doubtful",
            FieldStatus::InvalidWithOffer(_) => "wrong, with an offer",
            FieldStatus::Rejected(_) => "marked",
        }
    }
}

#[test]
fn only_a_deletion_takes_a_choice_away() {
    let movements = [Key::Home, Key::End, Key::WordLeft, Key::WordRight, Key::Ctrl('a'), Key::Ctrl('e')];
    let deletions = [Key::Backspace, Key::Delete, Key::Ctrl('u'), Key::Ctrl('k'), Key::Ctrl('w')];
    for key in movements.into_iter().chain(deletions) {
        let is_deletion = deletions.contains(&key);
        let mut desk = Bench::with_groups();
        desk.press(Key::Ctrl('l'));
        desk.press(Key::Right);
        let chosen = |desk: &Bench| form_on_screen(&desk.model).parsed_group(desk.model.groups()).valid().is_some();
        assert!(chosen(&desk), "{key:?}");
        desk.press(key);
        assert_eq!(chosen(&desk), !is_deletion, "group, {key:?}");
        desk.press(Key::BackTab);
        desk.press(Key::Right);
        assert!(form_on_screen(&desk.model).gender().is_some(), "{key:?}");
        desk.press(key);
        assert_eq!(form_on_screen(&desk.model).gender().is_some(), !is_deletion, "gender, {key:?}");
    }
}
