//! The fields while they are typed: names, groups, gender, undo, clear.

use crate::support::bench::{Bench, groups, registered, rules, sent};
use crate::support::bench::{form_on_screen, name_sent, text, with_name};
use frontdesk::app::{Key, Msg, Notice};
use frontdesk::domain::{ApiError, ConnectError, FieldError, Gender, GroupId};
use frontdesk::form::{FieldStatus, FormField, GroupList, Groups};

#[test]
fn save_goes_to_the_first_field_that_has_to_be_mended() {
    let cases: [(&[(FormField, &str)], FormField); 5] = [
        (&[(FormField::Note, "likes tea")], FormField::Name),
        (&[(FormField::Phone, "50123")], FormField::Phone),
        (&[(FormField::Name, "Aysel"), (FormField::BirthDate, "31.04.1990")], FormField::BirthDate),
        (&[(FormField::Name, "Aysel"), (FormField::Email, "aysel@")], FormField::Email),
        (&[(FormField::Name, "Aysel"), (FormField::Group, "nobody")], FormField::Group),
    ];
    for (typed, first) in cases {
        let mut desk = Bench::with_groups();
        for (spot, text) in typed {
            while desk.model.form().focus() != *spot {
                desk.press(Key::Tab);
            }
            desk.types(text);
        }
        assert_eq!(desk.press(Key::Ctrl('s')), vec![]);
        assert_eq!(desk.model.form().focus(), first);
        assert_eq!(desk.model.notice, Some(Notice::MendFirst));
        let finding = desk.model.form().status(first, &rules(), &desk.model.groups);
        assert!(matches!(finding, FieldStatus::Invalid(_)), "{first:?}: {finding:?}");
    }
}

#[test]
fn an_unfinished_field_is_wrong_only_after_it_was_left() {
    let mut desk = Bench::new();
    desk.types("5012345");
    let finding = |desk: &Bench| desk.model.form().status(FormField::Phone, &rules(), &Groups::Loading).clone_data();
    assert_eq!(finding(&desk), "unfinished");
    desk.press(Key::Tab);
    assert_eq!(finding(&desk), "wrong");
    desk.press(Key::BackTab);
    desk.types("67");
    assert_eq!(finding(&desk), "understood");
}

#[test]
fn clear_is_undone_by_the_same_key() {
    let mut desk = Bench::new();
    desk.types("501234567");
    let typed = form_on_screen(&desk.model).draft();
    assert_eq!(desk.press(Key::Ctrl('r')), vec![]);
    assert!(desk.model.form().is_blank());
    assert_ne!(desk.model.form().cid(), typed.cid);
    assert_eq!(desk.model.notice, Some(Notice::Cleared));
    assert_eq!(desk.press(Key::Ctrl('r')), vec![]);
    let restored = form_on_screen(&desk.model).draft();
    assert_eq!((restored.cid, restored.texts), (typed.cid, typed.texts));
    assert_eq!(desk.model.notice, Some(Notice::Restored));
}

#[test]
fn what_was_cleared_is_gone_once_something_is_typed() {
    let mut desk = Bench::new();
    desk.types("501234567");
    desk.press(Key::Ctrl('r'));
    desk.types("7");
    desk.press(Key::Backspace);
    desk.press(Key::Ctrl('r'));
    assert!(desk.model.form().is_blank());
}

#[test]
fn a_name_in_small_letters_is_sent_with_capitals_unless_the_cashier_keeps_it() {
    assert_eq!(name_sent(&mut with_name("ilqar məmmədov")), "İlqar Məmmədov");
    assert_eq!(name_sent(&mut with_name("AYSEL MƏMMƏDOVA")), "Aysel Məmmədova");
    let mut desk = with_name("ilqar məmmədov");
    assert_eq!(text(&desk.model, FormField::Name), "ilqar məmmədov", "nothing typed is rewritten");
    assert_eq!(desk.press(Key::Ctrl('y')), vec![]);
    assert_eq!(name_sent(&mut desk), "ilqar məmmədov");
    let mut desk = with_name("ilqar");
    desk.press(Key::Ctrl('y'));
    desk.press(Key::Tab);
    desk.press(Key::Ctrl('y'));
    assert_eq!(name_sent(&mut desk), "İlqar", "once more takes the word back, from another field as well");
    let mut desk = with_name("Aysel məmmədova");
    desk.press(Key::Ctrl('y'));
    assert_eq!(name_sent(&mut desk), "Aysel məmmədova", "mixed letters are never touched");
}

#[test]
fn the_address_that_was_probably_meant_is_taken_by_a_key() {
    let mut desk = with_name("Aysel");
    while desk.model.form().focus() != FormField::Email {
        desk.press(Key::Tab);
    }
    desk.types("aysel@gmial.com");
    let finding = desk.model.form().status(FormField::Email, &rules(), &Groups::Loading).clone_data();
    assert_eq!(finding, "doubtful");
    assert_eq!(desk.press(Key::Ctrl('y')), vec![]);
    assert_eq!(text(&desk.model, FormField::Email), "aysel@gmail.com");
    desk.press(Key::Ctrl('_'));
    assert_eq!(text(&desk.model, FormField::Email), "aysel@gmial.com", "and can be undone");
    desk.press(Key::Tab);
    desk.press(Key::Ctrl('y'));
    assert_eq!(sent(desk.press(Key::Ctrl('s'))).email.unwrap().as_str(), "aysel@gmail.com", "from another field too");
}

