use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::json;

use crate::customer::Field;

use super::super::{limits, wire};
use super::*;

fn answer(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let headers: HeaderMap = headers
        .iter()
        .filter_map(|(name, value)| Some((name.parse::<HeaderName>().ok()?, HeaderValue::from_str(value).ok()?)))
        .collect();
    let limits = Limits::read(&headers, SystemTime::UNIX_EPOCH);
    Answer { status, headers, body: body.to_owned(), cut: None, limits }
}

fn judged(kind: Kind, status: u16, body: &str) -> Result<Value, Fault> {
    answer(status, &[], body.as_bytes()).judge(kind)
}

fn trouble(kind: Kind, status: u16, body: &str) -> Trouble {
    match judged(kind, status, body) {
        Err(Fault::Trouble(trouble)) => trouble,
        other => panic!("{kind:?} {status} {body}: {other:?}"),
    }
}

fn clash(field: impl Into<Option<Field>>) -> Trouble {
    Trouble::Clash { field: field.into() }
}

fn refusal(field: impl Into<Option<Field>>, sentence: &str) -> Trouble {
    Trouble::Refused { field: field.into(), sentence: Told::new(sentence) }
}

fn settings(sentence: &str) -> Trouble {
    Trouble::Settings { sentence: Told::new(sentence) }
}

#[test]
fn a_customer_is_registered_by_any_2xx_that_says_success() {
    let body = r#"{"success":true,"data":{"id":14,"name":"John Doe"}}"#;
    for status in [200, 201, 202] {
        assert_eq!(judged(Kind::Create, status, body), Ok(serde_json::from_str(body).unwrap()), "{status}");
    }
    let marked = format!("\u{FEFF}{body}\n");
    assert!(judged(Kind::Create, 200, &marked).is_ok(), "a byte order mark");
}

#[test]
fn one_broken_byte_does_not_cost_the_answer() {
    let body = b"{\"success\":true,\"data\":{\"id\":14,\"name\":\"A\xFFysel\"}}";
    let read = answer(200, &[], body).judge(Kind::Create).unwrap();
    assert_eq!(read["data"]["id"], 14);
}

#[test]
fn two_hundred_without_success_registers_nobody_for_sure() {
    let unreadable = Trouble::Uncertain(Uncertainty::Unreadable(200));
    for body in [
        "",
        "null",
        "true",
        "[]",
        "{}",
        r#"{"data":{"id":14}}"#,
        r#"{"success":"true","data":{"id":14}}"#,
        r#"{"success":1,"data":{"id":14}}"#,
        r#"{"success":null}"#,
        r#"{"success":true,"data":{"id":1"#,
        "<html><body>Welcome to the hotspot</body></html>",
    ] {
        assert_eq!(trouble(Kind::Create, 200, body), unreadable, "{body}");
    }
    assert_eq!(trouble(Kind::Create, 204, ""), Trouble::Uncertain(Uncertainty::Unreadable(204)));
}

