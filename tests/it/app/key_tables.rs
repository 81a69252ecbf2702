//! The tables of key bindings: each key that the footer, the help and the manual page name does what they say, and each
//! key that does something is named there.

use std::time::Duration;

use chrono::NaiveTime;
use frontdesk::app::{Effect, Exit, Intent, KeyContext, Model, Msg, Notice, Overlay, OverlayKind, Selection};
use frontdesk::domain::{Cid, ConflictOwner, DeliveryOutcome, Field, Letters, Progress, ShiftRow};
use frontdesk::form::{Edit, FieldInput, FormField};
use frontdesk::keys::Key;
use frontdesk::locale::Locale;
use frontdesk::view::key_sections;

use super::look_up::aysel;
use super::name_search::found;
use super::render::render;
use crate::support::bench::{Bench, conflict, groups, kept};

/// A desk where every key of the form can do something: a conflict whose owner is known, a draft, capitals to choose, and
/// the cursor between two words.
fn desk() -> Bench {
    let mut desk = Bench::new();
    desk.send(Msg::Groups(Ok(groups())));
    let cid = desk.save("501234567", "rauf").cid;
    let owner = Some(ConflictOwner::from(&aysel()));
    desk.deliver(cid, DeliveryOutcome::Refused { error: conflict(Field::Phone), owner });
    desk.press(Key::Tab);
    desk.types(" ali veli");
    for _ in 0.."li veli".len() {
        desk.press(Key::Left);
    }
    desk
}

/// A desk in a context. Lists have three rows, and the second one is selected.
fn desk_in(context: KeyContext) -> Bench {
    let mut desk = desk();
    match context {
        KeyContext::Form => {}
        KeyContext::WaitingList | KeyContext::DeleteQuestion => {
            desk.press(Key::Ctrl('o'));
            let rows = [1, 2, 3].map(|byte| kept(Cid::from_random_bytes([byte; 16]), Progress::Refused));
            desk.send(Msg::WaitingRows(rows.to_vec()));
            desk.press(Key::Down);
            if context == KeyContext::DeleteQuestion {
                desk.press(Key::Ctrl('d'));
            }
        }
        KeyContext::Card => drop(desk.press(Key::Ctrl('p'))),
        KeyContext::Shift => {
            desk.press(Key::Ctrl('t'));
            let row = |minute| ShiftRow {
                cid: Cid::from_random_bytes([1; 16]),
                saved_at: NaiveTime::from_hms_opt(9, minute, 0).unwrap(),
                id: None,
                progress: Progress::Queued,
                stats: None,
            };
            desk.send(Msg::Shift((0..5).map(row).collect()));
            desk.press(Key::Up);
        }
        KeyContext::NameSearch => {
            desk.press(Key::Ctrl('n'));
            desk.send(found("Rauf Ali Veli", &["Rauf", "Rauf", "Rauf"]));
            desk.press(Key::Down);
        }
        KeyContext::QuitQuestion => {
            desk.press(Key::Ctrl('q'));
            // Sooner a second Ctrl-Q may come from a held key.
            desk.now += Duration::from_secs(1);
        }
        KeyContext::Help => drop(desk.press(Key::Ctrl('g'))),
    }
    assert_eq!(KeyContext::of(&desk.model), context);
    desk
}

/// Everything that a cashier can see, and what follows from a key.
#[derive(Debug, PartialEq)]
struct Result {
    overlay: Option<Overlay>,
    focus: FormField,
    inputs: Vec<FieldInput>,
    /// The name and the characters before the cursor.
    name: (String, usize),
    is_name_as_typed: bool,
    notice: Option<Notice>,
    effects: Vec<Effect>,
    exit: Option<Exit>,
}

fn seen(model: &Model, effects: Vec<Effect>, exit: Option<Exit>) -> Result {
    let form = model.form();
    let inputs = FormField::ALL.into_iter().map(|field| form.input(field)).collect();
    let name = form.text(FormField::Name).unwrap();
    Result {
        overlay: model.overlay().cloned(),
        focus: form.focus(),
        inputs,
        name: (name.value().to_owned(), name.cursor()),
        is_name_as_typed: form.to_draft().texts.contains_key("name_as_typed"),
        notice: model.notice().cloned(),
        effects,
        exit,
    }
}

