use std::collections::HashMap;
use std::fs;

use secrecy::ExposeSecret as _;

use super::*;
use crate::clopos::{Credentials, PlainHttpPolicy};

mod credentials;

struct TestEnvironment(HashMap<&'static str, &'static str>);

impl Environment for TestEnvironment {
    fn var(&self, name: &str) -> Option<String> {
        self.0.get(name).map(|value| (*value).to_owned())
    }
}

/// Reads settings from a file's text and an environment.
fn read(text: &str, environment: &[(&'static str, &'static str)], training: bool) -> Result<Settings, SettingsError> {
    let home = tempfile::tempdir().unwrap();
    let paths = Paths { config_dir: home.path().join("config"), state_dir: home.path().join("state") };
    fs::create_dir(&paths.config_dir).unwrap();
    fs::write(paths.config_dir.join("frontdesk.toml"), text).unwrap();
    Settings::read(None, training, None, &TestEnvironment(environment.iter().copied().collect()), &paths)
}

const V2: &str =
    "[clopos]\nclient_id = \"id\"\nclient_secret = \"secret\"\nbrand = \"brand\"\nintegrator_id = \"integrator\"\n";

fn client_config(settings: Settings) -> ClientConfig {
    match settings.api {
        ApiTarget::Live(config) => *config,
        ApiTarget::Training => panic!("training"),
    }
}

#[test]
fn without_any_setting_it_is_training_with_the_defaults() {
    let settings = read("", &[], false).unwrap();
    assert!(matches!(settings.api, ApiTarget::Training));
    assert_eq!((settings.country, settings.date_order), (Country::default(), DateOrder::DayMonthYear));
    assert!(settings.state_dir.ends_with("state/frontdesk"));
    assert_eq!(settings.server_credentials.venue_id, "1");
}

#[test]
fn the_environment_wins_over_the_file() {
    let environment = [("CLOPOS_BRAND", "other"), ("CLOPOS_BASE_URL", "http://127.0.0.1:8080/open-api/v2")];
    let config = client_config(read(V2, &environment, false).unwrap());
    assert_eq!(config.base_url.port(), Some(8080));
    assert!(matches!(config.credentials, Credentials::V2 { brand, .. } if brand == "other"));
    let settings = read("", &[("FRONTDESK_STATE_DIR", "/somewhere")], false).unwrap();
    assert_eq!(settings.state_dir, Path::new("/somewhere"));
}

#[test]
fn no_secret_is_shown() {
    let settings = read(&V2.replace("\"secret\"", "\"hunter2\""), &[], false).unwrap();
    assert!(!format!("{settings:?}").contains("hunter2"));
    let message = read("[clopos]\nbrand = [\"hunter2\"]\n", &[], false).unwrap_err().to_string();
    assert!(message.contains("clopos.brand") && !message.contains("hunter2"), "{message}");
}

#[test]
fn desk_scanner_code_and_privacy_settings_are_read() {
    let defaults = read("", &[], false).unwrap();
    assert_eq!(
        (defaults.language.to_string().as_str(), defaults.sticky_group, defaults.scanner_prefix),
        ("az", false, None)
    );
    assert!(defaults.code_template.is_none());
    assert_eq!(defaults.hide_after.map(|time| time.as_secs()), Some(60));
    assert_eq!(defaults.shelve_after.map(|time| time.as_secs()), Some(300));
    let disabled = read("[privacy]\nhide_seconds = 0\nput_away_seconds = 7\n", &[], false).unwrap();
    assert_eq!((disabled.hide_after, disabled.shelve_after.map(|time| time.as_secs())), (None, Some(7)));
    let text = "[desk]\ncountry = \"UZ\"\nlanguage = \"tr\"\nsticky_group = true\n[scanner]\nprefix = \"~\"\n[code]\ntemplate = \"W-{seq}\"\n";
    let settings = read(text, &[], false).unwrap();
    assert_eq!(
        (settings.language.to_string().as_str(), settings.sticky_group, settings.scanner_prefix),
        ("tr", true, Some('~'))
    );
    assert!(settings.code_template.is_some());
    for (text, key) in [
        ("[desk]\nlanguage = \"english\"\n", "desk.language"),
        ("[scanner]\nprefix = \"~~\"\n", "scanner.prefix"),
        ("[scanner]\nprefix = \"a\"\n", "scanner.prefix"),
        ("[scanner]\nprefix = \"\\t\"\n", "scanner.prefix"),
        ("[code]\ntemplate = \"W\"\n", "code.template"),
    ] {
        let message = read(text, &[], false).unwrap_err().to_string();
        assert!(message.contains(&format!("frontdesk.toml: {key}: ")), "{message}");
    }
}

