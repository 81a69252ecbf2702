//! The API, its address and its credentials.

use super::*;

#[test]
fn complete_credentials_of_either_generation_are_live() {
    let v2 = client_config(read(V2, &[], false).unwrap());
    assert_eq!(v2.base_url.as_str(), "https://integrations.clopos.com/open-api/v2");
    assert_eq!(v2.plain_http, PlainHttpPolicy::OnlyLoopback);
    let Credentials { client_id, client_secret, brand, generation } = v2.credentials;
    assert_eq!((client_id.as_str(), client_secret.expose_secret(), brand.as_str()), ("id", "secret", "brand"));
    assert!(
        matches!(generation, Generation::V2 { integrator_id, venue_id: None } if integrator_id == "integrator"),
        "v1, or another integrator or venue"
    );
    let v1 = "[clopos]\napi_version = \"v1\"\nclient_id = \"id\"\nclient_secret = \"secret\"\nbrand = \"brand\"\nvenue_id = \"7\"\n";
    let v1 = client_config(read(v1, &[], false).unwrap());
    assert_eq!(v1.base_url.as_str(), "https://integrations.clopos.com/open-api");
    assert!(matches!(v1.credentials.generation, Generation::V1 { venue_id } if venue_id == "7"));
}

#[test]
fn the_generation_follows_the_credentials_and_the_setting_overrides() {
    let base = [("CLOPOS_CLIENT_ID", "i"), ("CLOPOS_CLIENT_SECRET", "s"), ("CLOPOS_BRAND", "b")];
    let (venue, integrator) = (("CLOPOS_VENUE_ID", "7"), ("CLOPOS_INTEGRATOR_ID", "n"));
    let (v1, v2) = (("CLOPOS_API_VERSION", "v1"), ("CLOPOS_API_VERSION", "v2"));
    let version_and_url = |more: &[(&'static str, &'static str)]| {
        let environment: Vec<_> = base.iter().chain(more).copied().collect();
        let config = client_config(read("", &environment, false).unwrap_or_else(|error| panic!("{more:?}: {error}")));
        match config.credentials.generation {
            Generation::V1 { .. } => ("v1", config.base_url.to_string()),
            Generation::V2 { venue_id, .. } => {
                (if venue_id.is_some() { "v2, venue" } else { "v2" }, config.base_url.to_string())
            }
        }
    };
    let default_url = |path: &str| format!("https://integrations.clopos.com/{path}");
    assert_eq!(version_and_url(&[venue]), ("v1", default_url("open-api")));
    assert_eq!(version_and_url(&[integrator]), ("v2", default_url("open-api/v2")));
    assert_eq!(version_and_url(&[venue, integrator]), ("v2, venue", default_url("open-api/v2")));
    assert_eq!(version_and_url(&[venue, integrator, v1]), ("v1", default_url("open-api")));
    assert_eq!(version_and_url(&[venue, integrator, v2]), ("v2, venue", default_url("open-api/v2")));
    // The address of another host can have any path.
    assert_eq!(version_and_url(&[venue, ("CLOPOS_BASE_URL", "https://pos.example")]).0, "v1");
    assert_eq!(version_and_url(&[integrator, ("CLOPOS_BASE_URL", "https://pos.example/clopos")]).0, "v2");
    // The setting counts, whatever the address looks like.
    assert_eq!(version_and_url(&[venue, v1, ("CLOPOS_BASE_URL", "https://pos.example/v2")]).0, "v1");
}

#[test]
fn a_base_url_of_the_other_generation_is_an_error() {
    let base = [("CLOPOS_CLIENT_ID", "i"), ("CLOPOS_CLIENT_SECRET", "s"), ("CLOPOS_BRAND", "b")];
    for (key, url, named) in [
        ("CLOPOS_VENUE_ID", "https://integrations.clopos.com/open-api/v2", "clopos.integrator_id"),
        ("CLOPOS_VENUE_ID", "https://integrations.clopos.com/open-api/v2/", "/open-api,"),
        ("CLOPOS_INTEGRATOR_ID", "https://integrations.clopos.com/open-api", "/open-api/v2"),
        ("CLOPOS_INTEGRATOR_ID", "https://integrations.clopos.com/open-api/", "clopos.api_version"),
    ] {
        let mut environment = base.to_vec();
        environment.extend([(key, "7"), ("CLOPOS_BASE_URL", url)]);
        let message = read("", &environment, false).unwrap_err().to_string();
        assert!(message.starts_with("CLOPOS_BASE_URL: ") && message.contains(named), "{message}");
    }
}