/// Presses a key in a context. Returns what is seen before and after it.
fn pressed(context: KeyContext, key: Key) -> (Result, Result) {
    let mut desk = desk_in(context);
    let before = seen(&desk.model, vec![], None);
    let effects = desk.press(key);
    (before, seen(&desk.model, effects, desk.exit))
}

fn all_keys() -> impl Iterator<Item = Key> {
    let letters = "abcdefghijklmnopqrstuvwxyz".chars();
    let signs = "_/7]\\^@ ".chars();
    let named = [
        Key::Enter,
        Key::Tab,
        Key::BackTab,
        Key::Up,
        Key::Down,
        Key::Left,
        Key::Right,
        Key::WordLeft,
        Key::WordRight,
        Key::Home,
        Key::End,
        Key::Backspace,
        Key::AltBackspace,
        Key::Delete,
        Key::Esc,
    ];
    let chars = "abcdefghijklmnopqrstuvwxyzYNQнтНТ 059-+".chars().map(Key::Char);
    let controls = letters.clone().chain(signs).map(Key::Ctrl);
    named.into_iter().chain(chars).chain(controls).chain(letters.map(Key::Alt)).chain((1..=12).map(Key::Function))
}

fn is_named(context: KeyContext, key: Key) -> bool {
    // A letter is named once, for both cases.
    let small = match key {
        // The letters of an answer are named once, and not those on the same keys of another layout.
        Key::Char(c) if context.is_question() => Key::Char(Letters::ENGLISH.answer_in_any_layout(c)),
        Key::Char(c) => Key::Char(c.to_lowercase().next().unwrap()),
        key => key,
    };
    context.bindings().iter().any(|binding| binding.keys.contains(&small))
}

#[test]
fn every_key_that_does_something_is_named() {
    for context in KeyContext::ALL {
        for key in all_keys().filter(|key| !is_named(context, *key)) {
            let (before, after) = pressed(context, key);
            let (_, in_form) = pressed(KeyContext::Form, key);
            let is_letter = matches!(key, Key::Char(_));
            match context {
                // A character is typed, and what is not in the table does nothing.
                KeyContext::Form => assert_eq!(before == after, !is_letter, "{key:?}"),
                KeyContext::DeleteQuestion | KeyContext::QuitQuestion => {
                    assert_eq!(before, after, "{context:?} {key:?}");
                }
                KeyContext::WaitingList | KeyContext::NameSearch if !is_letter && !opens_overlay(key) => {
                    assert_eq!(before, after, "{context:?} {key:?}");
                }
                // It opens another overlay, or closes this one and does its work in the form.
                _ if opens_overlay(key) => assert_ne!(before.overlay, after.overlay, "{context:?} {key:?}"),
                _ if is_named(KeyContext::Form, key) || is_letter => {
                    let closes_only = matches!(key, Key::Ctrl('s') | Key::Function(2));
                    assert_eq!(after.overlay, if closes_only { None } else { in_form.overlay }, "{context:?} {key:?}");
                    if !closes_only {
                        assert_eq!((after.focus, after.inputs), (in_form.focus, in_form.inputs), "{context:?} {key:?}");
                    }
                }
                _ => assert_eq!(before, after, "{context:?} {key:?}"),
            }
        }
    }
}

fn opens_overlay(key: Key) -> bool {
    let opens = |binding: &&frontdesk::app::Binding| matches!(binding.intent, Intent::Open(_));
    KeyContext::Form.bindings().iter().filter(opens).any(|binding| binding.keys.contains(&key))
}

#[test]
fn every_named_key_does_what_is_said() {
    for context in KeyContext::ALL {
        for binding in context.bindings() {
            for key in binding.keys {
                let (before, after) = pressed(context, *key);
                assert_done(context, &binding.intent, &before, &after, *key);
            }
        }
    }
}

