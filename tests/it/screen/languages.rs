//! The screen in each language: every state fits, and no English word is left. `just accept-screens` accepts changed
//! snapshots.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use frontdesk::app::{Mode, Msg};
use frontdesk::domain::{Connectivity, DisplayText, OutboxCounts};
use frontdesk::keys::Key;
use frontdesk::locale::Locale;
use frontdesk::view::RenderContext;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::states::{
    PLAIN, form_saved_for_later, full_form, invalid_form, looked_up_and_found, open_waiting_list, refused_form,
    registered_form, row, searched_by_name, shift,
};
use crate::support::bench::Bench;
use crate::support::screen::draw;

fn with_key(mut desk: Bench, key: Key) -> Bench {
    desk.press(key);
    desk
}

/// The states of the desk that a cashier meets, each with its name.
fn states() -> Vec<(&'static str, Bench)> {
    let mut live = Bench::new();
    live.configure(|settings| settings.mode = Mode::Live);
    live.send(Msg::Venue(DisplayText::new("Main venue")));
    vec![
        ("empty form", live),
        ("every field filled", full_form()),
        ("invalid fields", invalid_form()),
        ("registered", registered_form()),
        ("conflict", refused_form()),
        ("saved for later", form_saved_for_later()),
        ("found customer", looked_up_and_found()),
        ("card", with_key(looked_up_and_found(), Key::Ctrl('p'))),
        ("found by name", searched_by_name(&["Aysel Məmmədova", "Aysel Məmmədova-Əliyeva"], true)),
        ("waiting list", open_waiting_list()),
        ("delete question", with_key(open_waiting_list(), Key::Ctrl('d'))),
        ("today", shift(4)),
        ("help", with_key(Bench::new(), Key::Ctrl('g'))),
        ("quit question", with_key(full_form(), Key::Ctrl('q'))),
    ]
}

/// Returns the rows of a screen as text.
fn rows_of(desk: &Bench, say: &'static Locale, (columns, rows): (u16, u16)) -> Vec<String> {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| draw(&desk.model, RenderContext { say, theme: PLAIN }, frame)).unwrap();
    (0..rows).map(|y| row(terminal.backend().buffer(), y, columns).trim_end().to_owned()).collect()
}

const SIZES: [(u16, u16); 2] = [(80, 24), (40, 12)];

#[test]
fn every_state_in_every_language() {
    for say in Locale::all() {
        for size in SIZES {
            let mut pictures = String::new();
            for (name, mut desk) in states() {
                desk.send(Msg::Letters(say.letters()));
                writeln!(pictures, "── {name} ──\n{}\n", rows_of(&desk, say, size).join("\n").trim_end()).unwrap();
            }
            insta::assert_snapshot!(format!("{}_{}x{}", say.code(), size.0, size.1), pictures);
        }
    }
}

/// A sentence that ends in `…` was cut, unless it says that something is going on or cuts a name.
#[test]
fn nothing_is_cut_at_80_columns() {
    for say in Locale::all() {
        let waits = [say.header_connecting(), say.lookup_loading(), say.button_sending(), say.card_loading()];
        for (name, desk) in states() {
            for line in rows_of(&desk, say, (80, 24)) {
                let may_end_so = waits.iter().any(|waits| line.ends_with(waits)) || line.contains("Məmmədova");
                assert!(!line.ends_with('…') || may_end_so, "{} {name}: {line}", say.code());
            }
        }
    }
}

/// Words on the screens that are data, names of keys, or the same in English and in a language.
const SHARED_WORDS: &str = "aysel məmmədova rauf əliyev cust card main venue regulars reg staff vip example com likes tea \
                            nobody no nuts ctrl enter esc tab shift alt home end delete backspace clopos pos wait id fg \
                            azərbaycanca english məmmədo əliyeva back office name may";

/// Returns the words of a language that English has too.
fn own_words(say: &Locale) -> &'static [&'static str] {
    match say.code() {
        // "Note", "form".
        "tr" => &["not", "form"],
        _ => &[],
    }
}

#[test]
fn no_english_word_is_on_a_screen_of_another_language() {
    let words = |lines: Vec<String>| -> BTreeSet<String> {
        let text = lines.join(" ").to_lowercase();
        let words = text.split(|c: char| !c.is_alphabetic() && !['ʻ', 'ʼ'].contains(&c));
        words.filter(|word| word.chars().count() > 2).map(str::to_owned).collect()
    };
    let shared: BTreeSet<String> = SHARED_WORDS.split_whitespace().map(str::to_owned).collect();
    let mut left = Vec::new();
    for (name, desk) in states() {
        for size in [(80, 24), (40, 12), (132, 43)] {
            let english = words(rows_of(&desk, Locale::english(), size));
            for say in Locale::all().filter(|say| *say != Locale::english()) {
                let found = words(rows_of(&desk, say, size));
                let own = own_words(say);
                let same = english
                    .intersection(&found)
                    .filter(|word| !shared.contains(*word) && !own.contains(&word.as_str()));
                left.extend(same.map(|word| format!("{} {name} {size:?}: {word}", say.code())));
            }
        }
    }
    assert!(left.is_empty(), "{left:#?}");
}

/// A connection that is gone, in the header of the narrowest screen.
#[test]
fn the_narrowest_header_says_in_every_language_that_the_connection_is_gone() {
    for say in Locale::all() {
        let mut desk = Bench::new();
        desk.configure(|settings| settings.mode = Mode::Live);
        desk.send(Msg::Counts(OutboxCounts { waiting: 3, ..OutboxCounts::default() }));
        let since = chrono::NaiveTime::from_hms_opt(14, 2, 0).unwrap();
        desk.send(Msg::Connectivity(Connectivity::Offline { since }));
        let header = rows_of(&desk, say, (40, 12)).remove(0);
        assert!(header.contains(&say.header_offline_short(3)), "{}: {header}", say.code());
    }
}
