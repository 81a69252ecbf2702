//! One row for each shape and status of the fact sheet, and for each way in which a connection goes wrong: what the
//! client makes of it. The bodies are written by hand from the sheet.

use crate::support::client as desk;
use std::time::Duration;

use crate::support::program::dead_address;
use crate::support::scripted::{Reply, Scripted, bytes, reply};
use frontdesk::clopos::{Client, ClientConfig, ConfigError, PlainHttpPolicy};
use frontdesk::domain::{
    AccountFault, ApiError, BodyKind, ConnectError, DisplayText, Field, ForeignAnswer, UnknownOutcome,
};
use frontdesk::locale::Locale;
use url::Url;

const GRANT: &str = r#"{"success":true,"token":"t","expires_in":3600}"#;
const REGISTERED: &str = r#"{"success":true,"data":{"id":14,"name":"Aysel"}}"#;

/// Registers someone at a server that grants a token and then replies like this.
async fn registering(with: Reply) -> Result<(), ApiError> {
    let server = Scripted::start(move |request| match request.path() {
        "/auth" => reply(200, &[], GRANT),
        _ => with.clone(),
    });
    register_at(&server).await
}

/// Registers someone at a server whose `/auth` replies like this.
async fn authenticating(with: Reply) -> (Result<(), ApiError>, Result<(), ApiError>, usize) {
    let server = Scripted::start(move |request| match request.path() {
        "/auth" => with.clone(),
        _ => reply(200, &[], REGISTERED),
    });
    let state = tempfile::tempdir().unwrap();
    let client = desk::client(desk::access(&format!("http://{}", server.address), desk::v2(), state.path()));
    let registered = client.register(&desk::someone()).await.map(drop);
    (registered, client.authenticate().await, server.to("/customers").len())
}

async fn register_at(server: &Scripted) -> Result<(), ApiError> {
    let state = tempfile::tempdir().unwrap();
    let client = desk::client(desk::access(&format!("http://{}", server.address), desk::v2(), state.path()));
    client.register(&desk::someone()).await.map(drop)
}

