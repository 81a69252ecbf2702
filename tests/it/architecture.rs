//! Tests the import table of ARCHITECTURE.md: which module may import which.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::files::{files_with_extension, project_root};

/// The modules that each module may import. Every module may import itself.
const ALLOWED_IMPORTS: &[(&str, &[&str])] = &[
    ("clock", &["domain"]),
    ("domain", &[]),
    ("form", &["domain"]),
    ("clopos", &["clock", "domain", "storage"]),
    ("keys", &[]),
    ("locale", &["domain"]),
    ("outbox", &["domain", "storage"]),
    ("server", &["clock", "domain", "storage"]),
    ("storage", &["domain"]),
    ("app", &["keys", "domain", "form"]),
    ("wording", &["domain", "form", "app", "locale"]),
    ("view", &["keys", "domain", "form", "app", "locale", "wording"]),
    ("settings", &["domain", "locale", "clopos", "server"]),
    ("delivery", &["clock", "domain", "storage", "outbox", "clopos", "server", "settings"]),
    ("plain", &["domain", "form", "app", "locale", "wording"]),
    ("terminal", &["keys", "view"]),
    (
        "runtime",
        &[
            "clock", "keys", "plain", "domain", "form", "app", "view", "locale", "clopos", "server", "settings",
            "storage", "terminal", "outbox", "delivery",
        ],
    ),
    (
        "cli",
        &[
            "clock", "domain", "locale", "plain", "view", "clopos", "server", "settings", "runtime", "terminal",
            "outbox", "storage", "delivery",
        ],
    ),
];

fn source_folder() -> PathBuf {
    project_root().join("src")
}

/// Returns the files of a module, which is a folder or one file.
fn module_files(module: &str) -> Vec<PathBuf> {
    let folder = source_folder().join(module);
    if folder.is_dir() { files_with_extension(&folder, "rs") } else { vec![folder.with_extension("rs")] }
}

fn code_without_comments(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Returns the modules after `crate::` in a file, also in `use crate::{a, b::c}`.
fn imported_modules(text: &str) -> BTreeSet<String> {
    text.match_indices("crate::").flat_map(|(at, path)| first_words(&text[at + path.len()..])).collect()
}

/// Returns the first word of a path, or of each path in a list such as `{a, b::c}`.
fn first_words(path: &str) -> BTreeSet<String> {
    let Some(list) = path.strip_prefix('{') else { return first_word(path).into_iter().collect() };
    let mut words = BTreeSet::new();
    let mut depth = 0;
    let mut item = String::new();
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => words.extend(first_word(&std::mem::take(&mut item))),
            _ if depth == 0 => item.push(c),
            _ => {}
        }
    }
    words.extend(first_word(&item));
    words
}

fn first_word(text: &str) -> Option<String> {
    let word: String = text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}

#[test]
fn every_module_is_in_the_table() {
    let modules: BTreeSet<String> = fs::read_dir(source_folder())
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| !["lib", "main"].contains(&name.as_str()))
        .collect();
    let table: BTreeSet<String> = ALLOWED_IMPORTS.iter().map(|(module, _)| (*module).to_owned()).collect();
    assert_eq!(modules, table);
}

#[test]
fn no_module_imports_a_forbidden_one() {
    let mut violations = Vec::new();
    for (module, allowed) in ALLOWED_IMPORTS {
        for file in module_files(module) {
            for other in imported_modules(&code_without_comments(&file)) {
                let is_module = ALLOWED_IMPORTS.iter().any(|(name, _)| *name == other);
                if is_module && other != *module && !allowed.contains(&other.as_str()) {
                    violations.push(format!("{} knows {other}", file.display()));
                }
            }
        }
    }
    assert!(violations.is_empty(), "{violations:#?}");
}

