use std::fs;
use std::time::Duration;

use secrecy::ExposeSecret as _;

use super::*;
use crate::clopos::{ClientConfig, Credentials, Generation, PlainHttpPolicy};
use crate::domain::{Country, DateOrder};
use crate::locale::technician;
use crate::server::Limits;

mod credentials;
mod errors;
mod server;

/// Returns the value of a variable in a test's environment.
fn var(environment: &[(&'static str, &'static str)], name: &str) -> Option<String> {
    environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
}

/// Reads settings from a file's text and an environment.
fn read(text: &str, environment: &[(&'static str, &'static str)], training: bool) -> Result<Settings, SettingsError> {
    let home = tempfile::tempdir().unwrap();
    let paths = Paths {
        config_dir: home.path().join("config"),
        state_dir: home.path().join("state"),
        training_state_dir: None,
    };
    fs::create_dir(&paths.config_dir).unwrap();
    fs::write(paths.config_dir.join("frontdesk.toml"), text).unwrap();
    Settings::read(None, training, None, None, &|name| var(environment, name), &paths)
}

const V2: &str =
    "[clopos]\nclient_id = \"id\"\nclient_secret = \"secret\"\nbrand = \"brand\"\nintegrator_id = \"integrator\"\n";

fn client_config(settings: Settings) -> ClientConfig {
    match settings.api {
        ApiTarget::Live(config) => *config,
        ApiTarget::Training { .. } => panic!("training"),
    }
}

#[test]
fn without_any_setting_it_is_training_with_the_defaults() {
    let settings = read("", &[], false).unwrap();
    assert!(matches!(settings.api, ApiTarget::Training { .. }));
    assert_eq!((settings.desk.country, settings.desk.date_order), (Country::default(), DateOrder::DayMonthYear));
    assert!(settings.outbox.paths.state_dir.ends_with("state/frontdesk"));
    assert_eq!(settings.server.credentials.venue_id, "1");
}

#[test]
fn the_environment_wins_over_the_file() {
    let environment = [("CLOPOS_BRAND", "other"), ("CLOPOS_BASE_URL", "http://127.0.0.1:8080/open-api/v2")];
    let config = client_config(read(V2, &environment, false).unwrap());
    assert_eq!(config.base_url.port(), Some(8080));
    assert_eq!(config.credentials.brand, "other");
    let settings = read("", &[("FRONTDESK_STATE_DIR", "/somewhere")], false).unwrap();
    assert_eq!(settings.outbox.paths.state_dir, Path::new("/somewhere"));
}

#[test]
fn a_host_may_have_a_share_of_the_calls() {
    for (text, share) in [("", None), ("calls_per_minute = 0\n", None), ("calls_per_minute = 15\n", Some(15))] {
        let config = client_config(read(&V2.replace("[clopos]\n", &format!("[clopos]\n{text}")), &[], false).unwrap());
        assert_eq!(config.calls_per_minute, share, "{text}");
    }
    for wrong in ["-1", "\"many\"", "1.5", "4294967296"] {
        let text = V2.replace("[clopos]\n", &format!("[clopos]\ncalls_per_minute = {wrong}\n"));
        let message = read(&text, &[], false).unwrap_err().to_string();
        assert!(message.contains("clopos.calls_per_minute: is not a whole number"), "{message}");
    }
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
    let defaults = read("", &[], false).unwrap().desk;
    assert_eq!(
        (defaults.capitals.to_string().as_str(), defaults.sticky_group, defaults.scanner_prefix),
        ("az", false, None)
    );
    assert!(defaults.code_template.is_none());
    assert_eq!(defaults.hide_after.map(|time| time.as_secs()), Some(60));
    assert_eq!(defaults.shelve_after.map(|time| time.as_secs()), Some(300));
    let disabled = read("[privacy]\nhide_seconds = 0\nput_away_seconds = 7\n", &[], false).unwrap().desk;
    assert_eq!((disabled.hide_after, disabled.shelve_after.map(|time| time.as_secs())), (None, Some(7)));
    let text = "[desk]\ncountry = \"UZ\"\nlanguage = \"tr\"\nsticky_group = true\n[scanner]\nprefix = \"~\"\n[code]\ntemplate = \"W-{seq}\"\n";
    let settings = read(text, &[], false).unwrap().desk;
    assert_eq!(
        (settings.capitals.to_string().as_str(), settings.sticky_group, settings.scanner_prefix),
        ("tr", true, Some('~'))
    );
    assert!(settings.code_template.is_some());
    for (text, key) in [
        ("[desk]\nlanguage = \"english\"\n", "desk.language"),
        ("[scanner]\nprefix = \"~~\"\n", "scanner.prefix"),
        ("[scanner]\nprefix = \"a\"\n", "scanner.prefix"),
        ("[scanner]\nprefix = \" \"\n", "scanner.prefix"),
        ("[scanner]\nprefix = \"+\"\n", "scanner.prefix"),
        ("[scanner]\nprefix = \"@\"\n", "scanner.prefix"),
        ("[scanner]\nprefix = \".\"\n", "scanner.prefix"),
        ("[scanner]\nprefix = \"-\"\n", "scanner.prefix"),
        ("[scanner]\nprefix = \"–\"\n", "scanner.prefix"),
        ("[scanner]\nprefix = \"'\"\n", "scanner.prefix"),
        ("[scanner]\nprefix = \"\\t\"\n", "scanner.prefix"),
        ("[code]\ntemplate = \"W\"\n", "code.template"),
    ] {
        let message = read(text, &[], false).unwrap_err().to_string();
        assert!(message.contains(&format!("frontdesk.toml: {key}: ")), "{message}");
    }
}

