//! Properties of the classification for any status, headers and body.

use proptest::prelude::*;
use reqwest::header::HeaderValue;
use serde_json::json;

use super::super::{rate_limit_headers, wire};
use super::tests::answer;
use super::*;

/// A text that the client must never show, wherever it is in a body.
const PERSONAL: &str = "Aysel+994501234567";

fn shows_personal_data(value: &impl std::fmt::Debug) -> bool {
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

/// Returns the number of cases from `FRONTDESK_CASES`, like the other property tests about hostile input.
fn cases() -> u32 {
    std::env::var("FRONTDESK_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2_000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_answer_causes_a_panic_or_shows_personal_data(status in status(), headers in headers(), body in body()) {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = answer(status, &headers, &body);
        prop_assert!((1..=3600).contains(&answer.rate_limits.wait_after_429().as_secs()));
        let _ = rate_limit_headers::server_date(&answer.headers);
        for kind in [CallKind::Auth, CallKind::Create, CallKind::List, CallKind::One] {
            match answer.classify(kind) {
                Err(fault) => prop_assert!(!shows_personal_data(&fault)),
                Ok(value) => {
                    prop_assert!((200..300).contains(&status));
                    let grant = wire::grant(&value, std::time::UNIX_EPOCH);
                    prop_assert!(grant.is_none_or(|grant| HeaderValue::from_str(&grant.0).is_ok()));
                    let customer = value.get("data").and_then(wire::customer);
                    prop_assert!(!shows_personal_data(&customer));
                    for item in wire::list(value).map(|(items, _)| items).unwrap_or_default() {
                        let read = (wire::customer(&item), wire::group(&item), wire::venue(&item));
                        prop_assert!(!shows_personal_data(&read));
                        let _ = wire::phones(&item);
                    }
                }
            }
        }
    }
}