#[test]
fn no_error_repeats_the_value_it_rejects() {
    for (text, key) in [
        ("[desk]\ndate_order = \"hunter2\"\n", "desk.date_order"),
        ("[desk]\ndate_order = \"hunter2, expected nothing\"\n", "desk.date_order"),
        ("[desk]\nsticky_group = \"hunter2, expected hunter2\"\n", "desk.sticky_group"),
        ("[outbox]\nkeep_days = \"hunter2\"\n", "outbox.keep_days"),
        ("clopos = \"hunter2\"\n", "clopos"),
        ("[clopos]\nclient_secret = { hunter2 = 1 }\n", "clopos.client_secret"),
        ("[server]\nvenue_id = \"hunter2\"\n", "server.venue_id"),
        ("[clopos]\nclient_secret = \"hun\\nter2\"\n", "clopos.client_secret"),
        ("[server]\nclient_secret = \"hun\\u0000ter2\"\n", "server.client_secret"),
        ("[clopos]\napi_version = \"hunter2\"\n", "clopos.api_version"),
    ] {
        let message = read(text, &[], false).unwrap_err().to_string();
        assert!(message.contains("frontdesk.toml") && message.contains(key), "{text}: {message}");
        assert!(!message.contains("ter2"), "{text}: {message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}

#[test]
fn a_control_character_in_a_variable_names_the_variable() {
    for name in [
        "CLOPOS_CLIENT_ID",
        "CLOPOS_CLIENT_SECRET",
        "CLOPOS_BRAND",
        "CLOPOS_VENUE_ID",
        "CLOPOS_INTEGRATOR_ID",
        "CLOPOS_BASE_URL",
        "CLOPOS_API_VERSION",
    ] {
        for value in ["hun\r\nter2", "hun\u{1b}ter2", "hun\u{fffd}ter2"] {
            let message = read(V2, &[(name, value)], false).unwrap_err().to_string();
            assert!(message.starts_with(&format!("{name}:")) && !message.contains("ter2"), "{message}");
        }
    }
}

#[test]
fn the_servers_venue_id_is_a_positive_number() {
    for venue in ["abc", "0", "-1", "1.5", "99999999999999999999"] {
        let message = read(&format!("[server]\nvenue_id = \"{venue}\"\n"), &[], false).unwrap_err().to_string();
        assert!(message.contains("frontdesk.toml: server.venue_id:"), "{message}");
    }
}

#[test]
fn the_cashiers_name_falls_back_to_login_name_and_user_id() {
    let cashier = |named: Option<&str>, environment: &[(&'static str, &'static str)]| {
        let paths = Paths { config_dir: "/nowhere".into(), state_dir: "/nowhere".into() };
        Settings::read(None, false, named, &TestEnvironment(environment.iter().copied().collect()), &paths)
            .unwrap()
            .cashier
    };
    let both = [("LOGNAME", "aysel"), ("USER", "rauf")];
    assert_eq!(cashier(Some("leyla"), &both), "leyla");
    assert_eq!(cashier(Some(" "), &both), "aysel");
    assert_eq!(cashier(None, &both), "aysel");
    assert_eq!(cashier(None, &[("USER", "rauf")]), "rauf");
    let number = cashier(None, &[]);
    assert!(number.strip_prefix("uid-").unwrap().parse::<u32>().is_ok(), "{number}");
}

#[test]
fn the_example_file_is_valid_and_sets_nothing() {
    let example = include_str!("../../assets/frontdesk.example.toml");
    assert!(matches!(read(example, &[], false).unwrap().api, ApiTarget::Training));
    // Even with every line uncommented it has no unknown key.
    let all: String = example
        .lines()
        .filter_map(|line| line.strip_prefix('#').filter(|rest| rest.contains(" = ")).or(Some(line)))
        .filter(|line| !line.starts_with("# ") && !line.starts_with(' '))
        .flat_map(|line| [line, "\n"])
        .collect();
    let certificates = tempfile::NamedTempFile::new().unwrap();
    fs::write(&certificates, rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap().cert.pem()).unwrap();
    let all = all.replace("/etc/ssl/private-ca.pem", &certificates.path().display().to_string());
    let message = read(&all, &[], false).unwrap_err().to_string();
    assert!(message.contains("clopos.client_id"), "only the empty credentials are missing: {message}");
}

#[test]
fn the_age_alarm_is_a_day_unless_set_and_0_disables_it() {
    let table =
        [("", Some(24)), ("alarm_hours = 1", Some(1)), ("alarm_hours = 720", Some(720)), ("alarm_hours = 0", None)];
    for (text, hours) in table {
        let settings = read(&format!("[outbox]\n{text}\n"), &[], false).unwrap();
        assert_eq!(settings.alarm_after, hours.map(Duration::from_hours), "{text}");
    }
    for wrong in ["alarm_hours = -1", "alarm_hours = 1.5", "alarm_hours = \"24\"", "alarm_hours = 99999999999"] {
        assert!(read(&format!("[outbox]\n{wrong}\n"), &[], false).is_err(), "{wrong}");
    }
}
