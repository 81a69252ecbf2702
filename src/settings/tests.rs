use std::collections::HashMap;
use std::fs;

use secrecy::ExposeSecret as _;

use super::*;
use crate::clopos::{Credentials, PlainHttp};

struct Given(HashMap<&'static str, &'static str>);

impl Environment for Given {
    fn var(&self, name: &str) -> Option<String> {
        self.0.get(name).map(|value| (*value).to_owned())
    }
}

/// Settings from a file's text and an environment.
fn read(text: &str, environment: &[(&'static str, &'static str)], training: bool) -> Result<Settings, BadSetting> {
    let home = tempfile::tempdir().unwrap();
    let places = Places { config_dir: home.path().join("config"), state_dir: home.path().join("state") };
    fs::create_dir(&places.config_dir).unwrap();
    fs::write(places.config_dir.join("frontdesk.toml"), text).unwrap();
    Settings::read(None, training, None, &Given(environment.iter().copied().collect()), &places)
}

const V2: &str =
    "[clopos]\nclient_id = \"id\"\nclient_secret = \"secret\"\nbrand = \"brand\"\nintegrator_id = \"integrator\"\n";

fn access(settings: Settings) -> Access {
    match settings.line {
        Line::Live(access) => *access,
        Line::Training => panic!("training"),
    }
}

#[test]
fn nothing_set_is_training_with_the_usual_rules() {
    let settings = read("", &[], false).unwrap();
    assert!(matches!(settings.line, Line::Training));
    assert_eq!((settings.country, settings.date_order), (Country::default(), DateOrder::DayMonthYear));
    assert!(settings.state_dir.ends_with("state/frontdesk"));
    assert_eq!(settings.accepted.venue_id, "1");
}

#[test]
fn all_that_a_version_needs_is_live() {
    let v2 = access(read(V2, &[], false).unwrap());
    assert_eq!(v2.base_url.as_str(), "https://integrations.clopos.com/open-api/v2");
    assert_eq!(v2.plain_http, PlainHttp::OnlyLoopback);
    match v2.credentials {
        Credentials::V2 { client_id, client_secret, brand, integrator_id, venue_id } => {
            assert_eq!((client_id.as_str(), client_secret.expose_secret()), ("id", "secret"));
            assert_eq!((brand.as_str(), integrator_id.as_str(), venue_id), ("brand", "integrator", None));
        }
        Credentials::V1 { .. } => panic!("v1"),
    }
    let v1 = "[clopos]\napi_version = \"v1\"\nclient_id = \"id\"\nclient_secret = \"secret\"\nbrand = \"brand\"\nvenue_id = \"7\"\n";
    let v1 = access(read(v1, &[], false).unwrap());
    assert_eq!(v1.base_url.as_str(), "https://integrations.clopos.com/open-api");
    assert!(matches!(v1.credentials, Credentials::V1 { venue_id, .. } if venue_id == "7"));
}

#[test]
fn the_environment_wins_over_the_file() {
    let environment = [("CLOPOS_BRAND", "other"), ("CLOPOS_BASE_URL", "http://127.0.0.1:8080/open-api/v2")];
    let access = access(read(V2, &environment, false).unwrap());
    assert_eq!(access.base_url.port(), Some(8080));
    assert!(matches!(access.credentials, Credentials::V2 { brand, .. } if brand == "other"));
    let settings = read("", &[("FRONTDESK_STATE_DIR", "/somewhere")], false).unwrap();
    assert_eq!(settings.state_dir, Path::new("/somewhere"));
}

#[test]
fn half_of_the_credentials_is_a_mistake_and_not_training() {
    for (environment, key) in [
        (&[("CLOPOS_CLIENT_ID", "id")][..], "clopos.client_secret"),
        (&[("CLOPOS_BASE_URL", "http://127.0.0.1:1")], "clopos.client_id"),
        (&[("CLOPOS_CLIENT_ID", "i"), ("CLOPOS_CLIENT_SECRET", "s"), ("CLOPOS_BRAND", "b")], "clopos.integrator_id"),
        (
            &[
                ("CLOPOS_API_VERSION", "v1"),
                ("CLOPOS_CLIENT_ID", "i"),
                ("CLOPOS_CLIENT_SECRET", "s"),
                ("CLOPOS_BRAND", "b"),
            ],
            "clopos.venue_id",
        ),
    ] {
        match read("", environment, false) {
            Err(BadSetting::Missing { key: missing, .. }) => assert_eq!(missing, key),
            other => panic!("{environment:?}: {other:?}"),
        }
    }
}

