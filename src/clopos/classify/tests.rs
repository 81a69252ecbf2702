use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::json;

use crate::domain::{AccountFault, Field};

use super::super::{rate_limit_headers, wire};
use super::*;

fn answer(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let headers: HeaderMap = headers
        .iter()
        .filter_map(|(name, value)| Some((name.parse::<HeaderName>().ok()?, HeaderValue::from_str(value).ok()?)))
        .collect();
    let limits = RateLimitHeaders::read(&headers, SystemTime::UNIX_EPOCH);
    Answer { status, headers, body: body.to_owned(), cut: None, limits }
}

fn judged(kind: CallKind, status: u16, body: &str) -> Result<Value, CallError> {
    answer(status, &[], body.as_bytes()).classify(kind)
}

fn trouble(kind: CallKind, status: u16, body: &str) -> ApiError {
    match judged(kind, status, body) {
        Err(CallError::Api(trouble)) => trouble,
        other => panic!("{kind:?} {status} {body}: {other:?}"),
    }
}

fn clash(field: impl Into<Option<Field>>) -> ApiError {
    ApiError::Conflict { field: field.into() }
}

fn refusal(field: impl Into<Option<Field>>, sentence: &str) -> ApiError {
    ApiError::Rejected { field: field.into(), sentence: DisplayText::new(sentence) }
}

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

#[test]
fn a_customer_is_registered_by_any_2xx_that_says_success() {
    let body = r#"{"success":true,"data":{"id":14,"name":"John Doe"}}"#;
    for status in [200, 201, 202] {
        assert_eq!(judged(CallKind::Create, status, body), Ok(serde_json::from_str(body).unwrap()), "{status}");
    }
    let marked = format!("\u{FEFF}{body}\n");
    assert!(judged(CallKind::Create, 200, &marked).is_ok(), "a byte order mark");
}

#[test]
fn one_broken_byte_does_not_cost_the_answer() {
    let body = b"{\"success\":true,\"data\":{\"id\":14,\"name\":\"A\xFFysel\"}}";
    let read = answer(200, &[], body).classify(CallKind::Create).unwrap();
    assert_eq!(read["data"]["id"], 14);
}