#[test]
fn two_hundred_that_says_no_is_a_failure_by_its_words() {
    let test_mode = "Integrator is in test mode. But brand is not in test mode";
    let table = [
        (Kind::Auth, format!(r#"{{"success":false,"error":"{test_mode}"}}"#), settings(test_mode)),
        (Kind::Auth, r#"{"success":false}"#.into(), settings("")),
        (Kind::Create, format!(r#"{{"success":false,"error":"{test_mode}"}}"#), settings(test_mode)),
        (Kind::Create, r#"{"success":false}"#.into(), settings("")),
        (Kind::List, r#"{"success":false,"data":[]}"#.into(), settings("")),
        (Kind::Create, r#"{"success":false,"error":"duplicate_phone"}"#.into(), clash(Field::Phone)),
        (
            Kind::Create,
            r#"{"success":false,"message":"Validation failed","error":"The name field is required."}"#.into(),
            refusal(Field::Name, "The name field is required."),
        ),
        (Kind::Create, r#"{"error":"Bad","message":"x","details":{}}"#.into(), settings("Bad")),
    ];
    for (kind, body, expected) in table {
        assert_eq!(trouble(kind, 200, &body), expected, "{kind:?} {body}");
    }
    let expired = judged(Kind::List, 200, r#"{"success":false,"error":"Token expired"}"#);
    assert_eq!(expired, Err(Fault::Token { sentence: Told::new("Token expired") }));
}

#[test]
fn each_failure_of_auth_says_who_can_mend_it() {
    let table = [
        (
            401,
            r#"{"success":false,"error":"authentication_failed","message":"Invalid credentials"}"#,
            Trouble::Credentials { sentence: Told::new("Invalid credentials") },
        ),
        (
            401,
            r#"{"message":"Invalid credentials"}"#,
            Trouble::Credentials { sentence: Told::new("Invalid credentials") },
        ),
        (
            400,
            r#"{"success":false,"error":"Missing client_id, client_secret, brand, or integrator_id"}"#,
            settings("Missing client_id, client_secret, brand, or integrator_id"),
        ),
        (400, r#"{"success":false,"error":"Invalid integrator_id"}"#, settings("Invalid integrator_id")),
        (403, r#"{"message":"No access"}"#, Trouble::Permission { sentence: Told::new("No access") }),
        (404, "<html>nginx</html>", settings("HTTP 404")),
        (429, "", Trouble::TooMany { wait: Duration::from_mins(1) }),
        (502, "<html>", Trouble::Uncertain(Uncertainty::ServerError(502))),
    ];
    for (status, body, expected) in table {
        assert_eq!(trouble(Kind::Auth, status, body), expected, "{status} {body}");
    }
}

#[test]
fn a_token_is_at_fault_with_every_401() {
    for sentence in ["Headers are missing", "Invalid token", "Token expired", "unauthorized"] {
        let body = json!({"success": false, "error": sentence}).to_string();
        assert_eq!(judged(Kind::Create, 401, &body), Err(Fault::Token { sentence: Told::new(sentence) }));
    }
    assert_eq!(judged(Kind::List, 401, "<html>"), Err(Fault::Token { sentence: Told::default() }));
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
        assert_eq!(trouble(Kind::Create, status, &body.to_string()), clash(field), "{body}");
    }
    for body in ["", "<html>", "{}", r#"{"success":false}"#, r#"{"error":"duplicate_entry"}"#] {
        assert_eq!(trouble(Kind::Create, 409, body), clash(None), "{body}");
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
        (413, json!("x"), refusal(None, "")),
    ];
    for (status, body, expected) in table {
        assert_eq!(trouble(Kind::Create, status, &body.to_string()), expected, "{body}");
    }
    assert_eq!(trouble(Kind::Create, 400, "<html>"), refusal(None, ""));
}

#[test]
fn every_other_status_is_one_of_the_known_troubles() {
    let missing = r#"{"success":false,"error":[{"message":"No query results for model","type":"server_side",
        "exception":"NotFoundHttpException","http_code":404}]}"#;
    let uncertain = |why| Trouble::Uncertain(why);
    let table = [
        (Kind::Create, 301, "", settings("HTTP 301")),
        (Kind::Create, 302, r#"{"success":true}"#, settings("HTTP 302")),
        (Kind::Create, 404, "<html>", settings("HTTP 404")),
        (Kind::Create, 404, missing, settings("No query results for model")),
        (Kind::One, 404, "<html>", settings("HTTP 404")),
        (Kind::List, 405, "", settings("HTTP 405")),
        (
            Kind::List,
            403,
            r#"{"success":false,"error":"Module is off"}"#,
            Trouble::Permission { sentence: Told::new("Module is off") },
        ),
        (Kind::List, 402, "", Trouble::Permission { sentence: Told::default() }),
        (Kind::List, 407, "", Trouble::Unreachable(Unreached::NoConnection)),
        (Kind::Create, 408, "", uncertain(Uncertainty::Timeout)),
        (Kind::Create, 418, "teapot", uncertain(Uncertainty::Unreadable(418))),
        (Kind::Create, 499, "", uncertain(Uncertainty::Unreadable(499))),
        (Kind::Create, 500, r#"{"success":false}"#, uncertain(Uncertainty::ServerError(500))),
        (Kind::Create, 500, r#"{"success":true,"data":{"id":1}}"#, uncertain(Uncertainty::ServerError(500))),
        (Kind::Create, 502, "<html>502</html>", uncertain(Uncertainty::ServerError(502))),
        (Kind::Create, 504, "", uncertain(Uncertainty::ServerError(504))),
        (Kind::Create, 999, "", uncertain(Uncertainty::Unreadable(999))),
    ];
    for (kind, status, body, expected) in table {
        assert_eq!(trouble(kind, status, body), expected, "{kind:?} {status} {body}");
    }
    assert_eq!(judged(Kind::One, 404, missing), Err(Fault::NoSuchItem));
}

#[test]
fn a_cut_answer_is_uncertain_only_where_it_could_have_said_success() {
    for cut in [Uncertainty::ConnectionLost, Uncertainty::Timeout, Uncertainty::Unreadable(200)] {
        let whole = br#"{"success":true,"data":{"id":14}}"#;
        let answer = Answer { cut: Some(cut), ..answer(200, &[], whole) };
        assert_eq!(answer.judge(Kind::Create), Err(Trouble::Uncertain(cut).into()));
    }
    let refused = Answer { cut: Some(Uncertainty::ConnectionLost), ..answer(409, &[], br#"{"error":"dupl"#) };
    assert_eq!(refused.judge(Kind::Create), Err(clash(None).into()));
}

#[test]
fn lists_need_no_success() {
    for body in [r"[]", r#"{"data":[],"pagination":{"total":0}}"#, r#"{"success":true,"data":[],"total":0}"#] {
        assert!(judged(Kind::List, 200, body).is_ok(), "{body}");
        if body.contains("success") {
            continue;
        }
        assert!(judged(Kind::One, 200, body).is_err(), "{body}");
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
        let _ = limits::date(&answer.headers);
        for kind in [Kind::Auth, Kind::Create, Kind::List, Kind::One] {
            match answer.judge(kind) {
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