/// Asserts that a key did what its row in the help says.
fn assert_done(context: KeyContext, intent: &Intent, before: &Result, after: &Result, key: Key) {
    let case = format!("{context:?} {key:?} {intent:?}: {after:?}");
    let (text_before, cursor_before) = before.name.clone();
    let (text, cursor) = after.name.clone();
    let is_done = match (context, intent) {
        (_, Intent::Advance | Intent::Next) => after.focus == FormField::Code,
        (_, Intent::Previous) => after.focus == FormField::Phone,
        (_, Intent::Register) => matches!(after.effects[..], [] | [Effect::Save { .. }]) && after != before,
        (_, Intent::Clear) => after.notice == Some(Notice::Cleared) && text.is_empty(),
        (_, Intent::Open(OverlayKind::Card)) => matches!(after.overlay, Some(Overlay::Card(_))),
        (_, Intent::Open(OverlayKind::WaitingList)) => {
            after.effects == [Effect::ListWaiting] && matches!(after.overlay, Some(Overlay::Waiting { .. }))
        }
        (_, Intent::Open(OverlayKind::Shift)) => {
            after.effects == [Effect::ListShift] && matches!(after.overlay, Some(Overlay::Shift { .. }))
        }
        (_, Intent::Open(OverlayKind::NameSearch)) => {
            matches!(after.effects[..], [Effect::FindByName(_)])
                && matches!(after.overlay, Some(Overlay::NameSearch(_)))
        }
        (_, Intent::Open(OverlayKind::Help)) => matches!(after.overlay, Some(Overlay::Help { .. })),
        (_, Intent::Focus(field)) => after.focus == *field,
        (_, Intent::Undo) => text.is_empty() && text_before == "rauf ali veli",
        (_, Intent::AcceptSuggestion) => after.is_name_as_typed,
        (_, Intent::Quit) => after.overlay == Some(Overlay::QuitQuestion),
        (_, Intent::Suspend) => after.exit == Some(Exit::Suspend),
        (_, Intent::Edit(edit)) => match edit {
            Edit::GoToPrevChar => cursor + 1 == cursor_before,
            Edit::GoToNextChar => cursor == cursor_before + 1,
            Edit::GoToPrevWord => cursor == "rauf ".len(),
            Edit::GoToNextWord => cursor == "rauf ali ".len(),
            Edit::GoToStart => cursor == 0,
            Edit::GoToEnd => cursor == text.len(),
            Edit::DeletePrevChar | Edit::DeletePrevWord => text == "rauf li veli",
            Edit::DeleteNextChar => text == "rauf ai veli",
            Edit::DeleteFromStart => text == "li veli",
            Edit::DeleteTillEnd => text == "rauf a",
            other => panic!("{other:?}"),
        },
        (KeyContext::QuitQuestion, Intent::Confirm) => after.exit == Some(Exit::Quit),
        (KeyContext::DeleteQuestion, Intent::Confirm) => {
            matches!(after.effects[..], [Effect::Discard(_), Effect::ListWaiting])
        }
        (KeyContext::WaitingList, Intent::Confirm) => matches!(after.effects[..], [Effect::OpenRefused(_)]),
        (KeyContext::WaitingList, Intent::Delete) => {
            matches!(after.overlay, Some(Overlay::Waiting { at: 1, deleting: Some(_) }))
        }
        (KeyContext::DeleteQuestion, Intent::Dismiss) => {
            after.overlay == Some(Overlay::Waiting { at: 1, deleting: None })
        }
        (KeyContext::WaitingList, Intent::Select(selection)) => {
            let at = match selection {
                Selection::Next | Selection::Last => 2,
                Selection::Previous | Selection::First => 0,
                Selection::Row(_) => panic!("no key selects a registration"),
            };
            after.overlay == Some(Overlay::Waiting { at, deleting: None })
        }
        (KeyContext::NameSearch, Intent::Confirm) => {
            matches!(&after.overlay, Some(Overlay::NameSearch(search)) if search.is_card_open && search.at == 1)
        }
        (KeyContext::NameSearch, Intent::Select(selection)) => {
            let forward = matches!(selection, Selection::Next | Selection::Last);
            matches!(&after.overlay, Some(Overlay::NameSearch(search)) if search.at == if forward { 2 } else { 0 })
        }
        (KeyContext::Shift, Intent::Select(selection)) => {
            let first = if *selection == Selection::Previous { 2 } else { 0 };
            after.overlay == Some(Overlay::Shift { first })
        }
        (KeyContext::Help, Intent::Select(selection)) => {
            let turned = if *selection == Selection::Next { 1 } else { -1 };
            after.overlay == Some(Overlay::Help { turned, beneath: None })
        }
        (KeyContext::Help, Intent::ChangeLanguage) => after.effects == [Effect::ChangeLanguage],
        (_, Intent::Dismiss) => after.overlay.is_none() && text == text_before,
        (_, other) => panic!("no key has this intent: {other:?}"),
    };
    assert!(is_done, "{case}");
}

