//! The preview of a name waits for a pause in the typing. Nothing else below a field waits.

use std::time::Duration;

use frontdesk::app::{Intent, Model, Msg, TypedText};
use frontdesk::domain::{DateOrder, FieldError, OutboxCounts, Spellings};
use frontdesk::form::FormField;
use frontdesk::keys::Key;
use frontdesk::locale::Locale;

use super::render::screen;
use crate::support::bench::{Bench, form_on_screen};

/// Shorter than the pause after which the preview follows.
const QUICK: Duration = Duration::from_millis(150);

fn types_quickly(desk: &mut Bench, text: &str) {
    for letter in text.chars() {
        assert_eq!(desk.press_after(QUICK, Key::Char(letter)), vec![]);
    }
}

fn desk_at_name() -> Bench {
    let mut desk = Bench::new();
    desk.press(Key::Tab);
    desk
}

fn preview(model: &Model) -> Option<&str> {
    match model.name_preview()? {
        Spellings::Capitalized(name) => Some(name.as_str()),
        Spellings::AsTyped | Spellings::Unsure(_) => None,
    }
}

#[test]
fn the_preview_stays_during_the_typing_and_follows_after_a_pause() {
    for (first, then, earlier, later) in [
        ("aysel", " ali", "Aysel", "Aysel Ali"),
        ("шер", "замат", "Шер", "Шерзамат"),
        ("ƏLİ", "YEV", "Əli", "Əliyev"),
        ("çə", "ğ", "Çə", "Çəğ"),
    ] {
        let mut desk = desk_at_name();
        types_quickly(&mut desk, first);
        assert_eq!(preview(&desk.model), None, "{first}: nothing was typed before");
        assert!(!screen(&desk).contains("keep as typed"));
        let due = desk.now + Duration::from_millis(200);
        assert_eq!(desk.model.idle_due(), Some(due));
        desk.send(Msg::Idle { at: desk.now + Duration::from_millis(199) });
        assert_eq!(preview(&desk.model), None, "too early");
        desk.send(Msg::Idle { at: due });
        assert_eq!(preview(&desk.model), Some(earlier));
        assert!(screen(&desk).contains(&format!("✓ {earlier} ")));
        assert!(desk.model.idle_due().is_none_or(|idle| idle > due + Duration::from_secs(1)), "no further wake-up");
        types_quickly(&mut desk, then);
        assert_eq!(preview(&desk.model), Some(earlier));
        assert!(screen(&desk).contains(&format!("✓ {earlier} ")), "it stays");
        desk.pause();
        assert_eq!(preview(&desk.model), Some(later));
        assert!(screen(&desk).contains(&format!("✓ {later} ")));
    }
}

#[test]
fn the_preview_follows_at_once_when_the_typing_has_ended() {
    type Step = fn(&mut Bench);
    let steps: [(&str, Step); 8] = [
        ("Tab", |desk| drop(desk.press_after(QUICK, Key::Tab))),
        ("Shift-Tab", |desk| drop(desk.press_after(QUICK, Key::BackTab))),
        ("Enter", |desk| drop(desk.press_after(QUICK, Key::Enter))),
        ("to the group", |desk| drop(desk.press_after(QUICK, Key::Ctrl('l')))),
        ("register", |desk| drop(desk.press_after(QUICK, Key::Ctrl('s')))),
        ("a paste", |desk| drop(desk.paste(" x"))),
        ("a part of a paste", |desk| {
            let at = desk.now + QUICK;
            desk.send(Msg::Paste { text: TypedText(" x".to_owned()), is_last: false, at });
        }),
        ("an intent of the line front end", |desk| {
            desk.intend(Intent::SetField { field: FormField::Name, text: TypedText("aysel x".to_owned()) });
        }),
    ];
    for (name, step) in steps {
        let mut desk = desk_at_name();
        types_quickly(&mut desk, "aysel");
        step(&mut desk);
        let typed = desk.model.form().text(FormField::Name).unwrap().value();
        let expected = if typed == "aysel x" { "Aysel X" } else { "Aysel" };
        assert_eq!(preview(&desk.model), Some(expected), "{name}");
    }
}

#[test]
fn a_message_that_is_no_key_neither_ends_nor_extends_the_wait() {
    let mut desk = desk_at_name();
    types_quickly(&mut desk, "aysel");
    let due = desk.model.idle_due();
    desk.send(Msg::Counts(OutboxCounts::default()));
    desk.send(Msg::Resized { columns: 100, rows: 30 });
    assert_eq!((preview(&desk.model), desk.model.idle_due()), (None, due));
}

#[test]
fn a_preview_never_outlives_its_form() {
    let mut desk = desk_at_name();
    desk.types("aysel");
    assert_eq!(preview(&desk.model), Some("Aysel"));
    desk.press(Key::Ctrl('r'));
    assert_eq!(preview(&desk.model), None, "cleared");
    desk.press(Key::Ctrl('r'));
    assert_eq!(preview(&desk.model), Some("Aysel"), "brought back");
    desk.types(" ali");
    desk.press(Key::Ctrl('u'));
    desk.pause();
    assert_eq!(preview(&desk.model), None, "erased");
    assert_eq!(form_on_screen(&desk.model).focus(), FormField::Name);
}

#[test]
fn errors_and_a_name_that_needs_no_preview_do_not_wait() {
    let english = Locale::english();
    let mut desk = desk_at_name();
    types_quickly(&mut desk, "-");
    assert!(screen(&desk).contains(&english.field_error(FieldError::NameWithoutLetters, DateOrder::DayMonthYear)));
    let mut desk = desk_at_name();
    desk.types("aysel");
    desk.press(Key::Tab);
    desk.press(Key::BackTab);
    desk.press_after(QUICK, Key::Ctrl('u'));
    assert!(screen(&desk).contains(&english.field_error(FieldError::NameMissing, DateOrder::DayMonthYear)));
    let mut desk = desk_at_name();
    desk.types("aysel");
    assert!(screen(&desk).contains("keep as typed"));
    types_quickly(&mut desk, "Ali");
    assert!(!screen(&desk).contains("keep as typed"), "mixed capitals are kept");
    let mut desk = desk_at_name();
    types_quickly(&mut desk, "aysel");
    desk.press_after(QUICK, Key::Ctrl('y'));
    assert!(screen(&desk).contains("use capitals"));
}