#[test]
fn undo_is_for_the_field_and_for_a_clear() {
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
    let mut then = |key: Key| {
        desk.press(key);
        desk.model.form().gender()
    };
    assert_eq!(then(Key::Char('f')), Some(Gender::Female));
    assert_eq!(then(Key::Char('M')), Some(Gender::Male));
    assert_eq!(then(Key::Char('-')), None);
    assert_eq!(then(Key::Right), Some(Gender::Female));
    assert_eq!(then(Key::Right), Some(Gender::Male));
    assert_eq!(then(Key::Right), None);
    assert_eq!(then(Key::Left), Some(Gender::Male));
    assert_eq!(then(Key::Backspace), None);
    assert_eq!(then(Key::Char('x')), None);
}

#[test]
fn a_group_is_found_by_typing_and_chosen_by_arrows() {
    let mut desk = Bench::with_groups();
    (0..5).for_each(|_| drop(desk.press(Key::Tab)));
    let group = |desk: &Bench| desk.model.form().parsed_group(&desk.model.groups).valid().map(|group| group.id.0);
    assert_eq!(group(&desk), None);
    desk.press(Key::Right);
    assert_eq!(group(&desk), Some(1));
    desk.press(Key::Left);
    assert_eq!(group(&desk), None);
    desk.types("s");
    assert_eq!(group(&desk), Some(3), "what begins with it comes first: Staff");
    desk.press(Key::Right);
    assert_eq!(group(&desk), Some(1), "then My Customers");
    desk.types("x");
    let finding = desk.model.form().status(FormField::Group, &rules(), &desk.model.groups);
    assert_eq!(finding, FieldStatus::Invalid(FieldError::GroupNotFound));
}

/// Types a name and a group, saves and has it registered; gives back the group that was sent.
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
fn the_group_used_last_stands_on_top() {
    let mut desk = Bench::with_groups();
    assert_eq!(registered_with_group(&mut desk, "vip"), Some(GroupId(4)));
    assert_eq!(registered_with_group(&mut desk, ""), None, "and is not chosen for anybody");
    (0..5).for_each(|_| drop(desk.press(Key::Tab)));
    desk.press(Key::Right);
    let group = desk.model.form().parsed_group(&desk.model.groups).valid();
    assert_eq!(group.map(|group| group.id), Some(GroupId(4)));
}

#[test]
fn a_sticky_group_is_the_next_customers_until_it_is_taken_out() {
    let mut desk = Bench::with_groups();
    desk.model.desk.sticky_group = true;
    assert_eq!(registered_with_group(&mut desk, "vip"), Some(GroupId(4)));
    assert!(desk.model.form().is_blank(), "what is left over is nothing typed");
    assert_eq!(desk.model.drafts(), vec![]);
    assert_eq!(registered_with_group(&mut desk, ""), Some(GroupId(4)));
    assert_eq!(registered_with_group(&mut desk, "staff"), Some(GroupId(3)));
    desk.types("5");
    desk.press(Key::Ctrl('r'));
    assert_eq!(desk.model.form().parsed_group(&desk.model.groups).valid().map(|group| group.id), Some(GroupId(3)));
    (0..5).for_each(|_| drop(desk.press(Key::Tab)));
    desk.press(Key::Backspace);
    (0..5).for_each(|_| drop(desk.press(Key::BackTab)));
    assert_eq!(registered_with_group(&mut desk, ""), None);
    assert_eq!(registered_with_group(&mut desk, ""), None, "nor is it anybody's after that");
}

#[test]
fn a_sticky_group_that_is_gone_keeps_nobody_from_saving() {
    let mut desk = Bench::with_groups();
    desk.model.desk.sticky_group = true;
    registered_with_group(&mut desk, "vip");
    desk.send(Msg::Groups(Ok(groups().into_iter().take(2).collect())));
    assert_eq!(registered_with_group(&mut desk, ""), None);
}

#[test]
fn no_number_is_taken_for_a_group() {
    let mut desk = Bench::with_groups();
    (0..5).for_each(|_| drop(desk.press(Key::Tab)));
    desk.types("2");
    assert_eq!(
        desk.model.form().field_error(FormField::Group, &rules(), &desk.model.groups),
        Some(FieldError::GroupNotFound)
    );
}

#[test]
fn groups_that_are_known_stay_known() {
    let mut desk = Bench::with_groups();
    desk.send(Msg::Groups(Err(ApiError::NotSent(ConnectError::ConnectTimeout))));
    assert_eq!(desk.model.groups, Groups::Loaded(GroupList::new(groups())));
}

trait Voice {
    fn clone_data(&self) -> &'static str;
}

impl Voice for FieldStatus<'_> {
    fn clone_data(&self) -> &'static str {
        match self {
            FieldStatus::Neutral => "quiet",
            FieldStatus::Incomplete(_) => "unfinished",
            FieldStatus::Invalid(_) => "wrong",
            FieldStatus::Valid(_) => "understood",
            FieldStatus::Doubtful(_) => "doubtful",
            FieldStatus::Rejected(_) => "marked",
        }
    }
}
