//! The error for each documented shape and status, and for each way in which a connection can fail. The bodies are
//! written by hand from the documentation.

use crate::support::client as setup;
use std::time::Duration;

use crate::support::scripted::{Reply, Scripted, reply};
use frontdesk::clopos::{Client, ClientConfig, ConfigError, PlainHttpPolicy};
use frontdesk::domain::{
    AccountFault, ApiError, BodyKind, ConnectError, DisplayText, Field, ForeignAnswer, UnknownOutcome,
};
use frontdesk::locale::Locale;
use url::Url;

pub(super) const GRANT: &str = r#"{"success":true,"token":"t","expires_in":3600}"#;
pub(super) const REGISTERED: &str = r#"{"success":true,"data":{"id":14,"name":"Aysel"}}"#;

/// Registers a customer at a server that grants a token and then sends this reply.
pub(super) async fn register_with_reply(answer: Reply) -> Result<(), ApiError> {
    let server = Scripted::start(move |request| match request.path() {
        "/auth" => reply(200, &[], GRANT),
        _ => answer.clone(),
    });
    register_at(&server).await
}

/// Registers a customer at a server whose `/auth` sends this reply, and authenticates. Returns both results, and the
/// number of registrations that the server received.
async fn authenticate_with_reply(answer: Reply) -> (Result<(), ApiError>, Result<(), ApiError>, usize) {
    let server = Scripted::start(move |request| match request.path() {
        "/auth" => answer.clone(),
        _ => reply(200, &[], REGISTERED),
    });
    let state = tempfile::tempdir().unwrap();
    let client =
        setup::client(setup::config(&format!("http://{}", server.address), setup::v2_credentials(), state.path()));
    let registered = client.register(&setup::minimal_customer()).await.map(drop).map_err(|failed| failed.error);
    (registered, client.authenticate().await, server.requests_to("/customers").len())
}

pub(super) async fn register_at(server: &Scripted) -> Result<(), ApiError> {
    let state = tempfile::tempdir().unwrap();
    let client =
        setup::client(setup::config(&format!("http://{}", server.address), setup::v2_credentials(), state.path()));
    client.register(&setup::minimal_customer()).await.map(drop).map_err(|failed| failed.error)
}