#[test]
fn incomplete_credentials_are_an_error_and_not_training() {
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
            Err(SettingsError::Missing { key: missing, .. }) => assert_eq!(missing, key),
            other => panic!("{environment:?}: {other:?}"),
        }
    }
}

#[test]
fn training_ignores_credentials() {
    assert!(matches!(read(V2, &[], true).unwrap().api, ApiTarget::Training { .. }));
    assert!(matches!(read("", &[("CLOPOS_CLIENT_ID", "id")], true).unwrap().api, ApiTarget::Training { .. }));
}

#[test]
fn an_unusable_base_url_is_reported_with_its_origin() {
    for url in
        ["nonsense", "ftp://example.com", "http://example.com", "https://user:pw@example.com", "https://a.b/?x=1"]
    {
        let text = format!("{V2}base_url = \"{url}\"\n");
        let message = read(&text, &[], false).unwrap_err().to_string();
        assert!(message.contains("frontdesk.toml: clopos.base_url"), "{url}: {message}");
    }
    let environment = [("CLOPOS_BASE_URL", "http://example.com")];
    assert!(read(V2, &environment, false).unwrap_err().to_string().starts_with("CLOPOS_BASE_URL:"));
    let allowed = format!("{V2}base_url = \"http://example.com\"\nallow_plain_http = true\n");
    assert_eq!(client_config(read(&allowed, &[], false).unwrap()).plain_http, PlainHttpPolicy::Anywhere);
}

#[test]
fn spaces_around_a_credential_are_trimmed() {
    let with_spaces = V2.replace("\"secret\"", "\" secret\\n\"");
    let environment = [("CLOPOS_BRAND", " brand "), ("CLOPOS_VENUE_ID", "\t7\n")];
    let credentials = client_config(read(&with_spaces, &environment, false).unwrap()).credentials;
    assert_eq!(credentials.client_secret.expose_secret(), "secret");
    assert_eq!((credentials.is_v1(), credentials.brand.as_str(), credentials.venue_id()), (false, "brand", Some("7")));
    let accepted = read("[server]\nclient_id = \" id \"\nvenue_id = \" 7 \"\nbrand = \" \"\n", &[], false)
        .unwrap()
        .server
        .credentials;
    assert_eq!((accepted.client_id.as_str(), accepted.venue_id.as_str()), ("id", "7"));
    assert_eq!(accepted.brand, "training");
}

#[test]
fn settings_that_are_no_credentials_are_checked_in_training_too() {
    let message = read("", &[("CLOPOS_API_VERSION", "v3")], false).unwrap_err().to_string();
    assert!(message.starts_with("CLOPOS_API_VERSION:"), "{message}");
    assert!(matches!(read("", &[("CLOPOS_API_VERSION", "v1")], false).unwrap().api, ApiTarget::Training { .. }));
    assert!(matches!(read("", &[("CLOPOS_API_VERSION", "v3")], true).unwrap().api, ApiTarget::Training { .. }));
}

#[test]
fn an_unusable_ca_file_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pem");
    fs::write(&empty, "").unwrap();
    let prose = folder.path().join("prose.pem");
    fs::write(&prose, "no certificate").unwrap();
    for file in [folder.path().join("missing.pem"), folder.path().to_owned(), empty, prose] {
        let file = file.display();
        for text in [format!("{V2}ca_file = \"{file}\"\n"), format!("[clopos]\nca_file = \"{file}\"\n")] {
            let message = read(&text, &[], false).unwrap_err().to_string();
            assert!(
                message.contains("frontdesk.toml: clopos.ca_file:") && message.contains(&file.to_string()),
                "{message}"
            );
            assert!(read(&text, &[], true).is_ok(), "training ignores it");
        }
    }
}
