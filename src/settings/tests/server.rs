//! The settings of `frontdesk serve`.

use super::*;

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
fn the_address_of_the_database_is_a_secret_that_only_the_server_checks() {
    let environment = |url: &'static str| [("DATABASE_URL", url)];
    let shop = "postgres://frontdesk:hunter2@db.example/shop";
    let file = format!("[server]\ndatabase_url = \"{shop}\"\n");
    for settings in
        [read("", &environment(shop), false), read(&file, &[], false), read(&file, &environment(shop), true)]
    {
        let settings = settings.unwrap();
        assert!(matches!(settings.database_url, Some(Ok(_))));
        let shown = format!("{settings:?}");
        assert!(!shown.contains("hunter2") && !shown.contains("db.example"), "{shown}");
        // The desk's own server keeps its file.
        assert!(matches!(settings.api, ApiTarget::Training { .. }));
    }
    let settings = read("", &[], false).unwrap();
    assert!(settings.database_url.is_none());
    // `DATABASE_URL` may be that of another program, with which a desk has nothing to do.
    for url in ["mysql://root:hunter2@localhost/wiki", "hunter2"] {
        let settings = read("", &environment(url), false).unwrap();
        let message = settings.database_url.as_ref().unwrap().as_ref().unwrap_err().to_string();
        assert!(message.contains("DATABASE_URL: is not the address of a PostgreSQL database"), "{message}");
        assert!(!format!("{message} {settings:?}").contains("hunter2"), "{message}");
    }
    let settings = read("[server]\ndatabase_url = \"hunter2\"\n", &[], false).unwrap();
    let message = settings.database_url.as_ref().unwrap().as_ref().unwrap_err().to_string();
    assert!(
        message.contains("frontdesk.toml: server.database_url: is not") && !message.contains("hunter2"),
        "{message}"
    );
}

#[test]
fn the_servers_venue_id_is_a_positive_number() {
    for venue in ["abc", "0", "-1", "1.5", "99999999999999999999"] {
        let message = read(&format!("[server]\nvenue_id = \"{venue}\"\n"), &[], false).unwrap_err().to_string();
        assert!(message.contains("frontdesk.toml: server.venue_id:"), "{message}");
    }
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