/// Status, headers, body, the error of this answer, and words of the sentence on the screen.
type Row = (u16, &'static [(&'static str, &'static str)], &'static str, ApiError, &'static str);

fn settings(sentence: &str) -> ApiError {
    ApiError::Settings { sentence: DisplayText::new(sentence) }
}

/// The error of an answer from a device in between, if the call certainly was not carried out.
pub(super) fn not_from_api(status: u16, kind: BodyKind) -> ApiError {
    ApiError::NotFromApi(ForeignAnswer { status, kind })
}

/// The error of an answer from a device in between, if the call may have been carried out.
fn unknown_and_not_from_api(status: u16, kind: BodyKind) -> ApiError {
    ApiError::Unknown(UnknownOutcome::NotFromApi(ForeignAnswer { status, kind }))
}

fn rejected(field: Option<Field>, sentence: &str) -> ApiError {
    ApiError::Rejected { field, sentence: DisplayText::new(sentence) }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table")]
async fn each_answer_to_a_registration_has_one_error() {
    let html = "<html><head><title>502 Bad Gateway</title></head></html>";
    let array = r#"{"success":false,"error":[{"message":"The date of birth is not a valid date.","type":"validation","exception":"ValidationException","http_code":422}]}"#;
    let test_mode = r#"{"success":false,"error":"Integrator is in test mode. But brand is not in test mode"}"#;
    let table: &[Row] = &[
        // 400, 422: the sentence of `error`, in each of its shapes.
        (
            400,
            &[],
            r#"{"success":false,"message":"Validation failed","error":"The name field is required."}"#,
            rejected(Some(Field::Name), "The name field is required."),
            "Rejected by Clopos: The name field is required.",
        ),
        (
            422,
            &[],
            array,
            rejected(Some(Field::BirthDate), "The date of birth is not a valid date."),
            "Rejected by Clopos: The date of birth is not a valid date.",
        ),
        (
            400,
            &[],
            r#"{"error":"Bad Request","message":"Unknown field","details":{}}"#,
            rejected(None, "Bad Request"),
            "Rejected by Clopos: Bad Request.",
        ),
        (400, &[], r#"{"success":false}"#, rejected(None, ""), "without a reason"),
        // 409
        (
            409,
            &[],
            r#"{"success":false,"message":"Customer with this phone number already exists","error":"duplicate_phone"}"#,
            ApiError::Conflict { field: Some(Field::Phone) },
            "Phone: already registered",
        ),
        (
            409,
            &[],
            r#"{"success":false,"message":"Customer with this code already exists","error":"duplicate_code"}"#,
            ApiError::Conflict { field: Some(Field::Code) },
            "Code: already registered",
        ),
        (
            409,
            &[],
            r#"{"success":false,"message":"Customer with this cid already exists","error":"duplicate_cid"}"#,
            ApiError::Conflict { field: Some(Field::Cid) },
            "Registration: already registered",
        ),
        (
            409,
            &[],
            r#"{"success":false,"message":"Already there","error":"conflict"}"#,
            ApiError::Conflict { field: None },
            "phone or code is already registered",
        ),
        // A 200 that is not a success.
        (
            200,
            &[],
            test_mode,
            ApiError::Account(AccountFault::TestMode),
            "integrator is in test mode, but the brand is not",
        ),
        (
            200,
            &[],
            r#"{"success":false}"#,
            ApiError::Rejected { field: None, sentence: DisplayText::default() },
            "Clopos rejected this customer without a reason",
        ),
        (200, &[], r#"{"success":false,"error":"Brand not found"}"#, settings("Brand not found"), "settings are wrong"),
        (
            200,
            &[],
            r#"{"success":false,"error":"duplicate_phone"}"#,
            ApiError::Conflict { field: Some(Field::Phone) },
            "Phone: already registered",
        ),
        (200, &[], "", unknown_and_not_from_api(200, BodyKind::Empty), "(200, empty). Maybe the customer is"),
        (
            200,
            &[],
            r#"{"success":true,"data":{"id":1"#,
            ApiError::Unknown(UnknownOutcome::Unreadable(200)),
            "could not be read (200)",
        ),
        (
            200,
            &[],
            r#"{"success":true,"data":{}}"#,
            ApiError::Unknown(UnknownOutcome::Unreadable(200)),
            "could not be read (200)",
        ),
        (
            200,
            &[],
            "<html>Sign in to the hotspot</html>",
            unknown_and_not_from_api(200, BodyKind::Html),
            "(200, HTML). Maybe the customer is",
        ),
        (204, &[], "", unknown_and_not_from_api(204, BodyKind::Empty), "(204, empty)"),
        // The address is wrong, or the way to the API is blocked.
        (301, &[("location", "http://127.0.0.1:1/customers")], "", not_from_api(301, BodyKind::Empty), "(301, empty)"),
        (404, &[], "<html>404</html>", not_from_api(404, BodyKind::Html), "(404, HTML)"),
        (404, &[], "404 page not found\n", not_from_api(404, BodyKind::Text), "(404, text)"),
        (401, &[], "<html>", not_from_api(401, BodyKind::Html), "(401, HTML)"),
        (403, &[], "<html>Squid</html>", not_from_api(403, BodyKind::Html), "answer did not come from Clopos"),
        (407, &[], "", not_from_api(407, BodyKind::Empty), "(407, empty)"),
        (400, &[], "<html>", not_from_api(400, BodyKind::Html), "(400, HTML)"),
        (409, &[], "<html>", not_from_api(409, BodyKind::Html), "(409, HTML)"),
        (413, &[], "<html>", not_from_api(413, BodyKind::Html), "(413, HTML)"),
        (415, &[], "Unsupported", not_from_api(415, BodyKind::Text), "(415, text)"),
        (422, &[], r#"{"reason":"waf"}"#, not_from_api(422, BodyKind::Json), "(422, JSON)"),
        (451, &[], "<html>", not_from_api(451, BodyKind::Html), "(451, HTML)"),
        (
            403,
            &[],
            r#"{"success":false,"message":"Module is not enabled"}"#,
            ApiError::Permission { sentence: DisplayText::new("Module is not enabled") },
            "(Module is not enabled)",
        ),
        // Too many calls.
        (
            429,
            &[("ratelimit-reset", "17"), ("ratelimit-remaining", "0")],
            r#"{"success":false}"#,
            ApiError::RateLimited { retry_after: Duration::from_secs(17) },
            "17 seconds",
        ),
        (
            429,
            &[("retry-after", "40"), ("ratelimit-reset", "17")],
            "",
            ApiError::RateLimited { retry_after: Duration::from_secs(40) },
            "40 seconds",
        ),
        (429, &[], "<html>", ApiError::RateLimited { retry_after: Duration::from_mins(1) }, "60 seconds"),
        // The server has an error itself.
        (
            500,
            &[],
            r#"{"success":false,"error":"Server Error"}"#,
            ApiError::Unknown(UnknownOutcome::ServerError(500)),
            "(500)",
        ),
        (502, &[], html, unknown_and_not_from_api(502, BodyKind::Html), "(502, HTML). Maybe the customer is"),
        (504, &[], "", unknown_and_not_from_api(504, BodyKind::Empty), "(504, empty). Maybe the customer is"),
    ];
    for (status, headers, body, expected, words) in table {
        let outcome = register_with_reply(reply(*status, headers, body)).await;
        assert_eq!(outcome, Err(expected.clone()), "{status} {body}");
        let shown = Locale::english().api_error(expected);
        assert!(shown.contains(words), "{status} {body}: {shown}");
    }
}

#[tokio::test]
async fn each_answer_to_auth_has_one_error_and_nothing_is_sent_after_it() {
    let invalid = ApiError::Credentials { sentence: DisplayText::new("Invalid credentials") };
    let table = [
        (401, r#"{"success":false,"error":"authentication_failed","message":"Invalid credentials"}"#, invalid.clone()),
        (401, r#"{"message":"Invalid credentials"}"#, invalid),
        (
            400,
            r#"{"success":false,"error":"Invalid integrator_id"}"#,
            ApiError::Account(AccountFault::UnknownIntegrator),
        ),
        (401, r#"{"success":false,"error":"Client is disabled"}"#, ApiError::Account(AccountFault::ClientDisabled)),
        (401, "<html>", not_from_api(401, BodyKind::Html)),
        (403, "Forbidden", not_from_api(403, BodyKind::Text)),
        (200, "<html>Sign in</html>", not_from_api(200, BodyKind::Html)),
        (502, "<html>", not_from_api(502, BodyKind::Html)),
        (
            400,
            r#"{"success":false,"error":"Missing client_id, client_secret, brand, or integrator_id"}"#,
            settings("Missing client_id, client_secret, brand, or integrator_id"),
        ),
        (
            200,
            r#"{"success":false,"error":"Integrator is in test mode. But brand is not in test mode"}"#,
            ApiError::Account(AccountFault::TestMode),
        ),
        (200, r#"{"success":false}"#, settings("")),
    ];
    for (status, body, expected) in table {
        let (registered, authenticated, sent) = authenticate_with_reply(reply(status, &[], body)).await;
        assert_eq!((registered, authenticated, sent), (Err(expected.clone()), Err(expected), 0), "{status} {body}");
    }
}

#[tokio::test]
async fn a_secret_that_an_answer_quotes_is_not_shown() {
    let quoting = r#"{"success":false,"error":"bad request: client_secret=s3cret&brand=openapitest"}"#;
    // Also if the sentence is cut off in the middle of the secret.
    let long = format!(r#"{{"success":false,"error":"{} client_secret=…s3cret"}}"#, "x".repeat(280)).replace('…', "");
    for status in [400, 401, 403, 404, 422] {
        let (cut, _, _) = authenticate_with_reply(reply(status, &[], &long)).await;
        let words = Locale::english().api_error(&cut.unwrap_err());
        assert!(!words.contains("s3"), "{words}");
        let (registered, authenticated, _) = authenticate_with_reply(reply(status, &[], quoting)).await;
        for error in [registered.unwrap_err(), authenticated.unwrap_err()] {
            let words = Locale::english().api_error(&error);
            assert!(!words.contains("s3cret"), "{status}: {words}");
            assert!(status == 404 || words.contains("client_secret=…"), "{status}: {words}");
        }
    }
}

#[tokio::test]
async fn an_answer_to_another_call_is_uncertain() {
    let other = r#"{"success":true,"data":{"id":14,"name":"Aysel","cid":"11111111-2222-4333-8444-555555555555"}}"#;
    let uncertain = |status| Err(ApiError::Unknown(UnknownOutcome::Unreadable(status)));
    assert_eq!(register_with_reply(reply(200, &[], other)).await, uncertain(200));
    let see_other = register_with_reply(reply(303, &[("location", "/customers/14")], "")).await;
    assert_eq!(see_other, Err(unknown_and_not_from_api(303, BodyKind::Empty)));
    assert_eq!(
        register_with_reply(reply(302, &[("location", "/login")], "")).await,
        Err(not_from_api(302, BodyKind::Empty))
    );
}

#[tokio::test]
async fn an_uncertain_auth_leaves_the_registration_certainly_unsent() {
    for (answer, unknown_outcome) in [
        (reply(500, &[], r#"{"success":false}"#), UnknownOutcome::ServerError(500)),
        (reply(200, &[], r#"{"success":true}"#), UnknownOutcome::Unreadable(200)),
        (reply(200, &[], r#"{"success":true,"token":"a b"}"#), UnknownOutcome::Unreadable(200)),
        (Reply::Cut(b"HTTP/1.1 200 OK\r\n".to_vec()), UnknownOutcome::ConnectionLost),
    ] {
        let (registered, authenticated, sent) = authenticate_with_reply(answer).await;
        let unsent = if unknown_outcome == UnknownOutcome::ConnectionLost {
            ConnectError::NoConnection
        } else {
            ConnectError::NoToken
        };
        assert_eq!(registered, Err(ApiError::NotSent(unsent)), "{unknown_outcome:?}");
        assert_eq!(authenticated, Err(ApiError::Unknown(unknown_outcome)));
        assert_eq!(sent, 0);
    }
}

#[tokio::test]
async fn a_second_401_is_an_error_of_the_credentials() {
    let server = Scripted::start(|request| match request.path() {
        "/auth" => reply(200, &[], GRANT),
        _ => reply(401, &[], r#"{"success":false,"error":"Invalid token"}"#),
    });
    let outcome = register_at(&server).await;
    assert_eq!(outcome, Err(ApiError::Credentials { sentence: DisplayText::new("Invalid token") }));
    assert_eq!((server.requests_to("/auth").len(), server.requests_to("/customers").len()), (2, 2));
}

#[test]
fn a_setting_that_cannot_be_used_is_an_error_before_the_first_call() {
    let state = tempfile::tempdir().unwrap();
    let config = setup::config("http://example.com/open-api", setup::v2_credentials(), state.path());
    assert!(matches!(Client::new(config.clone()), Err(ConfigError::PlainHttp)));
    assert!(Client::new(ClientConfig { plain_http: PlainHttpPolicy::Anywhere, ..config.clone() }).is_ok());
    let base_url = Url::parse("mailto:x@example.com").unwrap();
    assert!(matches!(Client::new(ClientConfig { base_url, ..config }), Err(ConfigError::NotAnAddress)));
}

#[tokio::test]
async fn no_customer_data_and_no_credential_is_in_debug_output() {
    let server = Scripted::start(|request| match request.path() {
        "/auth" => reply(200, &[], r#"{"success":true,"token":"t0ken","expires_in":60}"#),
        _ => reply(400, &[], r#"{"success":false,"error":"The name Aysel 994501234567 must be longer"}"#),
    });
    let state = tempfile::tempdir().unwrap();
    let config = setup::config(&format!("http://{}", server.address), setup::v2_credentials(), state.path());
    let client = setup::client(config.clone());
    let error = client.register(&setup::full_customer()).await.map_err(|failed| failed.error).unwrap_err();
    let printed = format!("{config:?} {client:?} {error:?}");
    for secret in ["s3cret", "t0ken", "cid-1", "Aysel", "99450"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}

#[tokio::test]
async fn an_answer_that_is_not_from_the_api_requests_no_new_token() {
    let client_off = r#"{"success":false,"error":"Client is disabled"}"#;
    for (status, body) in [(401, "<html>"), (403, "<html>"), (401, r#"{"message":"Unauthorized"}"#), (401, client_off)]
    {
        let server = Scripted::start(move |request| match request.path() {
            "/auth" => reply(200, &[], GRANT),
            _ => reply(status, &[], body),
        });
        let state = tempfile::tempdir().unwrap();
        let client =
            setup::client(setup::config(&format!("http://{}", server.address), setup::v2_credentials(), state.path()));
        client.register(&setup::minimal_customer()).await.map(drop).map_err(|failed| failed.error).unwrap_err();
        client.groups().await.map(drop).unwrap_err();
        client.venues().await.map(drop).unwrap_err();
        assert_eq!(server.requests_to("/auth").len(), 1, "{status} {body}");
    }
}

#[tokio::test]
async fn an_error_says_if_the_registration_itself_was_answered() {
    for (path, is_about_registration) in [("/auth", false), ("/customers", true)] {
        let server = Scripted::start(move |request| match request.path() {
            failing if failing == path => reply(403, &[("content-type", "text/html")], "<html>Forbidden</html>"),
            "/auth" => reply(200, &[], GRANT),
            _ => reply(200, &[], REGISTERED),
        });
        let state = tempfile::tempdir().unwrap();
        let url = format!("http://{}", server.address);
        let client = setup::client(setup::config(&url, setup::v2_credentials(), state.path()));
        let error = client.register(&setup::minimal_customer()).await.unwrap_err();
        assert_eq!(error.is_about_registration, is_about_registration, "{path}: {error:?}");
    }
}
