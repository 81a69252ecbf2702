use std::fs;

use secrecy::ExposeSecret as _;

use super::*;
use crate::clopos::{Credentials, PlainHttpPolicy};
use crate::locale::technician;
use crate::server::Limits;

mod credentials;

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
    Settings::read(None, training, None, &|name| var(environment, name), &paths)
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
fn the_limits_of_the_server_have_a_section_of_their_own() {
    let text = "[server]\nbrand = \"shop\"\n[server.limits]\ncalls_per_minute = 0\nauth_per_minute = 7\n\
                failed_per_minute = 0\ntoken_seconds = 90\ntimeout_seconds = 0\n";
    let server = read(text, &[], false).unwrap().server;
    assert_eq!(server.credentials.brand, "shop");
    let limits = Limits { auth_per_minute: Some(7), ..Limits::default() };
    assert_eq!((server.limits, server.token_lifetime), (limits, Duration::from_secs(90)));
    assert!(server.gateway_timeout > Duration::from_hours(24 * 365));
    let defaults = read("", &[], false).unwrap().server;
    assert_eq!(defaults.limits, Limits::API);
    assert_eq!((defaults.token_lifetime, defaults.gateway_timeout), (Duration::from_hours(1), Duration::from_secs(8)));
    for (text, key) in [("calls = 1", "server.limits.calls"), ("token_seconds = \"x\"", "server.limits.token_seconds")]
    {
        let message = read(&format!("[server.limits]\n{text}\n"), &[], false).unwrap_err().to_string();
        assert!(message.contains(key), "{message}");
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
    assert!(matches!(config.credentials, Credentials::V2 { brand, .. } if brand == "other"));
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
fn the_address_of_the_database_is_a_secret_that_only_the_server_checks() {
    let environment = |url: &'static str| [("DATABASE_URL", url)];
    let shop = "postgres://frontdesk:hunter2@db.example/shop";
    let file = format!("[server]\ndatabase_url = \"{shop}\"\n");
    for settings in
        [read("", &environment(shop), false), read(&file, &[], false), read(&file, &environment(shop), true)]
    {
        let settings = settings.unwrap();
        assert!(settings.has_database_url() && settings.database_url().unwrap().is_some());
        let shown = format!("{settings:?} {:?}", settings.database_url());
        assert!(!shown.contains("hunter2") && !shown.contains("db.example"), "{shown}");
        // The desk's own server keeps its file.
        assert!(matches!(settings.api, ApiTarget::Training { .. }));
    }
    let settings = read("", &[], false).unwrap();
    assert!(!settings.has_database_url() && settings.database_url().unwrap().is_none());
    // `DATABASE_URL` may be that of another program, with which a desk has nothing to do.
    for url in ["mysql://root:hunter2@localhost/wiki", "hunter2"] {
        let settings = read("", &environment(url), false).unwrap();
        let message = settings.database_url().unwrap_err().to_string();
        assert!(message.contains("DATABASE_URL: is not the address of a PostgreSQL database"), "{message}");
        assert!(!format!("{message} {settings:?}").contains("hunter2"), "{message}");
    }
    let settings = read("[server]\ndatabase_url = \"hunter2\"\n", &[], false).unwrap();
    let message = settings.database_url().unwrap_err().to_string();
    assert!(
        message.contains("frontdesk.toml: server.database_url: is not") && !message.contains("hunter2"),
        "{message}"
    );
}

#[test]
fn no_error_repeats_the_value_it_rejects() {
    for (text, key) in [
        ("[desk]\ndate_order = \"hunter2\"\n", "desk.date_order"),
        ("[desk]\ndate_order = \"hunter2, expected nothing\"\n", "desk.date_order"),
        ("[desk]\nsticky_group = \"hunter2, expected hunter2\"\n", "desk.sticky_group"),
        ("[server]\nphone_unique = \"hunter2\"\n", "server.phone_unique"),
        ("[server]\nphone_filter = \"hunter2\"\n", "server.phone_filter"),
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
        let paths = Paths { config_dir: "/nowhere".into(), state_dir: "/nowhere".into(), training_state_dir: None };
        Settings::read(None, false, named, &|name| var(environment, name), &paths).unwrap().outbox.cashier
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
fn a_value_of_the_wrong_type_says_how_to_write_it() {
    for setting in SETTINGS.iter().filter(|setting| !setting.key.is_empty()) {
        let (section, key) = setting.key.split_once('.').unwrap();
        for value in ["hunter2 = 1", "= [\"hunter2\"]", "= 1.5", "= 1979-05-27", "= -1", "= { hunter2 = 1 }"] {
            let dot = if value.starts_with('=') { " " } else { "." };
            let message = read(&format!("\n[{section}]\n{key}{dot}{value}\n"), &[], false).unwrap_err().to_string();
            let place = format!("frontdesk.toml:3: {}: ", setting.key);
            assert!(message.contains(&place) || message.contains(&place.replace(":3", "")), "{value}: {message}");
            assert!(!message.contains("hunter2"), "{message}");
        }
    }
}

#[test]
fn an_unknown_key_names_its_line_and_the_nearest_setting() {
    for (text, words) in [
        ("[desk]\ncolour = \"red\"\n", "frontdesk.toml:2: desk.colour: is not a setting. The manual page"),
        (
            "[desk]\ncontry = \"AZ\"\n",
            "frontdesk.toml:2: desk.contry: is not a setting. Did you mean desk.country? The manual page",
        ),
        (
            "[outbox]\n\nkeepdays = 3\n",
            "frontdesk.toml:3: outbox.keepdays: is not a setting. Did you mean outbox.keep_days?",
        ),
        (
            "[desk]\nhide_seconds = 0\n",
            "frontdesk.toml:2: desk.hide_seconds: is not a setting. Did you mean privacy.hide_seconds? The manual page",
        ),
        ("[clopos]\nsecret = \"hunter2\"\n", "frontdesk.toml:2: clopos.secret: is not a setting"),
        ("[dsk]\n", "frontdesk.toml:1: dsk: is not a setting"),
        ("hunter2 = 1\n", "frontdesk.toml:1: hunter2: is not a setting"),
        ("[FRONTDESK_LOG]\n", "frontdesk.toml:1: FRONTDESK_LOG: is not a setting"),
    ] {
        let message = read(text, &[], false).unwrap_err().to_string();
        assert!(message.contains(words), "{message}");
    }
}

#[test]
fn the_settings_that_are_given_have_their_origin_and_no_credential() {
    let environment = [("CLOPOS_CLIENT_SECRET", "hunter2"), ("FRONTDESK_LOG", "info"), ("CLOPOS_BRAND", " ")];
    let settings = read(&format!("{V2}[desk]\ncountry = \" UZ \"\n"), &environment, false).unwrap();
    let given: Vec<_> = settings.given.iter().map(|it| (it.name, it.value.as_deref(), it.variable)).collect();
    let expected = [
        ("clopos.client_id", None, None),
        ("clopos.client_secret", None, Some("CLOPOS_CLIENT_SECRET")),
        ("clopos.brand", Some("brand"), None),
        ("clopos.integrator_id", None, None),
        ("desk.country", Some("UZ"), None),
        ("FRONTDESK_LOG", Some("info"), Some("FRONTDESK_LOG")),
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

#[test]
fn the_test_server_compares_phones_by_the_settings_and_the_country_of_the_desk() {
    use crate::server::{PhoneFilter, PhoneUnique};
    let usual = read("", &[], false).unwrap().server.phones;
    assert_eq!((usual.unique, usual.filter), (PhoneUnique::Digits, PhoneFilter::Substring));
    let text = "[desk]\ncountry = \"UZ\"\n[server]\nphone_unique = \"number\"\nphone_filter = \"exact\"\n";
    let phones = read(text, &[], false).unwrap().server.phones;
    assert_eq!((phones.unique, phones.filter), (PhoneUnique::Number, PhoneFilter::Exact));
    assert_eq!(phones.country, "UZ".parse().unwrap());
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
