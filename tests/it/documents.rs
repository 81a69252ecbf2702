//! The documents against the project: links and paths exist, commands parse, and tables list what the code has.

mod commands;
mod pictures;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use frontdesk::cli::Exit;
use frontdesk::locale::{Locale, Sentence, technician};
use frontdesk::settings::{SETTINGS, Setting};
use frontdesk::view::key_sections;

use crate::support::files::{files_with_extension, project_root};

fn documents() -> Vec<PathBuf> {
    let in_root = fs::read_dir(project_root()).unwrap().map(|entry| entry.unwrap().path());
    let mut documents: Vec<_> = in_root.filter(|path| path.extension().is_some_and(|name| name == "md")).collect();
    documents.extend(files_with_extension(&project_root().join("docs"), "md"));
    documents
}

fn read(name: &str) -> String {
    fs::read_to_string(project_root().join(name)).unwrap()
}

/// The text without blocks of code.
fn prose(text: &str) -> String {
    text.split("```").step_by(2).collect()
}

/// The `[text](target)` links.
fn links(text: &str) -> Vec<String> {
    text.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())).collect()
}

/// The texts between single backticks.
fn code_spans(text: &str) -> Vec<&str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

/// The anchor of a heading, as a web page of the repository has it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect()
}

fn has_anchor(document: &Path, wanted: &str) -> bool {
    let text = prose(&fs::read_to_string(document).unwrap());
    text.lines().filter(|line| line.starts_with('#')).any(|line| anchor(line.trim_start_matches('#')) == wanted)
}

