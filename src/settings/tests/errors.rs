//! The errors of values and of keys.

use super::*;

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