#[test]
fn training_puts_credentials_aside() {
    assert!(matches!(read(V2, &[], true).unwrap().line, Line::Training));
    assert!(matches!(read("", &[("CLOPOS_CLIENT_ID", "id")], true).unwrap().line, Line::Training));
}

#[test]
fn an_address_that_cannot_be_used_is_named_where_it_stands() {
    for url in
        ["nonsense", "ftp://example.com", "http://example.com", "https://user:pw@example.com", "https://a.b/?x=1"]
    {
        let text = format!("{V2}base_url = \"{url}\"\n");
        let words = read(&text, &[], false).unwrap_err().to_string();
        assert!(words.contains("frontdesk.toml: clopos.base_url"), "{url}: {words}");
    }
    let environment = [("CLOPOS_BASE_URL", "http://example.com")];
    assert!(read(V2, &environment, false).unwrap_err().to_string().starts_with("CLOPOS_BASE_URL:"));
    let allowed = format!("{V2}base_url = \"http://example.com\"\nallow_plain_http = true\n");
    assert_eq!(access(read(&allowed, &[], false).unwrap()).plain_http, PlainHttp::Anywhere);
}

#[test]
fn no_secret_is_shown() {
    let settings = read(&V2.replace("\"secret\"", "\"hunter2\""), &[], false).unwrap();
    assert!(!format!("{settings:?}").contains("hunter2"));
    let words = read("[clopos]\nbrand = [\"hunter2\"]\n", &[], false).unwrap_err().to_string();
    assert!(words.contains("clopos.brand") && !words.contains("hunter2"), "{words}");
}

#[test]
fn how_names_codes_and_scans_are_read() {
    let usual = read("", &[], false).unwrap();
    assert_eq!((usual.language.to_string().as_str(), usual.sticky_group, usual.scanner_prefix), ("az", false, None));
    assert!(usual.code_template.is_none());
    assert_eq!(usual.hide_after.map(|time| time.as_secs()), Some(60));
    assert_eq!(usual.put_away_after.map(|time| time.as_secs()), Some(300));
    let never = read("[privacy]\nhide_seconds = 0\nput_away_seconds = 7\n", &[], false).unwrap();
    assert_eq!((never.hide_after, never.put_away_after.map(|time| time.as_secs())), (None, Some(7)));
    let text = "[desk]\ncountry = \"UZ\"\nlanguage = \"tr\"\nsticky_group = true\n[scanner]\nprefix = \"~\"\n[code]\ntemplate = \"W-{seq}\"\n";
    let set = read(text, &[], false).unwrap();
    assert_eq!((set.language.to_string().as_str(), set.sticky_group, set.scanner_prefix), ("tr", true, Some('~')));
    assert!(set.code_template.is_some());
    for (text, key) in [
        ("[desk]\nlanguage = \"english\"\n", "desk.language"),
        ("[scanner]\nprefix = \"~~\"\n", "scanner.prefix"),
        ("[scanner]\nprefix = \"a\"\n", "scanner.prefix"),
        ("[scanner]\nprefix = \"\\t\"\n", "scanner.prefix"),
        ("[code]\ntemplate = \"W\"\n", "code.template"),
    ] {
        let words = read(text, &[], false).unwrap_err().to_string();
        assert!(words.contains(&format!("frontdesk.toml: {key}: ")), "{words}");
    }
}

#[test]
fn the_example_is_read_and_sets_nothing() {
    let example = include_str!("../../assets/frontdesk.example.toml");
    assert!(matches!(read(example, &[], false).unwrap().line, Line::Training));
    // With every line in force it has no key that is unknown.
    let all: String = example
        .lines()
        .filter_map(|line| line.strip_prefix('#').filter(|rest| rest.contains(" = ")).or(Some(line)))
        .filter(|line| !line.starts_with("# ") && !line.starts_with(' '))
        .flat_map(|line| [line, "\n"])
        .collect();
    let words = read(&all, &[], false).unwrap_err().to_string();
    assert!(words.contains("clopos.client_id"), "only the empty credentials are missing: {words}");
}