#[test]
fn two_hundred_without_success_registers_nobody_for_sure() {
    let unreadable = || ApiError::Unknown(UnknownOutcome::Unreadable(200));
    let table = [
        ("", doubtful(200, BodyKind::Empty)),
        ("null", doubtful(200, BodyKind::Json)),
        ("true", doubtful(200, BodyKind::Json)),
        ("[]", doubtful(200, BodyKind::Json)),
        ("{}", doubtful(200, BodyKind::Json)),
        (r#"{"data":{"id":14}}"#, doubtful(200, BodyKind::Json)),
        (r#"{"success":"true","data":{"id":14}}"#, unreadable()),
        (r#"{"success":1,"data":{"id":14}}"#, unreadable()),
        (r#"{"success":null}"#, unreadable()),
        (r#"{"success":true,"data":{"id":1"#, unreadable()),
        ("<html><body>Welcome to the hotspot</body></html>", doubtful(200, BodyKind::Html)),
        ("Welcome to the hotspot", doubtful(200, BodyKind::Text)),
    ];
    for (body, expected) in table {
        assert_eq!(trouble(CallKind::Create, 200, body), expected, "{body}");
    }
    assert_eq!(trouble(CallKind::Create, 204, ""), doubtful(204, BodyKind::Empty));
}

#[test]
fn two_hundred_that_says_no_is_a_failure_by_its_words() {
    let test_mode = "Integrator is in test mode. But brand is not in test mode";
    let table = [
        (
            CallKind::Auth,
            format!(r#"{{"success":false,"error":"{test_mode}"}}"#),
            ApiError::Account(AccountFault::TestMode),
        ),
        (CallKind::Auth, r#"{"success":false}"#.into(), settings("")),
        (CallKind::Create, r#"{"success":false}"#.into(), settings("")),
        (CallKind::List, r#"{"success":false,"data":[]}"#.into(), settings("")),
        (CallKind::Create, r#"{"success":false,"error":"duplicate_phone"}"#.into(), clash(Field::Phone)),
        (
            CallKind::Create,
            r#"{"success":false,"message":"Validation failed","error":"The name field is required."}"#.into(),
            refusal(Field::Name, "The name field is required."),
        ),
        (CallKind::Create, r#"{"error":"Bad","message":"x","details":{}}"#.into(), settings("Bad")),
    ];
    for (kind, body, expected) in table {
        assert_eq!(trouble(kind, 200, &body), expected, "{kind:?} {body}");
    }
    let expired = judged(CallKind::List, 200, r#"{"success":false,"error":"Token expired"}"#);
    assert_eq!(expired, Err(CallError::Token { sentence: DisplayText::new("Token expired") }));
}

#[test]
fn each_failure_of_auth_says_who_can_mend_it() {
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
        (401, "<html>", foreign(401, BodyKind::Html)),
        (403, r#"{"message":"Forbidden"}"#, foreign(403, BodyKind::Json)),
        (404, "<html>nginx</html>", foreign(404, BodyKind::Html)),
        (429, "", ApiError::RateLimited { retry_after: Duration::from_mins(1) }),
        (500, r#"{"success":false}"#, ApiError::Unknown(UnknownOutcome::ServerError(500))),
        (502, "<html>", foreign(502, BodyKind::Html)),
    ];
    for (status, body, expected) in table {
        assert_eq!(trouble(CallKind::Auth, status, body), expected, "{status} {body}");
    }
}

#[test]
fn a_token_is_at_fault_with_every_401() {
    for sentence in ["Headers are missing", "Invalid token", "Token expired", "unauthorized"] {
        let body = json!({"success": false, "error": sentence}).to_string();
        assert_eq!(
            judged(CallKind::Create, 401, &body),
            Err(CallError::Token { sentence: DisplayText::new(sentence) })
        );
    }
    assert_eq!(
        judged(CallKind::List, 401, r#"{"success":false}"#),
        Err(CallError::Token { sentence: DisplayText::default() })
    );
}

#[test]
fn clashes_name_their_field_by_slug_or_sentence() {
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
        assert_eq!(trouble(CallKind::Create, status, &body.to_string()), clash(field), "{body}");
    }
    for body in [r#"{"success":false}"#, r#"{"error":"duplicate_entry"}"#] {
        assert_eq!(trouble(CallKind::Create, 409, body), clash(None), "{body}");
    }
}

#[test]
fn refusals_carry_the_sentence_and_the_field() {
    let group = "The selected group id is invalid.";
    let table = [
        (
            400,
            json!({"success": false, "message": "Validation failed", "error": "The name field is required."}),
            refusal(Field::Name, "The name field is required."),
        ),
        (422, json!({"success": false, "message": "Validation failed", "error": group}), refusal(Field::Group, group)),
        (422, json!({"errors": {"email": ["Not an address."]}}), refusal(Field::Email, "Not an address.")),
        (400, json!({"success": false}), refusal(None, "")),
        (400, json!({"error": "Bad Request", "message": "Unknown", "details": null}), refusal(None, "Bad Request")),
        (
            400,
            json!({"success": false, "error": [{"message": "The gender must be 1 or 2.", "type": "validation",
                "exception": "ValidationException", "http_code": 400}]}),
            refusal(Field::Gender, "The gender must be 1 or 2."),
        ),
        (418, json!({"success": false, "message": "No"}), refusal(None, "No")),
        (413, json!({"success": false, "error": "payload_too_large"}), refusal(None, "payload_too_large")),
    ];
    for (status, body, expected) in table {
        assert_eq!(trouble(CallKind::Create, status, &body.to_string()), expected, "{body}");
    }
}

#[test]
fn every_other_status_is_one_of_the_known_troubles() {
    let missing = r#"{"success":false,"error":[{"message":"No query results for model","type":"server_side",
        "exception":"NotFoundHttpException","http_code":404}]}"#;
    let uncertain = |why| ApiError::Unknown(why);
    let table = [
        (CallKind::Create, 302, r#"{"success":true}"#, foreign(302, BodyKind::Json)),
        (CallKind::Create, 404, missing, ApiError::WrongAddress { status: 404 }),
        (CallKind::List, 405, r#"{"success":false}"#, ApiError::WrongAddress { status: 405 }),
        (
            CallKind::List,
            403,
            r#"{"success":false,"error":"Module is off"}"#,
            ApiError::Permission { sentence: DisplayText::new("Module is off") },
        ),
        (CallKind::List, 402, r#"{"success":false}"#, ApiError::Permission { sentence: DisplayText::default() }),
        (CallKind::Create, 408, r#"{"success":false,"error":"request_timeout"}"#, uncertain(UnknownOutcome::Timeout)),
        (CallKind::Create, 500, r#"{"success":false}"#, uncertain(UnknownOutcome::ServerError(500))),
        (CallKind::Create, 500, r#"{"success":true,"data":{"id":1}}"#, uncertain(UnknownOutcome::ServerError(500))),
        (CallKind::Create, 999, r#"{"success":false}"#, uncertain(UnknownOutcome::Unreadable(999))),
    ];
    for (kind, status, body, expected) in table {
        assert_eq!(trouble(kind, status, body), expected, "{kind:?} {status} {body}");
    }
    assert_eq!(judged(CallKind::One, 404, missing), Err(CallError::NoSuchItem));
}

/// Bodies that are not the API's, and their kind.
const FOREIGN: [(&str, BodyKind); 6] = [
    ("<html><body>Blocked by policy</body></html>", BodyKind::Html),
    ("Access denied", BodyKind::Text),
    ("", BodyKind::Empty),
    (r#"{"reason":"blocked","code":7}"#, BodyKind::Json),
    (r#"{"status":403,"error":"Forbidden","path":"/customers"}"#, BodyKind::Json),
    (r#"{"message":"no Route"#, BodyKind::Json),
];

#[test]
fn what_is_not_the_apis_is_no_refusal_on_any_call_and_status() {
    for status in (300..600).chain([999]).filter(|status| *status != 429) {
        for (body, kind) in FOREIGN {
            let is_damaged = body.ends_with("Route");
            for call in [CallKind::Auth, CallKind::List, CallKind::One] {
                let expected = match status {
                    500..=599 if is_damaged => ApiError::Unknown(UnknownOutcome::ServerError(status)),
                    _ => foreign(status, kind),
                };
                assert_eq!(trouble(call, status, body), expected, "{call:?} {status} {body}");
            }
            // A registration may have been passed on before that: only below 500 it surely was not.
            let expected = match status {
                303 | 408 => doubtful(status, kind),
                300..=499 | 511 => foreign(status, kind),
                500..=599 if is_damaged => ApiError::Unknown(UnknownOutcome::ServerError(status)),
                _ => doubtful(status, kind),
            };
            if !(is_damaged && matches!(status, 511)) {
                assert_eq!(trouble(CallKind::Create, status, body), expected, "{status} {body}");
            }
        }
    }
    for (body, kind) in FOREIGN.into_iter().filter(|(body, _)| !body.ends_with("Route")) {
        for call in [CallKind::Auth, CallKind::List, CallKind::One] {
            assert_eq!(trouble(call, 200, body), foreign(200, kind), "{call:?} {body}");
        }
        assert_eq!(trouble(CallKind::Create, 200, body), doubtful(200, kind), "{body}");
    }
}

#[test]
fn a_fault_of_the_account_is_known_on_every_call_and_status() {
    let table = [
        ("Client is disabled", AccountFault::ClientDisabled),
        ("Invalid integrator_id", AccountFault::UnknownIntegrator),
        ("Integrator is in test mode. But brand is not in test mode", AccountFault::TestMode),
    ];
    for (words, fault) in table {
        let bodies = [
            json!({"success": false, "error": words}),
            json!({"success": false, "message": words}),
            json!({"error": words}),
            json!({"message": words}),
            json!({"success": false, "error": [{"message": words, "type": "server_side", "http_code": 401}]}),
        ];
        for body in bodies.map(|body| body.to_string()) {
            for call in [CallKind::Auth, CallKind::Create, CallKind::List, CallKind::One] {
                for status in [200, 400, 401, 403, 404, 409, 422, 500] {
                    assert_eq!(trouble(call, status, &body), ApiError::Account(fault), "{call:?} {status} {body}");
                }
            }
        }
    }
    let customer = r#"{"success":true,"message":"Client is disabled","data":{"id":1}}"#;
    assert!(judged(CallKind::Create, 200, customer).is_ok(), "a success is one");
    assert_eq!(trouble(CallKind::Create, 403, "<html>Client is disabled</html>"), foreign(403, BodyKind::Html));
}

#[test]
fn a_server_that_asks_to_wait_is_given_its_time() {
    for status in [500, 502, 503, 504] {
        let asks = answer(status, &[("retry-after", "120")], b"<html>");
        for call in [CallKind::Auth, CallKind::List, CallKind::One] {
            let expected = ApiError::RateLimited { retry_after: Duration::from_mins(2) };
            assert_eq!(asks.classify(call), Err(expected.into()), "{call:?} {status}");
        }
        // It may have been stored all the same; the look-up waits, see the budget.
        assert_eq!(asks.classify(CallKind::Create), Err(doubtful(status, BodyKind::Html).into()));
    }
    let blocked = answer(403, &[("retry-after", "120")], b"<html>");
    assert_eq!(blocked.classify(CallKind::List), Err(foreign(403, BodyKind::Html).into()), "no server that is busy");
}

#[test]
fn a_cut_answer_is_uncertain_whatever_it_had_begun_to_say() {
    for cut in [UnknownOutcome::ConnectionLost, UnknownOutcome::Timeout] {
        for (status, body) in [(200, r#"{"success":true,"data":{"id":14}}"#), (409, r#"{"error":"dupl"#), (403, "<ht")]
        {
            let answer = Answer { cut: Some(cut), ..answer(status, &[], body.as_bytes()) };
            assert_eq!(answer.classify(CallKind::Create), Err(ApiError::Unknown(cut).into()));
        }
    }
    let too_large = |status: u16, body: &str| {
        let cut = Some(UnknownOutcome::Unreadable(status));
        Answer { cut, ..answer(status, &[], body.as_bytes()) }.classify(CallKind::Create)
    };
    assert_eq!(
        too_large(200, r#"{"success":true,"data":"xxx"#),
        Err(ApiError::Unknown(UnknownOutcome::Unreadable(200)).into())
    );
    assert_eq!(too_large(403, "<html>xxx"), Err(foreign(403, BodyKind::Html).into()));
}

#[test]
fn lists_need_no_success() {
    for body in [r"[]", r#"{"data":[],"pagination":{"total":0}}"#, r#"{"success":true,"data":[],"total":0}"#] {
        assert!(judged(CallKind::List, 200, body).is_ok(), "{body}");
        if body.contains("success") {
            continue;
        }
        assert!(judged(CallKind::One, 200, body).is_err(), "{body}");
    }
}

/// What must never come out, wherever in a body it stands.
const PERSONAL: &str = "Aysel+994501234567";

fn tells(value: &impl std::fmt::Debug) -> bool {
    format!("{value:?}").contains(PERSONAL)
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec!["duplicate_phone", "The name field is required.", "Token expired", "14", PERSONAL])
            .prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "success",
        "error",
        "errors",
        "message",
        "details",
        "data",
        "total",
        "pagination",
        "id",
        "cid",
        "name",
        "phone",
        "phones",
        "code",
        "balance",
        "balance_id",
        "group",
        "receipt_count",
        "created_at",
        "deleted_at",
        "token",
        "expires_in",
        "expires_at",
        "field",
        "number",
        "is_main",
    ]);
    leaf.prop_recursive(4, 24, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..5)
                .prop_map(|pairs| pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        1 => prop::collection::vec(any::<u8>(), 0..64),
        4 => json_value().prop_map(|value| value.to_string().into_bytes()),
        4 => json_value().prop_map(|data| json!({"success": true, "data": data}).to_string().into_bytes()),
        2 => prop::collection::vec(json_value(), 0..3)
            .prop_map(|data| json!({"success": true, "data": data, "total": 2}).to_string().into_bytes()),
        2 => (json_value(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(value, at, byte)| {
            let mut text = value.to_string().into_bytes();
            let at = at.index(text.len());
            text[at] = byte;
            text
        }),
        1 => (json_value(), any::<prop::sample::Index>()).prop_map(|(value, at)| {
            let mut text = value.to_string().into_bytes();
            text.truncate(at.index(text.len()));
            text
        }),
    ]
}

fn status() -> impl Strategy<Value = u16> {
    prop_oneof![prop::sample::select(vec![200, 201, 400, 401, 404, 409, 422, 429, 502]), 100_u16..1000]
}

fn headers() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let name = prop::sample::select(vec![
        "date",
        "retry-after",
        "ratelimit-limit",
        "ratelimit-remaining",
        "ratelimit-reset",
        "x-ratelimit-reset",
        "x-ratelimit-remaining",
        "content-type",
    ]);
    let value = prop_oneof!["[0-9]{0,25}", ".{0,16}", Just("Thu, 08 Jan 2026 06:19:02 GMT".to_owned())];
    prop::collection::vec((name, value), 0..4)
}

/// As the other properties about hostile input, this one takes its number from `FRONTDESK_CASES`.
fn cases() -> u32 {
    std::env::var("FRONTDESK_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2_000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_answer_makes_the_client_panic_or_tell(status in status(), headers in headers(), body in body()) {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = answer(status, &headers, &body);
        prop_assert!((1..=3600).contains(&answer.limits.wait().as_secs()));
        let _ = rate_limit_headers::date(&answer.headers);
        for kind in [CallKind::Auth, CallKind::Create, CallKind::List, CallKind::One] {
            match answer.classify(kind) {
                Err(fault) => prop_assert!(!tells(&fault)),
                Ok(value) => {
                    prop_assert!((200..300).contains(&status));
                    let grant = wire::grant(&value);
                    prop_assert!(grant.is_none_or(|grant| HeaderValue::from_str(&grant.token).is_ok()));
                    let customer = value.get("data").and_then(wire::customer);
                    prop_assert!(!tells(&customer));
                    for item in wire::list(value).map(|(items, _)| items).unwrap_or_default() {
                        let read = (wire::customer(&item), wire::group(&item), wire::venue(&item));
                        prop_assert!(!tells(&read));
                        let _ = wire::phones(&item);
                    }
                }
            }
        }
    }
}