/// Status, headers, body, what they amount to, and words of the sentence that is shown.
type Row = (u16, &'static [(&'static str, &'static str)], &'static str, ApiError, &'static str);

fn settings(sentence: &str) -> ApiError {
    ApiError::Settings { sentence: DisplayText::new(sentence) }
}

/// Surely not carried out: something in between answered.
fn foreign(status: u16, kind: BodyKind) -> ApiError {
    ApiError::NotFromApi(ForeignAnswer { status, kind })
}

/// May have been carried out although something in between answered.
fn doubtful(status: u16, kind: BodyKind) -> ApiError {
    ApiError::Unknown(UnknownOutcome::NotFromApi(ForeignAnswer { status, kind }))
}

fn refused(field: Option<Field>, sentence: &str) -> ApiError {
    ApiError::Rejected { field, sentence: DisplayText::new(sentence) }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table")]
async fn each_answer_to_a_registration_is_one_trouble() {
    let html = "<html><head><title>502 Bad Gateway</title></head></html>";
    let array = r#"{"success":false,"error":[{"message":"The date of birth is not a valid date.","type":"validation","exception":"ValidationException","http_code":422}]}"#;
    let test_mode = r#"{"success":false,"error":"Integrator is in test mode. But brand is not in test mode"}"#;
    let table: &[Row] = &[
        // 400, 422: the sentence of `error`, in each of its shapes.
        (
            400,
            &[],
            r#"{"success":false,"message":"Validation failed","error":"The name field is required."}"#,
            refused(Some(Field::Name), "The name field is required."),
            "Refused: The name field is required.",
        ),
        (
            422,
            &[],
            array,
            refused(Some(Field::BirthDate), "The date of birth is not a valid date."),
            "Refused: The date of birth is not a valid date.",
        ),
        (
            400,
            &[],
            r#"{"error":"Bad Request","message":"Unknown field","details":{}}"#,
            refused(None, "Bad Request"),
            "Refused: Bad Request",
        ),
        (400, &[], r#"{"success":false}"#, refused(None, ""), "without saying why"),
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
        // 200 that is none.
        (
            200,
            &[],
            test_mode,
            ApiError::Account(AccountFault::TestMode),
            "integrator is in test mode, but the brand is not",
        ),
        (200, &[], r#"{"success":false}"#, settings(""), "settings do not fit"),
        (
            200,
            &[],
            r#"{"success":false,"error":"duplicate_phone"}"#,
            ApiError::Conflict { field: Some(Field::Phone) },
            "Phone: already registered",
        ),
        (200, &[], "", doubtful(200, BodyKind::Empty), "(200, empty): it may be registered or not"),
        (
            200,
            &[],
            r#"{"success":true,"data":{"id":1"#,
            ApiError::Unknown(UnknownOutcome::Unreadable(200)),
            "unreadable answer (200)",
        ),
        (
            200,
            &[],
            r#"{"success":true,"data":{}}"#,
            ApiError::Unknown(UnknownOutcome::Unreadable(200)),
            "unreadable answer (200)",
        ),
        (
            200,
            &[],
            "<html>Sign in to the hotspot</html>",
            doubtful(200, BodyKind::Html),
            "(200, HTML): it may be registered or not",
        ),
        (204, &[], "", doubtful(204, BodyKind::Empty), "(204, empty)"),
        // The way there is wrong or closed.
        (301, &[("location", "http://127.0.0.1:1/customers")], "", foreign(301, BodyKind::Empty), "(301, empty)"),
        (404, &[], "<html>404</html>", foreign(404, BodyKind::Html), "(404, HTML)"),
        (404, &[], "404 page not found\n", foreign(404, BodyKind::Text), "(404, text)"),
        (401, &[], "<html>", foreign(401, BodyKind::Html), "(401, HTML)"),
        (403, &[], "<html>Squid</html>", foreign(403, BodyKind::Html), "between this computer and Clopos answered"),
        (407, &[], "", foreign(407, BodyKind::Empty), "(407, empty)"),
        (400, &[], "<html>", foreign(400, BodyKind::Html), "(400, HTML)"),
        (409, &[], "<html>", foreign(409, BodyKind::Html), "(409, HTML)"),
        (413, &[], "<html>", foreign(413, BodyKind::Html), "(413, HTML)"),
        (415, &[], "Unsupported", foreign(415, BodyKind::Text), "(415, text)"),
        (422, &[], r#"{"reason":"waf"}"#, foreign(422, BodyKind::Json), "(422, JSON)"),
        (451, &[], "<html>", foreign(451, BodyKind::Html), "(451, HTML)"),
        (
            403,
            &[],
            r#"{"success":false,"message":"Module is not enabled"}"#,
            ApiError::Permission { sentence: DisplayText::new("Module is not enabled") },
            "(Module is not enabled)",
        ),
        // Too many
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
        // The other end is in trouble itself.
        (
            500,
            &[],
            r#"{"success":false,"error":"Server Error"}"#,
            ApiError::Unknown(UnknownOutcome::ServerError(500)),
            "(500)",
        ),
        (502, &[], html, doubtful(502, BodyKind::Html), "(502, HTML): it may be registered or not"),
        (504, &[], "", doubtful(504, BodyKind::Empty), "(504, empty): it may be registered or not"),
    ];
    for (status, headers, body, expected, words) in table {
        let outcome = registering(reply(*status, headers, body)).await;
        assert_eq!(outcome, Err(expected.clone()), "{status} {body}");
        let shown = Locale::english().api_error(expected);
        assert!(shown.contains(words), "{status} {body}: {shown}");
    }
}

#[tokio::test]
async fn each_answer_to_auth_is_one_trouble_and_nothing_is_sent_after_it() {
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
        (401, "<html>", foreign(401, BodyKind::Html)),
        (403, "Forbidden", foreign(403, BodyKind::Text)),
        (200, "<html>Sign in</html>", foreign(200, BodyKind::Html)),
        (502, "<html>", foreign(502, BodyKind::Html)),
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
        let (registered, authenticated, sent) = authenticating(reply(status, &[], body)).await;
        assert_eq!((registered, authenticated, sent), (Err(expected.clone()), Err(expected), 0), "{status} {body}");
    }
}

#[tokio::test]
async fn what_quotes_the_secret_is_not_repeated() {
    let quoting = r#"{"success":false,"error":"bad request: client_secret=s3cret&brand=openapitest"}"#;
    // Also where a sentence is cut in the middle of it.
    let long = format!(r#"{{"success":false,"error":"{} client_secret=…s3cret"}}"#, "x".repeat(280)).replace('…', "");
    for status in [400, 401, 403, 404, 422] {
        let (cut, _, _) = authenticating(reply(status, &[], &long)).await;
        let words = Locale::english().api_error(&cut.unwrap_err());
        assert!(!words.contains("s3"), "{words}");
        let (registered, authenticated, _) = authenticating(reply(status, &[], quoting)).await;
        for trouble in [registered.unwrap_err(), authenticated.unwrap_err()] {
            let words = Locale::english().api_error(&trouble);
            assert!(!words.contains("s3cret"), "{status}: {words}");
            assert!(status == 404 || words.contains("client_secret=…"), "{status}: {words}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_not_surely_ours_is_uncertain() {
    let other = r#"{"success":true,"data":{"id":14,"name":"Aysel","cid":"11111111-2222-4333-8444-555555555555"}}"#;
    let uncertain = |status| Err(ApiError::Unknown(UnknownOutcome::Unreadable(status)));
    assert_eq!(registering(reply(200, &[], other)).await, uncertain(200));
    let see_other = registering(reply(303, &[("location", "/customers/14")], "")).await;
    assert_eq!(see_other, Err(doubtful(303, BodyKind::Empty)));
    assert_eq!(registering(reply(302, &[("location", "/login")], "")).await, Err(foreign(302, BodyKind::Empty)));
}

#[tokio::test]
async fn an_uncertain_auth_leaves_the_registration_certainly_unsent() {
    for (with, why) in [
        (reply(500, &[], r#"{"success":false}"#), UnknownOutcome::ServerError(500)),
        (reply(200, &[], r#"{"success":true}"#), UnknownOutcome::Unreadable(200)),
        (reply(200, &[], r#"{"success":true,"token":"a b"}"#), UnknownOutcome::Unreadable(200)),
        (Reply::Cut(b"HTTP/1.1 200 OK\r\n".to_vec()), UnknownOutcome::ConnectionLost),
    ] {
        let (registered, authenticated, sent) = authenticating(with).await;
        let unsent =
            if why == UnknownOutcome::ConnectionLost { ConnectError::NoConnection } else { ConnectError::NoToken };
        assert_eq!(registered, Err(ApiError::NotSent(unsent)), "{why:?}");
        assert_eq!(authenticated, Err(ApiError::Unknown(why)));
        assert_eq!(sent, 0);
    }
}

#[tokio::test]
async fn a_second_401_is_the_end_of_it() {
    let server = Scripted::start(|request| match request.path() {
        "/auth" => reply(200, &[], GRANT),
        _ => reply(401, &[], r#"{"success":false,"error":"Invalid token"}"#),
    });
    let outcome = register_at(&server).await;
    assert_eq!(outcome, Err(ApiError::Credentials { sentence: DisplayText::new("Invalid token") }));
    assert_eq!((server.to("/auth").len(), server.to("/customers").len()), (2, 2));
}

#[tokio::test]
async fn a_connection_that_ends_too_early_is_uncertain_and_nothing_is_sent_twice() {
    let whole = bytes(200, &[], REGISTERED);
    let lost = || ApiError::Unknown(UnknownOutcome::ConnectionLost);
    let table = [
        (Reply::Cut(Vec::new()), lost()),
        (Reply::Cut(b"HTTP/1.1 200 OK\r\ncontent-le".to_vec()), lost()),
        (Reply::Cut(whole[..whole.len() - 5].to_vec()), lost()),
        (Reply::Cut(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()), lost()),
        (Reply::Cut(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"suc".to_vec()), lost()),
        (Reply::Hang, ApiError::Unknown(UnknownOutcome::Timeout)),
        (Reply::Trickle(whole, Duration::from_millis(100)), ApiError::Unknown(UnknownOutcome::Timeout)),
        // The refusal that had begun may not have been the API's.
        (Reply::Cut(b"HTTP/1.1 409 Conflict\r\ncontent-length: 99\r\n\r\n{\"error\":\"dupl".to_vec()), lost()),
    ];
    for (with, expected) in table {
        let server = Scripted::start(move |request| match request.path() {
            "/auth" => reply(200, &[], GRANT),
            _ => with.clone(),
        });
        assert_eq!(register_at(&server).await, Err(expected));
        assert_eq!(server.to("/customers").len(), 1);
    }
}

#[tokio::test]
async fn a_huge_body_is_not_read_to_its_end() {
    let huge = format!(r#"{{"success":true,"data":{{"id":14,"name":"{}"}}}}"#, "x".repeat(10_000_000));
    let outcome = registering(reply(200, &[], &huge)).await;
    assert_eq!(outcome, Err(ApiError::Unknown(UnknownOutcome::Unreadable(200))));
}

#[tokio::test]
async fn a_redirect_takes_no_credentials_anywhere() {
    let elsewhere = Scripted::start(|_| reply(200, &[], REGISTERED));
    let location = format!("http://{}/customers", elsewhere.address);
    for status in [301, 302, 307, 308] {
        let outcome = registering(reply(status, &[("location", &location)], "")).await;
        assert_eq!(outcome, Err(foreign(status, BodyKind::Empty)));
    }
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let address = dead_address();
    let state = tempfile::tempdir().unwrap();
    let client = desk::client(desk::access(&format!("http://{address}"), desk::v2(), state.path()));
    let refused = Err(ApiError::NotSent(ConnectError::ConnectionRefused));
    assert_eq!(client.register(&desk::someone()).await.map(drop), refused);
    assert_eq!(client.groups().await.map(drop), refused);
    assert_eq!(client.authenticate().await, refused);
}

#[test]
fn what_cannot_be_used_is_said_before_the_first_call() {
    let state = tempfile::tempdir().unwrap();
    let access = desk::access("http://example.com/open-api", desk::v2(), state.path());
    assert!(matches!(Client::new(access.clone()), Err(ConfigError::PlainHttp)));
    assert!(Client::new(ClientConfig { plain_http: PlainHttpPolicy::Anywhere, ..access.clone() }).is_ok());
    let base_url = Url::parse("mailto:x@example.com").unwrap();
    assert!(matches!(Client::new(ClientConfig { base_url, ..access }), Err(ConfigError::NotAnAddress)));
}

#[tokio::test]
async fn nothing_of_a_customer_or_a_credential_is_in_what_can_be_printed() {
    let server = Scripted::start(|request| match request.path() {
        "/auth" => reply(200, &[], r#"{"success":true,"token":"t0ken","expires_in":60}"#),
        _ => reply(400, &[], r#"{"success":false,"error":"The name Aysel 994501234567 must be longer"}"#),
    });
    let state = tempfile::tempdir().unwrap();
    let access = desk::access(&format!("http://{}", server.address), desk::v2(), state.path());
    let client = desk::client(access.clone());
    let trouble = client.register(&desk::everything()).await.unwrap_err();
    let printed = format!("{access:?} {client:?} {trouble:?}");
    for secret in ["s3cret", "t0ken", "cid-1", "Aysel", "99450"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}

#[tokio::test]
async fn what_is_not_the_apis_asks_for_no_new_token() {
    let client_off = r#"{"success":false,"error":"Client is disabled"}"#;
    for (status, body) in [(401, "<html>"), (403, "<html>"), (401, r#"{"message":"Unauthorized"}"#), (401, client_off)]
    {
        let server = Scripted::start(move |request| match request.path() {
            "/auth" => reply(200, &[], GRANT),
            _ => reply(status, &[], body),
        });
        let state = tempfile::tempdir().unwrap();
        let client = desk::client(desk::access(&format!("http://{}", server.address), desk::v2(), state.path()));
        client.register(&desk::someone()).await.map(drop).unwrap_err();
        client.groups().await.map(drop).unwrap_err();
        client.venues().await.map(drop).unwrap_err();
        assert_eq!(server.to("/auth").len(), 1, "{status} {body}");
    }
}
