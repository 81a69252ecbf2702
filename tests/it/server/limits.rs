//! How often one may ask, in each generation, and what the headers say about it.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::server::wire::{Answer, Request, Server, V2_CREDENTIALS, database};
use frontdesk::server::Limits;
use serde_json::json;

/// The three numbers of a generation's headers: limit, remaining, reset.
fn standing(answer: &Answer, prefix: &str) -> Option<(u64, u64, u64)> {
    let number = |name: &str| answer.header(&format!("{prefix}ratelimit-{name}"))?.parse().ok();
    Some((number("limit")?, number("remaining")?, number("reset")?))
}

#[test]
fn the_faithful_limits_are_those_of_the_documentation() {
    let documented = Limits {
        auth_per_minute: Some(60),
        failed_per_minute: Some(600),
        tenant_per_minute: Some(300),
        v1_per_minute: Some(100),
        v1_per_hour: Some(1000),
    };
    assert_eq!(Limits::default(), documented);
}

#[test]
fn v2_counts_a_tenant_whatever_its_tokens() {
    let (_directory, file) = database();
    let server = Server::start(&file, |config| config.limits.tenant_per_minute = Some(3));
    let tokens = [server.token(), server.token(), server.token(), server.token()];
    for (token, left) in tokens.iter().zip([2, 1, 0]) {
        let answer = server.send(&Request::get("/open-api/v2/venues").token(token));
        let (limit, remaining, reset) = standing(&answer, "").unwrap();
        assert_eq!((answer.status, limit, remaining), (200, 3, left));
        assert!((1..=60).contains(&reset), "{reset}");
    }
    let answer = server.send(&Request::get("/open-api/v2/venues").token(&tokens[3]));
    assert_eq!(answer.status, 429);
    let too_many = json!({"success": false, "message": "Too many requests", "error": "too_many_requests"});
    assert_eq!(answer.json(), too_many);
    let (limit, remaining, reset) = standing(&answer, "").unwrap();
    assert_eq!((limit, remaining), (3, 0));
    assert!((1..=60).contains(&reset), "{reset}");
    assert_eq!(answer.header("retry-after"), Some(reset.to_string().as_str()));
    // v1 has a budget of its own, and no headers where it has no limit.
    let request = Request::get("/open-api/venues").token(&server.v1_token());
    let answer = server.send(&request.header("x-brand", "training").header("x-venue", "1"));
    assert_eq!((answer.status, standing(&answer, ""), standing(&answer, "x-")), (200, None, None));
}

#[test]
fn v1_tells_the_time_at_which_its_window_moves() {
    let (_directory, file) = database();
    let server = Server::start(&file, |config| {
        config.limits.v1_per_minute = Some(2);
        config.limits.v1_per_hour = Some(100);
    });
    let request = Request::get("/open-api/venues").token(&server.v1_token());
    let request = request.header("x-brand", "training").header("x-venue", "1");
    for (status, left) in [(200, 1), (200, 0), (429, 0)] {
        let answer = server.send(&request);
        let (limit, remaining, reset) = standing(&answer, "x-").unwrap();
        assert_eq!((answer.status, limit, remaining), (status, 2, left));
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        assert!((now..=now + 61).contains(&reset), "{reset} at {now}");
        assert_eq!(standing(&answer, ""), None);
    }
}

#[test]
fn auth_is_counted_by_address_right_or_wrong() {
    let (_directory, file) = database();
    let server = Server::start(&file, |config| config.limits.auth_per_minute = Some(2));
    let right = Request::post("/open-api/v2/auth", V2_CREDENTIALS);
    let wrong = Request::post("/open-api/auth", "{}");
    let statuses = [&wrong, &right, &right, &wrong].map(|request| server.send(request).status);
    assert_eq!(statuses, [400, 200, 429, 429]);
}

#[test]
fn only_failures_fill_the_window_of_failures() {
    let (_directory, file) = database();
    let server = Server::start(&file, |config| config.limits.failed_per_minute = Some(3));
    let token = server.token();
    let right = Request::get("/open-api/v2/venues").token(&token);
    let nobody = Request::get("/open-api/v2/customers/1").token(&token);
    let stranger = Request::get("/open-api/v2/venues").token("stranger");
    let statuses = [&right, &right, &nobody, &right, &stranger, &stranger].map(|request| server.send(request).status);
    assert_eq!(statuses, [200, 200, 404, 200, 401, 401]);
    let answer = server.send(&right);
    assert_eq!((answer.status, standing(&answer, "").map(|(limit, left, _)| (limit, left))), (429, Some((3, 0))));
    // The way to a new token stays open.
    assert_eq!(server.send(&Request::post("/open-api/v2/auth", V2_CREDENTIALS)).status, 200);
}
