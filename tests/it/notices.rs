//! `THIRD-PARTY.txt` and the crates that the program is linked with.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::support::files::project_root;

/// The name and the version of each linked crate, and of the macros that make code for it.
fn linked() -> BTreeSet<String> {
    let mut tree = Command::new(env!("CARGO"));
    tree.current_dir(project_root()).args(["tree", "--locked", "--offline", "--edges", "normal", "--prefix", "none"]);
    let output = tree.args(["--target", "x86_64-unknown-linux-gnu"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let tree = String::from_utf8(output.stdout).unwrap();
    let name = |line: &str| {
        let mut words = line.split(' ');
        Some(format!("{} {}", words.next()?, words.next()?.strip_prefix('v')?))
    };
    tree.lines().filter_map(name).collect()
}

#[test]
fn the_notices_are_those_of_the_linked_crates() {
    let text = fs::read_to_string(project_root().join("THIRD-PARTY.txt")).unwrap();
    let crates = text.lines().filter_map(|line| line.strip_prefix("* ")?.split(',').next());
    let is_crate = |name: &&str| name.split(' ').nth(1).is_some_and(|version| version.starts_with(char::is_numeric));
    let named: BTreeSet<String> = crates.filter(is_crate).map(str::to_owned).collect();
    let missing: Vec<_> = linked().difference(&named).cloned().collect();
    let unused: Vec<_> = named.difference(&linked()).cloned().collect();
    assert!(missing.is_empty() && unused.is_empty(), "run `just notices`: missing {missing:?}, unused {unused:?}");
    // The standard text without names, and characters of HTML.
    for part in ["<year>", "<copyright holders>", "&lt;", "&#x27;", "&quot;"] {
        assert!(!text.contains(part), "{part}");
    }
    // These have no file of their licence.
    for by in ["rlibphonenumber 2", "fluent-langneg 0", "intl_pluralrules 7", "zeroes_itoa 0"] {
        let line = text.lines().find(|line| line.starts_with(&format!("* {by}")));
        assert!(line.is_some_and(|line| line.contains(", by ")), "{by}: {line:?}");
    }
}
