use super::*;

fn config(url: &str, plain_http: PlainHttpPolicy) -> ClientConfig {
    ClientConfig {
        base_url: Url::parse(url).unwrap(),
        credentials: Credentials {
            client_id: "id-SECRET".into(),
            client_secret: "SECRET".into(),
            brand: "brand-SECRET".into(),
            generation: Generation::V2 { integrator_id: "integrator-SECRET".into(), venue_id: None },
        },
        extra_ca: None,
        plain_http,
        state_dir: PathBuf::new(),
        country: Country::default(),
        calls_per_minute: None,
    }
}

#[test]
fn plain_http_is_allowed_to_this_machine_only() {
    let table = [
        ("https://example.com/open-api", PlainHttpPolicy::OnlyLoopback, true),
        ("http://127.0.0.1:8080", PlainHttpPolicy::OnlyLoopback, true),
        ("http://127.8.8.8", PlainHttpPolicy::OnlyLoopback, true),
        ("http://[::1]:1", PlainHttpPolicy::OnlyLoopback, true),
        ("http://localhost/x", PlainHttpPolicy::OnlyLoopback, true),
        ("http://example.com", PlainHttpPolicy::OnlyLoopback, false),
        ("http://evil.localhost", PlainHttpPolicy::OnlyLoopback, false),
        ("http://localhost.example.com", PlainHttpPolicy::OnlyLoopback, false),
        ("http://10.0.0.1", PlainHttpPolicy::OnlyLoopback, false),
        ("http://example.com", PlainHttpPolicy::Anywhere, true),
        ("ftp://127.0.0.1", PlainHttpPolicy::Anywhere, false),
        ("mailto:a@b.c", PlainHttpPolicy::Anywhere, false),
    ];
    for (url, policy, allowed) in table {
        assert_eq!(config(url, policy).check_address().is_ok(), allowed, "{url}");
    }
}

#[test]
fn debug_shows_no_credential() {
    let debug_text = format!("{:?}", config("https://example.com", PlainHttpPolicy::OnlyLoopback));
    assert!(!debug_text.contains("SECRET"), "{debug_text}");
}

#[test]
fn a_missing_or_empty_ca_file_is_named() {
    let mut config = config("https://example.com", PlainHttpPolicy::OnlyLoopback);
    config.extra_ca = Some("/does/not/exist.pem".into());
    let missing = config.extra_certificates();
    assert!(matches!(missing, Err(ConfigError::CaFile { path, .. }) if path == Path::new("/does/not/exist.pem")));
    let file = tempfile::NamedTempFile::new().unwrap();
    config.extra_ca = Some(file.path().to_owned());
    assert!(matches!(config.extra_certificates(), Err(ConfigError::NoCertificate { .. })));
}

#[test]
fn a_brand_that_no_header_can_carry_is_an_error_that_does_not_show_it() {
    let credentials = Credentials {
        client_id: String::new(),
        client_secret: "s".into(),
        brand: "a\r\nx-evil: 1".into(),
        generation: Generation::V1 { venue_id: "1".into() },
    };
    let error = format!("{:?}", credentials.headers().unwrap_err());
    assert!(error.contains("x-brand") && !error.contains("evil"), "{error}");
}

#[test]
fn each_generation_authenticates_with_its_four_strings() {
    let fields =
        |credentials: &Credentials| serde_json::json!(std::collections::BTreeMap::from(credentials.auth_fields()));
    let credentials =
        |generation| Credentials { client_id: "i".into(), client_secret: "s".into(), brand: "b".into(), generation };
    let v1 = credentials(Generation::V1 { venue_id: "7".into() });
    assert_eq!(fields(&v1), serde_json::json!({"client_id": "i", "client_secret": "s", "brand": "b", "venue_id": "7"}));
    let v2 = credentials(Generation::V2 { integrator_id: "9".into(), venue_id: Some("7".into()) });
    assert_eq!(
        fields(&v2),
        serde_json::json!({"client_id": "i", "client_secret": "s", "brand": "b", "integrator_id": "9"})
    );
}
