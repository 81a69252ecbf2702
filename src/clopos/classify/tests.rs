mod any_call;

use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderName, HeaderValue};
use serde_json::json;

use crate::domain::{AccountFault, Field};

use super::*;

/// Makes a complete answer.
pub(super) fn answer(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let headers: HeaderMap = headers
        .iter()
        .filter_map(|(name, value)| Some((name.parse::<HeaderName>().ok()?, HeaderValue::from_str(value).ok()?)))
        .collect();
    let limits = RateLimitHeaders::read(&headers, SystemTime::UNIX_EPOCH);
    Answer { status, headers, body: body.to_owned(), cut_off_by: None, rate_limits: limits }
}

fn classify(kind: CallKind, status: u16, body: &str) -> Result<Value, CallError> {
    answer(status, &[], body.as_bytes()).classify(kind)
}

fn api_error_of(kind: CallKind, status: u16, body: &str) -> ApiError {
    match classify(kind, status, body) {
        Err(CallError::Api(api_error_of)) => api_error_of,
        other => panic!("{kind:?} {status} {body}: {other:?}"),
    }
}

fn conflict(field: impl Into<Option<Field>>) -> ApiError {
    ApiError::Conflict { field: field.into() }
}

fn rejected(field: impl Into<Option<Field>>, sentence: &str) -> ApiError {
    ApiError::Rejected { field: field.into(), sentence: DisplayText::new(sentence) }
}

fn settings(sentence: &str) -> ApiError {
    ApiError::Settings { sentence: DisplayText::new(sentence) }
}

/// Returns the error of an answer from a device in between, if the call certainly was not carried out.
fn not_from_api(status: u16, kind: BodyKind) -> ApiError {
    ApiError::NotFromApi(ForeignAnswer { status, kind })
}

/// Returns the error of an answer from a device in between, if the call may have been carried out.
fn unknown_and_not_from_api(status: u16, kind: BodyKind) -> ApiError {
    ApiError::Unknown(UnknownOutcome::NotFromApi(ForeignAnswer { status, kind }))
}

#[test]
fn a_customer_is_registered_by_any_2xx_that_says_success() {
    let body = r#"{"success":true,"data":{"id":14,"name":"John Doe"}}"#;
    for status in [200, 201, 202] {
        assert_eq!(classify(CallKind::Create, status, body), Ok(serde_json::from_str(body).unwrap()), "{status}");
    }
    let with_byte_order_mark = format!("\u{FEFF}{body}\n");
    assert!(classify(CallKind::Create, 200, &with_byte_order_mark).is_ok(), "a byte order mark");
}

#[test]
fn an_answer_with_one_invalid_byte_is_still_read() {
    let body = b"{\"success\":true,\"data\":{\"id\":14,\"name\":\"A\xFFysel\"}}";
    let read = answer(200, &[], body).classify(CallKind::Create).unwrap();
    assert_eq!(read["data"]["id"], 14);
}

