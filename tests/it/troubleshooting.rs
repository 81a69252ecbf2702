//! The pages for technicians and cashiers against the program: every message and key in them exists, and no error is
//! missing.

use std::collections::BTreeSet;
use std::fs;

use regex::Regex;

use frontdesk::locale::Locale;
use frontdesk::view::key_sections;
use frontdesk::wording::Severity;

use crate::support::files::project_root;

fn read(name: &str) -> String {
    fs::read_to_string(project_root().join(name)).unwrap()
}

/// Returns the English files of the cashier and of the technician.
fn sentences() -> String {
    read("assets/locales/en.ftl") + &read("assets/locales/technician/en.ftl")
}

/// Returns the keys and texts of all messages, one for each variant, with `…` for each variable.
fn messages() -> Vec<(String, String)> {
    let (variable, literal) = (Regex::new(r"\{ \$\w+ \}").unwrap(), Regex::new(r#"\{"([^"]*)"\}"#).unwrap());
    let mut key = String::new();
    let mut messages = Vec::new();
    for line in sentences().lines().filter(|line| !line.starts_with('#')) {
        let text = match line.split_once(" = ") {
            Some((name, text)) if !line.starts_with(' ') => {
                name.clone_into(&mut key);
                text
            }
            Some((_, remedy)) if line.trim_start().starts_with(".remedy") => remedy,
            _ => line.split_once("] ").map_or("", |(_, variant)| variant),
        };
        let text = literal.replace_all(text, "$1");
        messages.push((key.clone(), variable.replace_all(&text, "…").into_owned()));
    }
    messages
}

/// Returns the quoted messages in the first column of the tables.
fn quotes(page: &str) -> Vec<String> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    rows.flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn every_message_of_the_page_is_one_of_the_program() {
    let page = read("docs/troubleshooting.md");
    let (own, _) = page.split_once("## SSH").unwrap();
    let (messages, quotes) = (messages(), quotes(own));
    assert!(quotes.len() > 80, "{quotes:?}");
    let unknown: Vec<_> =
        quotes.iter().filter(|quote| !messages.iter().any(|(_, text)| text.contains(quote.as_str()))).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
}

#[test]
fn every_error_that_stops_a_customer_is_on_the_page() {
    let page = quotes(&read("docs/troubleshooting.md"));
    let with_remedy: BTreeSet<String> = {
        let file = sentences();
        let lines: Vec<&str> = file.lines().collect();
        let pairs = lines.windows(2).filter(|pair| pair[1].starts_with("    .remedy"));
        pairs.map(|pair| pair[0].split(" = ").next().unwrap().to_owned()).collect()
    };
    let is_error = |key: &str| {
        let is_check = key.starts_with("check-") && with_remedy.contains(key);
        is_check
            || ["api-error-", "storage-error-", "fatal-", "notice-outbox-"].iter().any(|place| key.starts_with(place))
    };
    let errors: Vec<_> = messages().into_iter().filter(|(key, _)| is_error(key)).collect();
    let keys: BTreeSet<_> = errors.iter().map(|(key, _)| key.clone()).collect();
    assert!(keys.len() > 70, "{keys:?}");
    let is_explained = |key: &String| {
        let mut texts = errors.iter().filter(|(of, _)| of == key);
        texts.any(|(_, text)| page.iter().any(|quote| text.contains(quote.as_str())))
    };
    // It repeats another sentence.
    let missing: Vec<_> = keys.iter().filter(|key| *key != "check-fix-other" && !is_explained(key)).collect();
    assert!(missing.is_empty(), "docs/troubleshooting.md does not explain {missing:#?}");
}

/// The signs before a message are in the card by hand.
#[test]
fn the_answers_and_signs_of_the_card_are_those_of_the_screen() {
    let card = read("docs/cashier-card.md");
    let messages = messages();
    for key in ["badge-registered", "badge-not-registered", "badge-waiting", "header-connected"] {
        let (_, text) = messages.iter().find(|(name, _)| name == key).unwrap_or_else(|| panic!("{key}"));
        assert!(card.contains(&format!("**{text}**")) || card.contains(&format!("`{text}`")), "{key}: {text}");
    }
    let (_, offline) = messages.iter().find(|(name, _)| name == "header-offline-waiting").unwrap();
    assert!(card.contains(&offline.replacen('…', "14:02", 1).replacen('…', "3", 1)), "{offline}");
    for severity in [Severity::Good, Severity::Warning, Severity::Bad] {
        assert!(card.contains(&format!("| `{}` |", severity.sign().trim())), "{severity:?}");
    }
}

#[test]
fn the_keys_of_the_card_are_keys_of_the_desk() {
    let card = read("docs/cashier-card.md");
    let keys: String =
        key_sections(Locale::english()).into_iter().flat_map(|keys| keys.rows).map(|row| row.0 + " ").collect();
    let key_name = Regex::new(r"Ctrl-[A-Z_]|\bF[1-9]\b").unwrap();
    let names: BTreeSet<_> = key_name.find_iter(&card).map(|name| name.as_str()).collect();
    assert!(names.len() > 12, "{names:?}");
    for name in names {
        assert!(keys.contains(name), "{name}: {keys}");
    }
    assert!(card.lines().count() < 70, "one page");
}
