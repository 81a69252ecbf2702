//! The table of imports of ARCHITECTURE.md, kept true: which room may know which.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::files::{project, with_extension};

/// Which rooms a room may import. Itself always.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("domain", &[]),
    ("form", &["domain"]),
    ("clopos", &["clock", "domain"]),
    ("locale", &["domain"]),
    ("outbox", &["domain", "storage"]),
    ("server", &["clock", "domain", "storage"]),
    ("storage", &[]),
    ("app", &["domain", "form"]),
    ("view", &["domain", "form", "app", "locale"]),
    ("settings", &["domain", "locale", "clopos", "server"]),
    ("plain", &["domain", "form", "app", "view", "locale"]),
    ("terminal", &["app", "view"]),
    (
        "runtime",
        &[
            "clock", "plain", "domain", "form", "app", "view", "locale", "clopos", "server", "settings", "storage",
            "terminal", "outbox",
        ],
    ),
    (
        "cli",
        &[
            "clock", "domain", "locale", "plain", "view", "clopos", "server", "settings", "runtime", "terminal",
            "outbox",
        ],
    ),
];

fn source() -> PathBuf {
    project().join("src")
}

/// The files of a room, which is a folder or a file.
fn files_of(room: &str) -> Vec<PathBuf> {
    let folder = source().join(room);
    if folder.is_dir() { with_extension(&folder, "rs") } else { vec![folder.with_extension("rs")] }
}

fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The rooms named after `crate::` in a file, also in `use crate::{a, b::c}`.
fn rooms_named(text: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => rooms.extend(first_word(&std::mem::take(&mut item))),
                    _ if depth == 0 => item.push(c),
                    _ => {}
                }
            }
            rooms.extend(first_word(&item));
        } else {
            rooms.extend(first_word(rest));
        }
    }
    rooms
}

fn first_word(text: &str) -> Option<String> {
    let word: String = text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}

#[test]
fn every_room_stands_in_the_table() {
    let rooms: BTreeSet<String> = fs::read_dir(source())
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| !["lib", "main"].contains(&name.as_str()))
        .collect();
    let table: BTreeSet<String> = MAY_KNOW.iter().map(|(room, _)| (*room).to_owned()).collect();
    assert_eq!(rooms, table);
}

#[test]
fn no_room_knows_one_that_it_may_not() {
    let mut broken = Vec::new();
    for (room, may_know) in MAY_KNOW {
        for file in files_of(room) {
            for other in rooms_named(&code(&file)) {
                let is_room = MAY_KNOW.iter().any(|(name, _)| *name == other);
                if is_room && other != *room && !may_know.contains(&other.as_str()) {
                    broken.push(format!("{} knows {other}", file.display()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_pure_rooms_know_no_clock_no_randomness_and_no_io() {
    const EDGE: &[&str] = &[
        "std::fs",
        "std::net",
        "std::env",
        "std::thread",
        "tokio",
        "reqwest",
        "rusqlite",
        "crossterm",
        "Instant",
        "SystemTime",
        "Local::now",
        "Utc::now",
        "SysRng",
    ];
    let mut broken = Vec::new();
    for room in ["domain", "form", "app"] {
        for file in with_extension(&source().join(room), "rs") {
            let text = code(&file);
            broken.extend(
                EDGE.iter().filter(|word| text.contains(**word)).map(|word| format!("{}: {word}", file.display())),
            );
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Elsewhere the system's clock is one that may be before 1970, on which libraries panic.
#[test]
fn the_clock_is_asked_in_one_place() {
    let asks =
        |file: &PathBuf| ["SystemTime::now", "Utc::now", "Local::now"].iter().any(|ask| code(file).contains(ask));
    let asking: Vec<_> = with_extension(&source(), "rs").into_iter().filter(asks).collect();
    assert_eq!(asking, [source().join("clock.rs")]);
}

#[test]
fn sql_is_spoken_in_stores_alone() {
    let speaks = |file: &PathBuf| code(file).contains("rusqlite");
    let outside: Vec<_> = with_extension(&source(), "rs")
        .into_iter()
        .filter(speaks)
        .filter(|file| !["store", "storage"].iter().any(|room| file.to_str().unwrap().contains(room)))
        .collect();
    assert!(outside.is_empty(), "{outside:#?}");
}

#[test]
fn the_reader_of_imports_reads_them() {
    let text = "use crate::domain::Name; use crate::{app::{Key, Msg}, view}; fn f() { crate::form::go() }";
    let expected: BTreeSet<String> = ["app", "domain", "form", "view"].map(str::to_owned).into();
    assert_eq!(rooms_named(text), expected);
}