/// The siblings that each file of a module or a part of one (`app/model`) imports, with the files in its folder. `mod.rs`
/// is left out: it may import all of them, and they its items.
fn sibling_imports(module: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = source_folder().join(module);
    let first_part = |path: &Path| {
        let relative = path.strip_prefix(&folder).unwrap();
        relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned()
    };
    let is_test = |path: &Path| path.iter().any(|part| part == "tests") || path.ends_with("tests.rs");
    let files: Vec<PathBuf> = module_files(module).into_iter().filter(|path| !is_test(path)).collect();
    let siblings: BTreeSet<String> = files.iter().map(|path| first_part(path)).filter(|name| name != "mod").collect();
    let reexports = reexports(&code_without_comments(&folder.join("mod.rs")));
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in files.iter().filter(|path| first_part(path) != "mod") {
        let depth = path.strip_prefix(&folder).unwrap().iter().count() - usize::from(path.ends_with("mod.rs"));
        let code = code_without_comments(path);
        let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let file = first_part(path);
        let found = imported_names(code, &format!("crate::{}::", module.replace('/', "::")))
            .into_iter()
            .chain(imported_names(code, &"super::".repeat(depth)))
            .filter_map(|name| if siblings.contains(&name) { Some(name) } else { reexports.get(&name).cloned() })
            .filter(|other| *other != file);
        imports.entry(file.clone()).or_default().extend(found);
    }
    imports
}

/// Returns the names after a path such as `super::`, also in `super::{a, b::c}`. A longer path of `super` is another
/// one.
fn imported_names(code: &str, path: &str) -> BTreeSet<String> {
    let is_whole = |at: usize| !code[..at].ends_with("super::") && !code[at + path.len()..].starts_with("super");
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(path).filter(|(at, _)| is_whole(*at)) {
        names.extend(first_words(&code[at + path.len()..]));
    }
    names
}

/// Returns which file each name in `use file::{A, B};` of a `mod.rs` comes from.
fn reexports(code: &str) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for import in code.split("use ").skip(1).filter_map(|rest| rest.split_once(';')).map(|(import, _)| import) {
        if let Some((file, items)) = import.split_once("::") {
            let words = items.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
            names.extend(words.map(|word| (word.to_owned(), file.to_owned())));
        }
    }
    names
}

