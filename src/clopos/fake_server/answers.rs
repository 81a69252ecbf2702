//! The answers of the fake server: what each call does, and the headers of the limits.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::clock;

use super::super::call::Request;
use super::super::classify::Answer;
use super::super::rate_limit_headers::RateLimitHeaders;
use super::{FakeServer, Standing, V1_LIMITS};

impl FakeServer {
    /// Adds the headers of the limits.
    pub(super) fn with_limits(&self, mut answer: Answer, standing: &Standing) -> Answer {
        let seconds = standing.resets_in.as_secs() + 1;
        let epoch = clock::now().timestamp().unsigned_abs();
        let (prefix, reset) =
            if self.limits == V1_LIMITS { ("x-ratelimit", epoch + seconds) } else { ("ratelimit", seconds) };
        let values = [
            ("limit", standing.limit.to_string()),
            ("remaining", standing.remaining.to_string()),
            ("reset", reset.to_string()),
        ];
        for (name, value) in values {
            let name: reqwest::header::HeaderName = format!("{prefix}-{name}").parse().unwrap();
            answer.headers.insert(name, value.parse().unwrap());
        }
        answer.rate_limits = RateLimitHeaders::read(&answer.headers, clock::system_time());
        answer
    }

    pub(super) fn carry_out(&self, kind: &str, request: &Request) -> Answer {
        let mut world = self.world();
        match kind {
            "auth" => answer(200, &json!({"success": true, "token": "t", "expires_in": 3600})),
            "register" => {
                let mut customer: Value = serde_json::from_slice(request.body.as_deref().unwrap()).unwrap();
                if world.customers.iter().any(|stored| stored["cid"] == customer["cid"]) {
                    return answer(409, &json!({"success": false, "error": "duplicate_cid", "message": "cid exists"}));
                }
                if world.customers.iter().any(|stored| stored["phone"] == customer["phone"]) {
                    return answer(
                        409,
                        &json!({"success": false, "error": "duplicate_phone", "message": "phone exists"}),
                    );
                }
                customer["id"] = json!(world.customers.len() + 1);
                customer["created_at"] = json!(clock::now().to_rfc3339());
                world.customers.push(customer.clone());
                answer(200, &json!({"success": true, "data": customer}))
            }
            "look-up" => {
                let query: BTreeMap<_, _> = request.url.query_pairs().collect();
                let limit = query.get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(20);
                let wanted = query.get("filters[0][1]").map(|phone| format!("+{phone}"));
                let found = world.customers.iter().rev();
                let found: Vec<_> =
                    found.filter(|stored| wanted.as_deref().is_none_or(|phone| stored["phone"] == phone)).collect();
                let total = found.len();
                let page: Vec<_> = found.into_iter().take(limit).collect();
                answer(200, &json!({"success": true, "data": page, "total": total}))
            }
            _ => {
                let name = world.group_name.unwrap_or("One");
                answer(200, &json!({"success": true, "data": [{"id": 1, "name": name, "is_main": true}], "total": 1}))
            }
        }
    }
}

pub(super) fn kind(request: &Request) -> &'static str {
    let path = request.url.path();
    let has_end = |end: &str| path.ends_with(end);
    match request.body {
        Some(_) if has_end("/auth") => "auth",
        Some(_) => "register",
        None if has_end("/customer-groups") => "groups",
        None if has_end("/venues") => "venues",
        None => "look-up",
    }
}

pub(super) fn answer(status: u16, body: &Value) -> Answer {
    with_body(status, "application/json", body.to_string().into_bytes())
}

pub(super) fn page(status: u16) -> Answer {
    with_body(status, "text/html", b"<html><body>It does not work.</body></html>".to_vec())
}

fn with_body(status: u16, content_type: &'static str, body: Vec<u8>) -> Answer {
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert(reqwest::header::CONTENT_TYPE, content_type.parse().unwrap());
    let rate_limits = RateLimitHeaders::read(&headers, clock::system_time());
    Answer { status, headers, body, cut_off_by: None, rate_limits }
}