/// The links of a document to files of the project, each with its file and its anchor.
fn local_links(document: &Path) -> Vec<(String, PathBuf, String)> {
    let all = links(&prose(&fs::read_to_string(document).unwrap())).into_iter();
    let local = all.filter(|link| !link.starts_with("http"));
    let split = |link: String| {
        let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
        let target = if path.is_empty() { document.to_owned() } else { document.parent().unwrap().join(path) };
        (link.clone(), target, anchor.to_owned())
    };
    local.map(split).collect()
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let mut broken = Vec::new();
    for document in documents() {
        for (link, target, anchor) in local_links(&document) {
            if !target.exists() || (!anchor.is_empty() && !has_anchor(&target, &anchor)) {
                broken.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_document_and_picture_is_reachable_from_the_readme() {
    let mut reached = BTreeSet::new();
    let mut next = vec![project_root().join("README.md")];
    while let Some(file) = next.pop() {
        let Ok(file) = file.canonicalize() else { continue };
        if reached.insert(file.clone()) && file.extension().is_some_and(|name| name == "md") {
            next.extend(local_links(&file).into_iter().map(|(_, target, _)| target));
        }
    }
    let mut all = documents();
    all.extend(files_with_extension(&project_root().join("assets/screenshots"), "svg"));
    let missing: Vec<_> = all.iter().filter(|file| !reached.contains(&file.canonicalize().unwrap())).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_readme_is_short_and_the_index_links_every_page() {
    let lines = read("README.md").lines().count();
    assert!(lines <= 150, "README.md has {lines} lines: reference material belongs to docs/");
    let index = read("docs/README.md");
    for page in fs::read_dir(project_root().join("docs")).unwrap() {
        let page = page.unwrap().path();
        let name = page.file_name().unwrap().to_str().unwrap();
        let is_page = page.extension().is_some_and(|extension| extension == "md") && name != "README.md";
        assert!(!is_page || index.contains(&format!("]({name})")), "docs/README.md does not link {name}");
    }
}

#[test]
fn every_path_in_the_documents_exists() {
    let roots = ["", "src", "tests/it", "docs"].map(|root| project_root().join(root));
    let is_there = |path: &str| roots.iter().any(|root| root.join(path).exists());
    let mut missing = Vec::new();
    for document in documents() {
        let text = prose(&fs::read_to_string(&document).unwrap());
        for span in code_spans(&text) {
            let of_project =
                ["src/", "tests/", "assets/", "docs/", "examples/"].iter().any(|root| span.starts_with(root));
            let is_path = span.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
            let is_file = [".rs", ".ftl", ".sh"].iter().any(|end| span.ends_with(end));
            if is_path && (of_project || is_file) && !is_there(span) {
                missing.push(format!("{}: {span}", document.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The identifiers of a text.
fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect()
}

#[test]
fn every_name_of_code_in_the_architecture_exists() {
    let sources: Vec<_> = ["rs", "sql"]
        .into_iter()
        .flat_map(|extension| {
            ["src", "tests", "assets"].map(|folder| files_with_extension(&project_root().join(folder), extension))
        })
        .flatten()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let known: BTreeSet<_> = sources.iter().flat_map(|source| words(source)).collect();
    let mut documents = files_with_extension(&project_root().join("docs/decisions"), "md");
    documents.push(project_root().join("ARCHITECTURE.md"));
    let mut missing = Vec::new();
    for document in documents {
        let text = prose(&fs::read_to_string(&document).unwrap());
        for span in code_spans(&text) {
            let is_name = span.chars().all(|c| c.is_alphanumeric() || "_:".contains(c));
            let is_code = span.contains(['_', ':']) || span.chars().any(char::is_uppercase);
            if is_name && is_code && !words(span).is_subset(&known) {
                missing.push(format!("{}: {span}", document.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Compares a document with what the code prints, or writes it if `FRONTDESK_WRITE_DOCS` is set (`just print-settings`).
fn compare_or_write(name: &str, expected: &str) {
    if std::env::var_os("FRONTDESK_WRITE_DOCS").is_some() {
        fs::write(project_root().join(name), expected).unwrap();
    }
    assert!(read(name) == expected, "{name} is not what the table of settings prints. Run `just print-settings`.");
}

/// The table of `docs/settings.md`, one row for each setting.
fn settings_table() -> String {
    let code = |text: &str| if text.is_empty() { String::new() } else { format!("`{text}` ") };
    let row = |setting: &Setting| {
        let default = code(setting.default().unwrap_or_default());
        let meaning = (setting.meaning)(technician());
        format!("| {}| {}| {default}| {meaning} |\n", code(setting.key), code(setting.variable))
    };
    let rows: String = SETTINGS.iter().map(row).collect();
    format!("| key in the file | variable | default | meaning |\n|---|---|---|---|\n{rows}")
}

#[test]
fn the_table_of_settings_is_printed_from_the_code() {
    let document = read("docs/settings.md");
    let (before, rest) = document.split_once("| key in the file |").unwrap();
    let after = rest.find("\n\n").map(|end| &rest[end + 1..]).unwrap();
    compare_or_write("docs/settings.md", &format!("{before}{}{after}", settings_table()));
}

#[test]
fn the_exit_codes_of_the_documents_are_those_of_the_program() {
    let row = |(exit, meaning): (Exit, Sentence)| format!("| {} | {} |\n", exit.code(), meaning(technician()));
    let rows = Exit::MEANINGS.map(row);
    let document = read("docs/json.md");
    let (before, rest) = document.split_once("| exit code | meaning |\n|---|---|\n").unwrap();
    let after = rest.find("\n\n").map(|end| &rest[end + 1..]).unwrap();
    compare_or_write("docs/json.md", &format!("{before}| exit code | meaning |\n|---|---|\n{}{after}", rows.concat()));
}

/// The example file after its first paragraph.
fn example_settings() -> String {
    let mut section = "";
    let in_file = SETTINGS.iter().filter(|setting| !setting.key.is_empty());
    let entries = in_file.map(|setting| {
        let (of, key) = setting.key.rsplit_once('.').unwrap();
        let heading = if of == section { String::new() } else { format!("[{of}]\n") };
        section = of;
        format!("\n{heading}{}\n#{key} = {}\n", setting.comment(), setting.example())
    });
    entries.collect()
}

#[test]
fn the_example_file_is_printed_from_the_table() {
    let example = read("assets/frontdesk.example.toml");
    let (before, _) = example.split_once("\n\n[").unwrap();
    compare_or_write("assets/frontdesk.example.toml", &format!("{before}\n{}", example_settings()));
}

#[test]
fn the_page_of_keys_lists_a_key_of_every_binding() {
    let page = read("docs/keys.md");
    for keys in key_sections(Locale::english()).into_iter().flat_map(|keys| keys.rows) {
        let (names, what) = keys;
        let first = names.split(", ").next().unwrap();
        assert!(page.contains(first), "{first}: {what}");
    }
}

/// `packaging/install.sh` writes the path of the installed program for the placeholder, and in documents for the path of
/// the package.
#[test]
fn the_path_of_the_program_is_open_in_assets_and_that_of_the_package_in_documents() {
    let assets = ["conf", "service", "timer", "toml"];
    let assets = assets.into_iter().flat_map(|name| files_with_extension(&project_root().join("assets"), name));
    let assets: Vec<_> =
        assets.map(|file| fs::read_to_string(file).unwrap()).chain([read("assets/cron.d-frontdesk")]).collect();
    assert!(assets.iter().all(|text| !text.contains("bin/frontdesk")));
    assert!(assets.iter().filter(|text| text.contains("@PROGRAM@")).count() >= 7);
    let mut keys = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for line in text.lines().filter(|line| line.starts_with("command=\"")) {
            assert!(line.contains("/usr/bin/frontdesk --kiosk") && !line.contains("/usr/local"), "{line}");
            keys += 1;
        }
    }
    assert!(keys >= 3);
}

#[test]
fn every_decision_record_has_its_parts_and_stands_in_the_index() {
    let folder = project_root().join("docs/decisions");
    let index = fs::read_to_string(folder.join("README.md")).unwrap();
    for record in files_with_extension(&folder, "md") {
        let name = record.file_name().unwrap().to_str().unwrap();
        if name == "README.md" {
            continue;
        }
        let text = fs::read_to_string(&record).unwrap();
        for heading in ["## Context", "## Decision", "## Consequences"] {
            assert!(text.contains(heading), "{name}: {heading}");
        }
        let title = text.lines().next().and_then(|line| line.split_once(". ")).unwrap().1;
        assert!(index.contains(&format!("[{title}]({name})")), "{name} is not in the index");
    }
}

/// Returns the text between the marks of a table that `just measure --write` writes.
fn measured<'a>(document: &'a str, section: &str) -> &'a str {
    let (_, rest) = document.split_once(&format!("<!-- {section} -->")).unwrap_or_else(|| panic!("no {section}"));
    rest.split_once("<!-- /measurements -->").unwrap().0
}

#[test]
fn every_table_of_the_measurements_is_filled_and_the_readme_has_the_small_one() {
    let (page, readme) = (read("docs/measurements.md"), read("README.md"));
    assert_eq!(measured(&page, "measurements"), measured(&readme, "measurements"));
    let code: String = files_with_extension(&project_root().join("examples/measure"), "rs")
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let sections: Vec<_> =
        page.split("<!-- measurements: ").skip(1).map(|rest| rest.split_once(" -->").unwrap().0).collect();
    assert!(sections.len() >= 11, "{sections:?}");
    for section in sections {
        assert!(code.contains(&format!("\"{section}\"")), "no code measures {section}");
        assert!(!measured(&page, &format!("measurements: {section}")).trim().is_empty(), "{section} is empty");
    }
}

#[test]
fn the_terms_of_the_glossary_are_in_order() {
    let glossary = read("docs/glossary.md");
    let (first_table, _) = glossary.split_once("\n## ").unwrap();
    let terms: Vec<_> = first_table.lines().filter_map(|line| line.strip_prefix("| ")).skip(1).collect();
    let terms: Vec<_> = terms.iter().map(|row| row.split(" | ").next().unwrap().to_lowercase()).collect();
    assert!(terms.len() > 30 && terms.is_sorted(), "{terms:#?}");
}

#[test]
fn the_readers_of_documents_read_them() {
    assert_eq!(links("see [a](b.md#c) and [d](e)"), ["b.md#c", "e"]);
    assert_eq!(code_spans("a `b` c `d/e.rs`"), ["b", "d/e.rs"]);
    assert_eq!(prose("a ```b``` c"), "a  c");
    assert_eq!(anchor("10. Trouble, and more"), "10-trouble-and-more");
}
