//! The program that makes the tables of `docs/measurements.md`. `cargo test` builds it.

use std::process::Command;

use serial_test::serial;

use crate::support::files::project_root;

/// Returns the rows of the table in a section of the output: names and figures.
fn rows<'a>(output: &'a str, section: &str) -> Vec<Vec<&'a str>> {
    let (_, rest) =
        output.split_once(&format!("<!-- measurements: {section} -->")).unwrap_or_else(|| panic!("{output}"));
    let (table, _) = rest.split_once("<!-- /measurements -->").unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| ")).skip(1);
    rows.map(|row| row.trim_end_matches(" |").split(" | ").collect()).collect()
}

#[test]
#[serial]
#[ignore = "second tier: needs whiptail and dialog"]
fn the_measurements_compare_four_programs_and_find_a_figure_for_each() {
    let program = project_root().join("target/debug/examples/measure");
    assert!(program.is_file(), "{} is missing: `cargo test` builds it", program.display());
    let mut command = Command::new(program);
    command.args(["--rounds", "1", "--desk", env!("CARGO_BIN_EXE_frontdesk"), "typing", "groups"]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let output = String::from_utf8(output.stdout).unwrap();
    for section in ["typing", "typing beside busy loops"] {
        let rows = rows(&output, section);
        let names: Vec<_> = rows.iter().map(|row| row[0]).collect();
        assert_eq!(names, ["frontdesk", "whiptail", "dialog --form", "stock ratatui"], "{output}");
        for row in rows {
            assert_eq!(row.len(), 8, "{output}");
            let is_figure = |cell: &&str| {
                cell.starts_with(|digit: char| ('1'..='9').contains(&digit) || digit == '0' && cell.contains('.'))
            };
            assert!(row[1..].iter().all(is_figure), "{row:?}");
        }
    }
    let groups = rows(&output, "groups");
    assert_eq!(groups.iter().map(|row| row[0]).collect::<Vec<_>>(), ["10 groups", "10,000 groups"]);
}

#[test]
#[ignore = "second tier"]
fn an_unknown_part_is_named_with_the_parts_that_exist() {
    let output = Command::new(project_root().join("target/debug/examples/measure")).arg("speed").output().unwrap();
    assert!(!output.status.success());
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("speed is no part") && error.contains("typing sizes instructions"), "{error}");
}
