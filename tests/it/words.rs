//! The words that the style replaces (`docs/banned-words.txt`) stand in no comment, document or locale file.

use std::fs;
use std::path::{Path, PathBuf};

use regex::{Regex, RegexBuilder};

use crate::support::files::{files_with_extension, project_root};

/// Matches the banned words as whole words, in any case, also across the end of a line.
fn banned_words() -> Regex {
    let list = fs::read_to_string(project_root().join("docs/banned-words.txt")).unwrap();
    let words = list.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let words: Vec<_> = words.map(|word| word.replace(' ', r"\s+")).collect();
    RegexBuilder::new(&format!(r"\b(?:{})\b", words.join("|"))).case_insensitive(true).build().unwrap()
}

/// Returns the comments of Rust code and the whole of any other text, with the marks of comments removed.
fn prose(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    if file.extension().is_none_or(|extension| extension != "rs") {
        return text;
    }
    let comment = |line: &str| {
        let (before, after) = line.split_once("//")?;
        // `https://` and the like inside a string or a sentence begins no comment.
        (!before.ends_with(':')).then(|| after.trim_start_matches(['/', '!']).to_owned())
    };
    text.lines().filter_map(comment).collect::<Vec<_>>().join("\n")
}

fn texts() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for (folder, extensions) in [
        ("src", &["rs"][..]),
        ("tests", &["rs", "sh", "c"]),
        ("examples", &["rs"]),
        ("docs", &["md"]),
        ("assets", &["ftl", "toml", "md", "conf", "service", "timer"]),
        ("packaging", &["sh", "toml"]),
        (".ci", &["run"]),
    ] {
        files.extend(
            extensions.iter().flat_map(|extension| files_with_extension(&project_root().join(folder), extension)),
        );
    }
    for name in [
        "README.md",
        "SECURITY.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "Cargo.toml",
        "build.rs",
        "justfile",
    ] {
        files.push(project_root().join(name));
    }
    files
}

#[test]
fn no_text_has_a_banned_word() {
    let banned = banned_words();
    let mut found = Vec::new();
    for file in texts() {
        let path = file.strip_prefix(project_root()).unwrap().display();
        let text = prose(&file);
        found.extend(banned.find_iter(&text).map(|word| format!("{path}: {}", word.as_str())));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_banned_words_are_found() {
    let banned = banned_words();
    for text in ["Nobody waits.", "it was TOLD so", "nothing\nis never", "mends it", "put\n    away"] {
        assert!(banned.is_match(text), "{text}");
    }
    for text in ["amendment", "untold", "put it away"] {
        assert!(!banned.is_match(text), "{text}");
    }
}
