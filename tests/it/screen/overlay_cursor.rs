//! The cursor over the form: on the selected row, or on the title if there is none. A screen reader and a braille display
//! follow it.

use std::time::Duration;

use chrono::NaiveTime;
use frontdesk::app::{Msg, Overlay};
use frontdesk::domain::{Cid, DisplayText, Progress, ShiftRow};
use frontdesk::keys::Key;

use crate::app::look_up::aysel;
use crate::app::name_search::found;
use crate::app::render::render;
use crate::support::bench::{Bench, kept, with_name};

/// Opens a desk with an overlay.
type Open = fn() -> Bench;

const SIZES: [(u16, u16); 4] = [(80, 24), (120, 40), (58, 16), (40, 12)];

/// Every kind of key: those of the overlays, those that close them, and those without a meaning there.
const KEYS: [Key; 22] = [
    Key::Down,
    Key::Down,
    Key::Up,
    Key::End,
    Key::Down,
    Key::Home,
    Key::Tab,
    Key::BackTab,
    Key::Left,
    Key::Right,
    Key::Ctrl('d'),
    Key::Ctrl('x'),
    Key::Char('n'),
    Key::Enter,
    Key::Esc,
    Key::Ctrl('g'),
    Key::Down,
    Key::Esc,
    Key::Ctrl('p'),
    Key::Ctrl('t'),
    Key::Ctrl('o'),
    Key::Ctrl('q'),
];

fn list_desk(rows: u8) -> Bench {
    let mut desk = with_name("Guest");
    desk.press(Key::Ctrl('o'));
    let row = |at: u8| {
        let mut row = kept(Cid::from_random_bytes([at; 16]), Progress::Refused);
        row.name = DisplayText::new(&format!("Guest {at:02}"));
        row
    };
    desk.send(Msg::WaitingRows((1..=rows).map(row).collect()));
    desk
}

fn shift_desk(rows: u32) -> Bench {
    let mut desk = with_name("Guest");
    desk.press(Key::Ctrl('t'));
    let row = |minute| ShiftRow {
        cid: Cid::from_random_bytes([1; 16]),
        saved_at: NaiveTime::from_hms_opt(9, minute, 0).unwrap(),
        id: None,
        progress: Progress::Queued,
        stats: None,
    };
    desk.send(Msg::Shift((0..rows).map(row).collect()));
    desk
}

fn search_desk(names: Option<&[&str]>) -> Bench {
    let mut desk = with_name("Guest");
    desk.press(Key::Ctrl('n'));
    if let Some(names) = names {
        desk.send(found("Guest", names));
    }
    desk
}

fn card_desk() -> Bench {
    let mut desk = Bench::new();
    desk.types("0501234567");
    let phone =
        frontdesk::domain::Phone::parse("+994501234567", frontdesk::domain::Country::default()).valid().unwrap();
    desk.send(Msg::LookedUp { phone, answer: Ok(frontdesk::domain::PhoneLookup::Registered(Box::new(aysel()))) });
    desk.press(Key::Ctrl('p'));
    desk
}

/// Returns the words of which one is in the row of the cursor.
fn expected(desk: &Bench) -> Option<Vec<String>> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    Some(match desk.model.overlay()? {
        Overlay::Waiting { at, .. } => match desk.model.outbox_rows().nth(*at) {
            Some(row) => vec![row.name.to_string()],
            None => words(&["Waiting list"]),
        },
        Overlay::NameSearch(search) if search.open_card().is_some() => words(&["Already registered"]),
        Overlay::NameSearch(search) => match search.customers().get(search.at) {
            // The phone distinguishes customers of one name.
            Some(customer) => vec![customer.phone.as_ref().unwrap().to_string()],
            None => words(&["Customers named"]),
        },
        Overlay::Card(_) => words(&["Already registered"]),
        Overlay::Shift { .. } => words(&["Today"]),
        Overlay::Help { .. } => {
            words(&["Help", "The form", "Waiting list", "Already registered", "Today", "Customers"])
        }
        Overlay::QuitQuestion => words(&["Quit?", "quit"]),
    })
}

fn assert_cursor(desk: &Bench, case: &str) {
    let Some(words) = expected(desk) else { return };
    for (columns, rows) in SIZES {
        let terminal = render(desk, columns, rows);
        let backend = terminal.backend();
        assert!(backend.cursor_visible(), "{case} {columns}x{rows}: no cursor\n{backend}");
        let cursor = backend.cursor_position();
        let row: String = (0..columns).map(|x| backend.buffer()[(x, cursor.y)].symbol()).collect();
        assert!(words.iter().any(|word| row.contains(word)), "{case} {columns}x{rows}: {row:?} {words:?}\n{backend}");
        let is_blank = backend.buffer()[(cursor.x, cursor.y)].symbol().trim().is_empty();
        let is_question = matches!(desk.model.overlay(), Some(Overlay::QuitQuestion));
        assert!(is_question || !is_blank, "{case} {columns}x{rows}: the cursor is on a space: {row:?}\n{backend}");
    }
}

#[test]
fn after_any_key_the_cursor_is_on_the_selected_row_or_on_the_title() {
    let desks: [(&str, Open); 10] = [
        ("no row", || list_desk(0)),
        ("a row", || list_desk(1)),
        ("forty rows", || list_desk(40)),
        ("no registration", || shift_desk(0)),
        ("registrations", || shift_desk(50)),
        ("searching", || search_desk(None)),
        ("nothing found", || search_desk(Some(&[]))),
        ("found", || search_desk(Some(&["Guest"; 10]))),
        ("card", card_desk),
        ("quit", || {
            let mut desk = with_name("Guest");
            desk.press(Key::Ctrl('q'));
            desk
        }),
    ];
    for (name, open) in desks {
        let mut desk = open();
        assert!(desk.model.overlay().is_some(), "{name}");
        assert_cursor(&desk, name);
        for key in KEYS {
            desk.now += Duration::from_secs(1);
            desk.press(key);
            assert_cursor(&desk, &format!("{name}, all keys until {key:?}"));
        }
        // Each key alone.
        for key in KEYS {
            let mut desk = open();
            desk.press(key);
            assert_cursor(&desk, &format!("{name}, {key:?}"));
        }
    }
}