/// Returns the groups of files that import each other, directly or through others.
fn circles(imports: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<Vec<String>> {
    let reached_from = |start: &String| {
        let mut reached = BTreeSet::new();
        let mut open = vec![start];
        while let Some(others) = open.pop().and_then(|file| imports.get(file)) {
            open.extend(others.iter().filter(|other| reached.insert((*other).clone())));
        }
        reached
    };
    let reached: BTreeMap<&String, BTreeSet<String>> = imports.keys().map(|file| (file, reached_from(file))).collect();
    let circle = |file: &String| {
        let others = reached[file].iter().filter(|other| reached.get(other).is_some_and(|from| from.contains(file)));
        others.cloned().collect::<Vec<_>>()
    };
    imports.keys().map(circle).filter(|circle| !circle.is_empty()).collect()
}

#[test]
fn no_files_of_a_module_import_each_other() {
    for module in
        ["terminal", "clopos", "view", "app", "app/input", "app/input_state", "app/model", "app/overlay", "runtime"]
    {
        assert_eq!(circles(&sibling_imports(module)), BTreeSet::new(), "{module}");
    }
}

#[test]
fn circles_are_recognised() {
    let graph = |edges: &[(&str, &str)]| {
        let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in edges {
            imports.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        }
        circles(&imports).into_iter().map(|circle| circle.join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(graph(&[("a", "b"), ("b", "c"), ("a", "c")]), [""; 0]);
    assert_eq!(graph(&[("a", "b"), ("b", "a"), ("c", "a")]), ["a b"]);
    assert_eq!(graph(&[("a", "b"), ("b", "c"), ("c", "a"), ("x", "y"), ("y", "x")]), ["a b c", "x y"]);
    let names = |code: &str, path: &str| imported_names(code, path).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(names("use super::{a::B, c}; fn f() { super::d::g(); super::super::x() }", "super::"), "a c d");
    assert_eq!(names("use super::super::{a::B, c}; use super::y;", "super::super::"), "a c");
    assert_eq!(reexports("pub use keys::{Key, Mod};\npub(super) use a::B;")["Mod"], "keys");
}

#[test]
fn pure_modules_use_no_clock_no_randomness_and_no_io() {
    const IMPURE: &[&str] = &[
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
    let mut violations = Vec::new();
    for module in ["domain", "form", "app"] {
        for file in files_with_extension(&source_folder().join(module), "rs") {
            let text = code_without_comments(&file);
            violations.extend(
                IMPURE.iter().filter(|word| text.contains(**word)).map(|word| format!("{}: {word}", file.display())),
            );
        }
    }
    assert!(violations.is_empty(), "{violations:#?}");
}

/// All other modules use a clock that is never before 1970, because libraries panic on earlier times.
#[test]
fn the_system_clock_is_read_in_one_place() {
    let reads_clock = |file: &PathBuf| {
        ["SystemTime::now", "Utc::now", "Local::now"].iter().any(|ask| code_without_comments(file).contains(ask))
    };
    let readers: Vec<_> = files_with_extension(&source_folder(), "rs").into_iter().filter(reads_clock).collect();
    assert_eq!(readers, [source_folder().join("clock/mod.rs")]);
}

/// The client and the server have the secrets. `settings` only passes them on, and nothing else has one.
#[test]
fn secrets_are_only_in_the_client_and_the_server() {
    let mut found = Vec::new();
    for file in files_with_extension(&source_folder(), "rs") {
        let path = file.strip_prefix(source_folder()).unwrap().to_str().unwrap().to_owned();
        let is_test = path.contains("tests") || path.starts_with("runtime/worker/outages");
        let code = code_without_comments(&file);
        let has_secret = code.contains("expose_secret") || code.contains("SecretString");
        if has_secret && !is_test && !["clopos/", "server/"].iter().any(|module| path.starts_with(module)) {
            found.push((path, code.contains("expose_secret")));
        }
    }
    assert_eq!(found, [("settings/setting.rs".to_owned(), false), ("settings/table.rs".to_owned(), false)]);
}

#[test]
fn only_the_stores_use_sql() {
    let uses_sql =
        |file: &PathBuf| ["rusqlite", "postgres::"].iter().any(|name| code_without_comments(file).contains(name));
    let outside: Vec<_> = files_with_extension(&source_folder(), "rs")
        .into_iter()
        .filter(uses_sql)
        .filter(|file| {
            !["storage", "outbox/store", "server/store"].iter().any(|dir| file.starts_with(source_folder().join(dir)))
        })
        .collect();
    assert!(outside.is_empty(), "{outside:#?}");
}

/// How a file is made private, locked, replaced or migrated is in one module.
#[test]
fn only_storage_makes_locks_and_replaces_files() {
    const CALLS: [&str; 10] = [
        "OpenOptions",
        "DirBuilder",
        "create_dir_all",
        "set_permissions",
        "NamedTempFile",
        "tempfile_in",
        "TryLockError",
        "Flock",
        "user_version",
        "wal_checkpoint",
    ];
    // It opens the terminal, which is no file of the state directory.
    let tty = source_folder().join("terminal/nonblocking_tty.rs");
    let storage = source_folder().join("storage");
    let found: Vec<_> = files_with_extension(&source_folder(), "rs")
        .into_iter()
        .filter(|file| !file.starts_with(&storage) && *file != tty && !file.to_str().unwrap().contains("tests"))
        .filter_map(|file| {
            let code = code_without_comments(&file);
            let shipped = code.split("#[cfg(test)]").next().unwrap_or_default();
            let call = CALLS.iter().find(|call| shipped.contains(**call))?;
            Some(format!("{}: {call}", file.display()))
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// A person reads no other texts than those of the locale. An error in the log is the name of its variant.
#[test]
fn sentences_are_in_the_locale_alone() {
    const TEXTS: [&str; 7] =
        ["#[error(\"", "println!(\"", "bail!(\"", "anyhow!(\"", ".context(\"", "write!(f, \"", "stdout(), \""];
    let has_text = |file: &PathBuf| {
        let code = code_without_comments(file);
        let shipped = code.split("#[cfg(test)]").next().unwrap_or_default();
        // Not a sentence, but one of the locale, a value or the name of a key; or a failure that a test asks for.
        let is_other = |line: &str| ["{}", "{words}", ":?}", "asked for"].iter().any(|part| line.contains(part));
        let lines = shipped.lines().filter(|line| !is_other(line));
        lines.filter(|line| TEXTS.iter().any(|text| line.contains(text))).map(str::to_owned).next()
    };
    let found: Vec<_> = files_with_extension(&source_folder(), "rs")
        .into_iter()
        .filter_map(|file| has_text(&file).map(|line| format!("{}: {}", file.display(), line.trim())))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_form_of_import_is_recognised() {
    let text = "use crate::domain::Name; use crate::{app::{Key, Msg}, view}; fn f() { crate::form::go() }";
    let expected: BTreeSet<String> = ["app", "domain", "form", "view"].map(str::to_owned).into();
    assert_eq!(imported_modules(text), expected);
}
