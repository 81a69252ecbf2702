//! The conversation in the documents is one with the real program, and the table of signs is complete.

use std::fs;

use crate::support::files::project_root;
use crate::support::plain::{open_plain, run_plain};

/// Returns the first block of plain text in a document below a heading.
fn block(document: &str, heading: &str) -> String {
    let text = fs::read_to_string(project_root().join(document)).unwrap();
    let (_, section) = text.split_once(heading).unwrap();
    let (_, block) = section.split_once("```text\n").unwrap();
    block.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_conversation_of_the_documents_is_what_the_program_prints() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = open_plain(home.path());
    for (question, answer) in [
        ("Phone, 1 of 8:", "0501234567\n"),
        ("Name, 2 of 8, required:", "leyla həsənova\n"),
        ("Code, 3 of 8:", ".\n"),
        ("Register? Type yes to register, no to go back and change, or the number of a question, 1 to 8:", "yes\n"),
    ] {
        desk.wait_for(question);
        desk.send(answer);
    }
    desk.wait_for("Registered in training: Leyla");
    let shown = desk.contents();
    let from = shown.find("Phone, 1 of 8:").unwrap();
    // A slow answer comes after the question for the next customer, and the desk says that it is waiting.
    let is_wait =
        |line: &str| ["Next customer.", "Phone, 1 of 8:"].contains(&line) || line.starts_with("Still sending");
    let lines = shown[from..].lines().map(str::trim_end).filter(|line| !line.is_empty() && !is_wait(line));
    let printed = lines.collect::<Vec<_>>().join("\n") + "\n";
    assert_eq!(printed, block("docs/accessibility.md", "## A conversation"));
}

#[test]
fn the_table_of_signs_has_every_command_of_the_help() {
    let home = tempfile::tempdir().unwrap();
    let help = run_plain(home.path(), "?\n");
    let table = fs::read_to_string(project_root().join("docs/accessibility.md")).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let code = |cell: &str| cell.strip_prefix('`')?.strip_suffix('`').map(str::to_owned);
        Some((code(cells.get(1)?)?, code(cells.get(2)?)?))
    };
    let rows: Vec<(String, String)> = table.lines().filter_map(row).collect();
    assert_eq!(rows.len(), 13, "{rows:?}");
    for (sign, word) in rows {
        let [sign, word] = [sign, word].map(|cell| cell.trim_end_matches(" 4").to_owned());
        let is_named = match sign.as_str() {
            "?" => help.contains("Type help or ? for help"),
            "g" => help.contains("Type g and a number"),
            _ => help.contains(&format!("Type {word} or {sign} ")),
        };
        assert!(is_named, "{sign} {word} {help}");
    }
}
