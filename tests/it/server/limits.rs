//! The rate limits of each generation, and their headers.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::server::wire::{Request, Response, Server, V2_CREDENTIALS, temporary_database};
use frontdesk::server::Limits;
use serde_json::json;

/// Returns the three numbers of a generation's headers: limit, remaining, reset.
fn rate_limit_headers(answer: &Response, prefix: &str) -> Option<(u64, u64, u64)> {
    let number = |name: &str| answer.header(&format!("{prefix}ratelimit-{name}"))?.parse().ok();
    Some((number("limit")?, number("remaining")?, number("reset")?))
}

#[test]
fn the_default_limits_are_the_documented_limits() {
    let documented = Limits {
        auth_per_minute: Some(60),
        failed_per_minute: Some(600),
        tenant_per_minute: Some(300),
        v1_per_minute: Some(100),
        v1_per_hour: Some(1000),
    };
    assert_eq!(Limits::API, documented);
}

#[test]
fn one_number_of_calls_sets_the_limits_of_both_generations_and_0_lifts_them() {
    let mut limits = Limits::API;
    limits.set_calls_per_minute(50);
    assert_eq!((limits.tenant_per_minute, limits.v1_per_minute, limits.v1_per_hour), (Some(50), Some(50), Some(500)));
    limits.set_calls_per_minute(0);
    assert_eq!((limits.tenant_per_minute, limits.v1_per_minute, limits.v1_per_hour), (None, None, None));
}

#[test]
fn a_client_with_many_failures_does_not_lock_out_another_at_its_address() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |config| config.limits.failed_per_minute = Some(2));
    let (bad, good) = (server.v2_token(), server.v2_token());
    let unknown = Request::get("/open-api/v2/customers/9");
    let statuses: Vec<_> = (0..3).map(|_| server.send(&unknown.clone().token(&bad)).status).collect();
    assert_eq!(statuses, [404, 404, 429]);
    let statuses: Vec<_> = (0..3).map(|_| server.send(&unknown).status).collect();
    assert_eq!(statuses, [401, 401, 429], "without a token the address counts");
    assert_eq!(server.send(&Request::get("/open-api/v2/venues").token(&good)).status, 200);
}

#[test]
fn v2_counts_all_tokens_of_a_tenant_together() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |config| config.limits.tenant_per_minute = Some(3));
    let tokens = [server.v2_token(), server.v2_token(), server.v2_token(), server.v2_token()];
    for (token, expected) in tokens.iter().zip([2, 1, 0]) {
        let answer = server.send(&Request::get("/open-api/v2/venues").token(token));
        let (limit, remaining, reset) = rate_limit_headers(&answer, "").unwrap();
        assert_eq!((answer.status, limit, remaining), (200, 3, expected));
        assert!((1..=60).contains(&reset), "{reset}");
    }
    let answer = server.send(&Request::get("/open-api/v2/venues").token(&tokens[3]));
    assert_eq!(answer.status, 429);
    let too_many = json!({"success": false, "message": "Too many requests", "error": "too_many_requests"});
    assert_eq!(answer.json(), too_many);
    let (limit, remaining, reset) = rate_limit_headers(&answer, "").unwrap();
    assert_eq!((limit, remaining), (3, 0));
    assert!((1..=60).contains(&reset), "{reset}");
    assert_eq!(answer.header("retry-after"), Some(reset.to_string().as_str()));
    // v1 has a limit of its own, and no headers if that limit is off.
    let request = Request::get("/open-api/venues").token(&server.v1_token());
    let answer = server.send(&request.header("x-brand", "training").header("x-venue", "1"));
    assert_eq!((answer.status, rate_limit_headers(&answer, ""), rate_limit_headers(&answer, "x-")), (200, None, None));
}

#[test]
fn v1_sends_the_time_of_the_reset() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |config| {
        config.limits.v1_per_minute = Some(2);
        config.limits.v1_per_hour = Some(100);
    });
    let request = Request::get("/open-api/venues").token(&server.v1_token());
    let request = request.header("x-brand", "training").header("x-venue", "1");
    for (status, expected) in [(200, 1), (200, 0), (429, 0)] {
        let answer = server.send(&request);
        let (limit, remaining, reset) = rate_limit_headers(&answer, "x-").unwrap();
        assert_eq!((answer.status, limit, remaining), (status, 2, expected));
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        assert!((now..=now + 61).contains(&reset), "{reset} at {now}");
        assert_eq!(rate_limit_headers(&answer, ""), None);
    }
}

#[test]
fn successful_and_failed_auth_calls_count_for_the_address() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |config| config.limits.auth_per_minute = Some(2));
    let right = Request::post("/open-api/v2/auth", V2_CREDENTIALS);
    let wrong = Request::post("/open-api/auth", "{}");
    let statuses = [&wrong, &right, &right, &wrong].map(|request| server.send(request).status);
    assert_eq!(statuses, [400, 200, 429, 429]);
}

#[test]
fn only_failed_requests_count_as_failures() {
    let (_directory, file) = temporary_database();
    let server = Server::start(&file, |config| config.limits.failed_per_minute = Some(3));
    let token = server.v2_token();
    let right = Request::get("/open-api/v2/venues").token(&token);
    let no_customer = Request::get("/open-api/v2/customers/1").token(&token);
    let statuses =
        [&right, &right, &no_customer, &right, &no_customer, &no_customer].map(|request| server.send(request).status);
    assert_eq!(statuses, [200, 200, 404, 200, 404, 404]);
    let answer = server.send(&right);
    assert_eq!(
        (answer.status, rate_limit_headers(&answer, "").map(|(limit, left, _)| (limit, left))),
        (429, Some((3, 0)))
    );
    // A client can still get a new token.
    assert_eq!(server.send(&Request::post("/open-api/v2/auth", V2_CREDENTIALS)).status, 200);
}