#[test]
fn the_cashiers_name_falls_back_to_login_name_and_user_id() {
    let cashier = |named: Option<&str>, environment: &[(&'static str, &'static str)]| {
        let paths = Paths { config_dir: "/nowhere".into(), state_dir: "/nowhere".into(), training_state_dir: None };
        Settings::read(None, false, named, None, &|name| var(environment, name), &paths).unwrap().outbox.cashier
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
    assert!(matches!(read(example, &[], false).unwrap().api, ApiTarget::Training { .. }));
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
        assert_eq!(settings.outbox.alarm_after, hours.map(Duration::from_hours), "{text}");
    }
    for wrong in ["alarm_hours = -1", "alarm_hours = 1.5", "alarm_hours = \"24\"", "alarm_hours = 99999999999"] {
        assert!(read(&format!("[outbox]\n{wrong}\n"), &[], false).is_err(), "{wrong}");
    }
}

#[test]
fn every_default_and_example_of_the_table_is_valid() {
    for setting in &SETTINGS {
        let (Shown::Default(text) | Shown::Example(text)) = setting.shown;
        let parsed = setting.parse_into(&mut setting::Values::default(), text);
        // The example of the certificates names a file that this computer does not have.
        assert!(parsed.is_ok() || setting.key == "clopos.ca_file", "{}: {parsed:?}", setting.key);
        assert!((setting.meaning)(technician()).len() > 20, "{}", setting.key);
    }
}

#[test]
fn the_settings_that_are_given_have_their_origin_and_no_credential() {
    let environment = [("CLOPOS_CLIENT_SECRET", "hunter2"), ("FRONTDESK_LOG", "info"), ("CLOPOS_BRAND", " ")];
    let settings = read(&format!("{V2}[desk]\ncountry = \" UZ \"\n"), &environment, false).unwrap();
    let file = |source: &str| source.rsplit('/').next().unwrap().to_owned();
    let given: Vec<_> = settings.given.iter().map(|it| (it.name, it.value.as_deref(), file(&it.source))).collect();
    let expected = [
        ("clopos.client_id", None, "frontdesk.toml".to_owned()),
        ("clopos.client_secret", None, "CLOPOS_CLIENT_SECRET".to_owned()),
        ("clopos.brand", Some("brand"), "frontdesk.toml".to_owned()),
        ("clopos.integrator_id", None, "frontdesk.toml".to_owned()),
        ("desk.country", Some("UZ"), "frontdesk.toml".to_owned()),
        ("FRONTDESK_LOG", Some("info"), "FRONTDESK_LOG".to_owned()),
    ];
    assert_eq!(given, expected);
    assert_eq!(settings.log.as_deref(), Some("info"));
    assert!(!format!("{settings:?}").contains("hunter2"));
}

#[test]
fn each_part_has_its_settings() {
    let text = "[outbox]\nkeep_days = 7\n[server]\nbrand = \"shop\"\n";
    let training = read(text, &[("FRONTDESK_STATE_DIR", "/var/x")], false).unwrap();
    assert_eq!(training.outbox.paths.outbox_dir, Path::new("/var/x/training"));
    assert_eq!((training.outbox.keep_days, training.server.credentials.brand.as_str()), (7, "shop"));
    let live = read(V2, &[("FRONTDESK_STATE_DIR", "/var/x")], false).unwrap();
    assert_eq!(live.outbox.paths.outbox_dir, Path::new("/var/x"));
    assert_eq!(client_config(live).state_dir, Path::new("/var/x"));
}

/// The language of the screen and the rules of capitals are two settings. A cashier with a Russian desk in Baku still
/// registers İlqar.
#[test]
fn the_language_of_the_desk_and_that_of_capitals_have_one_default() {
    for (desk, environment, language, capitals) in [
        ("", &[][..], "en", "az"),
        ("", &[("LANG", "ru_RU.UTF-8")], "ru", "az"),
        ("", &[("LANG", "ru_RU.UTF-8"), ("LC_MESSAGES", "tr_TR.UTF-8")], "tr", "az"),
        ("", &[("LC_MESSAGES", "tr_TR.UTF-8"), ("LC_ALL", "C.UTF-8")], "en", "az"),
        ("", &[("LC_CTYPE", "ru_RU.UTF-8")], "en", "az"),
        ("", &[("LANG", "de_DE.UTF-8")], "en", "az"),
        ("language = \"uz\"", &[("LANG", "ru_RU.UTF-8")], "uz", "az"),
        ("language = \"az\"", &[], "az", "az"),
        ("language = \"tr\"", &[], "tr", "tr"),
        ("language = \"ru\"", &[], "ru", "az"),
        ("language = \"ru\"\ncountry = \"UZ\"", &[], "ru", "uz"),
        ("language = \"az\"\ncountry = \"GE\"", &[], "az", "az"),
        ("language = \"ru\"\ncapitals = \"en\"", &[], "ru", "en"),
        ("capitals = \"tr\"", &[], "en", "tr"),
    ] {
        let settings = read(&format!("[desk]\n{desk}\n"), environment, false).unwrap().desk;
        let found = (settings.language.locale().code(), settings.capitals.to_string());
        assert_eq!((found.0, found.1.as_str()), (language, capitals), "{desk:?} {environment:?}");
    }
}