#[test]
fn help_and_manual_page_have_every_binding_with_words() {
    let sections = key_sections(Locale::english());
    assert_eq!(sections.len(), KeyContext::ALL.len());
    for (section, context) in sections.iter().zip(KeyContext::ALL) {
        assert_eq!(section.context, context);
        assert_eq!(section.rows.len(), context.bindings().len());
        for ((names, what), binding) in section.rows.iter().zip(context.bindings()) {
            assert_eq!(names.split(", ").count(), binding.keys.len(), "{names}");
            assert!(!what.is_empty(), "{context:?}: {names}");
        }
        assert_eq!(section.others.is_empty(), context == KeyContext::Form);
    }
}

#[test]
fn help_returns_to_the_overlay_in_which_it_was_opened() {
    for context in [KeyContext::WaitingList, KeyContext::Card, KeyContext::Shift, KeyContext::NameSearch] {
        for (help, back) in [(Key::Function(1), Key::Esc), (Key::Ctrl('g'), Key::Ctrl('g'))] {
            let mut desk = desk_in(context);
            let before = desk.model.overlay().cloned();
            desk.press(help);
            assert_eq!(KeyContext::of(&desk.model), KeyContext::Help);
            desk.press(back);
            assert_eq!(desk.model.overlay(), before.as_ref(), "{context:?}");
        }
    }
}

/// An answer that arrives while the help is open reaches the overlay under it.
#[test]
fn the_overlay_under_the_help_is_kept_up_to_date() {
    let mut desk = desk_in(KeyContext::WaitingList);
    desk.press(Key::Ctrl('g'));
    assert!(desk.model.follows_outbox());
    desk.send(Msg::WaitingRows(vec![kept(Cid::from_random_bytes([3; 16]), Progress::Refused)]));
    desk.press(Key::Esc);
    assert_eq!(desk.model.overlay(), Some(&Overlay::Waiting { at: 0, deleting: None }));
}

/// Where there is nothing to choose, the footer names only the keys that close the overlay.
#[test]
fn a_footer_names_no_key_that_does_nothing() {
    let mut empty = Bench::new();
    empty.press(Key::Ctrl('o'));
    empty.send(Msg::WaitingRows(vec![]));
    let mut shift = Bench::new();
    shift.press(Key::Ctrl('t'));
    let mut help = Bench::new();
    help.press(Key::Ctrl('g'));
    for (desk, rows, others) in [(&empty, 24, "Ctrl-D delete"), (&shift, 24, "Up older"), (&help, 120, "Down more")] {
        let shown = render(desk, 120, rows).backend().to_string();
        assert!(shown.contains("Esc back") && !shown.contains(others), "{shown}");
    }
    let shown = render(&desk_in(KeyContext::WaitingList), 120, 24).backend().to_string();
    assert!(shown.contains("Enter open (rejected or draft)  Ctrl-D delete  Esc back"), "{shown}");
    let shown = render(&desk_in(KeyContext::Shift), 120, 24).backend().to_string();
    assert!(shown.contains("Esc back  Up older  Down newer"), "{shown}");
    let shown = render(&desk_in(KeyContext::Help), 80, 24).backend().to_string();
    assert!(shown.contains("Down more  Esc back"), "{shown}");
}