#[test]
fn a_2xx_without_success_leaves_the_outcome_unknown() {
    let unreadable = || ApiError::Unknown(UnknownOutcome::Unreadable(200));
    let table = [
        ("", unknown_and_not_from_api(200, BodyKind::Empty)),
        ("null", unknown_and_not_from_api(200, BodyKind::Json)),
        ("true", unknown_and_not_from_api(200, BodyKind::Json)),
        ("[]", unknown_and_not_from_api(200, BodyKind::Json)),
        ("{}", unknown_and_not_from_api(200, BodyKind::Json)),
        (r#"{"data":{"id":14}}"#, unknown_and_not_from_api(200, BodyKind::Json)),
        (r#"{"success":"true","data":{"id":14}}"#, unreadable()),
        (r#"{"success":1,"data":{"id":14}}"#, unreadable()),
        (r#"{"success":null}"#, unreadable()),
        (r#"{"success":true,"data":{"id":1"#, unreadable()),
        ("<html><body>Welcome to the hotspot</body></html>", unknown_and_not_from_api(200, BodyKind::Html)),
        ("Welcome to the hotspot", unknown_and_not_from_api(200, BodyKind::Text)),
    ];
    for (body, expected) in table {
        assert_eq!(api_error_of(CallKind::Create, 200, body), expected, "{body}");
    }
    assert_eq!(api_error_of(CallKind::Create, 204, ""), unknown_and_not_from_api(204, BodyKind::Empty));
}

#[test]
fn a_200_with_success_false_is_classified_by_its_words() {
    let test_mode = "Integrator is in test mode. But brand is not in test mode";
    let table = [
        (
            CallKind::Auth,
            format!(r#"{{"success":false,"error":"{test_mode}"}}"#),
            ApiError::Account(AccountFault::TestMode),
        ),
        (CallKind::Auth, r#"{"success":false}"#.into(), settings("")),
        (CallKind::Create, r#"{"success":false}"#.into(), rejected(None, "")),
        (CallKind::Create, r#"{"success":false,"error":[]}"#.into(), rejected(None, "")),
        (CallKind::Create, r#"{"success":false,"error":null,"message":""}"#.into(), rejected(None, "")),
        (
            CallKind::Create,
            r#"{"success":false,"error":"Something went wrong"}"#.into(),
            rejected(None, "Something went wrong"),
        ),
        (CallKind::List, r#"{"success":false,"data":[]}"#.into(), ApiError::Unknown(UnknownOutcome::Unreadable(200))),
        (CallKind::One, r#"{"success":false}"#.into(), ApiError::Unknown(UnknownOutcome::Unreadable(200))),
        (CallKind::List, r#"{"success":false,"error":"Bad filter"}"#.into(), rejected(None, "Bad filter")),
        (CallKind::Create, r#"{"success":false,"error":"Brand not found"}"#.into(), settings("Brand not found")),
        (CallKind::List, r#"{"success":false,"error":"Module is off"}"#.into(), settings("Module is off")),
        (CallKind::Create, r#"{"success":false,"message":"No permission"}"#.into(), settings("No permission")),
        (
            CallKind::Create,
            r#"{"success":false,"error":"The phone is registered in another venue."}"#.into(),
            rejected(Field::Phone, "The phone is registered in another venue."),
        ),
        (CallKind::Create, r#"{"success":false,"error":"duplicate_phone"}"#.into(), conflict(Field::Phone)),
        (
            CallKind::Create,
            r#"{"success":false,"message":"Validation failed","error":"The name field is required."}"#.into(),
            rejected(Field::Name, "The name field is required."),
        ),
        (CallKind::Create, r#"{"error":"Bad","message":"x","details":{}}"#.into(), rejected(None, "Bad")),
    ];
    for (kind, body, expected) in table {
        assert_eq!(api_error_of(kind, 200, &body), expected, "{kind:?} {body}");
    }
    let expired = classify(CallKind::List, 200, r#"{"success":false,"error":"Token expired"}"#);
    assert_eq!(expired, Err(CallError::TokenRejected { sentence: DisplayText::new("Token expired") }));
}

#[test]
fn a_200_with_an_http_code_in_its_error_is_classified_by_it() {
    let table = [
        (403, ApiError::Permission { sentence: DisplayText::new("No") }),
        (404, ApiError::WrongAddress { status: 404 }),
        (409, conflict(None)),
        (422, rejected(None, "No")),
        (429, ApiError::RateLimited { retry_after: Duration::from_mins(1) }),
        (500, ApiError::Unknown(UnknownOutcome::ServerError(500))),
        (200, rejected(None, "No")),
        (70_000, rejected(None, "No")),
    ];
    for (code, expected) in table {
        let body = json!({"success": false, "error": [{"message": "No", "type": "server_side", "http_code": code}]});
        assert_eq!(api_error_of(CallKind::Create, 200, &body.to_string()), expected, "{code}");
    }
}

#[test]
fn each_failure_of_auth_is_classified_by_who_can_correct_it() {
    let table = [
        (
            401,
            r#"{"success":false,"error":"authentication_failed","message":"Invalid credentials"}"#,
            ApiError::Credentials { sentence: DisplayText::new("Invalid credentials") },
        ),
        (
            401,
            r#"{"message":"Invalid credentials"}"#,
            ApiError::Credentials { sentence: DisplayText::new("Invalid credentials") },
        ),
        (
            400,
            r#"{"success":false,"error":"Missing client_id, client_secret, brand, or integrator_id"}"#,
            settings("Missing client_id, client_secret, brand, or integrator_id"),
        ),
        (
            400,
            r#"{"success":false,"error":"Invalid integrator_id"}"#,
            ApiError::Account(AccountFault::UnknownIntegrator),
        ),
        (
            403,
            r#"{"success":false,"message":"No access"}"#,
            ApiError::Permission { sentence: DisplayText::new("No access") },
        ),
        (401, "<html>", not_from_api(401, BodyKind::Html)),
        (403, r#"{"message":"Forbidden"}"#, not_from_api(403, BodyKind::Json)),
        (404, "<html>nginx</html>", not_from_api(404, BodyKind::Html)),
        (429, "", ApiError::RateLimited { retry_after: Duration::from_mins(1) }),
        (500, r#"{"success":false}"#, ApiError::Unknown(UnknownOutcome::ServerError(500))),
        (502, "<html>", not_from_api(502, BodyKind::Html)),
    ];
    for (status, body, expected) in table {
        assert_eq!(api_error_of(CallKind::Auth, status, body), expected, "{status} {body}");
    }
}

#[test]
fn every_401_of_the_api_rejects_the_token() {
    for sentence in ["Headers are missing", "Invalid token", "Token expired", "unauthorized"] {
        let body = json!({"success": false, "error": sentence}).to_string();
        assert_eq!(
            classify(CallKind::Create, 401, &body),
            Err(CallError::TokenRejected { sentence: DisplayText::new(sentence) })
        );
    }
    assert_eq!(
        classify(CallKind::List, 401, r#"{"success":false}"#),
        Err(CallError::TokenRejected { sentence: DisplayText::default() })
    );
}

#[test]
fn conflicts_name_their_field_by_slug_or_sentence() {
    let exists = |what: &str| format!("Customer with this {what} already exists");
    let table = [
        (409, json!({"success": false, "message": exists("phone number"), "error": "duplicate_phone"}), Field::Phone),
        (409, json!({"success": false, "message": exists("code"), "error": "duplicate_code"}), Field::Code),
        (409, json!({"success": false, "message": exists("cid"), "error": "duplicate_cid"}), Field::Cid),
        (409, json!({"success": false, "message": exists("code"), "error": "conflict"}), Field::Code),
        (409, json!({"error": "duplicate_customer_code"}), Field::Code),
        (409, json!({"error": [{"message": exists("cid"), "type": "x", "http_code": 409}]}), Field::Cid),
        (400, json!({"success": false, "error": "duplicate_phone"}), Field::Phone),
        (422, json!({"message": "No", "errors": {"phone": ["It has already been taken."]}}), Field::Phone),
    ];
    for (status, body, field) in table {
        assert_eq!(api_error_of(CallKind::Create, status, &body.to_string()), conflict(field), "{body}");
    }
    for body in [r#"{"success":false}"#, r#"{"error":"duplicate_entry"}"#] {
        assert_eq!(api_error_of(CallKind::Create, 409, body), conflict(None), "{body}");
    }
}

#[test]
fn rejections_carry_the_sentence_and_the_field() {
    let group = "The selected group id is invalid.";
    let table = [
        (
            400,
            json!({"success": false, "message": "Validation failed", "error": "The name field is required."}),
            rejected(Field::Name, "The name field is required."),
        ),
        (422, json!({"success": false, "message": "Validation failed", "error": group}), rejected(Field::Group, group)),
        (422, json!({"errors": {"email": ["Not an address."]}}), rejected(Field::Email, "Not an address.")),
        (400, json!({"success": false}), rejected(None, "")),
        (400, json!({"error": "Bad Request", "message": "Unknown", "details": null}), rejected(None, "Bad Request")),
        (
            400,
            json!({"success": false, "error": [{"message": "The gender must be 1 or 2.", "type": "validation",
                "exception": "ValidationException", "http_code": 400}]}),
            rejected(Field::Gender, "The gender must be 1 or 2."),
        ),
        (418, json!({"success": false, "message": "No"}), rejected(None, "No")),
        (413, json!({"success": false, "error": "payload_too_large"}), rejected(None, "payload_too_large")),
    ];
    for (status, body, expected) in table {
        assert_eq!(api_error_of(CallKind::Create, status, &body.to_string()), expected, "{body}");
    }
}

/// Bodies that are not from the API, and their kind.
const FOREIGN: [(&str, BodyKind); 6] = [
    ("<html><body>Blocked by policy</body></html>", BodyKind::Html),
    ("Access denied", BodyKind::Text),
    ("", BodyKind::Empty),
    (r#"{"reason":"blocked","code":7}"#, BodyKind::Json),
    (r#"{"status":403,"error":"Forbidden","path":"/customers"}"#, BodyKind::Json),
    (r#"{"message":"no Route"#, BodyKind::Json),
];

#[test]
fn lists_are_valid_without_success() {
    for body in [r"[]", r#"{"data":[],"pagination":{"total":0}}"#, r#"{"success":true,"data":[],"total":0}"#] {
        assert!(classify(CallKind::List, 200, body).is_ok(), "{body}");
        if body.contains("success") {
            continue;
        }
        assert!(classify(CallKind::One, 200, body).is_err(), "{body}");
    }
}
